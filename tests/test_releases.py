"""Releases: versions that are proven by their rows, load as they should, and are never touched again."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from corpusclean.document import Charset, Cut, Document, Origin, Reject, document_id
from corpusclean.errors import ReleaseError, UsageError
from corpusclean.ledger import restore
from corpusclean.package.changes import Bump
from corpusclean.package.staging import Staged
from corpusclean.recipe import Recipe
from corpusclean.releases import Release, check_target, diff, load, validate, write_release
from corpusclean.schema import arrow_schema, to_array

_NUMBERS = count()


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """One cache for all that a test loads, as a user has; and no network."""
    import datasets

    folder = str(tmp_path / "cache")
    monkeypatch.setattr(datasets.config, "HF_DATASETS_CACHE", folder)
    monkeypatch.setattr(datasets.config, "HF_HUB_OFFLINE", True)
    datasets.disable_progress_bars()
    return folder


def document(key: str, text: str = "", **fields: Any) -> Document:
    return Document(
        id=document_id(user_id=key),
        origin=Origin(f"{key}.txt"),
        text=text or f"The {key} boat sailed at noon.",
        charset=Charset("utf-8", "utf-8"),
        raw_sha256=hashlib.sha256(f"{key}{text}".encode()).hexdigest(),
        cuts=(Cut(0, 6, "Home\n\n", "navigation", "rules/navigation.toml#menu"),),
        **fields,
    )


def reject(key: str, reason: str = "empty") -> Reject:
    return Reject(document_id(user_id=key), Origin(f"{key}.txt"), reason, "nothing was seen")


def documents(keys: str) -> list[Document]:
    return [document(key) for key in keys]


def publish(
    folder: Path,
    rows: Sequence[Document],
    rejects: Sequence[Reject] = (),
    *,
    name: str = "boats",
    recipe: Recipe | None = None,
    bump: Bump = "auto",
    **staged: Any,
) -> Release:
    """Stage rows as a build does, and write the next version of folder/dist/name."""
    results: list[tuple[Mapping[str, Any] | None, ...]] = [(d.to_dict(), d.ledger(), None) for d in rows]
    results += [(None, None, r.to_dict()) for r in rejects]
    path = folder / f"staged-{next(_NUMBERS)}.parquet"
    columns = {
        "document": to_array([result[0] for result in results], "document"),
        "ledger": to_array([result[1] for result in results], "ledger"),
        "reject": to_array([result[2] for result in results], "reject"),
    }
    pq.write_table(pa.table(columns), path)
    given = Staged((path,), **{"documents_in": len(results), "inputs_sha256": "0" * 64, **staged})
    return write_release(given, name=name, out=folder / "dist", recipe=recipe, bump=bump)


def tree(folder: Path) -> dict[str, tuple[str, int]]:
    """All files with their hashes and times of change."""
    return {
        path.relative_to(folder).as_posix(): (
            hashlib.sha256(path.read_bytes()).hexdigest(),
            path.stat().st_mtime_ns,
        )
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def keys(dataset: Any) -> str:
    return "".join(sorted(name.removesuffix(".txt") for name in (row["input"] for row in dataset["origin"])))


# --- loading ---


def test_a_release_loads_by_its_number_by_its_folder_and_as_the_latest(tmp_path: Path, cache: str) -> None:
    from datasets import load_dataset

    folder = str(tmp_path / "dist" / "boats")
    publish(tmp_path, documents("ab"))
    assert keys(load_dataset(folder, split="train", cache_dir=cache)) == "ab"
    publish(tmp_path, documents("abc"))
    publish(tmp_path, documents("cd"))
    for _ in range(2):
        assert keys(load_dataset(folder, split="train", cache_dir=cache)) == "cd"
        assert keys(load_dataset(folder, "1.0.0", split="train", cache_dir=cache)) == "ab"
        assert keys(load_dataset(folder, "1.1.0", split="train", cache_dir=cache)) == "abc"
        assert keys(load_dataset(f"{folder}/1.0.0", split="train", cache_dir=cache)) == "ab"
        assert keys(load_dataset(f"{folder}/2.0.0", split="train", cache_dir=cache)) == "cd"


def test_the_cache_never_mixes_datasets_of_one_name(tmp_path: Path, cache: str) -> None:
    from datasets import load_dataset

    for place, rows in (("p", "ab"), ("q", "xyz")):
        (tmp_path / place).mkdir()
        release = publish(tmp_path / place, documents(rows))
        assert keys(load_dataset(str(release.path.parent), split="train", cache_dir=cache)) == rows
        assert keys(load_dataset(str(release.path), split="train", cache_dir=cache)) == rows
        assert keys(load(release.path.parent)) == rows
        audit = load_dataset(f"{release.path}-audit", "ledger", split="train", cache_dir=cache)
        assert keys(audit) == rows


def test_a_dataset_built_anew_in_the_same_place_is_not_the_cached_one(tmp_path: Path, cache: str) -> None:
    import shutil

    from datasets import load_dataset

    for rows in ("ab", "cd"):
        release = publish(tmp_path, documents(rows))
        assert release.version == "1.0.0"
        assert keys(load_dataset(str(release.path.parent), split="train", cache_dir=cache)) == rows
        assert keys(release.dataset()) == rows
        shutil.rmtree(release.path.parent)


def test_loading_needs_no_network_and_no_cache_of_ours(tmp_path: Path) -> None:
    release = publish(tmp_path, documents("ab"))
    code = f"from datasets import load_dataset; print(load_dataset({str(release.path)!r}, split='train').num_rows)"
    offline = {"HF_HUB_OFFLINE": "1", "HF_DATASETS_OFFLINE": "1", "HF_HOME": str(tmp_path / "home")}
    done = subprocess.run(
        [sys.executable, "-c", code],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, **offline},
    )
    assert done.stdout.strip() == "2"


def test_nothing_is_asked_of_the_network_when_a_release_is_loaded(tmp_path: Path) -> None:
    release = publish(tmp_path, documents("ab"))
    code = f"""
import sys
calls = []
sys.addaudithook(lambda event, _: calls.append(event) if event.startswith("socket.getaddrinfo") else None)
import corpusclean
print(len(corpusclean.load({str(release.path)!r})), calls)
"""
    online = {"HF_HUB_OFFLINE": "0", "HF_DATASETS_OFFLINE": "0", "HF_HOME": str(tmp_path / "home")}
    done = subprocess.run(
        [sys.executable, "-c", code],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, **online},
    )
    assert done.stdout.strip() == "2 []"


def test_columns_have_the_types_of_the_schema_wherever_they_are_loaded(tmp_path: Path, cache: str) -> None:
    from datasets import Features, load_dataset

    release = publish(tmp_path, documents("ab"), [reject("x")])
    features = Features.from_arrow_schema(arrow_schema("document"))
    for dataset in (
        release.dataset(),
        load_dataset(str(release.path), split="train", cache_dir=cache),
        load_dataset(str(release.path.parent), "1.0.0", split="train", cache_dir=cache),
    ):
        assert dataset.features == features
        assert list(dataset) == list(release.dataset())
    audit = f"{release.path}-audit"
    assert load_dataset(audit, split="train", cache_dir=cache).features == release.ledger().features
    rejects = load_dataset(audit, "rejects", split="train", cache_dir=cache)
    assert (
        rejects.features == release.rejects().features == Features.from_arrow_schema(arrow_schema("reject"))
    )
    assert rejects[0]["reason"] == "empty"


def test_text_and_ledger_of_a_release_give_the_input_back(tmp_path: Path) -> None:
    release = publish(tmp_path, documents("abc"))
    for row, ledger in zip(release.dataset(), release.ledger(), strict=True):
        assert restore(row["text"], ledger) == f"Home\n\n{row['text']}"


def test_a_release_without_rejects_has_an_empty_table_of_them(tmp_path: Path) -> None:
    release = publish(tmp_path, documents("a"))
    empty = release.rejects()
    assert empty.num_rows == 0
    assert empty.features == publish(tmp_path, documents("a"), [reject("x")], name="more").rejects().features
    assert not (tmp_path / "dist/boats/1.0.0-audit/rejects").exists()


def test_pandas_reads_the_files(tmp_path: Path) -> None:
    pandas = pytest.importorskip("pandas")
    release = publish(tmp_path, documents("ab"))
    frame = pandas.read_parquet(release.path / "data")
    assert frame["text"].tolist() == release.dataset()["text"][:]


def test_a_folder_whose_name_looks_like_a_pattern_loads(tmp_path: Path) -> None:
    odd = tmp_path / "a[b] *c@1"
    odd.mkdir()
    publish(odd, documents("ab"))
    assert keys(load(odd / "dist" / "boats")) == "ab"
    assert keys(load(f"{odd}/dist/boats@1.0.0")) == "ab"


# --- opening ---


@pytest.mark.parametrize(
    ("wanted", "version"),
    [
        ("", "2.0.0"),
        ("@1.0.0", "1.0.0"),
        ("@1.*", "1.1.0"),
        ("@1", "1.1.0"),
        ("@1.0", "1.0.0"),
        ("@1.0.*", "1.0.0"),
        ("@*", "2.0.0"),
        ("/1.1.0", "1.1.0"),
    ],
)
def test_a_release_is_found_by_what_a_user_writes(tmp_path: Path, wanted: str, version: str) -> None:
    for rows in ("a", "ab", "b"):
        publish(tmp_path, documents(rows))
    release = Release.open(f"{tmp_path}/dist/boats{wanted}")
    assert (release.version, release.name) == (version, "boats")
    assert release.path == tmp_path / "dist" / "boats" / version
    assert not release.created


@pytest.mark.parametrize("wanted", ["@3.0.0", "@0", "@1.0.0.0", "/3.0.0", "/1.0.0-audit", "/data"])
def test_a_version_that_there_is_not_is_named_with_those_there_are(tmp_path: Path, wanted: str) -> None:
    publish(tmp_path, documents("a"))
    publish(tmp_path, documents("ab"))
    expected = UsageError if wanted == "@1.0.0.0" else ReleaseError
    with pytest.raises(expected, match=r"1\.0\.0, 1\.1\.0|is no version"):
        Release.open(f"{tmp_path}/dist/boats{wanted}")


def test_a_place_without_a_dataset_is_named(tmp_path: Path) -> None:
    for opened in (Release.open, load, validate):
        with pytest.raises(ReleaseError, match=r"nowhere: no release here .* Do: "):
            opened(tmp_path / "nowhere")


@pytest.mark.parametrize("target", [None, 5, b"dist/boats", "a\0b", ""])
def test_what_is_no_path_is_named(target: Any) -> None:
    for opened in (Release.open, load, validate):
        with pytest.raises(UsageError, match=r"no file has such a name. Do: "):
            opened(target)


def test_every_version_that_a_target_names_is_validated(tmp_path: Path) -> None:
    first, second = publish(tmp_path, documents("a")), publish(tmp_path, documents("ab"))
    (first.path / "CHANGELOG.md").write_text("lies")
    (finding,) = validate(first.path.parent)
    assert (finding.release, finding.file) == (str(first.path), "CHANGELOG.md")
    assert str(first.path) in str(finding)
    assert validate(second) == validate(f"{second.path.parent}@1.1") == []


def test_a_release_that_was_copied_elsewhere_stands_alone(tmp_path: Path) -> None:
    release = publish(tmp_path, documents("ab"))
    copy = tmp_path / "download"
    release.path.rename(copy)
    alone = Release.open(copy)
    alone.verify()
    assert validate(copy) == []
    assert keys(load(copy)) == "ab"
    with pytest.raises(ReleaseError, match="download-audit: the audit, which has the ledger, is not here"):
        alone.ledger()


def test_a_dataset_whose_folder_was_renamed_loads_and_is_not_built_upon(tmp_path: Path) -> None:
    folder = publish(tmp_path, documents("ab")).path.parent
    folder.rename(folder.with_name("ships"))
    assert keys(load(tmp_path / "dist" / "ships")) == "ab"
    with pytest.raises(ReleaseError, match="its releases are those of 'boats'"):
        publish(tmp_path, documents("abc"), name="ships")


# --- versions ---


CHANGES: list[tuple[str, list[Document], str, str]] = [
    ("a row more", documents("abc"), "1.1.0", "1 row added"),
    ("a row less", documents("a"), "2.0.0", "1 row removed"),
    ("one for another", documents("ac"), "2.0.0", "1 row added, 1 removed"),
    ("another text", [document("a"), document("b", "It sank.")], "2.0.0", "text: 1"),
    ("another title", [document("a"), document("b", title="Boats")], "2.0.0", "1 row changed (title"),
    ("another origin", [document("a"), replace(document("b"), origin=Origin("x.txt"))], "1.0.1", "(origin"),
]


@pytest.mark.parametrize(("what", "rows", "version", "words"), CHANGES, ids=[change[0] for change in CHANGES])
def test_the_number_of_a_version_is_proven_by_its_rows(
    tmp_path: Path, what: str, rows: list[Document], version: str, words: str
) -> None:
    first = publish(tmp_path, documents("ab"))
    second = publish(tmp_path, rows)
    assert (second.version, second.created) == (version, True), what
    assert words in (second.path / "CHANGELOG.md").read_text()
    assert words in str(diff(first, second))
    assert second.manifest["parent"]["version"] == "1.0.0"
    assert [finding for finding in validate(second) if finding.severity == "error"] == []


def test_the_same_rows_from_the_same_recipe_make_no_version(tmp_path: Path) -> None:
    first = publish(tmp_path, documents("abc"), [reject("x")])
    before = tree(tmp_path / "dist")
    second = publish(tmp_path, documents("cba"), [reject("x")], bump="major")
    assert second == first
    assert (first.created, second.created) == (True, False)
    assert tree(tmp_path / "dist") == before


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"recipe": Recipe(level="safe")}, "recipe"),
        ({"inputs_sha256": "1" * 64}, "inputs_sha256"),
        ({"rejects": [reject("x")]}, "counts"),
        ({"ignored": {"a symbolic link": 1}}, "counts"),
    ],
)
def test_the_same_rows_made_in_another_way_are_a_patch(
    tmp_path: Path, change: dict[str, Any], word: str
) -> None:
    publish(tmp_path, documents("ab"))
    second = publish(tmp_path, documents("ab"), **change)
    assert second.version == "1.0.1"
    assert f"different: {word}" in (second.path / "CHANGELOG.md").read_text()


def test_a_bump_may_be_raised_and_never_lowered(tmp_path: Path) -> None:
    publish(tmp_path, documents("a"), bump="major")
    assert publish(tmp_path, documents("ab"), bump="major").version == "2.0.0"
    assert publish(tmp_path, documents("b"), bump="minor").version == "3.0.0"
    with pytest.raises(UsageError, match="bump is 'huge'"):
        check_target("boats", bump="huge")  # type: ignore[arg-type]


def test_an_old_version_is_never_touched(tmp_path: Path) -> None:
    first = publish(tmp_path, documents("ab"), [reject("x")])
    folders = [first.path, first.path.with_name("1.0.0-audit")]
    before = [tree(folder) for folder in folders]
    publish(tmp_path, documents("abc"))
    publish(tmp_path, documents("d"))
    assert [tree(folder) for folder in folders] == before
    changelog = (tmp_path / "dist/boats/2.0.0/CHANGELOG.md").read_text()
    assert changelog.index("## 2.0.0") < changelog.index("## 1.1.0") < changelog.index("## 1.0.0")
    listed = json.loads((tmp_path / "dist/boats/versions.json").read_text())["versions"]
    assert [entry["version"] for entry in listed] == ["1.0.0", "1.1.0", "2.0.0"]


def test_a_diff_names_rows_and_columns_and_no_text(tmp_path: Path) -> None:
    first = publish(tmp_path, documents("abc"))
    second = publish(tmp_path, [document("b"), document("c", "It sank."), document("d")])
    ids = {key: document_id(user_id=key) for key in "abcd"}
    found = diff(first, f"{tmp_path}/dist/boats@2.0.0")
    assert (found.added, found.removed) == ((ids["d"],), (ids["a"],))
    assert set(found.changed) == {ids["c"]}
    assert set(found.changed[ids["c"]]) >= {"text", "text_sha256", "raw_sha256"}
    assert f"- {ids['a']}" in str(found)
    written = [json.loads(line) for line in (second.path / "diff/from-1.0.0.jsonl").read_text().splitlines()]
    assert written == found.to_dict()["rows"]
    summary = json.loads((second.path / "diff/summary.json").read_text())
    assert summary == found.summary()
    assert "sank" not in (second.path / "diff/from-1.0.0.jsonl").read_text()
    assert str(diff(first, first)) == "boats@1.0.0 → boats@1.0.0: no difference"


# --- what is refused ---


def test_a_build_without_rows_is_refused_with_the_reasons(tmp_path: Path) -> None:
    rejects = [reject("a"), reject("b"), reject("c", "too-large")]
    with pytest.raises(ReleaseError, match=r"3 in, 3 rejected \(empty 2, too-large 1\).* nothing is written"):
        publish(tmp_path, [], rejects)
    assert not (tmp_path / "dist").exists()


def test_a_build_that_lost_a_document_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match="3 documents came in, but there are 2 rows and 0 rejects"):
        publish(tmp_path, documents("ab"), documents_in=3)
    assert not (tmp_path / "dist").exists()


@pytest.mark.parametrize(
    "name", ["", "News", "a/b", "../up", "-x", ".x", "a b", "a[b]", "x" * 65, "é", "a\n"]
)
def test_a_name_that_a_loader_would_misread_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match=r"^name is .* Do: "):
        publish(tmp_path, documents("a"), name=name)
    with pytest.raises(UsageError, match=r"^name is "):
        check_target(name)
    assert not (tmp_path / "dist").exists()


@pytest.mark.parametrize("out", ["x" * 300, "loop", "loop/deeper"])
def test_a_place_that_cannot_be_is_named(tmp_path: Path, out: str) -> None:
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    with pytest.raises(ReleaseError, match=r"cannot be looked at .* Do: give another folder"):
        check_target("boats", tmp_path / out)


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "dist").write_text("a file")
    with pytest.raises(ReleaseError, match=r"dist is no folder that can be written. Do: "):
        publish(tmp_path, documents("a"))
    with pytest.raises(ReleaseError, match=r"no folder that can be written"):
        check_target("boats", tmp_path / "dist" / "deeper")
