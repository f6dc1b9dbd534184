"""Claim the dates that a page displays, by a conditional logit over the days on its lines."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from corpusclean.infer.dates.candidates import ABOVE, publication_candidates
from corpusclean.infer.dates.sightings import Sighting, find_sightings, is_above_place, is_skipped
from corpusclean.infer.placement import element_of, is_foreign
from corpusclean.infer.ranking.conditional_logit import value_chances
from corpusclean.infer.recognition.date_labels import label_before, label_in_names
from corpusclean.infer.recognition.machine_dates import read_moment

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from corpusclean.document import Claim
    from corpusclean.infer.reading import Reading

_SURE_HEADLINE = 0.2  # minimal probability of a headline that is used
_MAX_CLAIMS = 50
_LEAST = 0.05  # minimal probability of a claim
# Minimal number of days of a list; two days on elements of one class may be "published" and "updated"
_LIST = 3
_BELOW = 25  # lines below a headline that are near it
_CLOSE = 3  # the same of lines that are close to it
_STORY = 150  # minimal number of words of the paragraphs of a story


def claim_printed_dates(reading: Reading) -> list[Claim]:
    """Claim dates from the lines of a page: from date lines, bylines, labels, datelines and `<time>` elements.

    Returns:
        Claims of "date" with the probability of the day among all candidates, of "date_modified" for days with such
        a label, and of either for `<time>` elements.
    """
    sightings = find_sightings(reading)
    rivals = _without_lists(reading, publication_candidates(reading, sightings))
    chances = value_chances(((seen.value, seen.features) for seen in rivals), reading.weights("date"))
    claims = [
        _claim(reading, rivals[number], "date", _method(rivals[number]), chance)
        for chance, number in chances.values()
        if chance >= _LEAST
    ]
    claims += islice(_modified(reading, sightings), _MAX_CLAIMS)
    return [*claims, *_time_elements(reading)]


def _without_lists(reading: Reading, rivals: Iterable[Sighting]) -> list[Sighting]:
    """Drop the days of teasers: three or more days on as many elements of one class are a list of other pages."""
    rivals = list(rivals)
    elements = {seen.position: element_of(reading.visible.lines[seen.position]) for seen in rivals}
    first = {seen.position: seen for seen in reversed(rivals)}
    days: dict[tuple[str, str], set[str]] = {}
    for seen in first.values():
        days.setdefault(elements[seen.position], set()).add(seen.value)
    listed = {element for element, own in days.items() if len(own) >= _LIST and any(element)}
    of_lists = [position for position, element in elements.items() if element in listed]
    return [seen for seen in rivals if seen.position not in of_lists or _heads_story(reading, seen, of_lists)]


def _heads_story(reading: Reading, seen: Sighting, of_lists: Iterable[int]) -> bool:
    """Whether a day is close below the headline, and a story stands between it and the next day of the list."""
    headline, chance = reading.headline
    if chance < _SURE_HEADLINE or not headline < seen.position <= headline + _CLOSE:
        return False
    end = min((position for position in of_lists if position > seen.position), default=seen.position)
    story = (position for position in reading.visible.prose if seen.position < position < end)
    return sum(reading.visible.lines[position].words for position in story) >= _STORY


def _modified(reading: Reading, sightings: list[Sighting]) -> Iterator[Claim]:
    """Claim the days of modification, with a higher confidence near the headline or if there is only one such day."""
    published = min((sighting.value for sighting in sightings if sighting.label == "published"), default="")
    seen = [
        sighting
        for sighting in sightings
        if sighting.label == "modified" or (sighting.features["as of"] and "" < published < sighting.value)
    ]
    headline, chance = reading.headline
    for sighting in seen:
        near = chance >= _SURE_HEADLINE and -ABOVE <= sighting.position - headline <= _BELOW
        alone = len({other.value for other in seen}) == 1
        confidence = 0.93 if near else 0.75 if alone else 0.3
        if not sighting.features["prose"]:
            yield _claim(reading, sighting, "date_modified", "text-label", confidence)


def _time_elements(reading: Reading) -> Iterator[Claim]:
    """Claim the days in `<time>` elements, but for those of teasers; every post of a thread has one."""
    found = list(islice(_moments(reading), _MAX_CLAIMS))
    published = [seen for field, seen, _ in found if field == "date"]
    alone = published if reading.declared.is_thread else _without_lists(reading, published)
    for field, seen, confidence in found:
        if field != "date" or seen in alone:
            yield _claim(reading, seen, field, "time-element", confidence)


def _moments(reading: Reading) -> Iterator[tuple[str, Sighting, float]]:
    """Yield (field, day, confidence) of the days in `<time>` elements: of modification if text or class names say so."""
    headline, chance = reading.headline
    for position, line in enumerate(reading.visible.lines):
        features = line.features
        if not features or not features.time or is_skipped(line) or features.landmark in ("nav", "footer"):
            continue
        near = chance >= _SURE_HEADLINE and -ABOVE <= position - headline <= _BELOW
        # A second one on the line is mostly that of modification.
        value, precision = read_moment(features.time[0])
        label = label_before(line.text[:40]) or label_in_names(features.attributes)
        if not value or precision in ("year", "month") or label == "undated":
            continue
        if not label and (value in reading.declared.event_days or is_above_place(reading, position)):
            continue
        if is_foreign(reading, line) or (not label and reading.declared.is_product):
            continue
        confidence = (0.9 if label else 0.75) if near else 0.3
        sighting = Sighting(position, value, (line.start, line.end), label, {})
        field = "date_modified" if label == "modified" else "date"
        yield field, sighting, confidence


def _method(sighting: Sighting) -> str:
    return "text-label" if sighting.label == "published" else "text-line"


def _claim(reading: Reading, sighting: Sighting, field: str, method: str, confidence: float) -> Claim:
    return reading.line_claim(field, sighting.value, method, round(confidence, 2), sighting.span)
