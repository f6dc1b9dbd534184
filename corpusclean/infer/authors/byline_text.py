"""The text of a byline: its lines joined, without dates, times and separators."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from corpusclean.infer.recognition.credits import is_outlet_name, is_role
from corpusclean.infer.recognition.cues import conjunctions
from corpusclean.infer.recognition.date_labels import unread_words, words_beside_dates
from corpusclean.languages import weekday_numbers
from corpusclean.lexicons import load_lexicon
from corpusclean.spelling import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpusclean.infer.reading import Reading
    from corpusclean.infer.recognition.credits import Credit
    from corpusclean.infer.recognition.printed_dates import PrintedDate

_JOINED = 8  # maximal number of lines of a byline; some renderers end a line at each element
_LAST_WORD = re.compile(r"(?<![^\W\d_])([^\W\d_]{2,14})[\s.,]*\Z")
_LOOSE = " |/·•–—-,"  # separators between a name and what is beside it
_SIGN_OR_COUNT = re.compile(r"[\W_]+|\d{1,3}")


def text_without_dates(reading: Reading, position: int, start: int) -> str:
    """Return a line from offset `start` on, with each date, and the weekday before it, replaced by " | "."""
    line, text = reading.visible.lines[position], reading.page.text
    parts, at = [], line.start + start
    for printed in reading.signs.dates.get(position, ()):
        if printed.start >= at:
            parts.append(_without_weekday(text[at : printed.start], printed))
            at = printed.end
    return " | ".join([*parts, text[at : line.end]])


def _without_weekday(before: str, printed: PrintedDate) -> str:
    """Return the text before a date without the weekday of this date; of another day, the word may be a name."""
    last = _LAST_WORD.search(before)
    number = weekday_numbers().get(last[1].casefold()) if last else None
    if last is None or number is None or printed.precision != "day" or printed.swappable:
        return before
    return before[: last.start()] if number == date.fromisoformat(printed.iso()).isoweekday() else before


def printed_byline(text: str, credit: Credit) -> str:
    """Return a byline as printed, without what else is on its lines: dates and their labels, sections, comments.

    Args:
        text: the byline, with dates replaced by " | ".
        credit: its parsed content.
    """
    outlets = [credit.outlet] if is_outlet_name(credit.outlet) else []
    names = [*credit.authors, *filter(None, [credit.agency]), *outlets]
    parts = [_tidied(part, names) for part in f" {plain(text)} ".split(" | ")]
    told = [part for part in parts if any(name in part for name in names) or is_role(part)]
    if not any(name in part for part in told for name in credit.authors):  # names are not always as printed
        told = [part for part in parts if unread_words(part)]
    return " | ".join(told) or parts[0]


def _tidied(part: str, names: Sequence[str]) -> str:
    """Strip separators, and words beside names: "Ann Example on", "Ann Example, Published:", "Ann Example 2 Comments"."""
    words = part.lstrip(_LOOSE + ")]").rstrip(_LOOSE + "([").split(" ")
    needed = [name for name in names if name in part]
    full = any(" " in name for name in needed)  # of "Kim Son", only "Kim" may have been read as a name
    while len(words) > 1 and _is_beside_names(words, full=full):
        rest = " ".join(words[:-1])
        if any(name not in rest for name in needed):
            break
        words.pop()
    return " ".join(words).rstrip(_LOOSE)


def _is_beside_names(words: Sequence[str], *, full: bool) -> bool:
    """Whether the last word belongs to a date or to the link to the comments.

    A label with a capital may be a name, and so only counts behind a full one ("Kim Son"); a weekday behind "on".
    """
    word, folded = words[-1], words[-1].casefold()
    if _SIGN_OR_COUNT.fullmatch(word) or folded in load_lexicon("comment_words"):
        return True
    if folded in weekday_numbers():
        return words[-2].islower() and not unread_words(words[-2])
    introduces = word.islower() or word.endswith(":") or word[:1].isdigit()
    return (introduces and not unread_words(word)) or (full and folded in words_beside_dates())


def text_with_next_lines(reading: Reading, position: int, start: int) -> tuple[str, int]:
    """Return the names of a byline that may go on below its first line, and their end in the page's text.

    They go on if a cue fills the line or "and" ends it, and on each line that a comma or "and" joins to the one above.

    Args:
        reading: the page.
        position: index of the first line in `VisibleText.lines`.
        start: offset in this line from which on it is read; dates on it are replaced by " | ".
    """
    lines = reading.visible.lines
    text, end = text_without_dates(reading, position, start), lines[position].end
    is_filled = start > 0 and not text.strip(" :|")
    if not (is_filled or _joins(text)):
        return text, end
    parts, tied = ["" if is_filled else text], True
    for line in lines[position + 1 : position + 1 + _JOINED]:
        glue = line.text.strip() in (",", "&", "/") or line.text.casefold() in conjunctions()
        if not (tied or glue or line.text.startswith((",", "& "))) or line.words > 8 or line.is_prose:
            break
        parts.append(plain(line.text))
        tied = glue or line.text.endswith(",") or _joins(line.text)
        end = line.end
    return " ".join(parts), end


def _joins(text: str) -> bool:
    """Whether a text ends with "and" behind a word that may end a name."""
    words = text.split()
    joins = len(words) > 1 and (words[-1] == "&" or words[-1].casefold() in conjunctions())
    return joins and not words[-2].islower()
