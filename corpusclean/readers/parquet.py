"""Read Parquet files: each row has the content of a document and what else is known of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

from corpusclean.document import RawDocument
from corpusclean.errors import Rejected
from corpusclean.readers.cursor import Cursor
from corpusclean.readers.fields import content_name, row_document
from corpusclean.recipe import Recipe

if TYPE_CHECKING:
    import pyarrow as pa
    from pyarrow.parquet import ParquetFile

_ROWS, _BYTES = 64, 1 << 26  # rows that are in memory at once, and their size; one row may be larger
_MAX_NAMES = 5  # columns that an error message lists
_GZIP = b"\x1f\x8b"
_BUFFER = 1 << 20  # bytes of a column that are read at once; without a buffer, a whole row group is


def list_records(path: str, recipe: Recipe) -> Iterator[tuple[int, str]]:
    """Yield the number of each row, from 0, with "" since each is a document.

    Args:
        path: the file.
        recipe: the settings; `content_field` is used.

    Raises:
        Rejected: "malformed" if there is no column with the content, or two have the same name; "unsupported" if the file is gzipped.
        OSError: if the file cannot be read; `pyarrow.ArrowException` if it is no Parquet file.
    """
    with _opened(path) as file:
        names = file.schema_arrow.names
        if twice := [name for name, count in Counter(names).items() if count > 1]:
            raise Rejected(
                "malformed", f"columns {twice[:_MAX_NAMES]} are there twice. Do: rename or drop one"
            )
        content_name(names, recipe.content_field)
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
    batch, row = _cursor().record(path, number)
    (values,) = batch.slice(row, 1).to_pylist()
    return row_document(values, recipe.content_field, name, number)


@cache
def _cursor() -> Cursor[tuple[pa.RecordBatch, int]]:
    return Cursor(_rows)


def _rows(path: str, number: int) -> Iterator[tuple[int, tuple[pa.RecordBatch, int]]]:
    """Yield (number, (batch, place in it)) of the rows, from the beginning of the row group with the given one.

    They are not converted here, since a value that Python lacks, such as the year 20000, must cost its own row only.
    """
    with _opened(path) as file:
        first, groups = 0, range(file.metadata.num_row_groups)
        while groups and number >= first + file.metadata.row_group(groups[0]).num_rows:
            first += file.metadata.row_group(groups[0]).num_rows
            groups = groups[1:]
        sizes = [file.metadata.row_group(group).total_byte_size for group in groups]
        rows = max(1, min(_ROWS, _BYTES * file.metadata.num_rows // (sum(sizes) + 1)))
        for batch in file.iter_batches(rows, row_groups=groups) if groups else ():
            yield from ((first + row, (batch, row)) for row in range(batch.num_rows))
            first += batch.num_rows


@contextmanager
def _opened(path: str) -> Iterator[ParquetFile]:
    from pyarrow.parquet import ParquetFile

    with open(path, "rb") as stream:  # noqa: PTH123 - the name need not be valid UTF-8
        if stream.read(len(_GZIP)) == _GZIP:
            raise Rejected("unsupported", "a Parquet file in gzip is not read. Do: unpack it")
        with ParquetFile(stream, buffer_size=_BUFFER, pre_buffer=False) as file:
            yield file
