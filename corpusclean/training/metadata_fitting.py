"""Fit conditional logit models, which choose the right one of several candidates, or none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpusclean.infer.ranking.conditional_logit import log_odds

DECAY = 1.0
STEPS, RATE = 300, 0.05  # of Adam (Kingma and Ba, 2015); more steps change no weight by .01

_NEWTON_STEPS = 20

_Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Choice:
    """The candidates of one page.

    Args:
        candidates: the features of each candidate.
        right: whether each candidate is right; if none is, none should be chosen.
        weight: weight of the page.
    """

    candidates: Sequence[Mapping[str, float]]
    right: Sequence[bool]
    weight: float = 1.0


def fit_weights(choices: Iterable[Choice], decay: float = DECAY) -> dict[str, float]:
    """Fit a conditional logit (McFadden, 1974), where choosing any right candidate is correct.

    Args:
        choices: the choices; those without candidates are ignored.
        decay: strength of L2 regularisation.

    Returns:
        The weight of each feature; "none" has the score 0.

    >>> weights = fit_weights([Choice([{"good": 1.0}, {"bad": 1.0}], [True, False])] * 20)
    >>> weights["good"] > 1 > 0 > weights["bad"]
    True
    """
    listed = [choice for choice in choices if choice.candidates]
    names = sorted({name for choice in listed for features in choice.candidates for name in features})
    if not names:
        return {}
    column = {name: number for number, name in enumerate(names)}
    rows = [features for choice in listed for features in (*choice.candidates, {})]
    matrix = np.zeros((len(rows), len(names)))
    for number, features in enumerate(rows):
        for name, value in features.items():
            matrix[number, column[name]] = value
    right = np.array(
        [good for choice in listed for good in (*choice.right, not any(choice.right))], dtype=float
    )
    sizes = np.array([len(choice.candidates) + 1 for choice in listed])
    counted = np.repeat([choice.weight for choice in listed], sizes)
    weights = _ascend(matrix, right, counted, sizes, decay)
    return {name: float(weight) for name, weight in zip(names, weights, strict=True)}


def _ascend(matrix: _Matrix, right: _Matrix, counted: _Matrix, sizes: NDArray[Any], decay: float) -> _Matrix:
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    weights = np.zeros(matrix.shape[1])
    mean, square = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, STEPS + 1):
        scores = matrix @ weights
        odds = np.exp(scores - np.repeat(np.maximum.reduceat(scores, starts), sizes))
        chances = odds / np.repeat(np.add.reduceat(odds, starts), sizes)
        wanted = chances * right
        wanted /= np.repeat(np.add.reduceat(wanted, starts), sizes)
        gradient = matrix.T @ (counted * (wanted - chances)) - decay * weights
        mean = 0.9 * mean + 0.1 * gradient
        square = 0.999 * square + 0.001 * gradient**2
        weights = weights + RATE * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    return weights


def fit_calibration(confidences: Sequence[float], right: Sequence[bool]) -> tuple[float, float]:
    """Fit slope and shift of log-odds, so that confidences become shares of right values (Platt scaling, 1999).

    Args:
        confidences: confidence of each value, 0..1.
        right: whether each value is right.

    Returns:
        Slope and shift, regularised towards (1, 0), which is no change.

    >>> slope, shift = fit_calibration([0.4, 0.6] * 50, [True, True, True, True, False] * 20)
    >>> shift > 1
    True
    """
    odds = np.array([[log_odds(confidence), 1.0] for confidence in confidences]).reshape(-1, 2)
    target, start = np.array(right, dtype=float), np.array([1.0, 0.0])
    weights = start.copy()
    for _ in range(_NEWTON_STEPS):
        chances = 1.0 / (1.0 + np.exp(-odds @ weights))
        gradient = odds.T @ (target - chances) - DECAY * (weights - start)
        curvature = (odds * (chances * (1.0 - chances))[:, None]).T @ odds + DECAY * np.eye(2)
        weights = weights + np.linalg.solve(curvature, gradient)
    return float(max(weights[0], 0.0)), float(weights[1])
