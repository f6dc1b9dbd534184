"""Decode the body of an HTTP response as it was sent: its chunks, and its compression (RFC 9110, RFC 9112)."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING

from corpusclean.decoding import binary_kind
from corpusclean.errors import Rejected
from corpusclean.readers.gzip_members import GZIP, GzipMember

if TYPE_CHECKING:
    from warcio.statusandheaders import StatusAndHeaders

# Codings that browsers know and that no library of ours reads; unknown ones are ignored, as browsers do.
_UNREAD = frozenset(("compress", "x-compress", "dcb", "dcz"))
_MAX_CODINGS = 4  # more have no use, and each costs the time to decompress a document of the largest size
_CHUNK_SIZE = re.compile(rb"(?:\r?\n)?([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\n]*)?\r?\n")
_PIECE = 1 << 16  # bytes that are decompressed at once


def decode_body(body: bytes, headers: StatusAndHeaders, most: int) -> bytes:
    """Return the content of a response without its transfer and content codings.

    Crawlers may store a body that they have decoded with the headers that it came with. So a text that is not in the
    coding that its headers name is taken as it is.

    Args:
        body: the body, at most `most` bytes.
        headers: the headers of the response.
        most: the largest size in bytes, of what is decompressed, too.

    Raises:
        Rejected: "too-large"; "malformed" if the body is cut off or broken; "unsupported" for codings that are not read.
    """
    transfer = list(_codings(headers, "Transfer-Encoding"))
    codings = [*_codings(headers, "Content-Encoding"), *transfer]
    if len(codings) > _MAX_CODINGS:
        raise Rejected("unsupported", f"{len(codings)} codings of one page, more than {_MAX_CODINGS}")
    content = body
    for coding in reversed(codings):
        content = _without(coding, content, most)
    stored_decoded = codings and content is body
    if not transfer and not stored_decoded and len(body) < (length := _length(headers)):
        raise Rejected("malformed", f"the page is cut off: {len(body)} of {length} bytes")
    return content


def _codings(headers: StatusAndHeaders, name: str) -> Iterator[str]:
    """Yield the codings in the order in which they were applied, in lower case; those that do nothing are left out."""
    for header, value in headers.headers:
        if header.lower() == name.lower():
            for coding in map(str.strip, value.lower().split(",")):
                if coding in _UNREAD:
                    raise Rejected("unsupported", f"the {name} {coding} is not read")
                if coding in _DECODERS:
                    yield coding


def _length(headers: StatusAndHeaders) -> int:
    value = headers.get_header("Content-Length") or ""
    return int(value) if value.isascii() and value.isdigit() and len(value) < 20 else 0


def _without(coding: str, body: bytes, most: int) -> bytes:
    """Undo one coding; a text that is not in it is returned as it is."""
    try:
        content = _DECODERS[coding](body, most)
    except (OSError, EOFError, zlib.error) as error:
        if binary_kind(body) is None:
            return body
        raise Rejected("malformed", f"the page is broken: {coding}: {error}") from None
    if len(content) > most:
        raise Rejected("too-large", f"more than {most} bytes")
    return content


def _dechunked(body: bytes, _: int) -> bytes:
    chunks: list[bytes] = []
    place = 0
    while size := _CHUNK_SIZE.match(body, place):
        place = size.end() + int(size[1], 16)
        if place == size.end():
            return b"".join(chunks)
        chunks.append(body[size.end() : place])
    if not chunks:  # stored without chunks
        return body
    raise Rejected("malformed", "the page is cut off: the last chunk is missing")


def _gunzipped(body: bytes, most: int) -> bytes:
    file, content, end = io.BytesIO(body), bytearray(), 0
    while len(content) <= most and (
        body.startswith(GZIP, end) or not end
    ):  # other bytes behind it are ignored
        member = GzipMember(file, end)
        while len(content) <= most and (piece := member.read(_PIECE)):
            content += piece
        end = member.end
    return bytes(content)


def _inflated(body: bytes, most: int) -> bytes:
    """Decompress "deflate", which some servers take for the bare format of RFC 1951, without the header of zlib."""
    try:
        return _decompressed(body, most, zlib.MAX_WBITS)
    except zlib.error:
        return _decompressed(body, most, -zlib.MAX_WBITS)


def _decompressed(body: bytes, most: int, window: int) -> bytes:
    decompressor = zlib.decompressobj(window)
    content = decompressor.decompress(body, most + 1)
    if not decompressor.eof and len(content) <= most:
        raise EOFError("it is cut off")
    return content


def _by_arrow(body: bytes, most: int, codec: str) -> bytes:
    import pyarrow as pa

    with pa.CompressedInputStream(pa.BufferReader(body), codec) as stream:
        content: bytes = stream.read(most + 1)
    return content


_DECODERS: Mapping[str, Callable[[bytes, int], bytes]] = {
    "chunked": _dechunked,
    "gzip": _gunzipped,
    "x-gzip": _gunzipped,
    "deflate": _inflated,
    "br": partial(_by_arrow, codec="brotli"),
    "zstd": partial(_by_arrow, codec="zstd"),
}
