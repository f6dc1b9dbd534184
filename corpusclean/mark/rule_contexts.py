"""Find the lines that context rules mark: a line in a certain place, a heading with its run, a cluster.

Lines that are already to be cut still count as matches, but not as obstacles between others. So a second pass over
the cleaned text cannot find more than the first one: cleaning twice cuts nothing more.
"""

from __future__ import annotations

import sys
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from corpusclean.mark.rule_files import Cluster, Rule, Run

_STORY = 3  # number of lines of prose after which the story has begun
# A run of arbitrary lines, such as teasers below "Most read", is not cut if it has more than this share of the page's
# words: then it is the main content. On 1,415 texts of main content only, three front pages lose 80 % of their
# words without this; the others do not change.
_MOST = 0.5
_FEW_LINES = 10  # runs of at most so many lines are always cut
# The lines between two matches of a cluster are not cut if they are so many, and have more than this share of the
# page's words: then they are the content of a short page, between two menus. In the clusters of 2,600 texts, all lines
# between matches together have at most .3.
_FEWEST_BETWEEN, _MOST_BETWEEN = 3, 0.4


class LineMatches(NamedTuple):
    """The rules that one line matches, and its shape.

    Args:
        words: its number of words.
        prose: whether it looks like a sentence or a paragraph.
        title: whether it may be the title of a text.
        rules: numbers of the rules whose pattern it matches.
        runs: numbers of the rules whose run pattern it matches (`Run.pattern` or `Run.until`).
        sentence: whether it ends like a sentence, however short.
    """

    words: int
    prose: bool
    title: bool = False
    rules: tuple[int, ...] = ()
    runs: tuple[int, ...] = ()
    sentence: bool = False


@dataclass(frozen=True, slots=True)
class Outline:
    """What context rules need to know of a page; a "place" is an index into `lines`.

    Args:
        lines: index in the page of each line that is not blank.
        matches: the matches of each line.
        gone: whether each line is already to be cut.
        words: number of words in all lines that are kept.
        top: place of the first kept line of prose, 0 if there is none.
        below: place of the third kept line of prose, `len(lines)` if there is none.
        tail: place of the last kept line of prose, -1 if there is none.
        ahead: for each line, the reasons of the marks on the next kept line and on the cut lines before that.
        section_end: function from the index of a line to that of the end of the section that it heads.
    """

    lines: Sequence[int]
    matches: Sequence[LineMatches]
    gone: Sequence[bool]
    words: int
    top: int
    below: int
    tail: int
    ahead: Sequence[AbstractSet[str]]
    section_end: Callable[[int], int]


def outline(
    matches: Mapping[int, LineMatches],
    gone: AbstractSet[int],
    reasons: Mapping[int, str],
    section_end: Callable[[int], int] = lambda _: sys.maxsize,
) -> Outline:
    """Make the outline of a page.

    Args:
        matches: index in the page → matches, for each line that is not blank, in order.
        gone: indices of the lines that are already to be cut.
        reasons: index of each marked line → reason.
        section_end: see `Outline`; by default the whole page is one section.
    """
    lines, found = list(matches), list(matches.values())
    flags = [index in gone for index in lines]
    prose = [place for place, line in enumerate(found) if line.prose and not flags[place]]
    ahead: list[AbstractSet[str]] = [frozenset()] * len(lines)
    if reasons:
        sets = {reason: frozenset([reason]) for reason in {*reasons.values()}}
        seen = none = frozenset[str]()
        for place in range(len(lines) - 1, -1, -1):
            ahead[place] = seen
            reason = reasons.get(lines[place])
            own = sets[reason] if reason else none
            seen = seen | own if flags[place] else own
    return Outline(
        lines=lines,
        matches=found,
        gone=flags,
        words=_words_left(found, flags),
        top=prose[0] if prose else 0,
        below=prose[_STORY - 1] if len(prose) >= _STORY else len(lines),
        tail=prose[-1] if prose else -1,
        ahead=ahead,
        section_end=section_end,
    )


def find_runs(rule: Rule, number: int, page: Outline, starts: Sequence[int]) -> Iterator[int]:
    """Yield the places of the lines that one context rule marks.

    Args:
        rule: the rule.
        number: its number in `LineMatches`.
        page: the outline of the page.
        starts: the places of the lines that match the rule's pattern, in order.
    """
    if rule.cluster:
        blocks = _clusters(rule.cluster, page, [start for start in starts if _in_place(rule, page, start)])
    else:
        blocks = _headed(rule, number, page, starts)
    for first, end in blocks:
        yield from (place for place in range(first, end) if not page.gone[place])


def _in_place(rule: Rule, page: Outline, start: int) -> bool:
    if rule.place == "top" and start >= page.top:
        return False
    if rule.place == "below" and start <= page.below:
        return False
    if rule.place == "tail" and start < page.tail:
        return False
    return not rule.before or rule.before in page.ahead[start]


def _headed(rule: Rule, number: int, page: Outline, starts: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield (first, end) of each matching line in the right place, together with its run."""
    done = 0
    for start in starts:
        if start < done or not _in_place(rule, page, start):
            continue
        # A start within a run that was too short would give an even shorter run, so continue after it.
        done = _run_end(rule.run, number, page, start + 1) if rule.run else start + 1
        if not rule.run or (done - start >= rule.run.min_lines and not _is_main(rule.run, page, start, done)):
            yield from _around_story(page, start, done) if _is_any(rule.run) else [(start, done)]
        if rule.run and rule.run.to_end:
            return  # only the first heading is tried: trying all would take quadratic time


def _is_any(run: Run | None) -> bool:
    """Whether a run is of arbitrary lines."""
    return run is not None and not run.pattern and not run.titles


def _is_main(run: Run, page: Outline, start: int, end: int) -> bool:
    """Whether a run of arbitrary lines has most words of the page, so that it must be the main content."""
    if run.pattern or end - start <= _FEW_LINES:
        return False
    return _words_left(page.matches[start:end], page.gone[start:end]) > _MOST * page.words


def _words_left(matches: Sequence[LineMatches], gone: Sequence[bool]) -> int:
    return sum([line.words for line, is_gone in zip(matches, gone, strict=True) if not is_gone])


def _run_end(run: Run, number: int, page: Outline, place: int) -> int:
    if run.to_end:
        rest = zip(page.matches[place:], page.gone[place:], strict=True)
        found = [is_match for line, gone in rest if (is_match := number in line.runs) or not gone]
        enough = sum(found) >= max(run.to_end, run.share * len(found))
        return len(page.lines) if enough else place
    # Matches of a pattern tell themselves how far a run goes; other lines are only those of the heading's section.
    section = (
        len(page.lines) if run.pattern else bisect_left(page.lines, page.section_end(page.lines[place - 1]))
    )
    end = min(place + run.titles, section) if run.titles else section
    while place < end and (page.gone[place] or _in_run(run, number, page.matches[place])):
        place += 1
    return place


def _around_story(page: Outline, first: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield (first, end) of a run of arbitrary lines, or of its parts around sentences of the story.

    Teasers with sentences are followed by their like: sentences in one place only are those of the story.
    """
    kept = [place for place in range(first, end) if not page.gone[place]]
    told = [number for number, place in enumerate(kept) if page.matches[place].sentence]
    if told and told[-1] - told[0] == len(told) - 1:
        yield first, kept[told[0]]
        yield kept[told[-1]] + 1, end
    else:
        yield first, end


def _in_run(run: Run, number: int, line: LineMatches) -> bool:
    if run.max_words and line.words > run.max_words:
        return False
    if run.titles and not line.title:
        return False
    matches = number in line.runs
    return not matches if run.until else matches or not run.pattern


def _clusters(cluster: Cluster, page: Outline, starts: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield (first, end) of what is cut of each group of matching lines."""
    group: list[int] = []
    for start in starts:
        if group and not _joined(cluster, page, group[-1], start):
            yield from _of_group(cluster, page, group)
            group = []
        group.append(start)
    yield from _of_group(cluster, page, group)


def _of_group(cluster: Cluster, page: Outline, group: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the range of a group with at least `min_matches` lines, but for lines in it that may be the content."""
    if len(group) < cluster.min_matches:
        return
    first = group[0]
    for one, other in pairwise(group):
        between = [page.matches[place].words for place in range(one + 1, other) if not page.gone[place]]
        if len(between) >= _FEWEST_BETWEEN and sum(between) > _MOST_BETWEEN * page.words:
            yield first, one + 1
            first = other
    yield first, group[-1] + 1


def _joined(cluster: Cluster, page: Outline, one: int, other: int) -> bool:
    """Whether two successive matching lines belong to one group, by the number and length of lines between them."""
    others = 0
    for place in range(one + 1, other):
        if page.gone[place]:
            continue
        others += 1
        too_long = cluster.max_words and page.matches[place].words > cluster.max_words
        if others > cluster.gap or too_long:
            return False
    return True
