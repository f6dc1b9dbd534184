"""Rank candidates by a conditional logit (McFadden 1974) with the alternative "none", and calibrate probabilities.

The score of a candidate is the weighted sum of its features, the score of "none" is 0, and a softmax over all
scores gives the probabilities. So one plausible candidate is more probable than each of ten equally plausible ones.
"""

from __future__ import annotations

import math
from collections import defaultdict
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping

Key = TypeVar("Key", bound="Hashable")

_LEAST, _MOST = 0.01, 0.99  # range of probabilities for log-odds
_HIGHEST = 50.0  # maximal score; exp() of much higher ones would overflow


def value_chances(
    candidates: Iterable[tuple[Key, Mapping[str, float]]], weights: Mapping[str, float]
) -> dict[Key, tuple[float, int]]:
    """Compute the probability of each value by a conditional logit over the candidates.

    Args:
        candidates: (value, features) of each candidate; several candidates may have the same value.
        weights: weights of the features by name; features without a weight are ignored.

    Returns:
        Value → (sum of the probabilities of its candidates, index of the most probable of them).

    >>> value_chances([("a", {"x": 1.0}), ("b", {}), ("a", {})], {"x": 1.0})["a"]
    (0.6502, 0)
    """
    listed = list(candidates)
    strengths = [math.exp(min(_HIGHEST, _score(features, weights))) for _, features in listed]
    total = 1.0 + math.fsum(strengths)
    sums: dict[Key, float] = defaultdict(float)
    best: dict[Key, int] = {}
    for number, ((value, _), strength) in enumerate(zip(listed, strengths, strict=True)):
        sums[value] += strength / total
        if value not in best or strength > strengths[best[value]]:
            best[value] = number
    return {value: (round(chance, 4), best[value]) for value, chance in sums.items()}


def _score(features: Mapping[str, float], weights: Mapping[str, float]) -> float:
    return sum([weights.get(name, 0.0) * value for name, value in features.items()])


def calibrated(chance: float, field: str, calibration: Mapping[str, float]) -> float:
    """Calibrate the probability of a value by Platt scaling (Platt 1999).

    The parameters are fitted so that the result is the expected share of right values on unseen sites.

    Args:
        chance: probability of the value.
        field: field of the value.
        calibration: "FIELD slope" and "FIELD shift", the parameters on the log-odds; without them nothing changes.

    Returns:
        The calibrated probability.

    >>> calibrated(0.5, "date", {"date slope": 1.0, "date shift": 1.0}), calibrated(0.5, "title", {})
    (0.7311, 0.5)
    """
    slope, shift = calibration.get(f"{field} slope", 1.0), calibration.get(f"{field} shift", 0.0)
    return round(1.0 / (1.0 + math.exp(-slope * log_odds(chance) - shift)), 4)


def log_odds(chance: float) -> float:
    """Return the log-odds of a probability, clipped to .01 to .99.

    >>> log_odds(0.5)
    0.0
    """
    chance = min(_MOST, max(_LEAST, chance))
    return math.log(chance / (1.0 - chance))
