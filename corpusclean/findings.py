"""The results of checks: each finding says what is wrong, where, and how to mend it."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal

# This many findings of one rule in one column are reported; the last of them also counts the others.
EXAMPLES = 5


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong with a row or a file.

    Args:
        severity: an "error" prevents a release, a "warning" does not.
        rule: the rule that is broken, e.g. "schema/pattern", "text-sha256".
        message: what is wrong, in words.
        fix: what to do.
        release: folder of the release, if one was checked.
        file: path relative to the release, if a file was checked.
        row: number of the row, from 0, in the file or in the rows given.
        id: id of the row.
        column: path of the value in the row, e.g. "evidence[0].method".
        value: the value found, cut off after 80 characters.
        expected: the value expected.
        count: 1; in the last finding kept of a rule and column, 1 plus the number of those not kept.
    """

    severity: Literal["error", "warning"]
    rule: str
    message: str
    fix: str
    release: str | None = None
    file: str | None = None
    row: int | None = None
    id: str | None = None
    column: str | None = None
    value: str | None = None
    expected: str | None = None
    count: int = 1

    def to_dict(self) -> dict[str, Any]:
        """Return the fields as values that JSON can hold."""
        return asdict(self)

    def __str__(self) -> str:
        places = (
            self.release,
            self.file,
            None if self.row is None else f"row {self.row}",
            None if self.id is None else f"id {self.id}",
            self.column,
        )
        where = ", ".join(place for place in places if place)
        seen = "" if self.value is None else f": {self.value}"
        wanted = "" if self.expected is None else f", expected {self.expected}"
        more = "" if self.count == 1 else f" (and {self.count - 1} more like this)"
        return (
            f"{self.severity} [{self.rule}] {where or 'release'}: {self.message}{seen}{wanted}. "
            f"Do: {self.fix}{more}"
        )


def damage(
    rule: str, file: str, message: str, value: str | None = None, expected: str | None = None
) -> Finding:
    """Make the finding for a damaged file of a release, which only a copy or a new build can mend.

    >>> print(damage("card", "README.md", "configs is not what the manifest asks for"))
    error [card] README.md: configs is not what the manifest asks for. Do: restore the file from a copy, or build again
    """
    fix = "restore the file from a copy, or build again"
    return Finding("error", rule, message, fix, file=file, value=value, expected=expected)


@dataclass(slots=True)
class Findings:
    """A collection that keeps `EXAMPLES` findings of each rule and column, and counts the others."""

    _kept: dict[tuple[str, str], list[Finding]] = field(default_factory=dict)

    def add(self, *findings: Finding) -> None:
        """Add findings; beyond the limit, only raise the count of the last one kept."""
        for finding in findings:
            key = (finding.rule, re.sub(r"\[\d+\]", "[]", finding.column or ""))
            kept = self._kept.setdefault(key, [])
            if len(kept) < EXAMPLES:
                kept.append(finding)
            else:
                kept[-1] = replace(kept[-1], count=kept[-1].count + finding.count)

    def listed(self) -> list[Finding]:
        """Return the findings kept: errors before warnings, each in the order of their addition."""
        found = [finding for kept in self._kept.values() for finding in kept]
        return sorted(found, key=lambda finding: finding.severity)
