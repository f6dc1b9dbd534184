"""The trees of block elements of a batch of HTML pages as arrays, and the containers around each line.

All pages are processed at once. Values that a block inherits from its ancestors are found by pointer doubling
(Wyllie 1979, "The complexity of parallel computations"), in log2(depth) steps.
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
"""Number of containers used around each line: the innermost 4, and the outermost 2 within the page. A container is a
block element with more lines than its child around the line."""

_PAGE_SHIFT = 32  # no page has 2^32 lines


@dataclass(frozen=True, slots=True)
class BlockTree:
    """The block elements of a batch of pages, numbered across pages.

    Args:
        start: (pages,) number of the first block of each page, which is the page itself.
        parent: (blocks,) number of the parent; of a page its own number.
        depth: (blocks,) number of ancestors.
        first, end: (blocks,) half-open range of the lines in the block, as rows of the line table.
        outer: (blocks,) number of the nearest ancestor with more lines; of a page its own number.
        rank: (blocks,) number of ancestors reached by repeating `outer`.
    """

    start: NDArray[np.int64]
    parent: NDArray[np.int64]
    depth: NDArray[np.int64]
    first: NDArray[np.int64]
    end: NDArray[np.int64]
    outer: NDArray[np.int64]
    rank: NDArray[np.int64]

    def containers(self, block: NDArray[np.int64]) -> NDArray[np.int64]:
        """Find the containers around lines.

        Args:
            block: (n,) number of the block of each line.

        Returns:
            (n, OUTWARDS + INWARDS, 2) half-open range of lines of each container.
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
        pages: the pages, of which `blocks` is used.
        lines: the lines of these pages that are not blank; ranges of lines refer to its rows.
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
    """Sum the values of each node and its ancestors; `up` has the parents, roots are their own and have the value 0."""
    while ((further := up[up]) != up).any():
        values = values + values[up]
        up = further
    sums: NDArray[Any] = values + values[up]
    return sums


def _last(following: NDArray[Any]) -> NDArray[Any]:
    """Return the end of the chain that `following` makes from each index; the end of a chain has its own index."""
    while ((further := following[following]) != following).any():
        following = further
    return following
