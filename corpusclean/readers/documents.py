"""Read the documents of any input: a file is one document, or holds many as records."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

from corpusclean.document import RawDocument
from corpusclean.errors import Rejected
from corpusclean.readers import jsonl, parquet, warc
from corpusclean.readers.files import InputFile, file_suffix, read_file
from corpusclean.recipe import Recipe

# Suffix of a file of records → its reader.
_READERS: dict[str, ModuleType] = {
    ".json": jsonl, ".jsonl": jsonl, ".ndjson": jsonl, ".parquet": parquet, ".warc": warc, ".wet": warc, ".arc": warc,
}  # fmt: skip
_MAX_DETAIL = 300  # characters of an error message


def holds_records(name: str) -> bool:
    """Whether a file holds many documents, by its name.

    >>> holds_records("2026/may.jsonl.gz"), holds_records("index.html")
    (True, False)
    """
    return _format(name) in _READERS


def _format(name: str) -> str:
    """Return the suffix of a file name that tells its format; JSON lines may also be compressed by Zstandard."""
    suffix = file_suffix(name)
    inner = file_suffix(name[: -len(suffix)]) if suffix == ".zst" else ""
    return inner if _READERS.get(inner) is jsonl else suffix


def list_records(file: InputFile, recipe: Recipe) -> Iterator[tuple[int, str]]:
    """Yield the records of a file.

    Args:
        file: a file with records.
        recipe: the settings.

    Yields:
        The number of each record, as in `Origin.record`; and why it is no document, or "".

    Raises:
        Rejected: "malformed" or "unreadable", where the file is broken; the records before can be read.
    """
    with _rejected_errors():
        yield from _READERS[_format(file.name)].list_records(file.path, recipe)


def read_document(file: InputFile, recipe: Recipe) -> RawDocument:
    """Read a file, or a record of it.

    Raises:
        Rejected: if it cannot be read: "unreadable", "malformed", "too-large", "unsupported", "empty" or "filtered".
    """
    if file.record is None and holds_records(file.name):
        raise Rejected("unsupported", "it holds many documents. Do: use `corpusclean build`")
    if file.record is None:
        return read_file(file, recipe.max_bytes)
    with _rejected_errors():
        reader = _READERS[_format(file.name)]
        document: RawDocument = reader.read_record(file.path, file.name, file.record, recipe)
        return document


@contextmanager
def _rejected_errors() -> Iterator[None]:
    """Turn the errors of the libraries that read files of records into rejects."""
    try:
        yield
    except Rejected:
        raise
    except (EOFError, zlib.error) as error:
        raise Rejected("malformed", f"broken compression: {error}"[:_MAX_DETAIL]) from None
    except OSError as error:
        if error.errno is not None:
            raise Rejected("unreadable", error.strerror or type(error).__name__) from None
        raise Rejected("malformed", str(error)[:_MAX_DETAIL]) from None
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever a library says of a broken file must not stop the build
        text = " ".join(str(error).split()) or type(error).__name__
        raise Rejected("malformed", text[:_MAX_DETAIL]) from None
