"""The text of a byline: its lines joined, without dates, times and separators."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpusclean.infer.recognition.cues import conjunctions
from corpusclean.infer.recognition.date_labels import is_label, unread_words
from corpusclean.languages import weekday_numbers
from corpusclean.spelling import plain

if TYPE_CHECKING:
    from corpusclean.infer.reading import Reading

_JOINED = 8  # maximal number of lines of a byline; some renderers end a line at each element
_LEAST_WORDS = 2  # of a byline before a date label that is capitalised
_ARROWS = frozenset(("»", "›", ">", "→"))  # before a date
_LOOSE = " |/·•–—-,"  # separators between a name and what is beside it


def text_without_dates(reading: Reading, position: int, start: int) -> str:
    """Return a line from offset `start` on, with each date replaced by " | "."""
    line, text = reading.visible.lines[position], reading.page.text
    parts, at = [], line.start + start
    for printed in reading.signs.dates.get(position, ()):
        if printed.start >= at:
            parts.append(text[at : printed.start])
            at = printed.end
    return " | ".join([*parts, text[at : line.end]])


def printed_byline(text: str) -> str:
    """Return a byline as printed, without times, date labels and separators at its ends and around dates."""
    parts = [_tidied(part) for part in f" {plain(text)} ".split(" | ")]
    return (
        " | ".join(part for part in parts if any(word[0].isalpha() for word in unread_words(part)))
        or parts[0]
    )


def _tidied(part: str) -> str:
    """Strip separators and the words that introduced a date: "Ann Example on Tue", "Ann Example, Published:"."""
    words = part.lstrip(_LOOSE + ")]").rstrip(_LOOSE + "([").split(" ")
    if words[-1] in _ARROWS or (
        words[-1].casefold() in weekday_numbers() and not unread_words(words[-2:][0])
    ):
        words.pop()  # "Sun" may be a name, but not directly after "on"
    while len(words) > 1 and (words[-1].islower() or words[-1].endswith(":")) and not unread_words(words[-1]):
        words.pop()
    if len(words) > _LEAST_WORDS and is_label(words[-1]):
        words.pop()
    return " ".join(words).rstrip(_LOOSE)


def text_of_next_lines(reading: Reading, position: int) -> tuple[str, int]:
    """Return the names below a cue that fills its line, and their end in the page's text.

    They are on the next line, and on those that a comma or "and" joins to it.
    """
    lines, parts = reading.visible.lines, [""]
    tied, end = True, lines[position].end
    for line in lines[position + 1 : position + 1 + _JOINED]:
        glue = line.text.strip() in (",", "&", "/") or line.text.casefold() in conjunctions()
        if not (tied or glue or line.text.startswith((",", "& "))) or line.words > 8 or line.is_prose:
            break
        parts.append(plain(line.text))
        tied = glue or line.text.endswith(",") or line.text.casefold().endswith((" and", " und"))
        end = line.end
    return " ".join(parts), end
