"""Claims that say the same: how they are grouped, and what speaks for the value that they share."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from corpusclean.infer.collectives import ORGANIZATION, is_collective
from corpusclean.infer.competition import log_odds
from corpusclean.infer.people import person_name
from corpusclean.infer.spelling import squeezed, unaccented

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from corpusclean.document import Claim

# Methods share their mistakes (a CMS fills all tags from one field), so a second one closes only this share
# of the doubt that independent evidence would close.
_INDEPENDENCE = 0.5
_LEAST, _MOST = 0.02, 0.98  # confidences beyond these count as these
_LIKELY = 0.5  # strength of people from which on a house is no author
_DAYS = ("day", "minute", "second")
_BESIDE = {"date": "date_modified", "title": "source.name", "authors": "source.name"}


def group_claims(claims: Sequence[Claim]) -> dict[str, dict[str, list[Claim]]]:
    """The claims by field and by what they say; those of dates without a day left out."""
    groups: dict[str, dict[str, list[Claim]]] = {}
    for claim in claims:
        if claim.field not in ("date", "date_modified") or claim.precision in _DAYS:
            groups.setdefault(claim.field, {}).setdefault(_key(claim), []).append(claim)
    if authors := groups.get("authors"):
        groups["authors"] = _people_first(authors)
    return groups


def _people_first(authors: dict[str, list[Claim]]) -> dict[str, list[Claim]]:
    """The claims of authors; houses and teams only where no people are likely to be the authors."""
    people = [claims for claims in authors.values() if not _is_housed(claims)]
    if max(map(strength, people), default=0.0) < _LIKELY:
        return authors
    return {key: claims for key, claims in authors.items() if not _is_housed(claims)}


def _is_housed(claims: Sequence[Claim]) -> bool:
    return all(claim.method.endswith(ORGANIZATION) for claim in claims)


def claim_features(
    field: str, groups: Mapping[str, Mapping[str, Sequence[Claim]]]
) -> Iterator[tuple[str, dict[str, float]]]:
    """What speaks for each value of a field: who claims it, how surely, and how it stands to other values.

    Args:
        field: with at least one claim.
        groups: all claims of the page, as `group_claims` gives them.

    Returns:
        The key of each value with its features by name.
    """
    values, beside = groups[field], groups.get(_BESIDE.get(field, ""), {})
    for key, claims in values.items():
        features = {
            "bias": 1.0,
            "strength": _odds(strength(claims)),
            "only value": len(values) == 1,
            "one word": " " not in claims[0].value,
            "two words": claims[0].value.count(" ") == 1,
            f"is {_BESIDE.get(field)}": key in beside,
            "holds another": any(_holds(field, key, other) for other in values),
            "part of another": any(_holds(field, other, key) for other in values),
        }
        if field == "authors":
            features |= _authorship(values, key)
        for claim in claims:
            name = f"odds of {claim.method}"
            features[claim.method] = 1.0
            features[name] = max(features.get(name, -math.inf), _odds(claim.confidence))
        yield key, features


def _authorship(values: Mapping[str, Sequence[Claim]], key: str) -> dict[str, float]:
    """Whether people are named, and whether a house or an account competes with people."""
    people = [other for other, claims in values.items() if not all(is_collective(c.method) for c in claims)]
    rivals = [strength(values[other]) for other in people if other != key]
    return {
        "people": key in people,
        "known": all(person_name(name, "bare") for name in values[key][0].value.split("; ")),
        "beside people": max(rivals, default=0.0) * (key not in people),
    }


def strength(claims: Iterable[Claim]) -> float:
    """The confidence that claims of one value earn together; only different methods support each other."""
    by_method: dict[str, float] = {}
    for claim in claims:
        by_method[claim.method] = max(by_method.get(claim.method, 0.0), claim.confidence)
    first, *others = sorted(by_method.values(), reverse=True)
    doubt = 1.0 - first
    for confidence in others:
        doubt *= 1.0 - _INDEPENDENCE * confidence
    return round(1.0 - doubt, 4)


def _key(claim: Claim) -> str:
    """The key by which claims of the same value are grouped."""
    if claim.field == "source.name":
        return squeezed(claim.value).removeprefix("the")
    if claim.field == "authors":
        return ";".join(sorted(unaccented(name) for name in claim.value.split(";")))
    if claim.field in ("title", "byline"):
        return squeezed(claim.value)
    return claim.value.casefold()


def _odds(confidence: float) -> float:
    return log_odds(min(_MOST, max(_LEAST, confidence)))


def _holds(field: str, outer: str, inner: str) -> bool:
    """Whether one value says what another says, and more: names or words; of days the earlier one does."""
    if field == "authors":
        return set(inner.split(";")) < set(outer.split(";"))
    return outer < inner if field == "date" else inner != outer and inner in outer
