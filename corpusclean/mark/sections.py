"""Find where the section of an HTML page that a line heads must end."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from corpusclean.page import LineFeatures, Page

_RANKS = {f"h{rank}": rank for rank in range(1, 7)}
_SEARCHED = 500  # lines below a heading; without a limit, a page of headings would take quadratic time


def section_end(page: Page, line: int) -> int:
    """Return the end of the section that a line heads, as an index into `Page.lines`.

    It is in the smallest element that holds the line and more below it, and ends before a heading of a higher rank, or
    of the same one if that is no link, such as those of cards.

    Args:
        page: the page; one of plain text has one section.
        line: the line, as an index into `Page.lines`.

    >>> from corpusclean.segment.html import segment_html
    >>> page = segment_html("<h2>Read more</h2><p>Teaser<h2>Method</h2><p>Stir.")
    >>> section_end(page, 0)
    2
    """
    if not page.features:
        return len(page.lines)
    blocks, heading = page.blocks, page.features[line]
    block = heading.block
    while block > 0 and blocks.end[block] <= line + 1:
        block = blocks.parent[block]
    end = blocks.end[block]
    if heading.tag not in _RANKS:
        return end
    below = range(line + 1, min(end, line + _SEARCHED))
    return next((place for place in below if _ends(heading, page.features[place])), end)


def _ends(heading: LineFeatures, line: LineFeatures) -> bool:
    """Whether a line is a heading that begins a section beside, or around, that of another heading."""
    own, other = _RANKS[heading.tag], _RANKS.get(line.tag, len(_RANKS) + 1)
    return other < own or (other == own and not line.link_chars)
