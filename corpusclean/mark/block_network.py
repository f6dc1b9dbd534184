"""Inference of the block model's network, in numpy alone.

It extends the network of the line model (`line_network`) by the DOM. Its inputs have mean vectors of element names as
well: of the line's own element, its parent, the three nearest ancestors and all ancestors, and of the names in the
head and the URL of the page. Before and after the convolutions, mean values are pooled over the page, over the
containers of a line and over lines with like markup (`block_pooling`). All values are integers that single or
double precision adds exactly, so that the result depends neither on the batch nor on the machine.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpusclean.mark.block_features import BlockTable
from corpusclean.mark.block_pooling import LineGroups
from corpusclean.mark.exact_layers import (
    ACTIVATION_STEP,
    MAX_FEATURE,
    Layer,
    PageRows,
    clipped,
    load_layers,
    logistic_thousandths,
)
from corpusclean.mark.line_features import STEP
from corpusclean.mark.line_words import Grams
from corpusclean.mark.word_vectors import WordVectors

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


@dataclass(frozen=True, slots=True)
class BlockNetwork:
    """An ensemble of networks ("members") with a common vocabulary, whose outputs are averaged.

    Args:
        words: vectors of words and pairs of words, those of the members side by side.
        names: the same for the words in element names.
        word_units, name_units: (members * d,) the value of a unit of each of their columns, in units of `STEP`.
        layers: name → layer with weight (members, in, out) and bias (members, 1, out).
    """

    words: WordVectors
    names: WordVectors
    word_units: NDArray[np.float64]
    name_units: NDArray[np.float64]
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
        words, names = (
            WordVectors.of(
                stored[hashes],
                np.concatenate([stored[f"{number}-{kind}_vectors"] for number in range(count)], axis=1),
            )
            for hashes, kind in (("vocabulary", "word"), ("names", "name"))
        )
        return BlockNetwork(
            words,
            names,
            np.repeat(stored["word_steps"][:count] / STEP, words.width // count),
            np.repeat(stored["name_steps"][:count] / STEP, names.width // count),
            {name: joined_layers([own[name] for own in layers]) for name in layers[0]},
        )


def joined_layers(members: Sequence[Layer]) -> Layer:
    """Stack the same layer of several networks, so that all are computed at once."""
    import numpy as np

    # Small matrices are multiplied fastest if they are stored by rows; `np.stack` would keep the order of the file.
    weight, bias = (np.array([getattr(layer, name) for layer in members]) for name in ("weight", "bias"))
    return Layer(weight, bias[:, None])


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
    lines, page = _hidden(table, layers, _inputs(table, network))
    # All sums are exact, so their order does not matter.
    keep, reasons, types = (
        layers[name](values).sum(axis=0, dtype=np.float64) * (ACTIVATION_STEP / network.members)
        for name, values in (("keep", lines), ("reason", lines), ("page_type", page))
    )
    return BlockScores(logistic_thousandths(keep[:, 0]), reasons, types)


def _inputs(table: BlockTable, network: BlockNetwork) -> Any:
    """Return the inputs of each network for each line: (members, n, in)."""
    import numpy as np

    members, lines = network.members, len(table.block)
    tables = [values * (1 / STEP) for values in (table.lines.features, table.features)]
    # The vectors of the members stand side by side.
    vectors = [each.reshape(lines, members, -1).swapaxes(0, 1) for each in _vectors_around(table, network)]
    size = sum(each.shape[-1] for each in (*tables, *vectors))
    inputs = np.empty((members, lines, size), np.float32)
    first = 0
    for each in (*tables, *vectors):
        inputs[:, :, first : first + each.shape[-1]] = each
        first += each.shape[-1]
    np.rint(inputs, out=inputs)
    return np.clip(inputs, -MAX_FEATURE / STEP, MAX_FEATURE / STEP, out=inputs)


def _hidden(table: BlockTable, layers: dict[str, Layer], inputs: Any) -> tuple[Any, Any]:
    """Return the last hidden layer (members, n, h), and the mean values of each page (members, pages, 2 t)."""
    import numpy as np

    rows = PageRows.of(table.lines.page)
    groups = LineGroups.of(table, rows)

    def pools(name: str) -> list[tuple[Any, Any]]:
        return groups.means(clipped(layers[name](lines)))

    lines = clipped(layers["input"](inputs))
    lines = clipped(lines + _from_pools(layers["opening"], pools("telling0")))
    for number, run in enumerate(DILATIONS):
        if number:
            maxima = rows.running_maxima(clipped(layers["scan"](lines)))
            lines = clipped(lines + clipped(layers["joining"](maxima)))
        spread = rows.spread(lines)
        for dilation in run:
            rows.convolve(layers[f"convolution{number}-{dilation}"], spread, dilation)
        lines = rows.lines(spread)
    pooled = pools("telling1")
    page = np.concatenate([means for means, _ in pooled[:2]], axis=2)
    return clipped(layers["closing"](lines) + _from_pools(layers["summary"], pooled)), page


def _from_pools(layer: Layer, pools: Sequence[tuple[Any, Any]]) -> Any:
    """Apply a layer to the concatenated means of each line's groups; for speed, to each mean once, not per line."""
    size = layer.weight.shape[1] // len(pools)
    total, *others = (
        (means @ layer.weight[:, number * size : (number + 1) * size]).take(of_line, axis=1)
        for number, (means, of_line) in enumerate(pools)
    )
    for each in others:
        total += each
    return layer.rounded(total)


def _vectors_around(table: BlockTable, network: BlockNetwork) -> list[Any]:
    """Return arrays with a row per line, in units of `STEP`: mean vectors of its words, and of the names around it."""
    import numpy as np

    count, bags = len(table.block), table.lines.bags
    all_bags = Grams(
        np.concatenate([bag.hashes for bag in bags]),
        np.concatenate([bag.line + number * count for number, bag in enumerate(bags)]),
    )
    words = _means(network.words, network.word_units, all_bags, len(bags) * count)

    def of_names(bag: Grams, elements: int) -> Any:
        return _means(network.names, network.name_units, bag, elements)

    elements = of_names(table.looks, int(table.look.max()) + 1)[table.look]
    page = of_names(table.page_names, int(table.lines.page[-1]) + 1)[table.lines.page]
    near, block = np.zeros((count, elements.shape[1]), np.float32), table.block
    for _ in range(NEAREST):
        block = table.parent[block]
        near += elements[block]
    parent = table.parent[table.block]
    path = _path_sums(elements, table)[parent] / (table.depth[parent] + 1)[:, None]
    return [*np.split(words, len(bags)), elements[table.block], elements[parent], near / NEAREST, path, page]


def _means(vectors: WordVectors, units: Any, bag: Grams, lines: int) -> Any:
    """Return (lines, d): for each line the rounded mean of the vectors of its known hashes."""
    import numpy as np

    sums, count = vectors.sums(bag, lines)
    return np.rint(sums * units / np.maximum(count, 1)[:, None]).astype(np.float32)


def _path_sums(elements: Any, table: BlockTable) -> Any:
    """Return, for each block element, the sum of its vector and those of its ancestors (pointer doubling)."""
    import numpy as np

    count = len(elements)
    sums = np.append(elements, np.zeros_like(elements[:1]), axis=0)  # the last row: above a page is nothing
    up = np.append(np.where(table.depth > 0, table.parent, count), count)
    while (up < count).any():
        sums += sums.take(up, axis=0)
        up = up[up]
    return sums[:-1]
