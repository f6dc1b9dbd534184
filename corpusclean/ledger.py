"""The ledger: what gives the input back, as rows, and as a story for a person."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from corpusclean.document import origin_row

if TYPE_CHECKING:
    from corpusclean.document import Claim, Cut, Document, Repair


def ledger_row(document: Document) -> dict[str, Any]:
    """The row of the ledger, as `schemas/ledger.v1.json` has it."""
    return {
        "id": document.id,
        "origin": origin_row(document.origin),
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
            {**claim_row(c), "start": c.start, "end": c.end, "won": c in document.evidence}
            for c in document.claims
        ],
    }


def claim_row(claim: Claim) -> dict[str, Any]:
    """A claim as a struct: the column `evidence` of a row, and the beginning of one in the ledger."""
    return {
        "field": claim.field,
        "value": claim.value,
        "confidence": claim.confidence,
        "precision": claim.precision,
        "method": claim.method,
        "quote": claim.quote,
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


def restore(text: str, ledger: Mapping[str, Any]) -> str:
    """Put back what was cut and changed.

    Args:
        text: the cleaned text of a row.
        ledger: the ledger row of the same id, with its `cuts` and `repairs`.

    Returns:
        The decoded input: the whole text of a text document, the visible text of a page.

    Raises:
        ValueError: if the ledger does not belong to the text.

    >>> restore("ab", {"cuts": [{"start": 1, "end": 2, "text": "x"}], "repairs": []})
    'axb'
    """
    return _undo_repairs(undo_cuts(text, ledger["cuts"]), ledger["repairs"])


def undo_cuts(text: str, cuts: Sequence[Mapping[str, Any]]) -> str:
    """The repaired text again, from the cleaned text and the cuts of its ledger.

    Raises:
        ValueError: if the cuts do not belong to the text.
    """
    parts: list[str] = []
    position = 0  # in the repaired text
    kept = 0  # in the cleaned text
    for cut in cuts:
        step = cut["start"] - position
        if step < 0 or kept + step > len(text) or cut["end"] - cut["start"] != len(cut["text"]):
            raise ValueError(f"the ledger does not belong to this text: cut at {cut['start']}")
        parts += (text[kept : kept + step], cut["text"])
        kept, position = kept + step, cut["end"]
    return "".join((*parts, text[kept:]))


def _undo_repairs(text: str, repairs: Sequence[Mapping[str, Any]]) -> str:
    parts: list[str] = []
    position = 0
    for repair in repairs:
        if not position <= repair["start"] <= repair["end"] <= len(text):
            raise ValueError(f"the ledger does not belong to this text: repair at {repair['start']}")
        code = repair["original_hex"]
        original = bytes.fromhex(code).decode("utf-8", "surrogatepass") if code else repair["original"]
        parts += (text[position : repair["start"]], original)
        position = repair["end"]
    return "".join((*parts, text[position:]))


def explanation(document: Document) -> str:
    """The whole story of a document for a person: each line with its fate, then the metadata and repairs."""
    return "\n".join([*_lines(document), "", *_claims(document), *_repairs(document)])


def _lines(document: Document) -> list[str]:
    lines: list[str] = []
    position = 0  # in the repaired text
    kept = 0  # in the cleaned text
    for cut in document.cuts:
        step = cut.start - position
        lines += [f"  {line}" for line in document.text[kept : kept + step].split("\n") if line.strip()]
        kept, position = kept + step, cut.end
        if cut.reason != "whitespace":
            lines.append(f"- {cut.text.strip()}  [{cut.reason}: {cut.by}]")
    return lines + [f"  {line}" for line in document.text[kept:].split("\n") if line.strip()]


def _claims(document: Document) -> list[str]:
    lines = []
    for claim in document.claims:
        quote = f' from "{claim.quote}"' if claim.quote else ""
        lines.append(
            f"{claim.field} = {claim.value}  [{_fate(claim, document)}: {claim.method}, confidence "
            f"{claim.confidence:g}{quote}]"
        )
    return lines or ["(nothing is claimed about this document)"]


def _fate(claim: Claim, document: Document) -> str:
    """What became of a claim; one without a rival that won has missed its bar, or is as likely as another."""
    if claim in document.evidence:
        return "won"
    if claim not in document.needed:
        return "lost"
    if claim.field in ("date", "date_modified") and claim.precision in ("year", "month"):
        return "not taken, a date needs a day"
    return f"not taken, needs {document.needed[claim]:g} with all claims weighed and no equal"


def _repairs(document: Document) -> list[str]:
    how = document.charset
    lines = [f"charset = {how.name or '(text)'}  [{how.decided_by}, confidence {how.confidence:g}]"]
    for name in sorted({name for _, name in how.other_lines}):
        numbers = [number for number, other in how.other_lines if other == name]
        lines.append(f"charset = {name} in {len(numbers)} line(s) of the input, first line {numbers[0] + 1}")
    for step in sorted({repair.step for repair in document.repairs}):
        found = [repair for repair in document.repairs if repair.step == step]
        lines.append(f"repaired: {step}, {len(found)} time(s), first {found[0].original!r}")
    return lines
