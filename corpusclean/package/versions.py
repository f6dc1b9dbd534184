"""Version numbers of a dataset and the list of its versions, `versions.json`."""

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

# x.y.z and nothing else: `datasets` refuses any other version in a card. At most nine digits a part: linear.
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
    """The parts of a version as numbers, to sort by.

    >>> max("1.9.0", "1.10.0", key=numbers)
    '1.10.0'
    """
    return tuple(int(part) for part in version.split("."))


def following(version: str, level: Level) -> str:
    """The next version after a change of this level.

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


def newest(versions: Sequence[str], wanted: str = "*") -> str | None:
    """The newest version that fits, or None.

    Args:
        versions: as "x.y.z".
        wanted: "1.2.3", "1.2", "1.2.*", "1", "1.*" or "*".

    >>> newest(["1.0.0", "1.1.0", "2.0.0"], "1.*")
    '1.1.0'
    """
    start = wanted.removesuffix("*").removesuffix(".")
    fitting = [v for v in versions if not start or f"{v}.".startswith(f"{start}.")]
    return max(fitting, key=numbers, default=None)


def read_versions(dataset: Path) -> list[Mapping[str, Any]]:
    """The entries of a dataset's `versions.json`, oldest first; none if there is no such file.

    Raises:
        IntegrityError: if the file is damaged, or lost while versions are there.
    """
    path = dataset / VERSIONS_FILE
    if not path.exists():
        if (dataset / "README.md").exists():
            raise IntegrityError(f"{path}: missing, while a card is there. Do: restore it from a copy.")
        return []
    return sorted(read_json(path, _SCHEMA)["versions"], key=lambda entry: numbers(entry["version"]))


def versions_json(name: str, entries: Sequence[Mapping[str, Any]]) -> bytes:
    """The bytes of `versions.json`.

    Args:
        name: of the dataset.
        entries: version, rows, content_sha256 and manifest_sha256 of each, oldest first.
    """
    return json_file({"name": name, "versions": list(entries)})
