"""Write rows to Parquet files (shards) deterministically, and read them with verified checksums."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpusclean.errors import IntegrityError, ReleaseError
from corpusclean.schema import JsonSchema, SchemaName, arrow_from, arrow_schema, json_schema

if TYPE_CHECKING:
    import pyarrow as pa

# Limits of a row group; bytes of text before compression. The Hub's viewer reads whole row groups, and refuses those
# above 286 MiB; `datasets` writes at most 100 MB.
ROW_GROUP_ROWS = 1_000
ROW_GROUP_BYTES = 100_000_000

# zstd 9 takes 4.5 times as long as zstd 3 for files that are 5 % smaller (20,000 rows).
_COMPRESSION = {"compression": "zstd", "compression_level": 3}

# Content-defined chunking: a row added or removed changes only the Parquet pages around it, so a store that
# deduplicates chunks (such as the Hub) keeps the others. The sizes are those of `datasets`; the Hub's viewer recognizes
# such a file by the key in the metadata.
_CHUNKING = {"min_chunk_size": 256 * 1024, "max_chunk_size": 1024 * 1024, "norm_level": 0}

# Names of columns and struct fields with few different values, which are dictionary-encoded.
_DICTIONARY_NAMES = {
    "agency",
    "by",
    "charset",
    "decided_by",
    "domain",
    "field",
    "language",
    "license",
    "method",
    "name",
    "page_type",
    "precision",
    "reason",
    "section",
    "step",
}


def schema_label(schema: JsonSchema) -> str:
    """Return name and version of a schema, as in the metadata of shards ("document/1.0.0")."""
    return f"{schema['title']}/{schema['version']}"


def write_shards(tables: Iterable[pa.Table], folder: Path, name: SchemaName) -> list[Path]:
    """Write one Parquet file per table; equal rows give equal bytes with the same version of pyarrow.

    Args:
        tables: tables sorted by id, in the published schema of `name`; empty ones are skipped, since `datasets`
            cannot load an empty shard.
        folder: folder to write to, created if there is a row.
        name: the kind of row.

    Returns:
        The files, "train-00000-of-00002.parquet" and so on.
    """
    parts: list[Path] = []
    for table in tables:
        if table.num_rows:
            folder.mkdir(parents=True, exist_ok=True)
            parts.append(folder / f"train-{len(parts):05d}.parquet")
            _write_table(table, parts[-1], name)
    return [part.rename(part.with_stem(f"{part.stem}-of-{len(parts):05d}")) for part in parts]


def _write_table(table: pa.Table, path: Path, name: SchemaName) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    # Fixed keys in a fixed order: the order is part of the bytes.
    metadata = {
        "corpusclean.schema": schema_label(json_schema(name)),
        "content_defined_chunking": json.dumps(_CHUNKING),
    }
    schema = arrow_schema(name).with_metadata(metadata)
    with pq.ParquetWriter(
        path,
        schema,
        version="2.6",
        use_dictionary=[leaf for leaf in _leaves(schema) if leaf.rpartition(".")[2] in _DICTIONARY_NAMES],
        use_content_defined_chunking=_CHUNKING,
        write_page_index=True,
        # Of 80 single flipped bits 53 changed rows in silence without checksums, and none with them.
        write_page_checksum=True,
        sorting_columns=[pq.SortingColumn(0)],
        **_COMPRESSION,
    ) as writer:
        for group in _row_groups(table):
            try:
                # Chunk boundaries of the input would change the bytes.
                writer.write_table(group.combine_chunks(), row_group_size=group.num_rows)
            except (pa.ArrowException, ValueError) as error:
                raise ReleaseError(
                    f"a row does not fit the schema {name!r}: {error}. Do: look at it with corpusclean.checks."
                ) from None


def _leaves(fields: Iterable[pa.Field], prefix: str = "") -> Iterator[str]:
    """Yield the dotted paths of the leaf columns, as in Parquet."""
    import pyarrow as pa

    for field in fields:
        path, kind = prefix + field.name, field.type
        while pa.types.is_list(kind):
            path, kind = f"{path}.list.element", kind.value_type
        if pa.types.is_struct(kind):
            yield from _leaves(kind, f"{path}.")
        else:
            yield path


def _row_groups(table: pa.Table) -> Iterator[pa.Table]:
    for start in range(0, table.num_rows, ROW_GROUP_ROWS):
        yield from _halved(table.slice(start, ROW_GROUP_ROWS))


def _halved(table: pa.Table) -> Iterator[pa.Table]:
    """Halve a table until each part is below `ROW_GROUP_BYTES` or a single row."""
    if table.num_rows > 1 and text_bytes(table) > ROW_GROUP_BYTES:
        middle = table.num_rows // 2
        yield from _halved(table.slice(0, middle))
        yield from _halved(table.slice(middle))
    else:
        yield table


def text_bytes(table: pa.Table) -> int:
    """Return the total bytes of all strings in a table, which depends on the rows alone, not on their memory layout."""
    return sum(_text_bytes(chunk) for column in table.columns for chunk in column.chunks)


def _text_bytes(array: pa.Array) -> int:
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_string(array.type):
        return pc.sum(pc.binary_length(array), min_count=0).as_py() or 0
    if pa.types.is_struct(array.type):
        return sum(_text_bytes(child) for child in array.flatten())
    if pa.types.is_list(array.type):
        return _text_bytes(array.flatten())
    return 0


def read_rows(paths: Iterable[Path], schema: JsonSchema) -> Iterator[dict[str, Any]]:
    """Read the rows of shards, with one row group in memory at a time.

    Args:
        paths: the shards.
        schema: the JSON Schema of their rows.

    Raises:
        IntegrityError: if a file is missing or damaged, is not Parquet or has another schema.
    """
    layout = arrow_from(schema)
    label = schema_label(schema).encode()
    for path in paths:
        with opened(path) as file:
            metadata = file.metadata.metadata or {}
            if not file.schema_arrow.equals(layout) or metadata.get(b"corpusclean.schema") != label:
                raise IntegrityError(
                    f"{path}: it is not in the schema {label.decode()}. Do: restore the file from a copy."
                )
            for group in range(file.num_row_groups):
                yield from file.read_row_group(group).to_pylist()


@contextmanager
def opened(path: Path) -> Iterator[Any]:
    """Open a Parquet file with verification of page checksums.

    Raises:
        IntegrityError: if it is missing or damaged or is not Parquet, when it is opened or read.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path, page_checksum_verification=True) as file:
            yield file
    # Damaged Parquet files raise more than Arrow's own errors, among them UnicodeDecodeError (a ValueError).
    except (pa.ArrowException, OSError, ValueError, OverflowError, MemoryError) as error:
        raise IntegrityError(
            f"{path}: cannot be read as Parquet: {str(error)[:200].rstrip('.')}. Do: restore the file from a copy."
        ) from None
