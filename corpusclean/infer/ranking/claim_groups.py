"""Group the claims of each field by value, and compute the features by which the values are ranked."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from corpusclean.infer.ranking.conditional_logit import log_odds
from corpusclean.infer.recognition.collectives import ORGANIZATION, is_collective
from corpusclean.infer.recognition.people import person_name
from corpusclean.spelling import squeezed, unaccented

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from corpusclean.document import Claim

# The errors of methods are correlated (a CMS fills all tags from one field), so the confidence of all methods but
# the best is multiplied by this factor in `strength`.
_INDEPENDENCE = 0.5
_LEAST, _MOST = 0.02, 0.98  # confidences are clipped to this range
_LIKELY = 0.5  # strength of a claim of people from which on claims of organisations are dropped
_DAYS = ("day", "minute", "second")
# Another field whose value may have been taken for a value of this one.
_CONFUSED_WITH = {"date": "date_modified", "title": "source.name", "authors": "source.name"}


def group_claims(claims: Sequence[Claim]) -> dict[str, dict[str, list[Claim]]]:
    """Group the claims of a page by field and value.

    Args:
        claims: claims of any fields.

    Returns:
        Field → normalised value → its claims. Dates without a day or with no chance are left out, and so are
        organisations as authors if people are likely to be the authors.
    """
    groups: dict[str, dict[str, list[Claim]]] = {}
    for claim in claims:
        if claim.field.startswith("date") and not claim.confidence:
            continue
        if claim.field not in ("date", "date_modified") or claim.precision in _DAYS:
            groups.setdefault(claim.field, {}).setdefault(_key(claim), []).append(claim)
    if authors := groups.get("authors"):
        groups["authors"] = _prefer_people(authors)
    return groups


def _prefer_people(authors: dict[str, list[Claim]]) -> dict[str, list[Claim]]:
    """Drop the claims of organisations as authors if people are likely to be the authors."""
    people = [claims for claims in authors.values() if not _are_organizations(claims)]
    if max(map(strength, people), default=0.0) < _LIKELY:
        return authors
    return {key: claims for key, claims in authors.items() if not _are_organizations(claims)}


def _are_organizations(claims: Sequence[Claim]) -> bool:
    return all(claim.method.endswith(ORGANIZATION) for claim in claims)


def claim_features(
    field: str, groups: Mapping[str, Mapping[str, Sequence[Claim]]]
) -> Iterator[tuple[str, dict[str, float]]]:
    """Compute the features of each value of a field.

    The features are the methods that claim the value, their confidences, and how the value relates to other values.

    Args:
        field: a field with at least one claim.
        groups: field → normalised value → claims of the page, from `group_claims`.

    Yields:
        Each normalised value with its features by name.
    """
    values, beside = groups[field], groups.get(_CONFUSED_WITH.get(field, ""), {})
    for key, claims in values.items():
        features = {
            "bias": 1.0,
            "strength": _clipped_log_odds(strength(claims)),
            "only value": len(values) == 1,
            "one word": " " not in claims[0].value,
            "two words": claims[0].value.count(" ") == 1,
            f"is {_CONFUSED_WITH.get(field)}": key in beside,
            "holds another": any(_includes(field, key, other) for other in values),
            "part of another": any(_includes(field, other, key) for other in values),
        }
        if field == "date":
            features["changed since another"] = key in beside and any(other < key for other in values)
        if field == "authors":
            features |= _authorship(values, key)
        for claim in claims:
            name = f"odds of {claim.method}"
            features[claim.method] = 1.0
            features[name] = max(features.get(name, -math.inf), _clipped_log_odds(claim.confidence))
        yield key, features


def _authorship(values: Mapping[str, Sequence[Claim]], key: str) -> dict[str, float]:
    """Return features of authors: whether they are people, and if not, how strong the claims of people are."""
    people = [other for other, claims in values.items() if not all(is_collective(c.method) for c in claims)]
    rivals = [strength(values[other]) for other in people if other != key]
    return {
        "people": key in people,
        "known": all(person_name(name, "bare") for name in values[key][0].value.split("; ")),
        "beside people": max(rivals, default=0.0) * (key not in people),
    }


def strength(claims: Iterable[Claim]) -> float:
    """Combine the confidences of claims of the same value.

    A noisy-or over methods, in which all but the most confident method count by `_INDEPENDENCE`; of several claims
    by one method, only the most confident counts.

    Returns:
        The combined confidence, 0..1.
    """
    by_method: dict[str, float] = {}
    for claim in claims:
        by_method[claim.method] = max(by_method.get(claim.method, 0.0), claim.confidence)
    first, *others = sorted(by_method.values(), reverse=True)
    doubt = 1.0 - first
    for confidence in others:
        doubt *= 1.0 - _INDEPENDENCE * confidence
    return round(1.0 - doubt, 4)


def _key(claim: Claim) -> str:
    """Return the normalised value by which a claim is grouped."""
    if claim.field == "source.name":
        return squeezed(claim.value).removeprefix("the")
    if claim.field == "authors":
        return ";".join(sorted(unaccented(name) for name in claim.value.split(";")))
    if claim.field in ("title", "byline"):
        return squeezed(claim.value)
    return claim.value.casefold()


def _clipped_log_odds(confidence: float) -> float:
    return log_odds(min(_MOST, max(_LEAST, confidence)))


def _includes(field: str, outer: str, inner: str) -> bool:
    """Whether one value has all names or words of another, and more; of dates, whether the first is earlier."""
    if field == "authors":
        return set(inner.split(";")) < set(outer.split(";"))
    return outer < inner if field == "date" else inner != outer and inner in outer
