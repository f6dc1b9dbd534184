"""Convert a `Document` or a `Reject` to the rows of a dataset, with the columns that `schemas/` defines."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from corpusclean.document import Claim, Cut, Document, Origin, Reject, Repair


def document_row(document: Document) -> dict[str, Any]:
    """Return the row of the dataset, with the columns of `schemas/document.v1.json`."""
    derived = text_columns(document.text, [cut_row(cut) for cut in document.cuts])
    return {
        "id": document.id,
        "text": document.text,
        "title": document.title,
        "byline": document.byline,
        "authors": list(document.authors),
        "source": {"name": document.source.name, "domain": document.source.domain},
        "url": document.url,
        "date": document.date,
        "date_modified": document.date_modified,
        "language": document.language,
        "page_type": document.page_type,
        "section": document.section,
        "agency": document.agency,
        "license": document.license,
        "rights": {"tdm_reserved": document.rights.tdm_reserved, "signals": list(document.rights.signals)},
        "flags": list(document.flags),
        "extra": document.extra,
        "evidence": [_claim_row(claim) for claim in document.evidence],
        "quality": derived["quality"],
        "removed": derived["removed"],
        "origin": _origin_row(document.origin),
        "charset": document.charset.name,
        "raw_sha256": document.raw_sha256,
        "text_sha256": derived["text_sha256"],
    }


def ledger_row(document: Document) -> dict[str, Any]:
    """Return the row of the ledger, with the columns of `schemas/ledger.v1.json`."""
    return {
        "id": document.id,
        "origin": _origin_row(document.origin),
        "raw_sha256": document.raw_sha256,
        "text_sha256": _sha256(document.text),
        "charset": {
            "name": document.charset.name,
            "decided_by": document.charset.decided_by,
            "confidence": document.charset.confidence,
            "labels": list(document.charset.labels),
            "replaced": document.charset.replaced,
            "other_lines": [{"line": n, "charset": name} for n, name in document.charset.other_lines],
        },
        "repairs": [_repair_row(repair) for repair in document.repairs],
        "cuts": [cut_row(cut) for cut in document.cuts],
        "claims": [
            {**_claim_row(c), "start": c.start, "end": c.end, "won": c in document.evidence}
            for c in document.claims
        ],
    }


def reject_row(reject: Reject) -> dict[str, Any]:
    """Return the row of the rejects, with the columns of `schemas/reject.v1.json`."""
    return {
        "id": reject.id,
        "origin": _origin_row(reject.origin),
        "reason": reject.reason,
        "detail": reject.detail,
        "raw_sha256": reject.raw_sha256,
        "duplicate_of": reject.duplicate_of,
    }


def cut_row(cut: Cut) -> dict[str, Any]:
    """Convert a cut to an element of the ledger's column `cuts`."""
    return cut._asdict()


def text_columns(text: str, cuts: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Compute the columns of a document row that follow from its text and its cuts.

    Args:
        text: the cleaned text.
        cuts: rows of `cut_row`.

    Returns:
        `text`, `quality`, `removed` and `text_sha256`.
    """
    cut_chars = sum(cut["end"] - cut["start"] for cut in cuts)
    return {
        "text": text,
        "quality": {
            "chars": len(text),
            "words": len(text.split()),
            "lines": sum(1 for line in text.split("\n") if line.strip()),
            "kept_ratio": round(len(text) / (len(text) + cut_chars), 4),
        },
        "removed": _removed_row(cuts),
        "text_sha256": _sha256(text),
    }


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _removed_row(cuts: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Count the cuts by reason, for the column `removed`; whitespace counts as characters but not as lines."""
    by_reason: dict[str, list[int]] = {}
    for cut in cuts:
        count = by_reason.setdefault(cut["reason"], [0, 0])
        count[0] += cut["reason"] != "whitespace"
        count[1] += cut["end"] - cut["start"]
    return {
        "lines": sum(lines for lines, _ in by_reason.values()),
        "chars": sum(chars for _, chars in by_reason.values()),
        "by_reason": [
            {"reason": reason, "lines": lines, "chars": chars}
            for reason, (lines, chars) in sorted(by_reason.items())
        ],
    }


def _origin_row(origin: Origin) -> dict[str, Any]:
    """Convert an origin to the column `origin`, which all three kinds of row have."""
    return asdict(origin)


def _claim_row(claim: Claim) -> dict[str, Any]:
    """Convert a claim to an element of the column `evidence`; the ledger's column `claims` adds more fields."""
    return {
        "field": claim.field,
        "value": claim.value,
        "confidence": claim.confidence,
        "precision": claim.precision,
        "method": claim.method,
        "quote": claim.quote,
    }


def _repair_row(repair: Repair) -> dict[str, Any]:
    """Convert a repair to an element of the ledger's column `repairs`.

    A text column cannot hold unpaired surrogates; an original with such ones is also stored as hex.
    """
    try:
        repair.original.encode()
        text, code = repair.original, None
    except UnicodeEncodeError:
        text = "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in repair.original)
        code = repair.original.encode("utf-8", "surrogatepass").hex()
    return {
        "start": repair.start,
        "end": repair.end,
        "original": text,
        "original_hex": code,
        "step": repair.step,
        "lossy": repair.lossy,
    }
