"""Recognise dates of events, which do not date the page: labelled ones, spans of days, dates with hours or a place."""

from __future__ import annotations

import re
from functools import cache

from corpusclean.infer.recognition.cues import byline_cue
from corpusclean.infer.recognition.date_labels import label_before, unread_words
from corpusclean.infer.recognition.people import person_name
from corpusclean.infer.recognition.printed_dates import find_dates
from corpusclean.languages import cue_words, month_numbers, weekday_numbers
from corpusclean.lexicons import any_of
from corpusclean.spelling import is_unspaced

_WINDOW = 60  # characters before and after a date that are examined
_ORDINAL = r"(?:st|nd|rd|th|er|[ºª.])?"
_WORD = r"([^\W\d_]{3,14})\.?"
_CLOCK = r"\d{1,2}(?:[:.h]\d\d(?:\s?[ap]\.?m\b\.?)?|\s?[ap]\.?m\b\.?)"
_DAY = re.compile(rf"(?<![\w.:/,-])(\d{{1,2}}){_ORDINAL}\Z")
_DAY_MONTH = re.compile(rf"(?<!\d)\d{{1,2}}{_ORDINAL}\s(?:(?:de|of)\s)?{_WORD}\Z")
_MONTH_DAY = re.compile(rf"(?<![^\W\d_]){_WORD}\s\d{{1,2}}{_ORDINAL}\Z")
_NUMBERS = re.compile(r"(?<![\d.])\d{1,2}\.\d{1,2}\.?\Z")
# Such as that of a birth; `find_dates` finds years since 1990 only.
_OLD_YEAR = re.compile(r"(?<!\d)1[5-9]\d\d\Z")
_PLACE = re.compile(rf",\s(?i:{_CLOCK}),\s(?=[^\W\d_a-z])")


def is_event_day(before: str, day: int, after: str) -> bool:
    """Whether a date is that of an event.

    It is one if it has the label "undated", is the first or last day of a span or the second of two, or is followed by
    hours or a place; and, without another label, if it is the day of a meeting.

    Args:
        before: text before the date on its line.
        day: day of the month.
        after: text after the date on its line.

    >>> is_event_day("From 3 May 2016 to ", 5, ""), is_event_day("3–", 5, ""), is_event_day("Boats – ", 5, "")
    (True, True, False)
    >>> is_event_day("Heard on 3 and ", 4, ""), is_event_day("Ann and ", 4, "")
    (True, False)
    >>> is_event_day("", 5, ", 7.30pm, Fell Hall"), is_event_day("", 5, ", 7.30pm, Ann Oak")
    (True, False)
    >>> is_event_day("held in the hall on ", 5, ""), is_event_day("Minutes of the meeting. Published ", 5, "")
    (True, False)
    """
    before, after = before[-_WINDOW:], after[:_WINDOW]
    label = label_before(before)
    if label == "undated" or (not label and _meeting().search(before)):
        return True
    return _ends_span(before, day) or _begins_span(after) or _has_hours_or_place(after)


def _ends_span(before: str, day: int) -> bool:
    if (two := _first_of_two().search(before)) and int(two[1]) < day:
        return True
    joint = _joint_before().search(before)
    if joint is None:
        return False
    first = before[: joint.start()]
    if (number := _DAY.search(first)) and int(number[1]) < day:
        return True
    for pattern in (_DAY_MONTH, _MONTH_DAY):
        if (match := pattern.search(first)) and match[1].casefold() in month_numbers():
            return True
    dates = find_dates(first)
    return (bool(dates) and dates[-1].end == len(first)) or bool(
        _NUMBERS.search(first) or _OLD_YEAR.search(first)
    )


def _begins_span(after: str) -> bool:
    joint = _joint_behind().match(after)
    return joint is not None and any(printed.start == joint.end() for printed in find_dates(after)[:1])


def has_hours(after: str) -> bool:
    """Whether hours follow a date, so that even one labelled "Date" is that of an event.

    >>> has_hours(" kl. 11-23"), has_hours(", 10 bis 18 Uhr"), has_hours(" kl. 11.05")
    (True, True, False)
    >>> has_hours(", 7.30 pm to 9 pm"), has_hours(", 7.30 pm"), has_hours(", 10:00-11:30"), has_hours(", 10:00-11:00")
    (True, False, True, False)
    """
    return _hours().match(after[:_WINDOW]) is not None


def _has_hours_or_place(after: str) -> bool:
    if has_hours(after):
        return True
    place = after[match.end() :] if (match := _PLACE.match(after)) else ""
    told = byline_cue(place) or label_before(place) or person_name(place, "bare")
    return bool(unread_words(place)) and not told


def _joint() -> str:
    """Return the pattern between the first and the last day of a span, with an optional weekday at its end."""
    weekdays = "|".join(sorted(weekday_numbers(), key=len, reverse=True))
    return rf"(?:\s?[-–—~〜～]\s?|{_until()})(?:(?:{weekdays})\b[.,]*\s)?"


def _until() -> str:
    """Return the pattern of words for "until"; in languages without spaces they touch the days."""
    spaced = "|".join(re.escape(word) for word in cue_words("until") if not is_unspaced(word[-1]))
    touching = "|".join(word for word in cue_words("until") if is_unspaced(word[-1]))
    return rf"(?:\s(?:{spaced})\s|\s?(?:{touching})\s?)"


@cache
def _meeting() -> re.Pattern[str]:
    return re.compile(rf"{any_of('meeting_words')}\b", re.IGNORECASE)


@cache
def _first_of_two() -> re.Pattern[str]:
    """Compile a day before "and": the hearings of "3 and 4 May" are on both."""
    words = "|".join(re.escape(word) for word in cue_words("conjunctions"))
    return re.compile(rf"(?<![\w.:/,-])(\d{{1,2}}){_ORDINAL}\s(?:{words})\s\Z", re.IGNORECASE)


@cache
def _joint_before() -> re.Pattern[str]:
    return re.compile(rf"{_joint()}\Z", re.IGNORECASE)


@cache
def _joint_behind() -> re.Pattern[str]:
    return re.compile(rf"\.?{_joint()}", re.IGNORECASE)


@cache
def _hours() -> re.Pattern[str]:
    """Compile opening hours; a hyphen without spaces between two clock times may begin a time zone: "10:30-05:00"."""
    zone = r"(?:0?\d:[03]0|1[0-2]:00)(?!\s?(?:h|Uhr)\b)"
    until = rf"(?:\s-\s|-(?!{zone})(?=\d{{1,2}}(?:[:.h]\d\d|\s?[ap]m))|\s?[–—]\s?|{_until()})"
    at = "|".join(re.escape(word) for word in cue_words("fillers") if not is_unspaced(word[-1]))
    whole = rf"(?:{at})\.?\s\d{{1,2}}\s?[-–—]\s?\d{{1,2}}(?![\d:.])|\d{{1,2}}(?:\s?[-–—]\s?|{_until()})\d{{1,2}}\s(?:Uhr|uur)\b"
    clocked = rf"(?:(?:{at})\s)?(?:{_CLOCK}|\d{{1,2}}){until}{_CLOCK}"
    return re.compile(rf"[\s,|·•@]{{1,4}}(?:{clocked}|{whole})", re.IGNORECASE)
