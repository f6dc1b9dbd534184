"""The network of the block model, in numpy alone.

It is the network of the line model (`line_network`), with the DOM beside the text: the names of the elements
around a line come in as mean vectors (its own, those of the three elements around it, those of all around it;
and what the head and the address of the page name), and before, between and behind the convolutions each line hears the mean of its page, of the containers it stands
in and of the lines that look like it in the markup. All values are whole numbers that single or double precision
adds exactly, so that the result depends neither on the batch nor on the machine.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpusclean.document import CUT_REASONS
from corpusclean.mark.block_features import BlockTable
from corpusclean.mark.line_features import STEP
from corpusclean.mark.line_network import (
    ACTIVATION_STEP,
    MAX_ACTIVATION,
    MAX_FEATURE,
    Layer,
    load_layers,
    logistic_thousandths,
)
from corpusclean.mark.line_words import Grams

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MODEL = Path(__file__).parent.parent / "models" / "blocks.npz"

PAGE_TYPES = ("article", "documentation", "service", "forum", "collection", "listing", "product")
"""The page types of WCXB (Web Content Extraction Benchmark), in the order of the network's answers."""

DILATIONS = ((1, 2, 4, 8), (1, 3))
"""Distances in lines at which the convolutions look, before and behind the middle pools."""

NEAREST = 3
"""Elements around a line whose names count apart from those of all others."""

MAX_COUNTED_WORDS = 100
"""Longer lines count no more in a mean, so that one giant line does not drown the others."""

_GAP = max(max(run) for run in DILATIONS)
_LARGEST = MAX_ACTIVATION / ACTIVATION_STEP
_WEIGHT_UNIT = 32  # words a unit of weight; one more word for each line, so that all count


@dataclass(frozen=True, slots=True)
class BlockNetwork:
    """Some networks that know the same words and names; what they say is averaged.

    Args:
        vocabulary: (v,) hashes of the words and pairs that the model knows, ascending.
        names: (w,) hashes of the names of elements that it knows, ascending.
        word_vectors: (v + 1, members * d) their vectors in units of `STEP`, those of the members side by side,
            and a row of zeros for all that is not known.
        name_vectors: (w + 1, members * e) the same for the names.
        members: the layers of each network, by name.
    """

    vocabulary: NDArray[np.uint32]
    names: NDArray[np.uint32]
    word_vectors: NDArray[np.float64]
    name_vectors: NDArray[np.float64]
    members: tuple[dict[str, Layer], ...]


@dataclass(frozen=True, slots=True)
class BlockScores:
    """What the network says of each line of a table, and of each page with lines.

    Args:
        keep: (n,) how likely a line is content, in thousandths.
        reasons: (n, r) how well each of `CUT_REASONS` fits if it is not; only the order counts.
        types: (pages, t) how well each of `PAGE_TYPES` fits, in logits.
    """

    keep: NDArray[np.int64]
    reasons: NDArray[np.float64]
    types: NDArray[np.float64]


@cache
def load_block_network(members: int | None = None, path: Path = MODEL) -> BlockNetwork:
    """Load the weights of a model file.

    Args:
        members: how many of its networks to load; all by default.
        path: as `corpusclean.training.blocks` writes it.
    """
    import numpy as np

    with np.load(path, allow_pickle=False) as stored:
        count = len(stored["word_steps"]) if members is None else members
        return BlockNetwork(
            stored["vocabulary"],
            stored["names"],
            _vectors(stored, "word", count),
            _vectors(stored, "name", count),
            tuple(load_layers(stored, number) for number in range(count)),
        )


def _vectors(stored: Any, kind: str, members: int) -> Any:
    import numpy as np

    steps = stored[f"{kind}_steps"].tolist()
    vectors = [
        stored[f"{number}-{kind}_vectors"].astype(np.float64) * (steps[number] / STEP)
        for number in range(members)
    ]
    known = np.concatenate(vectors, axis=1)
    return np.concatenate([known, np.zeros((1, known.shape[1]))])


def score_blocks(table: BlockTable, network: BlockNetwork) -> BlockScores:
    """Score all lines of a table at once.

    Args:
        table: from `read_blocks`.
        network: from `load_block_network`.

    Returns:
        The same for each line, whatever other pages are in the table.
    """
    import numpy as np

    count = len(table.block)
    if not count:
        none = np.zeros((0, 0))
        return BlockScores(np.zeros(0, np.int64), none, none)
    around = _Surroundings.of(table)
    logits, reasons = np.zeros(count), np.zeros((count, len(CUT_REASONS)))
    types = np.zeros((len(around.page.first), len(PAGE_TYPES)))
    features = np.concatenate([table.lines.features, table.features], axis=1) / STEP
    vectors = _vectors_around(table, network)
    for number, layers in enumerate(network.members):
        own = [_part(each, number, len(network.members)) for each in vectors]
        lines, page = _score(layers, _within_bounds(np.concatenate([features, *own], axis=1)), around)
        logits += layers["keep"](lines)[:, 0]
        reasons += layers["reason"](lines)
        types += layers["page_type"](page)
    unit = ACTIVATION_STEP / len(network.members)
    return BlockScores(logistic_thousandths(logits * unit), reasons * unit, types * unit)


def _part(vectors: Any, number: int, members: int) -> Any:
    """The columns of one network."""
    size = vectors.shape[1] // members
    return vectors[:, number * size : (number + 1) * size]


def _score(layers: dict[str, Layer], inputs: Any, around: _Surroundings) -> tuple[Any, Any]:
    """(n, h) the last hidden layer, and (pages, 2 h) the means that it saw of each page."""
    import numpy as np

    lines = _relu(layers["input"](inputs))
    for number, (pool, run) in enumerate(zip(("opening", "middle"), DILATIONS, strict=True)):
        lines = _relu(lines + _hear(layers[pool], around.pools(lines)))
        for dilation in run:
            lines = around.convolve(layers[f"convolution{number}-{dilation}"], lines, dilation)
    pools = around.pools(lines)
    page = np.concatenate([means for means, _ in pools[:2]], axis=1)
    return _relu(layers["closing"](lines) + _hear(layers["summary"], pools)), page


def _hear(layer: Layer, pools: Sequence[tuple[Any, Any]]) -> Any:
    """What a layer says of the means that each line hears; of each mean only once, since many lines hear it."""
    size = len(layer.weight) // len(pools)
    total: Any = 0.0
    for number, (means, of_line) in enumerate(pools):
        total = total + (means @ layer.weight[number * size : (number + 1) * size])[of_line]
    return layer.rounded(total)


def _relu(values: Any) -> Any:
    """In place."""
    import numpy as np

    return np.clip(values, 0, _LARGEST, out=values)


def _rows(hashes: Any, known: Any) -> Any:
    """The row of each hash; the last row for one that is not known."""
    import numpy as np

    place = np.minimum(np.searchsorted(known, hashes), len(known) - 1)
    return np.where(known[place] == hashes, place, len(known))


def _within_bounds(inputs: Any) -> Any:
    import numpy as np

    return np.clip(np.rint(inputs), -MAX_FEATURE / STEP, MAX_FEATURE / STEP).astype(np.float32)


def _vectors_around(table: BlockTable, network: BlockNetwork) -> list[Any]:
    """Each with a row a line, in units of `STEP`: the mean vectors of its words, and of the names around it."""
    import numpy as np

    def mean(bag: Grams, count: int, *, of_words: bool = False) -> Any:
        known = network.vocabulary if of_words else network.names
        vectors = network.word_vectors if of_words else network.name_vectors
        return _mean(vectors, _rows(bag.hashes, known), bag.line, count)

    count = len(table.block)
    words = [mean(bag, count, of_words=True) for bag in table.lines.bags]
    own = mean(table.names, count)
    elements = mean(table.tokens, len(table.parent))
    page = mean(table.page_names, int(table.lines.page[-1]) + 1)[table.lines.page]
    near, block = np.zeros_like(own), table.block
    for _ in range(NEAREST):
        block = table.parent[block]
        near += elements[block]
    parent = table.parent[table.block]
    path = _path_sums(elements, table)[parent] / (table.depth[parent] + 1)[:, None]
    return [*words, own, elements[table.block], near / NEAREST, path, page]


def _mean(vectors: Any, rows: Any, line: Any, count: int) -> Any:
    """(count, d) the rounded mean of the known among the rows of each line."""
    import numpy as np

    known = np.flatnonzero(rows < len(vectors) - 1)
    means = np.zeros((count, vectors.shape[1]))
    if len(known):
        line = line[known]
        first = np.flatnonzero(np.diff(line, prepend=-1))
        sums = np.add.reduceat(vectors[rows[known]], first, axis=0)
        means[line[first]] = np.rint(sums / np.diff(first, append=len(line))[:, None])
    return means


def _path_sums(elements: Any, table: BlockTable) -> Any:
    """For each block element the sum over itself and all around it."""
    import numpy as np

    sums = elements.copy()
    order = np.argsort(table.depth, kind="stable")
    bounds = np.searchsorted(table.depth[order], np.arange(1, int(table.depth.max()) + 2))
    for begin, end in zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True):
        at = order[begin:end]
        sums[at] += sums[table.parent[at]]
    return sums


@dataclass(frozen=True, slots=True)
class _Stretches:
    """Some stretches of lines that lines stand in, each once.

    Args:
        first, end: of each.
        of_line: (n,) which of them each line stands in.
    """

    first: Any
    end: Any
    of_line: Any

    @classmethod
    def around(cls, first: Any, end: Any) -> _Stretches:
        """The stretches of which each line has its first line and the end."""
        import numpy as np

        size = len(first) + 1
        keys, of_line = np.unique(first * size + end, return_inverse=True)
        return cls(keys // size, keys % size, of_line)


@dataclass(slots=True)
class _Surroundings:
    """Which lines each line of a table hears."""

    page: _Stretches
    containers: list[_Stretches]
    alike: Any  # (n,) the group of each line, and the lines in the order of their groups
    order: Any
    group_first: Any  # of each group, in that order
    weight: Any  # (n,) of each line in a mean, whole numbers
    row: Any  # of each line, among the rows with empty ones between the pages

    @classmethod
    def of(cls, table: BlockTable) -> _Surroundings:
        import numpy as np

        begins = np.diff(table.lines.page, prepend=-1) > 0
        first = np.flatnonzero(begins)
        page = np.cumsum(begins) - 1
        order = np.argsort(table.alike, kind="stable")
        return cls(
            _Stretches(first, np.append(first[1:], len(page)), page),
            [_Stretches.around(*level.T) for level in table.containers.swapaxes(0, 1)],
            table.alike,
            order,
            np.flatnonzero(np.diff(table.alike[order], prepend=-1)),
            np.minimum(table.lines.words, MAX_COUNTED_WORDS) + 1.0,
            np.arange(len(page)) + _GAP * (page + 1),
        )

    def pools(self, lines: Any) -> list[tuple[Any, Any]]:
        """The means that lines hear, each with the numbers of those that each line hears.

        Of its page, plain and by words; of its containers; of the lines that look like it.
        """
        weighted = _Sums(lines, self.weight)
        return [
            (_run_means(lines, self.page.first), self.page.of_line),
            (weighted.means(self.page), self.page.of_line),
            *((weighted.means(level), level.of_line) for level in self.containers),
            (_run_means(lines[self.order], self.group_first), self.alike),
        ]

    def convolve(self, layer: Layer, lines: Any, dilation: int) -> Any:
        """Add what the layer says of each line and the two that stand `dilation` away on its page."""
        import numpy as np

        rows = np.zeros((int(self.row[-1]) + _GAP + 1, lines.shape[1]), np.float32)
        rows[self.row] = lines
        added = _relu(layer(rows[self.row - dilation], lines, rows[self.row + dilation]))
        added += lines
        return _relu(added)


def _run_means(lines: Any, first: Any) -> Any:
    """The mean of each run of lines, from its first to that of the next."""
    import numpy as np

    sums = np.add.reduceat(lines, first, axis=0, dtype=np.float64)
    return np.rint(sums / np.diff(first, append=len(lines))[:, None]).astype(np.float32)


class _Sums:
    """Means over stretches of lines, all from one running sum."""

    def __init__(self, lines: Any, weight: Any) -> None:
        import numpy as np

        start = np.zeros((1, lines.shape[1]))
        self.sums = np.concatenate([start, np.cumsum(lines * weight[:, None], axis=0, dtype=np.float64)])
        self.weights = np.concatenate([[0.0], np.cumsum(weight)])

    def means(self, stretches: _Stretches) -> Any:
        import numpy as np

        first, end = stretches.first, stretches.end
        weight = (self.weights[end] - self.weights[first])[:, None]
        return np.rint((self.sums[end] - self.sums[first]) / weight).astype(np.float32)
