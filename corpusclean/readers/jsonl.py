"""Read JSON lines, plain or compressed: each line that is not blank is an object with the content of a document."""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Iterator
from functools import cache, partial
from typing import Any, BinaryIO, cast

from corpusclean.document import RawDocument
from corpusclean.errors import Rejected
from corpusclean.readers.cursor import Cursor
from corpusclean.readers.fields import row_document
from corpusclean.readers.files import file_suffix
from corpusclean.recipe import Recipe

_CHUNK = 1 << 20  # bytes of a line that is too long that are skipped at once
_GZIP, _ZSTANDARD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"


def list_records(path: str, recipe: Recipe) -> Iterator[tuple[int, str]]:
    """Yield the number of each line that is not blank, from 0, with "" since each is a document.

    Args:
        path: the file.
        recipe: the settings; `max_bytes` limits the length of a line.

    Raises:
        Rejected: "unsupported" if the file is called ".json", and its first line is not an object.
        OSError: if the file cannot be read; `EOFError` or `zlib.error` if it is broken gzip.
    """
    may_be_one_document = file_suffix(path.removesuffix(".zst")) == ".json"
    for number, line in _lines(recipe.max_bytes, path, 0):
        if may_be_one_document:
            _check_first(line, number)
            may_be_one_document = False
        yield number, ""


def read_record(path: str, name: str, number: int, recipe: Recipe) -> RawDocument:
    """Read the document on a line.

    Args:
        path: the file.
        name: its name, for `Origin.input`.
        number: number of the line, from 0.
        recipe: the settings; `content_field` and `max_bytes` are used.

    Raises:
        Rejected: "malformed", "too-large" or "empty".
        OSError: as in `list_records`.
    """
    line = _cursor(recipe.max_bytes).record(path, number)
    if len(line) > recipe.max_bytes:
        raise Rejected("too-large", f"line {number + 1} has more than {recipe.max_bytes} bytes")
    return row_document(_object(line, number), recipe.content_field, name, number)


@cache
def _cursor(most: int) -> Cursor[bytes]:
    return Cursor(partial(_lines, most))


def _check_first(line: bytes, number: int) -> None:
    try:
        _object(line, number)
    except Rejected:
        raise Rejected("unsupported", "no JSON lines. Do: write one object on each line") from None


def _object(line: bytes, number: int) -> dict[str, Any]:
    where = f"line {number + 1}"
    try:
        found = json.loads(line.decode("utf-8-sig"))
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


def _lines(most: int, path: str, _: int) -> Iterator[tuple[int, bytes]]:
    """Yield (number, line) of the lines that are not blank; of a longer line one byte more than `most`."""
    with open(path, "rb") as file, _decompressed(file) as stream:  # noqa: PTH123 - the name need not be valid UTF-8
        number = 0
        while line := stream.readline(most + 1):
            rest = line
            while rest and not rest.endswith(b"\n"):
                rest = stream.readline(_CHUNK)
            if not line.isspace():
                yield number, line
            number += 1


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
