"""Mark lines of HTML pages that are hidden, or in elements such as `<nav>` and `<footer>`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from corpusclean.document import CutReason, Mark
from corpusclean.page import Page
from corpusclean.recipe import Recipe


class _Place(NamedTuple):
    reason: CutReason
    score: float  # share of the words there that are not main content, on 194 pages of seven types
    max_share: float  # of the page's text; an element with more contains the main content, and is not marked


# `max_share`: some pages are one <aside> as a whole. Some show a summary, and hide the article until a script has run:
# two of 329 pages, which hide 41 and 43 % of their text; no other page has hidden content below 50 %.
# Left out: <header> and <form>, which often contain the whole article, and <figure>, which contains tables and code.
_PLACES = {
    "nav": _Place("navigation", 0.9, 0.5),
    "footer": _Place("site-chrome", 0.9, 0.5),
    "figcaption": _Place("caption", 0.9, 0.5),
    "aside": _Place("related-link", 0.75, 0.5),
    "hidden": _Place("other-boilerplate", 0.9, 0.25),
}


def structure_marks(pages: Sequence[Page], recipe: Recipe) -> list[list[Mark]]:  # noqa: ARG001 - all voters take it
    """Mark lines of HTML pages that are hidden, or in navigation, footers, asides or captions.

    Lines in `<noscript>` are not hidden ones: some forums keep their posts there.

    Args:
        pages: any pages; plain text gets no marks.
        recipe: not used.

    Returns:
        For each page its marks.
    """
    return [list(_vote(page)) for page in pages]


def _vote(page: Page) -> Iterator[Mark]:
    lines_in: dict[str, list[int]] = {}
    for index, line in enumerate(page.features):
        if line.landmark in _PLACES:
            lines_in.setdefault(line.landmark, []).append(index)
        if line.hidden and line.landmark != "noscript":
            lines_in.setdefault("hidden", []).append(index)
    chars = [end - start for start, end in page.lines]
    for name, lines in lines_in.items():
        place = _PLACES[name]
        if sum([chars[index] for index in lines]) <= place.max_share * sum(chars):
            yield from (Mark(index, place.reason, f"structure/{name}", place.score) for index in lines)
