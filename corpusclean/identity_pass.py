"""Correct the ids of documents that wrongly have the same URL, after a build has cleaned all documents.

The id of a page comes from its canonical URL. But some sites declare one URL on all their pages; all but one of them
would then be rejected as older versions of that one. So a URL that pages with different texts declare is used neither
for their ids nor as their `url`; the claims of it stay in the ledger.

An address that a document was fetched from names it even if its text has changed since: the last fetch is kept. But if
it is not known when documents were fetched, none of them is the last; so those with different texts all stay as well.
Their `url` stays, since the user gave it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from corpusclean.document import document_id
from corpusclean.package.parquet import opened
from corpusclean.package.staging import change_rows

SAME_TEXT = 0.5
"""Pages that declare one URL are versions of one page if they share at least this part of the longest page's text, in
characters. Of 234 pairs of different pages of one site none shares more than .2; pages saved twice share .84 and 1."""


def drop_shared_urls(files: Sequence[Path]) -> None:
    """Give pages with one URL but different texts the ids of their origins, and a null `url` if they declared it.

    Args:
        files: staged files; those with such pages are rewritten.
    """
    first: dict[str, str] = {}
    several: set[str] = set()
    for path in files:
        for _, document in _declaring_documents(path, "raw_sha256"):
            url, content = document["url"], document["raw_sha256"]
            if first.setdefault(url, content) != content:
                several.add(url)
    foreign = _with_different_texts(files, several) if several else set()
    for path in files if foreign else ():
        ids = {row: _id_without_url(d) for row, d in _declaring_documents(path, "id") if d["url"] in foreign}
        if ids:
            change_rows(path, ids, _renamed)


def _declaring_documents(path: Path, column: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield (row, document) of the documents that declare their URL, with `url`, `origin` and the given column.

    Documents whose URL is the address that they were fetched from at a known time are left out.
    """
    with opened(path) as file:
        table = file.read(columns=["document.url", "document.origin", f"document.{column}"])
    for row, document in enumerate(table["document"].to_pylist()):
        if document and document["url"] and document_id(url=document["url"]) != _own_id(document):
            yield row, document


def _own_id(document: Mapping[str, Any]) -> str:
    """Return the id that follows from where the document was found: the address, if it is known when, else the file."""
    origin = document["origin"]
    address = origin["url"] if origin["fetched_at"] else None
    return document_id(url=address, input=origin["input"], record=origin["record"])


def _id_without_url(document: Mapping[str, Any]) -> str:
    """Return the id of a document whose canonical URL does not count; an id given by the user stays."""
    id_ = str(document["id"])
    return _own_id(document) if id_ == document_id(url=document["url"]) else id_


def _with_different_texts(files: Sequence[Path], urls: set[str]) -> set[str]:
    """Return the URLs, of those given, whose documents are not versions of one text (see `SAME_TEXT`)."""
    common: dict[str, set[str]] = {}
    longest: dict[str, int] = {}
    for path in files:
        for _, document in _declaring_documents(path, "text"):
            if (url := document["url"]) in urls:
                lines = {line for line in document["text"].split("\n") if line.strip()}
                common[url] = common.get(url, lines) & lines
                longest[url] = max(longest.get(url, 0), _size(lines))
    return {url for url in urls if _size(common[url]) < SAME_TEXT * longest[url]}


def _size(lines: set[str]) -> int:
    return sum(map(len, lines))


def _renamed(id_: str, document: dict[str, Any], ledger: dict[str, Any]) -> None:
    ledger["id"] = document["id"] = id_
    if document["url"] == document["origin"]["url"]:
        return
    document.update(url=None, evidence=[e for e in document["evidence"] if e["field"] != "url"])
    ledger.update(claims=[c | {"won": c["won"] and c["field"] != "url"} for c in ledger["claims"]])
