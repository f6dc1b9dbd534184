"""Damage and tricks in a release on disk: found, named, and never another exception than ours."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from corpusclean.document import Document, Reject
from corpusclean.errors import CorpuscleanError, IntegrityError
from corpusclean.package.staging import Staged
from corpusclean.releases import Release, diff, load, validate, write_release

Write = Callable[[str], Release]


@pytest.fixture
def write(
    tmp_path: Path,
    stage: Callable[..., Staged],
    make_document: Callable[..., Document],
    make_reject: Callable[..., Reject],
) -> Write:
    """Write the next version of a dataset with a row for each letter."""

    def write(keys: str) -> Release:
        staged = stage([make_document(key) for key in keys], [make_reject("x")])
        return write_release(staged, name="ferries", out=tmp_path / "out")

    return write


def files_of(release: Release) -> Iterator[Path]:
    for folder in (release.path, Path(f"{release.path}-audit")):
        yield from (path for path in sorted(folder.rglob("*")) if path.is_file())


def test_a_changed_byte_in_any_file_is_found_and_named(write: Write) -> None:
    first, release = write("a"), write("abc")
    for path in files_of(release):
        content = path.read_bytes()
        middle = len(content) // 2
        path.write_bytes(content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :])
        with pytest.raises(IntegrityError, match=path.name):
            release.verify()
        for read in (lambda: load(release.path), lambda: diff(first, release.path)):
            with pytest.raises(IntegrityError):
                read()
        assert any(finding.severity == "error" for finding in validate(release)), path
        path.write_bytes(content)
    release.verify()
    assert validate(release) == []


def test_a_damaged_shard_that_is_loaded_without_a_check_is_one_of_our_errors(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import datasets

    monkeypatch.setattr(datasets.config, "HF_DATASETS_CACHE", str(tmp_path / "cache"))
    release = write("abc")
    (shard,) = (release.path / "data").iterdir()
    shard.write_bytes(shard.read_bytes()[:1_000])
    with pytest.raises(IntegrityError, match="the data cannot be loaded"):
        release.dataset()
    shard.unlink()
    with pytest.raises(IntegrityError, match="the data cannot be loaded"):
        release.dataset()


def test_a_version_in_the_folder_of_another_is_found(write: Write) -> None:
    first, second = write("a"), write("abc")
    for suffix in ("", "-audit"):
        shutil.rmtree(f"{first.path}{suffix}")
        shutil.copytree(f"{second.path}{suffix}", f"{first.path}{suffix}")
    with pytest.raises(IntegrityError, match="manifest-changed"):
        load(first.path)


@pytest.mark.parametrize("file", ["data/train-00000-of-00001.parquet", "README.md", "schema.json"])
def test_a_missing_file_is_found_and_named(write: Write, file: str) -> None:
    release = write("abc")
    (release.path / file).unlink()
    with pytest.raises(IntegrityError, match=rf"{file}: .* Do: "):
        release.verify()
    assert ("file-missing", file) in {(finding.rule, finding.file) for finding in validate(release)}


def test_a_strange_shard_is_found_since_a_loader_would_read_it(write: Write) -> None:
    release = write("abc")
    pq.write_table(pa.table({"id": ["x"]}), release.path / "data" / "train-00001-of-00002.parquet")
    with pytest.raises(IntegrityError, match="file-unlisted"):
        release.verify()


@pytest.mark.parametrize("file", ["1.0.0/manifest.json", "versions.json", "1.0.0-audit/manifest.json"])
@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"{}", b"\xff", b'{"name": "\\ud800"}', b"[" * 100_000]
)
def test_a_broken_list_or_manifest_is_an_integrity_error(write: Write, file: str, content: bytes) -> None:
    dataset = write("ab").path.parent
    (dataset / file).write_bytes(content)
    with pytest.raises(IntegrityError, match=r"Do: "):
        load(dataset)
    with pytest.raises(IntegrityError):
        write("abc")
    if file != "versions.json":
        assert "unreadable" in {finding.rule for finding in validate(dataset)}


@pytest.mark.parametrize(
    "path", ["../../secret", "/etc/passwd", "data/../../x", ".hidden", "a\\..\\b", "", "data//x", "a\n"]
)
def test_a_manifest_cannot_name_files_elsewhere(write: Write, path: str) -> None:
    release = write("ab")
    manifest = json.loads((release.path / "manifest.json").read_text())
    manifest["files"][0]["path"] = path
    (release.path / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(IntegrityError, match=r"files\[0\]\.path"):
        Release.open(release.path)


@pytest.mark.parametrize("target", ["x" * 5_000, "a\0b", "", "@1.0.0", "loop/news"])
def test_a_target_that_cannot_be_is_one_of_our_errors(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, target: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(CorpuscleanError, match=r" Do: "):
        Release.open(target)


def test_a_manifest_that_was_replaced_is_not_the_one_that_was_published(write: Write) -> None:
    release = write("ab")
    for folder in (release.path, Path(f"{release.path}-audit")):
        path = folder / "manifest.json"
        content = path.read_bytes()
        path.write_bytes(content + b"\n")
        with pytest.raises(IntegrityError, match="manifest-changed"):
            release.verify()
        path.write_bytes(content)
