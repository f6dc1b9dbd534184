"""Rows of real documents, staged as a build leaves them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from corpusclean.document import (
    Charset,
    Claim,
    Cut,
    Document,
    Origin,
    Reject,
    Repair,
    Source,
    document_id,
)
from corpusclean.package.staging import Staged
from corpusclean.schema import to_array

FETCHED = datetime(2026, 2, 1, 8, 30, tzinfo=UTC)


def _document(key: str, text: str = "", **fields: Any) -> Document:
    """A document with a cut, a repair, and a claim for each value."""
    url = f"https://www.harbour-post.example.com/{key}"
    values: dict[str, Any] = {
        "title": f"Ferry {key} is late",
        "date": date(2026, 1, 31),
        "language": "en",
        "source": Source("The Harbour Post", "example.com"),
        "url": url,
        "authors": ("Ada Quill",),
        **fields,
    }
    claims = (
        Claim("title", values["title"], "meta", 0.9),
        Claim("date", f"{values['date']}T09:00", "json-ld", 0.9, "minute", "31 January"),
        Claim("language", values["language"], "detector", 0.9),
        Claim("source.name", values["source"].name, "meta", 0.8),
        Claim("source.domain", values["source"].domain, "url", 0.9),
        Claim("url", values["url"], "caller", 1.0),
        Claim("authors", "; ".join(values["authors"]), "text-label", 0.7),
    )
    return Document(
        id=document_id(user_id=key),
        origin=Origin(f"{key}.html", None, url, FETCHED),
        text=text or f"The “{key}” ferry left an hour late.\nNobody minded.",
        charset=Charset("utf-8", "utf-8"),
        raw_sha256=hashlib.sha256(key.encode()).hexdigest(),
        evidence=claims,
        claims=(*claims, Claim("byline", "Staff", "text-label", 0.2)),
        cuts=(Cut(0, 13, "Home\nTickets\n", "navigation", "rules/navigation.toml#menu", 0.9),),
        repairs=(Repair(17, 18, "â€œ", "mojibake"),),
        **values,
    )


def _reject(key: str, reason: str = "empty", **fields: Any) -> Reject:
    return Reject(document_id(user_id=key), Origin(f"{key}.html"), reason, "nothing was seen", **fields)


@pytest.fixture
def make_document() -> Callable[..., Document]:
    return _document


@pytest.fixture
def make_reject() -> Callable[..., Reject]:
    return _reject


@pytest.fixture
def stage(tmp_path: Path) -> Callable[..., Staged]:
    """Write documents and rejects into staged files, as the workers of a build do."""
    numbers = count()

    def write(
        documents: Sequence[Document] = (),
        rejects: Sequence[Reject] = (),
        *,
        files: int = 1,
        **more: Any,
    ) -> Staged:
        import pyarrow as pa
        import pyarrow.parquet as pq

        rows: list[tuple[Mapping[str, Any] | None, ...]] = [
            (d.to_dict(), d.ledger(), None) for d in documents
        ]
        rows += [(None, None, reject.to_dict()) for reject in rejects]
        paths = []
        for part in range(files):
            some = rows[part::files]
            columns = {
                "document": to_array([row[0] for row in some], "document"),
                "ledger": to_array([row[1] for row in some], "ledger"),
                "reject": to_array([row[2] for row in some], "reject"),
            }
            paths.append(tmp_path / f"staged-{next(numbers)}.parquet")
            pq.write_table(pa.table(columns), paths[-1])
        defaults = {"documents_in": len(rows), "inputs_sha256": "0" * 64}
        return Staged(tuple(paths), **{**defaults, **more})

    return write
