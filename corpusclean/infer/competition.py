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
    strengths = [
        math.exp(
            min(_HIGHEST, sum(weights.get(name, 0.0) * value for name, value in features.items() if value))
        )
        for _, features in listed
    ]
    total = 1.0 + math.fsum(strengths)
    sums: dict[Key, float] = defaultdict(float)
    best: dict[Key, int] = {}
    for number, ((value, _), strength) in enumerate(zip(listed, strengths, strict=True)):
        sums[value] += strength / total
        if value not in best or strength > strengths[best[value]]:
            best[value] = number
    return {value: (round(chance, 4), best[value]) for value, chance in sums.items()}
