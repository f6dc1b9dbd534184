"""The rows of a release: a document, its ledger and a reject as the columns that `schemas/` describes."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from corpusclean.document import Claim, Cut, Document, Origin, Reject, Repair


def document_row(document: Document) -> dict[str, Any]:
    """The row of the dataset, as `schemas/document.v1.json` has it."""
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
    """The row of the ledger, as `schemas/ledger.v1.json` has it."""
    return {
        "id": document.id,
        "origin": _origin_row(document.origin),
        "raw_sha256": document.raw_sha256,
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
    """The row of the rejects, as `schemas/reject.v1.json` has it."""
    return {
        "id": reject.id,
        "origin": _origin_row(reject.origin),
        "reason": reject.reason,
        "detail": reject.detail,
        "raw_sha256": reject.raw_sha256,
        "duplicate_of": reject.duplicate_of,
    }


def cut_row(cut: Cut) -> dict[str, Any]:
    """A cut as a struct of the ledger."""
    return {
        "start": cut.start,
        "end": cut.end,
        "text": cut.text,
        "reason": cut.reason,
        "by": cut.by,
        "score": cut.score,
    }


def text_columns(text: str, cuts: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The columns of a row that follow from its text and the cuts of its ledger."""
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
        "text_sha256": hashlib.sha256(text.encode()).hexdigest(),
    }


def _removed_row(cuts: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What was cut, counted by reason: the column `removed` of a row."""
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
    """An origin as a struct of a row."""
    return {
        "input": origin.input,
        "record": origin.record,
        "url": origin.url,
        "fetched_at": origin.fetched_at,
    }


def _claim_row(claim: Claim) -> dict[str, Any]:
    """A claim as a struct: the column `evidence` of a row, and the beginning of one in the ledger."""
    return {
        "field": claim.field,
        "value": claim.value,
        "confidence": claim.confidence,
        "precision": claim.precision,
        "method": claim.method,
        "quote": claim.quote,
    }


def _repair_row(repair: Repair) -> dict[str, Any]:
    """A repair as a row: a column of text cannot hold unpaired surrogates, so these also stand as hex."""
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
