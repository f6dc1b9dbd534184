"""Read WARC and ARC files: the pages and texts that a crawler fetched, plain or gzipped.

Documents are the records of type "response", "resource" and "conversion" (ISO 28500), the last being the texts of WET
files, unless they hold pictures, scripts, feeds or the like, or notes of the crawler. A damaged record is listed, too,
and reading it makes a reject; what follows is read where it can be found.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from corpusclean.document import Origin, RawDocument
from corpusclean.errors import Rejected
from corpusclean.readers.content_types import data_kind, ignored_kind
from corpusclean.readers.cursor import Cursor
from corpusclean.readers.fields import read_time, storable
from corpusclean.readers.http_body import decode_body
from corpusclean.readers.warc_records import is_gzipped_as_a_whole, read_records
from corpusclean.recipe import Recipe

if TYPE_CHECKING:
    from warcio.recordloader import ArcWarcRecord
    from warcio.statusandheaders import StatusAndHeaders

_DOCUMENTS = frozenset(("response", "resource", "conversion"))
_FETCHED = ("http:", "https:", "ftp:", "file:")  # not "dns:", nor the crawler's own "metadata:"
_OK = "200"
_MAX_DETAIL = 300  # characters of an error message


def list_records(path: str, recipe: Recipe) -> Iterator[tuple[int, str]]:  # noqa: ARG001 - the signature of all readers
    """Yield the byte offset of each record, and why it is no document, or "".

    In a file that is gzipped as a whole, it is the offset after decompression. A damaged place counts as a document.

    Args:
        path: the file.
        recipe: the settings.

    Raises:
        OSError: if the file cannot be read; `EOFError` or `zlib.error` if it is gzipped as a whole and broken.
    """
    for offset, why in read_records(path, 0, _why_no_document):
        yield offset, "" if isinstance(why, Rejected) else why


def read_record(path: str, name: str, number: int, recipe: Recipe) -> RawDocument:
    """Read the document in a record.

    Args:
        path: the file.
        name: its name, for `Origin.input`.
        number: byte offset of the record, as in `list_records`.
        recipe: the settings; `max_bytes` also holds after decompression.

    Raises:
        Rejected: "too-large"; "malformed" if it is damaged or cut off; "unsupported" for JSON, XML and codings that are
            not read; "filtered" for a response with another status than 200.
        OSError: as in `list_records`.
    """
    cursor = _cursor_for_all(recipe.max_bytes) if is_gzipped_as_a_whole(path) else _cursor(recipe.max_bytes)
    found = cursor.record(path, number)
    if isinstance(found, Rejected):
        raise found
    record, http, body = found
    url, headers = _address(record), record.rec_headers
    if http and (status := http.get_statuscode()) != _OK:
        raise Rejected("filtered", storable(f"HTTP status {status[:20]}: {url}"[:_MAX_DETAIL]))
    _check_whole(record)
    if len(body) > recipe.max_bytes:
        raise Rejected("too-large", f"more than {recipe.max_bytes} bytes")
    payload = decode_body(body, http, recipe.max_bytes) if http else body
    if kind := data_kind(payload):
        raise Rejected("unsupported", f"{kind} is not read")
    origin = Origin(name, number, storable(url), read_time(headers.get_header("WARC-Date")))
    return RawDocument(origin, payload, (http or headers).get_header("Content-Type") or None)


def _why_no_document(record: ArcWarcRecord) -> str:
    url = _address(record)
    kind = _kind(record)
    if kind not in _DOCUMENTS or not url.lower().startswith(_FETCHED):
        return f"WARC {kind}"
    headers = _http_headers(record) or record.rec_headers
    identified = record.rec_headers.get_header("WARC-Identified-Payload-Type") or ""
    return ignored_kind(headers.get_header("Content-Type") or "", identified, url)


def _kind(record: Any) -> str:
    return (record.rec_type or "without type").lower()


def _address(record: Any) -> str:
    return record.rec_headers.get_header("WARC-Target-URI") or ""


def _http_headers(record: Any) -> StatusAndHeaders | None:
    """Read the HTTP header of a response, so that its body is next; None for records that have none."""
    is_http = _kind(record) == "response" and _address(record).lower().startswith(("http:", "https:"))
    if not is_http or not record.length:
        return None
    from warcio.statusandheaders import StatusAndHeadersParser

    headers = StatusAndHeadersParser([], verify=False).parse(record.raw_stream)
    if not headers.protocol.upper().startswith("HTTP/"):
        raise Rejected("malformed", "the response has no HTTP header")
    return headers


def _check_whole(record: Any) -> None:
    """Raise a reject if the crawler says that it has stored a part of the page only."""
    if why := record.rec_headers.get_header("WARC-Truncated"):
        raise Rejected("malformed", storable(f"the page is cut off: WARC-Truncated: {why}"[:_MAX_DETAIL]))
    if record.rec_headers.get_header("WARC-Segment-Number"):
        raise Rejected("unsupported", "a page that is split into several records is not read")


def _with_body(most: int, record: Any) -> tuple[ArcWarcRecord, StatusAndHeaders | None, bytes]:
    """Return a record, its HTTP header and its body, of which one byte more than `most` is read."""
    http = _http_headers(record)
    return record, http, record.raw_stream.read(most + 1)


def _cursor(most: int) -> Cursor[Any]:
    return Cursor(lambda path, number: read_records(path, number, partial(_with_body, most)))


_cursor_for_all = cache(_cursor)  # for files in which a record is found by reading all before it only
