"""Read WARC and ARC files: the pages and texts that a crawler fetched, plain or gzipped record by record.

Documents are the records of type "response", "resource" and "conversion" (ISO 28500), the last being the texts of WET
files, unless they hold images or other media, or notes of the crawler.
"""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpusclean.document import Origin, RawDocument
from corpusclean.errors import Rejected
from corpusclean.readers.fields import read_time, storable
from corpusclean.readers.files import file_suffix
from corpusclean.recipe import Recipe

if TYPE_CHECKING:
    from warcio.recordloader import ArcWarcRecord

_DOCUMENTS = frozenset(("response", "resource", "conversion"))
_FETCHED = ("http:", "https:", "ftp:", "file:")  # not "dns:", nor the crawler's own "metadata:"
_MEDIA = (
    "image/", "video/", "audio/", "font/", "text/css", "text/javascript", "application/javascript",
    "application/x-javascript",
)  # fmt: skip
_UNREAD_CODINGS = frozenset(("br", "compress", "zstd"))
_CHUNK = 1 << 16  # bytes that are decompressed at once
_OK = "200"
_MAX_DETAIL = 300  # characters of an error message


def list_records(path: str, recipe: Recipe) -> Iterator[tuple[int, str]]:  # noqa: ARG001 - the signature of all readers
    """Yield the byte offset of each record, and why it is no document, or "".

    Args:
        path: the file.
        recipe: the settings.

    Raises:
        Rejected: "malformed" where there is no record.
        OSError: if the file cannot be read; `warcio.exceptions.ArchiveLoadFailed` and others if it is broken.
    """
    for offset, record in _records(path, 0):
        if record.rec_type not in _DOCUMENTS or not _address(record).lower().startswith(_FETCHED):
            yield offset, f"WARC {record.rec_type}"
        else:
            yield offset, "media" if _content_type(record).lower().startswith(_MEDIA) else ""


def read_record(path: str, name: str, number: int, recipe: Recipe) -> RawDocument:
    """Read the document in a record.

    Args:
        path: the file.
        name: its name, for `Origin.input`.
        number: byte offset of the record.
        recipe: the settings; `max_bytes` also holds after decompression.

    Raises:
        Rejected: "too-large"; "malformed" if it is cut off; "unsupported" for Brotli and the like; "filtered" for a
            response with another status than 200.
        OSError: as in `list_records`.
    """
    for _, record in _records(path, number):
        url = _address(record)
        status = record.http_headers.get_statuscode() if record.http_headers else _OK
        if status != _OK:
            raise Rejected("filtered", storable(f"HTTP status {status[:20]}: {url}"[:_MAX_DETAIL]))
        fetched_at = read_time(record.rec_headers.get_header("WARC-Date"))
        if (coding := _coding(record)) in _UNREAD_CODINGS:
            raise Rejected("unsupported", f"the Content-Encoding {coding} is not read")
        payload = _content(record, recipe.max_bytes)
        return RawDocument(
            Origin(name, number, storable(url), fetched_at), payload, _content_type(record) or None
        )
    raise LookupError(number)


def _records(path: str, offset: int) -> Iterator[tuple[int, ArcWarcRecord]]:
    """Yield (byte offset, record) of the records from an offset on."""
    from warcio.archiveiterator import ArchiveIterator

    # It prints warnings about wrong lengths.
    with open(path, "rb") as file, contextlib.redirect_stderr(io.StringIO()):  # noqa: PTH123 - the name need not be valid UTF-8
        file.seek(offset)
        records = ArchiveIterator(file, arc2warc=file_suffix(path) == ".arc")
        while (record := next(records, None)) is not None and record.length is not None:
            if record.format == "arc":
                raise Rejected("malformed", "an ARC file. Do: call it .arc or .arc.gz")
            yield records.offset, record
            # The record itself becomes a reject. In gzip, the next one begins at the next member all the same.
            if _is_cut_off(record) and not records.reader.decompressor:
                return
        if record or records.offset < Path(path).stat().st_size:
            raise Rejected("malformed", f"there is no record at byte {records.offset}")


def _is_cut_off(record: Any) -> bool:
    """Read a record to its end, and return whether it is shorter than its header says."""
    while record.raw_stream.read(_CHUNK):
        pass
    return bool(record.raw_stream.limit > 0)


def _address(record: Any) -> str:
    return record.rec_headers.get_header("WARC-Target-URI") or ""


def _content_type(record: Any) -> str:
    headers = record.http_headers or record.rec_headers
    return headers.get_header("Content-Type") or ""


def _coding(record: Any) -> str:
    headers = record.http_headers
    return ((headers and headers.get_header("Content-Encoding")) or "").strip().lower()


def _content(record: ArcWarcRecord, most: int) -> bytes:
    """Return the content without transfer and content encoding."""
    stream, content = record.content_stream(), bytearray()
    while chunk := stream.read(_CHUNK):
        content += chunk
        if len(content) > most:
            raise Rejected("too-large", f"more than {most} bytes")
    if _is_cut_off(record):
        raise Rejected("malformed", "the record is cut off")
    return bytes(content)
