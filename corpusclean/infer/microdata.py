"""Claim title, dates, authors and publisher from microdata and RDFa, for pages without JSON-LD."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from corpusclean.infer.authors.declared import THREADS, claim_names, is_organization
from corpusclean.infer.facts.json_ld import item_types, listed, strings
from corpusclean.infer.reading import head_claim, moment_claim
from corpusclean.infer.recognition.people import account_name, person_name
from corpusclean.infer.recognition.spelling import plain, squeezed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from corpusclean.document import Claim
    from corpusclean.infer.reading import Reading

    Item = Mapping[str, Any]

_ARTICLES = ("Article", "Posting", "Report", "Review", "Recipe", "HowTo", "CreativeWork", "WebPage")
# Properties whose items describe other pages or mere parts of this one.
_ELSEWHERE = frozenset(
    "comment review itemListElement isRelatedTo isSimilarTo mentions citation hasPart video image".split()
)
_MAX_ITEMS = 200
_MAX_TITLE = 400  # characters
# Confidences: how often each is right where it is the only item of its kind (metadata evaluation set, HTML, 2026-11).
# That of the publisher is lower, since it may be the owner of the site, and the URL is better evidence of the site.
_TITLE, _DATE, _MODIFIED, _CREATED, _AUTHORS, _PUBLISHER = 0.7, 0.9, 0.85, 0.6, 0.8, 0.45


def claim_microdata(reading: Reading) -> list[Claim]:
    """Claim the metadata that the microdata or RDFa of a page declares.

    Returns:
        Claims of "title", "date", "date_modified", "authors" and "source.name". If there are several articles, only
        the one with the title of the page counts.
    """
    item = main_item(reading)
    claims = list(_thread_opener(reading))
    return (
        claims if item is None else [*claims, *_titles(reading, item), *_dates(item), *_people(reading, item)]
    )


def main_item(reading: Reading) -> Item | None:
    """Return the item that describes the page, or None.

    It is the only article, or of several the one whose headline is in the page's title; without articles, the
    properties outside of any typed item.
    """
    items = page_items(reading)
    articles = [item for item in items if any(kind.endswith(_ARTICLES) for kind in item_types(item))]
    pages = [item for item in articles if "WebPage" in item_types(item)]
    articles = [item for item in articles if item not in pages] or pages
    if len(articles) > 1:
        title = squeezed(reading.head_title)
        articles = [item for item in articles if (name := squeezed(_headline(item))) and name in title]
    if articles:
        return articles[0] if len(articles) == 1 else None
    loose = [item for item in items if "@type" not in item]
    return loose[0] if loose and not any(isinstance(value, list) for value in loose[0].values()) else None


def page_items(reading: Reading) -> list[Item]:
    """Return the items in the markup of a page and those inside of them, without those that describe other pages."""
    queue: list[Item] = list(reading.head.items)
    for item in queue:
        for name, value in item.items() if len(queue) < _MAX_ITEMS else ():
            if name not in _ELSEWHERE:
                queue += [child for child in listed(value) if isinstance(child, dict)]
    return queue[:_MAX_ITEMS]


def _headline(item: Item) -> str:
    return plain((strings(item.get("headline")) or strings(item.get("name")) or [""])[0])


def _titles(reading: Reading, item: Item) -> Iterator[Claim]:
    title = _headline(item)
    if 1 < len(title) <= _MAX_TITLE and squeezed(title) in squeezed(reading.head_title or title):
        yield head_claim("title", title, "microdata", _TITLE)


def _dates(item: Item) -> Iterator[Claim]:
    for key, field, confidence in (
        ("datePublished", "date", _DATE),
        ("dateCreated", "date", _CREATED),
        ("dateModified", "date_modified", _MODIFIED),
    ):
        for printed in strings(item.get(key))[:1]:
            if claim := moment_claim(field, printed, "microdata", confidence):
                yield claim


def _people(reading: Reading, item: Item) -> Iterator[Claim]:
    """Claim the authors (agencies as such) and the publisher of an item."""
    authors = listed(item.get("author"))
    named = [name for author in authors if not is_organization(author) for name in strings(author)[:1]]
    houses = [name for author in authors if is_organization(author) for name in strings(author)[:1]]
    yield from claim_names(reading, named or houses, "microdata", _AUTHORS, housed=not named)
    for name in strings(item.get("publisher"))[:1]:
        if name and not name.startswith("http"):
            yield head_claim("source.name", name, "microdata", _PUBLISHER)


def _thread_opener(reading: Reading) -> Iterator[Claim]:
    """Claim the user account that opened the thread on the page."""
    for item in page_items(reading):
        if not THREADS.isdisjoint(item_types(item)) and "author" in item:
            for name in strings(listed(item["author"])[0])[:1]:
                if account := account_name(name) or person_name(name, "typed"):
                    yield head_claim("authors", account, "microdata:account", _AUTHORS, quote=name)
            return
