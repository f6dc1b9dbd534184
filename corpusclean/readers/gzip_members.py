"""Read a gzip file member by member (RFC 1952), also behind a damaged place."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable
from typing import Any, BinaryIO

GZIP = b"\x1f\x8b"
"""What each member begins with."""

_DEFLATE = GZIP + b"\x08"  # with the method, of which there is one only
_PIECE = 1 << 14  # bytes of the file that are decompressed at once
_SEARCHED = 1 << 16  # bytes of the file that are searched at once
_TRIED = 512  # bytes of a possible member that are decompressed: enough for some characters behind any usual header


class GzipMember(io.RawIOBase):
    """The content of one member, as a stream that decompresses no more than is read.

    The stream raises `zlib.error` where the member is broken, and `EOFError` where the file ends within it.

    Args:
        file: the gzip file; nobody else may move in it while the stream is read.
        offset: the byte where the member begins.
    """

    def __init__(self, file: BinaryIO, offset: int) -> None:
        self._file = file
        self._decompressor = zlib.decompressobj(16 + zlib.MAX_WBITS)
        self._read = offset
        file.seek(offset)

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, buffer: Any, /) -> int:
        """Decompress as many bytes as fit into a buffer, and return their number; 0 at the end of the member."""
        view = memoryview(buffer).cast("B")
        while not self._decompressor.eof:
            piece = self._decompressor.unconsumed_tail
            if not piece:
                piece = self._file.read(_PIECE)
                self._read += len(piece)
            content = self._decompressor.decompress(piece, len(view))
            if content:
                view[: len(content)] = content
                return len(content)
            if not piece and not self._decompressor.eof:
                raise EOFError("it is cut off")
        return 0

    @property
    def end(self) -> int:
        """The byte in the file behind the member, if it was read to its end."""
        return self._read - len(self._decompressor.unused_data)

    @property
    def intact_until(self) -> int:
        """A byte in the file, at most some thousand before the place where reading has failed."""
        return max(0, self._read - _PIECE)


def find_member(file: BinaryIO, start: int, is_wanted: Callable[[bytes], bool]) -> int | None:
    """Return where the next member begins whose content is as wanted, or None.

    Args:
        file: a gzip file.
        start: the byte from which on is searched.
        is_wanted: judges the first bytes of a member.
    """
    while True:
        file.seek(start)
        piece = file.read(_SEARCHED)
        found = piece.find(_DEFLATE)
        while found >= 0:
            file.seek(start + found)
            if is_wanted(_beginning(file.read(_TRIED))):
                return start + found
            found = piece.find(_DEFLATE, found + 1)
        if len(piece) < _SEARCHED:
            return None
        start += len(piece) - len(_DEFLATE) + 1


def _beginning(member: bytes) -> bytes:
    try:
        return zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(member, _TRIED)
    except zlib.error:
        return b""
