"""The voter of HTML structure: hidden lines, and lines in landmarks that hold no main content."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from corpusclean.document import Mark, Page
from corpusclean.recipe import Recipe

# Reason and score by landmark, and of what is hidden. The score is the share of words, on 194 pages of seven types, that the main
# content does not hold. Not here: <header> and <form>, which some pages put around the whole article, and
# <figure>, which holds tables and code.
_PLACES = {
    "nav": ("navigation", 0.9),
    "footer": ("site-chrome", 0.9),
    "figcaption": ("caption", 0.9),
    "aside": ("related-link", 0.75),
    "hidden": ("other-boilerplate", 0.9),
}

MAX_SHARE = 0.5
"""A place that holds more of the page's text than that holds the main content: pages that hide everything until
a script has run, and pages that stand in one <aside> as a whole."""


def structure_marks(pages: Sequence[Page], recipe: Recipe) -> list[list[Mark]]:  # noqa: ARG001 - all voters take it
    """Vote: lines of HTML pages that the page hides, or that stand in navigation, footers, asides, captions.

    What stands in `<noscript>` counts as shown: some forums keep their posts there.

    Args:
        pages: any pages; text documents get no marks.
        recipe: not asked.

    Returns:
        For each page the marks of its lines.
    """
    return [list(_vote(page)) for page in pages]


def _vote(page: Page) -> Iterator[Mark]:
    by_place: dict[str, list[int]] = {}
    for index, line in enumerate(page.features):
        if line.landmark in _PLACES:
            by_place.setdefault(line.landmark, []).append(index)
        if line.hidden and line.landmark != "noscript":
            by_place.setdefault("hidden", []).append(index)
    for place, lines in by_place.items():
        reason, score = _PLACES[place]
        if _chars(page, lines) <= MAX_SHARE * _chars(page, range(len(page.lines))):
            yield from (Mark(index, reason, f"structure/{place}", score) for index in lines)


def _chars(page: Page, lines: Iterable[int]) -> int:
    return sum(end - start for start, end in (page.lines[index] for index in lines))
