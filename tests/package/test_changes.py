"""What changed, and the number that it asks for."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpusclean.package.changes import Bump, Diff, Side, compare, describe, raised
from corpusclean.package.pairing import paired
from corpusclean.package.versions import Level
from corpusclean.schema import SchemaChange

SCHEMA: dict[str, Any] = {
    "properties": {
        "id": {"type": "string"},
        "text": {"type": "string", "x-content": True},
        "size": {"type": "integer"},
    }
}


def row(id_: str, text: str = "", size: int = 0) -> dict[str, Any]:
    return {"id": id_, "text": text, "size": size}


def between(before: Sequence[dict[str, Any]], after: Sequence[dict[str, Any]]) -> Diff:
    return compare(Side("a@1.0.0", before, SCHEMA), Side("a@next", after, SCHEMA))


@pytest.mark.parametrize(
    ("before", "after", "level"),
    [
        ([row("1")], [row("1")], None),
        ([row("1")], [row("1"), row("2")], "minor"),
        ([row("1")], [row("1", size=1)], "patch"),
        ([row("1")], [row("1", size=1), row("2")], "minor"),
        ([row("1")], [row("1", "new")], "major"),
        ([row("1"), row("2")], [row("2")], "major"),
        ([row("1")], [row("2")], "major"),
    ],
)
def test_the_strictest_change_of_a_row_decides(
    before: list[dict[str, Any]], after: list[dict[str, Any]], level: Level | None
) -> None:
    assert between(before, after).level == level


def with_column(name: str, part: dict[str, Any] | None) -> dict[str, Any]:
    schema = copy.deepcopy(SCHEMA)
    if part is None:
        del schema["properties"][name]
    else:
        schema["properties"][name] = part
    return schema


@pytest.mark.parametrize(
    ("schema", "rows", "level", "change"),
    [
        (
            with_column("topic", {"type": ["string", "null"]}),
            [{**row("1"), "topic": "sea"}],
            "minor",
            "topic",
        ),
        (with_column("size", None), [{"id": "1", "text": ""}], "major", "size"),
        (with_column("size", {"type": "number"}), [{**row("1"), "size": 0.0}], "major", "size"),
        (with_column("size", {"type": ["integer", "null"]}), [row("1")], "major", "size"),
    ],
)
def test_a_change_of_the_schema_counts_and_its_rows_do_not(
    schema: dict[str, Any], rows: list[dict[str, Any]], level: Level, change: str
) -> None:
    found = compare(Side("a@1.0.0", [row("1")], SCHEMA), Side("a@next", rows, schema))
    assert found.level == level
    assert [c.column for c in found.schema] == [change]
    assert found.changed == {}


def test_a_column_that_one_version_called_content_is_content() -> None:
    schema = with_column("text", {"type": "string"})
    found = compare(Side("a", [row("1")], SCHEMA), Side("b", [row("1", "new")], schema))
    assert found.level == "major"


@pytest.mark.parametrize(
    ("level", "bump", "expected"),
    [
        ("patch", "auto", "patch"),
        ("patch", "minor", "minor"),
        ("minor", "minor", "minor"),
        ("minor", "major", "major"),
        ("minor", "patch", "minor"),
        ("major", "minor", "major"),
    ],
)
def test_a_bump_is_raised_and_never_lowered(level: Level, bump: Bump, expected: Level) -> None:
    assert raised(level, bump) == expected


def test_a_diff_reads_well_however_large_it_is() -> None:
    added = tuple(f"{number:03}" for number in range(30))
    changed = {"900": ("size", "text"), "901": ("size",)}
    schema = (SchemaChange("topic", "added", breaking=False),)
    lines = str(Diff("a@1.0.0", "a@2.0.0", added, ("800",), changed, schema, ("text",))).splitlines()
    assert lines[0] == (
        "a@1.0.0 → a@2.0.0: 30 rows added, 1 removed, 2 changed (size: 2, text: 1), column topic added"
    )
    assert lines[1] == "  + 000"
    assert lines[-1] == "  … and 13 more"
    assert len(lines) == 22


def test_operations_are_sorted_by_id() -> None:
    found = between([row("1"), row("2"), row("4")], [row("2", "x"), row("3"), row("4")])
    assert found.operations() == [
        {"id": "1", "op": "removed"},
        {"id": "2", "op": "changed", "fields": ["text"]},
        {"id": "3", "op": "added"},
    ]


def test_a_single_row_is_told_in_the_singular() -> None:
    assert describe(between([], [row("1")]).summary()) == "1 row added"
    assert describe(between([row("1")], [row("1")]).summary()) == ""


IDS = st.lists(st.text("abc", max_size=3), unique=True).map(sorted)


@given(IDS, IDS)
def test_pairing_is_a_merge_of_two_sorted_lists(left: list[str], right: list[str]) -> None:
    pairs = list(paired([{"id": id_, "side": 0} for id_ in left], [{"id": id_, "side": 1} for id_ in right]))
    assert [(a or b or {})["id"] for a, b in pairs] == sorted({*left, *right})
    assert [a["id"] for a, _ in pairs if a] == left
    assert [b["id"] for _, b in pairs if b] == right
