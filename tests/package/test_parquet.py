"""Shards: equal rows give equal bytes, and no damage goes unseen."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from corpusclean.document import Charset, Document, Origin, document_id
from corpusclean.errors import IntegrityError, ReleaseError
from corpusclean.package.parquet import ROW_GROUP_BYTES, read_rows, text_bytes, write_shards
from corpusclean.schema import arrow_schema, json_schema, to_table


def rows(count: int, text: str = "The tide came in.") -> pa.Table:
    documents = [
        Document(
            document_id(user_id=str(number)),
            Origin("a.txt"),
            f"{text} {number}",
            Charset(None, "caller"),
            "0" * 64,
        )
        for number in range(count)
    ]
    return to_table([d.to_dict() for d in sorted(documents, key=lambda d: d.id)], "document")


def test_the_rows_come_back_as_they_were(tmp_path: Path) -> None:
    table = rows(2_500)
    (path,) = write_shards([table], tmp_path / "data", "document")
    assert path.name == "train-00000-of-00001.parquet"
    assert list(read_rows([path], json_schema("document"))) == table.to_pylist()


def test_how_the_rows_are_chunked_does_not_show_in_the_bytes(tmp_path: Path) -> None:
    table = rows(1_500)
    pieces = pa.concat_tables([table.slice(start, 7) for start in range(0, 1_500, 7)])
    padded = pa.concat_tables([rows(3), table]).slice(3)
    written = {
        write_shards([version], tmp_path / str(number), "document")[0].read_bytes()
        for number, version in enumerate((table, pieces, padded))
    }
    assert len(written) == 1


def test_the_file_is_made_for_stores_viewers_and_bit_rot(tmp_path: Path) -> None:
    (path,) = write_shards([rows(2_001)], tmp_path, "document")
    with pq.ParquetFile(path) as file:
        metadata = file.metadata
        groups = [metadata.row_group(index) for index in range(metadata.num_row_groups)]
        columns = {
            groups[0].column(n).path_in_schema: groups[0].column(n) for n in range(groups[0].num_columns)
        }
    assert [group.num_rows for group in groups] == [1_000, 1_000, 1]
    assert {column.compression for column in columns.values()} == {"ZSTD"}
    assert all(column.has_column_index for column in columns.values())
    assert groups[0].sorting_columns == (pq.SortingColumn(0),)
    assert set(metadata.metadata) == {b"corpusclean.schema", b"content_defined_chunking", b"ARROW:schema"}
    assert metadata.metadata[b"corpusclean.schema"] == b"document/1.1.0"
    assert json.loads(metadata.metadata[b"content_defined_chunking"])["max_chunk_size"] == 1024 * 1024
    with_dictionary = {path for path, column in columns.items() if column.has_dictionary_page}
    assert {"language", "source.domain", "removed.by_reason.list.element.reason"} <= with_dictionary
    assert not {"id", "text", "title"} & with_dictionary


def test_a_row_group_of_long_texts_is_halved(tmp_path: Path) -> None:
    long = pa.array(["x" * (ROW_GROUP_BYTES // 3)] * 4)
    table = rows(4).set_column(1, arrow_schema("document").field("text"), long)
    assert ROW_GROUP_BYTES < text_bytes(table) < 2 * ROW_GROUP_BYTES
    (path,) = write_shards([table], tmp_path, "document")
    with pq.ParquetFile(path) as file:
        assert [file.metadata.row_group(n).num_rows for n in range(file.num_row_groups)] == [2, 2]


def test_the_size_of_a_table_is_that_of_its_strings_however_it_is_sliced() -> None:
    table = rows(20)
    halves = [table.slice(0, 9), table.slice(9)]
    assert text_bytes(table) == sum(text_bytes(half) for half in halves)
    assert text_bytes(table.select(["text"])) == sum(len(text) for text in table["text"].to_pylist())
    assert text_bytes(arrow_schema("ledger").empty_table()) == 0


def test_no_empty_shard_is_written(tmp_path: Path) -> None:
    empty = rows(0)
    names = [path.name for path in write_shards([empty, rows(2), empty, rows(3)], tmp_path / "a", "document")]
    assert names == ["train-00000-of-00002.parquet", "train-00001-of-00002.parquet"]
    assert write_shards([empty], tmp_path / "b", "document") == []
    assert not (tmp_path / "b").exists()


def test_a_row_without_a_value_that_must_be_there_cannot_be_written(tmp_path: Path) -> None:
    table = to_table([{**rows(1).to_pylist()[0], "text": None}], "document")
    with pytest.raises(ReleaseError, match=r"schema 'document': .*'text'"):
        write_shards([table], tmp_path, "document")


def test_flipped_bits_never_change_a_row_in_silence(tmp_path: Path) -> None:
    table = rows(300)
    (path,) = write_shards([table], tmp_path, "document")
    content, expected = path.read_bytes(), table.to_pylist()
    chance = random.Random(7)  # noqa: S311 - no secret
    found = 0
    for _ in range(60):
        damaged = bytearray(content)
        damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
        path.write_bytes(damaged)
        try:
            assert list(read_rows([path], json_schema("document"))) == expected
        except IntegrityError as error:
            assert str(path) in str(error)  # noqa: PT017 - most flips raise, a few hit padding
            found += 1
    assert found > 30


@pytest.mark.parametrize("content", [b"", b"PAR1", b"not Parquet at all", b"PAR1" + bytes(100) + b"PAR1"])
def test_a_file_that_is_no_parquet_is_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "train.parquet"
    path.write_bytes(content)
    with pytest.raises(IntegrityError, match=r"train\.parquet: cannot be read as Parquet"):
        list(read_rows([path], json_schema("document")))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(IntegrityError, match=r"gone\.parquet"):
        list(read_rows([tmp_path / "gone.parquet"], json_schema("document")))


def test_a_file_in_another_schema_is_refused(tmp_path: Path) -> None:
    (path,) = write_shards([rows(2)], tmp_path, "document")
    with pytest.raises(IntegrityError, match=r"not in the schema ledger/1\.0\.0"):
        list(read_rows([path], json_schema("ledger")))
