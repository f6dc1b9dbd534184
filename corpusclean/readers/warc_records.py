"""Find the records of WARC and ARC files: plain, gzipped record by record or as a whole, and behind damaged places."""

from __future__ import annotations

import gzip
import io
import math
import re
import zlib
from collections.abc import Callable, Iterator
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, TypeVar

from corpusclean.errors import Rejected
from corpusclean.readers.files import file_suffix
from corpusclean.readers.gzip_members import GZIP, GzipMember, find_member

if TYPE_CHECKING:
    from warcio.recordloader import ArcWarcRecord, ArcWarcRecordLoader

Found = TypeVar("Found")

_ARC = ".arc"  # the suffix of ARC files; all others are WARC
_CHUNK = 1 << 16  # bytes that are read at once
_LINE = 1 << 16  # bytes of the first line of a record; a longer one has none
_TAIL = 4_096  # bytes behind a record that are looked at
_WARC_BEGINNING = re.compile(rb"WARC/\d\.\d+\r?\n")
_ARC_BEGINNING = re.compile(rb"[A-Za-z]{2,10}:.*? \S+ \d{12,14} ")  # address, IP address, time


def read_records(
    path: str, offset: int, read: Callable[[ArcWarcRecord], Found]
) -> Iterator[tuple[int, Found | Rejected]]:
    """Yield what a function reads in each record.

    Args:
        path: the file; an ARC file is called ".arc".
        offset: byte offset of the record to begin with; in a file that is gzipped as a whole, reading begins at 0.
        read: called with each record; may raise `Rejected`.

    Yields:
        The byte offset of each record, after decompression if the file is gzipped as a whole; and what `read` returns, or
        else why the record cannot be read. There is one such reject for each damaged place.

    Raises:
        OSError: if the file cannot be read; `EOFError` or `zlib.error` if it is gzipped as a whole and broken.
    """
    suffix = file_suffix(path)
    with open(path, "rb") as file:  # noqa: PTH123 - the name need not be valid UTF-8
        if file.read(len(GZIP)) != GZIP:
            size = file.seek(0, io.SEEK_END)
            file.seek(offset)
            yield from _in_sequence(file, size, suffix, read)
        elif is_gzipped_as_a_whole(path):
            file.seek(0)
            with gzip.open(file) as stream:
                yield from _in_sequence(stream, math.inf, suffix, read)  # type: ignore[arg-type]
        else:
            yield from _in_members(file, offset, suffix, read)


def is_gzipped_as_a_whole(path: str) -> bool:
    """Whether the first member of a gzip file holds several records, not one as usual."""
    return _first_member_holds_several(path, Path(path).stat().st_mtime_ns)


@lru_cache(maxsize=16)
def _first_member_holds_several(path: str, _: int) -> bool:
    suffix = file_suffix(path)
    with open(path, "rb") as file:  # noqa: PTH123 - as above
        if file.read(len(GZIP)) != GZIP:
            return False
        stream = io.BufferedReader(GzipMember(file, 0), _CHUNK)
        try:
            _read_one(_parsed(stream, stream.readline(_LINE), suffix), lambda _: None)
            return _begins(suffix, stream.read(_TAIL).lstrip())
        except (Rejected, EOFError, zlib.error):
            return False


def _in_members(
    file: BinaryIO, offset: int, suffix: str, read: Callable[[ArcWarcRecord], Found]
) -> Iterator[tuple[int, Found | Rejected]]:
    """Read the record in each member of a gzip file; after a damaged member, go on with the next that holds a record."""
    found: Found | Rejected
    size = file.seek(0, io.SEEK_END)
    next_: int | None = offset
    while next_ is not None and next_ < size:
        offset = next_
        member = GzipMember(file, offset)
        stream = io.BufferedReader(member, _CHUNK)
        is_empty = False  # as some programs end their files
        try:
            line = stream.readline(_LINE)
            is_empty = not line
            found = _read_only(stream, line, suffix, read)
        except Rejected as rejected:
            found = rejected
        except (EOFError, zlib.error) as error:
            found = Rejected("malformed", f"broken compression: {error}")
        if not is_empty:
            yield offset, found
        try:
            while stream.read(_CHUNK):
                pass
            next_ = member.end
        except (EOFError, zlib.error):
            start = max(offset + 1, member.intact_until)
            next_ = find_member(file, start, partial(_begins, suffix))


def _read_only(stream: BinaryIO, line: bytes, suffix: str, read: Callable[[ArcWarcRecord], Found]) -> Found:
    """Read the record that must be the only one in its member, of which the first line has been read."""
    found = _read_one(_parsed(stream, line, suffix), read)
    behind = stream.read(_TAIL).lstrip()
    if _begins(suffix, behind):
        raise Rejected(
            "unsupported", "several records in one gzip member. Do: rewrite the file by `warcio recompress`"
        )
    if behind:
        raise _other_end()
    return found


def _in_sequence(
    stream: BinaryIO, size: float, suffix: str, read: Callable[[ArcWarcRecord], Found]
) -> Iterator[tuple[int, Found | Rejected]]:
    """Read the records of a stream, one after another; behind a damaged place, go on where a record begins.

    If the size of the stream is known, one can move in it: then a record with a wrong length is not read, so that those
    that it would swallow are.
    """
    found: Found | Rejected
    begins = partial(_begins, suffix)
    line = _next_line(stream, bytes.strip)
    offset = stream.tell() - len(line)
    while line:
        try:
            record = _parsed(stream, line, suffix)
            if size < math.inf:
                _check_end(stream, record.length, size, begins)
            found = _read_one(record, read)
            line = stream.readline(_LINE)
            if line.strip() and not begins(line):
                raise _other_end()
            if not line.strip():
                line = _next_line(stream, bytes.strip)
        except Rejected as rejected:
            found, line = rejected, _next_line(stream, begins)
        next_ = stream.tell() - len(line)
        yield offset, found
        offset = next_


def _check_end(stream: BinaryIO, length: int, size: float, begins: Callable[[bytes], bool]) -> None:
    """Raise a reject if the content that is next in a stream does not end where its length says; move nowhere.

    A record or nothing follows the right end, perhaps after blank lines. If blank lines and then something else do, as in
    a file with a damaged place, no record may begin within the content.
    """
    start = stream.tell()
    end = start + length
    if end > size:
        raise _cut_off()
    stream.seek(end)
    is_right = begins(line := stream.readline(_LINE))
    if not line.strip():
        line = _next_line(stream, bytes.strip)
        is_right = not line or begins(line)
        if not is_right:
            stream.seek(start)
            line = _next_line(stream, begins)
            is_right = stream.tell() - len(line) >= end
    stream.seek(start)
    if not is_right:
        raise _other_end()


def _next_line(stream: BinaryIO, is_wanted: Callable[[bytes], object]) -> bytes:
    """Return the next line that is as wanted, or b"" at the end."""
    while (line := stream.readline(_LINE)) and not is_wanted(line):
        pass
    return line


def _read_one(record: Any, read: Callable[[ArcWarcRecord], Found]) -> Found:
    """Read a record to its end, whatever the function reads of it."""
    try:
        return read(record)
    finally:
        while record.raw_stream.read(_CHUNK):
            pass
        if record.raw_stream.limit > 0:
            raise _cut_off()


def _parsed(stream: BinaryIO, line: bytes, suffix: str) -> ArcWarcRecord:
    """Read the header of a record, of which the first line has been read, so that its content is next."""
    from warcio.exceptions import ArchiveLoadFailed

    try:
        record = _loader(suffix).parse_record_stream(stream, line, no_record_parse=True)
    except (ArchiveLoadFailed, ValueError):
        raise Rejected("malformed", "there is no record at this place") from None
    if record.format == "arc":
        raise Rejected("malformed", "an ARC file. Do: call it .arc or .arc.gz")
    length = record.rec_headers.get_header("Content-Length") or ""
    if not (length.isascii() and length.isdigit()):
        raise Rejected("malformed", f"the record's Content-Length is {length[:20]!r}")
    return record


@cache
def _loader(suffix: str) -> ArcWarcRecordLoader:
    from warcio.recordloader import ArcWarcRecordLoader

    return ArcWarcRecordLoader(arc2warc=suffix == _ARC)


def _begins(suffix: str, content: bytes) -> bool:
    return (_ARC_BEGINNING if suffix == _ARC else _WARC_BEGINNING).match(content) is not None


def _cut_off() -> Rejected:
    return Rejected("malformed", "the record is cut off")


def _other_end() -> Rejected:
    return Rejected("malformed", "the record does not end where its Content-Length says")
