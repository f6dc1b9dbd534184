"""The published schemas and what is derived from them."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any, get_args

import pyarrow as pa
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from corpusclean.document import (
    CUT_REASONS,
    REJECT_REASONS,
    Charset,
    Cut,
    Document,
    Origin,
    Reject,
    document_id,
)
from corpusclean.errors import UsageError
from corpusclean.schema import (
    SchemaName,
    arrow_from,
    arrow_schema,
    canonical_json,
    card_features,
    content_columns,
    json_ready,
    json_schema,
    schema_changes,
    struct_type,
    to_array,
    to_table,
)

NAMES: tuple[SchemaName, ...] = get_args(SchemaName)
REJECT = Reject(document_id(user_id="a"), Origin("a.txt", 3), "empty", "no bytes").to_dict()


def document(**fields: Any) -> Document:
    defaults: dict[str, Any] = {
        "id": document_id(user_id="a"),
        "origin": Origin("a.txt", fetched_at=datetime(2026, 2, 1, 8, tzinfo=UTC)),
        "text": "The tide came in.",
        "charset": Charset("utf-8", "utf-8"),
        "raw_sha256": "0" * 64,
        "date": date(2026, 1, 31),
        "cuts": (Cut(0, 4, "Menu", "navigation", "rules/navigation.toml#menu"),),
    }
    return Document(**{**defaults, **fields})


def described(schema: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """All columns and fields of a schema with their names, at any depth."""
    for name, part in schema.get("properties", {}).items():
        yield name, part
        yield from described(part)
    yield from described(schema["items"]) if "items" in schema else ()


@pytest.mark.parametrize("name", NAMES)
def test_every_column_and_field_says_what_it_means(name: SchemaName) -> None:
    for column, part in described(json_schema(name)):
        assert len(part.get("description", "").split()) > 2, column
        assert part["description"].endswith("."), column


def test_the_reasons_of_rejects_are_explained() -> None:
    explained = json_schema("reject")["properties"]["reason"]["description"]
    assert [reason for reason in REJECT_REASONS if reason not in explained] == []


def without_nullability(schema: pa.Schema) -> list[tuple[str, str]]:
    def told(kind: pa.DataType) -> str:
        if pa.types.is_struct(kind):
            return "{" + ", ".join(f"{field.name}: {told(field.type)}" for field in kind) + "}"
        return f"[{told(kind.value_type)}]" if pa.types.is_list(kind) else str(kind)

    return [(field.name, told(field.type)) for field in schema]


@pytest.mark.parametrize("name", NAMES)
def test_arrow_has_the_columns_of_the_json_schema_in_order(name: SchemaName) -> None:
    assert arrow_schema(name).names == list(json_schema(name)["properties"])
    assert json_schema(name)["required"] == arrow_schema(name).names


@pytest.mark.parametrize("name", NAMES)
def test_only_what_may_be_null_in_the_json_schema_is_nullable(name: SchemaName) -> None:
    for column, part in json_schema(name)["properties"].items():
        assert arrow_schema(name).field(column).nullable == ("null" in part["type"])


@pytest.mark.parametrize("name", NAMES)
def test_features_arrow_and_card_say_the_same_to_datasets(name: SchemaName) -> None:
    from datasets import Features

    features = Features.from_arrow_schema(arrow_schema(name))
    card = yaml.safe_load(yaml.safe_dump(card_features(json_schema(name))))
    assert Features._from_yaml_list(card) == features
    assert features._to_yaml_list() == card_features(json_schema(name))
    assert without_nullability(features.arrow_schema) == without_nullability(arrow_schema(name))


def test_the_closed_lists_of_the_schemas_are_those_of_the_code() -> None:
    cut = json_schema("ledger")["properties"]["cuts"]["items"]["properties"]["reason"]["enum"]
    removed = json_schema("document")["properties"]["removed"]["properties"]["by_reason"]
    assert tuple(cut) == tuple(removed["items"]["properties"]["reason"]["enum"]) == CUT_REASONS
    assert tuple(json_schema("reject")["properties"]["reason"]["enum"]) == REJECT_REASONS


def test_measures_and_provenance_are_no_content() -> None:
    assert set(arrow_schema("document").names) - set(content_columns()) == {
        *("id", "evidence", "quality", "removed", "origin", "charset", "raw_sha256", "text_sha256")
    }


def test_a_table_comes_out_as_its_rows_went_in() -> None:
    row = document().to_dict()
    table = to_table([row, row], "document")
    assert table.schema.equals(arrow_schema("document"))
    assert table.to_pylist() == [row, row]
    ledger = document().ledger()
    assert to_table([ledger], "ledger").to_pylist() == [ledger]


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), st.dates(date(1990, 1, 1)))
def test_rows_as_json_make_the_same_table_as_rows_with_dates(text: str, day: date) -> None:
    row = document(text=text, title=text, date=day).to_dict()
    assert to_table([json_ready(row)], "document") == to_table([row], "document")


def test_times_are_kept_in_utc() -> None:
    hour = datetime(2026, 2, 1, 8, 0)  # noqa: DTZ001 - a naive time is what is tested
    shifted = datetime(2026, 2, 1, 10, 0, tzinfo=timezone(timedelta(hours=2)))
    rows = [document(origin=Origin(fetched_at=when)).to_dict() for when in (hour, shifted)]
    stored = [row["origin"]["fetched_at"] for row in to_table(rows, "document").to_pylist()]
    assert stored == [datetime(2026, 2, 1, 8, 0, tzinfo=UTC)] * 2
    assert {json_ready(row)["origin"]["fetched_at"] for row in rows} == {"2026-02-01T08:00:00+00:00"}


def test_a_struct_column_has_a_null_where_there_is_no_row() -> None:
    array = to_array([REJECT, None], "reject")
    assert array.type == struct_type("reject")
    assert array.to_pylist() == [REJECT, None]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"detail": ...}, r"row 0: .*\['detail'\]"),
        ({"surprise": 1}, r"row 0: .*\['surprise'\]"),
        ({"detail": 7}, "do not fit the schema 'reject'"),
        ({"detail": "\ud800"}, "do not fit the schema 'reject'"),
        ({"origin": {"input": None, "record": "x", "url": None, "fetched_at": None}}, "do not fit"),
        ({"origin": {"input": None, "record": 1, "url": None, "fetched_at": "soon"}}, "do not fit"),
    ],
)
def test_a_row_that_does_not_fit_is_named(change: dict[str, Any], message: str) -> None:
    row = {key: value for key, value in {**REJECT, **change}.items() if value is not ...}
    with pytest.raises(UsageError, match=message):
        to_table([row], "reject")


def test_the_canonical_form_does_not_depend_on_the_order_of_keys() -> None:
    row = document().to_dict()
    assert canonical_json(dict(reversed(row.items()))) == canonical_json(row)
    assert canonical_json({**row, "title": "é"}) != canonical_json(row)


BASE: dict[str, Any] = {
    "properties": {
        "id": {"type": "string"},
        "size": {"type": ["integer", "null"]},
        "kind": {"type": "string", "enum": ["a", "b"]},
        "parts": {"type": "array", "items": {"type": "object", "properties": {"x": {"type": "number"}}}},
    }
}


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        (("id",), None, [("id", "removed", True)]),
        (("id", "type"), "integer", [("id", "type changed", True)]),
        (("id", "format"), "date", [("id", "type changed", True)]),
        (("id", "type"), ["string", "null"], [("id", "may be null", True)]),
        (("size", "type"), "integer", [("size", "is never null", False)]),
        (("extra",), {"type": "string"}, [("extra", "added", False)]),
        (("kind", "enum"), ["a", "b", "c"], [("kind", "value 'c' added", False)]),
        (("kind", "enum"), ["a"], [("kind", "value 'b' removed", True)]),
        (("id", "description"), "new words", []),
        (("id", "pattern"), "^x", []),
        (("parts", "items", "properties", "y"), {"type": "string"}, [("parts[].y", "added", False)]),
        (("parts", "items", "properties", "x", "type"), "string", [("parts[].x", "type changed", True)]),
    ],
)
def test_what_breaks_a_reader_is_told_from_what_does_not(
    path: tuple[str, ...], value: Any, expected: list[tuple[str, str, bool]]
) -> None:
    changed = copy.deepcopy(BASE)
    part = changed["properties"]
    for step in path[:-1]:
        part = part[step]
    part[path[-1]] = value
    if value is None:
        del part[path[-1]]
    assert [(c.column, c.change, c.breaking) for c in schema_changes(BASE, changed)] == expected


@pytest.mark.parametrize(
    "part",
    [
        {"type": ["string", "integer"]},
        {"type": "null"},
        {"type": "string", "format": "duration"},
        {"type": "array"},
        {"type": "object"},
        {"type": "object", "properties": {}},
        {"$ref": "http://example.com/other.json"},
        {},
    ],
)
def test_a_schema_that_arrow_or_datasets_cannot_hold_is_refused(part: dict[str, Any]) -> None:
    with pytest.raises(UsageError, match=r"^schema: .* Do: "):
        arrow_from({"properties": {"id": part}})
