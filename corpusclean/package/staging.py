"""Staged files, which hold the rows of a build until they are released: write, change, count and sort them."""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from corpusclean.errors import ReleaseError
from corpusclean.package.parquet import opened, text_bytes
from corpusclean.schema import SchemaName, arrow_schema, to_array, to_table

if TYPE_CHECKING:
    import pyarrow as pa

Row = dict[str, Any]
Change = TypeVar("Change")

# Text of one shard before compression; the file is less than half of it, far below the 500 MB that
# `datasets` takes for a shard. Writing 40,000 documents as two shards of 200 MB took 1.1 GB of memory.
SHARD_BYTES = 256_000_000

# Greater than every id, since ids are lower-case hex.
_END = "g"

# Rejects may have equal ids, so they are sorted by more columns.
_REJECT_ORDER = ("id", "raw_sha256", "reason", "detail")
_ORIGIN_ORDER = ("input", "record", "url", "fetched_at")

_PREFIX = "corpusclean-"
_LOCK_FILE = ".corpusclean-build.lock"  # no name that a folder of the user's could have
_LOCKED_AFTER = 60.0  # seconds; a build locks its folder directly after it has made it


@dataclass(frozen=True, slots=True)
class Staged:
    """The results of a build, ready to be released.

    Args:
        files: Parquet files with the struct columns `document`, `ledger` and `reject`, one row for each
            document that was read, in any order; either `reject` is null, or the two others are.
        documents_in: number of input documents, counted when they were listed.
        inputs_sha256: digest of the inputs; must not depend on their order or on absolute paths.
        replaced: (index of the file, row in it) → reject, for duplicate and superseded documents, which do not
            become rows.
        ignored: reason → number of ignored input files.
    """

    files: tuple[Path, ...]
    documents_in: int
    inputs_sha256: str
    replaced: Mapping[tuple[int, int], Mapping[str, Any]] = field(default_factory=dict)
    ignored: Mapping[str, int] = field(default_factory=dict)

    def counts(self) -> dict[str, Any]:
        """Count rows and rejects, for `counts` of a manifest.

        Raises:
            ReleaseError: if the number of input documents is not that of rows plus rejects.
        """
        rows, reasons = 0, Counter(str(reject["reason"]) for reject in self.replaced.values())
        for index, path in enumerate(self.files):
            with opened(path) as file:
                staged = file.read(columns=["document.id", "reject.reason"])
            for row, pair in enumerate(staged.to_pylist()):
                if (index, row) not in self.replaced:
                    rows += pair["document"] is not None
                    reasons.update([pair["reject"]["reason"]] if pair["reject"] else [])
        if self.documents_in != rows + reasons.total():
            raise ReleaseError(
                f"{self.documents_in} documents came in, but there are {rows} rows and {reasons.total()} "
                "rejects. Do: report this; a build that loses documents is never published."
            )
        return {
            "in": self.documents_in,
            "rows": rows,
            "rejected": reasons.total(),
            "rejected_by_reason": dict(sorted(reasons.items())),
            "ignored": sum(self.ignored.values()),
            "ignored_by_reason": dict(sorted(self.ignored.items())),
        }

    def shards(self, name: SchemaName, shard_bytes: int = SHARD_BYTES) -> Iterator[pa.Table]:
        """Yield the rows of one kind sorted by id, one table per shard.

        The space of ids is divided into 1, 2, 4, … equal ranges, until a shard has at most `shard_bytes` of text on
        average; since ids are hashes, shards are about equally large. So a row added or removed changes only its shard.

        Args:
            name: the kind of row.
            shard_bytes: maximal mean size of a shard, in bytes of text.

        Yields:
            Tables in the order of their ids; a range without rows gives an empty table.
        """
        size = sum(text_bytes(table) for table in self._tables(name))
        parts = 1
        while size > parts * shard_bytes:
            parts *= 2
        bounds = [f"{part * 2**128 // parts:032x}" for part in range(parts)] + [_END]
        for low, high in pairwise(bounds):
            yield self._range(name, low, high)

    def _range(self, name: SchemaName, low: str, high: str) -> pa.Table:
        import pyarrow as pa
        import pyarrow.compute as pc

        found = [
            table.filter(pc.and_(pc.greater_equal(table["id"], low), pc.less(table["id"], high)))
            for table in self._tables(name)
        ]
        rows = pa.concat_tables(found or [arrow_schema(name).empty_table()])
        return rows.take(_sorting(rows, name))

    def _tables(self, name: SchemaName) -> Iterator[pa.Table]:
        """Yield the rows of one kind unsorted, one table per staged file; replaced documents are rejects."""
        import pyarrow as pa

        for index, path in enumerate(self.files):
            with opened(path) as file:
                column = file.read(columns=[name])[name].combine_chunks()
            keep = [
                valid and (index, row) not in self.replaced
                for row, valid in enumerate(column.is_valid().to_pylist())
            ]
            yield pa.Table.from_struct_array(column.filter(pa.array(keep, pa.bool_())))
        if name == "reject":
            yield to_table(list(self.replaced.values()), "reject")


@contextmanager
def staging_folder() -> Iterator[Path]:
    """Make a temporary folder for staged files, which is removed at the end, and remove those of killed builds.

    A build locks its folder as long as it runs, so a folder that can be locked is one that a killed build left.
    """
    from filelock import FileLock

    folder = Path(tempfile.gettempdir()) / f"{_PREFIX}{secrets.token_hex(16)}"
    try:  # made in here, not by `mkdtemp`, so that an interrupt that comes directly after it is seen
        folder.mkdir(mode=0o700)
        with FileLock(folder / _LOCK_FILE):
            _remove_leftovers(folder)
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _remove_leftovers(own: Path) -> None:
    """Remove the folders beside our own that the same user made and that no process has locked."""
    from filelock import FileLock

    for folder in own.parent.glob(f"{_PREFIX}*"):
        with suppress(
            OSError
        ):  # locked (a TimeoutError), without a lock file, or just removed by another build
            age = time.time() - (folder / _LOCK_FILE).lstat().st_mtime
            if folder.lstat().st_uid == own.lstat().st_uid and folder != own and age > _LOCKED_AFTER:
                with FileLock(folder / _LOCK_FILE, timeout=0):
                    shutil.rmtree(folder)


def write_staged(table: pa.Table, path: Path) -> None:
    """Write a staged file.

    Raises:
        ReleaseError: if it cannot be written, e.g. since the disk is full.
    """
    import pyarrow.parquet as pq

    try:
        pq.write_table(table, path, compression="zstd")
    except OSError as error:
        raise ReleaseError(
            f"{path.parent}: cannot be written ({os.strerror(error.errno) if error.errno else error}). "
            "Do: free some room, or set TMPDIR to a folder that has more."
        ) from None


def change_rows(
    path: Path, changes: Mapping[int, Change], change: Callable[[Change, Row, Row], None]
) -> None:
    """Change document and ledger rows of a staged file, and rewrite it.

    Args:
        path: the file.
        changes: row number → argument for `change`.
        change: called with that argument, the document row and the ledger row, both to be changed in place.
    """
    with opened(path) as file:
        table = file.read()
    documents, ledgers = table["document"].to_pylist(), table["ledger"].to_pylist()
    for row, wanted in changes.items():
        change(wanted, documents[row], ledgers[row])
    kinds: tuple[tuple[SchemaName, Any], ...] = (("document", documents), ("ledger", ledgers))
    for name, rows in kinds:
        table = table.set_column(table.column_names.index(name), name, to_array(rows, name))
    write_staged(table, path)


def _sorting(table: pa.Table, name: SchemaName) -> pa.Array:
    """Return the sorted order of the rows, as indices."""
    import pyarrow as pa
    import pyarrow.compute as pc

    keys = table.select(["id"])
    if name == "reject":
        parts = {part: pc.struct_field(table["origin"], part) for part in _ORIGIN_ORDER}
        keys = pa.table({column: table[column] for column in _REJECT_ORDER} | parts)
    return pc.sort_indices(keys, sort_keys=[(column, "ascending") for column in keys.column_names])
