"""The block elements of a batch of HTML pages as arrays, and which of them stand around each line.

All is computed for the whole batch at once, also what a block has from those around it: by pointer doubling
(Wyllie 1979, "The complexity of parallel computations"), in as many steps as the depth has binary digits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

from corpusclean.mark.line_features import LineTable
from corpusclean.page import Page

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

OUTWARDS, INWARDS = 4, 2
"""Containers that are looked at around each line: so many from the line outwards, and from the page inwards. A
container is a block element that holds more lines than the one in it."""

_PAGE_SHIFT = 32  # no page has 2^32 lines


@dataclass(frozen=True, slots=True)
class BlockTree:
    """The block elements of a batch, numbered through.

    Args:
        start: (pages,) the number of the first of each page, which is the page itself.
        parent: (blocks,) the one around each; the page's own number for the page.
        depth: (blocks,) how many are around each.
        first, end: (blocks,) the first of the lines of the table that each holds, and the one after the last.
        outer: (blocks,) the nearest one around that holds more lines; the page's own number for the page.
        rank: (blocks,) how many such are around it.
    """

    start: NDArray[np.int64]
    parent: NDArray[np.int64]
    depth: NDArray[np.int64]
    first: NDArray[np.int64]
    end: NDArray[np.int64]
    outer: NDArray[np.int64]
    rank: NDArray[np.int64]

    def containers(self, block: NDArray[np.int64]) -> NDArray[np.int64]:
        """The containers around lines.

        Args:
            block: (n,) the number of the block that holds each line.

        Returns:
            (n, OUTWARDS + INWARDS, 2) the first line and the end of each container.
        """
        import numpy as np

        alone = self.end[block] - self.first[block] == 1
        inner = np.where(alone, self.outer[block], block)
        chosen = [inner]
        for _ in range(OUTWARDS - 1):
            chosen.append(self.outer[chosen[-1]])
        for rank in range(1, INWARDS + 1):
            deeper = self.rank > rank
            chosen.append(_last(np.where(deeper, self.outer, np.arange(len(self.outer))))[inner])
        numbers = np.stack(chosen, axis=1)
        return np.stack([self.first[numbers], self.end[numbers]], axis=2)


def read_tree(pages: Sequence[Page], lines: LineTable) -> BlockTree:
    """Read the block elements of pages.

    Args:
        pages: their blocks count.
        lines: those of the same pages; blocks are told in them, not in lines of the page.
    """
    import numpy as np

    start = np.cumsum([0, *(len(page.blocks.parent) for page in pages)])
    number = np.arange(start[-1])
    page = np.repeat(np.arange(len(pages)), np.diff(start))

    def column(name: str) -> NDArray[Any]:
        values = chain.from_iterable(getattr(page.blocks, name) for page in pages)
        return np.fromiter(values, np.int64, len(number))

    parent = np.maximum(column("parent"), 0) + start[page]
    known = (lines.page << _PAGE_SHIFT) + lines.index
    first, end = (np.searchsorted(known, (page << _PAGE_SHIFT) + column(name)) for name in ("first", "end"))
    holds_less = (first != first[parent]) | (end != end[parent])
    above = np.stack([parent != number, holds_less], axis=1).astype(np.int64)
    depth, rank = _sums_upwards(above, parent).T
    outer = parent[_last(np.where(holds_less, number, parent))]
    return BlockTree(start[:-1], parent, depth, first, end, outer, rank)


def _sums_upwards(values: NDArray[Any], up: NDArray[Any]) -> NDArray[Any]:
    """For each node the sum of its value and of all above it; `up` names the one above, values at the top are 0."""
    while ((further := up[up]) != up).any():
        values = values + values[up]
        up = further
    sums: NDArray[Any] = values + values[up]
    return sums


def _last(following: NDArray[Any]) -> NDArray[Any]:
    """Follow the numbers from each place to the end of its chain; the last of a chain names itself."""
    while ((further := following[following]) != following).any():
        following = further
    return following
