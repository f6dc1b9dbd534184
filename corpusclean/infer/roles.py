"""What the line model takes the lines of a text for: how likely each tells the title, the source, the authors, the date."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from corpusclean.infer.reading import Reading
    from corpusclean.page import Role

_RANGE = 8.0  # logarithms of chances that matter: from .0003 on
_TELLING = 30  # likeliest lines in which a name is looked for


def role_chance(reading: Reading, role: Role, position: int) -> float:
    """How likely the line model thinks that a line tells a value, if one of the lines does.

    Args:
        reading: of the page.
        role: the value.
        position: of the line in `Reading.lines`.

    Returns:
        0..1; 0 where no model has read the page, or it thinks the line all but impossible.
    """
    return reading.page.roles.get(role, {}).get(reading.lines[position].index, 0.0)


def chance_features(chance: float) -> dict[str, float]:
    """A chance as features: as it is, and its logarithm, which tells the unlikely from the all but impossible.

    >>> chance_features(1.0), chance_features(0.0)
    ({'role chance': 1.0, 'role log chance': 1.0}, {})
    """
    if not chance:
        return {}
    return {"role chance": chance, "role log chance": max(0.0, 1.0 + math.log(chance) / _RANGE)}


def telling_lines(reading: Reading, role: Role) -> list[tuple[str, float]]:
    """The case-folded lines that tell a value most likely, with the chance of each, the likeliest first."""
    chances = reading.page.roles.get(role, {})
    listed = [
        (-chance, position)
        for position, line in enumerate(reading.lines if chances else ())
        if (chance := chances.get(line.index))
    ]
    return [(reading.folded[position], -chance) for chance, position in sorted(listed)[:_TELLING]]


def named_chance(name: str, telling: list[tuple[str, float]]) -> float:
    """How likely a value stands in one of the lines that hold a name.

    Args:
        name: as printed.
        telling: from `telling_lines`.
    """
    folded = name.casefold()
    return min(1.0, math.fsum(chance for line, chance in telling if folded in line))
