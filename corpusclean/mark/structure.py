"""The voter of HTML structure: hidden lines, and lines in landmarks that hold no main content."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from corpusclean.document import Mark, Page
from corpusclean.recipe import Recipe

# Reason and score by landmark. The score is the share of words, on 194 pages of seven types, that the main
# content does not hold. Not here: <header> and <form>, which some pages put around the whole article, and
# <figure>, which holds tables and code.
_LANDMARKS = {
    "nav": ("navigation", 0.9),
    "footer": ("site-chrome", 0.9),
    "figcaption": ("caption", 0.9),
    "aside": ("related-link", 0.75),
}
_HIDDEN = ("other-boilerplate", 0.9)


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
    for index, line in enumerate(page.features):
        if line.landmark in _LANDMARKS:
            reason, score = _LANDMARKS[line.landmark]
            yield Mark(index, reason, f"structure/{line.landmark}", score)
        if line.hidden and line.landmark != "noscript":
            reason, score = _HIDDEN
            yield Mark(index, reason, "structure/hidden", score)
