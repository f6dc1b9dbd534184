"""Choose the days that may be the day of publication, and compute the features that compare them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from corpusclean.infer.dates.sightings import find_sightings
from corpusclean.infer.ranking.line_roles import chance_features, role_chance

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpusclean.infer.dates.sightings import Sighting
    from corpusclean.infer.reading import Reading

_FEW = 12  # a page with fewer lines has little more than its text
ABOVE = 5
"""Number of lines above a headline that are near it."""


def date_candidates(reading: Reading) -> Iterator[tuple[str, dict[str, float]]]:
    """Return (ISO date, features) of each candidate for the day of publication, to fit the weights on."""
    return ((seen.value, seen.features) for seen in publication_candidates(reading, find_sightings(reading)))


def publication_candidates(reading: Reading, sightings: list[Sighting]) -> list[Sighting]:
    """Return the candidates for the day of publication, with the features that compare them.

    Days with another label are no candidates, nor are days of events and days in paragraphs, except in a dateline.
    On the page of a product, days without a label are none either, since they date customer reviews.
    """
    events = {seen.value for seen in sightings if seen.label == "undated" and not seen.features["prose"]}
    events |= reading.declared.event_days
    rivals = [
        seen
        for seen in sightings
        if (seen.label == "published" or (not seen.label and not _is_in_review(reading, seen)))
        and seen.value not in events
        and (seen.features["dateline"] or not seen.features["prose"])
    ]
    _compare(reading, rivals, max((int(seen.value[:4]) for seen in sightings), default=0))
    return rivals


def _is_in_review(reading: Reading, seen: Sighting) -> bool:
    return reading.declared.is_product or seen.position > reading.visible.order_button


def _compare(reading: Reading, rivals: list[Sighting], latest: int) -> None:
    """Add the features that compare a candidate with the others; `latest` is the last year on the page."""
    headline, chance = reading.headline
    days = Counter(seen.value for seen in rivals)
    below = [seen for seen in rivals if seen.position >= headline - ABOVE]
    for seen in rivals:
        seen.features["years behind"] = min(5, latest - int(seen.value[:4])) / 5
        seen.features["latest"] = len(days) > 1 and seen.value == max(days)
        seen.features["earliest"] = len(days) > 1 and seen.value == min(days)
        seen.features["few lines"] = len(reading.visible.lines) < _FEW
        seen.features["first"] = seen is rivals[0]
        seen.features["first below"] = chance * (bool(below) and seen is below[0])
        seen.features["many days"] = len(days) >= 5
        seen.features["repeated"] = days[seen.value] > 1
        seen.features.update(chance_features(role_chance(reading, "date", seen.position)))
