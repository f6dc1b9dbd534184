"""A release comes into being all at once: after a kill at any point the next build finds the old state."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from corpusclean.document import Document
from corpusclean.errors import IntegrityError, ReleaseError
from corpusclean.package import commit
from corpusclean.package.commit import single_writer
from corpusclean.package.staging import Staged
from corpusclean.releases import Release, validate, write_release

Write = Callable[[str], Release]
Kill = Callable[[Path, Path], None]


@pytest.fixture
def write(tmp_path: Path, stage: Callable[..., Staged], make_document: Callable[..., Document]) -> Write:
    """Write the next version of a dataset with a row for each letter."""
    return lambda keys: write_release(
        stage([make_document(key) for key in keys]), name="ferries", out=tmp_path / "out"
    )


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def killed_while_rows_were_written(out: Path, finished: Path) -> None:
    shutil.copytree(finished / "1.1.0", out / ".ferries.building" / "release")
    (out / ".ferries.building" / "release" / "manifest.json").unlink()


def killed_after_the_audit_was_moved(out: Path, finished: Path) -> None:
    shutil.copytree(finished / "1.1.0-audit", out / "ferries" / "1.1.0-audit")


def killed_after_the_version_was_moved(out: Path, finished: Path) -> None:
    killed_after_the_audit_was_moved(out, finished)
    shutil.copytree(finished / "1.1.0", out / "ferries" / "1.1.0")


def killed_while_the_list_was_written(out: Path, finished: Path) -> None:
    killed_after_the_version_was_moved(out, finished)
    (out / "ferries" / ".versions.json.half-written").write_bytes(
        (finished / "versions.json").read_bytes()[:40]
    )


@pytest.mark.parametrize(
    "kill",
    [
        killed_while_rows_were_written,
        killed_after_the_audit_was_moved,
        killed_after_the_version_was_moved,
        killed_while_the_list_was_written,
    ],
)
def test_what_a_killed_build_left_is_no_version_and_goes_with_the_next_build(
    tmp_path: Path, write: Write, kill: Kill
) -> None:
    out, finished = tmp_path / "out", tmp_path / "finished"
    write("ab")
    shutil.copytree(out / "ferries", tmp_path / "old")
    write("abc")
    (out / "ferries").rename(finished)
    shutil.copytree(tmp_path / "old", out / "ferries")
    kill(out, finished)
    assert Release.open(out / "ferries").version == "1.0.0"
    with pytest.raises(ReleaseError, match=r"take one of 1\.0\.0"):
        Release.open(out / "ferries" / "1.1.0")
    assert write("abc").version == "1.1.0"
    assert bytes_of(out / "ferries") == bytes_of(finished)
    assert {path.name for path in out.iterdir()} <= {"ferries", ".ferries.lock"}


def test_a_build_killed_before_the_card_was_replaced_has_made_its_version(
    tmp_path: Path, write: Write
) -> None:
    write("ab")
    card = tmp_path / "out" / "ferries" / "README.md"
    old = card.read_bytes()
    write("abc")
    new = card.read_bytes()
    card.write_bytes(old)
    assert Release.open(tmp_path / "out" / "ferries").version == "1.1.0"
    assert "card" in {finding.rule for finding in validate(tmp_path / "out" / "ferries")}
    assert not write("abc").created
    assert card.read_bytes() == new


def test_a_killed_first_build_leaves_nothing_in_the_way(write: Write) -> None:
    folder = write("ab").path.parent
    for file in ("README.md", "versions.json"):
        (folder / file).unlink()
    assert write("abc").version == "1.0.0"
    assert validate(folder) == []


def test_versions_whose_list_was_lost_are_not_taken_for_leftovers(write: Write) -> None:
    write("ab")
    folder = write("abc").path.parent
    (folder / "versions.json").unlink()
    with pytest.raises(IntegrityError, match=r"versions\.json: missing, while a card is there"):
        write("abcd")
    (folder / "README.md").unlink()
    with pytest.raises(ReleaseError, match=r"holds 1\.0\.0, 1\.1\.0, not listed in versions\.json"):
        write("abcd")
    assert (folder / "1.0.0" / "manifest.json").exists()


@pytest.mark.parametrize("with_card", [False, True])
def test_versions_newer_than_a_list_that_was_put_back_are_not_taken_for_leftovers(
    write: Write, *, with_card: bool
) -> None:
    folder = write("ab").path.parent
    files = ("versions.json", "README.md") if with_card else ("versions.json",)
    old = {file: (folder / file).read_bytes() for file in files}
    write("abc")
    if with_card:
        write("abcd")  # several versions are never the leftover of one build
    for file, content in old.items():
        (folder / file).write_bytes(content)
    before = bytes_of(folder)
    with pytest.raises(
        ReleaseError, match=r"holds 1\.1\.0.*, not listed in versions\.json.* Do: restore the newest"
    ):
        write("abcde")
    assert bytes_of(folder) == before


def test_folders_that_no_build_left_stay(write: Write) -> None:
    folder = write("ab").path.parent
    for name in ("0.9.0", "notes", "9.9.9-draft"):
        (folder / name).mkdir()
    write("abc")
    assert {"0.9.0", "notes", "9.9.9-draft"} <= {path.name for path in folder.iterdir()}


@pytest.mark.parametrize("name", ["1.0.0", "1.0.0-audit"])
def test_a_folder_of_the_user_in_the_place_of_a_version_stays_and_is_named(
    tmp_path: Path, write: Write, name: str
) -> None:
    own = tmp_path / "out" / "ferries" / name
    own.mkdir(parents=True)
    (own / "manifest.json").write_text('{"name": "ferries"}')
    with pytest.raises(ReleaseError, match=rf"{name}: is in the way, and no release\. Do: move it"):
        write("ab")
    assert bytes_of(own.parent) == {f"{name}/manifest.json": b'{"name": "ferries"}'}


def test_a_folder_of_the_user_that_looks_like_a_newer_version_stays(write: Write) -> None:
    folder = write("ab").path.parent
    (folder / "2.0.0").mkdir()
    (folder / "2.0.0" / "notes.txt").write_text("It rained.")
    assert write("abc").version == "1.1.0"
    assert (folder / "2.0.0" / "notes.txt").exists()


def test_two_builds_of_one_dataset_do_not_mix(
    tmp_path: Path, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commit, "_WAIT", 0)
    with single_writer(tmp_path / "out", "ferries"):
        with pytest.raises(ReleaseError, match=r"ferries: another build is writing it"):
            write("ab")
        with single_writer(tmp_path / "out", "trams"):
            pass
    assert write("ab").version == "1.0.0"


def test_a_build_waits_for_another_that_is_writing(tmp_path: Path, write: Write) -> None:
    writing = threading.Event()

    def write_slowly() -> None:
        with single_writer(tmp_path / "out", "ferries"):
            writing.set()
            time.sleep(0.5)

    other = threading.Thread(target=write_slowly)
    other.start()
    writing.wait()
    assert write("ab").version == "1.0.0"
    other.join()


def test_the_lock_of_a_process_that_was_killed_is_free(tmp_path: Path, write: Write) -> None:
    code = (
        "import os, pathlib, sys; from corpusclean.package.commit import single_writer\n"
        "with single_writer(pathlib.Path(sys.argv[1]), 'ferries'): os.kill(os.getpid(), 9)"
    )
    killed = subprocess.run([sys.executable, "-c", code, str(tmp_path / "out")], check=False)
    assert killed.returncode == -9
    assert (tmp_path / "out" / ".ferries.building").is_dir()
    assert write("ab").version == "1.0.0"
    assert not (tmp_path / "out" / ".ferries.building").exists()


def test_a_damaged_newest_version_is_not_built_upon(write: Write) -> None:
    path = write("ab").path
    (path / "CHANGELOG.md").write_text("lies")
    with pytest.raises(IntegrityError, match=r"file-changed.*CHANGELOG\.md"):
        write("abc")
