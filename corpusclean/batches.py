"""`clean_batch`: clean documents that come as the columns of an Arrow table, a record batch or a dict."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from corpusclean.document import Document, RawDocument, Reject
from corpusclean.errors import Rejected, UsageError
from corpusclean.pipeline import clean_documents
from corpusclean.readers.fields import (
    MARKUP_FIELDS,
    content_name,
    extra_json,
    filled_content_name,
    given_document,
)
from corpusclean.recipe import Recipe, given_or_default

if TYPE_CHECKING:
    import pyarrow as pa

_KNOWN = ("url", "content_type", "charset", "fetched_at")  # columns that are arguments of `clean`


def clean_batch(batch: Any, recipe: Recipe | None = None) -> Any:
    """Clean a batch of documents that come as columns.

    Args:
        batch: a `pyarrow.RecordBatch`, a `pyarrow.Table`, another table that Arrow can read (a DataFrame of
            polars, or of pandas from version 2.2), or a mapping from column names to lists or arrays. The content (bytes
            or str) is in the column that `build` would take: `recipe.content_field`, or the first of
            `readers.fields.CONTENT_FIELDS` that holds a text in the row, such as `raw`, `html` or `text`. `url`,
            `content_type`, `charset`, `fetched_at` and `id` are the arguments of `clean`; all other columns, and
            `id`, are copied as JSON to `document.extra`, dates and times in ISO 8601.
        recipe: the settings; by default `Recipe()`.

    Returns:
        A RecordBatch or dict, like the input, or else a Table, with one row per input row in the same order and the struct
        columns `document`, `ledger` and `reject` of the published schemas; a row has either the first two or the
        last. The lazy batches of `datasets.map` give a Table, since `datasets` infers the types of a dict from its
        values, and would find none for `reject` in a first batch without rejects.

    Raises:
        UsageError: if there is no column with the content, or a value has the wrong type or cannot be written as JSON.

    >>> batch = clean_batch({"raw": ["Rain falls on Ulm.", ""]})
    >>> batch["document"][0]["text"], batch["reject"][1]["reason"]
    ('Rain falls on Ulm.', 'empty')
    """
    import pyarrow as pa

    recipe = given_or_default(recipe)
    results = clean_documents(_documents(batch, recipe.content_field), recipe)
    table = results_table(results)
    if isinstance(batch, pa.RecordBatch):
        return pa.RecordBatch.from_arrays(
            [column.combine_chunks() for column in table.columns], schema=table.schema
        )
    if isinstance(batch, dict):
        return {name: table.column(name).to_pylist() for name in table.schema.names}
    return table


def results_table(results: Sequence[Document | Reject]) -> pa.Table:
    """Put results into a table with the struct columns `document`, `ledger` and `reject`, one row per result."""
    import pyarrow as pa

    from corpusclean.schema import to_array

    documents = [r if isinstance(r, Document) else None for r in results]
    rejects = [r if isinstance(r, Reject) else None for r in results]
    return pa.table(
        {
            "document": to_array([None if d is None else d.to_dict() for d in documents], "document"),
            "ledger": to_array([None if d is None else d.ledger() for d in documents], "ledger"),
            "reject": to_array([None if r is None else r.to_dict() for r in rejects], "reject"),
        }
    )


def _documents(batch: Any, content_field: str | None) -> list[RawDocument]:
    columns = _columns(batch)
    try:
        content = content_name(columns, content_field)
    except Rejected as rejected:
        raise UsageError(f"clean_batch: {rejected.detail}, or rename the column.") from None
    if len(lengths := {len(values) for values in columns.values()}) > 1:
        raise UsageError(f"clean_batch: columns of different lengths {sorted(lengths)}. Do: give equal ones.")
    return [_document(columns, content_field, row) for row in range(len(columns[content]))]


def _columns(batch: Any) -> dict[str, list[Any]]:
    import pyarrow as pa

    if hasattr(batch, "__arrow_c_stream__"):  # the Arrow PyCapsule interface
        batch = _table(batch)
    if isinstance(batch, pa.Table):
        if twice := [name for name, count in Counter(batch.schema.names).items() if count > 1]:
            raise UsageError(f"clean_batch: columns {twice} are there twice. Do: rename or drop one.")
        return {name: _values(name, batch.column(name)) for name in batch.schema.names}
    if not isinstance(batch, Mapping):
        raise UsageError(
            f"clean_batch: a {type(batch).__name__} is no batch. Do: give a table of Arrow, pandas or polars, or a dict of lists."
        )
    if not all(map(_is_column, batch.values())):
        raise UsageError(
            "clean_batch: the values are no columns. Do: give lists; in datasets.map, batched=True."
        )
    # Arrays of NumPy, Arrow and pandas hold values of their own types, which `tolist` converts to Python's.
    return {
        str(name): values.tolist() if hasattr(values, "tolist") else list(values)
        for name, values in batch.items()
    }


def _values(name: str, column: pa.ChunkedArray) -> list[Any]:
    try:
        values: list[Any] = column.to_pylist()
    except (ValueError, OverflowError) as error:  # such as the year 20000, or a text that is not UTF-8
        raise UsageError(
            f"clean_batch: column {name!r} holds what Python cannot represent: {error}. "
            "Do: convert the column, or leave it out."
        ) from None
    return values


def _table(batch: Any) -> pa.Table:
    import pyarrow as pa

    try:
        return pa.table(batch)
    except (pa.ArrowInvalid, pa.ArrowTypeError) as error:  # a single column, or one of mixed types
        raise UsageError(
            f"clean_batch: the {type(batch).__name__} is no table that Arrow can read: {error}. "
            "Do: give a table with one type in each column."
        ) from None


def _is_column(values: Any) -> bool:
    return hasattr(values, "__len__") and not isinstance(values, str | bytes)


def _document(columns: Mapping[str, list[Any]], content_field: str | None, row: int) -> RawDocument:
    values = {name: column[row] for name, column in columns.items()}
    field = filled_content_name(values, content_field)
    raw = b"" if values[field] is None else values[field]
    if not isinstance(raw, bytes | str):
        raise UsageError(
            f"clean_batch: {field} in row {row} is a {type(raw).__name__}. Do: give bytes or str."
        )
    known = {name: values[name] for name in _KNOWN if name in values and not _is_missing(values[name])}
    if field in MARKUP_FIELDS and not known.get("content_type"):
        known["content_type"] = "text/html"
    own = {name: value for name, value in values.items() if name not in (field, *_KNOWN)}
    id_ = None if _is_missing(values.get("id")) else values["id"]
    try:
        extra = extra_json(own) if own else None
    except TypeError as error:
        raise UsageError(
            f"clean_batch: row {row}, column {error}. Do: convert the column to text or numbers, or leave it out."
        ) from None
    try:
        return given_document(raw, **known, id=None if id_ is None else str(id_), extra=extra)
    except UsageError as error:
        raise UsageError(f"clean_batch: row {row}: {error}") from None


def _is_missing(value: Any) -> bool:
    """Whether a value is None, an empty text, or the NaN or NaT that pandas has where there is none."""
    if value is None or (isinstance(value, str) and not value):
        return True
    return isinstance(value, float | dt.datetime) and value != value  # noqa: PLR0124 - neither is itself
