"""Inference of the line model's network, in numpy alone.

The features of a line and the mean vectors of its known words go through one dense layer, then through dilated
residual convolutions over the lines of its page (He et al. 2016, van den Oord et al. 2016), with means over the page
added before and after these. Between the convolutions, running maxima over all lines above and below each line are
added: they can show that the comments have begun, or that the story has not.

All values are multiples of a power of two, and small enough that single precision adds them exactly. So the result
depends neither on the batch nor on the machine.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpusclean.document import CUT_REASONS
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

ACTIVATION_STEP = 2.0**-7
MAX_ACTIVATION = 16.0
"""Activations are multiples of the first, from 0 to the second, and are stored in units of the first."""

MAX_FEATURE = 4.0
"""Bound of all inputs, which are multiples of `STEP` and are stored in units of it."""

EXACT = 2.0**24
"""Single precision adds integers exactly below this. Weights are quantised so coarsely that no sum of products, in
units of the steps of its factors, can reach it; these steps are powers of two."""

MAX_COUNTED_WORDS = 100
"""Maximal weight of a line in the mean of its page, so that one giant line does not outweigh the others."""

HEADS = ("keep", "reason", "role")
"""The output layers that a network may have: probability of content, reason to cut, role."""

THOUSAND = 1_000

_GAP = max(DILATIONS)  # empty rows between pages, so that no convolution reaches from one into the next
# Resolution and range of the table in which the logistic function is looked up.
_LOGITS_PER_UNIT = 32
_MAX_LOGIT = 12
_MAX_PLACE = _MAX_LOGIT * _LOGITS_PER_UNIT


@dataclass(frozen=True, slots=True)
class Layer:
    """A dense layer with integer inputs and outputs; or the same layer of several networks, stacked.

    Args:
        weight: (…, in, out) integers times a power of two, so that sums of products are in units of the output.
        bias: (…, out) integers.
    """

    weight: NDArray[np.float32]
    bias: NDArray[np.float32]

    def __call__(self, *values: NDArray[Any]) -> NDArray[Any]:
        """Apply the layer to values (…, n, in), which may be given as several arrays side by side."""
        first = values[0].shape[-1]
        total = values[0] @ self.weight[..., :first, :]
        for part in values[1:]:
            total += part @ self.weight[..., first : first + part.shape[-1], :]
            first += part.shape[-1]
        return self.rounded(total)

    def rounded(self, total: NDArray[Any]) -> NDArray[Any]:
        """Add the bias to sums of products, and round, in place."""
        import numpy as np

        total += self.bias
        sums: NDArray[Any] = np.rint(total, out=total)
        return sums


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


def load_layers(stored: NDArray[Any], number: int) -> dict[str, Layer]:
    """Return the layers of one network of a model file, by name.

    Args:
        stored: the arrays of the file.
        number: number of the network.
    """
    import numpy as np

    layers = {}
    for name in (key.removesuffix(".weight") for key in stored if key.endswith(".weight")):
        member, _, layer = name.partition("-")
        if int(member) == number:
            step = float(stored[f"{name}.step"]) * (STEP / ACTIVATION_STEP if layer == "input" else 1)
            weight, bias = (stored[f"{name}.{part}"].astype(np.float32) for part in ("weight", "bias"))
            layers[layer] = Layer(weight * np.float32(step), bias)
    return layers


def score_lines(table: LineTable, network: Network, *, roles: bool = True) -> Scores:
    """Compute the outputs of the network for all lines of a table.

    Args:
        table: a table from `read_lines`.
        network: a network from `load_network`.
        roles: whether to compute roles too; their network takes a quarter of the time.

    Returns:
        The scores; those of a page do not depend on the other pages in the table.
    """
    import numpy as np

    if not len(table.page):
        return Scores(np.zeros(0, np.int64), np.zeros((0, len(CUT_REASONS))), np.zeros((0, len(ROLES))))
    layout = _Layout.of(table)
    said: dict[str, list[Any]] = {head: [] for head in HEADS if roles or head != "role"}
    for member, inputs in _inputs(table, network, said.keys()):
        lines = _score(member, inputs, layout)
        for head in said.keys() & member.layers.keys():
            said[head].append(member.layers[head](lines) * ACTIVATION_STEP)
    mean = {head: sum(scores) / len(scores) for head, scores in said.items()}
    role = mean.get("role", np.zeros((len(table.page), len(ROLES))))
    return Scores(logistic_thousandths(mean["keep"][:, 0]), mean["reason"], role)


def _score(member: Member, inputs: tuple[NDArray[Any], NDArray[Any]], layout: _Layout) -> NDArray[Any]:
    """Return the last hidden layer, (n, h)."""
    layers = member.layers
    lines = _relu(layers["input"](*inputs))
    lines += layout.page_mean(layers["opening"], lines)
    rows = layout.spread(_relu(lines))
    for number, dilation in enumerate(DILATIONS):
        if number == SCAN_AFTER:
            rows[layout.row] = layout.add_maxima(layers["scan"], layers["joining"], rows[layout.row])
        rows = layout.convolve(layers[f"convolution{number}"], rows, dilation)
    lines = rows[layout.row]
    return _relu(layers["closing"](lines) + layout.page_mean(layers["summary"], lines))


def _relu(values: NDArray[Any]) -> NDArray[Any]:
    """Clip values to 0..`MAX_ACTIVATION`, in place."""
    import numpy as np

    return np.clip(values, 0, MAX_ACTIVATION / ACTIVATION_STEP, out=values)


def logistic_thousandths(logits: NDArray[Any]) -> NDArray[Any]:
    """Return the logistic function of logits, in thousandths, rounded."""
    import numpy as np

    place = np.clip(np.rint(logits * _LOGITS_PER_UNIT), -_MAX_PLACE, _MAX_PLACE).astype(np.int64)
    chances: NDArray[Any] = _sigmoid()[place + _MAX_PLACE]
    return chances


@cache
def _sigmoid() -> NDArray[Any]:
    """Return a table of the logistic function in thousandths, with `_LOGITS_PER_UNIT` entries per logit."""
    import numpy as np

    logits = np.arange(-_MAX_PLACE, _MAX_PLACE + 1) / _LOGITS_PER_UNIT
    return np.array([round(THOUSAND / (1 + math.exp(-logit))) for logit in logits.tolist()], np.int64)


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
    common = _in_steps(np.concatenate([table.features, np.stack(shares, axis=1)], axis=1))
    counts = [np.maximum(count, 1)[:, None] for count in known]
    width = network.words.width // len(network.members)
    for number, member in enumerate(network.members):
        if heads & member.layers.keys():
            own = slice(number * width, (number + 1) * width)
            means = [total[:, own] / count for total, count in zip(sums, counts, strict=True)]
            yield member, (common, _in_steps(np.concatenate(means, axis=1) * member.vector_step))


def _in_steps(values: NDArray[Any]) -> NDArray[Any]:
    """Convert values to units of `STEP`, rounded and clipped; the given array is overwritten."""
    import numpy as np

    most = MAX_FEATURE / STEP
    values /= STEP
    np.rint(values, out=values)
    return np.clip(values, -most, most, out=values).astype(np.float32)


@dataclass(slots=True)
class _Layout:
    """The positions of pages and lines in a table, and in an array with empty rows between the pages.

    Args:
        first: (pages,) first line of each page that has lines.
        page: (n,) number of the page of each line, among these pages.
        weight: (n,) weight of each line in the weighted mean of its page.
        row: (n,) row of each line in an array with `_GAP` empty rows around pages (see `spread`).
    """

    first: NDArray[Any]
    page: NDArray[Any]
    weight: NDArray[Any]
    row: NDArray[Any]

    @classmethod
    def of(cls, table: LineTable) -> _Layout:
        import numpy as np

        begins = np.diff(table.page, prepend=-1) > 0
        page = np.cumsum(begins) - 1
        row = np.arange(len(page)) + _GAP * (page + 1)
        weight = (np.minimum(table.words, MAX_COUNTED_WORDS) / 32).astype(np.float32)
        return cls(np.flatnonzero(begins), page, weight, row)

    def spread(self, lines: NDArray[Any]) -> NDArray[Any]:
        """Insert `_GAP` empty rows between the pages, before the first and after the last."""
        import numpy as np

        rows = np.zeros((int(self.row[-1]) + _GAP + 1, lines.shape[1]), np.float32)
        rows[self.row] = lines
        return rows

    def convolve(self, layer: Layer, rows: NDArray[Any], dilation: int) -> NDArray[Any]:
        """Apply a residual convolution over each row and the two rows `dilation` away; empty rows stay empty."""
        import numpy as np

        inner = slice(_GAP, len(rows) - _GAP)
        before = slice(_GAP - dilation, len(rows) - _GAP - dilation)
        after = slice(_GAP + dilation, len(rows) - _GAP + dilation)
        added = _relu(layer(rows[before], rows[inner], rows[after]))
        added += rows[inner]
        result = np.zeros_like(rows)
        own = self.row - _GAP
        result[self.row] = _relu(added)[own]
        return result

    def add_maxima(self, scan: Layer, joining: Layer, lines: NDArray[Any]) -> NDArray[Any]:
        """Add running maxima over the lines above and below each line, through the two layers."""
        import numpy as np

        values = _relu(scan(lines))
        half = values.shape[1] // 2
        # One running maximum serves all pages, since the values of each page are raised above all of the one before.
        floor = self.page[:, None] * (MAX_ACTIVATION / ACTIVATION_STEP + 1)
        roof = floor[-1] - floor
        down = np.maximum.accumulate(values[:, :half] + floor) - floor
        up = np.maximum.accumulate((values[:, half:] + roof)[::-1])[::-1] - roof
        maxima = np.concatenate([down, up], axis=1).astype(np.float32)
        return _relu(lines + _relu(joining(maxima)))

    def page_mean(self, layer: Layer, lines: NDArray[Any]) -> NDArray[Any]:
        """Apply a layer to the mean of each page and its mean weighted by words; return one row per line."""
        import numpy as np

        count = np.bincount(self.page)[:, None]
        weight = np.add.reduceat(self.weight, self.first, dtype=np.float64)[:, None]
        plain = np.add.reduceat(lines, self.first, axis=0, dtype=np.float64) / count
        weighted = np.add.reduceat(lines * self.weight[:, None], self.first, axis=0, dtype=np.float64)
        means = np.concatenate([plain, weighted / np.maximum(weight, 1 / 1024)], axis=1)
        by_line: NDArray[Any] = layer(np.rint(means).astype(np.float32))[self.page]
        return by_line
