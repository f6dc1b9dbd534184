"""Read Parquet files: each row has the content of a document and what else is known of it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from corpusclean.document import RawDocument
from corpusclean.readers.cursor import Cursor
from corpusclean.readers.fields import content_name, row_document
from corpusclean.recipe import Recipe

_ROWS = 64  # rows that are in memory at once


def list_records(path: str, recipe: Recipe) -> Iterator[tuple[int, str]]:
    """Yield the number of each row, from 0, with "" since each is a document.

    Args:
        path: the file.
        recipe: the settings; `content_field` is used.

    Raises:
        Rejected: "malformed" if there is no column with the content.
        OSError: if the file cannot be read; `pyarrow.ArrowException` if it is no Parquet file.
    """
    from pyarrow.parquet import ParquetFile

    with open(path, "rb") as stream, ParquetFile(stream) as file:  # noqa: PTH123 - the name need not be valid UTF-8
        content_name(file.schema_arrow.names, recipe.content_field)
        yield from ((number, "") for number in range(file.metadata.num_rows))


def read_record(path: str, name: str, number: int, recipe: Recipe) -> RawDocument:
    """Read the document of a row.

    Args:
        path: the file.
        name: its name, for `Origin.input`.
        number: number of the row, from 0.
        recipe: the settings; `content_field` is used.

    Raises:
        Rejected: "malformed" or "empty".
        OSError: as in `list_records`.
    """
    return row_document(_cursor().record(path, number), recipe.content_field, name, number)


@cache
def _cursor() -> Cursor[dict[str, Any]]:
    return Cursor(_rows)


def _rows(path: str, number: int) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield (number, fields by name) of the rows, from the beginning of the row group with the given one."""
    from pyarrow.parquet import ParquetFile

    with open(path, "rb") as stream, ParquetFile(stream) as file:  # noqa: PTH123 - the name need not be valid UTF-8
        first, groups = 0, range(file.metadata.num_row_groups)
        while groups and number >= first + file.metadata.row_group(groups[0]).num_rows:
            first += file.metadata.row_group(groups[0]).num_rows
            groups = groups[1:]
        for batch in file.iter_batches(_ROWS, row_groups=groups) if groups else ():
            yield from enumerate(batch.to_pylist(), first)
            first += batch.num_rows
