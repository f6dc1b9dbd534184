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
from corpusclean.mark.block_surroundings import Surroundings
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
    """The weights of a network.

    Args:
        words: vectors of words and pairs of words.
        names: vectors of the words in element names.
        word_unit, name_unit: the value of a unit of these vectors, in units of `STEP`.
        layers: name → layer.
    """

    words: WordVectors
    names: WordVectors
    word_unit: float
    name_unit: float
    layers: dict[str, Layer]


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
def load_block_network(path: Path = MODEL) -> BlockNetwork:
    """Load the weights of a model file.

    Args:
        path: a file written by `corpusclean.training.blocks`.
    """
    import numpy as np

    with np.load(path, allow_pickle=False) as stored:
        return BlockNetwork(
            WordVectors.of(stored["vocabulary"], stored["word_vectors"]),
            WordVectors.of(stored["names"], stored["name_vectors"]),
            float(stored["word_step"]) / STEP,
            float(stored["name_step"]) / STEP,
            load_layers(stored),
        )


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
    keep, reasons, types = (
        layers[name](values) * ACTIVATION_STEP
        for name, values in (("keep", lines), ("reason", lines), ("page_type", page))
    )
    return BlockScores(logistic_thousandths(keep[:, 0]), reasons, types)


def _inputs(table: BlockTable, network: BlockNetwork) -> Any:
    """Return the inputs of the network for each line: (n, in)."""
    import numpy as np

    features = [values * (1 / STEP) for values in (table.lines.features, table.features)]
    inputs = np.concatenate(
        [*features, *_vectors_around(table, network)], axis=1, dtype=np.float32, casting="same_kind"
    )
    np.rint(inputs, out=inputs)
    return np.clip(inputs, -MAX_FEATURE / STEP, MAX_FEATURE / STEP, out=inputs)


def _hidden(table: BlockTable, layers: dict[str, Layer], inputs: Any) -> tuple[Any, Any]:
    """Return the last hidden layer (n, h), and the mean values of each page (pages, 2 t)."""
    import numpy as np

    rows = PageRows.of(table.lines.page)
    around = Surroundings.of(table, rows)

    def pools(name: str) -> list[tuple[Any, Any]]:
        return around.pools(clipped(layers[name](lines)))

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
    page = np.concatenate([means for means, _ in pooled[:2]], axis=1)
    return clipped(layers["closing"](lines) + _from_pools(layers["summary"], pooled)), page


def _from_pools(layer: Layer, pools: Sequence[tuple[Any, Any]]) -> Any:
    """Apply a layer to the concatenated means of each line's groups; for speed, to each mean once, not per line."""
    size = len(layer.weight) // len(pools)
    total, *others = (
        (means @ layer.weight[number * size : (number + 1) * size])[of_line]
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
    words = _means(network.words, network.word_unit, all_bags, len(bags) * count)

    def of_names(bag: Grams, elements: int) -> Any:
        return _means(network.names, network.name_unit, bag, elements)

    elements = of_names(table.looks, int(table.look.max()) + 1)[table.look]
    page = of_names(table.page_names, int(table.lines.page[-1]) + 1)[table.lines.page]
    near, block = np.zeros((count, elements.shape[1]), np.float32), table.block
    for _ in range(NEAREST):
        block = table.parent[block]
        near += elements[block]
    parent = table.parent[table.block]
    path = _path_sums(elements, table)[parent] / (table.depth[parent] + 1)[:, None]
    return [*np.split(words, len(bags)), elements[table.block], elements[parent], near / NEAREST, path, page]


def _means(vectors: WordVectors, unit: float, bag: Grams, lines: int) -> Any:
    """Return (lines, d): for each line the rounded mean of the vectors of its known hashes."""
    import numpy as np

    sums, count = vectors.sums(bag, lines)
    return np.rint(sums * unit / np.maximum(count, 1)[:, None]).astype(np.float32)


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
