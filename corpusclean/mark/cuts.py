"""Turn marks into cuts: decide which lines are cut, and which white space with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from corpusclean.document import CUT_REASONS, Cut, Mark
from corpusclean.page import Page
from corpusclean.recipe import Recipe

_BLANK_LINES = "cuts/blank-lines"
_RANK = {reason: rank for rank, reason in enumerate(CUT_REASONS)}


def verdicts(marks: Sequence[Mark], recipe: Recipe) -> dict[int, Mark]:
    """Decide which lines are cut: return the index of each with the mark that decided.

    For each line the mark with the highest score decides; of equal scores, the reason that is first in `CUT_REASONS`.
    The line is cut if that score reaches `recipe.threshold`, and its reason is not in `recipe.keep`.

    >>> verdicts([Mark(0, "social", "a", 0.9), Mark(1, "legal", "b", 0.4)], Recipe())
    {0: Mark(line=0, reason='social', by='a', score=0.9)}
    """
    threshold, best = recipe.threshold, dict[int, Mark]()
    for mark in marks:
        if mark.score >= threshold:
            rival = best.get(mark.line)
            if rival is None or _order(mark) < _order(rival):
                best[mark.line] = mark
    if not recipe.keep:
        return best
    return {line: mark for line, mark in best.items() if mark.reason not in recipe.keep}


def _order(mark: Mark) -> tuple[float, int, str]:
    return (-mark.score, _RANK[mark.reason], mark.by)


def cut_lines(page: Page, marks: Sequence[Mark], recipe: Recipe) -> list[Cut]:
    r"""Make the cuts of all lines that are to be cut, and of the blank lines that would be left over.

    Between two kept lines with a cut line between them, one line end remains, or one blank line (the first)
    if there was one. Before the first and after the last kept line nothing remains if a line is cut there.

    Args:
        page: the page whose lines were marked.
        marks: the marks of all voters, in any order.
        recipe: the settings; `level` and `keep` are used.

    Returns:
        The cuts, one per line and one per run of white space, sorted and disjoint.

    >>> page = Page("a\n\nAd\n\nb", [(0, 1), (2, 2), (3, 5), (6, 6), (7, 8)])
    >>> [(cut.text, cut.reason) for cut in cut_lines(page, [Mark(2, "advertisement", "x")], Recipe())]
    [('Ad\n', 'advertisement'), ('\n', 'whitespace')]
    """
    written, decided = page.written, verdicts(marks, recipe)
    cut = {line: mark for line, mark in decided.items() if line in written}
    if not cut:
        return []
    kept = [line for line in written if line not in cut]
    cuts: list[Cut] = []
    for before, after in pairwise([-1, *kept, len(page.lines)]):
        # Most often, two kept lines are neighbours.
        if after - before > 1 and any(line in cut for line in range(before + 1, after)):
            cuts += _cut_region(page, before, after, cut)
    return cuts


def cut_text(text: str, cuts: Sequence[Cut]) -> str:
    r"""Return the text without its cuts.

    >>> cut_text("a\nAd\nb", [Cut(2, 5, "Ad\n", "advertisement", "x")])
    'a\nb'
    """
    parts = []
    position = 0
    for cut in cuts:
        parts.append(text[position : cut.start])
        position = cut.end
    return "".join((*parts, text[position:]))


def _cut_region(page: Page, before: int, after: int, cut: Mapping[int, Mark]) -> list[Cut]:
    """Return the cuts between two successive kept lines, or between a kept line and an edge of the page."""
    text, lines = page.text, page.lines
    starts = [start for start, _ in lines[before + 1 : after + 1]]
    if after == len(lines):
        starts.append(len(text))
    at_top, at_end = before < 0, after == len(lines)
    spare_blank = not (at_top or at_end)  # whether one blank line is still to be kept
    cuts: list[Cut] = []
    if at_end and not at_top:
        _cut_blank(cuts, text, lines[before][1], starts[0])
    # A line is cut with the white space after it. A sentence of a giant line, after a kept sentence, is cut with the
    # white space before it instead, so that the line feed at the end of the giant line is kept.
    beside_kept = not (at_top or at_end)
    for line, own_start, next_start in zip(range(before + 1, after), starts, starts[1:], strict=False):
        beside_kept = beside_kept and "\n" not in text[lines[line - 1][1] : own_start]
        start, end = (lines[line - 1][1], lines[line][1]) if beside_kept else (own_start, next_start)
        if mark := cut.get(line):
            cuts.append(Cut(start, end, text[start:end], mark.reason, mark.by, mark.score))
        elif spare_blank:
            spare_blank = False
        else:
            _cut_blank(cuts, text, start, end)
    return cuts


def _cut_blank(cuts: list[Cut], text: str, start: int, end: int) -> None:
    """Append the cut of a range of white space, if it is not empty; a previous one that ends there is extended."""
    if start == end:
        return
    if cuts and cuts[-1].by == _BLANK_LINES and cuts[-1].end == start:
        start = cuts.pop().start
    cuts.append(Cut(start, end, text[start:end], "whitespace", _BLANK_LINES))
