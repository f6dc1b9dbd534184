"""Text as it was meant: mojibake, controls, line ends, normal form. The one door to ftfy.

What is safe for a dataset is on: no quote is uncurled, no ligature or width changed (with ftfy's defaults 8.2 %
of clean lines would change; with these settings none of 42,051 did). Every change is a `Repair`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from corpusclean.document import Page, Repair
from corpusclean.segment.text import line_spans

_Step = tuple[str, Callable[[str], str]]
_LINE_ENDING = "line-ending"
_LINE_ENDS = re.compile("[\r\x0b\x0c\x85\u2028\u2029]")
_TERMINAL_ESCAPES = re.compile("\x1b\\[[0-?]*[ -/]*[@-~]")  # ECMA-48, 5.4: control sequences
# What no text means to hold: C0 and C1 controls but tab and line feed, the byte order mark, the interlinear and
# deprecated format characters (Unicode 16, 23.2 and 23.4).
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff\u206a-\u206f\ufff9-\ufffb]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_ASCII_TO_MEND = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
_GAPS = re.compile("([ \t]+)")


@dataclass(frozen=True, slots=True)
class Repaired:
    """Text, and what was changed to get it.

    Args:
        text: the repaired text.
        repairs: sorted and disjoint, in code points of `text`.
    """

    text: str
    repairs: tuple[Repair, ...]


def repair(text: str, *, nfc: bool = True) -> Repaired:
    r"""Repair a text.

    Args:
        text: decoded text; may hold unpaired surrogates.
        nfc: whether to bring it into Unicode NFC.

    Returns:
        The repaired text, with "\n" as its only line end, and every change.

    >>> repair("It\u00e2\u20ac\u2122s a caf\u00c3\u00a9\r\n").text
    'It’s a café\n'
    """
    page = repair_page(Page(text=text, lines=line_spans(text)), nfc=nfc)
    return Repaired(page.text, tuple(page.repairs))


def repair_page(page: Page, *, nfc: bool = True) -> Page:
    """Repair a page line by line.

    Args:
        page: a page as it was segmented.
        nfc: whether to bring it into Unicode NFC.

    Returns:
        The page with its repaired text, its lines and features, and the repairs.
    """
    if page.text.isascii() and not _ASCII_TO_MEND.search(page.text):
        return page
    lines: list[str] = []
    features = []
    repairs: list[Repair] = []
    position = 0
    for index, (start, end) in enumerate(page.lines):
        before = page.text[start:end].removesuffix("\r")
        after, step = _repair_line(before, nfc=nfc)
        if after != before:
            repairs += _edits(before, after, step, position)
        position += len(after) + 1
        if end - start > len(before):
            repairs.append(Repair(position - 1, position - 1, "\r", _LINE_ENDING))
        new_lines = after.split("\n")
        lines += new_lines
        if page.features:
            features += [page.features[index]] * len(new_lines)
    text = "\n".join(lines)
    return replace(page, text=text, lines=line_spans(text), features=features, repairs=repairs)


def _repair_line(line: str, *, nfc: bool) -> tuple[str, str]:
    """The repaired line and the name of the first step that changed it."""
    if line.isascii() and not _ASCII_TO_MEND.search(line):
        return line, ""
    first = ""
    for name, step in _steps():
        if name == "normalization" and not nfc:
            continue
        changed = step(line)
        if changed != line:
            line, first = changed, first or name
    return line, first


@cache
def _steps() -> tuple[_Step, ...]:
    """The steps in the order of their application."""
    import ftfy
    from ftfy.fixes import fix_surrogates

    config = ftfy.TextFixerConfig(
        unescape_html=False,
        remove_terminal_escapes=False,
        fix_latin_ligatures=False,
        fix_character_width=False,
        uncurl_quotes=False,
        fix_line_breaks=False,
        fix_surrogates=False,
        remove_control_chars=False,
        normalization=None,
        explain=False,
    )

    def mojibake(line: str) -> str:
        return line if line.isascii() else str(ftfy.fix_encoding(line, config))

    return (
        ("surrogates", lambda line: fix_surrogates(line) if _SURROGATES.search(line) else line),
        ("mojibake", mojibake),
        (_LINE_ENDING, lambda line: _LINE_ENDS.sub("\n", line)),
        ("terminal-escapes", lambda line: _TERMINAL_ESCAPES.sub("", line)),
        ("control-characters", lambda line: _CONTROLS.sub("", line)),
        ("normalization", lambda line: unicodedata.normalize("NFC", line)),
    )


def _edits(before: str, after: str, step: str, offset: int) -> Iterator[Repair]:
    """The changed stretches of a line: word by word where the words pair up, else in one piece."""
    old, new = _GAPS.split(before), _GAPS.split(after)
    if len(old) != len(new) or old[1::2] != new[1::2]:
        old, new = [before], [after]
    for was, now in zip(old, new, strict=True):
        if was != now:
            head, tail = _common_ends(was, now)
            original = was[head : len(was) - tail]
            put = now[head : len(now) - tail]
            lossy = put.count("\ufffd") > original.count("\ufffd")
            own_step = next((name for name, fix in _steps() if fix(was) != was), step)
            yield Repair(offset + head, offset + head + len(put), original, own_step, lossy)
        offset += len(now)


def _common_ends(a: str, b: str) -> tuple[int, int]:
    """How many characters two strings share at their start and, without those, at their end."""
    limit = min(len(a), len(b))
    head = next((i for i in range(limit) if a[i] != b[i]), limit)
    tail = next((i for i in range(limit - head) if a[-1 - i] != b[-1 - i]), limit - head)
    return head, tail
