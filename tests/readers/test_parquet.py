import datetime as dt
import gzip
import random
import tracemalloc
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import parquet

from corpusclean.errors import Rejected
from corpusclean.readers.documents import list_records, read_document
from corpusclean.readers.files import InputFile
from corpusclean.recipe import Recipe


def written(folder: Path, columns: dict[str, Any], rows: int = 4) -> InputFile:
    parquet.write_table(pa.table(columns), folder / "may.parquet", row_group_size=rows)
    return InputFile(str(folder / "may.parquet"), "may.parquet")


@pytest.mark.parametrize("rows", [1, 4, 10])
def test_each_row_is_a_document(tmp_path: Path, rows: int) -> None:
    columns: dict[str, list[object]] = {
        "html": [b"<p>Rain %d" % n for n in range(10)],
        "url": [f"https://example.org/{n}" for n in range(10)],
    }
    file = written(tmp_path, columns, rows)
    assert list(list_records(file, Recipe())) == [(n, "") for n in range(10)]
    for number in (9, 0, 3, 4, 7):
        document = read_document(InputFile(file.path, file.name, number), Recipe())
        assert document.payload == b"<p>Rain %d" % number
        assert (document.origin.record, document.origin.url) == (number, f"https://example.org/{number}")


def test_a_row_without_content_is_a_reject(tmp_path: Path) -> None:
    file = written(tmp_path, {"text": ["Rain", None]})
    with pytest.raises(Rejected) as caught:
        read_document(InputFile(file.path, file.name, 1), Recipe())
    assert caught.value.reason == "empty"


def test_a_table_without_a_column_of_content_is_one_reject(tmp_path: Path) -> None:
    file = written(tmp_path, {"body": ["Rain"], "score": [1.5]})
    with pytest.raises(Rejected, match="among 'body', 'score'"):
        list(list_records(file, Recipe()))
    assert list(list_records(file, Recipe(content_field="body"))) == [(0, "")]


@pytest.mark.parametrize("content", [b"", b"PAR1", b"PAR1" + b"x" * 100 + b"PAR1", b'{"text": "Rain"}'])
def test_what_is_no_parquet_file_is_a_reject(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "may.parquet").write_bytes(content)
    with pytest.raises(Rejected) as caught:
        list(list_records(InputFile(str(tmp_path / "may.parquet"), "may.parquet"), Recipe()))
    assert caught.value.reason == "malformed"
    assert str(tmp_path) not in caught.value.detail


def test_a_value_that_python_lacks_costs_its_own_row_only(tmp_path: Path) -> None:
    year_20000 = pa.array([0, 0, 569 * 10**15, 0], pa.timestamp("us"))
    file = written(tmp_path, {"text": [f"Rain {n}" for n in range(4)], "when": year_20000})
    with pytest.raises(Rejected) as caught:
        read_document(InputFile(file.path, file.name, 2), Recipe())
    assert caught.value.reason == "malformed"
    assert [read_document(InputFile(file.path, file.name, n), Recipe()).payload for n in (3, 0)] == [
        "Rain 3",
        "Rain 0",
    ]


def test_a_file_in_gzip_is_a_reject_that_says_what_to_do(tmp_path: Path) -> None:
    file = written(tmp_path, {"text": ["Rain"]})
    Path(file.path).write_bytes(gzip.compress(Path(file.path).read_bytes()))
    with pytest.raises(Rejected, match="Do: unpack it") as caught:
        list(list_records(file, Recipe()))
    assert caught.value.reason == "unsupported"


@pytest.mark.parametrize(
    "text",
    [
        pa.array(["Rain"]).dictionary_encode(),
        pa.array(["Rain"], pa.large_string()),
        pa.array(["Rain"], pa.string_view()),
        pa.array([b"Rain"], pa.large_binary()),
    ],
    ids=["dictionary", "large string", "view", "large binary"],
)
def test_a_text_may_have_any_type_of_text(tmp_path: Path, text: pa.Array) -> None:
    document = read_document(InputFile(*file_of(written(tmp_path, {"text": text})), 0), Recipe())
    assert document.payload in {"Rain", b"Rain"}


def test_times_with_zones_and_nested_columns_are_kept(tmp_path: Path) -> None:
    noon = dt.datetime(2026, 1, 31, 12)  # noqa: DTZ001 - the column has the zone
    columns = {
        "content": [{"length": 4}],  # no text, so not the content
        "raw_content": ["Rain"],
        "fetched_at": pa.array([noon], pa.timestamp("ns", "UTC")).cast(pa.timestamp("ns", "Europe/Oslo")),
        "tags": pa.array([["a", None]], pa.large_list(pa.string())),
        "scores": pa.array([[("a", 0.5)]], pa.map_(pa.string(), pa.float64())),
    }
    document = read_document(InputFile(*file_of(written(tmp_path, columns)), 0), Recipe())
    assert document.payload == "Rain"
    assert type(document.origin.fetched_at) is dt.datetime
    assert document.origin.fetched_at == noon.replace(tzinfo=dt.UTC)
    assert document.extra == '{"content": {"length": 4}, "scores": [["a", 0.5]], "tags": ["a", null]}'


def test_two_columns_of_one_name_are_a_reject(tmp_path: Path) -> None:
    file = InputFile(str(tmp_path / "may.parquet"), "may.parquet")
    parquet.write_table(pa.table([["a"], ["b"]], names=["text", "text"]), file.path)
    with pytest.raises(Rejected, match="there twice"):
        list(list_records(file, Recipe()))


def test_few_large_rows_are_in_memory_at_once(tmp_path: Path) -> None:
    file = InputFile(str(tmp_path / "may.parquet"), "may.parquet")
    table = pa.table({"text": [b"%d" % n + b"x" * 4_000_000 for n in range(40)]})
    parquet.write_table(table, file.path, use_dictionary=False, write_batch_size=1)
    del table
    before = pa.total_allocated_bytes()
    assert read_document(InputFile(file.path, file.name, 39), Recipe()).payload[:2] == b"39"
    assert pa.total_allocated_bytes() - before < 1.5 * 2**26


def file_of(file: InputFile) -> tuple[str, str]:
    return file.path, file.name


def test_a_large_row_group_does_not_fill_the_memory(tmp_path: Path) -> None:
    rng = random.Random(7)  # noqa: S311 - no secret
    file = written(tmp_path, {"text": [rng.randbytes(10_000) for _ in range(10_000)]}, 10_000)
    tracemalloc.start()
    read_document(InputFile(file.path, file.name, 9_999), Recipe())
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 20 * 2**20
