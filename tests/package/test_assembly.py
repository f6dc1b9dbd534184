"""A release in the making: equal rows give equal files, and a row that breaks a rule gives none."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from corpusclean.document import Document, Reject
from corpusclean.errors import ReleaseError
from corpusclean.package.staging import Staged
from corpusclean.releases import write_release

Stage = Callable[..., Staged]
MakeDocument = Callable[..., Document]
MakeReject = Callable[..., Reject]


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_the_same_rows_make_the_same_files_in_any_order_and_from_any_number_of_workers(
    tmp_path: Path, stage: Stage, make_document: MakeDocument, make_reject: MakeReject
) -> None:
    chance = random.Random(11)  # noqa: S311 - no secret
    contents = []
    for files in (1, 3, 7):
        versions = [[make_document(f"page-{n}") for n in range(count)] for count in (20, 25)]
        rejects = [make_reject(f"bad-{n}", reason) for n in range(3) for reason in ("empty", "malformed")]
        for documents in versions:
            chance.shuffle(documents)
            chance.shuffle(rejects)
            staged = stage(documents, rejects, files=files)
            write_release(staged, name="ferries", out=tmp_path / str(files))
        contents.append(bytes_of(tmp_path / str(files)))
    assert contents[0] == contents[1] == contents[2]
    assert len(contents[0]) > 20


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"text": "A bell\x07 rang."}, "text-characters"),
        ({"flags": ("not a flag",)}, "schema/pattern"),
        ({"license": ""}, "schema/minLength"),
    ],
)
def test_rows_that_break_a_rule_are_refused_and_the_old_state_stays(
    tmp_path: Path, stage: Stage, make_document: MakeDocument, fields: dict[str, Any], rule: str
) -> None:
    write_release(stage([make_document("a")]), name="ferries", out=tmp_path / "out")
    before = bytes_of(tmp_path / "out")
    with pytest.raises(ReleaseError, match=rf"nothing is published:\n  error \[{rule}\] data, row 0, id "):
        write_release(stage([make_document("a", **fields)]), name="ferries", out=tmp_path / "out")
    assert bytes_of(tmp_path / "out") == before


def test_two_documents_of_one_id_are_refused(
    tmp_path: Path, stage: Stage, make_document: MakeDocument
) -> None:
    with pytest.raises(ReleaseError, match=r"error \[id-unique\] data, row 1"):
        write_release(stage([make_document("a"), make_document("a")]), name="ferries", out=tmp_path / "out")
    assert not (tmp_path / "out" / "ferries").exists()


def test_a_stand_in_that_is_no_row_is_refused(
    tmp_path: Path, stage: Stage, make_document: MakeDocument, make_reject: MakeReject
) -> None:
    duplicate = make_reject("b", "exact-duplicate", duplicate_of=make_document("z").id)
    with pytest.raises(ReleaseError, match=r"error \[duplicate-of\] rejects: names .*, which is no row"):
        write_release(stage([make_document("a")], [duplicate]), name="ferries", out=tmp_path / "out")


def test_no_path_of_the_machine_stands_in_a_release(
    tmp_path: Path, stage: Stage, make_document: MakeDocument
) -> None:
    write_release(stage([make_document("a")]), name="ferries", out=tmp_path / "out")
    for path, content in bytes_of(tmp_path / "out").items():
        assert str(tmp_path).encode() not in content, path
