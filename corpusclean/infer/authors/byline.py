"""Claim bylines and authors: from the head of a page, and from its lines, ranked by a conditional logit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpusclean.infer.authors.bios import claim_bio
from corpusclean.infer.authors.candidates import find_bylines
from corpusclean.infer.authors.datelines import claim_reporters
from corpusclean.infer.authors.declared import claim_declared_authors
from corpusclean.infer.authors.features import add_features, names_key
from corpusclean.infer.authors.threads import without_replies
from corpusclean.infer.ranking.conditional_logit import value_chances
from corpusclean.infer.recognition.collectives import ORGANIZATION
from corpusclean.infer.recognition.credits import is_outlet_name
from corpusclean.infer.recognition.people import is_supplier

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpusclean.document import Claim
    from corpusclean.infer.authors.byline_lines import Byline
    from corpusclean.infer.reading import Reading

_OUTLET = 0.6  # share of the outlets named in bylines that are the publisher
_LEAST = 0.05  # minimal probability of a claim
_LIKELY = 0.3  # probability of a byline from which on notes about authors tell nothing more


def claim_byline(reading: Reading) -> list[Claim]:
    """Claim the byline of a page, and the authors, the agency and the publisher that it names.

    Returns:
        Claims of "byline" (as printed), "authors" (names joined by "; "), "agency" and "source.name".
    """
    claims = claim_declared_authors(reading)
    bylines = _bylines_with_features(reading)
    chances = value_chances(
        ((names_key(byline), byline.features) for byline in bylines), reading.weights("byline")
    )
    for chance, number in chances.values():
        if chance >= _LEAST:
            claims += _claims(reading, bylines[number], round(chance, 2))
    signed = any(claim.field == "authors" and claim.confidence >= _LIKELY for claim in claims)
    return claims if signed else [*claims, *claim_reporters(reading), *claim_bio(reading)]


def byline_candidates(reading: Reading) -> Iterator[tuple[str, dict[str, float]]]:
    """Return (names joined by "; ", features) of each candidate byline, to fit the weights on."""
    return (("; ".join(byline.credit.authors), byline.features) for byline in _bylines_with_features(reading))


def _claims(reading: Reading, byline: Byline, confidence: float) -> Iterator[Claim]:
    credit = byline.credit
    # A line with nothing but the name of an agency says where the story is from, not who wrote it.
    signed = byline.method != f"text-name:{ORGANIZATION}" or not credit.agency
    values = {
        "authors": "; ".join(credit.authors) if signed else "",
        "byline": byline.printed,
        "agency": credit.agency or _agency_below(reading, byline),
    }
    for name, value in values.items():
        if value:
            yield reading.line_claim(name, value, byline.method, confidence, byline.span)
    if is_outlet_name(credit.outlet):
        yield reading.line_claim(
            "source.name", credit.outlet, "byline", min(confidence, _OUTLET), byline.span
        )


def _agency_below(reading: Reading, byline: Byline) -> str:
    """Return the agency alone on the line below a byline, or "" if there is none."""
    _, end = byline.span
    below = (
        line.text.strip("()[] ") for line in reading.visible.lines[byline.position :] if line.start >= end
    )
    name = next(below, "")
    return name if is_supplier(name) else ""


def _bylines_with_features(reading: Reading) -> list[Byline]:
    """Return the candidate bylines of a page with their features."""
    bylines = without_replies(reading, find_bylines(reading))
    add_features(reading, bylines)
    return bylines
