"""The network of the line model, in numpy alone.

A line's features and the mean vectors of its known words go through one dense layer, then through dilated
convolutions over the lines of its page, with the page's mean at both ends (He et al. 2016 for the residual form, van
den Oord et al. 2016 for the dilations). Between the convolutions, each line takes in the largest values of all lines
above and of all below it: whether the comments have begun, whether there is a story yet.

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
from corpusclean.mark.line_words import Grams
from corpusclean.page import ROLES

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MODEL = Path(__file__).parent.parent / "models" / "lines.npz"

DILATIONS = (1, 2, 4, 8)
"""Distances in lines at which the convolutions look."""

SCAN_AFTER = 2
"""Behind so many convolutions each line hears of all lines above and below."""

ACTIVATION_STEP = 2.0**-7
MAX_ACTIVATION = 16.0
"""What stands between two layers is multiples of the one, from 0 to the other, and is counted in these steps."""

MAX_FEATURE = 4.0
"""No feature, share or mean vector is larger; they are multiples of `STEP`, and counted in it."""

EXACT = 2.0**24
"""Single precision adds whole numbers exactly below it. Weights are multiples of a step that is so large that
no sum of products, in units of the steps of its factors, can reach it."""

MAX_COUNTED_WORDS = 100
"""Longer lines count no more in the mean of the page, so that one giant line does not drown the others."""

HEADS = ("keep", "reason", "role")
"""What a network may say of a line; some say all of it, some a part."""

THOUSAND = 1_000

_BUCKET_BITS = 18
"""With as many buckets as this counts, none of a vocabulary of 32,000 holds more than a few hashes."""

_RAISED = 128  # makes numbers of 8 bits with a sign positive
_LANES = 4  # numbers of 16 bits that are added at once, in one of 64
_GAP = max(DILATIONS)  # empty rows between pages, so that no convolution reaches from one into the next
# The logistic function is looked up in a table: so fine, and up to so large a logit.
_LOGITS_PER_UNIT = 32
_MAX_LOGIT = 12
_MAX_PLACE = _MAX_LOGIT * _LOGITS_PER_UNIT


@dataclass(frozen=True, slots=True)
class Layer:
    """A dense layer from whole numbers to whole numbers; or this layer of several networks, stacked.

    Args:
        weight: (…, in, out) whole numbers.
        bias: (…, out) whole numbers.
        scale: what a product counts, a power of two.
    """

    weight: NDArray[np.float32]
    bias: NDArray[np.float32]
    scale: np.float32 | NDArray[np.float32]

    def __call__(self, *values: NDArray[Any]) -> NDArray[Any]:
        """The rounded sums for (…, n, in) values, which may come in several parts side by side."""
        first = values[0].shape[-1]
        total = values[0] @ self.weight[..., :first, :]
        for part in values[1:]:
            total += part @ self.weight[..., first : first + part.shape[-1], :]
            first += part.shape[-1]
        return self.rounded(total)

    def rounded(self, total: NDArray[Any]) -> NDArray[Any]:
        """Scale the sums of products, add the bias and round, in place."""
        import numpy as np

        total *= self.scale
        total += self.bias
        sums: NDArray[Any] = np.rint(total, out=total)
        return sums


@dataclass(frozen=True, slots=True)
class Member:
    """The weights of one network.

    Args:
        vector_step: what a unit of its word vectors is worth.
        layers: by name.
    """

    vector_step: float
    layers: dict[str, Layer]


@dataclass(frozen=True, slots=True)
class Network:
    """Some networks that know the same words; what they say is averaged.

    Args:
        vocabulary: (v + 1,) hashes of the words and pairs that the model knows, ascending; behind them the largest
            hash, which is none.
        buckets: where in it the hashes begin that share their first `_BUCKET_BITS` bits.
        longest: how many hashes the largest bucket holds.
        vectors: (v, c) their vectors, each number raised by `_RAISED` so that it is none below 0, and four numbers
            of 16 bits in one of 64: so are they added up four at once.
        width: how many numbers a member has in a vector.
        members: the networks.
    """

    vocabulary: NDArray[np.uint32]
    buckets: NDArray[np.int32]
    longest: int
    vectors: NDArray[np.uint64]
    width: int
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class Scores:
    """What the network says of each line of a table.

    Args:
        keep: (n,) how likely it is content, in thousandths.
        reasons: (n, r) how well each of `CUT_REASONS` fits if it is not; only the order counts.
        roles: (n, `ROLES`) the more, the likelier a line tells a value; only differences between lines of a page count.
            All 0 if nobody asked.
    """

    keep: NDArray[np.int64]
    reasons: NDArray[np.float64]
    roles: NDArray[np.float64]


@cache
def load_network(path: Path = MODEL) -> Network:
    """Load the weights of a model file.

    Args:
        path: as `corpusclean.training.lines` writes it.
    """
    import numpy as np

    with np.load(path, allow_pickle=False) as stored:
        members = tuple(
            Member(float(step), load_layers(stored, number))
            for number, step in enumerate(stored["vector_steps"])
        )
        vocabulary, vectors = stored["vocabulary"], stored["vectors"]
    buckets = np.searchsorted(
        vocabulary, np.arange(1 << _BUCKET_BITS, dtype=np.uint32) << (32 - _BUCKET_BITS)
    )
    raised = np.zeros((len(vectors), -(-vectors.shape[1] // _LANES) * _LANES), np.uint16)
    raised[:, : vectors.shape[1]] = vectors.astype(np.int32) + _RAISED
    return Network(
        np.append(vocabulary, np.uint32(0xFFFFFFFF)),
        buckets.astype(np.int32),
        int(np.diff(buckets, append=len(vocabulary)).max()),
        raised.view(np.uint64),
        vectors.shape[1] // len(members),
        members,
    )


def load_layers(stored: NDArray[Any], number: int) -> dict[str, Layer]:
    """The layers of one network of a model file, by name.

    Args:
        stored: the arrays of the file.
        number: which network.
    """
    import numpy as np

    layers = {}
    for name in (key.removesuffix(".weight") for key in stored if key.endswith(".weight")):
        member, _, layer = name.partition("-")
        if int(member) == number:
            step = float(stored[f"{name}.step"]) * (STEP / ACTIVATION_STEP if layer == "input" else 1)
            weight, bias = (stored[f"{name}.{part}"].astype(np.float32) for part in ("weight", "bias"))
            layers[layer] = Layer(weight, bias, np.float32(step))
    return layers


def score_lines(table: LineTable, network: Network, *, roles: bool = True) -> Scores:
    """Score all lines of a table at once.

    Args:
        table: from `read_lines`.
        network: from `load_network`.
        roles: whether to score roles as well; the network that does nothing else takes a quarter of the time.

    Returns:
        The same for each line, whatever other pages are in the table.
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
    """(n, h) the last hidden layer."""
    layers = member.layers
    lines = _relu(layers["input"](*inputs))
    lines += layout.page_mean(layers["opening"], lines)
    rows = layout.spread(_relu(lines))
    for number, dilation in enumerate(DILATIONS):
        if number == SCAN_AFTER:
            rows[layout.row] = layout.hear(layers["scan"], layers["joining"], rows[layout.row])
        rows = layout.convolve(layers[f"convolution{number}"], rows, dilation)
    lines = rows[layout.row]
    return _relu(layers["closing"](lines) + layout.page_mean(layers["summary"], lines))


def _relu(values: NDArray[Any]) -> NDArray[Any]:
    """Cut values off at 0 and at the largest activation, in place."""
    import numpy as np

    return np.clip(values, 0, MAX_ACTIVATION / ACTIVATION_STEP, out=values)


def logistic_thousandths(logits: NDArray[Any]) -> NDArray[Any]:
    """The logistic function of logits, in whole thousandths."""
    import numpy as np

    place = np.clip(np.rint(logits * _LOGITS_PER_UNIT), -_MAX_PLACE, _MAX_PLACE).astype(np.int64)
    chances: NDArray[Any] = _sigmoid()[place + _MAX_PLACE]
    return chances


@cache
def _sigmoid() -> NDArray[Any]:
    """The logistic function in thousandths, for `_LOGITS_PER_UNIT` logits a unit."""
    import numpy as np

    logits = np.arange(-_MAX_PLACE, _MAX_PLACE + 1) / _LOGITS_PER_UNIT
    return np.array([round(THOUSAND / (1 + math.exp(-logit))) for logit in logits.tolist()], np.int64)


def _inputs(
    table: LineTable, network: Network, heads: AbstractSet[str]
) -> Iterator[tuple[Member, tuple[NDArray[Any], NDArray[Any]]]]:
    """Each member with one of some heads, and what goes into it.

    That is (n, f + 3) features and shares of known words, and (n, 3 d) the mean vectors of those.
    """
    import numpy as np

    shares, sums, counts = zip(*(_known(bag, len(table.page), network) for bag in table.bags), strict=True)
    common = _in_steps(np.concatenate([table.features, np.stack(shares, axis=1)], axis=1))
    for number, member in enumerate(network.members):
        if heads & member.layers.keys():
            own = slice(number * network.width, (number + 1) * network.width)
            means = [total[:, own] / count for total, count in zip(sums, counts, strict=True)]
            yield member, (common, _in_steps(np.concatenate(means, axis=1) * member.vector_step))


def _in_steps(values: NDArray[Any]) -> NDArray[Any]:
    """Values in units of `STEP`, rounded and bounded; the array that is given is overwritten."""
    import numpy as np

    most = MAX_FEATURE / STEP
    values /= STEP
    np.rint(values, out=values)
    return np.clip(values, -most, most, out=values).astype(np.float32)


def _known(bag: Grams, lines: int, network: Network) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    """Of the words of each line: the share that is known, the sum of their vectors, their count (at least 1)."""
    import numpy as np

    place = network.buckets[bag.hashes >> np.uint32(32 - _BUCKET_BITS)]
    for _ in range(network.longest):
        place += network.vocabulary[place] < bag.hashes
    known = np.flatnonzero(network.vocabulary[place] == bag.hashes)
    known = known[place[known] < len(network.vectors)]
    line = bag.line[known]
    count = np.bincount(line, minlength=lines)
    share = count / np.maximum(np.bincount(bag.line, minlength=lines), 1)
    packed = np.zeros((lines, network.vectors.shape[1]), np.uint64)
    if len(known):
        first = np.flatnonzero(np.diff(line, prepend=-1))
        packed[line[first]] = np.add.reduceat(network.vectors.take(place[known], axis=0), first, axis=0)
    sums = packed.view(np.uint16).astype(np.int32) - _RAISED * count[:, None].astype(np.int32)
    return share, sums, np.maximum(count, 1)[:, None]


@dataclass(slots=True)
class _Layout:
    """Where the lines of each page stand in a table, and in one with empty rows between the pages."""

    first: NDArray[Any]  # of each page with lines, in the table
    page: NDArray[Any]  # of each line: which of those pages
    weight: NDArray[Any]  # of each line in the weighted mean
    row: NDArray[Any]  # of each line, among the rows with empty ones between the pages

    @classmethod
    def of(cls, table: LineTable) -> _Layout:
        import numpy as np

        begins = np.diff(table.page, prepend=-1) > 0
        page = np.cumsum(begins) - 1
        row = np.arange(len(page)) + _GAP * (page + 1)
        weight = (np.minimum(table.words, MAX_COUNTED_WORDS) / 32).astype(np.float32)
        return cls(np.flatnonzero(begins), page, weight, row)

    def spread(self, lines: NDArray[Any]) -> NDArray[Any]:
        """The lines with empty rows between the pages, and before the first and after the last."""
        import numpy as np

        rows = np.zeros((int(self.row[-1]) + _GAP + 1, lines.shape[1]), np.float32)
        rows[self.row] = lines
        return rows

    def convolve(self, layer: Layer, rows: NDArray[Any], dilation: int) -> NDArray[Any]:
        """Add what the layer says of each row and the two that stand `dilation` away; empty rows stay empty."""
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

    def hear(self, scan: Layer, joining: Layer, lines: NDArray[Any]) -> NDArray[Any]:
        """Add what a layer says of the largest values down to each line, and of the largest up to it."""
        import numpy as np

        values = _relu(scan(lines))
        half = values.shape[1] // 2
        # Each page counts from above all values of the one before, so that it hears nothing of it.
        floor = self.page[:, None] * (MAX_ACTIVATION / ACTIVATION_STEP + 1)
        roof = floor[-1] - floor
        down = np.maximum.accumulate(values[:, :half] + floor) - floor
        up = np.maximum.accumulate((values[:, half:] + roof)[::-1])[::-1] - roof
        heard = np.concatenate([down, up], axis=1).astype(np.float32)
        return _relu(lines + _relu(joining(heard)))

    def page_mean(self, layer: Layer, lines: NDArray[Any]) -> NDArray[Any]:
        """A layer over the mean of the lines of the page, and the mean weighted by words; one row a line."""
        import numpy as np

        count = np.bincount(self.page)[:, None]
        weight = np.add.reduceat(self.weight, self.first, dtype=np.float64)[:, None]
        plain = np.add.reduceat(lines, self.first, axis=0, dtype=np.float64) / count
        weighted = np.add.reduceat(lines * self.weight[:, None], self.first, axis=0, dtype=np.float64)
        means = np.concatenate([plain, weighted / np.maximum(weight, 1 / 1024)], axis=1)
        by_line: NDArray[Any] = layer(np.rint(means).astype(np.float32))[self.page]
        return by_line
