"""Read the published schemas and derive from them Arrow schemas, dataset features, Arrow tables, and schema changes.

`schemas/*.json` is the only definition of the columns; no column is named in this module.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from corpusclean.errors import UsageError

if TYPE_CHECKING:
    import pyarrow as pa

SchemaName = Literal["document", "ledger", "reject"]
JsonSchema = Mapping[str, Any]

_HOME = Path(__file__).parent
SCHEMAS = _HOME / "schemas" if (_HOME / "schemas").is_dir() else _HOME.parent / "schemas"

# (type, format) in JSON Schema → the type's name in Arrow and in a dataset card. Only types that datasets, polars,
# DuckDB and pandas all read back unchanged; date64 and naive or nanosecond timestamps are not among them.
_CARD_TYPES = {
    ("string", None): "string",
    ("string", "date"): "date32",
    ("string", "date-time"): "timestamp[us, tz=UTC]",
    ("integer", None): "int64",
    ("number", None): "float64",
    ("boolean", None): "bool",
}


@cache
def json_schema(name: SchemaName) -> JsonSchema:
    """Return the published JSON Schema of one kind of row.

    Args:
        name: "document", "ledger" or "reject".

    >>> json_schema("reject")["version"]
    '1.0.0'
    """
    schema: JsonSchema = json.loads(schema_bytes(name))
    return schema


def schema_bytes(name: SchemaName) -> bytes:
    """Return the bytes of the file of a published JSON Schema."""
    return (SCHEMAS / f"{name}.v1.json").read_bytes()


@cache
def arrow_schema(name: SchemaName) -> pa.Schema:
    """Return the Arrow schema of one kind of row: its columns in order, each with its type and nullability.

    >>> arrow_schema("document").field("date").type
    DataType(date32[day])
    """
    return arrow_from(json_schema(name))


def arrow_from(schema: JsonSchema) -> pa.Schema:
    """Derive the Arrow schema from a JSON Schema that describes one row.

    Raises:
        UsageError: if the JSON Schema has a type that Arrow or `datasets` cannot represent.
    """
    import pyarrow as pa

    return pa.schema(_arrow_fields(schema))


def struct_type(name: SchemaName) -> pa.StructType:
    """Return the Arrow type of a struct column that holds one kind of row."""
    import pyarrow as pa

    return pa.struct(list(arrow_schema(name)))


def _arrow_fields(schema: JsonSchema) -> list[pa.Field]:
    import pyarrow as pa

    return [pa.field(n, _arrow_type(part), nullable=is_nullable(part)) for n, part in columns(schema).items()]


def _arrow_type(part: JsonSchema) -> pa.DataType:
    import pyarrow as pa

    kind = _json_type(part)
    if kind == "object":
        return pa.struct(_arrow_fields(part))
    if kind == "array":
        items = _items(part)
        return pa.list_(pa.field("element", _arrow_type(items), nullable=is_nullable(items)))
    name = _card_type(part)
    if name.startswith("timestamp"):
        return pa.timestamp("us", tz="UTC")
    return pa.type_for_alias(name)


def card_features(schema: JsonSchema) -> list[dict[str, Any]]:
    """Return the `features` entry of a dataset card, in the form that `datasets` writes.

    Args:
        schema: a JSON Schema that describes one row.

    >>> card_features(json_schema("document"))[0]
    {'name': 'id', 'dtype': 'string'}
    """
    return [{"name": name, **_card_feature(part)} for name, part in columns(schema).items()]


def _card_feature(part: JsonSchema) -> dict[str, Any]:
    kind = _json_type(part)
    if kind == "object":
        return {"struct": card_features(part)}
    if kind == "array":
        feature = _card_feature(_items(part))
        return {"list": feature.get("struct") or feature.get("dtype") or feature}
    return {"dtype": _card_type(part)}


def columns(schema: JsonSchema) -> JsonSchema:
    """Return the columns of a row, or the fields of a struct, in order: name → its part of the JSON Schema.

    Raises:
        UsageError: if there are none, since neither Parquet nor `datasets` can hold an empty struct.
    """
    properties = schema.get("properties")
    if not isinstance(properties, Mapping) or not properties:
        raise UsageError(f"schema: an object without properties: {schema!r:.80}. Do: name its properties.")
    return properties


def is_nullable(part: JsonSchema) -> bool:
    """Whether a part of a schema allows null."""
    return "null" in _types(part)


def content_columns(schema: JsonSchema | None = None) -> tuple[str, ...]:
    """Return the columns that are compared when two versions are (those with "x-content" in the schema).

    Args:
        schema: the JSON Schema of the documents; None means the published one.

    >>> "title" in content_columns(), "quality" in content_columns()
    (True, False)
    """
    parts = columns(json_schema("document") if schema is None else schema)
    return tuple(name for name, part in parts.items() if part.get("x-content"))


def _types(part: JsonSchema) -> list[Any]:
    kind = part.get("type") if isinstance(part, Mapping) else None
    return kind if isinstance(kind, list) else [kind]


def _json_type(part: JsonSchema) -> str:
    """Return the type of a value other than null; there must be exactly one."""
    types = [kind for kind in _types(part) if kind != "null"]
    if len(types) != 1 or not isinstance(types[0], str):
        raise UsageError(
            f"schema: {part!r:.80} has the types {types}. Do: give it one type, and null at most."
        )
    return types[0]


def _items(part: JsonSchema) -> JsonSchema:
    items = part.get("items")
    if not isinstance(items, Mapping):
        raise UsageError(f"schema: an array without items: {part!r:.80}. Do: say what it holds.")
    return items


def _card_type(part: JsonSchema) -> str:
    key = (_json_type(part), part.get("format"))
    if key not in _CARD_TYPES:
        raise UsageError(
            f"schema: type and format {key} have no type in Arrow. Do: take one of {list(_CARD_TYPES)}."
        )
    return _CARD_TYPES[key]


@dataclass(frozen=True, slots=True)
class SchemaChange:
    """One difference between two schemas that affects programs reading the data.

    Args:
        column: dotted path of the column; "[]" stands for the items of a list.
        change: the change in words, e.g. "removed".
        breaking: whether a program written for the old data may fail on the new.
    """

    column: str
    change: str
    breaking: bool


def schema_changes(old: JsonSchema, new: JsonSchema) -> list[SchemaChange]:
    """Compare two JSON Schemas of rows.

    Breaking changes: a column is removed, changes its type, becomes nullable or loses an allowed value. Other changes:
    a column is added, is no longer nullable or gets another allowed value. Descriptions and limits are not compared.

    >>> schema_changes(json_schema("ledger"), json_schema("ledger"))
    []
    """
    return list(_object_changes(old, new, ""))


def _object_changes(old: JsonSchema, new: JsonSchema, prefix: str) -> Iterator[SchemaChange]:
    before, after = columns(old), columns(new)
    for name, part in before.items():
        if name in after:
            yield from _part_changes(part, after[name], prefix + name)
        else:
            yield SchemaChange(prefix + name, "removed", breaking=True)
    for name in after:
        if name not in before:
            yield SchemaChange(prefix + name, "added", breaking=False)


def _part_changes(old: JsonSchema, new: JsonSchema, path: str) -> Iterator[SchemaChange]:
    kind = _json_type(old)
    if (kind, old.get("format")) != (_json_type(new), new.get("format")):
        yield SchemaChange(path, "type changed", breaking=True)
        return
    if is_nullable(old) != is_nullable(new):
        change = "may be null" if is_nullable(new) else "is never null"
        yield SchemaChange(path, change, breaking=is_nullable(new))
    before, after = old.get("enum", ()), new.get("enum", ())
    for value in before:
        if value is not None and after and value not in after:
            yield SchemaChange(path, f"value {value!r} removed", breaking=True)
    for value in after:
        if value is not None and before and value not in before:
            yield SchemaChange(path, f"value {value!r} added", breaking=False)
    if kind == "object":
        yield from _object_changes(old, new, f"{path}.")
    elif kind == "array":
        yield from _part_changes(_items(old), _items(new), f"{path}[]")


def to_array(rows: Sequence[Mapping[str, Any] | None], name: SchemaName) -> pa.StructArray:
    """Convert rows to a struct column with the published schema.

    Args:
        rows: any number of rows, None for a null; dates and times as objects or ISO 8601 strings, naive times are UTC.
        name: the kind of row.

    Returns:
        A struct array with one element per row.

    Raises:
        UsageError: if a row has other columns than the schema, or a value has the wrong type.
    """
    import pyarrow as pa

    names = set(columns(json_schema(name)))
    parsers = _parsers(json_schema(name))
    for index, row in enumerate(rows):
        if row is not None and row.keys() != names:
            raise UsageError(
                f"row {index}: its columns are not those of the schema {name!r}: {sorted(names ^ row.keys())}. "
                "Do: give each column, null where unknown, and no other."
            )
    try:
        ready = [None if row is None else _parse(row, parsers) for row in rows]
        return pa.array(ready, struct_type(name))
    except (pa.ArrowException, ValueError, TypeError, OverflowError) as error:
        raise UsageError(
            f"rows do not fit the schema {name!r}: {error}. Do: look at them with corpusclean.checks."
        ) from None


def to_table(rows: Sequence[Mapping[str, Any]], name: SchemaName) -> pa.Table:
    """Convert rows to a table with the published schema.

    Args:
        rows: any number of rows, e.g. from `Document.to_dict()`; see `to_array`.
        name: the kind of row.

    Raises:
        UsageError: if a row has other columns than the schema, or a value has the wrong type.

    >>> to_table([], "ledger").num_rows
    0
    """
    import pyarrow as pa

    return pa.Table.from_struct_array(to_array(rows, name))


def json_ready(row: Mapping[str, Any]) -> dict[str, Any]:
    """Convert a row to plain JSON values: dates and times become ISO 8601 strings, times in UTC.

    >>> json_ready({"date": date(2026, 1, 31)})
    {'date': '2026-01-31'}
    """
    plain: dict[str, Any] = json.loads(json.dumps(row, default=_iso))
    return plain


def json_line(row: Mapping[str, Any]) -> str:
    """Write a row as one line of JSON, with letters of all scripts as they are.

    >>> json_line({"title": "Zürich", "date": date(2026, 1, 31)})
    '{"title": "Zürich", "date": "2026-01-31"}'
    """
    return json.dumps(row, default=_iso, ensure_ascii=False)


def canonical_json(row: Mapping[str, Any]) -> bytes:
    """Return the canonical JSON of a row, which is what hashes are computed of: keys sorted, no white space, UTF-8.

    >>> canonical_json({"b": 1.0, "a": "é"}).decode()
    '{"a":"é","b":1.0}'
    """
    text = json.dumps(row, default=_iso, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass")


def _iso(value: object) -> str:
    if isinstance(value, datetime):
        aware = value.replace(tzinfo=UTC) if value.tzinfo is None else value
        return aware.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is no value of a row")


def _parsers(schema: JsonSchema) -> dict[str, Any]:
    """Map each column of dates or times to its parser; a struct with such fields to a mapping of the same kind."""
    found: dict[str, Any] = {}
    for name, part in columns(schema).items():
        if part.get("format") == "date":
            found[name] = date.fromisoformat
        elif part.get("format") == "date-time":
            found[name] = datetime.fromisoformat
        elif "properties" in part and (inner := _parsers(part)):
            found[name] = inner
    return found


def _parse(row: Mapping[str, Any], parsers: Mapping[str, Any]) -> dict[str, Any]:
    parsed = dict(row)
    for name, parser in parsers.items():
        value = parsed.get(name)
        if isinstance(value, str) and callable(parser):
            parsed[name] = parser(value)
        elif isinstance(value, Mapping) and isinstance(parser, Mapping):
            parsed[name] = _parse(value, parser)
    return parsed
