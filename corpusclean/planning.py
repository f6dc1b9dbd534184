"""Plan a build: list the documents in its files; files of records are opened in worker processes only."""

from __future__ import annotations

import hashlib
import json
from array import array
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpusclean.document import Origin, Reject, document_id
from corpusclean.engines.local import Limits, run_tasks
from corpusclean.errors import Rejected
from corpusclean.readers.documents import holds_records, list_records
from corpusclean.readers.files import InputFile, Listing
from corpusclean.recipe import Recipe

WORKER = "corpusclean.worker"
"""The main module of worker processes."""

# Bytes in a second of CPU time. Listing WARC takes a tenth of the first; unpacking a JSON array in gzip, 1 GB of 5, 70 % of
# the second.
_LISTED_PER_SECOND, _READ_PER_SECOND = 500_000, 8_000_000


@dataclass(frozen=True, slots=True)
class Plan:
    """What a build has to read.

    Args:
        numbers: the files with documents, in their order, each with the numbers of its records; None for a file that is
            one document. There may be millions of records, so that an object for each would not fit into memory.
        rejects: path of each file of records that has none or is broken at some place, and what it becomes.
        ignored: reason → number of files and records that are no documents.
        reading_seconds: CPU time in which a worker must be able to read a record, since it may have to read the whole
            file up to there.
    """

    numbers: tuple[tuple[InputFile, Sequence[int] | None], ...]
    rejects: tuple[tuple[str, Reject], ...]
    ignored: Mapping[str, int]
    reading_seconds: float

    @property
    def documents(self) -> Iterator[InputFile]:
        """The files and records to clean, in the order of the files."""
        for file, numbers in self.numbers:
            if numbers is None:
                yield file
            else:
                yield from (InputFile(file.path, file.name, number) for number in numbers)

    @property
    def count(self) -> int:
        """The number of documents."""
        return sum(1 if numbers is None else len(numbers) for _, numbers in self.numbers)


def plan_build(listing: Listing, recipe: Recipe, stage: Path, workers: int) -> Plan:
    """List all documents.

    Args:
        listing: the files.
        recipe: the settings.
        stage: folder for what workers find.
        workers: number of worker processes.
    """
    paths = {file.name: file.path for file in listing.files}
    holding = [file for file in listing.files if holds_records(file.name)]
    largest = max(map(_size, holding), default=0)
    limits = Limits(recipe.cpu_seconds + largest / _LISTED_PER_SECOND, recipe.memory_mb)
    found, rejects = _list_all(holding, recipe, stage, workers, limits)
    numbers: list[tuple[InputFile, Sequence[int] | None]] = []
    ignored = Counter(ignored.why for ignored in listing.ignored)
    for file in listing.files:
        if not holds_records(file.name):
            numbers.append((file, None))
        elif file.name in found:
            numbers.append((file, found[file.name]["records"]))
            ignored.update(found[file.name]["ignored"])
    placed = tuple((paths[reject.origin.input or ""], reject) for reject in rejects)
    return Plan(tuple(numbers), placed, ignored, largest / _READ_PER_SECOND)


def _list_all(
    files: Sequence[InputFile], recipe: Recipe, stage: Path, workers: int, limits: Limits
) -> tuple[dict[str, dict[str, Any]], list[Reject]]:
    """Return name → what `run_list_task` wrote, and the rejects of files that are empty or broken."""
    if not files:
        return {}, []
    tasks = [
        {"job": "list", "items": [[file.path, file.name]], "recipe": recipe.to_dict(), "stage": str(stage)}
        for file in files
    ]
    done, given_up = run_tasks(WORKER, tasks, workers=workers, limits=limits)
    found = {listed["name"]: listed for listed in map(_listed, done)}
    rejects = [_reject(lost.item[1], lost.reason, lost.detail) for lost in given_up]
    rejects += [_reject(name, *listed["broken"]) for name, listed in found.items() if listed["broken"]]
    return found, sorted(rejects, key=lambda reject: reject.origin.input or "")


def _listed(path: str) -> dict[str, Any]:
    """Read what `run_list_task` wrote, with 8 bytes for each record."""
    listed: dict[str, Any] = json.loads(Path(path).read_text("utf-8"))
    return {**listed, "records": array("q", listed["records"])}


def _size(file: InputFile) -> int:
    try:
        return Path(file.path).stat().st_size
    except OSError:  # it is gone, or its folder is closed; reading it makes a reject that says so
        return 0


def run_list_task(task: Mapping[str, Any], begin: Callable[[int], None]) -> str:
    """List the records of one file; called in a worker process.

    Args:
        task: "items", a list of one [path, name]; "recipe", the settings; "stage", the folder for the result.
        begin: called with the index of the item before work on it begins.

    Returns:
        Path of a JSON file: "name", the file; "records", the numbers of its documents; "ignored", reason → number of
        records that are none; "broken", None or reason and detail of a reject.
    """
    ((path, name),) = task["items"]
    begin(0)
    records = array("q")
    ignored: Counter[str] = Counter()
    broken = None
    try:
        for number, why in list_records(InputFile(path, name), Recipe.from_dict(task["recipe"])):
            if why:
                ignored[why] += 1
            else:
                records.append(number)
    except Rejected as rejected:
        before = f"; {len(records)} documents before that place are read" if records else ""
        broken = (rejected.reason, rejected.detail + before)
    if not records and not ignored and not broken:
        broken = ("empty", "there are no records")
    listed = Path(task["stage"], f"{hashlib.sha256(name.encode()).hexdigest()}.json")
    listed.write_text(
        json.dumps({"name": name, "records": list(records), "ignored": ignored, "broken": broken}), "utf-8"
    )
    return str(listed)


def _reject(name: str, reason: str, detail: str) -> Reject:
    return Reject(document_id(input=name), Origin(input=name), reason, detail)
