import gzip
import json
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

from corpusclean import Recipe, Release, build
from corpusclean.planning import plan_build
from corpusclean.readers.files import InputFile, Listing, list_files

STORIES = [
    f"The ferry to island {n} ran again on Wednesday.\n\nAdvertisement\n\nIt had been {n} days."
    for n in range(70)
]


@pytest.fixture
def crawl(tmp_path: Path) -> Path:
    """A folder with files of records: whole, torn and empty ones."""
    folder = tmp_path / "crawl"
    folder.mkdir()
    lines = [json.dumps({"id": n, "text": story}) for n, story in enumerate(STORIES)]
    (folder / "a.jsonl.gz").write_bytes(gzip.compress("\n".join(lines).encode()))
    parquet.write_table(
        pa.table({"text": [f"Island {n}: {s}" for n, s in enumerate(STORIES)]}), folder / "b.parquet"
    )
    (folder / "c.txt").write_text("A story of its own.")
    (folder / "empty.jsonl").write_text("\n\n")
    (folder / "no-table.parquet").write_text("no table")
    response = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>The crawled story."
    head = "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://example.org/a\r\nContent-Length: {}\r\n\r\n"
    record = head.format(len(response)).encode() + response + b"\r\n\r\n"
    (folder / "torn.warc").write_bytes(record + b"WARC/1.0\r\nWARC-Ty")
    return folder


def test_files_of_records_are_planned_record_by_record_in_the_order_of_the_files(
    crawl: Path, tmp_path: Path
) -> None:
    plan = plan_build(list_files([crawl]), Recipe(), tmp_path, workers=2)
    planned = [(file.name, file.record) for file in plan.documents]
    lines, rows = ([(name, n) for n in range(len(STORIES))] for name in ("a.jsonl.gz", "b.parquet"))
    assert planned == [("c.txt", None), *rows, ("torn.warc", 0), ("torn.warc", 162), *lines]
    assert plan.reading_seconds == max(path.stat().st_size for path in crawl.iterdir()) / 8_000_000
    reasons = {Path(path).name: (reject.origin.input, reject.reason) for path, reject in plan.rejects}
    assert reasons == {
        "empty.jsonl": ("empty.jsonl", "empty"),
        "no-table.parquet": ("no-table.parquet", "malformed"),
    }


def test_a_file_that_cannot_be_looked_up_is_a_reject(tmp_path: Path) -> None:
    files = (
        InputFile(f"{tmp_path}/{'x' * 5_000}.jsonl", "long.jsonl"),
        InputFile(f"{tmp_path}/a.jsonl", "a.jsonl"),
    )
    plan = plan_build(Listing(files, ()), Recipe(), tmp_path, workers=1)
    assert {reject.origin.input: (reject.reason, reject.detail) for _, reject in plan.rejects} == {
        "a.jsonl": ("unreadable", "No such file or directory"),
        "long.jsonl": ("unreadable", "File name too long"),
    }


def test_each_record_and_each_broken_file_is_a_row_or_a_reject(crawl: Path, tmp_path: Path) -> None:
    releases = [build(crawl, name="news", out=tmp_path / str(workers), workers=workers) for workers in (1, 3)]
    counts = releases[0].manifest["counts"]
    assert (counts["in"], counts["rows"], counts["rejected"]) == (145, 142, 3)
    rows = {(row["origin"]["input"], row["origin"]["record"]): row for row in releases[0].dataset()}
    assert "Advertisement" not in rows["a.jsonl.gz", 69]["text"]
    assert rows["a.jsonl.gz", 69]["extra"] == '{"id": 69}'
    assert rows["torn.warc", 0]["url"] == "https://example.org/a"
    assert files_of(releases[0]) == files_of(releases[1])


def files_of(release: Release) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in release.path.rglob("*") if path.is_file()}
