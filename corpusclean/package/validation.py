"""Check that the parts of a release agree: files, manifests, schemas, cards, rows and ledgers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from corpusclean.errors import IntegrityError
from corpusclean.findings import Finding, Findings, damage
from corpusclean.package.card import CARD_FILE, Config, dataset_configs, front_matter, read_front_matter
from corpusclean.package.inspection import inspect
from corpusclean.package.layout import FOLDERS, Layout, Shards
from corpusclean.package.manifest import MANIFEST_FILE, check_conservation, check_files, sha256_of
from corpusclean.package.parquet import schema_label
from corpusclean.package.versions import VERSIONS_FILE, read_versions
from corpusclean.schema import SchemaName, json_schema


def check_release(layout: Layout) -> list[Finding]:
    """Check a release completely, with its audit if that is there.

    Returns:
        The findings, errors first.
    """
    found = Findings()
    unreadable: set[str] = set()
    for check in (check_integrity, _check_schemas, check_cards, _check_rows):
        try:
            for finding in check(layout):
                found.add(finding)
        except IntegrityError as error:
            unreadable.add(str(error).partition(". Do: ")[0])  # a finding says itself what to do
    found.add(*(damage("unreadable", layout.path.name, message) for message in sorted(unreadable)))
    return found.listed()


def _kinds(layout: Layout) -> list[Shards]:
    names: tuple[SchemaName, ...] = ("document", "ledger", "reject")
    return [layout.shards(name) for name in (names if layout.audit.exists() else names[:1])]


def _check_schemas(layout: Layout) -> Iterator[Finding]:
    """Check the schemas against the hashes in the manifests, and against the published schemas of the same version."""
    for kind in _kinds(layout):
        is_data = kind.name == "document"
        entry = layout.manifest()["schema"] if is_data else layout.audit_manifest()["schemas"][kind.name]
        file = layout.schema_file(kind.name)
        if entry["sha256"] != (digest := sha256_of(file)):
            yield damage("schema-changed", file.name, "not the one of the manifest", digest, entry["sha256"])
        if kind.schema["version"] == json_schema(kind.name)["version"] and not kind.is_ours:
            yield damage("schema-changed", file.name, f"not the published {schema_label(kind.schema)}")


def check_integrity(layout: Layout) -> Iterator[Finding]:
    """Check files and manifests against their hashes, and that every input document is a row or a reject.

    Raises:
        IntegrityError: if a manifest is missing or damaged.
    """
    manifest = layout.manifest()
    listed = [entry for entry in _listed(layout) if entry["version"] == layout.path.name]
    digest = sha256_of(layout.path / MANIFEST_FILE)
    if any(
        (entry["manifest_sha256"], entry["content_sha256"]) != (digest, manifest["content_sha256"])
        for entry in listed
    ):
        yield damage("manifest-changed", MANIFEST_FILE, "not the one that versions.json names", digest)
    yield from check_files(layout.path, manifest)
    yield from check_conservation(manifest)
    if layout.audit.exists():
        audit = layout.audit_manifest()
        if manifest["audit_sha256"] != (digest := sha256_of(layout.audit / MANIFEST_FILE)):
            path = f"{layout.audit.name}/{MANIFEST_FILE}"
            yield damage("manifest-changed", path, "not the one that the release names", digest)
        yield from check_files(layout.audit, audit)


def _listed(layout: Layout) -> list[Mapping[str, Any]]:
    """Return the versions of the dataset that the release belongs to; none if its folder was copied alone."""
    dataset = layout.path.parent
    return read_versions(dataset) if (dataset / VERSIONS_FILE).exists() else []


def check_cards(layout: Layout) -> Iterator[Finding]:
    """Check that the YAML parts of the cards agree with schemas and manifests.

    Raises:
        IntegrityError: if a card is missing or broken.
    """
    manifest = layout.manifest()
    configs = [Config("default", manifest["version"], manifest["content_sha256"], FOLDERS["document"])]
    expected = front_matter(configs, [layout.shards("document").schema])
    yield from _check_card(layout.path.name, read_front_matter(layout.path / CARD_FILE), expected)
    if layout.audit.exists():
        kinds = audit_kinds(layout.audit_manifest())
        expected = front_matter(list(kinds.values()), [layout.shards(name).schema for name in kinds])
        yield from _check_card(layout.audit.name, read_front_matter(layout.audit / CARD_FILE), expected)
    if entries := _listed(layout):
        dataset = layout.path.parent
        expected = front_matter(dataset_configs(entries))
        yield from _check_card(dataset.name, read_front_matter(dataset / CARD_FILE), expected)


def audit_kinds(manifest: Mapping[str, Any]) -> dict[SchemaName, Config]:
    """Return the configs of the audit's card; without "rejects" if there are none, since `datasets` cannot load it."""
    names: tuple[SchemaName, ...] = ("ledger", "reject")
    return {
        name: Config(FOLDERS[name], manifest["version"], manifest["content_sha256"][name], FOLDERS[name])
        for name in names
        if manifest["rows"][name]
    }


def _check_card(folder: str, seen: Mapping[str, Any], expected: Mapping[str, Any]) -> Iterator[Finding]:
    for key, value in expected.items():
        if seen.get(key) != value:
            message = f"{key} is not what schema and manifest ask for"
            yield damage("card", f"{folder}/{CARD_FILE}", message)


def _check_rows(layout: Layout) -> Iterator[Finding]:
    """Check the rows, and the counts and hashes of them in the manifests."""
    result = inspect(_kinds(layout))
    yield from result.findings.listed()
    manifest = layout.manifest()
    wanted: list[tuple[str, object, object]] = [
        ("content_sha256", result.content_sha256.get("document"), manifest["content_sha256"]),
        ("rows", result.rows["document"], manifest["rows"]),
    ]
    if layout.audit.exists():
        audit = layout.audit_manifest()
        for name in ("ledger", "reject"):
            wanted.append(
                (f"{name}.content_sha256", result.content_sha256.get(name), audit["content_sha256"][name])
            )
            wanted.append((f"{name}.rows", result.rows[name], audit["rows"][name]))
        wanted.append(
            ("counts.rejected_by_reason", dict(result.rejected), manifest["counts"]["rejected_by_reason"])
        )
    for column, seen, expected in wanted:
        if seen != expected:
            message = f"{column} is not that of the rows"
            yield damage("manifest-rows", MANIFEST_FILE, message, str(seen), str(expected))
