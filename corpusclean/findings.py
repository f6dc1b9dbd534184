"""What checks report: each finding says what is wrong, where, and how to mend it."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal

# So many findings of one rule in one column are told one by one; the rest is counted in the last of them.
EXAMPLES = 5


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong with a row or a file.

    Args:
        severity: "error" makes a release impossible, "warning" does not.
        rule: which rule it breaks, e.g. "schema/pattern", "text-sha256".
        message: what is wrong, in words.
        fix: what to do.
        file: relative to the release, if a file is looked at.
        row: number of the row, from 0, in the file or in what was given.
        id: of the row.
        column: path in the row, e.g. "evidence[0].method".
        value: what stands there, cut off after 80 characters.
        expected: what should stand there.
        count: how many findings it stands for: 1, or more in the last example of a rule.
    """

    severity: Literal["error", "warning"]
    rule: str
    message: str
    fix: str
    file: str | None = None
    row: int | None = None
    id: str | None = None
    column: str | None = None
    value: str | None = None
    expected: str | None = None
    count: int = 1

    def to_dict(self) -> dict[str, Any]:
        """The finding as plain values that JSON can hold."""
        return asdict(self)

    def __str__(self) -> str:
        places = (
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
    """An error in the files of a release, which no change of a row would mend.

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
        """Take findings in; what is over the limit adds to the count of the last one kept."""
        for finding in findings:
            key = (finding.rule, re.sub(r"\[\d+\]", "[]", finding.column or ""))
            kept = self._kept.setdefault(key, [])
            if len(kept) < EXAMPLES:
                kept.append(finding)
            else:
                kept[-1] = replace(kept[-1], count=kept[-1].count + finding.count)

    def listed(self) -> list[Finding]:
        """What is kept: errors before warnings, else in the order they were found."""
        found = [finding for kept in self._kept.values() for finding in kept]
        return sorted(found, key=lambda finding: finding.severity)
