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
        for _, document in _claiming(path, ["document.raw_sha256"]):
            claimed[document["id"]].add(document["raw_sha256"])
    several = {id_ for id_, contents in claimed.items() if len(contents) > 1}
    foreign = _different(files, several) if several else set()
    for path in files if foreign else ():
        own = {row: own_id(document) for row, document in _claiming(path) if document["id"] in foreign}
        if own:
            change_rows(path, own, _disown)


def _claiming(path: Path, columns: Sequence[str] = ()) -> Iterator[tuple[int, dict[str, Any]]]:
    """The staged documents of a file that have their ids from an address that stands in themselves."""
    with opened(path) as file:
        table = file.read(columns=["document.id", "document.url", "document.origin", *columns])
    for row, document in enumerate(table["document"].to_pylist()):
        if document and document["id"] == document_id(url=document["url"]) != own_id(document):
            yield row, document


def own_id(document: Mapping[str, Any]) -> str:
    """The id that a document has by where it was found.

    Args:
        document: its row; only `origin` is read.
    """
    origin = document["origin"]
    return document_id(url=origin["url"], input=origin["input"], record=origin["record"])


def _different(files: Sequence[Path], ids: set[str]) -> set[str]:
    """The ids whose documents are no versions of one text."""
    common: dict[str, set[str]] = {}
    longest: dict[str, int] = {}
    for path in files:
        for _, document in _claiming(path, ["document.text"]):
            if (id_ := document["id"]) in ids:
                lines = {line for line in document["text"].split("\n") if line.strip()}
                common[id_] = common.get(id_, lines) & lines
                longest[id_] = max(longest.get(id_, 0), _size(lines))
    return {id_ for id_ in ids if _size(common[id_]) < SAME_TEXT * longest[id_]}


def _size(lines: set[str]) -> int:
    return sum(map(len, lines))


def _disown(id_: str, document: dict[str, Any], ledger: dict[str, Any]) -> None:
    document.update(id=id_, url=None, evidence=[e for e in document["evidence"] if e["field"] != "url"])
    ledger.update(id=id_, claims=[c | {"won": c["won"] and c["field"] != "url"} for c in ledger["claims"]])
