"""What the visible lines of a page say together: their text, its phrases, paragraphs and language."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from corpusclean.infer.facts.lines import PROSE_WORDS, read_lines
from corpusclean.infer.recognition.language_detection import detect_language
from corpusclean.infer.recognition.phrases import find_phrases
from corpusclean.lexicons import load_lexicon

if TYPE_CHECKING:
    from corpusclean.page import Page

_RUN_GAP = 10  # lines between two paragraphs of one run
_MAX_RUNNING, _ENOUGH = 2_000, 200  # characters for language detection: maximum, and enough


class VisibleText:
    """The visible text of a page. "Position" is always an index in `lines`.

    Args:
        page: a page with repaired text; it is read, not changed.

    Attributes:
        lines: the lines that are not blank; of very long pages, those at both ends.
    """

    def __init__(self, page: Page) -> None:
        self.lines = read_lines(page)

    @cached_property
    def joined(self) -> str:
        """The texts of all lines, joined by line feeds."""
        return "\n".join(line.text for line in self.lines)

    @cached_property
    def starts(self) -> list[int]:
        """Offset of each line in `joined`."""
        return list(accumulate((len(line.text) + 1 for line in self.lines), initial=0))

    def position(self, offset: int) -> int:
        """Return the position of the line at an offset in `joined`."""
        return bisect_right(self.starts, offset) - 1

    @cached_property
    def folded(self) -> list[str]:
        """The texts of all lines, case-folded."""
        return self.folded_text.split("\n")

    @cached_property
    def folded_text(self) -> str:
        """`joined`, case-folded."""
        return self.joined.casefold()

    @cached_property
    def phrases(self) -> frozenset[str]:
        """The fixed phrases in `folded_text`; see `find_phrases`."""
        return find_phrases(self.folded_text)

    @cached_property
    def is_preformatted(self) -> bool:
        """Whether most words are in `<pre>` elements, as in archives of mailing lists."""
        words = sum(line.words for line in self.lines if line.features and line.features.tag == "pre")
        return 2 * words > sum(line.words for line in self.lines)

    @cached_property
    def prose(self) -> list[int]:
        """Positions of the paragraphs."""
        lines = enumerate(self.lines)
        return [position for position, line in lines if line.words >= PROSE_WORDS and line.is_prose]

    @cached_property
    def body(self) -> int:
        """Position of the paragraph at which the text begins: the first that another one follows closely."""
        prose = self.prose
        for position, following in pairwise(prose):
            if following - position <= _RUN_GAP:
                return position
        return prose[0] if prose else len(self.lines)

    @cached_property
    def main(self) -> int:
        """Position of the first paragraph of the longest run of paragraphs; `body` if there is none."""
        best = (0, self.body)
        start, words = -1, 0
        for position, following in pairwise([*self.prose, len(self.lines) + _RUN_GAP]):
            if start < 0:
                start, words = position, 0
            words += self.lines[position].words
            if following - position > _RUN_GAP:
                best, start = max(best, (words, start), key=lambda run: run[0]), -1
        return best[1]

    @cached_property
    def order_button(self) -> int:
        """Position of the first button to order a product; the number of lines if there is none."""
        buttons = load_lexicon("order_buttons")
        found = (position for position, text in enumerate(self.folded) if text in buttons)
        return next(found, len(self.lines))

    @cached_property
    def running_text(self) -> str:
        """The text for language detection: paragraphs, shorter lines only if there are not enough."""
        kept = [
            line for line in self.lines if not line.reason and not (line.features and line.features.hidden)
        ]
        for fewest in (PROSE_WORDS, 4, 0):
            text = "\n".join(line.text for line in kept if line.words >= fewest)[:_MAX_RUNNING]
            if len(text) >= _ENOUGH:
                return text
        return "\n".join(line.text for line in kept or self.lines)[:_MAX_RUNNING]

    @cached_property
    def detected_language(self) -> tuple[str, float]:
        """The language of the running text with its confidence; see `detect_language`."""
        return detect_language(self.running_text)
