"""Claim dates from dated captions: a page is not older than the pictures on it, and sometimes of the same day."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from corpusclean.infer.recognition.credits import is_photo_credit
from corpusclean.infer.recognition.cues import is_caption
from corpusclean.infer.recognition.date_labels import unread_words
from corpusclean.languages import cue_words, month_numbers, weekday_numbers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpusclean.document import Claim
    from corpusclean.infer.reading import Reading
    from corpusclean.infer.recognition.printed_dates import PrintedDate

_FEWEST_WORDS = 8  # words of a caption without a cue; times and date labels do not count
_BOUND, _AGREEING = 0.8, 0.6  # confidences of "date.not_before" and "date"
# A day and a month without a year, in either order; all repetitions are bounded, so matching is linear.
_DAY_MONTH = re.compile(
    r"(?<![\w.])(?:(\d{1,2})(?:st|nd|rd|th|\.|er)?\s(?:de\s|of\s)?([^\W\d_]{3,12})|([^\W\d_]{3,12})\.?\s(\d{1,2})(?:st|nd|rd|th)?)(?![\w/]|[.,:]\d|,?\s(?:19|20)\d\d)"
)
_WORD = re.compile(r"[^\W\d_]{5,}")


def claim_caption_dates(reading: Reading) -> list[Claim]:
    """Claim dates from the captions of a page.

    Returns:
        "date.not_before" with the latest day in a caption; and "date" with that day, if a paragraph gives the same
        day without a year ("As of May 3") and a paragraph or caption names its weekday.
    """
    seen = [
        (value, printed)
        for position in reading.signs.dates
        if is_caption_line(reading, position)
        for printed in reading.signs.dates[position]
        if printed.day and (value := printed.iso())
    ]
    if not seen:
        return []
    value, printed = max(seen, key=lambda pair: pair[0])
    claims = [_claim(reading, "date.not_before", value, printed, _BOUND)]
    if _agrees(reading, date.fromisoformat(value)):
        claims.append(_claim(reading, "date", value, printed, _AGREEING))
    return claims


def is_caption_line(reading: Reading, position: int) -> bool:
    """Whether a line with a date is a caption.

    It is one if it is marked as one, begins with a cue, ends with the date after a dash, or is above a photo
    credit.

    Args:
        reading: the page.
        position: index of the line in `VisibleText.lines`.
    """
    line = reading.visible.lines[position]
    if line.reason:
        return line.reason in ("caption", "video-link")
    if is_caption(line.text):
        return True
    if " | " in line.text:
        return False  # a byline and its date; captions are sentences
    last = reading.signs.dates[position][-1]
    before = reading.page.text[line.start : last.start].rstrip()
    below = reading.visible.lines[position + 1].text if position + 1 < len(reading.visible.lines) else ""
    dashed = before.endswith((" –", " —", " -")) and line.end - last.end <= 2
    if not (dashed or is_photo_credit(below)) or line.words < _FEWEST_WORDS:
        return False
    return len(unread_words(line.text)) >= _FEWEST_WORDS  # a date line above a photo credit is no caption


def _agrees(reading: Reading, day: date) -> bool:
    """Whether a paragraph is dated to a day, and a paragraph or a caption names its weekday."""
    paragraphs = [reading.visible.lines[position].text for position in reading.visible.prose]
    if not any(_is_dated(paragraph, day) for paragraph in paragraphs):
        return False
    weekdays = weekday_numbers()
    named = {weekdays.get(word.casefold()) for paragraph in paragraphs for word in _WORD.findall(paragraph)}
    captions = (
        reading.visible.lines[position].text
        for position in reading.signs.dates
        if is_caption_line(reading, position)
    )
    named |= {weekdays.get(word.casefold()) for caption in captions for word in _WORD.findall(caption)}
    return day.isoweekday() in named


def _is_dated(paragraph: str, day: date) -> bool:
    """Whether a paragraph gives a day and month after a cue such as "as of"."""
    folded = paragraph.casefold()
    return any(
        month_numbers().get(month) == day.month
        and number == day.day
        and folded[:start].rstrip().endswith(cue_words("as_of"))
        for start, month, number in _days(folded)
    )


def _days(folded: str) -> Iterator[tuple[int, str, int]]:
    """Yield (offset, name of the month, number of the day) of the days in a case-folded text."""
    for match in _DAY_MONTH.finditer(folded):
        yield match.start(), match[2] or match[3], int(match[1] or match[4])


def _claim(reading: Reading, field: str, value: str, printed: PrintedDate, confidence: float) -> Claim:
    return reading.line_claim(field, value, "text-caption", confidence, (printed.start, printed.end))
