"""Compute how much the text of a page repeats the words of a candidate; a headline and its article share words."""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections import Counter
from typing import TYPE_CHECKING

from corpusclean.spelling import HANGUL, UNSPACED_SCRIPTS, is_unspaced

if TYPE_CHECKING:
    from corpusclean.infer.facts.visible_text import VisibleText

_BELOW = 12  # paragraphs below a candidate that are searched for its words
_TOPICAL, _TOPICAL_CHARS = 20, 300  # paragraphs in which stems are counted, and characters of each
_LOGARITHMS = [math.log2(1 + count) for count in range(16)]
_STEM = 7  # characters to which words are cut, so that inflected forms match
_MAX_STEMS = 12
_LONG_WORD = re.compile(rf"[{UNSPACED_SCRIPTS}{HANGUL}]{{2}}|[^\W\d_]{{5,}}")
ONE_MATCH = _LOGARITHMS[1] / 3
"""The feature "matched" of a candidate of which one word is repeated."""


class Echoes:
    """The words of candidates, and those of the paragraphs of their page.

    Args:
        visible: the visible text of the page.
        positions: positions of the candidates, in page order.
    """

    def __init__(self, visible: VisibleText, positions: list[int]) -> None:
        self._visible = visible
        self._stems = {position: _stems(visible.folded[position]) for position in positions}
        story = " ".join(["", *[visible.folded[p][:_TOPICAL_CHARS] for p in visible.prose[:_TOPICAL]]])
        self._shared = Counter([stem for found in self._stems.values() for stem in set(found)])
        self._counts = {
            stem: story.count(stem if is_unspaced(stem[0]) else f" {stem}") for stem in self._shared
        }
        self._below, self._above = "", -1

    def features(self, position: int) -> dict[str, float]:
        """Return features of the words that a candidate shares with the page.

        Args:
            position: that of the candidate.
        """
        stems = self._stems[position]
        if not stems:
            return {}
        below = self._text_below(position)
        matched = sum([stem in below for stem in stems])
        return {
            "echoed": matched / len(stems),
            "matched": _LOGARITHMS[matched] / 3,
            "topical": sum([_LOGARITHMS[min(self._counts[stem], 15)] for stem in stems]) / 4 / len(stems),
            "recurring": sum([min(4, self._shared[stem] - 1) for stem in stems]) / 4 / len(stems),
        }

    def _text_below(self, position: int) -> str:
        """Return the case-folded paragraphs below a line; kept, since candidates often have the same below them."""
        prose = self._visible.prose
        above = bisect_left(prose, position)
        if above != self._above:
            self._below = " ".join([self._visible.folded[p] for p in prose[above : above + _BELOW]])
            self._above = above
        return self._below


def _stems(folded: str) -> list[str]:
    return [word[:_STEM] for word in _LONG_WORD.findall(folded)[:_MAX_STEMS]]
