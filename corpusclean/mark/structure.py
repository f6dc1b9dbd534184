"""The voter of HTML structure: hidden lines, and lines in landmarks that hold no main content."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from corpusclean.document import Mark
from corpusclean.page import Page
from corpusclean.recipe import Recipe


class _Place(NamedTuple):
    reason: str
    score: float  # the share of its words that the main content does not hold, on 194 pages of seven types
    max_share: float  # of the page's text: a place that holds more has the main content in it


# Some pages stand in one <aside> as a whole. Some hide the article until a script has run, beside a summary that
# they show: of 329 pages two, which had 41 and 43 % of their text hidden; no other lost content below 50 %.
# Not here: <header> and <form>, which often hold the whole article, and <figure>, which holds tables and code.
_PLACES = {
    "nav": _Place("navigation", 0.9, 0.5),
    "footer": _Place("site-chrome", 0.9, 0.5),
    "figcaption": _Place("caption", 0.9, 0.5),
    "aside": _Place("related-link", 0.75, 0.5),
    "hidden": _Place("other-boilerplate", 0.9, 0.25),
}


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
    lines_in: dict[str, list[int]] = {}
    for index, line in enumerate(page.features):
        if line.landmark in _PLACES:
            lines_in.setdefault(line.landmark, []).append(index)
        if line.hidden and line.landmark != "noscript":
            lines_in.setdefault("hidden", []).append(index)
    for name, lines in lines_in.items():
        place = _PLACES[name]
        if _chars(page, lines) <= place.max_share * _chars(page, range(len(page.lines))):
            yield from (Mark(index, place.reason, f"structure/{name}", place.score) for index in lines)


def _chars(page: Page, lines: Iterable[int]) -> int:
    return sum(end - start for start, end in (page.lines[index] for index in lines))
