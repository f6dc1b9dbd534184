"""Compare two versions of a dataset row by row, and derive the version bump that the changes require."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from corpusclean.package.pairing import paired
from corpusclean.package.versions import LEVELS, Level
from corpusclean.schema import JsonSchema, SchemaChange, content_columns, schema_changes

Row = Mapping[str, Any]
Bump = Literal["auto", "major", "minor", "patch"]


@dataclass(frozen=True, slots=True)
class Diff:
    """The changes between two versions: ids and column names, without values.

    Args:
        before, after: the versions, e.g. "news@1.0.0".
        added: ids of the rows only in `after`, sorted.
        removed: ids of the rows only in `before`, sorted.
        changed: id → columns with different values.
        schema: changes of the schema.
        content: columns in which a change is a major one (see `schema.content_columns`).
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
        """The version bump that the changes require; None without changes.

        "major": rows removed, content changed, or a breaking change of the schema; "minor": rows, columns or allowed
        values added; "patch": any other change.
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
        """Return the numbers of rows added, removed and changed, the changes by column, and those of the schema."""
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
        """Return an entry for each different row, sorted by id: "id", "op" and, of changed rows, "fields"."""
        found: list[dict[str, Any]] = [{"id": id_, "op": "added"} for id_ in self.added]
        found += [{"id": id_, "op": "removed"} for id_ in self.removed]
        found += [
            {"id": id_, "op": "changed", "fields": list(columns)} for id_, columns in self.changed.items()
        ]
        return sorted(found, key=lambda entry: entry["id"])

    def to_dict(self) -> dict[str, Any]:
        """Return summary and operations as values that JSON can hold."""
        return {**self.summary(), "rows": self.operations()}

    def __str__(self) -> str:
        entries = self.operations()
        lines = [f"{self.before} → {self.after}: " + (describe(self.summary()) or "no difference")]
        lines += [f"  {_SIGNS[entry['op']]} {_entry_text(entry)}" for entry in entries[:_SHOWN]]
        hidden = len(entries) - _SHOWN
        return "\n".join([*lines, *([f"  … and {hidden} more"] if hidden > 0 else [])])


_SIGNS = {"added": "+", "removed": "-", "changed": "~"}

_SHOWN = 20  # ids printed; the files of the release have them all


def _entry_text(entry: Row) -> str:
    fields = f" ({', '.join(entry['fields'])})" if "fields" in entry else ""
    return f"{entry['id']}{fields}"


def describe(summary: Mapping[str, Any]) -> str:
    """Return the summary of a diff in words, "" if nothing differs.

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
    """One of two versions to compare.

    Args:
        label: its name and number, e.g. "news@1.0.0".
        rows: its rows, sorted by id.
        schema: the JSON Schema of the rows.
    """

    label: str
    rows: Iterable[Row]
    schema: JsonSchema


def compare(before: Side, after: Side) -> Diff:
    """Compare two versions row by row; needs memory for the different rows only.

    Columns of only one version are changes of the schema; they do not make rows count as changed.
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
    """Return the higher of the level that the changes require and the one that the user asks for."""
    return level if bump == "auto" else max(level, bump, key=LEVELS.index)
