"""Recognise the words beside dates: labels ("Published on"), weekdays, clock times and fillers ("at")."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from corpusclean.languages import cue_words, weekday_numbers
from corpusclean.lexicons import any_of
from corpusclean.spelling import is_unspaced

DateLabel = Literal["published", "modified", "undated", ""]
# Vowel signs of Devanagari are no letters for `re`.
_WORD = re.compile(r"[^\W\d_][\w\u0900-\u0963'’*-]*|\d[\w.:]*")
_REACH = 8  # words between a label and its date: "Posted by Jane Q. Public in Politics on"
_CUE_WORDS = 5  # words of the longest label in the language files
_SIGNS = re.compile(r"[\s,.;:|·•–—)/-]+")
_PUBLISHED_NAMES = re.compile(
    r"publi|posted|pubdate|entry-date|post-date|date-created|datecreated", re.IGNORECASE
)
_MODIFIED_NAMES = re.compile(r"updated|modified|revision", re.IGNORECASE)


def label_before(text: str) -> DateLabel:
    """Return the date label in the words before a date.

    Args:
        text: what precedes the date on its line, or the line above.

    Returns:
        The label nearest to the date, or "". "undated" is the label of a date of something else, such as an event;
        it counts only directly before the date.

    >>> label_before("Last updated on Monday, ")
    'modified'
    >>> label_before("Posted by Ann in Travel on ")
    'published'
    """
    folded = text[-120:].casefold()
    words = [word.strip(".:") for word in _WORD.findall(folded)]
    for cues, touching in _unspaced_labels():
        if folded.rstrip(" :：").endswith(cues):
            return touching
    while words and (words[-1] in _fillers() or words[-1] in weekday_numbers() or words[-1][:1].isdigit()):
        words.pop()
    for end in range(len(words), max(0, len(words) - _REACH), -1):
        for length in range(min(_CUE_WORDS, end), 0, -1):
            label = _labels().get(" ".join(words[end - length : end]), "")
            if label and (label != "undated" or end == len(words)):
                return label
    return ""


def label_after(text: str) -> DateLabel:
    """Return the date label after a date, for languages that put it there; "" if there is none.

    >>> label_after(" 更新")
    'modified'
    """
    start = text[:16].lstrip(" )）")
    return next((label for cues, label in _unspaced_labels() if start.startswith(cues)), "")


def label_in_names(names: str) -> DateLabel:
    """Return the label that class names and other attributes of an element give to its date, or "".

    >>> label_in_names("entry-meta last-updated")
    'modified'
    """
    published, modified = _PUBLISHED_NAMES.search(names), _MODIFIED_NAMES.search(names)
    if bool(published) == bool(modified):
        return ""
    return "published" if published else "modified"


def is_label(text: str) -> bool:
    """Whether a line is a date label and nothing else.

    >>> is_label("Published:"), is_label("Published works")
    (True, False)
    """
    words = [word.strip(".:") for word in _WORD.findall(text[:60].casefold())]
    while words and words[-1] in _fillers():
        words.pop()
    return " ".join(words) in _labels() or text.strip(" :：") in {
        cue for cues, _ in _unspaced_labels() for cue in cues
    }


def unread_words(text: str) -> list[str]:
    """Return the words of a text that are no clock time, reading time, weekday, date label or filler.

    >>> unread_words("Published on Monday at 10:05 GMT in Travel")
    ['Travel']
    """
    words = _WORD.findall(_times().sub(" ", text))
    known = _labelling_words()
    return [word for word in words if word.casefold().strip(".:") not in known]


def has_published_word(text: str) -> bool:
    """Whether a text has a word that labels dates of publication, anywhere.

    >>> has_published_word("Am 3. Mai 2016 von Ann in Reisen veröffentlicht."), has_published_word("Es regnete.")
    (True, False)
    """
    return not _published_words().isdisjoint(word.casefold() for word in _WORD.findall(text))


def spent(text: str) -> int:
    """Return the number of characters of the clock times and separators at the start of a text.

    >>> " 10:05 a.m. | Updated "[spent(" 10:05 a.m. | Updated ") :]
    'Updated '
    """
    at = 0
    while match := _SIGNS.match(text, at) or _times().match(text, at):
        at = match.end()
    return at


@cache
def words_beside_dates() -> frozenset[str]:
    """Return the words that may be between a name and a date: "on", "updated", "veröffentlicht"."""
    labels = {cue for kind in ("fillers", "published", "modified") for cue in cue_words(kind)}
    return frozenset(word for label in labels for word in label.split())


@cache
def _published_words() -> frozenset[str]:
    words = {word for cue in cue_words("published") for word in cue.split()}
    return frozenset(words - _fillers() - {word for cue in cue_words("undated") for word in cue.split()})


@cache
def _times() -> re.Pattern[str]:
    """Compile a clock time, a time zone, or a reading time."""
    return re.compile(
        r"\b\d{1,2}\s?[:.h]\s?\d\d(?:[:.]\d\d)?(?:\s?[ap]\.?m\b\.?)?|\b\d{1,2}\s?[ap]\.?m\b\.?"
        r"|\b(?:UTC|GMT|Z|[A-Z]{1,3}[SD]T|[ECMP]T)\b(?:\s?[+-]\d{1,2}(?::?\d\d)?)?"
        rf"|\b\d{{1,3}}[\s-]?{any_of('minute_words')}\b(?:\s?{any_of('reading_words')}\b){{0,2}}",
        re.IGNORECASE,
    )


@cache
def _fillers() -> frozenset[str]:
    return frozenset(cue_words("fillers"))


@cache
def _labels() -> dict[str, DateLabel]:
    """Map cues to labels, for languages with spaces between words; ambiguous cues are left out."""
    found: dict[str, set[DateLabel]] = {}
    kinds: tuple[DateLabel, ...] = ("published", "modified", "undated")
    for kind in kinds:
        for cue in cue_words(kind):
            found.setdefault(_without_fillers(cue), set()).add(kind)
    return {cue: labels.pop() for cue, labels in found.items() if len(labels) == 1}


def _without_fillers(cue: str) -> str:
    """Return a cue as `label_before` looks it up, without fillers at its end: "né" for "né le"."""
    words = [word.strip(".:") for word in _WORD.findall(cue)]
    while len(words) > 1 and words[-1] in _fillers():
        words.pop()
    return " ".join(words)


@cache
def _labelling_words() -> frozenset[str]:
    words = {word for label, kind in _labels().items() if kind != "undated" for word in label.split()}
    return frozenset(words | _fillers() | set(weekday_numbers()))


@cache
def _unspaced_labels() -> tuple[tuple[tuple[str, ...], DateLabel], ...]:
    """Return (cues, label) for languages without spaces between words, where cues touch the date."""
    # "活动时间" and "更新时间" also end in "时间" (published), so the more specific labels come first.
    kinds: tuple[DateLabel, ...] = ("undated", "modified", "published")
    return tuple((tuple(cue for cue in cue_words(kind) if is_unspaced(cue[0])), kind) for kind in kinds)
