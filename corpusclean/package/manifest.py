"""The manifest of a release: all files with hashes, recipe, libraries and counts; and the checks against it.

Nothing in it depends on the time, the machine or the number of workers.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from importlib.metadata import version as installed_version
from pathlib import Path
from typing import Any
from unicodedata import unidata_version

from corpusclean.checks import check_json
from corpusclean.errors import IntegrityError
from corpusclean.findings import Finding, damage
from corpusclean.package.parquet import opened
from corpusclean.recipe import Recipe
from corpusclean.schema import JsonSchema

MANIFEST_FILE = "manifest.json"
MANIFEST_VERSION = 1

# The libraries whose version may change the content of rows or the bytes of files.
_LIBRARIES = (
    "corpusclean",
    "ftfy",
    "google-re2",
    "htmldate",
    "lxml",
    "numpy",
    "py3langid",
    "pyarrow",
    "pycld2",
    "rapidfuzz",
    "selectolax",
    "tld",
    "trafilatura",
    "warcio",
)

# Relative paths below the folder, without hidden files: a manifest from elsewhere must not name other files.
_PATH = r"^[A-Za-z0-9_][A-Za-z0-9_.-]*(/[A-Za-z0-9_][A-Za-z0-9_.-]*)*$"

_COUNT = {"type": "integer", "minimum": 0}
_COUNTS = {"type": "object", "additionalProperties": _COUNT}
_SHA256 = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
_VERSION = {"type": "string", "pattern": r"^[0-9]{1,9}\.[0-9]{1,9}\.[0-9]{1,9}$"}


def _closed(**properties: object) -> dict[str, object]:
    return {"type": "object", "properties": properties, "required": list(properties)}


_SCHEMA_ENTRY = _closed(name={"type": "string"}, version=_VERSION, sha256=_SHA256)
_FILE_ENTRY = {
    "type": "object",
    "properties": {
        "path": {"type": "string", "pattern": _PATH},
        "sha256": _SHA256,
        "bytes": _COUNT,
        "rows": _COUNT,
        "row_groups": _COUNT,
        "id_min": {"type": "string"},
        "id_max": {"type": "string"},
    },
    "required": ["path", "sha256", "bytes"],
}
_SHARED = {
    "manifest_version": {"const": MANIFEST_VERSION},
    "name": {"type": "string"},
    "version": _VERSION,
    "files": {"type": "array", "items": _FILE_ENTRY},
}
RELEASE_SCHEMA = _closed(
    **_SHARED,
    kind={"const": "release"},
    parent={"anyOf": [{"type": "null"}, _closed(version=_VERSION, manifest_sha256=_SHA256)]},
    schema=_SCHEMA_ENTRY,
    content_sha256=_SHA256,
    rows={"type": "integer", "minimum": 1},
    counts=_closed(
        **{"in": _COUNT, "rows": _COUNT, "rejected": _COUNT, "ignored": _COUNT},
        rejected_by_reason=_COUNTS,
        ignored_by_reason=_COUNTS,
    ),
    recipe=_closed(settings={"type": "object"}, digest=_SHA256),
    made_with={"type": "object", "additionalProperties": {"type": "string"}},
    inputs_sha256=_SHA256,
    audit_sha256=_SHA256,
)
AUDIT_SCHEMA = _closed(
    **_SHARED,
    kind={"const": "audit"},
    schemas=_closed(ledger=_SCHEMA_ENTRY, reject=_SCHEMA_ENTRY),
    content_sha256=_closed(ledger=_SHA256, reject=_SHA256),
    rows=_closed(ledger=_COUNT, reject=_COUNT),
)


def read_manifest(folder: Path, schema: JsonSchema = RELEASE_SCHEMA) -> dict[str, Any]:
    """Read and check the manifest of a release or of its audit.

    Args:
        folder: folder of the release or the audit.
        schema: `RELEASE_SCHEMA` or `AUDIT_SCHEMA`.

    Raises:
        IntegrityError: if it is missing or damaged.
    """
    return read_json(folder / MANIFEST_FILE, schema)


def read_json(path: Path, schema: JsonSchema) -> dict[str, Any]:
    """Read a JSON file of a release, and check it against a JSON Schema.

    Raises:
        IntegrityError: if it is missing or damaged, or breaks the schema.
    """
    try:
        content = json.loads(path.read_text("utf-8"))
        json.dumps(
            content, ensure_ascii=False
        ).encode()  # fails for unpaired surrogates, which escapes may hide
    except OSError as error:
        raise IntegrityError(
            f"{path}: cannot be read ({error.strerror}). Do: restore it from a copy."
        ) from None
    except (ValueError, RecursionError) as error:
        raise IntegrityError(f"{path}: not JSON: {error}. Do: restore it from a copy.") from None
    if findings := check_json(content, schema, file=str(path)):
        raise IntegrityError(f"{findings[0]}, or restore the file from a copy.")
    return dict(content)


def json_file(content: Mapping[str, Any]) -> bytes:
    """Return the bytes of a JSON file: keys are sorted, so that equal content gives equal bytes."""
    return (json.dumps(content, indent=2, sort_keys=True, ensure_ascii=False) + "\n").encode()


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file, 64 hex digits.

    Raises:
        IntegrityError: if it cannot be read.
    """
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise IntegrityError(
            f"{path}: cannot be read ({error.strerror}). Do: restore it from a copy."
        ) from None


def describe_files(folder: Path) -> list[dict[str, Any]]:
    """Describe all files in a folder, for `files` of a manifest.

    Returns:
        "path", "sha256" and "bytes" of each, sorted by path; for Parquet also "rows", "row_groups", "id_min", "id_max".
    """
    return [_describe(path, folder) for path in _files(folder)]


def _files(folder: Path) -> list[Path]:
    """Return all files but the manifest and hidden ones, which desktops and caches leave anywhere."""
    found = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return [
        path
        for path in found
        if path != folder / MANIFEST_FILE and not re.search(r"(^|/)\.", path.relative_to(folder).as_posix())
    ]


def _describe(path: Path, folder: Path) -> dict[str, Any]:
    entry = {
        "path": path.relative_to(folder).as_posix(),
        "sha256": sha256_of(path),
        "bytes": path.stat().st_size,
    }
    if path.suffix == ".parquet":
        with opened(path) as file:
            groups = file.num_row_groups
            ids = [file.metadata.row_group(group).column(0).statistics for group in (0, groups - 1)]
            entry |= {"rows": file.metadata.num_rows, "row_groups": groups}
            entry |= {"id_min": ids[0].min, "id_max": ids[1].max}
    return entry


def check_files(folder: Path, manifest: Mapping[str, Any]) -> Iterator[Finding]:
    """Compare the files of a folder with its manifest.

    Returns:
        A finding for each file that is missing, changed or not listed. Parquet files that are not listed
        are errors, since a loader would read them.
    """
    listed = {entry["path"]: entry for entry in manifest["files"]}
    for path, entry in listed.items():
        file = folder / path
        if not file.is_file():
            yield damage("file-missing", path, "the manifest lists a file that is not there")
        elif (size := file.stat().st_size) != entry["bytes"]:
            yield damage(
                "file-changed", path, "it has another size", f"{size} bytes", f"{entry['bytes']} bytes"
            )
        elif (digest := sha256_of(file)) != entry["sha256"]:
            yield damage("file-changed", path, "it has another SHA-256", digest, entry["sha256"])
    for file in _files(folder):
        path = file.relative_to(folder).as_posix()
        if path not in listed:
            yield Finding(
                "error" if file.suffix == ".parquet" else "warning",
                "file-unlisted",
                "the manifest does not list it",
                "move it elsewhere; a release holds only its own files",
                file=path,
            )


def check_conservation(manifest: Mapping[str, Any]) -> Iterator[Finding]:
    """Check from the manifest alone that every input document is a row or a reject."""
    counts = manifest["counts"]
    rows = sum(entry.get("rows", 0) for entry in manifest["files"])
    for column, seen, expected in (
        ("counts.in", counts["in"], counts["rows"] + counts["rejected"]),
        ("counts.rows", counts["rows"], rows),
        ("rows", manifest["rows"], rows),
        ("counts.rejected", counts["rejected"], sum(counts["rejected_by_reason"].values())),
        ("counts.ignored", counts["ignored"], sum(counts["ignored_by_reason"].values())),
    ):
        if seen != expected:
            yield Finding(
                "error",
                "conservation",
                "documents in are not rows plus rejects",
                "build again; some document has neither a row nor a reason",
                file=MANIFEST_FILE,
                column=column,
                value=str(seen),
                expected=str(expected),
            )


def recipe_entry(recipe: Recipe) -> dict[str, Any]:
    """Return `recipe` of a manifest; a rules folder is given by its name only, since the digest covers its content."""
    settings = recipe.to_dict()
    if settings["rules"] is not None:
        settings["rules"] = Path(settings["rules"]).name
    return {"settings": settings, "digest": recipe.digest()}


def library_versions() -> dict[str, str]:
    """Return `made_with` of a manifest: the versions of all libraries that may change rows or their bytes.

    With them the Unicode version of Python, which decides what is a letter, and how NFC composes characters.

    >>> "pyarrow" in library_versions(), library_versions()["unicode"] >= "14"
    (True, True)
    """
    return {name: installed_version(name) for name in _LIBRARIES} | {"unicode": unidata_version}
