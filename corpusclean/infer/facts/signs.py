"""The signs by which bylines and date lines are found: printed dates, byline cues and bare names."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from corpusclean.infer.recognition.cues import byline_pattern, cue_beginnings, is_credit, is_kicker
from corpusclean.infer.recognition.people import person_name
from corpusclean.infer.recognition.printed_dates import find_dates

if TYPE_CHECKING:
    from corpusclean.infer.facts.visible_text import VisibleText
    from corpusclean.infer.recognition.printed_dates import PrintedDate

_MAX_NAME_WORDS, _MAX_SIGNATURE = 4, 14  # words of a bare name, and of a byline or date line
_MAX_CUED = 24  # words of a byline
_BEFORE_CUE = "/|–—•· "  # what sites print between the parts of a byline may come before its cue


class Signs:
    """The dates and byline cues on the lines of a page, and which lines are bylines or date lines.

    Args:
        visible: the lines.
    """

    def __init__(self, visible: VisibleText) -> None:
        self._visible = visible
        self._signatures: dict[int, bool] = {}

    @cached_property
    def dates(self) -> dict[int, list[PrintedDate]]:
        """Position of a line → dates on it, with ranges in the page's text."""
        visible = self._visible
        found: dict[int, list[PrintedDate]] = {}
        for printed in find_dates(visible.joined):
            position = visible.position(printed.start)
            moved = printed.moved(visible.lines[position].start - visible.starts[position])
            found.setdefault(position, []).append(moved)
        return found

    @cached_property
    def byline_cues(self) -> dict[int, int]:
        """Position of each short line with a byline cue → number of characters to the end of the cue."""
        beginnings, lines = cue_beginnings("bylines"), self._visible.lines
        return {
            position: match.end()
            for position, folded in enumerate(self._visible.folded)
            if (start := folded.lstrip(_BEFORE_CUE)[:2])
            and (cues := beginnings.get(start) or beginnings.get(start[:1]))
            and (line := lines[position]).words <= _MAX_CUED
            and (
                match := byline_pattern(cues).match(line.text, len(folded) - len(folded.lstrip(_BEFORE_CUE)))
            )
            and not is_kicker(line.text, match.end(), first=position == 0)
        }

    def is_signature(self, position: int) -> bool:
        """Whether a line is a byline or date line: short, with a date, a byline cue or a bare name."""
        if position not in self._signatures:
            self._signatures[position] = 0 <= position < len(self._visible.lines) and self._signs(position)
        return self._signatures[position]

    def _signs(self, position: int) -> bool:
        line = self._visible.lines[position]
        if line.words > _MAX_SIGNATURE or line.is_prose:
            return False
        signs = position in self.dates or position in self.byline_cues or self._is_name(position)
        return signs and not is_credit(line.text)

    def _is_name(self, position: int) -> bool:
        line = self._visible.lines[position]
        known = 2 <= line.words <= _MAX_NAME_WORDS and line.text[0].isupper()
        return known and bool(person_name(line.text, "bare"))
