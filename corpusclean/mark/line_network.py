"""Inference of the line model's network, in numpy alone.

The features of a line and the mean vectors of its known words go through one dense layer, then through dilated
residual convolutions over the lines of its page (He et al. 2016, van den Oord et al. 2016), with means over the page
added before and after these. Between the convolutions, running maxima over all lines above and below each line are
added: they can show that the comments have begun, or that the story has not.

All values are multiples of a power of two, and small enough that single precision adds them exactly. So the result
depends neither on the batch nor on the machine.
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpusclean.document import CUT_REASONS
from corpusclean.mark.exact_layers import (
    ACTIVATION_STEP,
    MAX_FEATURE,
    Layer,
    PageRows,
    clipped,
    load_layers,
    logistic_thousandths,
)
from corpusclean.mark.line_features import STEP, LineTable
from corpusclean.mark.word_vectors import WordVectors
from corpusclean.page import ROLES

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MODEL = Path(__file__).parent.parent / "models" / "lines.npz"

DILATIONS = (1, 2, 4, 8)
"""Dilations of the convolutions over lines."""

SCAN_AFTER = 2
"""Number of convolutions before the running maxima."""

MAX_COUNTED_WORDS = 100
"""Maximal weight of a line in the mean of its page, so that one giant line does not outweigh the others."""

HEADS = ("keep", "reason", "role")
"""The output layers that a network may have: probability of content, reason to cut, role."""


@dataclass(frozen=True, slots=True)
class Member:
    """The weights of one network.

    Args:
        vector_step: value of a unit of its word vectors.
        layers: name → layer.
    """

    vector_step: float
    layers: dict[str, Layer]


@dataclass(frozen=True, slots=True)
class Network:
    """An ensemble of networks ("members") with a common vocabulary, whose outputs are averaged.

    Args:
        words: vectors of words and pairs of words, those of the members side by side.
        members: the networks.
    """

    words: WordVectors
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class Scores:
    """The outputs of the network for the n lines of a table.

    Args:
        keep: (n,) probability that a line is content, in thousandths.
        reasons: (n, r) scores of `CUT_REASONS` in case it is not; only their order has a meaning.
        roles: (n, `ROLES`) logits of a softmax over the lines of a page, for the line with the value; all 0 if not
            computed.
    """

    keep: NDArray[np.int64]
    reasons: NDArray[np.float64]
    roles: NDArray[np.float64]


@cache
def load_network(path: Path = MODEL) -> Network:
    """Load the weights of a model file.

    Args:
        path: a file written by `corpusclean.training.lines`.
    """
    import numpy as np

    with np.load(path, allow_pickle=False) as stored:
        members = tuple(
            Member(float(step), load_layers(stored, number))
            for number, step in enumerate(stored["vector_steps"])
        )
        return Network(WordVectors.of(stored["vocabulary"], stored["vectors"]), members)


def score_lines(table: LineTable, network: Network, *, roles: bool = True) -> Scores:
    """Compute the outputs of the network for all lines of a table.

    Args:
        table: a table from `read_lines`.
        network: a network from `load_network`.
        roles: whether to compute roles too, if a network tells them; it takes a quarter of the time.

    Returns:
        The scores; those of a page do not depend on the other pages in the table.
    """
    import numpy as np

    if not len(table.page):
        return Scores(np.zeros(0, np.int64), np.zeros((0, len(CUT_REASONS))), np.zeros((0, len(ROLES))))
    rows = PageRows.of(table.page)
    said: dict[str, list[Any]] = {head: [] for head in HEADS if roles or head != "role"}
    for member, inputs in _inputs(table, network, said.keys()):
        lines = _score(table, rows, member, inputs)
        for head in said.keys() & member.layers.keys():
            said[head].append(member.layers[head](lines) * ACTIVATION_STEP)
    mean = {head: sum(scores) / len(scores) for head, scores in said.items() if scores}
    role = mean.get("role", np.zeros((len(table.page), len(ROLES))))
    return Scores(logistic_thousandths(mean["keep"][:, 0]), mean["reason"], role)


def _score(
    table: LineTable, rows: PageRows, member: Member, inputs: tuple[NDArray[Any], NDArray[Any]]
) -> NDArray[Any]:
    """Return the last hidden layer, (n, h)."""
    layers = member.layers
    lines = clipped(layers["input"](*inputs))
    lines = clipped(lines + _page_means(table, rows, layers["opening"], lines))
    spread = rows.spread(lines)
    for number, dilation in enumerate(DILATIONS):
        if number == SCAN_AFTER:
            lines = rows.lines(spread)
            maxima = rows.running_maxima(clipped(layers["scan"](lines)))
            spread = rows.spread(clipped(lines + clipped(layers["joining"](maxima))))
        rows.convolve(layers[f"convolution{number}"], spread, dilation)
    lines = rows.lines(spread)
    return clipped(layers["closing"](lines) + _page_means(table, rows, layers["summary"], lines))


def _inputs(
    table: LineTable, network: Network, heads: AbstractSet[str]
) -> Iterator[tuple[Member, tuple[NDArray[Any], NDArray[Any]]]]:
    """Yield each member that has one of the given heads, with its inputs.

    The inputs are features and shares of known words (n, f + 3), and mean vectors of the known words (n, 3 d).
    """
    import numpy as np

    lines = len(table.page)
    sums, known = zip(*(network.words.sums(bag, lines) for bag in table.bags), strict=True)
    all_words = [np.bincount(bag.line, minlength=lines) for bag in table.bags]
    shares = [count / np.maximum(whole, 1) for count, whole in zip(known, all_words, strict=True)]
    common = _in_units(np.concatenate([table.features, np.stack(shares, axis=1)], axis=1))
    counts = [np.maximum(count, 1)[:, None] for count in known]
    width = network.words.width // len(network.members)
    for number, member in enumerate(network.members):
        if heads & member.layers.keys():
            own = slice(number * width, (number + 1) * width)
            means = [total[:, own] / count for total, count in zip(sums, counts, strict=True)]
            yield member, (common, _in_units(np.concatenate(means, axis=1) * member.vector_step))


def _in_units(values: NDArray[Any]) -> NDArray[Any]:
    """Convert values to units of `STEP`, rounded and clipped; the given array is overwritten."""
    import numpy as np

    most = MAX_FEATURE / STEP
    values *= 1 / STEP
    np.rint(values, out=values)
    return np.clip(values, -most, most, out=values).astype(np.float32)


def _page_means(table: LineTable, rows: PageRows, layer: Layer, lines: NDArray[Any]) -> NDArray[Any]:
    """Apply a layer to the mean of each page and its mean weighted by words; return one row per line."""
    import numpy as np

    own = (np.minimum(table.words, MAX_COUNTED_WORDS) / 32).astype(np.float32)
    count = np.bincount(rows.page)[:, None]
    weight = np.add.reduceat(own, rows.first, dtype=np.float64)[:, None]
    plain = np.add.reduceat(lines, rows.first, axis=0, dtype=np.float64) / count
    weighted = np.add.reduceat(lines * own[:, None], rows.first, axis=0, dtype=np.float64)
    means = np.concatenate([plain, weighted / np.maximum(weight, 1 / 1024)], axis=1)
    by_line: NDArray[Any] = layer(np.rint(means).astype(np.float32))[rows.page]
    return by_line
