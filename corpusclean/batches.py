"""`clean_batch`: clean documents that come as the columns of an Arrow table, a record batch or a dict."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from corpusclean.document import Document, RawDocument, Reject
from corpusclean.errors import Rejected, UsageError
from corpusclean.pipeline import clean_documents
from corpusclean.readers.fields import content_name, row_document
from corpusclean.recipe import Recipe, given_or_default

if TYPE_CHECKING:
    import pyarrow as pa

_MAX_DETAIL = 500  # characters of an error message


def clean_batch(batch: Any, recipe: Recipe | None = None) -> Any:
    """Clean a batch of documents that come as columns.

    Args:
        batch: a `pyarrow.RecordBatch`, a `pyarrow.Table`, another table that Arrow can read (a DataFrame of
            polars, or of pandas from version 2.2), or a mapping from column names to lists or arrays. The content (bytes
            or str) is in the column that `build` would take: `recipe.content_field`, or the first of
            `readers.fields.CONTENT_FIELDS` that holds a text in the row, such as `raw`, `html` or `text`. `url`,
            `content_type`, `charset`, `fetched_at` and `id` are used as by `build`; all other columns, and
            `id`, are copied as JSON to `document.extra`, dates and times in ISO 8601.
        recipe: the settings; by default `Recipe()`.

    Returns:
        A RecordBatch or a dict of lists, like the input, or else a Table, with one row per input row in the same order and
        the struct columns `document`, `ledger` and `reject` of the published schemas; a row has either the first two or
        the last. The batches of `Dataset.map` give a Table whatever their format, also dicts of arrays, since `datasets`
        infers the types of a dict from its values, and would find none for `reject` in a first batch without rejects.
        `IterableDataset.map` takes a Table only with the format "arrow" or "pandas"; it works without a format, too.

    Raises:
        UsageError: if the batch is no table, or has no column with the content.

    >>> batch = clean_batch({"raw": ["Rain falls on Ulm.", ""]})
    >>> batch["document"][0]["text"], batch["reject"][1]["reason"]
    ('Rain falls on Ulm.', 'empty')
    """
    import pyarrow as pa

    recipe = given_or_default(recipe)
    rows = [_document(row, recipe.content_field) for row in _rows(batch, recipe.content_field)]
    cleaned = iter(clean_documents([row for row in rows if isinstance(row, RawDocument)], recipe))
    table = results_table([row if isinstance(row, Reject) else next(cleaned) for row in rows])
    if isinstance(batch, pa.RecordBatch):
        return pa.RecordBatch.from_arrays(
            [column.combine_chunks() for column in table.columns], schema=table.schema
        )
    if isinstance(batch, dict) and all(isinstance(values, list | tuple) for values in batch.values()):
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


def _rows(batch: Any, content_field: str | None) -> list[dict[str, Any]]:
    columns = _columns(batch)
    try:
        content_name(columns, content_field)
    except Rejected as rejected:
        raise UsageError(f"clean_batch: {rejected.detail}, or rename the column.") from None
    if len(lengths := {len(values) for values in columns.values()}) > 1:
        raise UsageError(f"clean_batch: columns of different lengths {sorted(lengths)}. Do: give equal ones.")
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def _columns(batch: Any) -> dict[str, list[Any]]:
    import pyarrow as pa

    if hasattr(batch, "__arrow_c_stream__"):  # the Arrow PyCapsule interface
        batch = _table(batch)
    if isinstance(batch, pa.Table):
        if twice := [name for name, count in Counter(batch.schema.names).items() if count > 1]:
            raise UsageError(f"clean_batch: columns {twice} are there twice. Do: rename or drop one.")
        return {name: _values(batch.column(name)) for name in batch.schema.names}
    if not isinstance(batch, Mapping):
        raise UsageError(
            f"clean_batch: a {type(batch).__name__} is no batch. Do: give a table of Arrow, pandas or polars, or a dict of lists."
        )
    if not all(map(_is_column, batch.values())):
        raise UsageError(
            "clean_batch: the values are no columns. Do: give lists; in datasets.map, batched=True."
        )
    return {str(name): _values(values) for name, values in batch.items()}


def _values(column: Any) -> list[Any]:
    """Return the values of a list or array as Python's; what Python has no value for, as the error that says so."""
    import pyarrow as pa

    if getattr(getattr(column, "dtype", None), "kind", None) in ("M", "m"):
        column = pa.array(column)  # `tolist` of NumPy would convert times in nanoseconds to integers
    if not isinstance(column, pa.Array | pa.ChunkedArray):
        return list(column.tolist() if hasattr(column, "tolist") else column)
    try:
        return list(column.to_pylist())
    except (ValueError, OverflowError):  # such as the year 20000, or a text that is not UTF-8
        return [_value(scalar) for scalar in column]


def _value(scalar: pa.Scalar) -> Any:
    try:
        return scalar.as_py()
    except (ValueError, OverflowError) as error:
        return error


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


def _document(values: Mapping[str, Any], content_field: str | None) -> RawDocument | Reject:
    try:
        for name, value in values.items():
            if isinstance(value, Exception):
                raise Rejected("malformed", f"the field {name!r} cannot be read: {value}"[:_MAX_DETAIL])
        return row_document(values, content_field)
    except Rejected as rejected:
        known = {name: values[name] for name in ("id", "url") if isinstance(values.get(name), str)}
        keys = row_document({"raw": "", **known}, None)
        return Reject(keys.document_id, keys.origin, rejected.reason, rejected.detail)
