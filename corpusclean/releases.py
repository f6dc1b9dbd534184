"""Write, open, verify, load and compare releases, which are the versions of a dataset on disk.

A release is immutable. `write_release` reads back and checks what it wrote before publishing it; `load` verifies the
files against the hashes in the manifest.
"""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpusclean.errors import IntegrityError, ReleaseError, UsageError
from corpusclean.findings import Finding
from corpusclean.package.assembly import Draft, Edition, compare_with, complete, differing_parts, write_rows
from corpusclean.package.changes import Bump, Diff, Side, compare, describe, raised
from corpusclean.package.commit import publish, single_writer
from corpusclean.package.layout import FOLDERS, Layout
from corpusclean.package.manifest import MANIFEST_FILE, sha256_of
from corpusclean.package.staging import Staged
from corpusclean.package.validation import check_integrity, check_release
from corpusclean.package.versions import (
    FIRST,
    LEVELS,
    VERSIONS_FILE,
    WANTED,
    following,
    matching,
    read_versions,
)
from corpusclean.recipe import Recipe, given_or_default
from corpusclean.schema import SchemaName, arrow_from

if TYPE_CHECKING:
    import datasets

# No brackets, stars, spaces or slashes: `datasets` takes paths for patterns.
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
# Surrogates, by which Python represents bytes of a path that are not UTF-8; Arrow cannot write below such a folder.
_NO_TEXT = re.compile(r"[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Release:
    """One version of a dataset on disk.

    Args:
        path: its folder.
        name: name of the dataset.
        version: "x.y.z".
        manifest: content of `manifest.json`: files and hashes, counts, recipe, libraries.
        created: whether the build that returned it wrote it; False if an equal release existed already.
    """

    path: Path
    name: str
    version: str
    manifest: Mapping[str, Any] = field(repr=False, compare=False)
    created: bool = field(default=False, compare=False)

    @classmethod
    def open(cls, target: str | Path) -> Release:
        """Open a release that is on disk; only its manifest is read.

        Args:
            target: "dist/news" (the newest), "dist/news@1.1.0", "dist/news@1.*", "dist/news@1", or the
                folder of a version, "dist/news/1.1.0".

        Raises:
            ReleaseError: if there is no such release; the message lists the existing ones.
            IntegrityError: if its manifest, or the list of versions, is missing or damaged.
        """
        return _opened(find_releases(target)[-1])

    def verify(self) -> None:
        """Check all files against the hashes in the manifest, those of the audit folder too if it exists.

        Raises:
            IntegrityError: if a file is missing, changed or not in the manifest; the message names the file.
        """
        for finding in check_integrity(Layout(self.path)):
            if finding.severity == "error":
                raise IntegrityError(f"{self.path}: {finding}")

    def dataset(self) -> datasets.Dataset:
        """Load the documents, one per row, with the columns of `schemas/document.v1.json`."""
        return self._load("document")

    def ledger(self) -> datasets.Dataset:
        """Load the ledger (cuts, repairs and claims), one row per document in the order of `dataset()`.

        Raises:
            ReleaseError: if the audit folder, which holds it, is not beside the release.
        """
        return self._load("ledger")

    def rejects(self) -> datasets.Dataset:
        """Load the input documents that did not become rows, each with its reason; may be empty.

        Raises:
            ReleaseError: if the audit folder, which holds them, is not beside the release.
        """
        return self._load("reject")

    def _load(self, name: SchemaName) -> datasets.Dataset:
        import datasets

        layout = Layout(self.path)
        if name != "document" and not layout.audit.exists():
            raise ReleaseError(
                f"{layout.audit}: the audit, which has the {FOLDERS[name]}, is not here. "
                "Do: ask for it where the release is from, and put it beside the release."
            )
        shards = layout.shards(name)
        features = datasets.Features.from_arrow_schema(arrow_from(shards.schema))
        if not shards.paths:
            return datasets.Dataset(features.arrow_schema.empty_table())
        try:
            # Not `load_dataset`, which tells a server that files are loaded. `datasets` reads paths as glob patterns;
            # its cache is keyed by the name, so a content hash is part of it.
            return datasets.Dataset.from_parquet(
                [glob.escape(str(path)) for path in shards.paths],
                config_name=f"{self.name}-{self.version}-{name}-{sha256_of(self.path / MANIFEST_FILE)[:16]}",
                features=features,
            )
        except (datasets.exceptions.DatasetsError, OSError, ValueError) as error:
            raise IntegrityError(
                f"{self.path}: the {FOLDERS[name]} cannot be loaded ({error!s:.200}). "
                "Do: look what `corpusclean validate` finds."
            ) from error


def _opened(path: Path, *, created: bool = False) -> Release:
    manifest = Layout(path).manifest()
    return Release(path, manifest["name"], manifest["version"], manifest, created)


def _parse(target: str | Path) -> tuple[Path, str]:
    """Split a target into its folder and the wanted version, "*" if none is named."""
    if not _is_path(target):
        raise UsageError(f"{target!r}: no file has such a name. Do: name the folder of a dataset.")
    text = os.fspath(target)
    folder, at, wanted = text.rpartition("@")
    if at and "/" not in wanted and not Path(text).exists():
        if not WANTED.fullmatch(wanted):
            raise UsageError(f"{text}: {wanted!r} is no version. Do: write it like @1.2.0, @1.2, @1 or @1.*.")
        text = folder
    else:
        wanted = "*"
    return Path(text).resolve(), wanted


def _is_path(value: object) -> bool:
    # An empty path, as from an unset shell variable, would be the current folder.
    return isinstance(value, str | os.PathLike) and os.fspath(value) != "" and "\0" not in os.fspath(value)


def find_releases(target: str | Path) -> list[Path]:
    """Return the folders of all releases that a target names, oldest first; their content is not checked.

    Args:
        target: as in `Release.open`; "dist/news" names all versions.

    Raises:
        ReleaseError: if there is none.
        IntegrityError: if the list of versions is damaged.
    """
    try:
        return _search(target)
    except (OSError, RuntimeError) as error:  # names too long, forbidden folders, loops of symbolic links
        raise ReleaseError(f"{target}: cannot be looked at ({error}). Do: name another folder.") from None


def _search(target: str | Path) -> list[Path]:
    path, wanted = _parse(target)
    if not (path / VERSIONS_FILE).is_file():
        if not (path.parent / VERSIONS_FILE).is_file():
            if (path / MANIFEST_FILE).is_file():
                return [path]
            raise ReleaseError(
                f"{target}: no release here ({VERSIONS_FILE} and {MANIFEST_FILE} are missing). "
                "Do: name the folder of a dataset or of one of its versions."
            )
        path, wanted = path.parent, path.name
    versions = [entry["version"] for entry in read_versions(path)]
    if not (named := matching(versions, wanted)):
        raise ReleaseError(
            f"{target}: no version {wanted}. Do: take one of {', '.join(versions) or '(none)'}."
        )
    return [path / version for version in named]


def check_target(name: str, out: str | Path = "dist", bump: Bump = "auto") -> None:
    """Check the arguments of `write_release` in advance, before hours of building.

    Args:
        name: name of the dataset.
        out: folder of all datasets.
        bump: "auto", "major", "minor" or "patch".

    Raises:
        UsageError: if an argument is invalid.
        ReleaseError: if the folder cannot be written.

    >>> check_target("news/2026")
    Traceback (most recent call last):
    corpusclean.errors.UsageError: name is 'news/2026'. Do: take lower-case letters, digits, "-" and "_", at most 64.
    """
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise UsageError(f'name is {name!r}. Do: take lower-case letters, digits, "-" and "_", at most 64.')
    if bump not in ("auto", *LEVELS):
        raise UsageError(f"bump is {bump!r}. Do: take one of {('auto', *LEVELS)}.")
    try:
        _check_folder(name, out)
    except (OSError, RuntimeError) as error:  # names too long, loops of symbolic links
        raise ReleaseError(f"{out}: cannot be looked at ({error}). Do: give another folder.") from None


def _check_folder(name: str, out: str | Path) -> None:
    if not _is_path(out) or _NO_TEXT.search(str(Path(out).resolve())):
        raise UsageError(f"out is {out!r}. Do: name a folder; no part of its path may be other than text.")
    for place in (Path(out).resolve(), Path(out).resolve() / name):
        there = next(folder for folder in (place, *place.parents) if folder.is_symlink() or folder.exists())
        if not there.is_dir() or not os.access(there, os.W_OK | os.X_OK):
            raise ReleaseError(f"{out}: {there} is no folder that can be written. Do: give another folder.")


def write_release(
    staged: Staged,
    *,
    name: str,
    out: str | Path = "dist",
    recipe: Recipe | None = None,
    bump: Bump = "auto",
) -> Release:
    """Publish staged rows as the next version of a dataset, atomically.

    The first version is 1.0.0. After that, removed rows or changed content raise the major number, added rows the
    minor number, anything else the patch number. Rows equal to those of the newest version, made by the same recipe
    and libraries, give no new version, whatever `bump` says.

    Args:
        staged: the rows of a build.
        name: name of the dataset: lower-case letters, digits, "-" and "_", at most 64.
        out: folder of all datasets.
        recipe: the recipe that the rows were made with; None means the default.
        bump: "major", "minor" or "patch", to raise the version at least by that; "auto" as the rows require.

    Returns:
        The new release, or the newest existing one; `created` tells which.

    Raises:
        UsageError: if `name` or `bump` is invalid.
        ReleaseError: if there is no row, a row breaks a rule, a document is neither row nor reject, another build is
            writing the same dataset, or the folder cannot be written.
        IntegrityError: if the newest version is damaged.
    """
    check_target(name, out, bump)
    counts = staged.counts()
    if not counts["rows"]:
        raise ReleaseError(_no_rows(counts, staged))
    out = Path(out).resolve()
    try:
        with single_writer(out, name) as workspace:
            draft = write_rows(staged, counts, given_or_default(recipe), workspace.folder)
            return _publish(draft, workspace.dataset, bump)
    except OSError as error:
        raise ReleaseError(
            f"{out / name}: cannot be written ({error.strerror or error}). Do: give a folder with room to write."
        ) from error


def _publish(draft: Draft, dataset: Path, bump: Bump) -> Release:
    """Number a draft and move it to its final folder, or return the newest version if that is equal."""
    entries = read_versions(dataset)
    edition = Edition(dataset.name, FIRST, f"The first version, {draft.facts['rows']} rows.")
    if entries:
        parent = _opened(dataset / entries[-1]["version"])
        if parent.name != dataset.name:
            raise ReleaseError(
                f"{dataset}: its releases are those of {parent.name!r}. Do: build as {parent.name!r}, since the "
                "name is part of each release, or into another folder."
            )
        parent.verify()
        layout = Layout(parent.path)
        if not (parts := differing_parts(draft, layout)):
            return parent
        diff = compare_with(draft, layout)
        version = following(parent.version, raised(diff.level or "patch", bump))
        diff = replace(diff, after=f"{dataset.name}@{version}")
        what = describe(diff.summary()) or f"the rows are the same; different: {', '.join(parts)}"
        edition = Edition(dataset.name, version, f"{what[0].upper()}{what[1:]}.", layout, diff)
    complete(draft, edition)
    entry = {
        "version": edition.version,
        "rows": draft.facts["rows"],
        "content_sha256": draft.facts["content_sha256"],
        "manifest_sha256": sha256_of(draft.layout.path / MANIFEST_FILE),
    }
    final = publish(draft.layout, dataset, [*entries, entry])
    return _opened(final.path, created=True)


def _no_rows(counts: Mapping[str, Any], staged: Staged) -> str:
    rejected, ignored = (
        sorted(counts[f"{kind}_by_reason"].items(), key=lambda item: (-item[1], item[0]))
        for kind in ("rejected", "ignored")
    )
    example = _example(staged, rejected[0][0]) if rejected else ""
    advice = "" if "Do: " in example else ". Do: look at the inputs, or at the recipe."
    return (
        f"no document became a row: {counts['in']} in, {counts['rejected']} rejected{_listed(rejected)}, "
        f"{counts['ignored']} ignored{_listed(ignored)}; nothing is written{example}{advice}"
    )


def _listed(reasons: Sequence[tuple[str, int]]) -> str:
    listed = ", ".join(f"{reason} {count}" for reason, count in reasons[:5])
    return f" ({listed})" if listed else ""


def _example(staged: Staged, reason: str) -> str:
    """Describe a reject with this reason, since the rejects of a build without rows are nowhere to be read."""
    import pyarrow.compute as pc

    rejects = (table.filter(pc.field("reason") == reason) for table in staged.shards("reject"))
    reject = next(row for table in rejects for row in table.slice(0, 1).to_pylist())
    origin = reject["origin"]
    record = "" if origin["record"] is None else f", record {origin['record']}"
    return f". An example: {origin['input'] or 'a document'}{record}: {reject['detail']}"


def load(target: str | Path) -> datasets.Dataset:
    """Verify a release and load its documents.

    Args:
        target: "dist/news" (the newest), "dist/news@1.1.0", "dist/news@1.*" or the folder of a version.

    Returns:
        One row per document, with the columns of `schemas/document.v1.json`.

    Raises:
        ReleaseError: if there is no such release.
        IntegrityError: if a file does not match its hash in the manifest.

    >>> load("dist/news@1.*")["title"]  # doctest: +SKIP
    """
    release = Release.open(target)
    release.verify()
    return release.dataset()


def validate(target: str | Path | Release) -> list[Finding]:
    """Check releases completely: files, hashes, schema, dataset cards, rows, ledger, and the count of documents.

    Args:
        target: a `Release`, or a target as in `load`, but all versions that it names are checked.

    Returns:
        The findings of each release, errors first; for each rule and column some examples, with a count of the rest.

    Raises:
        ReleaseError: if there is no such release.

    >>> validate("dist/news")  # doctest: +SKIP
    []
    """
    paths = [target.path] if isinstance(target, Release) else find_releases(target)
    return [replace(finding, release=str(path)) for path in paths for finding in check_release(Layout(path))]


def diff(before: str | Path | Release, after: str | Path | Release) -> Diff:
    """Compare two releases row by row, by id.

    Args:
        before: the older release, as a target (see `load`) or a `Release`.
        after: the newer release; it may belong to another dataset.

    Returns:
        The ids of the rows added, removed and changed, with the columns that changed, and the schema's changes.

    Raises:
        ReleaseError: if there is no such release.
        IntegrityError: if a file does not match its hash in the manifest.

    >>> print(diff("dist/news@1.0.0", "dist/news@1.1.0"))  # doctest: +SKIP
    news@1.0.0 → news@1.1.0: 2 rows added
    """
    sides = []
    for target in (before, after):
        release = target if isinstance(target, Release) else Release.open(target)
        release.verify()
        shards = Layout(release.path).shards("document")
        sides.append(Side(f"{release.name}@{release.version}", shards.rows(), shards.schema))
    return compare(*sides)
