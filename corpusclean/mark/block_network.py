"""Inference of the block model's network, in numpy alone.

It extends the network of the line model (`line_network`) by the DOM. Its inputs have mean vectors of element names as
well: of the line's own element, its parent, the three nearest ancestors and all ancestors, and of the names in the
head and the URL of the page. Before and after the convolutions, mean values are pooled over the page, over the
containers of a line and over lines with like markup (`block_surroundings`). All values are integers that single or
double precision adds exactly, so that the result depends neither on the batch nor on the machine.
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
"""The page types of WCXB (Web Content Extraction Benchmark), in the order of the network's outputs."""

DILATIONS = ((1, 2, 4, 8), (1,))
"""Dilations of the convolutions over lines, before and after the running maxima (layers "scan" and "joining")."""

NEAREST = 3
"""Number of nearest ancestors whose names have a mean vector of their own."""

_LARGEST = MAX_ACTIVATION / ACTIVATION_STEP


@dataclass(frozen=True, slots=True)
class BlockNetwork:
    """An ensemble of networks ("members") with a common vocabulary, whose outputs are averaged.

    Args:
        vocabulary: (v,) hashes of the known words and word pairs, ascending.
        names: (w,) hashes of the known words in element names, ascending.
        word_vectors: (v + 1, members * d) their vectors in units of `STEP`, those of the members side by side;
            the last row, of zeros, is for unknown words.
        name_vectors: (w + 1, members * e) the same for the names.
        layers: name → layer with weight (members, in, out), bias (members, 1, out) and scale (members, 1, 1).
    """

    vocabulary: NDArray[np.uint32]
    names: NDArray[np.uint32]
    word_vectors: NDArray[np.float32]
    name_vectors: NDArray[np.float32]
    layers: dict[str, Layer]

    @property
    def members(self) -> int:
        """Number of networks in the ensemble."""
        return len(self.layers["keep"].weight)


@dataclass(frozen=True, slots=True)
class BlockScores:
    """The outputs of the network for the n lines of a table, and for each page with lines.

    Args:
        keep: (n,) probability that a line is content, in thousandths.
        reasons: (n, r) scores of `CUT_REASONS` in case it is not; only their order has a meaning.
        types: (pages, t) logits of `PAGE_TYPES`.
    """

    keep: NDArray[np.int64]
    reasons: NDArray[np.float64]
    types: NDArray[np.float64]


@cache
def load_block_network(members: int | None = None, path: Path = MODEL) -> BlockNetwork:
    """Load the weights of a model file.

    Args:
        members: number of its networks to load; all by default.
        path: a file written by `corpusclean.training.blocks`.
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
    """Stack the same layer of several networks, so that all are computed at once."""
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
    """Compute the outputs of the network for all lines of a table.

    Args:
        table: a table from `read_blocks`.
        network: a network from `load_block_network`.

    Returns:
        The scores; those of a page do not depend on the other pages in the table.
    """
    import numpy as np

    count = len(table.block)
    if not count:
        none = np.zeros((0, 0))
        return BlockScores(np.zeros(0, np.int64), none, none)
    layers = network.layers
    lines, page = _hidden(layers, _inputs(table, network), Surroundings.of(table))
    # All sums are exact, so their order does not matter.
    keep, reasons, types = (
        layers[name](values).sum(axis=0, dtype=np.float64) * (ACTIVATION_STEP / network.members)
        for name, values in (("keep", lines), ("reason", lines), ("page_type", page))
    )
    return BlockScores(logistic_thousandths(keep[:, 0]), reasons, types)


def _inputs(table: BlockTable, network: BlockNetwork) -> Any:
    """Return the inputs of each network for each line: (members, n, in)."""
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
    """Return the last hidden layer (members, n, h), and the mean values of each page (members, pages, 2 t)."""
    import numpy as np

    def pools(name: str) -> list[tuple[Any, Any]]:
        return around.pools(_relu(layers[name](lines)))

    lines = _relu(layers["input"](inputs))
    lines = _relu(lines + _from_pools(layers["opening"], pools("telling0")))
    for number, run in enumerate(DILATIONS):
        if number:
            maxima = around.largest(_relu(layers["scan"](lines)))
            lines = _relu(lines + _relu(layers["joining"](maxima)))
        rows = around.spread(lines)
        for dilation in run:
            rows = _convolve(layers[f"convolution{number}-{dilation}"], rows, around.empty, dilation)
        lines = rows[:, around.row]
    pooled = pools("telling1")
    page = np.concatenate([means for means, _ in pooled[:2]], axis=2)
    return _relu(layers["closing"](lines) + _from_pools(layers["summary"], pooled)), page


def _convolve(layer: Layer, rows: Any, empty: Any, dilation: int) -> Any:
    """Apply a residual convolution over each row and the two rows `dilation` away; empty rows stay empty."""
    inner, before, after = (
        slice(GAP + shift, rows.shape[1] - GAP + shift) for shift in (0, -dilation, dilation)
    )
    added = _relu(layer(rows[:, before], rows[:, inner], rows[:, after]))
    result = rows.copy()
    result[:, inner] += added
    result[:, empty] = 0.0
    return _relu(result)


def _from_pools(layer: Layer, pools: Sequence[tuple[Any, Any]]) -> Any:
    """Apply a layer to the concatenated means of each line's groups; for speed, to each mean once, not per line."""
    size = layer.weight.shape[1] // len(pools)
    total: Any = 0.0
    for number, (means, of_line) in enumerate(pools):
        total = total + (means @ layer.weight[:, number * size : (number + 1) * size])[:, of_line]
    return layer.rounded(total)


def _relu(values: Any) -> Any:
    """Clip to 0..`_LARGEST`, in place."""
    import numpy as np

    return np.clip(values, 0, _LARGEST, out=values)


def _rows(hashes: Any, known: Any) -> Any:
    """Return the row of each hash in the sorted `known`; `len(known)` for an unknown one."""
    import numpy as np

    place = np.minimum(np.searchsorted(known, hashes), len(known) - 1)
    return np.where(known[place] == hashes, place, len(known))


def _vectors_around(table: BlockTable, network: BlockNetwork) -> list[Any]:
    """Return arrays with a row per line, in units of `STEP`: mean vectors of its words, and of the names around it."""
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
    """Return (count, d): for each line the rounded mean of the vectors of its known hashes."""
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
    """Return, for each block element, the sum of its vector and those of its ancestors."""
    import numpy as np

    sums = elements.copy()
    order = np.argsort(table.depth, kind="stable")
    bounds = np.searchsorted(table.depth[order], np.arange(1, int(table.depth.max()) + 2))
    for begin, end in zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True):
        at = order[begin:end]
        sums[at] += sums[table.parent[at]]
    return sums
