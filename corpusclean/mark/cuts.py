"""Turn marks into cuts: decide which lines are cut, and which white space with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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
    text = page.text
    written = [line for line, (start, end) in enumerate(page.lines) if text[start:end].strip()]
    decided = verdicts(marks, recipe)
    cut = {line: decided[line] for line in written if line in decided}
    if not cut:
        return []
    kept = [line for line in written if line not in cut]
    cuts: list[Cut] = []
    for before, after in pairwise([-1, *kept, len(page.lines)]):
        # Most often, two kept lines are neighbours.
        if after - before > 1 and any(line in cut for line in range(before + 1, after)):
            cuts += _merged(_cut_region(page, before, after, cut))
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


def _cut_region(page: Page, before: int, after: int, cut: Mapping[int, Mark]) -> Iterator[Cut]:
    """Yield the cuts between two successive kept lines, or between a kept line and an edge of the page."""
    at_top, at_end = before < 0, after == len(page.lines)
    spare_blank = not (at_top or at_end)  # whether one blank line is still to be kept
    if at_end and not at_top:
        yield _blank(page, page.lines[before][1], _next_start(page, before))
    # A line is cut with the white space after it. A sentence of a giant line, after a kept sentence, is cut with the
    # white space before it instead, so that the line feed at the end of the giant line is kept.
    beside_kept = not (at_top or at_end)
    for line in range(before + 1, after):
        start, end = page.lines[line][0], _next_start(page, line)
        beside_kept = beside_kept and _continues(page, line)
        if beside_kept:
            start, end = page.lines[line - 1][1], page.lines[line][1]
        if mark := cut.get(line):
            yield Cut(start, end, page.text[start:end], mark.reason, mark.by, mark.score)
        elif spare_blank:
            spare_blank = False
        else:
            yield _blank(page, start, end)


def _continues(page: Page, index: int) -> bool:
    """Whether no line feed is before a line: it is a sentence of the same giant line as the previous one."""
    return "\n" not in page.text[page.lines[index - 1][1] : page.lines[index][0]]


def _next_start(page: Page, index: int) -> int:
    return page.lines[index + 1][0] if index + 1 < len(page.lines) else len(page.text)


def _blank(page: Page, start: int, end: int) -> Cut:
    return Cut(start, end, page.text[start:end], "whitespace", _BLANK_LINES)


def _merged(cuts: Iterator[Cut]) -> Iterator[Cut]:
    """Merge neighbouring cuts of white space, and drop empty ones."""
    last: Cut | None = None
    for cut in cuts:
        if cut.start == cut.end:
            continue
        if last and last.by == cut.by == _BLANK_LINES and last.end == cut.start:
            last = Cut(last.start, cut.end, last.text + cut.text, cut.reason, cut.by)
            continue
        if last:
            yield last
        last = cut
    if last:
        yield last
