"""Layers of the models' networks: dense layers, and convolutions and running maxima over the lines of each page.

All values are multiples of a power of two, and small enough that single precision adds them exactly. So the result
depends neither on the batch nor on the machine.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from corpusclean.mark.line_features import STEP

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

ACTIVATION_STEP = 2.0**-7
MAX_ACTIVATION = 16.0
"""Activations are multiples of the first, from 0 to the second, and are stored in units of the first."""

MAX_FEATURE = 4.0
"""Bound of all inputs, which are multiples of `STEP` and are stored in units of it."""

EXACT = 2.0**24
"""Single precision adds integers exactly below this. Weights are quantised so coarsely that no sum of products, in
units of the steps of its factors, can reach it; these steps are powers of two."""

GAP = 8
"""Number of empty rows between pages: the largest dilation of a convolution, so that no page influences another."""

THOUSAND = 1_000

_LARGEST = MAX_ACTIVATION / ACTIVATION_STEP
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


def load_layers(stored: Mapping[str, NDArray[Any]], number: int) -> dict[str, Layer]:
    """Return the layers of one network of a model file, by name.

    Args:
        stored: name → array of the file.
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


def clipped(values: NDArray[Any]) -> NDArray[Any]:
    """Clip values to 0..`MAX_ACTIVATION`, in place."""
    import numpy as np

    return np.clip(values, 0, _LARGEST, out=values)


@dataclass(frozen=True, slots=True)
class PageRows:
    """The places of n lines in an array with `GAP` empty rows between the pages, before the first and after the last.

    Args:
        page: (n,) number of the page of each line, among the pages with lines.
        first: (pages,) first line of each page.
        row: (n,) row of each line.
        empty: the empty rows.
    """

    page: NDArray[Any]
    first: NDArray[Any]
    row: NDArray[Any]
    empty: NDArray[Any]

    @classmethod
    def of(cls, page: NDArray[Any]) -> PageRows:
        """Place lines of which the numbers of their pages are given, ascending."""
        import numpy as np

        begins = np.diff(page, prepend=-1) > 0
        first = np.flatnonzero(begins)
        dense = np.cumsum(begins) - 1
        gaps = np.append(first, len(page)) + GAP * np.arange(len(first) + 1)
        return cls(
            dense,
            first,
            np.arange(len(page)) + GAP * (dense + 1),
            (gaps[:, None] + np.arange(GAP)).ravel(),
        )

    def spread(self, lines: NDArray[Any]) -> NDArray[Any]:
        """Insert the empty rows between lines (…, n, h)."""
        import numpy as np

        size = len(self.row) + len(self.empty)
        rows = np.zeros((*lines.shape[:-2], size, lines.shape[-1]), np.float32)
        rows[..., self.row, :] = lines
        return rows

    def lines(self, rows: NDArray[Any]) -> NDArray[Any]:
        """Return the lines of an array from `spread`."""
        return rows.take(self.row, axis=-2)

    def convolve(self, layer: Layer, rows: NDArray[Any], dilation: int) -> None:
        """Add a convolution over each row and the two rows `dilation` away, in place; empty rows stay empty.

        Args:
            layer: the layer, with 3 h inputs and h outputs.
            rows: an array from `spread`.
            dilation: at most `GAP`.
        """
        import numpy as np

        inner, before, after = (
            rows[..., GAP + shift : rows.shape[-2] - GAP + shift, :] for shift in (0, -dilation, dilation)
        )
        inner += clipped(layer(before, inner, after))
        rows[..., self.empty, :] = 0.0
        np.minimum(rows, _LARGEST, out=rows)

    def running_maxima(self, values: NDArray[Any]) -> NDArray[Any]:
        """Compute running maxima over the lines of each page.

        Args:
            values: (…, n, h) values of the lines, from 0 to `MAX_ACTIVATION`.

        Returns:
            The same shape: the first h/2 columns have the maximum over the lines above and the line itself, the others
            over the line itself and those below.
        """
        import numpy as np

        half = values.shape[-1] // 2
        # One running maximum serves all pages, since the values of each page are raised above all of the one before.
        floor = self.page[:, None] * (_LARGEST + 1)
        roof = floor[-1] - floor
        down = np.maximum.accumulate(values[..., :half] + floor, axis=-2) - floor
        up = np.maximum.accumulate((values[..., half:] + roof)[..., ::-1, :], axis=-2)[..., ::-1, :] - roof
        return np.concatenate([down, up], axis=-1, dtype=np.float32, casting="same_kind")


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
