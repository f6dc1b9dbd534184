"""Split a file of JSON into its values, in bounded memory: the elements of an array, or values one after another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from corpusclean.errors import Rejected

_PIECE = 1 << 18  # bytes that are read at once
_REST_OF_STRING = re.compile(rb'[^"\\]*+(?:\\.[^"\\]*+)*+', re.DOTALL)
_WITHOUT_MARKS = re.compile(rb'(?:[^"{}\[\],]++|"[^"\\]*+(?:\\.[^"\\]*+)*+")*+', re.DOTALL)
_DEEPER = {b"{": 1, b"[": 1, b"}": -1, b"]": -1}
_CLOSING = frozenset((b"}", b"]"))
_BOM = b"\xef\xbb\xbf"


def split_values(stream: BinaryIO, most: int) -> Iterator[bytes]:
    """Yield the text of each value.

    Only brackets, commas and quotes are looked at, so a value may be no JSON inside.

    Args:
        stream: JSON in UTF-8: one array, or any number of objects one after another.
        most: of a longer value, one byte more than this is yielded.

    Raises:
        Rejected: "malformed" if an array does not end where the file does; its elements are yielded before.

    >>> import io
    >>> list(split_values(io.BytesIO(b'[{"n": [1, 2]}, "a,b"]'), 100)), list(split_values(io.BytesIO(b"{} {}"), 100))
    ([b'{"n": [1, 2]}', b'"a,b"'], [b'{}', b'{}'])
    """
    value = bytearray()
    depth = outside = 0  # brackets that are open here, and around each value
    is_first = True
    for text, mark in _marks(stream):
        if depth < outside and (text.strip() or mark):
            raise Rejected("malformed", "there is more behind the JSON array")
        depth = max(0, depth + _DEEPER.get(mark, 0))
        if is_first and mark:
            is_first = False
            if mark == b"[" and bytes(value + text).strip() in {b"", _BOM}:
                outside = 1
                value.clear()
                continue
        ends = mark in _CLOSING and depth == 0
        is_between = (mark == b"," and depth == outside == 1) or (ends and depth < outside)
        part = text if is_between else text + mark
        value += (part if value else part.lstrip())[: max(0, most + 1 - len(value))]
        if (is_between or ends) and (value or not ends):
            yield bytes(value)
            value.clear()
    if value:
        yield bytes(value)
    if depth and outside:
        raise Rejected("malformed", "the JSON array is cut off")


def _marks(stream: BinaryIO) -> Iterator[tuple[bytes, bytes]]:
    """Yield (text, bracket or comma behind it) outside of strings; the mark is b"" at the end of a piece that was read."""
    in_string = escaped = False
    while piece := stream.read(_PIECE):
        start, place = 0, int(escaped)
        escaped = False
        while True:
            place = _end(_REST_OF_STRING if in_string else _WITHOUT_MARKS, piece, place)
            found = piece[place : place + 1]
            escaped = found == b"\\"  # then it is the last byte
            if escaped or not found:
                break
            if found == b'"':  # the end of a string, or the beginning of one that does not end in this piece
                in_string = not in_string
            else:
                yield piece[start:place], found
                start = place + 1
            place += 1
        yield piece[start:], b""


def _end(pattern: re.Pattern[bytes], piece: bytes, place: int) -> int:
    found = pattern.match(piece, place)
    return found.end() if found else place
