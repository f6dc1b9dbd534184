"""From claims to values: the claims that agree stand together, the strongest group wins, or nobody does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpusclean.infer.agency import claim_agency
from corpusclean.infer.byline import claim_byline
from corpusclean.infer.claimants import claim_by_peers
from corpusclean.infer.date import claim_dates
from corpusclean.infer.language import claim_language
from corpusclean.infer.microdata import claim_microdata
from corpusclean.infer.notices import claim_notices
from corpusclean.infer.page_type import claim_page_type
from corpusclean.infer.reading import Reading
from corpusclean.infer.relative_dates import claim_relative_dates
from corpusclean.infer.rights import claim_rights
from corpusclean.infer.section import claim_section
from corpusclean.infer.source import claim_source
from corpusclean.infer.spelling import squeezed, unaccented
from corpusclean.infer.title import claim_title
from corpusclean.infer.url import claim_url

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from corpusclean.document import Claim, Page
    from corpusclean.recipe import Recipe

INFERRERS: tuple[Callable[[Reading], list[Claim]], ...] = (
    claim_url,
    claim_title,
    claim_source,
    claim_dates,
    claim_byline,
    claim_language,
    claim_rights,
    claim_microdata,
    claim_page_type,
    claim_section,
    claim_agency,
    claim_notices,
    claim_relative_dates,
)

# Methods share their mistakes (a CMS fills all tags from one field), so a second one closes only this share
# of the doubt that independent evidence would close.
_INDEPENDENCE = 0.5
_TIE = 0.01  # confidences closer than this say nothing about which is right
_MAX_VALUE = 2_000  # characters; addresses may have so many, nothing else comes near
_DAYS = ("day", "minute", "second")


def infer(pages: Sequence[Page], recipe: Recipe) -> list[dict[str, Claim]]:
    """Read the metadata of pages.

    Args:
        pages: with repaired text; marks help but need not be there. Every claim is appended to `claims`.
        recipe: its `min_confidence` is the least that a value needs.

    Returns:
        For each page the winning claim of each field that has one.

    >>> from corpusclean.recipe import Recipe
    >>> from corpusclean.segment.text import segment_text
    >>> page = segment_text("Ferry sold\\n\\nPublished on 3 May 2016\\n\\nThe ferry was sold on Monday.")
    >>> infer([page], Recipe())[0]["date"].value
    '2016-05-03'
    """
    winners = []
    for page in pages:
        reading = Reading(page)
        claims = [claim for claim_field in INFERRERS for claim in claim_field(reading)]
        claims += claim_by_peers(reading, recipe.claimants)
        page.claims += [claim for claim in claims if 0 < len(claim.value) <= _MAX_VALUE]
        winners.append(resolve_claims(page.claims, recipe.min_confidence))
    return winners


def resolve_claims(claims: Iterable[Claim], min_confidence: float) -> dict[str, Claim]:
    """Pick the winning claim of each field.

    Args:
        claims: of any fields.
        min_confidence: what a value needs, agreement included.

    Returns:
        The most confident claim of the strongest group of agreeing claims, by field; no entry where two
        different values are equally strong or none is strong enough. Dates need a day.
    """
    by_field: dict[str, dict[str, list[Claim]]] = {}
    for claim in claims:
        if claim.field in ("date", "date_modified") and claim.precision not in _DAYS:
            continue
        by_field.setdefault(claim.field, {}).setdefault(_key(claim), []).append(claim)
    winners = {}
    for field, groups in by_field.items():
        ranked = sorted(((_strength(group), key) for key, group in groups.items()), reverse=True)
        strength, key = ranked[0]
        tied = len(ranked) > 1 and strength - ranked[1][0] < _TIE
        if strength >= min_confidence and not tied:
            winners[field] = max(groups[key], key=lambda claim: claim.confidence)
    return winners


def _key(claim: Claim) -> str:
    """What two claims of one value share."""
    if claim.field == "source.name":
        return squeezed(claim.value).removeprefix("the")
    if claim.field == "authors":
        return ";".join(sorted(unaccented(name) for name in claim.value.split(";")))
    if claim.field in ("title", "byline"):
        return squeezed(claim.value)
    return claim.value.casefold()


def _strength(group: list[Claim]) -> float:
    """The confidence that claims of one value earn together; only different methods support each other."""
    by_method: dict[str, float] = {}
    for claim in group:
        by_method[claim.method] = max(by_method.get(claim.method, 0.0), claim.confidence)
    first, *others = sorted(by_method.values(), reverse=True)
    doubt = 1.0 - first
    for confidence in others:
        doubt *= 1.0 - _INDEPENDENCE * confidence
    return round(1.0 - doubt, 4)
