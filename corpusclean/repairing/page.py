"""Apply all repairs to the lines of a page, and record each change as a `Repair`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from corpusclean.document import Repair
from corpusclean.errors import UsageError
from corpusclean.page import Page
from corpusclean.recipe import Recipe, given_or_default
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

_GAPS = re.compile("([ \t]+)")
_Versions = list[tuple[str, str]]  # (text, step) of a line: as decoded, then after each step that changed it


@dataclass(frozen=True, slots=True)
class Repaired:
    """Repaired text with its changes.

    Args:
        text: the repaired text.
        repairs: the changes, sorted and disjoint, with offsets in `text`.
    """

    text: str
    repairs: tuple[Repair, ...]


def repair(text: str, *, recipe: Recipe | None = None) -> Repaired:
    r"""Repair a decoded text: mojibake, a wrong charset, control characters, line ends, Unicode NFC.

    Args:
        text: decoded text; may have unpaired surrogates.
        recipe: the settings; by default `Recipe()`.

    Returns:
        The repaired text, with "\n" as its only line end, and all changes.

    Raises:
        UsageError: if the text is not a `str`.

    >>> repair("It\u00e2\u20ac\u2122s a caf\u00c3\u00a9\r\n").text
    'It’s a café\n'
    """
    if not isinstance(text, str):
        raise UsageError(
            f"repair: text is a {type(text).__name__}. Do: give a str; of bytes, decode(…).text."
        )
    page = repair_page(Page(text=text, lines=line_spans(text)), given_or_default(recipe))
    return Repaired(page.text, tuple(page.repairs))


def repair_page(page: Page, recipe: Recipe) -> Page:
    """Repair the text of a page, and adapt its lines, features and blocks to it.

    Args:
        page: a page with its decoded text.
        recipe: the settings.

    Returns:
        The page with the repaired text and the repairs; the same object if nothing changes.
    """
    steps_needed = needs_steps(page.text, recipe)
    suspicions = _suspicions(page.text)
    if not steps_needed and not any(suspicions):
        return page
    before = [page.text[start:end].removesuffix("\r") for start, end in page.lines]
    stages: list[_Versions] = [[(line, "")] for line in before]
    if steps_needed:
        _apply(stages, steps_before_mojibake())
        suspicions = _suspicions("\n".join(versions[-1][0] for versions in stages))
    _mend_charsets(stages, suspicions)
    _apply((v for v in stages if steps_needed or len(v) > 1), steps_after_mojibake(recipe))
    return _with_repairs(page, before, stages)


def _with_repairs(page: Page, before: Sequence[str], stages: Sequence[_Versions]) -> Page:
    """Return the page with the last version of each line, and the repairs."""
    lines: list[str] = []
    features = []
    places = [0]  # new index of each old line, and of the end; a repair may split a line
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


def _suspicions(text: str) -> tuple[bool, bool]:
    """Whether a text may be in a wrong charset, and whether it may have mojibake; cheap tests, since both are rare."""
    if text.isascii():
        return False, False
    return is_unfamiliar(text), has_candidates(text)


def _mend_charsets(stages: Sequence[_Versions], suspicions: tuple[bool, bool]) -> None:
    for is_suspect, mend in zip(suspicions, (mend_misread, mend_lines), strict=True):
        if is_suspect:
            for versions, (line, plan) in zip(stages, mend([v[-1][0] for v in stages]), strict=True):
                if line != versions[-1][0]:
                    versions.append((line, plan))


def _apply(stages: Iterable[_Versions], steps: Sequence[Step]) -> None:
    for versions in stages:
        line = versions[-1][0]
        if line.isascii() and line.isprintable():
            continue  # no step changes printable ASCII
        for name, step in steps:
            line = versions[-1][0]
            changed = step(line)
            if changed != line:
                versions.append((changed, name))


def _edits(versions: _Versions, offset: int) -> Iterator[Repair]:
    """Yield the changes of a line: word by word if all versions have the same white space, else as one change."""
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
    """Return the lengths of the common prefix of two strings and of the common suffix of the rest."""
    limit = min(len(a), len(b))
    head = next((i for i in range(limit) if a[i] != b[i]), limit)
    tail = next((i for i in range(limit - head) if a[-1 - i] != b[-1 - i]), limit - head)
    return head, tail
