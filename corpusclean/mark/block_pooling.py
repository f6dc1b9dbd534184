"""Pooling over the lines of a page for the block network: all lines, those of a container, those with like markup.

All values are integers that double precision adds exactly, so the order of lines and pages does not matter.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from corpusclean.mark.block_features import BlockTable
from corpusclean.mark.exact_layers import PageRows
from corpusclean.mark.line_network import MAX_COUNTED_WORDS

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class _Ranges:
    """Ranges of neighbouring lines, of which each line is assigned one or several.

    Args:
        first, end: (ranges,) half-open ranges of line numbers.
        of_line: (n,) index of the range assigned to each line; or (several, n).
    """

    first: NDArray[Any]
    end: NDArray[Any]
    of_line: NDArray[Any]

    @classmethod
    def around(cls, ranges: NDArray[Any]) -> _Ranges:
        """Make the ranges from those of each line, (n, several, 2); equal ranges become one."""
        import numpy as np

        size = len(ranges) + 1
        keys, of_line = np.unique(ranges[:, :, 0] * size + ranges[:, :, 1], return_inverse=True)
        return cls(keys // size, keys % size, of_line.T.copy())


@dataclass(slots=True)
class LineGroups:
    """The groups of lines over which values are pooled for each of the n lines of a table.

    Args:
        page: the ranges of pages.
        containers: the ranges of containers; each line has one for each level of `BlockTable.containers`.
        alike: (n,) number of the group of lines with like markup that each line belongs to.
        order: (n,) the lines sorted by these groups.
        group_first: (groups,) position in `order` of the first line of each group.
        weight: (n,) weight of each line in a mean, an integer.
    """

    page: _Ranges
    containers: _Ranges
    alike: NDArray[Any]
    order: NDArray[Any]
    group_first: NDArray[Any]
    weight: NDArray[Any]

    @classmethod
    def of(cls, table: BlockTable, rows: PageRows) -> LineGroups:
        """Find the groups for the lines of a table."""
        import numpy as np

        order = np.argsort(table.alike, kind="stable")
        return cls(
            _Ranges(rows.first, np.append(rows.first[1:], len(rows.page)), rows.page),
            _Ranges.around(table.containers),
            table.alike,
            order,
            np.flatnonzero(np.diff(table.alike[order], prepend=-1)),
            np.minimum(table.lines.words, MAX_COUNTED_WORDS) + 1.0,
        )

    def means(self, lines: NDArray[Any]) -> list[tuple[NDArray[Any], NDArray[Any]]]:
        """Compute the means over each kind of group.

        Args:
            lines: (members, n, h) values of the lines.

        Returns:
            For each kind (page, page weighted by words, each level of containers weighted by words, like markup):
            the means (members, groups, h), and (n,) the index of the group of each line.
        """
        weighted = _Sums(lines, self.weight)
        containers = weighted.means(self.containers)
        return [
            (_run_means(lines, self.page.first), self.page.of_line),
            (weighted.means(self.page), self.page.of_line),
            *((containers, of_line) for of_line in self.containers.of_line),
            (_run_means(lines.take(self.order, axis=1), self.group_first), self.alike),
        ]


def _run_means(lines: NDArray[Any], first: NDArray[Any]) -> NDArray[Any]:
    """Return the mean of each run of lines, from its first line to that of the next run."""
    import numpy as np

    sums = np.add.reduceat(lines, first, axis=1, dtype=np.float64)
    sums /= np.diff(first, append=lines.shape[1])[:, None]
    return np.rint(sums, out=sums).astype(np.float32)


class _Sums:
    """Weighted means over ranges of lines, computed from one cumulative sum."""

    def __init__(self, lines: NDArray[Any], weight: NDArray[Any]) -> None:
        import numpy as np

        members, count, size = lines.shape
        self.sums = np.zeros((members, count + 1, size))
        np.cumsum(lines * weight[:, None], axis=1, out=self.sums[:, 1:])
        self.weights = np.concatenate([[0.0], np.cumsum(weight)])

    def means(self, ranges: _Ranges) -> NDArray[Any]:
        import numpy as np

        first, end = ranges.first, ranges.end
        sums = self.sums.take(end, axis=1)
        sums -= self.sums.take(first, axis=1)
        sums /= (self.weights[end] - self.weights[first])[:, None]
        means: NDArray[Any] = np.rint(sums, out=sums).astype(np.float32)
        return means
