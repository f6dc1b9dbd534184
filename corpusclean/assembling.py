"""Assemble the result: make the cuts, and put all that the stages have found into a `Document`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import urlsplit

from corpusclean.document import (
    Charset,
    Claim,
    Cut,
    Document,
    RawDocument,
    Rights,
    ScoredLine,
    Source,
    document_id,
)
from corpusclean.errors import Rejected
from corpusclean.infer.resolve import needed_confidence
from corpusclean.mark.cuts import cut_lines, cut_text
from corpusclean.page import Page
from corpusclean.recipe import Recipe
from corpusclean.repairing import text_flags


def assemble(
    document: RawDocument, page: Page, charset: Charset, won: Mapping[str, Claim], recipe: Recipe
) -> Document:
    """Make the cuts, and put the result together.

    Args:
        document: the input.
        page: its page with all repairs, marks and claims.
        charset: how it was decoded.
        won: for each field with a value, the claim that was chosen.
        recipe: the settings.

    Raises:
        Rejected: if no text is left.
    """
    cuts = _cuts(page, won, recipe)
    text = cut_text(page.text, cuts)
    if not text.strip():
        reasons = sorted({cut.reason for cut in cuts if cut.reason != "whitespace"})
        raise Rejected("empty", f"all text was cut, as {', '.join(reasons)}")
    value = {field: claim.value for field, claim in won.items()}
    inferred = [value[field] for field in sorted(value) if field.startswith("flag.")]
    return Document(
        id=_final_id(document, value.get("url")),
        origin=document.origin,
        text=text,
        charset=charset,
        raw_sha256=document.raw_sha256,
        title=value.get("title"),
        source=Source(value.get("source.name"), value.get("source.domain")),
        date=_day(value.get("date")),
        date_modified=_day(value.get("date_modified")),
        byline=value.get("byline"),
        authors=tuple(value["authors"].split("; ")) if "authors" in value else (),
        url=value.get("url"),
        language=value.get("language"),
        page_type=value.get("page_type"),
        section=value.get("section"),
        agency=value.get("agency"),
        license=value.get("license"),
        rights=_rights(page.claims),
        flags=(*_damage_flags(page, charset), *text_flags(text), *inferred),
        extra=document.extra,
        evidence=tuple(won[field] for field in sorted(won)),
        claims=tuple(page.claims),
        cuts=tuple(cuts),
        repairs=tuple(page.repairs),
        lines=tuple(_scored_lines(page)),
        needed=tuple(
            (claim, needed_confidence(claim, page, recipe)) for claim in page.claims if claim.field not in won
        ),
        html=page.html,
    )


def _cuts(page: Page, won: Mapping[str, Claim], recipe: Recipe) -> list[Cut]:
    """Make the cuts; if a page with a flag such as "empty-shell" has no text but boilerplate, spare what tells the flag.

    That is the lines from which it was read, or all lines if it was read elsewhere.
    """
    cuts = cut_lines(page, page.marks, recipe)
    flags = [claim for field, claim in won.items() if field.startswith("flag.")]
    if not flags or cut_text(page.text, cuts).strip():
        return cuts
    places = [claim.start for claim in flags if claim.start is not None]
    telling = {
        line for line, (start, end) in enumerate(page.lines) if any(start <= place < end for place in places)
    }
    return cut_lines(page, [mark for mark in page.marks if telling and mark.line not in telling], recipe)


def _damage_flags(page: Page, charset: Charset) -> Iterator[str]:
    """Yield the flags of damaged input: repaired mojibake, replaced bytes, text from JSON-LD only."""
    if any(repair.step.startswith(("mojibake", "misread")) for repair in page.repairs):
        yield "mojibake-repaired"
    if charset.replaced:
        yield "replaced-bytes"
    if page.from_json_ld:
        yield "text-from-json-ld"


def _scored_lines(page: Page) -> Iterator[ScoredLine]:
    """Yield the lines that are not blank, each with the highest score of its marks."""
    best: dict[int, float] = {}
    for mark in page.marks:
        if mark.score > best.get(mark.line, 0.0):
            best[mark.line] = mark.score
    lines, score = page.lines, best.get
    for index in page.written:
        start, end = lines[index]
        yield ScoredLine(start, end, score(index, 0.0))


def _final_id(document: RawDocument, url: str | None) -> str:
    """Return the id of a document: the caller's, else one from its URL, else one from its content.

    If the caller gave no URL, a canonical URL without a path is ignored: many sites put their home page on every
    page.
    """
    if document.id is None and url and (document.origin.url or urlsplit(url).path.strip("/")):
        return document_id(url=url)
    return document.document_id


def _day(value: str | None) -> dt.date | None:
    return dt.date.fromisoformat(value[:10]) if value else None


def _rights(claims: Sequence[Claim]) -> Rights:
    reserved = any(claim.field == "rights.tdm" and claim.value == "reserved" for claim in claims)
    signals = sorted({claim.value for claim in claims if claim.field == "rights.signal"})
    return Rights(tdm_reserved=True if reserved else None, signals=tuple(signals))
