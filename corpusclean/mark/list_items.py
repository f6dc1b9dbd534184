"""Find lists, tables and fields of "label: value" among lines, and treat their lines alike."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from numpy.typing import NDArray

ROW, FIELD, NUMBERED = "\t", ":", "1"
"""The kinds of lines of a list that have no bullet: rows of a table, fields, and numbered items."""

MOST_APART = 2
"""Maximal distance of two items in lines of the page: with one blank line between them."""

_ITEM = re.compile(r"\s*(?:([-*•‣●▪◦·–])|\d{1,2}[.)])\s+\S")
_FIELD = re.compile(r"\s*[^\W\d_][^:：\t]{0,30}[:：]\s\S")
_MAX_FIELD = 12  # words


class Run(NamedTuple):
    """Two or more successive lines of one kind.

    Args:
        first, end: half-open range of the lines.
        kind: `ROW`, `FIELD`, `NUMBERED`, or the bullet of the items.
    """

    first: int
    end: int
    kind: str


def find_lists(lines: Sequence[str], index: Sequence[int]) -> Iterator[Run]:
    """Yield the lists, tables and groups of fields among some lines.

    Args:
        lines: (n,) texts of the lines.
        index: (n,) their indices in the page, ascending.

    >>> list(find_lists(["- flour", "- salt", "Contact"], [0, 1, 2]))
    [Run(first=0, end=2, kind='-')]
    """
    first, kind = 0, ""
    for place, line in enumerate(lines):
        own = _kind(line)
        if own and own == kind and index[place] - index[place - 1] <= MOST_APART:
            continue
        if kind and place - first > 1:
            yield Run(first, place, kind)
        first, kind = place, own
    if kind and len(lines) - first > 1:
        yield Run(first, len(lines), kind)


def _kind(line: str) -> str:
    """Return the kind of a line, "" for one that belongs to no list."""
    if match := _ITEM.match(line):
        return match[1] or NUMBERED
    if "\t" in line and "\t" in line.strip():
        return ROW
    if ":" not in line and "：" not in line:
        return ""
    return FIELD if _FIELD.match(line) and len(line.split()) <= _MAX_FIELD else ""


def even_items(keep: NDArray[Any], runs: Sequence[Run]) -> NDArray[Any]:
    """Give the lines of each run the mean of their probabilities.

    A model of lines is less sure of the first and the last item. Out of fold, on 10,349 texts, word F1 rises from .9014
    to .9017, that of pages that are no articles from .8286 to .8292, and the loss falls from .0280 to .0276. Means of
    logits, and medians, are no better.

    Args:
        keep: (n,) probability that each line is content, in thousandths.
        runs: the runs among the lines.

    Returns:
        (n,) the new probabilities.

    >>> import numpy as np
    >>> even_items(np.array([900, 400, 100]), [Run(0, 2, "-")]).tolist()
    [650, 650, 100]
    """
    even = keep.copy()
    for first, end, _ in runs:
        even[first:end] = int(keep[first:end].sum()) // (end - first)
    return even
