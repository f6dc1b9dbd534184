"""Find dates as people write them, in all languages of `corpusclean.languages`."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING

from corpusclean.languages import month_numbers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpusclean.document import Precision
    from corpusclean.languages import NumericOrder

# The web began in 1990. The upper bound is far in the future, since results must not depend on the clock.
FIRST_YEAR, LAST_YEAR = 1990, 2100
# Characters before a year that can belong to its date: "Wednesday, 18th of September, 10:20:30 GMT".
_WINDOW = 44

# Every date is found by its year: patterns are matched in a window before or after it, so the work is linear in the
# number of years. No two adjacent parts of a pattern can match the same character. Patterns that search the whole text
# begin with literals, for which `re` is four times as fast as for a character class.
_YEAR_END = r"(?!\d|[.,]\d{3}(?!\d)|\s?%)"
_YEARS = (re.compile(rf"19[89]\d{_YEAR_END}"), re.compile(rf"20\d\d{_YEAR_END}"))
_NO_YEAR_AFTER = frozenset("0123456789#$€£")
# Vowel signs of Devanagari are no letters for `re`.
_WORD = r"([^\W\d_\u0900-\u097f]{3,14}|[\u0900-\u0963]{2,12})"
# A renderer may leave no space between two dates: "3 May 20164 May 2016".
_DAY = r"(?:(?<!\d)|(?<=(?:19|20)\d\d))(\d{1,2})"
_DAY_MONTH = re.compile(
    rf"{_DAY}(?:st|nd|rd|th|er|[ºª.])?(?:\s|-)*(?:(?:of|de|di|den)\s+|d[’'])?{_WORD}\.?,?(?:\s|-)*(?:(?:de|del|of)\s+)?\Z",
    re.IGNORECASE,
)
_MONTH_DAY = re.compile(
    rf"(?<![^\W\d_]){_WORD}\.?(?:\s|-)*{_DAY}(?:st|nd|rd|th)?(?:\s*,|-|\s+[A-Z][a-z]{{2,8}}day,)?"
    r"(?:\s*\d\d:\d\d(?::\d\d)?(?:\s[A-Z]{2,5})?)?\s*\Z"
)
# Between two elements of the markup a renderer may leave no space either: "Staff WriterMay 3, 2016".
_GLUED_MONTH_DAY = re.compile(rf"(?<=[a-zà-ÿ])([A-Z][a-z]{{2,8}})\.?\s{_DAY},?\s*\Z")
_NUMBERS = re.compile(rf"(?<![\d.,/-]){_DAY}\s?([./-]|\|)\s?(\d{{1,2}})\s?\2\s?\Z")
# "12 tháng 5 năm", of Vietnamese.
_NUMBERED_MONTH = re.compile(rf"{_DAY}\s+tháng\s+(\d{{1,2}})\s*(?:,|năm)?\s*\Z", re.IGNORECASE)
_WORDED = ((_DAY_MONTH, 1, 2), (_MONTH_DAY, 2, 1), (_GLUED_MONTH_DAY, 2, 1))
"""Patterns of dates with the name of a month, with their groups of the day and the month."""
_MONTH = re.compile(rf"(?<![^\W\d_]){_WORD}\.?,?\s*(?:(?:de|del)\s+)?\Z")
_LAST_WORD = re.compile(r"(?:[^\W\d_\u0900-\u097f]+|[\u0900-\u0963]+)\Z")
_BETWEEN = frozenset(("de", "del", "of", "st", "nd", "rd", "th"))
_SEPARATORS = frozenset("./-|")
_YEAR_NUMBERS = re.compile(r"\s?([-./])\s?(\d{1,2})\s?\1\s?(\d{1,2})(?!\d)")
_YEAR_MARKS = re.compile(r"\s?[年년]\s?(\d{1,2})\s?[月월](?:\s?(\d{1,2})\s?[日일])?")
_YEAR_MONTH_DAY = re.compile(rf"(?:\sm\.|\.)?[\s-]?{_WORD}\.?[\s-]?(\d{{1,2}})(?!\d)")
_SHORT_YEARS = tuple(re.compile(rf"{sign}(\d{{1,2}}){sign}(\d\d)(?![\w:/-]|\.\d)") for sign in (r"\.", "/"))
# Arabic digits, also in the forms of Persian and Urdu; years of other calendars are no years of the web.
_ARABIC_DIGIT = re.compile("[\u0660-\u0669\u06f0-\u06f9]")
_ASCII_DIGITS = {zero + digit: str(digit) for zero in (0x660, 0x6F0) for digit in range(10)}
_CELL_SIGNS = frozenset(",;")
_FIRST_NUMBER = re.compile(r"(?<![\w./:-])\d{1,2}\Z")


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """A date in a text.

    Args:
        start, end: half-open range of the date in the text.
        year, month, day: its numbers; None if not printed.
        swappable: whether month and day may also be the other way round, as in "03/04/2018".
        short: whether the year has two digits.
    """

    start: int
    end: int
    year: int
    month: int | None = None
    day: int | None = None
    swappable: bool = False
    short: bool = False

    @property
    def precision(self) -> Precision:
        """How precise the date is: "day", "month" or "year"."""
        return "day" if self.day else "month" if self.month else "year"

    def moved(self, offset: int) -> PrintedDate:
        """Return the date with `offset` added to its range."""
        return replace(self, start=self.start + offset, end=self.end + offset)

    def iso(self, order: NumericOrder = "") -> str:
        """Return the date in ISO 8601 at its precision, or "" if the order of month and day is unknown.

        Args:
            order: order of month and day in the numeric dates of the page, if known.
        """
        month, day = self.month, self.day
        if self.swappable and order == "mdy":
            month, day = day, month
        if month is None or (self.swappable and order not in ("dmy", "mdy")):
            return "" if self.swappable else f"{self.year:04d}"
        return f"{self.year:04d}-{month:02d}" + (f"-{day:02d}" if day else "")


def find_dates(text: str) -> list[PrintedDate]:
    """Find the dates in a text; a year by itself is no date.

    Args:
        text: lines that end with a line feed; a date does not span lines.

    Returns:
        The dates in the order of the text, without overlaps. Impossible ones (31/02, 99/99) are left out.

    >>> [found.iso() for found in find_dates("Seen 3rd of May, 2016 and 2018年1月18日")]
    ['2016-05-03', '2018-01-18']
    >>> find_dates("03/04/2018")[0].iso("dmy")
    '2018-04-03'
    """
    if _ARABIC_DIGIT.search(text):
        text = text.translate(_ASCII_DIGITS)
    found: list[PrintedDate] = []
    end = 0
    for year in sorted(chain(*(years.finditer(text) for years in _YEARS)), key=re.Match.start):
        if year.start() < end or text[max(0, year.start() - 1) : year.start()] in _NO_YEAR_AFTER:
            continue
        printed = _around_year(text, year.start(), max(end, year.start() - _WINDOW))
        if printed is not None:
            found.append(printed)
            end = printed.end
    return _disjoint([*found, *_short_dates(text)])


def real_day(year: int, month: int, day: int) -> bool:
    """Whether a day exists, in a year between `FIRST_YEAR` and `LAST_YEAR`.

    >>> real_day(2018, 2, 31)
    False
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return False
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _around_year(text: str, start: int, floor: int) -> PrintedDate | None:
    """Return the date whose year is at `start`; words before the year are tried first, as the usual order."""
    year, end = int(text[start : start + 4]), start + 4
    floor = max(floor, text.rfind("\n", floor, start) + 1)
    before = text[floor:start]
    tail = before.rstrip(" \t\u00a0,.-")
    last = _LAST_WORD.search(tail)
    named = last is not None and (
        last[0].casefold() in month_numbers() or last[0] in _BETWEEN or last[0].isupper()
    )
    if named or tail[-1:].isdigit():
        for pattern, day_group, month_group in _WORDED:
            match = pattern.search(before)
            month = month_numbers().get(match[month_group].casefold()) if match else None
            if match and month and real_day(year, month, int(match[day_group])):
                return PrintedDate(floor + match.start(), end, year, month, int(match[day_group]))
    if (match := _NUMBERED_MONTH.search(before)) and real_day(year, int(match[2]), int(match[1])):
        return PrintedDate(floor + match.start(), end, year, int(match[2]), int(match[1]))
    if before.rstrip()[-1:] in _SEPARATORS and (match := _NUMBERS.search(before)):
        return _from_numbers(year, (int(match[1]), int(match[3])), match[2], (floor + match.start(), end))
    if printed := _behind_year(text, year, start):
        return printed
    if named and (match := _MONTH.search(before)) and (month := month_numbers().get(match[1].casefold())):
        return PrintedDate(floor + match.start(), end, year, month)
    return None


def _behind_year(text: str, year: int, start: int) -> PrintedDate | None:
    """Return the date that begins with the year at `start`, within the same line."""
    line_end = text.find("\n", start, start + _WINDOW)
    end = line_end if line_end >= 0 else start + _WINDOW
    if match := _YEAR_NUMBERS.match(text, start + 4, end):
        if _is_in_code(text[max(0, start - 1) : start], text[match.end() : match.end() + 1]):
            return None
        month, day = int(match[2]), int(match[3])
        return PrintedDate(start, match.end(), year, month, day) if real_day(year, month, day) else None
    if match := _YEAR_MARKS.match(text, start + 4, end):
        month, day = int(match[1]), int(match[2] or 0)
        return (
            PrintedDate(start, match.end(), year, month, day or None)
            if real_day(year, month, day or 1)
            else None
        )
    match = _YEAR_MONTH_DAY.match(text, start + 4, end)
    named = month_numbers().get(match[1].casefold()) if match else None
    if match and named and real_day(year, named, int(match[2])):
        return PrintedDate(start, match.end(), year, named, int(match[2]))
    return None


def _is_in_code(before: str, after: str) -> bool:
    """Whether the characters around a date in numbers make it part of an identifier or a row: "jls.2016.5.3", "a,2016-05-03,7"."""
    return before == "." or (before in _CELL_SIGNS and after in _CELL_SIGNS)


def _from_numbers(
    year: int, numbers: tuple[int, int], separator: str, span: tuple[int, int], *, short: bool = False
) -> PrintedDate | None:
    """Return a date of two numbers and a year; with slashes and hyphens, the order may be ambiguous."""
    first, second = numbers
    day_first, month_first = real_day(year, second, first), real_day(year, first, second)
    swappable = day_first and month_first and first != second and separator in "/-"
    if day_first:
        return PrintedDate(*span, year, second, first, swappable=swappable, short=short)
    if month_first:
        return PrintedDate(*span, year, first, second, short=short)
    return None


def _short_dates(text: str) -> Iterator[PrintedDate]:
    """Yield the dates with two-digit years; 90 to 99 are in the 20th century, all others in the 21st."""
    for match in chain(*(years.finditer(text) for years in _SHORT_YEARS)):
        first = _FIRST_NUMBER.search(text, max(0, match.start() - 3), match.start())
        if first is None:
            continue
        year = int(match[2]) + (1900 if int(match[2]) >= 90 else 2000)
        numbers, span = (int(first[0]), int(match[1])), (first.start(), match.end())
        if printed := _from_numbers(year, numbers, match[0][0], span, short=True):
            yield printed


def _disjoint(found: list[PrintedDate]) -> list[PrintedDate]:
    """Sort dates, and drop those that begin inside the one before."""
    kept: list[PrintedDate] = []
    for printed in sorted(found, key=lambda printed: printed.start):
        if not kept or printed.start >= kept[-1].end:
            kept.append(printed)
    return kept
