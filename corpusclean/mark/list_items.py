"""Treat the items of a list, and the rows of a table, alike: they are main content together or not at all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST_APART = 2
"""Maximal distance of two items in lines of the page: with one blank line between them."""

_ITEM = re.compile(r"\s*(?:([-*•‣●▪◦·–])|\d{1,2}[.)])\s+\S")


def even_items(keep: NDArray[Any], lines: Sequence[str], index: NDArray[Any]) -> NDArray[Any]:
    """Give successive items with the same bullet, numbered items, and rows with tabs the mean of their probabilities.

    A model of lines is less sure of the first and the last item. Out of fold, on 10,349 texts, word F1 rises from .9014
    to .9017, that of pages that are no articles from .8286 to .8292, and the loss falls from .0280 to .0276. Means of
    logits, and medians, are no better.

    Args:
        keep: (n,) probability that each line is content, in thousandths.
        lines: (n,) texts of the lines.
        index: (n,) their indices in the page, ascending.

    Returns:
        (n,) the new probabilities.

    >>> import numpy as np
    >>> even_items(np.array([900, 400, 100]), ["- flour", "- salt", "Contact"], np.array([0, 1, 2])).tolist()
    [650, 650, 100]
    """
    even = keep.copy()
    for first, end in _runs(lines, index.tolist()):
        even[first:end] = int(keep[first:end].sum()) // (end - first)
    return even


def _runs(lines: Sequence[str], index: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the half-open ranges of two or more successive lines of one kind."""
    first, kind = 0, ""
    for place, line in enumerate(lines):
        own = _kind(line)
        if own and own == kind and index[place] - index[place - 1] <= MOST_APART:
            continue
        if kind and place - first > 1:
            yield first, place
        first, kind = place, own
    if kind and len(lines) - first > 1:
        yield first, len(lines)


def _kind(line: str) -> str:
    """Return the bullet of an item, "1" for a number, "\\t" for a row of a table; "" for other lines."""
    if match := _ITEM.match(line):
        return match[1] or "1"
    return "\t" if "\t" in line.strip() else ""
