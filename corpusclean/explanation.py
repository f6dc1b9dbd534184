"""Describe a cleaned document for a reader: which lines were kept or cut, which metadata was chosen, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from corpusclean.document import Claim, Document


def explain(document: Document) -> str:
    """Return the text of `Document.explain`: all lines, then all claims, then flags, charset and repairs.

    >>> from corpusclean import clean
    >>> print(explain(clean("It rained.\\nAdvertisement\\nIt stopped.")).splitlines()[1])
    - Advertisement  [advertisement: rules/advertisement.toml#label]
    """
    return "\n".join([*_lines(document), "", *_claims(document), *_damage(document)])


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
    needed = dict(document.needed)
    for claim in document.claims:
        quote = f' from "{claim.quote}"' if claim.quote else ""
        lines.append(
            f"{claim.field} = {claim.value}  [{_outcome(claim, document, needed.get(claim))}: {claim.method}, confidence "
            f"{claim.confidence:g}{quote}]"
        )
    return lines or ["(nothing is claimed about this document)"]


def _outcome(claim: Claim, document: Document, least: float | None) -> str:
    """Say whether a claim was chosen or supports it; if its field has no value, also what it would have needed."""
    if claim in document.evidence:
        return "won"
    if least is None:
        agrees = any((won.field, won.value) == (claim.field, claim.value) for won in document.evidence)
        return "agrees" if agrees else "lost"
    if claim.field in ("date", "date_modified") and claim.precision in ("year", "month"):
        return "not taken, a date needs a day"
    return f"not taken, since no value reaches {least:g} when all claims are weighed, or two are equal"


def _damage(document: Document) -> list[str]:
    how = document.charset
    lines = [f"flags = {', '.join(document.flags)}"] if document.flags else []
    lines += [f"charset = {how.name or '(text)'}  [{how.decided_by}, confidence {how.confidence:g}]"]
    for name in sorted({name for _, name in how.other_lines}):
        numbers = [number for number, other in how.other_lines if other == name]
        lines.append(f"charset = {name} in {len(numbers)} line(s) of the input, first line {numbers[0] + 1}")
    for step in sorted({repair.step for repair in document.repairs}):
        found = [repair for repair in document.repairs if repair.step == step]
        lines.append(f"repaired: {step}, {len(found)} time(s), first {found[0].original!r}")
    return lines
