"""What changed between two versions of a dataset, and the version number that this asks for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from corpusclean.errors import UsageError
from corpusclean.package.pairing import paired
from corpusclean.package.versions import LEVELS, Level
from corpusclean.schema import JsonSchema, SchemaChange, content_columns, schema_changes

Row = Mapping[str, Any]
Bump = Literal["auto", "major", "minor", "patch"]


@dataclass(frozen=True, slots=True)
class Diff:
    """What changed between two versions; only ids and column names, never text.

    Args:
        before, after: the versions, e.g. "news@1.0.0".
        added: ids of the rows that only `after` has, sorted.
        removed: ids of the rows that only `before` has, sorted.
        changed: id → the columns whose value differs.
        schema: what changed in the schema.
        content: the columns that count as content.
    """

    before: str
    after: str
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    changed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    schema: tuple[SchemaChange, ...] = ()
    content: tuple[str, ...] = ()

    @property
    def level(self) -> Level | None:
        """The bump that the change of rows and schema asks for; None if there is none.

        Removed rows, changed content and a broken schema are "major"; rows, columns or allowed values that
        were added are "minor"; anything else that changed is "patch".
        """
        content = set(self.content)
        if (
            self.removed
            or any(change.breaking for change in self.schema)
            or any(content.intersection(columns) for columns in self.changed.values())
        ):
            return "major"
        if self.added or self.schema:
            return "minor"
        return "patch" if self.changed else None

    def summary(self) -> dict[str, Any]:
        """Counts of the rows added, removed and changed, of the changes by column, and the schema's."""
        return {
            "before": self.before,
            "after": self.after,
            "added": len(self.added),
            "removed": len(self.removed),
            "changed": len(self.changed),
            "changed_by_column": dict(
                sorted(Counter(name for columns in self.changed.values() for name in columns).items())
            ),
            "schema": [{"column": c.column, "change": c.change, "breaking": c.breaking} for c in self.schema],
        }

    def operations(self) -> list[dict[str, Any]]:
        """One entry for each row that differs, sorted by id: id, op and, of a changed row, its fields."""
        found: list[dict[str, Any]] = [{"id": id_, "op": "added"} for id_ in self.added]
        found += [{"id": id_, "op": "removed"} for id_ in self.removed]
        found += [
            {"id": id_, "op": "changed", "fields": list(columns)} for id_, columns in self.changed.items()
        ]
        return sorted(found, key=lambda entry: entry["id"])

    def to_dict(self) -> dict[str, Any]:
        """The whole diff as plain values that JSON can hold."""
        return {**self.summary(), "rows": self.operations()}

    def __str__(self) -> str:
        total = self.summary()
        lines = [f"{self.before} → {self.after}: " + (describe(total) or "no difference")]
        lines += [f"  {_SIGNS[entry['op']]} {_told(entry)}" for entry in self.operations()[:_SHOWN]]
        hidden = len(self.operations()) - _SHOWN
        return "\n".join([*lines, *([f"  … and {hidden} more"] if hidden > 0 else [])])


_SIGNS = {"added": "+", "removed": "-", "changed": "~"}

# A person reads so many ids at most; the files of the release have them all.
_SHOWN = 20


def _told(entry: Row) -> str:
    fields = f" ({', '.join(entry['fields'])})" if "fields" in entry else ""
    return f"{entry['id']}{fields}"


def describe(summary: Mapping[str, Any]) -> str:
    """The summary of a diff in words, "" if nothing differs.

    >>> describe({"added": 2, "removed": 0, "changed": 1, "changed_by_column": {"title": 1}, "schema": []})
    '2 rows added, 1 changed (title: 1)'
    """
    parts = [f"{summary[op]} {op}" for op in _SIGNS if summary[op]]
    if parts:
        count, op = parts[0].split(" ")
        parts[0] = f"{count} row{'' if count == '1' else 's'} {op}"
    if summary["changed"]:
        parts[-1] += f" ({', '.join(f'{name}: {n}' for name, n in summary['changed_by_column'].items())})"
    parts += [f"column {change['column']} {change['change']}" for change in summary["schema"]]
    return ", ".join(parts)


@dataclass(frozen=True, slots=True)
class Side:
    """One of two versions that are compared.

    Args:
        label: e.g. "news@1.0.0".
        rows: sorted by id.
        schema: the JSON Schema of the rows.
    """

    label: str
    rows: Iterable[Row]
    schema: JsonSchema


def compare(before: Side, after: Side) -> Diff:
    """Compare two versions row by row; memory grows with the rows that differ, not with all.

    Columns that only one of the two has are changes of the schema, and no row counts as changed for them.
    """
    common = [name for name in before.schema["properties"] if name in after.schema["properties"]]
    added: list[str] = []
    removed: list[str] = []
    changed: dict[str, tuple[str, ...]] = {}
    for old, new in paired(before.rows, after.rows):
        if old is None and new is not None:
            added.append(new["id"])
        elif old is not None and new is None:
            removed.append(old["id"])
        elif old is not None and new is not None:
            columns = tuple(name for name in common if old[name] != new[name])
            changed.update({new["id"]: columns} if columns else {})
    content = {*content_columns(before.schema), *content_columns(after.schema)}
    return Diff(
        before.label,
        after.label,
        tuple(added),
        tuple(removed),
        changed,
        tuple(schema_changes(before.schema, after.schema)),
        tuple(sorted(content)),
    )


def raised(level: Level, bump: Bump) -> Level:
    """The level of the new version: what the change asks for, or the higher one that the user wants.

    Raises:
        UsageError: if the user wants less than the change asks for.
    """
    if bump == "auto":
        return level
    if LEVELS.index(bump) < LEVELS.index(level):
        raise UsageError(
            f"bump is {bump!r}, but the change is {level}. Do: leave bump out, or give {level!r} or higher."
        )
    return bump
