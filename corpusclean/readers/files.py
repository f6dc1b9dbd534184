"""List the files in folders, and read those that are one document: text or HTML, plain or gzipped."""

from __future__ import annotations

import gzip
import io
import os
import re
import stat
import sys
import zlib
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, repeat
from pathlib import Path
from typing import BinaryIO

from corpusclean.document import Origin, RawDocument
from corpusclean.errors import Rejected, UsageError

MEDIA = frozenset(
    ".avi .bmp .css .eot .gif .ico .jpeg .jpg .js .m4a .map .mjs .mov .mp3 .mp4 .ogg .otf .png .svg .tif .tiff "
    ".ttf .wav .webm .webp .woff .woff2".split()
)
"""Suffixes of files that browsers save beside pages, and that are no documents."""

_SYSTEM = frozenset(("__macosx", "desktop.ini", "thumbs.db"))
# Formats that cannot be read; read as text, they would give rows of rubbish.
_UNREADABLE = {
    ".7z": "an archive",
    ".arrow": "an Arrow file",
    ".atom": "a feed",
    ".br": "an archive",
    ".bz2": "an archive",
    ".csv": "a table",
    ".doc": "a word processor document",
    ".docx": "a word processor document",
    ".eml": "an e-mail",
    ".epub": "an e-book",
    ".lz4": "an archive",
    ".mbox": "a mailbox",
    ".mht": "a web archive",
    ".mhtml": "a web archive",
    ".odt": "a word processor document",
    ".pdf": "a PDF document",
    ".rss": "a feed",
    ".rtf": "a word processor document",
    ".tar": "an archive",
    ".tgz": "an archive",
    ".tsv": "a table",
    ".wat": "a WAT collection",
    ".webarchive": "a web archive",
    ".xls": "a table",
    ".xlsx": "a table",
    ".xml": "XML",
    ".xz": "an archive",
    ".zip": "an archive",
    ".zst": "an archive",
}
# A file with one of these suffixes is HTML if it has a tag, even if its beginning looks like plain text.
_HTML_NAMES = frozenset((".html", ".htm", ".xhtml"))
_TAG = re.compile(
    rb"<(?:p|div|br|a|span|table|h[1-6]|ul|ol|li|body|html|b|i|em|strong)\b[^<>]*>", re.IGNORECASE
)
_TAG_WITHIN = 65_536  # bytes
_GZIP = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class InputFile:
    """One file to read.

    Args:
        path: its path on this machine; not stored in a dataset.
        name: its path relative to the input folder that it was found in, with "/" as separator; unique in a listing.
        record: number or byte offset of a record in it; None for the whole file.
    """

    path: str
    name: str
    record: int | None = None


@dataclass(frozen=True, slots=True)
class Ignored:
    """A file that is not read.

    Args:
        name: as in `InputFile`.
        why: "hidden", "media", "system", "outside" (a link that leaves the folder) or "special" (a pipe, a device).
    """

    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Listing:
    """The files found in the inputs, in the order of the inputs, within each those with the shortest paths first.

    So a copy that is added later, such as "rain (1).txt" of "rain.txt", most often comes behind it, and replaces nothing.
    """

    files: tuple[InputFile, ...]
    ignored: tuple[Ignored, ...]


def list_files(inputs: Sequence[str | Path], without: Sequence[Path] = ()) -> Listing:
    """List the documents in files and folders.

    The name of a document is its path relative to its input, so that it depends neither on the place of the data nor
    on inputs added later. A file found through two inputs is named by the first. If two files have the same name,
    parent folders of the input are put before that of the second.

    Args:
        inputs: files and folders; a file given here is always read, whatever its name.
        without: files and folders to skip, such as those that results are written to. If an input is one of them, it
            is read all the same, unless its parent folder is one, too.

    Returns:
        The files to read, each once, and the ignored files.

    Raises:
        UsageError: if an input does not exist, or if none is given.
    """
    if not inputs:
        raise UsageError("no input is given. Do: name files or folders.")
    files: dict[str, InputFile] = {}
    ignored: dict[str, Ignored] = {}
    named: set[str] = set()
    closed = {os.path.realpath(path) for path in without}
    for given in inputs:
        _check_input(given)
        place = os.path.realpath(given)
        if {place, str(Path(place).parent)} <= closed:
            continue
        path = Path(os.path.abspath(given))  # noqa: PTH100 - `resolve` would follow links, and names would change
        root = path if path.is_dir() else path.parent
        for found, why in (
            sorted(_walk(path, closed), key=lambda pair: (len(str(pair[0])), str(pair[0])))
            if path.is_dir()
            else [(path, "")]
        ):
            if why:
                ignored.setdefault(str(found), Ignored(_printable(found.relative_to(root)), why))
            elif str(found) not in files:
                files[str(found)] = InputFile(str(found), _name(found, root, named))
                named.add(files[str(found)].name)
    return Listing(tuple(files.values()), tuple(ignored[path] for path in ignored if path not in files))


def _check_input(given: str | Path) -> None:
    if not isinstance(given, str | os.PathLike):
        raise UsageError(f"input {given!r} is a {type(given).__name__}. Do: name a file or a folder.")
    # An empty path, as from an unset shell variable, would be the current folder.
    there = os.fspath(given) and os.path.exists(given)  # noqa: PTH110 - that of `Path` fails for long names
    if not there:
        raise UsageError(f"{os.fspath(given)!r}: no such file or folder. Do: check the path.")
    if not Path(given).is_file() and not Path(given).is_dir():
        raise UsageError(f"{given}: is a pipe or a device. Do: pipe its content in, and name it '-'.")


def _name(found: Path, root: Path, named: Container[str]) -> str:
    """Return the path relative to an input, with as many of its parent folders as make it unique."""
    name = _printable(found.relative_to(root))
    above = chain(reversed(root.parts[1:]), repeat(".."))
    while name in named:
        name = f"{_printable(Path(next(above)))}/{name}"
    return name


def _walk(folder: Path, closed: Container[str]) -> Iterator[tuple[Path, str]]:
    """Yield (path, reason to ignore it or "") for all files in a folder; what is in `closed` is skipped."""
    inside = os.path.realpath(folder)
    unreadable: list[OSError] = []
    for parent, folders, names in os.walk(folder, onerror=unreadable.append):
        folders[:] = [name for name in folders if os.path.realpath(Path(parent, name)) not in closed]
        for hidden in [name for name in folders if name.startswith(".") or name.lower() in _SYSTEM]:
            folders.remove(hidden)
            yield Path(parent, hidden), "hidden" if hidden.startswith(".") else "system"
        for name in [name for name in folders if Path(parent, name).is_symlink()]:
            yield Path(parent, name), "outside"  # never followed: it may lead anywhere, or in a circle
        here = Path(os.path.realpath(parent))
        for name in names:
            if str(here / name) not in closed:
                yield Path(parent, name), _why_ignored(Path(parent, name), inside)
    for error in unreadable:  # listed as a document: reading it fails, which makes a reject that says why
        yield Path(error.filename), ""


def _why_ignored(path: Path, inside: str) -> str:
    name = path.name.lower()
    if name.startswith("."):
        return "hidden"
    if name in _SYSTEM:
        return "system"
    if path.is_symlink() and not os.path.realpath(path).startswith(inside + os.sep):
        return "outside"
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return "special"
    except OSError:
        return ""
    return "media" if file_suffix(name) in MEDIA else ""


def _printable(path: Path) -> str:
    """Convert a relative path to text; bytes that are not UTF-8 become escapes."""
    return os.fsencode(path.as_posix()).decode("utf-8", "backslashreplace")


def file_suffix(name: str) -> str:
    """Return the last suffix of a file name in lower case, without ".gz".

    >>> file_suffix("May.WARC.gz")
    '.warc'
    """
    return Path(name.lower().removesuffix(".gz")).suffix


def read_file(file: InputFile, max_bytes: int) -> RawDocument:
    """Read one document from a file.

    Args:
        file: the file; gzip is recognized by its content and decompressed.
        max_bytes: larger files are rejected; the limit also holds after decompression.

    Returns:
        Its bytes and origin. `content_type` is "text/html" for a file with an HTML suffix and a tag, else None.

    Raises:
        Rejected: "unreadable", "too-large", "malformed" or "unsupported".
    """
    suffix = file_suffix(file.name)
    if suffix in _UNREADABLE:
        raise Rejected("unsupported", f"{_UNREADABLE[suffix]} is not read")
    try:
        with open(file.path, "rb") as stream:  # noqa: PTH123 - the name need not be valid UTF-8
            payload = read_stream(stream, max_bytes)
    except OSError as error:
        raise Rejected("unreadable", error.strerror or type(error).__name__) from None
    markup = suffix in _HTML_NAMES and _TAG.search(payload, 0, _TAG_WITHIN) is not None
    return RawDocument(Origin(input=file.name), payload, content_type="text/html" if markup else None)


def standard_input() -> BinaryIO:
    """Return standard input as a binary stream.

    Raises:
        UsageError: if it is closed.
    """
    if sys.stdin is None:
        raise UsageError("standard input is closed. Do: pipe a document in, or name a file.")
    return sys.stdin.buffer


def read_stream(stream: BinaryIO, max_bytes: int) -> bytes:
    """Read one document from an open file, such as standard input.

    Args:
        stream: the file; gzip is recognized by its content and decompressed.
        max_bytes: larger content is rejected; the limit also holds after decompression.

    Returns:
        Its bytes.

    Raises:
        Rejected: "too-large" or "malformed".
    """
    payload = stream.read(max_bytes + 1)
    if payload.startswith(_GZIP) and len(payload) <= max_bytes:
        payload = _gunzip(payload, max_bytes)
    if len(payload) > max_bytes:
        raise Rejected("too-large", f"more than {max_bytes} bytes")
    return payload


def _gunzip(payload: bytes, max_bytes: int) -> bytes:
    """Decompress at most one byte more than allowed, so that a decompression bomb costs no more than a large file."""
    try:
        with gzip.open(io.BytesIO(payload)) as stream:
            return stream.read(max_bytes + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise Rejected("malformed", f"gzip: {error}") from None
