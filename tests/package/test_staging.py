"""Staged rows: every document comes out once, in an order and in shards that depend on the rows alone."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest

from corpusclean.document import Document, Reject, document_id
from corpusclean.errors import ReleaseError
from corpusclean.package.parquet import text_bytes
from corpusclean.package.staging import Staged, staging_folder
from corpusclean.schema import arrow_schema

Stage = Callable[..., Staged]
MakeDocument = Callable[..., Document]
MakeReject = Callable[..., Reject]


def test_rows_come_out_sorted_whatever_the_order_and_the_files(
    stage: Stage, make_document: MakeDocument, make_reject: MakeReject
) -> None:
    documents = [make_document(f"page-{number}") for number in range(40)]
    rejects = [make_reject(f"bad-{number}") for number in range(7)]
    first = stage(documents, rejects)
    random.Random(3).shuffle(documents)  # noqa: S311 - no secret
    second = stage(documents, rejects[::-1], files=5)
    for name in ("document", "ledger", "reject"):
        (table,) = first.shards(name)
        assert table.schema.equals(arrow_schema(name))
        assert table["id"].to_pylist() == sorted(table["id"].to_pylist())
        assert pa.concat_tables(second.shards(name)) == table


def test_shards_are_equal_ranges_of_ids_and_hold_every_row_once(
    stage: Stage, make_document: MakeDocument
) -> None:
    staged = stage([make_document(f"page-{number}") for number in range(64)])
    (whole,) = staged.shards("document")
    shards = list(staged.shards("document", shard_bytes=text_bytes(whole) // 3))
    assert len(shards) == 4
    assert [row for shard in shards for row in shard.to_pylist()] == whole.to_pylist()
    for number, shard in enumerate(shards):
        assert {int(id_[0], 16) // 4 for id_ in shard["id"].to_pylist()} == {number}


def test_a_row_more_changes_one_shard_only(stage: Stage, make_document: MakeDocument) -> None:
    documents = [make_document(f"page-{number}") for number in range(64)]
    limit = 12_000
    before = list(stage(documents).shards("document", shard_bytes=limit))
    after = list(stage([*documents, make_document("late")]).shards("document", shard_bytes=limit))
    assert len(before) == len(after) > 2
    assert sum(old != new for old, new in zip(before, after, strict=True)) == 1


def test_a_duplicate_is_a_reject_in_place_of_its_document(
    stage: Stage, make_document: MakeDocument, make_reject: MakeReject
) -> None:
    a, b, c = (make_document(key) for key in "abc")
    duplicate = make_reject("b", "exact-duplicate", duplicate_of=a.id)
    staged = stage([a, b, c], [make_reject("x")], replaced={(0, 1): duplicate.to_dict()})
    assert {id_ for table in staged.shards("document") for id_ in table["id"].to_pylist()} == {a.id, c.id}
    assert {id_ for table in staged.shards("ledger") for id_ in table["id"].to_pylist()} == {a.id, c.id}
    (rejects,) = staged.shards("reject")
    assert {row["id"]: row["reason"] for row in rejects.to_pylist()} == {
        b.id: "exact-duplicate",
        document_id(user_id="x"): "empty",
    }
    assert staged.counts() == {
        "in": 4,
        "rows": 2,
        "rejected": 2,
        "rejected_by_reason": {"empty": 1, "exact-duplicate": 1},
        "ignored": 0,
        "ignored_by_reason": {},
    }


def test_a_document_that_is_neither_row_nor_reject_stops_the_build(
    stage: Stage, make_document: MakeDocument
) -> None:
    staged = stage([make_document("a")], documents_in=2)
    with pytest.raises(ReleaseError, match="2 documents came in, but there are 1 rows and 0 rejects"):
        staged.counts()


def test_nothing_staged_is_nothing(stage: Stage) -> None:
    assert Staged((), 0, "0" * 64).counts()["rows"] == 0
    assert [table.num_rows for table in stage().shards("reject")] == [0]


def test_the_folder_of_a_killed_build_goes_with_the_next_build_and_that_of_a_running_one_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    (tmp_path / "corpusclean-notes").mkdir()
    code = (
        "import os\nfrom corpusclean.package.staging import staging_folder\n"
        "with staging_folder() as folder: (folder / 'rows').touch(); os.kill(os.getpid(), 9)"
    )
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    assert subprocess.run([sys.executable, "-c", code], check=False, env=environment).returncode == -9
    (killed,) = (path.parent for path in tmp_path.glob("*/rows"))
    with staging_folder() as running:
        assert killed.exists()  # it is so new that its build may be about to lock it
        for folder in (killed, running):
            os.utime(folder / ".corpusclean-build.lock", (0, 0))
        with staging_folder() as own:
            assert set(tmp_path.iterdir()) == {tmp_path / "corpusclean-notes", running, own}
    assert [path.name for path in tmp_path.iterdir()] == ["corpusclean-notes"]
