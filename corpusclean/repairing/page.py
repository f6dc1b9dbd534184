"""The repair of a page, line by line, with a `Repair` for every change."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpusclean.document import Page, Repair
from corpusclean.recipe import Recipe
from corpusclean.repairing.characters import (
    LINE_ENDING,
    Step,
    needs_steps,
    steps_after_mojibake,
    steps_before_mojibake,
)
from corpusclean.repairing.misread import is_unfamiliar, mend_misread
from corpusclean.repairing.mojibake import has_candidates, mend_lines
from corpusclean.segment.text import line_spans

_BEYOND_ASCII = re.compile("[^\x00-\x7f]+")
_GAPS = re.compile("([ \t]+)")
_Versions = list[tuple[str, str]]  # a line as it came and after each step that changed it, with the step


@dataclass(frozen=True, slots=True)
class Repaired:
    """Text, and what was changed to get it.

    Args:
        text: the repaired text.
        repairs: sorted and disjoint, in code points of `text`.
    """

    text: str
    repairs: tuple[Repair, ...]


def repair(text: str, *, recipe: Recipe | None = None) -> Repaired:
    r"""Repair a text.

    Args:
        text: decoded text; may hold unpaired surrogates.
        recipe: the settings; by default `Recipe()`.

    Returns:
        The repaired text, with "\n" as its only line end, and every change.

    >>> repair("It\u00e2\u20ac\u2122s a caf\u00c3\u00a9\r\n").text
    'It’s a café\n'
    """
    recipe = recipe or Recipe()
    if _needs_nothing(text, recipe):
        return Repaired(text, ())
    page = repair_page(Page(text=text, lines=line_spans(text)), recipe)
    return Repaired(page.text, tuple(page.repairs))


def repair_page(page: Page, recipe: Recipe) -> Page:
    """Repair a page: what needs the whole document first, then line by line.

    Args:
        page: a page as it was segmented.
        recipe: the settings.

    Returns:
        The page with its repaired text, its lines and features, and the repairs.
    """
    if _needs_nothing(page.text, recipe):
        return page
    before = [page.text[start:end].removesuffix("\r") for start, end in page.lines]
    stages = _stages(before, recipe)
    lines: list[str] = []
    features = []
    places = [0]  # of each line before, and of the end, among the lines after
    repairs: list[Repair] = []
    position = 0
    for index, (start, end) in enumerate(page.lines):
        versions = stages[index]
        after = versions[-1][0]
        if after != before[index]:
            repairs += _edits(versions, position)
        position += len(after) + 1
        if end - start > len(before[index]):
            repairs.append(Repair(position - 1, position - 1, "\r", LINE_ENDING))
        new_lines = after.split("\n")
        lines += new_lines
        places.append(len(lines))
        if page.features:
            features += [page.features[index]] * len(new_lines)
    text = "\n".join(lines)
    blocks = replace(
        page.blocks,
        first=[places[line] for line in page.blocks.first],
        end=[places[line] for line in page.blocks.end],
    )
    return replace(page, text=text, lines=line_spans(text), features=features, blocks=blocks, repairs=repairs)


def _needs_nothing(text: str, recipe: Recipe) -> bool:
    """Whether a text is as it should be; cheap, since nearly every text is."""
    return not needs_steps(text, recipe) and not any(_suspicions(text))


def _suspicions(text: str) -> tuple[bool, bool]:
    """Whether a text could be misread, and whether it could be mojibake."""
    if text.isascii():
        return False, False
    runs = _BEYOND_ASCII.findall(text)
    return is_unfamiliar(text, "".join(runs)), has_candidates("\n".join(runs))


def _stages(lines: Sequence[str], recipe: Recipe) -> list[_Versions]:
    """The versions of each line."""
    stages: list[_Versions] = [[(line, "")] for line in lines]
    _apply(stages, steps_before_mojibake(), recipe)
    suspicions = _suspicions("\n".join(versions[-1][0] for versions in stages))
    for is_suspect, mend in zip(suspicions, (mend_misread, mend_lines), strict=True):
        if is_suspect:
            for versions, (line, plan) in zip(stages, mend([v[-1][0] for v in stages]), strict=True):
                if line != versions[-1][0]:
                    versions.append((line, plan))
    _apply(stages, steps_after_mojibake(recipe), recipe)
    return stages


def _apply(stages: list[_Versions], steps: Sequence[Step], recipe: Recipe) -> None:
    for versions in stages:
        line = versions[-1][0]
        if not needs_steps(line, recipe):
            continue
        for name, step in steps:
            changed = step(line)
            if changed != line:
                versions.append((changed, name))
                line = changed


def _edits(versions: _Versions, offset: int) -> Iterator[Repair]:
    """The changed stretches of a line: word by word where the words pair up, else in one piece."""
    words = [_GAPS.split(line) for line, _ in versions]
    if any(len(w) != len(words[0]) or w[1::2] != words[0][1::2] for w in words):
        words = [[line] for line, _ in versions]
    for word in zip(*words, strict=True):
        was, now = word[0], word[-1]
        if was != now:
            head, tail = _common_ends(was, now)
            original = was[head : len(was) - tail]
            put = now[head : len(now) - tail]
            lossy = put.count("\ufffd") > original.count("\ufffd")
            step = next(versions[i][1] for i in range(1, len(word)) if word[i] != word[i - 1])
            yield Repair(offset + head, offset + head + len(put), original, step, lossy)
        offset += len(now)


def _common_ends(a: str, b: str) -> tuple[int, int]:
    """How many characters two strings share at their start and, without those, at their end."""
    limit = min(len(a), len(b))
    head = next((i for i in range(limit) if a[i] != b[i]), limit)
    tail = next((i for i in range(limit - head) if a[-1 - i] != b[-1 - i]), limit - head)
    return head, tail
