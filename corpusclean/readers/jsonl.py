"""Read JSON lines, plain or compressed: each line that is not blank is an object with the content of a document.

A file that is called ".json" may also hold an array of objects, or objects of several lines.
"""

from __future__ import annotations

import codecs
import gzip
import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, partial
from typing import Any, BinaryIO, cast

from corpusclean.document import RawDocument
from corpusclean.errors import Rejected
from corpusclean.readers.cursor import Cursor
from corpusclean.readers.fields import row_document
from corpusclean.readers.files import file_suffix
from corpusclean.readers.json_values import split_values
from corpusclean.recipe import Recipe

_CHUNK = 1 << 20  # bytes of a line that is too long that are skipped at once
_GZIP, _ZSTANDARD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"


def list_records(path: str, recipe: Recipe) -> Iterator[tuple[int, str]]:
    """Yield the number of each line that is not blank, or of each object in a JSON array, from 0.

    With each comes "", since it is a document.

    Args:
        path: the file.
        recipe: the settings; `max_bytes` limits the length of a line.

    Raises:
        Rejected: "malformed" if an array does not end where the file does; "unsupported" for UTF-16.
        OSError: if the file cannot be read; `EOFError` or `zlib.error` if it is broken gzip.
    """
    yield from ((number, "") for number, _ in _values(recipe.max_bytes, path, 0))


def read_record(path: str, name: str, number: int, recipe: Recipe) -> RawDocument:
    """Read the document on a line.

    Args:
        path: the file.
        name: its name, for `Origin.input`.
        number: number of the line or object, from 0.
        recipe: the settings; `content_field` and `max_bytes` are used.

    Raises:
        Rejected: "malformed", "too-large" or "empty".
        OSError: as in `list_records`.
    """
    line = _cursor(recipe.max_bytes).record(path, number)
    where = f"{'object' if _may_be_array(path) else 'line'} {number + 1}"
    if len(line) > recipe.max_bytes:
        raise Rejected("too-large", f"{where} has more than {recipe.max_bytes} bytes")
    return row_document(_object(line, where), recipe.content_field, name, number)


@cache
def _cursor(most: int) -> Cursor[bytes]:
    return Cursor(partial(_values, most))


def _object(line: bytes, where: str) -> dict[str, Any]:
    try:
        # Not strict: a tab or a NUL in a text is no reason to lose it.
        found = json.loads(line.decode("utf-8-sig"), strict=False)
    except UnicodeDecodeError as error:
        raise Rejected("malformed", f"{where}: byte {error.start} is not UTF-8") from None
    except RecursionError:
        raise Rejected("malformed", f"{where}: JSON nested too deeply") from None
    except json.JSONDecodeError as error:
        raise Rejected("malformed", f"{where}: not JSON at character {error.pos + 1}: {error.msg}") from None
    except ValueError:  # Python refuses integers so long that converting them takes quadratic time
        raise Rejected("malformed", f"{where}: an integer with too many digits") from None
    if not isinstance(found, dict):
        raise Rejected("malformed", f"{where}: a JSON {type(found).__name__}, not an object with fields")
    return found


def _may_be_array(path: str) -> bool:
    return file_suffix(path.removesuffix(".zst")) == ".json"


def _values(most: int, path: str, _: int) -> Iterator[tuple[int, bytes]]:
    """Yield (number, JSON text) of all lines or objects; of one that is too long, one byte more than `most`."""
    if _may_be_array(path):
        with _opened(path) as stream:
            first = next(_lines(stream, most), (0, b"{}"))[1]
        try:
            _object(first, "")
        except Rejected:
            with _opened(path) as stream:
                yield from enumerate(split_values(stream, most))
            return
    with _opened(path) as stream:
        yield from _lines(stream, most)


def _lines(stream: BinaryIO, most: int) -> Iterator[tuple[int, bytes]]:
    number = 0
    while line := stream.readline(most + 1):
        rest = line
        while rest and not rest.endswith(b"\n"):
            rest = stream.readline(_CHUNK)
        if not line.isspace():
            yield number, line
        number += 1


@contextmanager
def _opened(path: str) -> Iterator[BinaryIO]:
    with open(path, "rb") as file, _decompressed(file) as stream:  # noqa: PTH123 - the name need not be valid UTF-8
        if stream.peek(2).startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):  # type: ignore[attr-defined]
            raise Rejected("unsupported", "JSON in UTF-16 is not read. Do: convert it to UTF-8")
        yield stream


def _decompressed(file: BinaryIO) -> BinaryIO:
    """Open a file by what it begins with: gzip, Zstandard (RFC 8878) or neither."""
    beginning = file.read(len(_ZSTANDARD))
    file.seek(0)
    if beginning.startswith(_GZIP):
        return cast("BinaryIO", gzip.open(file))
    if beginning == _ZSTANDARD:
        import pyarrow as pa

        return io.BufferedReader(pa.CompressedInputStream(pa.PythonFile(file, mode="r"), "zstd"))
    return file
