"""The manifest proves that no document went missing and no file was changed."""

from __future__ import annotations

import copy
import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from corpusclean.errors import IntegrityError
from corpusclean.package.manifest import (
    check_conservation,
    check_files,
    describe_files,
    json_file,
    library_versions,
    read_manifest,
    recipe_entry,
)
from corpusclean.recipe import Recipe

MANIFEST: dict[str, Any] = {
    "kind": "release",
    "manifest_version": 1,
    "name": "news",
    "version": "1.0.0",
    "parent": None,
    "schema": {"name": "document", "version": "1.0.0", "sha256": "0" * 64},
    "content_sha256": "0" * 64,
    "rows": 3,
    "counts": {
        "in": 5,
        "rows": 3,
        "rejected": 2,
        "rejected_by_reason": {"empty": 1, "filtered": 1},
        "ignored": 1,
        "ignored_by_reason": {"hidden": 1},
    },
    "recipe": {"settings": {}, "digest": "0" * 64},
    "made_with": {},
    "inputs_sha256": "0" * 64,
    "audit_sha256": "0" * 64,
    "files": [{"path": "data/train-00000-of-00001.parquet", "sha256": "0" * 64, "bytes": 7, "rows": 3}],
}


def changed(path: str, value: object) -> dict[str, Any]:
    manifest = copy.deepcopy(MANIFEST)
    part: Any = manifest
    *steps, last = path.split(".")
    for step in steps:
        part = part[int(step) if step.isdigit() else step]
    part[last] = value
    return manifest


def test_a_manifest_comes_back_as_it_was_written(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_bytes(json_file(MANIFEST))
    assert read_manifest(tmp_path) == MANIFEST
    assert list(check_conservation(MANIFEST)) == []


def test_equal_content_makes_equal_bytes() -> None:
    assert json_file(dict(reversed(MANIFEST.items()))) == json_file(MANIFEST)


@pytest.mark.parametrize(
    "path",
    [
        "counts.in",
        "counts.rows",
        "rows",
        "counts.rejected",
        "counts.rejected_by_reason.empty",
        "counts.ignored",
    ],
)
def test_a_document_that_is_not_accounted_for_is_found(path: str) -> None:
    findings = list(check_conservation(changed(path, 9)))
    assert {finding.rule for finding in findings} == {"conservation"}
    assert len({finding.column for finding in findings} & {path, "counts.rejected"}) == 1


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("kind", "audit"),
        ("manifest_version", 2),
        ("version", "1.0"),
        ("rows", 0),
        ("files.0.path", "../x.parquet"),
        ("files.0.bytes", -1),
        ("files.0.sha256", "0"),
        ("counts.rejected_by_reason", {"empty": "many"}),
        ("parent", {"version": "1.0.0"}),
    ],
)
def test_a_manifest_that_says_what_cannot_be_is_refused(tmp_path: Path, path: str, value: object) -> None:
    (tmp_path / "manifest.json").write_text(json.dumps(changed(path, value)))
    with pytest.raises(IntegrityError, match=r"manifest\.json"):
        read_manifest(tmp_path)


def test_files_are_listed_but_for_the_manifest_and_what_is_hidden(tmp_path: Path) -> None:
    for name in ("b.txt", "a/c.txt", "manifest.json", ".DS_Store", ".cache/x.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    entries = describe_files(tmp_path)
    assert [(entry["path"], entry["bytes"]) for entry in entries] == [("a/c.txt", 7), ("b.txt", 5)]
    assert list(check_files(tmp_path, {"files": entries})) == []


def test_a_file_that_is_missing_changed_longer_or_strange_is_told_apart(tmp_path: Path) -> None:
    for name in ("gone", "changed", "longer"):
        (tmp_path / name).write_text(name)
    entries = describe_files(tmp_path)
    (tmp_path / "gone").unlink()
    (tmp_path / "changed").write_text("CHANGED")
    (tmp_path / "longer").write_text("longer now")
    (tmp_path / "notes.txt").write_text("mine")
    (tmp_path / "more.parquet").write_text("mine")
    findings = {finding.file: finding for finding in check_files(tmp_path, {"files": entries})}
    assert {file: (finding.rule, finding.severity) for file, finding in findings.items()} == {
        "gone": ("file-missing", "error"),
        "changed": ("file-changed", "error"),
        "longer": ("file-changed", "error"),
        "notes.txt": ("file-unlisted", "warning"),
        "more.parquet": ("file-unlisted", "error"),
    }
    assert (findings["longer"].value, findings["longer"].expected) == ("10 bytes", "6 bytes")


def test_the_place_of_a_folder_of_rules_stays_out_of_the_manifest(tmp_path: Path) -> None:
    rules = tmp_path / "my-rules"
    rules.mkdir()
    entry = recipe_entry(Recipe(rules=str(rules)))
    assert entry["settings"]["rules"] == "my-rules"
    assert str(tmp_path) not in json.dumps(entry)
    assert entry["digest"] == Recipe(rules=str(rules)).digest()


def test_every_library_that_can_change_a_row_is_named() -> None:
    around_the_rows = {"datasets", "filelock", "jsonschema-rs", "lxml_html_clean", "psutil", "PyYAML", "tqdm"}
    on_one_thread = {"threadpoolctl"}
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8"))["project"]
    needed = {re.split("[<>=]", requirement)[0] for requirement in project["dependencies"]}
    named = set(library_versions())
    assert needed - named == around_the_rows | on_one_thread
    assert named - needed == {
        "corpusclean",
        "lxml",
        "unicode",
    }  # the parser of trafilatura, the letters of Python
