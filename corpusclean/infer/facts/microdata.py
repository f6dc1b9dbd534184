"""Choose among the items of microdata and RDFa in the markup of a page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from corpusclean.infer.facts.json_ld import item_types, listed, strings
from corpusclean.spelling import plain, squeezed

Item: TypeAlias = Mapping[str, Any]

_ARTICLES = ("Article", "Posting", "Report", "Review", "Recipe", "HowTo", "CreativeWork", "WebPage")
# Properties whose items describe other pages or mere parts of this one.
_ELSEWHERE = frozenset(
    "comment review itemListElement isRelatedTo isSimilarTo mentions citation hasPart video image".split()
)
_MAX_ITEMS = 200


def nested_items(items: Iterable[Item]) -> list[Item]:
    """Return items and those inside of them, without those that describe other pages.

    Args:
        items: the items at the top level, in the form of parsed JSON-LD.

    >>> nested_items([{"@type": "Article", "author": {"name": "Ann"}, "comment": {"text": "Rain!"}}])[1:]
    [{'name': 'Ann'}]
    """
    queue = list(items)
    for item in queue:
        for name, value in item.items() if len(queue) < _MAX_ITEMS else ():
            if name not in _ELSEWHERE:
                queue += [child for child in listed(value) if isinstance(child, dict)]
    return queue[:_MAX_ITEMS]


def main_item(items: Sequence[Item], title: str) -> Item | None:
    """Return the item that describes the page, or None.

    It is the only article, or of several the one whose headline is in the page's title; without articles, the
    properties outside of any typed item.

    Args:
        items: the items of the page, from `nested_items`.
        title: the `<title>` of the page.

    >>> main_item([{"@type": "Article", "name": "Rain"}, {"@type": "Article", "name": "Sun"}], "Sun | Weather")
    {'@type': 'Article', 'name': 'Sun'}
    """
    articles = [item for item in items if any(kind.endswith(_ARTICLES) for kind in item_types(item))]
    pages = [item for item in articles if "WebPage" in item_types(item)]
    articles = [item for item in articles if item not in pages] or pages
    if len(articles) > 1:
        shown = squeezed(title)
        articles = [item for item in articles if (name := squeezed(item_headline(item))) and name in shown]
    if articles:
        return articles[0] if len(articles) == 1 else None
    loose = [item for item in items if "@type" not in item]
    return loose[0] if loose and not any(isinstance(value, list) for value in loose[0].values()) else None


def item_headline(item: Item) -> str:
    """Return the headline of an item, else its name, else "".

    >>> item_headline({"name": "Rain"})
    'Rain'
    """
    return plain((strings(item.get("headline")) or strings(item.get("name")) or [""])[0])
