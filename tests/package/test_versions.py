from __future__ import annotations

import json
from pathlib import Path

import pytest

from corpusclean.errors import IntegrityError
from corpusclean.package.versions import (
    VERSION,
    WANTED,
    Level,
    following,
    matching,
    read_versions,
    versions_json,
)

ENTRY = {"version": "1.0.0", "rows": 2, "content_sha256": "0" * 64, "manifest_sha256": "1" * 64}


@pytest.mark.parametrize(("level", "expected"), [("major", "2.0.0"), ("minor", "1.10.0"), ("patch", "1.9.5")])
def test_the_next_version_resets_what_is_below(level: Level, expected: str) -> None:
    assert following("1.9.4", level) == expected


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ("*", "1.9.0 1.9.1 1.10.0 10.0.0"),
        ("1", "1.9.0 1.9.1 1.10.0"),
        ("1.*", "1.9.0 1.9.1 1.10.0"),
        ("1.9", "1.9.0 1.9.1"),
        ("1.9.*", "1.9.0 1.9.1"),
        ("1.9.0", "1.9.0"),
        ("1.1", ""),
        ("2", ""),
    ],
)
def test_versions_are_compared_as_numbers_part_by_part(wanted: str, expected: str) -> None:
    assert matching(["1.10.0", "1.9.0", "10.0.0", "1.9.1"], wanted) == expected.split()


@pytest.mark.parametrize(
    "version", ["v1.0.0", "1.0", "1.0.0-rc.1", "1.0.0+b", "01.0.0", "1.0.0\n", "", "1.0.٣"]
)
def test_what_datasets_would_refuse_is_no_version(version: str) -> None:
    assert not VERSION.fullmatch(version)


@pytest.mark.parametrize("wanted", ["", "latest", "1.", "1.*.0", "1.0.0.0", "v1", "~1.0", ">1"])
def test_what_names_neither_a_version_nor_a_range_of_them_is_refused(wanted: str) -> None:
    assert not WANTED.fullmatch(wanted)


def test_the_list_comes_back_as_it_was_written(tmp_path: Path) -> None:
    folder = tmp_path / "news"
    folder.mkdir()
    assert read_versions(folder) == []
    (folder / "versions.json").write_bytes(versions_json("news", [ENTRY]))
    assert read_versions(folder) == [ENTRY]


@pytest.mark.parametrize(
    "change",
    [{"version": "1.0"}, {"rows": 0}, {"rows": "2"}, {"content_sha256": "x"}, {"manifest_sha256": None}],
)
def test_a_list_that_says_what_cannot_be_is_refused(tmp_path: Path, change: dict[str, object]) -> None:
    (tmp_path / "versions.json").write_text(
        json.dumps({"name": tmp_path.name, "versions": [{**ENTRY, **change}]})
    )
    with pytest.raises(IntegrityError, match=rf"versions\[0\]\.{next(iter(change))}"):
        read_versions(tmp_path)
