"""The pass of a build over all its documents that takes addresses away from documents that do not own them.

The canonical URL of a page is its identity, unless the page has it wrong: some sites name the same one on each of
their pages. Then all but one of the pages would be taken for older versions of that one, and be lost as rows. So an
address that pages with different texts name is nobody's: neither id nor `url`. Its claims stay in the ledger.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from corpusclean.document import document_id
from corpusclean.package.parquet import opened
from corpusclean.package.staging import change_rows

SAME_TEXT = 0.5
"""Of the text of the longest page that names an address, so much stands on all that do if they are versions of one. Of
234 pairs of pages of one site none shares more than .2, and two pages that were saved twice share .84 and 1."""


def disown_shared_addresses(files: Sequence[Path]) -> None:
    """Give pages that name one address and have different texts the ids of their files, and no URL.

    Args:
        files: staged files; those with such pages are written again.
    """
    claimed: defaultdict[str, set[str]] = defaultdict(set)
    for path in files:
        for _, document in _claiming(path, "raw_sha256"):
            claimed[document["url"]].add(document["raw_sha256"])
    several = {url for url, contents in claimed.items() if len(contents) > 1}
    foreign = _with_different_texts(files, several) if several else set()
    for path in files if foreign else ():
        ids = {row: _id_without_url(d) for row, d in _claiming(path, "id") if d["url"] in foreign}
        if ids:
            change_rows(path, ids, _disown)


def _claiming(path: Path, column: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """The staged documents of a file whose URL stands in themselves, with `url`, `origin` and one column more."""
    with opened(path) as file:
        table = file.read(columns=["document.url", "document.origin", f"document.{column}"])
    for row, document in enumerate(table["document"].to_pylist()):
        if document and document["url"] and document_id(url=document["url"]) != _own_id(document):
            yield row, document


def _own_id(document: Mapping[str, Any]) -> str:
    """The id that a document has by where it was found."""
    origin = document["origin"]
    return document_id(url=origin["url"], input=origin["input"], record=origin["record"])


def _id_without_url(document: Mapping[str, Any]) -> str:
    """The id of a document if its URL is not its own; one that its user gave stays."""
    id_ = str(document["id"])
    return _own_id(document) if id_ == document_id(url=document["url"]) else id_


def _with_different_texts(files: Sequence[Path], urls: set[str]) -> set[str]:
    """Those of some URLs whose documents are no versions of one text."""
    common: dict[str, set[str]] = {}
    longest: dict[str, int] = {}
    for path in files:
        for _, document in _claiming(path, "text"):
            if (url := document["url"]) in urls:
                lines = {line for line in document["text"].split("\n") if line.strip()}
                common[url] = common.get(url, lines) & lines
                longest[url] = max(longest.get(url, 0), _size(lines))
    return {url for url in urls if _size(common[url]) < SAME_TEXT * longest[url]}


def _size(lines: set[str]) -> int:
    return sum(map(len, lines))


def _disown(id_: str, document: dict[str, Any], ledger: dict[str, Any]) -> None:
    document.update(id=id_, url=None, evidence=[e for e in document["evidence"] if e["field"] != "url"])
    ledger.update(id=id_, claims=[c | {"won": c["won"] and c["field"] != "url"} for c in ledger["claims"]])
