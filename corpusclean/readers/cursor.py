"""Read the records of a file one after another, although they are asked for by number."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Generic, TypeVar

from corpusclean.errors import Rejected

Record = TypeVar("Record")


class Cursor(Generic[Record]):
    """A place in a file of records: asking for the next record reads on, asking for an earlier one starts again.

    Args:
        start: function that iterates over (number, record) of a file, in the order of the numbers, from a given number or
            an earlier one on.
    """

    def __init__(self, start: Callable[[str, int], Iterator[tuple[int, Record]]]) -> None:
        self._start = start
        self._file: object = None
        self._next = 0
        self._records: Iterator[tuple[int, Record]] = iter(())

    def record(self, path: str, number: int) -> Record:
        """Return a record.

        Args:
            path: the file; it may change between two calls.
            number: number of the record.

        Raises:
            Rejected: "unreadable" if there is no such record, so that the file must have changed since it was listed.
        """
        status = Path(path).stat()
        file = (path, status.st_mtime_ns, status.st_size, status.st_ino)
        if file != self._file or number < self._next:
            self._records = self._start(path, number)
        self._file = None  # until a record is found: after an error, reading starts again
        for found, record in self._records:
            if found == number:
                self._file, self._next = file, number + 1
                return record
        raise Rejected(
            "unreadable", "the record is gone: the file has changed since it was listed. Do: build again"
        )
