"""Features from the line model: the probability that a line of plain text holds the title, source, authors or date."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from corpusclean.infer.facts.page_facts import PageFacts
    from corpusclean.page import Role

_RANGE = 8.0  # of natural logarithms; probabilities below e^-8 = .0003 have a logarithmic feature of 0
_TELLING = 30  # number of the most probable lines in which names are looked up


def role_chance(facts: PageFacts, role: Role, position: int) -> float:
    """Return the line model's probability that a line holds a value, given that one of the lines does.

    Args:
        facts: those of the page.
        role: the kind of value.
        position: index of the line in `VisibleText.lines`.

    Returns:
        The probability; 0 if it is negligible, or if the line model has not read the page.
    """
    return facts.page.roles.get(role, {}).get(facts.visible.lines[position].index, 0.0)


def chance_features(chance: float) -> dict[str, float]:
    """Return a probability as two features: itself, and its logarithm, which separates small probabilities.

    Args:
        chance: probability, 0..1.

    Returns:
        Features by name, 0..1; none for 0.

    >>> chance_features(1.0), chance_features(0.0)
    ({'role chance': 1.0, 'role log chance': 1.0}, {})
    """
    if not chance:
        return {}
    return {"role chance": chance, "role log chance": max(0.0, 1.0 + math.log(chance) / _RANGE)}


def telling_lines(facts: PageFacts, role: Role) -> list[tuple[str, float]]:
    """Return (case-folded text, probability) of the lines most likely to hold a value, the most probable first."""
    chances = facts.page.roles.get(role, {})
    listed = [
        (-chance, position)
        for position, line in enumerate(facts.visible.lines if chances else ())
        if (chance := chances.get(line.index))
    ]
    return [(facts.visible.folded[position], -chance) for chance, position in sorted(listed)[:_TELLING]]


def named_chance(name: str, telling: list[tuple[str, float]]) -> float:
    """Return the probability that a value is in one of the lines that contain a name.

    Args:
        name: the name as printed.
        telling: lines from `telling_lines`.
    """
    folded = name.casefold()
    return min(1.0, math.fsum(chance for line, chance in telling if folded in line))
