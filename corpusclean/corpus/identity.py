"""Decide which of several documents with the same id, or the same bytes, becomes the row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

_NEVER = dt.datetime.min.replace(tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class Identity:
    """What is needed of a document to decide whether it duplicates another.

    Args:
        id: its id.
        raw_sha256: hash of its bytes.
        input, record: where it was read, as in `Origin`.
        fetched_at: when it was fetched, if known.
        place: position of its file in the order in which files were read.
    """

    id: str
    raw_sha256: str
    input: str
    record: int | None
    fetched_at: dt.datetime | None = None
    place: int = 0


@dataclass(frozen=True, slots=True)
class Replaced:
    """Why a document does not become a row: another one is kept instead.

    Args:
        reason: "superseded" or "exact-duplicate".
        detail: which document is kept, in words.
        duplicate_of: the id of that document's row.
    """

    reason: str
    detail: str
    duplicate_of: str


def replaced_documents(documents: Iterable[Identity]) -> dict[Identity, Replaced]:
    """Find the documents that do not become rows since another one with their id or bytes does.

    Of documents with the same id, the one fetched last is kept, then the one with the smallest hash. Of those kept,
    with the same bytes, the one read first is kept, so that a copy with a longer path, or in an input added at the end,
    replaces nothing.

    Args:
        documents: all documents of a build that could become rows, in any order.

    Returns:
        For each document that does not become a row, which one is kept and why.

    >>> a, b = Identity("1", "aa", "a.txt", None), Identity("2", "aa", "b.txt", None)
    >>> replaced_documents([b, a])[b].duplicate_of
    '1'
    """
    winners: dict[str, Identity] = {}
    stands_for: dict[Identity, Identity] = {}
    newest_first = sorted(documents, key=lambda d: (d.raw_sha256, *_order(d)))
    newest_first.sort(key=lambda d: d.fetched_at or _NEVER, reverse=True)
    for document in newest_first:
        winner = winners.setdefault(document.id, document)
        if winner is not document:
            stands_for[document] = winner
    by_bytes: dict[str, Identity] = {}
    for document in sorted(winners.values(), key=lambda d: (*_order(d), d.id)):
        first = by_bytes.setdefault(document.raw_sha256, document)
        if first is not document:
            stands_for[document] = first
    return {
        document: _replaced(document, stands_for.get(winner, winner))
        for document, winner in stands_for.items()
    }


def _order(document: Identity) -> tuple[int, str, int]:
    """Return the position of a document in the order in which documents are read."""
    return document.place, document.input, document.record or 0


def _replaced(document: Identity, row: Identity) -> Replaced:
    where = row.input if row.record is None else f"{row.input}, record {row.record}"
    if document.raw_sha256 == row.raw_sha256:
        return Replaced("exact-duplicate", f"the same bytes as {where}", row.id)
    return Replaced("superseded", f"the same document as {where}", row.id)
