"""Compute the features of a day on a line: the words beside it, its place on the page, the markup."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from corpusclean.infer.placement import container, placement
from corpusclean.infer.recognition.date_labels import (
    DateLabel,
    has_published_word,
    label_in_names,
    tells_of_publication,
    unread_words,
)
from corpusclean.languages import cue_words

if TYPE_CHECKING:
    from corpusclean.infer.facts.lines import Line
    from corpusclean.infer.reading import Reading
    from corpusclean.infer.recognition.printed_dates import PrintedDate

_SOME = 8  # maximal number of other words on a typical date line
# Words of a line of dates: of all, and of those that are neither of dates nor usual beside them.
_MOST_OF_DATES, _BESIDE_DATES = 30, 3
_TOLD = 2  # minimal number of words in small letters of a sentence, which names and sections do not have
_SENTENCE_ENDS = (".", ";")  # the recitals of decrees and contracts end in semicolons
_COUNT = re.compile(r"\d[\d.,]*\Z")
_DATELINE = re.compile(r"\s?[)\]]?\s?(?:/[^/]{2,30}/\s?)?(?:--?|[–—])\s")
_CLOCK = re.compile(r"\b\d{1,2}[:.h]\d\d\b")
_DATE_NAMES = re.compile(r"date|time|meta|byline", re.IGNORECASE)


def day_features(
    reading: Reading, position: int, printed: PrintedDate, label: DateLabel, before: str
) -> dict[str, float]:
    """Compute the features of a day.

    Args:
        reading: the page.
        position: index of its line in `VisibleText.lines`.
        printed: the date.
        label: the date label before or after it.
        before: the text before it on its line, or since the date before.

    Returns:
        Features by name, 0..1; only the first ones for days in paragraphs, which are no candidates.
    """
    line = reading.visible.lines[position]
    features: dict[str, float] = {
        "bias": 1.0,
        f"label {label}": bool(label),
        "prose": (
            line.is_prose and not _is_of_dates(reading, position) and not _is_told(reading, line, printed)
        )
        or (not label and _is_in_sentence(reading, line, printed)),
        "dateline": _is_dateline(reading, position, printed),
        "as of": not label and before.casefold().strip(" :·|–-") in cue_words("as_of"),
    }
    if features["dateline"] or not features["prose"]:
        features |= _surroundings(reading, position, printed)
    return features


def _is_of_dates(reading: Reading, position: int) -> bool:
    """Whether a long line has little but dates: "PUBLISHED: May 3, 2016 at 4:58 a.m. | UPDATED: May 4, 2016 at 9:02 a.m.".

    Behind two dates without other words between them there may be anything: "… This post may contain affiliate links."
    """
    line = reading.visible.lines[position]
    if line.words > _MOST_OF_DATES:
        return False
    text, dates = reading.page.text, reading.signs.dates[position]
    between = " ".join(text[first.end : second.start] for first, second in pairwise(dates))
    end = dates[-1].end if len(dates) > 1 and not unread_words(between) else line.end
    rest = f"{text[line.start : dates[0].start]} {between} {text[dates[-1].end : end]}"
    return len(unread_words(rest)) <= _BESIDE_DATES


def _is_told(reading: Reading, line: Line, printed: PrintedDate) -> bool:
    text = reading.page.text
    return tells_of_publication(text[line.start : printed.start], text[printed.end : line.end])


def _is_in_sentence(reading: Reading, line: Line, printed: PrintedDate) -> bool:
    """Whether a short sentence tells of the day: "The run begins on May 3, 2016.".

    A comma sets a signature apart: "Discussion in Boats, started by tess38, May 3, 2016."; but not a weekday.
    """
    text = reading.page.text
    before = text[line.start : printed.start].rstrip()
    signed = before.endswith(",") and unread_words(before.rpartition(" ")[2])
    if signed or not line.text.endswith(_SENTENCE_ENDS):
        return False
    words = unread_words(f"{text[line.start : printed.start]} {text[printed.end : line.end]}")
    told = sum(word.islower() for word in words)
    return told >= _TOLD and not has_published_word(line.text)


def _surroundings(reading: Reading, position: int, printed: PrintedDate) -> dict[str, float]:
    """Return features of the other words on the line of a date, and of the line's position."""
    line, text = reading.visible.lines[position], reading.page.text
    after = text[printed.end : line.end]
    unread = len(unread_words(text[line.start : printed.start] + " " + after))
    return {
        "bare": unread <= 1,
        "2-3 words": unread in (2, 3),
        "9+ words": unread > _SOME,
        "short year": printed.short,
        "clock": bool(_CLOCK.search(after[:20])),
        "count below": _has_count_below(reading, position),
        **placement(reading, position),
        **_markup(line),
    }


def _has_count_below(reading: Reading, position: int) -> bool:
    """Whether the line below is a number: forums show the number of posts below the day a user joined."""
    below = reading.visible.lines[position + 1 : position + 2]
    return bool(below) and bool(_COUNT.match(below[0].text))


def _markup(line: Line) -> dict[str, float]:
    """Return features of the markup of a line."""
    features = line.features
    if features is None:
        return {}
    named = label_in_names(features.attributes)
    return {
        f"named {named}": bool(named),
        "time element": bool(features.time),
        "date markup": bool(_DATE_NAMES.search(features.attributes)),
        **container(line, features),
    }


def _is_dateline(reading: Reading, position: int, printed: PrintedDate) -> bool:
    """Whether a paragraph begins with its place and day: "OSLO (May 3, 2016) – …"."""
    line = reading.visible.lines[position]
    if position > reading.visible.body + 1 or printed.start - line.start > 50 or not line.is_prose:
        return False
    text = reading.page.text
    if text[line.start : printed.start] in ("(", "["):
        return text[printed.end : printed.end + 1] in (")", "]")
    return bool(_DATELINE.match(text, printed.end, printed.end + 40))
