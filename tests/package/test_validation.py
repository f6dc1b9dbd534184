"""A release whose files fit its manifest may still lie; each kind of lie is found."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from corpusclean.document import Document, Reject
from corpusclean.package.card import read_front_matter
from corpusclean.package.inspection import inspect
from corpusclean.package.layout import Layout, Shards
from corpusclean.package.manifest import describe_files, json_file, sha256_of
from corpusclean.package.parquet import read_rows, write_shards
from corpusclean.package.staging import Staged
from corpusclean.package.validation import check_release
from corpusclean.releases import write_release
from corpusclean.schema import SchemaName, arrow_from, json_schema, to_table


@pytest.fixture
def layout(
    tmp_path: Path,
    stage: Callable[..., Staged],
    make_document: Callable[..., Document],
    make_reject: Callable[..., Reject],
) -> Layout:
    """A release of three rows and two rejects, outside any dataset so that its manifest can be forged."""
    rows = [make_document(key) for key in "abc"]
    rejects = [make_reject("d", "exact-duplicate", duplicate_of=rows[0].id), make_reject("e")]
    release = write_release(stage(rows, rejects), name="ferries", out=tmp_path / "out")
    release.path.rename(tmp_path / "copy")
    release.path.with_name("1.0.0-audit").rename(tmp_path / "copy-audit")
    return Layout(tmp_path / "copy")


def forge(layout: Layout, **changes: Any) -> None:
    """Make the manifests fit the files again, as a careful forger would."""
    audit = {**layout.audit_manifest(), "files": describe_files(layout.audit)}
    (layout.audit / "manifest.json").write_bytes(json_file(audit))
    manifest = {**layout.manifest(), "audit_sha256": sha256_of(layout.audit / "manifest.json"), **changes}
    manifest["files"] = describe_files(layout.path)
    (layout.path / "manifest.json").write_bytes(json_file(manifest))


def rewrite(
    layout: Layout, name: SchemaName, change: Callable[[list[dict[str, Any]]], list[dict[str, Any]]]
) -> None:
    shards = layout.shards(name)
    rows = change(list(shards.rows()))
    for path in shards.paths:
        path.unlink()
    write_shards([to_table(rows, name)], layout.folder(name), name)
    forge(layout)


def found(layout: Layout) -> set[tuple[str, str | None]]:
    return {(finding.rule, finding.file) for finding in check_release(layout)}


def test_a_release_as_it_was_written_is_sound_with_its_audit_and_without(
    layout: Layout, tmp_path: Path
) -> None:
    assert check_release(layout) == []
    layout.audit.rename(tmp_path / "kept-private")
    assert check_release(layout) == []


def test_the_content_hash_depends_on_the_rows_and_not_on_their_shards(layout: Layout, tmp_path: Path) -> None:
    rows = list(layout.shards("document").rows())
    hashes = []
    for number, parts in enumerate(([rows], [rows[:1], rows[1:]], [[row] for row in rows])):
        paths = write_shards(
            [to_table(part, "document") for part in parts], tmp_path / str(number), "document"
        )
        result = inspect([Shards("document", json_schema("document"), paths)])
        assert (result.rows["document"], result.findings.listed()) == (3, [])
        hashes.append(result.content_sha256["document"])
    assert set(hashes) == {layout.manifest()["content_sha256"]}


def test_a_forged_row_does_not_fit_the_content_hash(layout: Layout) -> None:
    rewrite(layout, "document", lambda rows: [{**rows[0], "license": "CC0-1.0"}, *rows[1:]])
    assert ("manifest-rows", "manifest.json") in found(layout)


def test_a_row_that_was_taken_out_is_missed_by_counts_and_ledger(layout: Layout) -> None:
    rewrite(layout, "document", lambda rows: rows[:-1])
    assert {
        ("conservation", "manifest.json"),
        ("manifest-rows", "manifest.json"),
        ("ledger-missing", "data"),
    } <= found(layout)


def test_a_ledger_that_was_taken_out_is_missed(layout: Layout) -> None:
    rewrite(layout, "ledger", lambda rows: rows[1:])
    assert {("ledger-missing", "ledger"), ("manifest-rows", "manifest.json")} <= found(layout)


def test_a_ledger_with_another_cut_is_found(layout: Layout) -> None:
    rewrite(layout, "ledger", lambda rows: [{**row, "cuts": []} for row in rows])
    assert ("ledger-sum", "ledger") in found(layout)


def test_rejects_that_were_taken_out_are_missed(layout: Layout) -> None:
    rewrite(layout, "reject", lambda rows: rows[:1])
    assert ("manifest-rows", "manifest.json") in found(layout)


def test_a_stand_in_that_is_no_row_is_found(layout: Layout) -> None:
    rewrite(
        layout, "reject", lambda rows: [{**r, "duplicate_of": r["duplicate_of"] and "f" * 32} for r in rows]
    )
    assert ("duplicate-of", "rejects") in found(layout)


def test_unsorted_rows_are_found_with_their_number(layout: Layout) -> None:
    rewrite(layout, "document", lambda rows: rows[::-1])
    findings = [f for f in check_release(layout) if f.rule == "id-sorted"]
    assert [(f.file, f.row) for f in findings] == [("data", 1), ("data", 2)]


def test_a_card_that_promises_other_columns_is_found(layout: Layout) -> None:
    card = layout.path / "README.md"
    card.write_text(card.read_text("utf-8").replace("dtype: date32", "dtype: string"), "utf-8")
    forge(layout)
    assert read_front_matter(card)["dataset_info"]
    assert found(layout) == {("card", "copy/README.md")}


def test_shards_in_another_schema_are_found(layout: Layout) -> None:
    (path,) = layout.shards("document").paths
    table = pq.read_table(path)
    pq.write_table(table.drop_columns(["flags"]), path)
    forge(layout)
    assert ("unreadable", "data") in found(layout)


@pytest.mark.parametrize(
    "change",
    [
        {"properties": {}},
        {"properties": {"id": {"$ref": "http://example.com"}}},
        {"properties": {"id": {"type": "string", "format": "duration"}}},
        {"properties": {"text": {"type": "string"}}},
        {"title": 7},
        {"allOf": [{"$ref": "http://example.com/schema.json"}]},
        {"properties": {"id": {"type": "string", "pattern": "("}}},
    ],
)
def test_a_schema_that_is_none_is_found(layout: Layout, change: dict[str, Any]) -> None:
    (layout.path / "schema.json").write_text(json.dumps({**json_schema("document"), **change}))
    forge(layout)
    findings = {finding.rule: str(finding) for finding in check_release(layout)}
    assert "schema" in findings["unreadable"]
    assert findings["unreadable"].count("Do:") == 1


def test_a_schema_that_is_not_the_published_one_of_its_number_is_found(layout: Layout) -> None:
    lenient = {**json_schema("document"), "required": []}
    (layout.path / "schema.json").write_text(json.dumps(lenient))
    forge(layout)
    told = [str(finding) for finding in check_release(layout) if finding.rule == "schema-changed"]
    assert len(told) == 2
    assert "not the published document/1.1.0" in told[1]


def test_a_release_of_a_later_schema_is_checked_against_that_schema(layout: Layout) -> None:
    properties = {
        **json_schema("document")["properties"],
        "topic": {"type": "string", "enum": ["sea", "sky"]},
    }
    later = {**json_schema("document"), "version": "1.2.0", "properties": properties}
    (path,) = layout.shards("document").paths
    rows = [{**row, "topic": "land"} for row in read_rows([path], json_schema("document"))]
    metadata = {"corpusclean.schema": "document/1.2.0"}
    pq.write_table(pa.Table.from_pylist(rows, arrow_from(later).with_metadata(metadata)), path)
    (layout.path / "schema.json").write_text(json.dumps(later))
    forge(
        layout,
        schema={"name": "document", "version": "1.2.0", "sha256": sha256_of(layout.path / "schema.json")},
    )
    findings = {(f.rule, f.column) for f in check_release(layout)}
    assert ("schema/enum", "topic") in findings
    assert not {"unreadable", "schema-changed", "file-changed"} & {rule for rule, _ in findings}
