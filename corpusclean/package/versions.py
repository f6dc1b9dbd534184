"""Version numbers of a dataset, and `versions.json`, the list of its versions."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

from corpusclean.errors import IntegrityError
from corpusclean.package.manifest import json_file, read_json

Level = Literal["major", "minor", "patch"]
LEVELS: tuple[Level, ...] = ("patch", "minor", "major")
FIRST = "1.0.0"
VERSIONS_FILE = "versions.json"

# Only x.y.z, since `datasets` refuses any other version in a card; at most nine digits per part.
_NUMBER = r"(?:0|[1-9][0-9]{0,8})"
VERSION = re.compile(rf"{_NUMBER}\.{_NUMBER}\.{_NUMBER}")
# "1", "1.*", "1.2", "1.2.*", "1.2.3", "*".
WANTED = re.compile(rf"\*|{_NUMBER}(?:\.{_NUMBER}(?:\.{_NUMBER})?)?(?:\.\*)?")

_SCHEMA = {
    "type": "object",
    "required": ["name", "versions"],
    "properties": {
        "name": {"type": "string"},
        "versions": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["version", "rows", "content_sha256", "manifest_sha256"],
                "properties": {
                    "version": {"type": "string", "pattern": f"^{VERSION.pattern}$"},
                    "rows": {"type": "integer", "minimum": 1},
                    "content_sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
                    "manifest_sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
                },
            },
        },
    },
}


def numbers(version: str) -> tuple[int, ...]:
    """Return the parts of a version as numbers, as a key to sort by.

    >>> max("1.9.0", "1.10.0", key=numbers)
    '1.10.0'
    """
    return tuple(int(part) for part in version.split("."))


def following(version: str, level: Level) -> str:
    """Return the next version after a change of the given level.

    >>> following("1.4.2", "minor")
    '1.5.0'
    """
    major, minor, patch = numbers(version)
    match level:
        case "major":
            return f"{major + 1}.0.0"
        case "minor":
            return f"{major}.{minor + 1}.0"
        case "patch":
            return f"{major}.{minor}.{patch + 1}"


def matching(versions: Sequence[str], wanted: str = "*") -> list[str]:
    """Return the versions that match, oldest first.

    Args:
        versions: versions "x.y.z".
        wanted: "1.2.3", "1.2", "1.2.*", "1", "1.*" or "*".

    >>> matching(["1.1.0", "1.0.0", "2.0.0"], "1.*")
    ['1.0.0', '1.1.0']
    """
    start = wanted.removesuffix("*").removesuffix(".")
    fitting = [v for v in versions if not start or f"{v}.".startswith(f"{start}.")]
    return sorted(fitting, key=numbers)


def read_versions(dataset: Path) -> list[Mapping[str, Any]]:
    """Read the entries of a dataset's `versions.json`, oldest first; none if the dataset is new.

    Raises:
        IntegrityError: if the file is damaged, or missing beside a card.
    """
    path = dataset / VERSIONS_FILE
    if not path.exists():
        if (dataset / "README.md").exists():
            raise IntegrityError(f"{path}: missing, while a card is there. Do: restore it from a copy.")
        return []
    return sorted(read_json(path, _SCHEMA)["versions"], key=lambda entry: numbers(entry["version"]))


def is_dataset(folder: Path) -> bool:
    """Whether a folder has a list of versions; other projects have files of that name, too."""
    path = folder / VERSIONS_FILE
    try:
        return path.is_file() and read_json(path, _SCHEMA)["name"] == folder.name
    except IntegrityError:
        return False


def versions_json(name: str, entries: Sequence[Mapping[str, Any]]) -> bytes:
    """Return the bytes of `versions.json`.

    Args:
        name: name of the dataset.
        entries: "version", "rows", "content_sha256" and "manifest_sha256" of each version, oldest first.
    """
    return json_file({"name": name, "versions": list(entries)})
