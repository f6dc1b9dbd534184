"""Assemble a release: write the staged rows and all other files to a folder, and check them."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpusclean.errors import ReleaseError
from corpusclean.package.card import CARD_FILE, audit_card, release_card
from corpusclean.package.changelog import changelog
from corpusclean.package.changes import Diff, Side, compare
from corpusclean.package.inspection import Inspection, inspect
from corpusclean.package.layout import CHANGELOG_FILE, FOLDERS, VALIDATION_FILE, Layout, Shards
from corpusclean.package.manifest import (
    MANIFEST_FILE,
    MANIFEST_VERSION,
    describe_files,
    json_file,
    library_versions,
    recipe_entry,
    sha256_of,
)
from corpusclean.package.parquet import write_shards
from corpusclean.package.staging import Staged
from corpusclean.package.validation import audit_kinds, check_cards, check_integrity
from corpusclean.recipe import Recipe
from corpusclean.schema import SchemaName, json_schema, schema_bytes

_SHOWN = 5  # findings shown in an error message


@dataclass(frozen=True, slots=True)
class Draft:
    """A release whose rows are written and whose version is not known yet.

    Args:
        layout: its folders.
        documents: its document rows.
        facts: the part of the manifest that depends on rows, recipe and libraries alone.
        inspection: findings and counts of the written rows.
    """

    layout: Layout
    documents: Shards
    facts: Mapping[str, Any]
    inspection: Inspection


def write_rows(staged: Staged, counts: Mapping[str, Any], recipe: Recipe, workspace: Path) -> Draft:
    """Write the rows, read them back and check them.

    Args:
        staged: the rows of the build.
        counts: the result of `staged.counts()`.
        recipe: the recipe that the rows were made with.
        workspace: an empty folder to write to.

    Raises:
        ReleaseError: if a row breaks a rule, or rows are missing.
    """
    layout = Layout(workspace / "release")
    kinds = [
        Shards(name, json_schema(name), write_shards(staged.shards(name), layout.folder(name), name))
        for name in FOLDERS
    ]
    inspection = inspect(kinds)
    refuse([f for f in inspection.findings.listed() if f.severity == "error"], "rows break their rules")
    if (inspection.rows["document"], dict(inspection.rejected)) != (
        counts["rows"],
        counts["rejected_by_reason"],
    ):
        raise ReleaseError(
            f"{counts['rows']} rows and {counts['rejected']} rejects were staged, but "
            f"{inspection.rows['document']} and {inspection.rejected.total()} written. Do: report this."
        )
    facts = {
        "schema": _schema_entry("document"),
        "content_sha256": inspection.content_sha256["document"],
        "rows": counts["rows"],
        "counts": dict(counts),
        "recipe": recipe_entry(recipe),
        "made_with": library_versions(),
        "inputs_sha256": staged.inputs_sha256,
    }
    return Draft(layout, kinds[0], facts, inspection)


def refuse(errors: list[Any], what: str) -> None:
    """Refuse to publish a release that has errors.

    Args:
        errors: the findings; none means that all is well.
        what: the beginning of the message.

    Raises:
        ReleaseError: if there are errors; the message has the first ones.
    """
    if errors:
        listed = "\n".join(f"  {finding}" for finding in errors[:_SHOWN])
        raise ReleaseError(f"{what}; nothing is published:\n{listed}")


def compare_with(draft: Draft, parent: Layout) -> Diff:
    """Return the changes from an existing version to the draft."""
    old = parent.shards("document")
    manifest = parent.manifest()
    same = manifest["content_sha256"] == draft.facts["content_sha256"]
    before = Side(f"{manifest['name']}@{manifest['version']}", () if same else old.rows(), old.schema)
    return compare(before, Side("draft", () if same else draft.documents.rows(), draft.documents.schema))


def differing_parts(draft: Draft, parent: Layout) -> list[str]:
    """Name the parts of manifest and audit in which the draft differs from an existing version; none if it is equal."""
    manifest = parent.manifest()
    found = [key for key, value in draft.facts.items() if key != "recipe" and value != manifest[key]]
    if draft.facts["recipe"]["digest"] != manifest["recipe"]["digest"]:
        found.append("recipe")
    if parent.audit.exists():
        hashes = parent.audit_manifest()["content_sha256"]
        found += [name for name in hashes if hashes[name] != draft.inspection.content_sha256[name]]
    return sorted(found)


@dataclass(frozen=True, slots=True)
class Edition:
    """The name and number under which a draft becomes a version.

    Args:
        name: name of the dataset.
        version: number of the version.
        what: the changes in words, for the changelog.
        parent: the previous version, if there is one.
        diff: the changes since the previous version.
    """

    name: str
    version: str
    what: str
    parent: Layout | None = None
    diff: Diff | None = None


def complete(draft: Draft, edition: Edition) -> None:
    """Write all files but the rows, the manifests last, and check all written files.

    Raises:
        ReleaseError: if a file on disk is not as it was written.
    """
    _complete_audit(draft, edition)
    identity = {
        "kind": "release",
        "manifest_version": MANIFEST_VERSION,
        "name": edition.name,
        "version": edition.version,
        "parent": _parent_entry(edition.parent),
        "audit_sha256": sha256_of(draft.layout.audit / MANIFEST_FILE),
    }
    manifest = {**draft.facts, **identity}
    measures = {"languages": draft.inspection.languages, "removed": draft.inspection.removed}
    before = (edition.parent.path / CHANGELOG_FILE).read_text("utf-8") if edition.parent else ""
    files = {
        "schema.json": schema_bytes("document"),
        CARD_FILE: release_card(manifest, measures),
        CHANGELOG_FILE: changelog(edition.version, edition.what, before),
        VALIDATION_FILE: json_file(_validation(draft.inspection)),
        **_diff_files(edition),
    }
    _write(draft.layout.path, files)
    manifest["files"] = describe_files(draft.layout.path)
    _write(draft.layout.path, {MANIFEST_FILE: json_file(manifest)})
    refuse([*check_integrity(draft.layout), *check_cards(draft.layout)], "the written files are not as meant")


def _complete_audit(draft: Draft, edition: Edition) -> None:
    names: tuple[SchemaName, ...] = ("ledger", "reject")
    manifest: dict[str, Any] = {
        "kind": "audit",
        "manifest_version": MANIFEST_VERSION,
        "name": edition.name,
        "version": edition.version,
        "schemas": {name: _schema_entry(name) for name in names},
        "content_sha256": {name: draft.inspection.content_sha256[name] for name in names},
        "rows": {name: draft.inspection.rows[name] for name in names},
    }
    card = audit_card(edition.name, list(audit_kinds(manifest).values()))
    schemas = {draft.layout.schema_file(name).name: schema_bytes(name) for name in names}
    _write(draft.layout.audit, {CARD_FILE: card, **schemas})
    manifest["files"] = describe_files(draft.layout.audit)
    _write(draft.layout.audit, {MANIFEST_FILE: json_file(manifest)})


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)


def _schema_entry(name: SchemaName) -> dict[str, str]:
    digest = hashlib.sha256(schema_bytes(name)).hexdigest()
    return {"name": name, "version": json_schema(name)["version"], "sha256": digest}


def _parent_entry(parent: Layout | None) -> dict[str, str] | None:
    if parent is None:
        return None
    return {"version": parent.path.name, "manifest_sha256": sha256_of(parent.path / MANIFEST_FILE)}


def _diff_files(edition: Edition) -> dict[str, bytes]:
    if edition.parent is None or edition.diff is None:
        return {}
    lines = [json.dumps(entry, sort_keys=True) for entry in edition.diff.operations()]
    return {
        f"diff/from-{edition.parent.path.name}.jsonl": "".join(f"{line}\n" for line in lines).encode(),
        "diff/summary.json": json_file(edition.diff.summary()),
    }


def _validation(inspection: Inspection) -> dict[str, Any]:
    """Return the content of validation.json: the warnings about the rows, since rows with errors are not released."""
    findings = inspection.findings.listed()
    counts: Counter[str] = Counter()
    for finding in findings:
        counts[finding.rule] += finding.count
    return {
        "rows": {FOLDERS[name]: inspection.rows[name] for name in FOLDERS},
        "counts": dict(counts),
        "findings": [finding.to_dict() for finding in findings],
    }
