"""Find the days on the lines of a page, without those that are a part of something else."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from corpusclean.infer.dates.captions import is_caption_line
from corpusclean.infer.dates.features import day_features
from corpusclean.infer.dates.numeric_order import numeric_order
from corpusclean.infer.placement import is_foreign
from corpusclean.infer.recognition.credits import is_photo_credit
from corpusclean.infer.recognition.cues import byline_cue, is_attribution
from corpusclean.infer.recognition.date_labels import (
    DateLabel,
    is_first_print,
    is_label,
    label_after,
    label_before,
    spent,
    unread_words,
)
from corpusclean.infer.recognition.event_dates import has_hours, is_event_day
from corpusclean.infer.recognition.people import person_name
from corpusclean.lexicons import load_lexicon

if TYPE_CHECKING:
    from corpusclean.infer.facts.lines import Line
    from corpusclean.infer.reading import Reading
    from corpusclean.infer.recognition.printed_dates import PrintedDate

_MAX_SIGHTINGS = 300
_NEAR = 3  # lines below the day of an event that are searched for its place
_LAW = 4  # minimal number of words of the name of a law before its date
_ADDRESS = 200  # maximal number of characters of a URL before the date in it
_NUMBERED = re.compile(r"[^\W\d_]+[.:]{0,2}\s?\Z")
_COMMIT = re.compile(r"\b(?=\d*[a-f])(?=[a-f]*\d)[0-9a-f]{7,40}[\s,]+\Z")  # its abbreviated hash
_LOGGED = re.compile(r"[ T]\d\d:\d\d:\d\d,\d{3}\b")
_SKIPPED = frozenset(
    "caption credit related-link comments video-link listing advertisement newsletter".split()
)


@dataclass(frozen=True, slots=True)
class Sighting:
    """A day on a line of the page.

    Args:
        position: index of the line in `VisibleText.lines`.
        value: ISO date.
        span: half-open range in the page's text, label included.
        label: the date label before or after it.
        features: features by name.
    """

    position: int
    value: str
    span: tuple[int, int]
    label: DateLabel
    features: dict[str, float]


def find_sightings(reading: Reading) -> list[Sighting]:
    """Return the days on all lines that may date the page itself."""
    swappable = any(printed.swappable for dates in reading.signs.dates.values() for printed in dates)
    order = numeric_order(reading) if swappable else ""
    sightings: list[Sighting] = []
    for position, dates in reading.signs.dates.items():
        if len(sightings) == _MAX_SIGHTINGS:
            break
        line = reading.visible.lines[position]
        if is_skipped(line) or is_caption_line(reading, position):
            continue
        if is_foreign(reading, line):
            continue
        # A notice of copyright is a credit, too, and may be followed by "Last updated".
        credited = is_photo_credit(line.text)
        if is_attribution(line.text):
            continue
        for number, printed in enumerate(dates):
            told = printed.day and not _is_no_date(reading, line, printed)
            if told and (value := printed.iso(order)) and len(sightings) < _MAX_SIGHTINGS:
                since = dates[number - 1].end if number else line.start
                seen = _sighting(reading, position, printed, (value, since))
                if len(dates) == 2 and sightings and _is_later_of_two(reading, sightings[-1], seen):
                    seen = replace(seen, label="modified")
                if not credited or seen.label == "modified":
                    sightings.append(seen)
    return sightings


def is_skipped(line: Line) -> bool:
    """Whether a line is marked as one whose dates are not those of the page, by more than its place in `<aside>`."""
    return line.reason in _SKIPPED and not (
        line.reason == "related-link" and line.features is not None and line.features.landmark == "aside"
    )


def is_above_place(reading: Reading, position: int) -> bool:
    """Whether one of the next lines is the label of the place of an event: "Where:"."""
    near = reading.visible.folded[position + 1 : position + 1 + _NEAR]
    return not load_lexicon("place_labels").isdisjoint(line.rstrip(" :：") for line in near)


def _is_later_of_two(reading: Reading, first: Sighting, second: Sighting) -> bool:
    """Whether a line shows two days with no word between them, so that the later one is that of a change."""
    if first.position != second.position or second.label or first.label not in ("published", ""):
        return False
    between = reading.page.text[first.span[1] : second.span[0]]
    return first.value < second.value and not second.features["prose"] and not unread_words(between)


def _is_no_date(reading: Reading, line: Line, printed: PrintedDate) -> bool:
    """Whether a date is part of something else.

    That is a URL ("harbour.example/2016/05/03/ferry"), a number ("Version 3.2.21"), the name of a law, a quoted value
    in code, an entry of a log, or a version ("59807616e 2016-05-03").
    """
    before = reading.page.text[max(line.start, printed.start - _ADDRESS) : printed.start]
    if printed.short and (word := _NUMBERED.search(before)) and unread_words(word[0]):
        return not person_name(before[byline_cue(before) :].strip(), "bare")
    if (
        _dates_law(before)
        or before.endswith(('"', "'"))
        or _COMMIT.search(before)
        or _LOGGED.match(reading.page.text, printed.end, line.end)
    ):
        return True
    if not before.endswith("/"):
        return False
    host = before.split()[-1].removeprefix("https://").removeprefix("http://").partition("/")[0]
    return "." in host


def _dates_law(before: str) -> bool:
    """Whether the words before a date name what it was passed on: "Statute on the Use of Berths of"."""
    laws, words = load_lexicon("law_words"), before.casefold().split()
    if len(words) < _LAW or laws.isdisjoint(words) or label_before(before):
        return False
    return words[-1] in laws or words[-1] in load_lexicon("name_particles") or not unread_words(words[-1])


def _sighting(reading: Reading, position: int, printed: PrintedDate, found: tuple[str, int]) -> Sighting:
    """Return a date with its label and features; `found` is its ISO date, and where the text before it begins."""
    value, since = found
    line, text = reading.visible.lines[position], reading.page.text
    before, after = text[since : printed.start], text[printed.end : line.end]
    label = label_before(before) or label_after(after)
    if not label and not before.strip(" :-–|•*") and since == line.start and position:
        above = reading.visible.lines[position - 1]
        label = label_before(above.text) if above.words <= 5 and is_label(above.text) else ""
    if has_hours(after) or (
        not label and is_event_day(text[line.start : printed.start], printed.day or 0, after)
    ):
        label = "undated"
    if not label and is_above_place(reading, position):
        label = "undated"
    if label != "modified" and is_first_print(text[line.start : printed.start], after):
        label = "undated"
    labelled = bool(label) and len(before) < 40
    start = printed.start - len(before) + spent(before) if labelled else printed.start
    features = day_features(reading, position, printed, label, before)
    return Sighting(position, value, (start, printed.end), label, features)
