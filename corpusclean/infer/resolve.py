"""Infer metadata: collect the claims of all inferrers, and pick the most probable value of each field, or none."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from corpusclean.infer.authors.byline import claim_byline
from corpusclean.infer.claimants import claim_by_peers
from corpusclean.infer.dates.captions import claim_caption_dates
from corpusclean.infer.dates.declared import claim_declared_dates
from corpusclean.infer.dates.printed import claim_printed_dates
from corpusclean.infer.dates.relative import claim_relative_dates
from corpusclean.infer.mail_header import claim_mail_header
from corpusclean.infer.microdata import claim_microdata
from corpusclean.infer.page_fields.language import claim_language
from corpusclean.infer.page_fields.notices import claim_notices
from corpusclean.infer.page_fields.page_type import claim_page_type
from corpusclean.infer.page_fields.rights import claim_rights
from corpusclean.infer.page_fields.section import claim_section
from corpusclean.infer.page_fields.url import claim_url
from corpusclean.infer.publisher.agency import claim_agency
from corpusclean.infer.publisher.source import claim_source
from corpusclean.infer.ranking.claim_groups import claim_features, group_claims, strength
from corpusclean.infer.ranking.conditional_logit import calibrated, value_chances
from corpusclean.infer.reading import Reading
from corpusclean.infer.title.title import claim_title
from corpusclean.models.metadata import load_metadata_model

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from corpusclean.document import Claim
    from corpusclean.models.metadata import MetadataModel, Weights
    from corpusclean.page import Page
    from corpusclean.recipe import Recipe

INFERRERS: tuple[Callable[[Reading], list[Claim]], ...] = (
    claim_url,
    claim_title,
    claim_source,
    claim_declared_dates,
    claim_printed_dates,
    claim_caption_dates,
    claim_byline,
    claim_mail_header,
    claim_language,
    claim_rights,
    claim_microdata,
    claim_page_type,
    claim_section,
    claim_agency,
    claim_notices,
    claim_relative_dates,
)

FITTED = ("title", "date", "authors")
"""The fields whose values are ranked by the weights in `models/metadata.toml`; others are ranked by `strength`."""

_EXPLICIT = ("text-phrase:", "byline")  # methods of claims from a text that names the publisher as such
_TIE = 0.01  # values whose probabilities are closer than this are tied
_SUREST = 0.99  # maximal confidence of a value
_MAX_VALUE = 2_000  # characters; URLs may have so many, other values are much shorter


def infer(
    pages: Sequence[Page], recipe: Recipe, model: MetadataModel | None = None
) -> list[dict[str, Claim]]:
    """Infer the metadata of pages.

    Args:
        pages: pages with repaired text; marks and `roles` are used if there are any. All claims are appended to
            `Page.claims`.
        recipe: the settings; `min_confidence` and `claimants` are used.
        model: the weights of all rankings; by default those of the library.

    Returns:
        For each page: field → winning claim, with the confidence of the value. Fields without a sure value are
            missing.

    >>> from corpusclean.recipe import Recipe
    >>> from corpusclean.segment.text import segment_text
    >>> page = segment_text("Ferry sold\\n\\nPublished on 3 May 2016\\n\\nThe ferry was sold on Monday.")
    >>> infer([page], Recipe())[0]["date"].value
    '2016-05-03'
    """
    winners = []
    for page in pages:
        reading = Reading(page, model)
        claims = [claim for claim_field in INFERRERS for claim in claim_field(reading)]
        claims += claim_by_peers(reading, recipe.claimants)
        claims = [claim for claim in claims if 0 < len(claim.value) <= _MAX_VALUE]
        page.claims += _until_fetched(claims, page.fetched_at)
        weights = {field: reading.weights(f"claims.{field}") for field in FITTED}
        least, calibration = reading.weights("least"), reading.weights("calibration")
        winners.append(resolve_claims(page.claims, recipe.min_confidence, weights, least, calibration))
    return winners


def _until_fetched(claims: list[Claim], fetched: dt.datetime | None) -> list[Claim]:
    """Refute the claims of dates later than the day after fetching, if that is known."""
    if fetched is None:
        return claims
    latest = fetched.date().toordinal() + 1  # one day of tolerance, for the time zone of the publisher
    return [_refuted(claim, "after-fetch") if _is_later(claim, latest) else claim for claim in claims]


def _refuted(claim: Claim, reason: str) -> Claim:
    """Return a claim that cannot be right, which stays in the ledger with the reason behind its method."""
    return replace(claim, method=f"{claim.method}:{reason}", confidence=0.0)


def _is_later(claim: Claim, latest: int) -> bool:
    """Whether a claim is of a day after `latest`, given as an ordinal."""
    day_known = claim.field.startswith("date") and claim.precision not in ("year", "month")
    return day_known and dt.date.fromisoformat(claim.value).toordinal() > latest


def resolve_claims(
    claims: list[Claim],
    min_confidence: float,
    weights: Mapping[str, Weights] | None = None,
    least: Weights | None = None,
    calibration: Weights | None = None,
) -> dict[str, Claim]:
    """Pick the winning claim of each field.

    Args:
        claims: claims of any fields; each winning claim in the list is replaced by a copy with the confidence of
            its value.
        min_confidence: minimal confidence of a value.
        weights: field → weights of `claim_features`; the values of other fields are ranked by `strength`.
        least: field → minimal confidence of its values, if that is higher.
        calibration: parameters of `calibrated`. Neither they nor `least` apply to publishers that a phrase or a
            byline names, since such claims were too rare to measure them on.

    Returns:
        Field → the most confident claim of the most probable value. A field is missing if two values are tied or if
        no value is sure enough. Dates without a day and refuted ones are ignored, and a change before the
        publication is refuted.
    """
    groups = group_claims(claims)
    winners = {}
    for field, values in groups.items():
        ranked = _ranked(field, groups, (weights or {}).get(field))
        chance, key = ranked[0]
        tied = len(ranked) > 1 and chance - ranked[1][0] < _TIE
        enough = min_confidence
        if not _is_explicit(field, values[key]):
            chance = calibrated(chance, field, calibration or {})
            enough = max(enough, (least or {}).get(field, 0.0))
        if chance >= enough and not tied:
            best = max(values[key], key=lambda claim: claim.confidence)
            winners[field] = replace(best, confidence=round(min(chance, _SUREST), 2))
            claims[next(n for n, claim in enumerate(claims) if claim is best)] = winners[field]
    if "date" in winners and winners.get("date_modified", winners["date"]).value < winners["date"].value:
        early = winners.pop("date_modified")
        claims[claims.index(early)] = _refuted(early, "before-publication")
    return winners


def _ranked(
    field: str, groups: Mapping[str, Mapping[str, list[Claim]]], weights: Weights | None
) -> list[tuple[float, str]]:
    """Return (probability, normalised value) of the values of a field, the most probable first."""
    if weights:
        compared = value_chances(claim_features(field, groups), weights)
        return sorted(((chance, key) for key, (chance, _) in compared.items()), reverse=True)
    return sorted(((strength(claims), key) for key, claims in groups[field].items()), reverse=True)


def needed_confidence(claim: Claim, page: Page, recipe: Recipe) -> float:
    """Return the minimal confidence that a value needs, given a claim of it.

    Args:
        claim: a claim of the value; the text may name a publisher explicitly, which needs less.
        page: its page.
        recipe: the settings; `min_confidence` is used.

    >>> from corpusclean.document import Claim
    >>> from corpusclean.page import Page
    >>> from corpusclean.recipe import Recipe
    >>> needed_confidence(Claim("language", "en", "text", 0.3), Page("", []), Recipe())
    0.5
    """
    least = load_metadata_model().get(f"{'html' if page.is_html else 'text'}.least", {})
    if _is_explicit(claim.field, [claim]):
        return recipe.min_confidence
    return max(recipe.min_confidence, least.get(claim.field, 0.0))


def _is_explicit(field: str, claims: Sequence[Claim]) -> bool:
    """Whether a phrase or byline names the publisher as such, so that it is more than the most probable name."""
    return field == "source.name" and any(claim.method.startswith(_EXPLICIT) for claim in claims)
