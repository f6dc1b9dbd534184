"""Render a document as Markdown: segment its HTML again, and give the kept lines their structure in the page."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urljoin

from corpusclean.markdown.blocks import Container, Kind, Line, render
from corpusclean.markdown.spans import Spans
from corpusclean.markdown.syntax import escape, link_address
from corpusclean.segment.html import segment_html
from corpusclean.segment.inline import Cell, Inline, read_inline

if TYPE_CHECKING:
    from corpusclean.document import Document
    from corpusclean.page import Blocks, Page

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_LISTS = frozenset("dir menu ol ul".split())
_VERBATIM = frozenset("pre listing xmp plaintext textarea".split())
# Maximal depth of quotes and list items; deeper ones are left out, since each adds two or more characters to each line.
_MAX_CONTAINERS = 12
# Cells that span several rows are respected in the first so many columns, so that none makes a million long rows.
_MAX_COLUMNS_FROM_ABOVE = 20
# CommonMark (5.2) allows nine digits for the number of an item; the first has fewer, so that the last has not more.
_MAX_DIGITS = 8
# Classes that name the language of code: those of the HTML Standard (4.5.15) and of Prettify, GitHub and Sphinx.
_LANGUAGE = re.compile(
    r"(?:^|\s)(?:lang|language|highlight|highlight-source)-(?!source-)([a-z][\w+#.-]{0,30})(?!\S)",
    re.ASCII | re.IGNORECASE,
)
_NO_LANGUAGE = frozenset(("default", "none"))


def markdown_view(document: Document) -> str:
    """Render a document as Markdown (see `Document.markdown`)."""
    if document.html:
        page = segment_html(document.html)
        if page.text == document.restore():
            return render(list(_without_blank_blocks(_lines_of_page(page, document))))
    return render(list(_lines_of_text(document.text)))


def _lines_of_text(text: str) -> Iterator[Line]:
    """Yield the lines of plain text, where blank lines separate paragraphs."""
    paragraph = 0
    for line in text.split("\n"):
        if stripped := line.strip():
            yield Line(escape(stripped), "paragraph", (0, paragraph))
        else:
            paragraph += 1


def _lines_of_page(page: Page, document: Document) -> Iterator[Line]:
    """Yield the kept lines of a page with their structure."""
    inline = read_inline(page.html, page.text)
    kept = _Kept(document, inline)
    places = _places(page.blocks)
    paragraph = 0  # number of double line breaks so far, which separate paragraphs
    for (start, end), features in zip(page.lines, page.features, strict=True):
        kind, block, containers, level, language = places[features.block]
        paragraph += start in inline.breaks or page.from_json_ld
        if kind == "code":
            language = language or _language(features.attributes)
            for text in kept.verbatim(start, end):
                yield Line(text, kind, (block, 0), containers, language=language)
        elif kind == "row":
            for cells in kept.rows(start, end, block):
                yield Line(" ".join(filter(None, cells)), kind, (block, 0), containers, cells)
        else:
            for text in kept.lines(start, end):
                yield Line(text, kind, (block, paragraph), containers, level=level)


def _without_blank_blocks(lines: Iterable[Line]) -> Iterator[Line]:
    """Drop code blocks of which only blank lines are left."""
    for _, group in groupby(lines, lambda line: (line.kind, line.block)):
        block = list(group)
        if any(line.text.strip() for line in block):
            yield from block


class _Kept:
    """The lines of a page as they are in the cleaned text, after repairs and cuts."""

    def __init__(self, document: Document, inline: Inline) -> None:
        self._text = document.text
        self._moved = moved = _moved(document)
        base = document.origin.url or document.url or ""
        with suppress(ValueError):  # an invalid <base> is ignored (HTML Standard, 4.2.3)
            base = urljoin(base, inline.base)
        links = [(start, end, link_address(href, base)) for start, end, href in inline.links]
        self._spans = Spans(
            document.text,
            [(moved(start), moved(end), address) for start, end, address in links if address],
            [(moved(start), moved(end)) for start, end in inline.code],
        )
        self._cells = inline.rows
        # Table → column → number of further rows that a cell of an earlier row spans.
        self._from_above: defaultdict[int, Counter[int]] = defaultdict(Counter)

    def lines(self, start: int, end: int) -> Iterator[str]:
        """Yield a line as inline Markdown: nothing if it was cut, several lines if a repair split it."""
        position = self._moved(start)
        for line in self._text[position : self._moved(end)].split("\n"):
            if text := line.strip():
                low = position + line.index(text)
                yield self._spans.write(low, low + len(text))
            position += len(line) + 1

    def verbatim(self, start: int, end: int) -> Iterator[str]:
        """Yield a line of code as it is, unless it was cut; a line that is blank in the page stays."""
        low, high = self._moved(start), self._moved(end)
        if low < high or start == end:
            yield self._text[low:high]

    def rows(self, start: int, end: int, table: int) -> Iterator[tuple[str, ...]]:
        """Yield a table row: its cells as inline Markdown, with empty ones where cells of earlier rows span it."""
        cells = self._cells.get(start, [])
        shown = "".join(word for cell in cells for word in self._words(cell.start, cell.end))
        if shown != "".join(self._words(start, end)):
            cells = [Cell(start, end)]
        row: list[str] = []
        from_above = self._from_above[table]
        for cell in cells:
            _skip(row, from_above)
            if cell.rows > 1:
                columns = range(len(row), min(len(row) + cell.columns, _MAX_COLUMNS_FROM_ABOVE))
                from_above.update(dict.fromkeys(columns, cell.rows - 1))
            row += [" ".join(self.lines(cell.start, cell.end)), *[""] * (cell.columns - 1)]
        _skip(row, from_above)
        if any(row):
            yield tuple(row)

    def _words(self, start: int, end: int) -> list[str]:
        return self._text[self._moved(start) : self._moved(end)].split()


def _skip(row: list[str], from_above: Counter[int]) -> None:
    """Append empty cells for the columns that cells of earlier rows span."""
    while from_above[len(row)] > 0:
        from_above[len(row)] -= 1
        row.append("")


def _moved(document: Document) -> Callable[[int], int]:
    """Return a function from offsets in the decoded text to offsets in the cleaned text."""
    repairs: list[tuple[int, int, int]] = []
    shift = 0
    for repair in document.repairs:
        before, after = len(repair.original), repair.end - repair.start
        repairs.append((repair.start - shift, before, after))
        shift += after - before
    repaired = _shifted(repairs)
    cut = _shifted((cut.start, cut.end - cut.start, 0) for cut in document.cuts)
    return lambda offset: cut(repaired(offset))


def _shifted(edits: Iterable[tuple[int, int, int]]) -> Callable[[int], int]:
    """Return a function from offsets before to offsets after edits: (start, length before, length after), in order.

    An offset within an edit is mapped to the end of the edit.
    """
    ordered = list(edits)
    starts = [start for start, _, _ in ordered]
    targets: list[int] = []  # where the text after each edit goes on
    shift = 0
    for start, before, after in ordered:
        shift += after - before
        targets.append(start + before + shift)

    def shifted(offset: int) -> int:
        index = bisect_right(starts, offset) - 1
        if index < 0:
            return offset
        start, before, after = ordered[index]
        inside = offset - start
        if inside == 0 < before:
            return targets[index] - after
        return targets[index] + max(0, inside - before)

    return shifted


class _Place(NamedTuple):
    """The place of a block element's lines in the block structure; for the fields see `Line`."""

    kind: Kind
    block: int
    containers: tuple[Container, ...] = ()
    level: int = 0
    language: str = ""


def _places(blocks: Blocks) -> list[_Place]:
    """Return the place of each block element; parents come before their children in `blocks`."""
    places = [_Place("paragraph", 0)]
    tables = [0]  # index of the innermost table around each block
    last_item: dict[int, int] = {}  # list → its last item so far
    items: Counter[int] = Counter()  # number of the last item of each list
    for block in range(1, len(blocks.tag)):
        parent, tag = blocks.parent[block], blocks.tag[block]
        tables.append(block if tag == "table" else tables[parent])
        around = places[_outer(blocks, block, last_item)]
        containers = around.containers
        if tag == "ol":
            items[block] = _number(blocks.number.get(block), 1) - 1
        elif tag == "li":
            items[parent] = _number(blocks.number.get(block), items[parent] + 1)
            last_item[parent] = block
        if tag in {"li", "blockquote"} and len(containers) < _MAX_CONTAINERS:
            number = items[parent] if blocks.tag[parent] == "ol" else None
            containers += (Container(block, parent, number) if tag == "li" else Container(block),)
        if around.kind in {"heading", "code"}:
            places.append(around)
        elif tag in _HEADINGS:
            places.append(_Place("heading", block, containers, level=_HEADINGS[tag]))
        elif tag in _VERBATIM:
            names = (blocks.names[block], blocks.names[parent], blocks.names[max(0, blocks.parent[parent])])
            places.append(_Place("code", block, containers, language=_language(" ".join(names))))
        elif tag == "tr":
            places.append(_Place("row", tables[block], containers))
        else:
            places.append(_Place("paragraph", block, containers))
    return places


def _outer(blocks: Blocks, block: int, last_item: dict[int, int]) -> int:
    """Return the block around a block; of a list directly in a list, the item before it, as browsers display it."""
    parent = blocks.parent[block]
    return last_item.get(parent, parent) if blocks.tag[block] in _LISTS else parent


def _number(written: str | None, default: int) -> int:
    """Return the number of an item as written in the markup, if CommonMark has such numbers."""
    digits = (written or "").strip()
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= _MAX_DIGITS else default


def _language(names: str) -> str:
    """Return the programming language in class names, or ""."""
    match = _LANGUAGE.search(names)
    return match[1] if match and match[1].lower() not in _NO_LANGUAGE else ""
