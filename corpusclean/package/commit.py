"""Publish a release atomically, with one writer at a time.

All files are written to a hidden folder, synced to disk, and renamed into place: the audit, the version, the list of
versions (versions.json), then the card. A version counts only if the list has it; any other is a leftover of a build
that was killed, and the next build removes it.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from corpusclean.errors import IntegrityError, ReleaseError
from corpusclean.package.card import CARD_FILE, dataset_card
from corpusclean.package.layout import Layout
from corpusclean.package.manifest import MANIFEST_FILE, read_json
from corpusclean.package.versions import (
    FIRST,
    VERSION,
    VERSIONS_FILE,
    is_dataset,
    numbers,
    read_versions,
    versions_json,
)

_HALF_WRITTEN = ".half-written"
# What the manifests of releases and audits have in common, whichever version of corpusclean has written them.
_ANY_MANIFEST = {
    "type": "object",
    "required": ["kind", "name"],
    "properties": {"kind": {"enum": ["release", "audit"]}},
}
# Seconds to wait for another build that is writing: all the work of this build is done by then, and would be lost.
_WAIT = 600.0


class Workspace(NamedTuple):
    """The folders that a build writes to.

    Args:
        folder: temporary folder, empty at first and removed at the end.
        dataset: folder of the dataset, which does not exist before its first version.
    """

    folder: Path
    dataset: Path


def paths_of_datasets(out: Path, name: str) -> list[Path]:
    """Return the paths that belong to the datasets in a folder, with their locks and temporary folders.

    Args:
        out: folder of all datasets.
        name: name of the dataset to be built, which need not exist yet.
    """
    names = {name, *(dataset.name for dataset in out.glob("*") if is_dataset(dataset))}
    return [
        path for each in sorted(names) for path in (out / each, _lock_file(out, each), _folder(out, each))
    ]


def _lock_file(out: Path, name: str) -> Path:
    return out / f".{name}.lock"


def _folder(out: Path, name: str) -> Path:
    return out / f".{name}.building"


@contextmanager
def single_writer(out: Path, name: str) -> Iterator[Workspace]:
    """Lock a dataset for writing, as soon as no other build writes it, and remove what killed builds left.

    Args:
        out: folder of all datasets.
        name: name of the dataset.

    Raises:
        ReleaseError: if another build holds the lock for longer than `_WAIT`.
    """
    from filelock import FileLock, Timeout

    out.mkdir(parents=True, exist_ok=True)
    lock = FileLock(_lock_file(out, name), timeout=_WAIT)
    try:
        lock.acquire()
    except Timeout:
        raise ReleaseError(
            f"{out / name}: another build is writing it. Do: wait for its end, or take another name."
        ) from None
    workspace = Workspace(_folder(out, name), out / name)
    try:
        _recover(workspace)
        workspace.folder.mkdir()
        yield workspace
    finally:
        shutil.rmtree(workspace.folder, ignore_errors=True)
        lock.release()


def _recover(workspace: Workspace) -> None:
    """Restore the dataset to the state in its list of versions: remove leftovers, rewrite an outdated card."""
    dataset = workspace.dataset
    if workspace.folder.exists():
        shutil.rmtree(workspace.folder)
    if not dataset.exists():
        return
    entries = read_versions(dataset)
    for leftover in _leftovers(dataset, entries):
        # Renamed first, since half of a folder could no longer be told from one of the user's.
        leftover.rename(workspace.folder)
        shutil.rmtree(workspace.folder)
    for half in dataset.glob(f".*{_HALF_WRITTEN}"):
        half.unlink()
    if entries:
        card = dataset_card(dataset.name, entries)
        if not (dataset / CARD_FILE).exists() or (dataset / CARD_FILE).read_bytes() != card:
            _replace(dataset / CARD_FILE, card)


def _leftovers(dataset: Path, entries: Sequence[Mapping[str, Any]]) -> list[Path]:
    """Return the folders of a version newer than the newest listed one; others may be the user's, and are kept.

    Raises:
        ReleaseError: if they are no leftovers of a killed build, since there are several or the card names one: the
            list is lost, or older than the folders.
    """
    newest = numbers(entries[-1]["version"]) if entries else (0,)
    newer: dict[Path, str] = {}
    for path in dataset.iterdir():
        version = path.name.removesuffix("-audit")
        if (
            VERSION.fullmatch(version)
            and numbers(version) > newest
            and path.is_dir()
            and not path.is_symlink()
            and _is_ours(path, dataset.name)
        ):
            newer[path] = version
    versions = sorted(set(newer.values()), key=numbers)
    card = (dataset / CARD_FILE).read_text("utf-8", "replace") if (dataset / CARD_FILE).is_file() else ""
    is_named = any(f"({version}/{CARD_FILE})" in card for version in versions)
    if len(versions) > 1 or is_named or (versions and not entries and versions != [FIRST]):
        raise ReleaseError(
            f"{dataset}: holds {', '.join(versions)}, not listed in {VERSIONS_FILE}, which must be older or lost. "
            f"Do: restore the newest {VERSIONS_FILE} from a copy, move these folders away, or take another name."
        )
    return list(newer)


def _is_ours(folder: Path, name: str) -> bool:
    """Whether a folder is a finished release of a dataset, or its audit; manifests are in place before it is moved."""
    try:
        return bool(read_json(folder / MANIFEST_FILE, _ANY_MANIFEST)["name"] == name)
    except IntegrityError:
        return False


def publish(draft: Layout, dataset: Path, entries: Sequence[Mapping[str, Any]]) -> Layout:
    """Move a finished release into the folder of its dataset.

    Args:
        draft: the finished release in its temporary folder.
        dataset: the folder of the dataset.
        entries: the entries of versions.json, the new one last.

    Returns:
        The release in its final folder.

    Raises:
        ReleaseError: if there is something else in its place.
    """
    final = Layout(dataset / entries[-1]["version"])
    for place in (final.audit, final.path):
        if os.path.lexists(place):
            raise ReleaseError(f"{place}: is in the way, and no release. Do: move it to another folder.")
    for folder in (draft.audit, draft.path):
        for path in sorted(folder.rglob("*")):
            _sync(path)
        _sync(folder)
    dataset.mkdir(exist_ok=True)
    draft.audit.rename(final.audit)
    draft.path.rename(final.path)
    _sync(dataset)
    _sync(dataset.parent)
    _replace(dataset / VERSIONS_FILE, versions_json(dataset.name, entries))
    _replace(dataset / CARD_FILE, dataset_card(dataset.name, entries))
    return final


def _replace(path: Path, content: bytes) -> None:
    """Replace a file atomically."""
    half = path.with_name(f".{path.name}{_HALF_WRITTEN}")
    half.write_bytes(content)
    _sync(half)
    half.replace(path)
    _sync(path.parent)


def _sync(path: Path) -> None:
    """Sync a file or a folder to disk; folders can be synced on POSIX only."""
    if path.is_dir() and os.name != "posix":
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
