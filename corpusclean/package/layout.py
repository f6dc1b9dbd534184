"""The paths of the files of a release and of its audit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpusclean.errors import IntegrityError, UsageError
from corpusclean.package.manifest import AUDIT_SCHEMA, RELEASE_SCHEMA, read_json, read_manifest
from corpusclean.package.parquet import read_rows
from corpusclean.schema import JsonSchema, SchemaName, arrow_from, json_schema

FOLDERS: dict[SchemaName, str] = {"document": "data", "ledger": "ledger", "reject": "rejects"}

CHANGELOG_FILE = "CHANGELOG.md"
VALIDATION_FILE = "validation.json"

# The parts of a row schema that every version of corpusclean has.
_ROW_SCHEMA = {
    "type": "object",
    "required": ["title", "version", "properties"],
    "properties": {
        "title": {"type": "string"},
        "version": {"type": "string"},
        "properties": {"type": "object", "required": ["id"], "additionalProperties": {"type": "object"}},
    },
}


@dataclass(frozen=True, slots=True)
class Shards:
    """The Parquet files (shards) of one kind of row.

    Args:
        name: the kind of row.
        schema: the JSON Schema of the rows.
        paths: the files, in the order of the ids in them.
    """

    name: SchemaName
    schema: JsonSchema
    paths: Sequence[Path]

    @property
    def is_ours(self) -> bool:
        """Whether the rows have the columns that this version of corpusclean knows."""
        return self.schema == json_schema(self.name)

    def rows(self) -> Iterator[dict[str, Any]]:
        """Read all rows, sorted by id."""
        return read_rows(self.paths, self.schema)


@dataclass(frozen=True, slots=True)
class Layout:
    """The folders of one release on disk.

    Args:
        path: folder of the release; that of the audit, if it exists, is beside it.
    """

    path: Path

    @property
    def audit(self) -> Path:
        """The folder of the audit."""
        return self.path.with_name(f"{self.path.name}-audit")

    def folder(self, name: SchemaName) -> Path:
        """Return the folder with the shards of one kind of row."""
        return self._home(name) / FOLDERS[name]

    def schema_file(self, name: SchemaName) -> Path:
        """Return the path of the JSON Schema of one kind of row."""
        return self._home(name) / ("schema.json" if name == "document" else f"{name}.schema.json")

    def manifest(self) -> dict[str, Any]:
        """Read the manifest of the release.

        Raises:
            IntegrityError: if it is missing or damaged.
        """
        return read_manifest(self.path, RELEASE_SCHEMA)

    def audit_manifest(self) -> dict[str, Any]:
        """Read the manifest of the audit.

        Raises:
            IntegrityError: if it is missing or damaged.
        """
        return read_manifest(self.audit, AUDIT_SCHEMA)

    def shards(self, name: SchemaName) -> Shards:
        """Return the shards of one kind of row, as listed in the manifest.

        Raises:
            IntegrityError: if the manifest or the schema is missing or damaged.
        """
        manifest = self.manifest() if name == "document" else self.audit_manifest()
        paths = [
            self._home(name) / entry["path"]
            for entry in manifest["files"]
            if entry["path"].startswith(f"{FOLDERS[name]}/") and entry["path"].endswith(".parquet")
        ]
        return Shards(name, self._schema(name), paths)

    def _schema(self, name: SchemaName) -> JsonSchema:
        path = self.schema_file(name)
        schema = read_json(path, _ROW_SCHEMA)
        try:
            arrow_from(schema)
        except (UsageError, RecursionError) as error:
            wrong = str(error).partition(". Do: ")[0]
            raise IntegrityError(f"{path}: no schema of rows: {wrong}. Do: restore it from a copy.") from None
        return schema

    def _home(self, name: SchemaName) -> Path:
        return self.path if name == "document" else self.audit
