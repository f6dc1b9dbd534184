"""A conditional logit (McFadden 1974): candidates compete with each other and with "none of them".

The score of a candidate is the weighted sum of what is true of it, the score of "none" is 0, and a softmax
over all gives each its chance. So a page with one plausible line is surer of it than one with ten.
"""

from __future__ import annotations

import math
from collections import defaultdict
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping

Key = TypeVar("Key", bound="Hashable")

_LEAST, _MOST = 0.01, 0.99
_HIGHEST = 50.0  # a score that leaves nothing to any other, and still fits into a float


def value_chances(
    candidates: Iterable[tuple[Key, Mapping[str, float]]], weights: Mapping[str, float]
) -> dict[Key, tuple[float, int]]:
    """The chance of each value for which candidates stand.

    Args:
        candidates: value and features of each candidate; several may stand for one value.
        weights: of the features; one without a weight counts nothing.

    Returns:
        By value: the sum of the chances of its candidates, and the number of the best of them.

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
    """A chance as the share of values with it that turned out right on pages of sites not seen before.

    Args:
        chance: of the value.
        field: whose value it is.
        calibration: by field the slope and the shift of its log-odds (Platt 1999), "FIELD slope" and "FIELD shift".

    >>> calibrated(0.5, "date", {"date slope": 1.0, "date shift": 1.0}), calibrated(0.5, "title", {})
    (0.7311, 0.5)
    """
    slope, shift = calibration.get(f"{field} slope", 1.0), calibration.get(f"{field} shift", 0.0)
    return round(1.0 / (1.0 + math.exp(-slope * log_odds(chance) - shift)), 4)


def log_odds(chance: float) -> float:
    """The logarithm of the odds of a chance; those nearest to 0 and 1 count as .01 and .99.

    >>> log_odds(0.5)
    0.0
    """
    chance = min(_MOST, max(_LEAST, chance))
    return math.log(chance / (1.0 - chance))
