"""`build`: clean files in worker processes and release the results, with a row or a reject for every input document."""

from __future__ import annotations

import hashlib
import json
import os
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

from corpusclean.batches import results_table
from corpusclean.checks import check_rows
from corpusclean.corpus.identity import Identity, replaced_documents
from corpusclean.document import Document, Origin, RawDocument, Reject, document_id
from corpusclean.engines.local import GivenUp, Limits, run_tasks
from corpusclean.errors import Rejected, UsageError
from corpusclean.identity_pass import drop_shared_urls
from corpusclean.mark.rules import load_rules
from corpusclean.package.changes import Bump
from corpusclean.package.commit import paths_of_datasets
from corpusclean.package.parquet import opened
from corpusclean.package.staging import Staged, staging_folder, write_staged
from corpusclean.pipeline import clean_documents
from corpusclean.planning import WORKER, Plan, plan_build
from corpusclean.readers.documents import read_document
from corpusclean.readers.files import InputFile, Listing, list_files, standard_input
from corpusclean.recipe import Recipe, given_or_default
from corpusclean.releases import Release, check_target, write_release
from corpusclean.repetition_pass import cut_repeated, with_lines

_TASK_FILES = 64  # small enough that repeating a task after a worker died costs seconds
# Bytes of documents that are cleaned at once: the models then take half the time for pages of 4 KB, and a quarter for a
# line. More bytes gain nothing.
_AT_ONCE = 65_536
_LOG_EVERY = 60.0  # seconds between two progress messages where standard error is no terminal


def build(  # noqa: PLR0913 - the arguments of a whole job
    inputs: str | Path | Iterable[str | Path],
    *,
    name: str,
    out: str | Path = "dist",
    recipe: Recipe | None = None,
    engine: str = "local",
    workers: int | None = None,
    bump: Bump = "auto",
) -> Release:
    """Build a version of a dataset from files and folders.

    Args:
        inputs: files and folders: text and HTML, and files of records (JSON lines, Parquet, WARC, WET, ARC); "-" is
            one document on standard input. What is below `out` is skipped, and the datasets in `out` if `out` itself
            is an input.
        name: name of the dataset: lower-case letters, digits, "-" and "_".
        out: folder of all datasets; the version is written to `out/name/version`.
        recipe: the settings; by default `Recipe()`.
        engine: where the work runs; "local", the only one, uses worker processes on this machine.
        workers: number of worker processes; by default the number of cores.
        bump: "patch", "minor" or "major" raise the version at least by that; "auto" as far as the changes require.

    Returns:
        The release; its `created` is False if nothing has changed since the latest version.

    Raises:
        UsageError: if an argument is invalid.
        ReleaseError: if nothing could be released; `out` is then unchanged.

    >>> import tempfile, pathlib
    >>> folder = pathlib.Path(tempfile.mkdtemp())
    >>> _ = (folder / "a.txt").write_text("Rain falls on Ulm.")
    >>> build(folder / "a.txt", name="rain", out=folder / "dist", workers=1).version
    '1.0.0'
    """
    recipe = given_or_default(recipe)
    if engine != "local":
        raise UsageError(f"engine {engine!r} is not known. Do: take 'local'.")
    if workers is not None and (not isinstance(workers, int) or isinstance(workers, bool) or workers < 1):
        raise UsageError(f"workers is {workers!r}. Do: give a whole number, 1 or more.")
    if recipe.rules is not None:
        load_rules(recipe.rules)  # a mistake in the user's rules is named before any work is done
    check_target(name, out, bump)
    with staging_folder() as stage:
        outputs = (Path(out), *paths_of_datasets(Path(out), name))
        listing = list_files(_inputs(inputs, stage, recipe), without=outputs)
        count = workers or os.cpu_count() or 1
        plan = plan_build(listing, recipe, stage, count)
        tasks = (
            {
                "job": "clean",
                "items": [[file.path, file.name, file.record] for file in files],
                "recipe": recipe.to_dict(),
                "stage": str(stage),
            }
            for files in _batched(plan.documents)
        )
        with _progress(plan.count) as progress:
            limits = Limits(recipe.cpu_seconds + plan.reading_seconds, recipe.memory_mb)
            done, given_up = run_tasks(WORKER, tasks, workers=count, limits=limits, progress=progress)
        files = [Path(file) for file in done]
        lost = [(item.item[0], _given_up_reject(item, recipe)) for item in given_up]
        if unread := [*plan.rejects, *lost]:
            paths, rejects = zip(*unread, strict=True)
            files.append(_stage(paths, rejects, stage, "unread"))
        files.sort()
        drop_shared_urls(files)
        staged = _staged(files, listing, plan)
        cut_repeated(staged.files, staged.replaced.keys(), recipe)
        return write_release(staged, name=name, out=out, recipe=recipe, bump=bump)


def run_clean_task(task: Mapping[str, Any], begin: Callable[[int], None]) -> str:
    """Clean the documents of one task; called in a worker process.

    Args:
        task: "items", a list of the fields of each `InputFile`; "recipe", the settings; "stage", the folder for the
            result; "alone", if small documents may not be cleaned together.
        begin: called with the index of each item before work on it begins.

    Returns:
        Path of the Parquet file with the results, one row per item.
    """
    recipe = Recipe.from_dict(task["recipe"])
    _warm_up(recipe)
    results: list[Document | Reject] = []
    for batch in _read_files(task["items"], recipe, begin, 0 if task.get("alone") else _AT_ONCE):
        cleaned = iter(clean_documents([read for read in batch if isinstance(read, RawDocument)], recipe))
        results += [read if isinstance(read, Reject) else _checked(next(cleaned)) for read in batch]
    file = hashlib.sha256(json.dumps([item[1:] for item in task["items"]]).encode()).hexdigest()
    return str(_stage([path for path, *_ in task["items"]], results, Path(task["stage"]), file))


@cache
def _warm_up(recipe: Recipe) -> None:
    """Load libraries, rules and models now, so that loading does not count as CPU time of the first document."""
    story = "The ferry to the outer islands ran again on Wednesday, after a week of storms and of waiting."
    page = f"<html><body><article><p>{story}</p><p>{story}</p></article></body></html>"
    for payload in (story, page, "Ulm"):  # the second language detector only reads short text
        _checked(clean_documents([RawDocument(Origin(), payload)], recipe)[0])


def _read_files(
    items: Iterable[Sequence[Any]], recipe: Recipe, begin: Callable[[int], None], at_once: int
) -> Iterator[list[RawDocument | Reject]]:
    """Yield what is read, in order, in batches that end with the document that makes them `at_once` bytes large."""
    batch: list[RawDocument | Reject] = []
    size = 0
    for index, item in enumerate(items):
        begin(index)
        batch.append(read := _read_file(InputFile(*item), recipe))
        size += len(read.payload) if isinstance(read, RawDocument) else 0
        if size >= at_once:
            yield batch
            batch, size = [], 0
    yield batch


def _read_file(file: InputFile, recipe: Recipe) -> RawDocument | Reject:
    try:
        return read_document(file, recipe)
    except Rejected as rejected:
        return _file_reject(file, rejected.reason, rejected.detail)


def _file_reject(file: InputFile, reason: str, detail: str, raw_sha256: str | None = None) -> Reject:
    id_ = document_id(input=file.name, record=file.record)
    return Reject(id_, Origin(file.name, file.record), reason, detail, raw_sha256)


def _checked(result: Document | Reject) -> Document | Reject:
    """Replace a result that breaks the published schema by a reject, so that it is not released."""
    if isinstance(result, Reject):
        return result
    findings = [*check_rows([result.to_dict()], "document"), *check_rows([result.ledger()], "ledger")]
    error = next((finding for finding in findings if finding.severity == "error"), None)
    if error is None:
        return result
    return Reject(result.id, result.origin, "invalid-row", str(error), result.raw_sha256)


def _given_up_reject(lost: GivenUp, recipe: Recipe) -> Reject:
    file = InputFile(*lost.item)
    sha256 = None
    if file.record is None:  # what breaks a worker when it reads a record would break this process, too
        with suppress(Rejected):
            sha256 = read_document(file, recipe).raw_sha256
    return _file_reject(file, lost.reason, lost.detail, sha256)


def _stage(paths: Sequence[str], results: Sequence[Document | Reject], stage: Path, name: str) -> Path:
    path = stage / f"{name}.parquet"
    documents = [result if isinstance(result, Document) else None for result in results]
    write_staged(with_lines(results_table(results), documents, paths), path)
    return path


def _inputs(inputs: str | Path | Iterable[str | Path], stage: Path, recipe: Recipe) -> list[Any]:
    """Return the inputs as a list; standard input is saved to a file, which workers can read."""
    given: list[Any] = [inputs]
    if isinstance(inputs, Iterable) and not isinstance(inputs, str | bytes):
        given = [*inputs]
    if "-" not in given:
        return given
    spool = stage / "-"
    with spool.open("wb") as file:
        file.write(standard_input().read(recipe.max_bytes + 1))
    return [spool, *(path for path in given if path != "-")]


def _batched(files: Iterator[InputFile]) -> Iterator[Sequence[InputFile]]:
    while batch := list(islice(files, _TASK_FILES)):
        yield batch


@dataclass(frozen=True, slots=True)
class _Place:
    """The place of a document in the staged files: index of the file, and row in it."""

    file: int
    row: int
    origin: Origin


def _staged(files: Sequence[Path], listing: Listing, plan: Plan) -> Staged:
    """Make rejects of duplicate and superseded documents, and describe the staged files for `write_release`."""
    order = {file.name: number for number, file in enumerate(listing.files)}
    shared = _shared_keys(files)
    places: dict[Identity, _Place] = {}
    contents: list[str] = []
    for index, path in enumerate(files):
        for row, (document, rejected) in enumerate(_identities(path)):
            found = document or rejected
            origin = Origin(**found["origin"])
            contents.append(f"{origin.input}\n{origin.record}\n{found['raw_sha256']}")
            if document and not shared.isdisjoint((document["id"], document["raw_sha256"])):
                name = origin.input or ""
                where = (name, origin.record, origin.fetched_at, order[name])
                places[Identity(document["id"], document["raw_sha256"], *where)] = _Place(index, row, origin)
    rejects = {}
    for identity, why in replaced_documents(places).items():
        place = places[identity]
        reject = Reject(
            identity.id, place.origin, why.reason, why.detail, identity.raw_sha256, why.duplicate_of
        )
        rejects[place.file, place.row] = reject.to_dict()
    return Staged(
        files=tuple(files),
        documents_in=plan.count + len(plan.rejects),
        inputs_sha256=_digest(contents),
        replaced=rejects,
        ignored=dict(plan.ignored),
    )


def _digest(contents: list[str]) -> str:
    """Hash lines in sorted order, one by one, since all together they would be in memory twice more."""
    contents.sort()
    digest = hashlib.sha256(contents[0].encode() if contents else b"")
    for content in islice(contents, 1, None):
        digest.update(f"\n{content}".encode())
    return digest.hexdigest()


def _shared_keys(files: Sequence[Path]) -> set[str]:
    """Return the ids and hashes that several documents have, so that only those need be objects in memory."""
    import pyarrow as pa
    from pyarrow import compute

    shared: set[str] = set()
    for key in ("id", "raw_sha256"):
        columns = []
        for path in files:
            with opened(path) as file:
                documents = file.read(columns=[f"document.{key}"])["document"]
            columns += compute.struct_field(documents, key).drop_null().chunks
        counts = compute.value_counts(pa.chunked_array(columns, pa.string()))
        shared.update(counts.field("values").filter(compute.greater(counts.field("counts"), 1)).to_pylist())
    return shared


def _identities(path: Path) -> Iterator[tuple[dict[str, Any] | None, dict[str, Any]]]:
    """Read (document, reject) for each staged row: id, origin and hash in one of the two, None as the other."""
    columns = [
        f"{kind}.{field}" for kind in ("document", "reject") for field in ("id", "origin", "raw_sha256")
    ]
    with opened(path) as file:
        table = file.read(columns=columns)
    yield from zip(table["document"].to_pylist(), table["reject"].to_pylist(), strict=True)


@contextmanager
def _progress(total: int) -> Iterator[Callable[[int], None]]:
    """Show progress on standard error: a bar on a terminal, otherwise a line every `_LOG_EVERY` seconds."""
    from tqdm import tqdm

    lock = threading.Lock()
    done = 0
    spoken = time.monotonic()
    with tqdm(total=total, unit="doc", disable=not sys.stderr.isatty()) as bar:

        def advance(count: int) -> None:
            nonlocal done, spoken
            with lock:
                done += count
                bar.update(count)
                if bar.disable and time.monotonic() - spoken > _LOG_EVERY:
                    spoken = time.monotonic()
                    print(f"{done} of {total} documents", file=sys.stderr, flush=True)  # noqa: T201

        yield advance
