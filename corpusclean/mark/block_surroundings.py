"""Which lines of its page each line takes into account: all, those of its containers, those with alike markup.

All values are whole numbers that double precision adds exactly, so that no order of lines or pages counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from corpusclean.mark.block_features import BlockTable

if TYPE_CHECKING:
    from numpy.typing import NDArray

GAP = 8
"""Empty rows between the pages: the largest distance in lines at which a line hears another."""

MAX_COUNTED_WORDS = 100
"""Longer lines count no more in a mean, so that one giant line does not drown the others."""


@dataclass(frozen=True, slots=True)
class _Stretches:
    """Stretches of neighbouring lines, and which of them each line stands in.

    Args:
        first, end: of each.
        of_line: (n,) which of them each line stands in.
    """

    first: NDArray[Any]
    end: NDArray[Any]
    of_line: NDArray[Any]

    @classmethod
    def around(cls, first: NDArray[Any], end: NDArray[Any]) -> _Stretches:
        """The stretches of which the first line and the end are given for each line; equal ones become one."""
        import numpy as np

        size = len(first) + 1
        keys, of_line = np.unique(first * size + end, return_inverse=True)
        return cls(keys // size, keys % size, of_line)


@dataclass(slots=True)
class Surroundings:
    """Which lines of its page each line of a table takes into account ("hears")."""

    page: _Stretches
    containers: list[_Stretches]
    alike: NDArray[Any]  # (n,) the group of each line, and the lines in the order of their groups
    order: NDArray[Any]
    group_first: NDArray[Any]  # of each group, in that order
    weight: NDArray[Any]  # (n,) of each line in a mean, whole numbers
    row: NDArray[Any]  # of each line, among the rows with empty ones between the pages
    empty: NDArray[Any]  # those rows

    @classmethod
    def of(cls, table: BlockTable) -> Surroundings:
        """Work out the surroundings of the lines of a table."""
        import numpy as np

        begins = np.diff(table.lines.page, prepend=-1) > 0
        first = np.flatnonzero(begins)
        page = np.cumsum(begins) - 1
        order = np.argsort(table.alike, kind="stable")
        between = np.append(first, len(page))[:, None] + GAP * np.arange(len(first) + 1)[:, None]
        return cls(
            _Stretches(first, np.append(first[1:], len(page)), page),
            [_Stretches.around(*level.T) for level in table.containers.swapaxes(0, 1)],
            table.alike,
            order,
            np.flatnonzero(np.diff(table.alike[order], prepend=-1)),
            np.minimum(table.lines.words, MAX_COUNTED_WORDS) + 1.0,
            np.arange(len(page)) + GAP * (page + 1),
            (between + np.arange(GAP)).ravel(),
        )

    def pools(self, lines: NDArray[Any]) -> list[tuple[NDArray[Any], NDArray[Any]]]:
        """The means that lines hear, each with the numbers of those that each line hears.

        Of its page, plain and by words; of its containers; of the lines that look like it.
        """
        weighted = _Sums(lines, self.weight)
        return [
            (_run_means(lines, self.page.first), self.page.of_line),
            (weighted.means(self.page), self.page.of_line),
            *((weighted.means(level), level.of_line) for level in self.containers),
            (_run_means(lines[:, self.order], self.group_first), self.alike),
        ]

    def largest(self, values: NDArray[Any]) -> NDArray[Any]:
        """For each line, the largest values of all lines above and itself (half the columns), or of those below and itself."""
        import numpy as np

        half = values.shape[2] // 2
        # Each page counts from above all values of the one before, so that it hears nothing of it.
        floor = self.page.of_line[:, None] * (values.max() + 1)
        roof = floor[-1] - floor
        down = np.maximum.accumulate(values[:, :, :half] + floor, axis=1) - floor
        up = np.maximum.accumulate((values[:, :, half:] + roof)[:, ::-1], axis=1)[:, ::-1] - roof
        return np.concatenate([down, up], axis=2).astype(np.float32)

    def spread(self, lines: NDArray[Any]) -> NDArray[Any]:
        """The lines with empty rows between the pages, and before the first and after the last."""
        import numpy as np

        rows = np.zeros((len(lines), len(self.row) + len(self.empty), lines.shape[2]), np.float32)
        rows[:, self.row] = lines
        return rows


def _run_means(lines: NDArray[Any], first: NDArray[Any]) -> NDArray[Any]:
    """The mean of each run of lines, from its first to that of the next."""
    import numpy as np

    sums = np.add.reduceat(lines, first, axis=1, dtype=np.float64)
    sums /= np.diff(first, append=lines.shape[1])[:, None]
    return np.rint(sums, out=sums).astype(np.float32)


class _Sums:
    """Weighted means over stretches of lines, all from one running sum."""

    def __init__(self, lines: NDArray[Any], weight: NDArray[Any]) -> None:
        import numpy as np

        members, count, size = lines.shape
        self.sums = np.zeros((members, count + 1, size))
        np.cumsum(lines * weight[:, None], axis=1, out=self.sums[:, 1:])
        self.weights = np.concatenate([[0.0], np.cumsum(weight)])

    def means(self, stretches: _Stretches) -> NDArray[Any]:
        import numpy as np

        first, end = stretches.first, stretches.end
        sums = self.sums[:, end] - self.sums[:, first]
        sums /= (self.weights[end] - self.weights[first])[:, None]
        means: NDArray[Any] = np.rint(sums, out=sums).astype(np.float32)
        return means
