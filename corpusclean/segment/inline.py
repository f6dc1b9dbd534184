"""Find the inline structure of an HTML page in its visible text: links, code, table cells, double line breaks.

Only the Markdown view needs it, so `segment_html` does not collect it. Marks (short unique texts) are inserted into the
DOM before and after the elements, and the tree is converted to lines again. The number of visible characters before a
mark then gives its offset in the text without marks. Characters of `INVISIBLE` are not counted, since a line of nothing
else is dropped, but for a mark in it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from corpusclean.segment.html import INVISIBLE, read_tree

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

_LINK, _CODE, _ROW, _CELL, _BREAK, _RULE = range(6)
_KINDS = {
    "a": _LINK,
    **dict.fromkeys(("code", "kbd", "samp", "tt"), _CODE),
    "tr": _ROW,
    **dict.fromkeys(("td", "th"), _CELL),
    "br": _BREAK,
    "hr": _RULE,
}
_SELECTOR = "a[href], code, kbd, samp, tt, tr, td, th, br, hr"
_INK = re.compile(rf"[^\s{INVISIBLE}]+")  # visible characters
_NONCHARACTERS = [chr(code) for code in range(0xFDD0, 0xFDF0)]  # Unicode noncharacters, unused in text
# Limits for one cell. Each column that it spans is written, so a hostile page must not make a million; rows are free.
_MAX_SPANS = {"colspan": 20, "rowspan": 1_000}

_Element: TypeAlias = "tuple[int, dict[str, str | None]]"  # its kind and its attributes


class Link(NamedTuple):
    """A link in the visible text of a page, with its `href` as in the markup."""

    start: int
    end: int
    href: str


class Cell(NamedTuple):
    """A table cell in the visible text of a page, with the numbers of columns and rows that it spans."""

    start: int
    end: int
    columns: int = 1
    rows: int = 1


@dataclass(slots=True)
class Inline:
    """The inline structure of a page; all offsets are code points in its visible text.

    Args:
        base: the `href` of `<base>`, to which links are relative, or "".
        links: the links, in the order of their ends.
        code: (start, end) of each inline code element.
        rows: start of a table row → its cells, for rows with visible text.
        breaks: offsets at which a new paragraph starts after two `<br>` or an `<hr>`.
    """

    base: str = ""
    links: list[Link] = field(default_factory=list)
    code: list[tuple[int, int]] = field(default_factory=list)
    rows: dict[int, list[Cell]] = field(default_factory=dict)
    breaks: set[int] = field(default_factory=set)


def read_inline(markup: str, text: str) -> Inline:
    """Find the inline structure of a page.

    Args:
        markup: the decoded HTML.
        text: its visible text, as `segment_html` returns it.

    >>> read_inline('<p>Read <a href="/b">the book</a>.', "Read the book.").links
    [Link(start=5, end=13, href='/b')]
    """
    from selectolax.lexbor import LexborHTMLParser

    mark = next((char for char in _NONCHARACTERS if char not in text), None)
    if mark is None:
        return Inline()
    tree = LexborHTMLParser(markup)
    base = tree.css_first("base[href]")
    inline = Inline(base=(base.attributes["href"] or "") if base is not None else "")
    elements = _mark(tree, mark)
    pieces = re.split(f"{mark}([0-9]+){mark}", "\n".join(read_tree(tree).lines))
    _collect(pieces, elements, inline, _offsets(text))
    return inline


def _mark(tree: LexborHTMLParser, mark: str) -> list[_Element]:
    """Insert marks before and after the content of each element of `_SELECTOR`, and one after each `<br>` and `<hr>`.

    Returns:
        The kind and the attributes of each element; element n has the marks 2n and 2n + 1.
    """
    elements: list[_Element] = []
    for number, node in enumerate(tree.css(_SELECTOR)):
        kind = _KINDS[node.tag or ""]
        opening, closing = f"{mark}{2 * number}{mark}", f"{mark}{2 * number + 1}{mark}"
        if kind in (_BREAK, _RULE):
            node.insert_after(opening)
        elif (first := node.first_child) is None:
            node.insert_child(opening + closing)
        else:
            first.insert_before(opening)
            node.insert_child(closing)
        elements.append((kind, node.attributes))
    return elements


def _collect(
    pieces: list[str], elements: list[_Element], inline: Inline, offset: Callable[[int], int]
) -> None:
    """Add each element to the list of its kind in `inline`, with its offsets in the visible text."""
    cells: list[tuple[int, Cell]] = []  # the cells of rows that have not ended, with their element numbers
    last_break = -1
    for number, first, ink in _spans(pieces, elements):
        kind, attributes = elements[number]
        start = offset(first)
        end = offset(ink - 1) + 1 if first < ink else start
        if kind == _CELL:
            cells.append((number, Cell(start, end, *_cell_spans(attributes))))
        elif kind == _ROW:
            own = _own_cells(cells, number)
            if start < end:  # a row around this one ends later, and may start at the same place
                inline.rows.setdefault(start, own)
        elif kind == _BREAK:
            if last_break == first:
                inline.breaks.add(start)
            last_break = first
        elif kind == _RULE:
            inline.breaks.add(start)
        elif start < end and kind == _LINK:
            inline.links.append(Link(start, end, attributes["href"] or ""))
        elif start < end:
            inline.code.append((start, end))


def _own_cells(cells: list[tuple[int, Cell]], row: int) -> list[Cell]:
    """Remove and return the cells of a row that ends: those that began after it; nested rows have taken theirs."""
    own = []
    while cells and cells[-1][0] > row:
        own.append(cells.pop()[1])
    return own[::-1]


def _spans(pieces: list[str], elements: list[_Element]) -> Iterator[tuple[int, int, int]]:
    """Yield each element that ends: its number, and the numbers of visible characters before its start and end.

    `pieces` alternates between text and the number of a mark.
    """
    opened: dict[int, int] = {}
    ink = 0
    for text, mark in zip(pieces[::2], pieces[1::2], strict=False):
        ink += sum(map(len, _INK.findall(text)))
        number, closes = divmod(int(mark), 2)
        if elements[number][0] in (_BREAK, _RULE):
            yield number, ink, ink
        elif not closes:
            opened[number] = ink
        elif number in opened:
            yield number, opened.pop(number), ink


def _offsets(text: str) -> Callable[[int], int]:
    """Return a function from n to the offset of the n-th visible character of a text."""
    starts: list[int] = []
    before: list[int] = []
    total = 0
    for word in _INK.finditer(text):
        starts.append(word.start())
        before.append(total)
        total += word.end() - word.start()

    def offset(ink: int) -> int:
        if not 0 <= ink < total:
            return len(text) if ink >= total else 0
        word = bisect_right(before, ink) - 1
        return starts[word] + ink - before[word]

    return offset


def _cell_spans(attributes: dict[str, str | None]) -> Iterator[int]:
    """Yield the numbers of columns and of rows that a cell spans."""
    for name, most in _MAX_SPANS.items():
        digits = (attributes.get(name) or "").strip()
        yield max(1, min(int(digits[:4]), most)) if digits.isascii() and digits.isdigit() else 1
