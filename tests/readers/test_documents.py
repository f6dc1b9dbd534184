from pathlib import Path

import pytest

from corpusclean.errors import Rejected
from corpusclean.readers.documents import holds_records, list_records, read_document
from corpusclean.readers.files import InputFile
from corpusclean.recipe import Recipe


def test_files_of_records_are_known_by_their_names() -> None:
    for name in (
        "a.jsonl",
        "A.NDJSON.gz",
        "x/a.parquet",
        "a.warc.gz",
        "a.warc.wet.gz",
        "a.arc",
        "a.json",
        "a.jsonl.zst",
    ):
        assert holds_records(name)
    for name in ("a.txt", "a.html.gz", "warc", "a.warc.wat.gz", "a.txt.zst", "a.warc.zst"):
        assert not holds_records(name)


def test_a_file_of_records_is_no_single_document(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text("{}")
    with pytest.raises(Rejected, match="corpusclean build"):
        read_document(InputFile(str(tmp_path / "a.jsonl"), "a.jsonl"), Recipe())


@pytest.mark.parametrize("name", ["gone.jsonl", "gone.parquet", "gone.warc.gz"])
def test_a_file_that_is_gone_is_a_reject(tmp_path: Path, name: str) -> None:
    file = InputFile(str(tmp_path / name), name)
    for read in (
        lambda: list(list_records(file, Recipe())),
        lambda: read_document(InputFile(*file_of(file)), Recipe()),
    ):
        with pytest.raises(Rejected) as caught:
            read()
        assert caught.value.reason == "unreadable"
        assert str(tmp_path) not in caught.value.detail


def file_of(file: InputFile) -> tuple[str, str, int]:
    return file.path, file.name, 0
