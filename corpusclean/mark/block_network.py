"""The network of the block model, in numpy alone.

It is the network of the line model (`line_network`), with the DOM beside the text: the names of the elements
around a line come in as mean vectors (those of its own element, of the one around that, of the three around, of all
around; and what the head and the address of the page name), and before and behind the convolutions each line hears
the mean of what the lines of its page tell, of the containers it stands in and of those that look like it in the
markup. All values are whole numbers that single or double precision adds exactly, so that the result depends neither
on the batch nor on the machine.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpusclean.mark.block_features import BlockTable
from corpusclean.mark.block_surroundings import GAP, Surroundings
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

DILATIONS = ((1, 2, 4, 8), (1,))
"""Distances in lines at which the convolutions look, before and behind the scan."""

NEAREST = 3
"""Elements around a line whose names count apart from those of all others."""

_LARGEST = MAX_ACTIVATION / ACTIVATION_STEP


@dataclass(frozen=True, slots=True)
class BlockNetwork:
    """Some networks that know the same words and names; what they say is averaged.

    Args:
        vocabulary: (v,) hashes of the words and pairs that the model knows, ascending.
        names: (w,) hashes of the names of elements that it knows, ascending.
        word_vectors: (v + 1, members * d) their vectors in units of `STEP`, those of the members side by side,
            and a row of zeros for all that is not known.
        name_vectors: (w + 1, members * e) the same for the names.
        layers: by name; each has weights (members, in, out), bias (members, 1, out) and scale (members, 1, 1).
    """

    vocabulary: NDArray[np.uint32]
    names: NDArray[np.uint32]
    word_vectors: NDArray[np.float32]
    name_vectors: NDArray[np.float32]
    layers: dict[str, Layer]

    @property
    def members(self) -> int:
        """How many networks there are."""
        return len(self.layers["keep"].weight)


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
        layers = [load_layers(stored, number) for number in range(count)]
        return BlockNetwork(
            stored["vocabulary"],
            stored["names"],
            _vectors(stored, "word", count),
            _vectors(stored, "name", count),
            {name: joined_layers([own[name] for own in layers]) for name in layers[0]},
        )


def joined_layers(members: Sequence[Layer]) -> Layer:
    """The same layer of some networks as one, so that all are computed at once."""
    import numpy as np

    return Layer(
        np.stack([layer.weight for layer in members]),
        np.stack([layer.bias for layer in members])[:, None],
        np.array([layer.scale for layer in members])[:, None, None],
    )


def _vectors(stored: Any, kind: str, members: int) -> Any:
    import numpy as np

    steps = stored[f"{kind}_steps"].tolist()
    vectors = [
        stored[f"{number}-{kind}_vectors"].astype(np.float32) * np.float32(steps[number] / STEP)
        for number in range(members)
    ]
    known = np.concatenate(vectors, axis=1)
    return np.concatenate([known, np.zeros((1, known.shape[1]), np.float32)])


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
    layers = network.layers
    lines, page = _hidden(layers, _inputs(table, network), Surroundings.of(table))
    # All sums are exact, so that their order does not count.
    keep, reasons, types = (
        layers[name](values).sum(axis=0, dtype=np.float64) * (ACTIVATION_STEP / network.members)
        for name, values in (("keep", lines), ("reason", lines), ("page_type", page))
    )
    return BlockScores(logistic_thousandths(keep[:, 0]), reasons, types)


def _inputs(table: BlockTable, network: BlockNetwork) -> Any:
    """(members, n, in) what each network sees of each line."""
    import numpy as np

    features = np.concatenate([table.lines.features, table.features], axis=1) / STEP
    vectors = _vectors_around(table, network)
    sizes = [each.shape[1] // network.members for each in vectors]
    inputs = np.empty((network.members, len(features), features.shape[1] + sum(sizes)), np.float32)
    inputs[:, :, : features.shape[1]] = features
    for number in range(network.members):
        own = [
            each[:, number * size : (number + 1) * size] for each, size in zip(vectors, sizes, strict=True)
        ]
        np.concatenate(own, axis=1, out=inputs[number, :, features.shape[1] :], casting="same_kind")
    return np.clip(np.rint(inputs, out=inputs), -MAX_FEATURE / STEP, MAX_FEATURE / STEP, out=inputs)


def _hidden(layers: dict[str, Layer], inputs: Any, around: Surroundings) -> tuple[Any, Any]:
    """(members, n, h) the last hidden layer, and (members, pages, 2 t) the means that it heard of each page."""
    import numpy as np

    def pools(name: str) -> list[tuple[Any, Any]]:
        return around.pools(_relu(layers[name](lines)))

    lines = _relu(layers["input"](inputs))
    lines = _relu(lines + _hear(layers["opening"], pools("telling0")))
    for number, run in enumerate(DILATIONS):
        if number:
            heard = around.largest(_relu(layers["scan"](lines)))
            lines = _relu(lines + _relu(layers["joining"](heard)))
        rows = around.spread(lines)
        for dilation in run:
            rows = _convolve(layers[f"convolution{number}-{dilation}"], rows, around.empty, dilation)
        lines = rows[:, around.row]
    told = pools("telling1")
    page = np.concatenate([means for means, _ in told[:2]], axis=2)
    return _relu(layers["closing"](lines) + _hear(layers["summary"], told)), page


def _convolve(layer: Layer, rows: Any, empty: Any, dilation: int) -> Any:
    """Add what a layer says of each row and the two that stand `dilation` away; empty rows stay empty."""
    inner, before, after = (
        slice(GAP + shift, rows.shape[1] - GAP + shift) for shift in (0, -dilation, dilation)
    )
    added = _relu(layer(rows[:, before], rows[:, inner], rows[:, after]))
    result = rows.copy()
    result[:, inner] += added
    result[:, empty] = 0.0
    return _relu(result)


def _hear(layer: Layer, pools: Sequence[tuple[Any, Any]]) -> Any:
    """What a layer says of the means that each line hears; of each mean only once, since many lines hear it."""
    size = layer.weight.shape[1] // len(pools)
    total: Any = 0.0
    for number, (means, of_line) in enumerate(pools):
        total = total + (means @ layer.weight[:, number * size : (number + 1) * size])[:, of_line]
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


def _vectors_around(table: BlockTable, network: BlockNetwork) -> list[Any]:
    """Each with a row a line, in units of `STEP`: the mean vectors of its words, and of the names around it."""
    import numpy as np

    def mean(bag: Grams, count: int, *, of_words: bool = False) -> Any:
        known = network.vocabulary if of_words else network.names
        vectors = network.word_vectors if of_words else network.name_vectors
        return _mean(vectors, _rows(bag.hashes, known), bag.line, count)

    count = len(table.block)
    words = [mean(bag, count, of_words=True) for bag in table.lines.bags]
    looks = mean(table.looks, int(table.look.max()) + 1)
    elements = looks[table.look]
    page = mean(table.page_names, int(table.lines.page[-1]) + 1)[table.lines.page]
    near, block = np.zeros((count, elements.shape[1]), np.float32), table.block
    for _ in range(NEAREST):
        block = table.parent[block]
        near += elements[block]
    parent = table.parent[table.block]
    path = _path_sums(elements, table)[parent] / (table.depth[parent] + 1)[:, None]
    return [*words, elements[table.block], elements[parent], near / NEAREST, path, page]


def _mean(vectors: Any, rows: Any, line: Any, count: int) -> Any:
    """(count, d) the rounded mean of the known among the rows of each line."""
    import numpy as np

    known = np.flatnonzero(rows < len(vectors) - 1)
    means = np.zeros((count, vectors.shape[1]), np.float32)
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
