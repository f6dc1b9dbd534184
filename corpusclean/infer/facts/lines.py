"""The lines of a page that are not blank, with what can be told of each line by itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpusclean.spelling import HANGUL, UNSPACED_SCRIPTS, ends_sentence

if TYPE_CHECKING:
    from corpusclean.page import LineFeatures, Page

# Of a long page only both ends are read: headlines, dates and bylines are at the top, boxes on source and author at
# the end. 98 % of 954 evaluation pages have fewer lines than this.
_HEAD_LINES, _TAIL_LINES = 2_000, 400
_MAX_LINE = 2_000  # characters of a line that are read

_BULLETS = frozenset("*•·‣▪▸►»>+○●◦❯–—-")
_BULLET = re.compile(r".[ \t\u00a0]+")
_NUMBERED = re.compile(r"\d{1,2}\.[ \t\u00a0]")
_BYTES = (
    4  # two characters of such a script, which count as a word, have so many more UTF-8 bytes than characters
)
_UNSPACED = re.compile(f"[{UNSPACED_SCRIPTS}{HANGUL}]")
PROSE_WORDS = 14
"""Minimal number of words of a paragraph."""
_LONG_WORDS = 28  # the same of one that does not end a sentence
_VOTE = 0.5  # minimal score of a mark that is used


@dataclass(slots=True)
class Line:
    """A line that is not blank.

    Args:
        index: its index in `Page.lines`.
        start, end: half-open range of `text` in the page's text.
        text: the line without bullet and outer white space.
        words: number of words; in scripts without spaces, two characters count as one.
        bullet: whether a bullet or number was before it.
        reason: reason of its mark with the highest score, or "".
        features: features of its DOM element, for HTML.
    """

    index: int
    start: int
    end: int
    text: str
    words: int
    bullet: bool
    reason: str
    features: LineFeatures | None

    @property
    def is_prose(self) -> bool:
        """Whether it is a paragraph: unmarked, with many words and the end of a sentence, or very many words."""
        if self.words < PROSE_WORDS or self.reason:
            return False
        return self.words >= _LONG_WORDS or ends_sentence(self.text)


def read_lines(page: Page) -> list[Line]:
    """Read the lines of a page that are not blank; of very long pages, those at both ends.

    Args:
        page: a page with repaired text, and with the marks of its lines if there are any.

    >>> from corpusclean.segment.text import segment_text
    >>> [(line.text, line.words, line.bullet) for line in read_lines(segment_text("Boats\\n\\n• Old ferry"))]
    [('Boats', 1, False), ('Old ferry', 2, True)]
    """
    reasons = _reasons(page)
    text, features, lines = page.text, page.features, []
    for index, (line_start, end) in enumerate(page.lines):
        if line_start == end:
            continue
        start = line_start
        shown = text[start : end if end - start <= _MAX_LINE else start + _MAX_LINE]
        stripped = shown.strip()
        if not stripped:
            continue
        first = stripped[0]
        if first != shown[0]:
            start += len(shown) - len(shown.lstrip())
        bulleted = False
        if not first.isalpha():
            if first in _BULLETS and (bullet := _BULLET.match(stripped)):
                stripped, start, bulleted = stripped[bullet.end() :], start + bullet.end(), True
            else:
                bulleted = first.isdecimal() and bool(_NUMBERED.match(stripped))
        words = len(stripped.split())
        if not stripped.isascii():
            words += _unspaced_words(stripped, words)
        reason = reasons.get(index, "") if reasons else ""
        dom = features[index] if features else None
        lines.append(Line(index, start, start + len(stripped), stripped, words, bulleted, reason, dom))
    if len(lines) > _HEAD_LINES + _TAIL_LINES:
        return lines[:_HEAD_LINES] + lines[-_TAIL_LINES:]
    return lines


def _reasons(page: Page) -> dict[int, str]:
    """Map the index of each marked line to the reason of its mark with the highest score."""
    strongest: dict[int, tuple[float, str]] = {}
    for mark in page.marks:
        if mark.score >= _VOTE:
            strongest[mark.line] = max(strongest.get(mark.line, (0.0, "")), (mark.score, mark.reason))
    return {line: reason for line, (_, reason) in strongest.items()}


def _unspaced_words(text: str, words: int) -> int:
    """Return the number of words, in Korean and scripts without spaces, to add to a count by spaces; two characters count as a word."""
    if words >= 3 * PROSE_WORDS or len(text.encode("utf-8", "replace")) < len(text) + _BYTES:
        return 0
    return len(_UNSPACED.findall(text)) // 2
