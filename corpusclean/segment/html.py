"""HTML into a page: what a reader sees, line by line, with what the DOM says about each line.

A block is a line; `<br>` ends a line; `<pre>` is verbatim; a row of a data table is a line with tabs; links
that touch in the markup get the space that pages show between them; hidden text is a line with a feature,
`<noscript>` too (some forums keep their posts there). Where the page shows nothing, since a script would have to, the
article that it keeps in JSON-LD follows; where it has no text at all, at least a description.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from corpusclean.page import Blocks, Head, LineFeatures, Page
from corpusclean.segment.html_head import read_head
from corpusclean.segment.json_ld_text import longest_text
from corpusclean.segment.text import line_spans

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

# Elements whose default rendering is a block or a list item (HTML Living Standard, 15.3), and the few that
# pages always show on lines of their own.
_BLOCKS = (
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption "
    "figure footer form h1 h2 h3 h4 h5 h6 header hgroup html legend li listing main menu nav noscript ol "
    "optgroup option p plaintext pre search section select summary table tbody td textarea tfoot th thead "
    "tr ul xmp".split()
)
# Elements that show no text of their own (15.3.1), or only where something else cannot be shown; and what is
# no element.
_UNSEEN = (
    "applet area audio base basefont canvas datalist embed frame frameset head iframe link meta noembed "
    "noframes object param rp script style svg template title track video "
    "-comment !-- !doctype -document #document -undef".split()
)
_TEXT, _UNSEEN_KIND, _BREAK, _BLOCK, _IMAGE, _INLINE = range(6)
_KINDS = {
    "-text": _TEXT,
    "br": _BREAK,
    "hr": _BREAK,
    "img": _IMAGE,
    **dict.fromkeys(_UNSEEN, _UNSEEN_KIND),
    **dict.fromkeys(_BLOCKS, _BLOCK),
}
# What an element does until it ends.
_IS_BLOCK, _IS_CELL, _IS_LINK, _IS_BOLD, _IS_HIDDEN, _IS_TOUCHING = (1 << n for n in range(6))
# Rendered apart although nothing stands between.
_INLINE_CODES = {
    "a": _IS_LINK | _IS_TOUCHING,
    **dict.fromkeys(("button", "label", "summary"), _IS_TOUCHING),
    **dict.fromkeys(("b", "strong"), _IS_BOLD),
}
_LANDMARKS = frozenset("nav header footer aside form figure figcaption noscript".split())
_VERBATIM = frozenset("pre listing xmp plaintext textarea".split())
_CELLS = frozenset(("td", "th"))
_NAMED = ("class", "id", "itemprop", "rel", "role")
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SPACES = " \t\n\r\f"  # what HTML collapses; U+0085 may be half of a mojibake
_RUN_OF_SPACES = re.compile(f"[{_SPACES}]+")
_CELL = "\0"  # between the cells of a row; parsed text never holds it
_CELL_SPACE = re.compile(" ?\0 ?")
_MAX_ATTRIBUTES = 500  # characters kept of the names around one line: enough for ten long classes
_MAX_CELL_BLOCKS = 1  # cells with more blocks than this are layout, not data


def segment_html(markup: str, url: str = "") -> Page:
    """Make a page of a decoded HTML document.

    Args:
        markup: the decoded HTML.
        url: where it came from, if known.

    Returns:
        A page with the visible text as lines, one `LineFeatures` a line, its block elements and its head.

    >>> page = segment_html("<title>T</title><p>a<br>b</p><a>Home</a><a>News</a>")
    >>> page.text
    'a\\nb\\nHome News'
    """
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(markup)
    reader, head = read_tree(tree), read_head(tree)
    shown = any(not line.hidden and line.landmark != "noscript" for line in reader.features)
    described = [] if shown else _lines_of_json_ld(head, is_empty=not reader.lines)
    reader.add(described)
    text = "\n".join(reader.lines)
    return Page(
        text=text,
        lines=line_spans(text) if reader.lines else [],
        head=head,
        features=reader.features,
        blocks=reader.blocks,
        html=markup,
        from_json_ld=bool(described),
        url=url,
    )


def read_tree(tree: LexborHTMLParser) -> _Reader:
    """Read the lines of a parsed page."""
    reader = _Reader()
    if tree.root is not None:
        reader.read(tree.root)
    return reader


def _lines_of_json_ld(head: Head, *, is_empty: bool) -> list[str]:
    """The lines of the article in JSON-LD, or of the description if the page is empty; either may hold HTML."""
    from selectolax.lexbor import LexborHTMLParser

    text = longest_text(head.json_ld, "articleBody")
    if is_empty and not text:
        text = longest_text(head.json_ld, "description")
    return read_tree(LexborHTMLParser(text.replace("\n", "<br>"))).lines if text else []


class _Reader:
    """Walks a tree and collects its lines."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.features: list[LineFeatures] = []
        self.blocks = Blocks()
        # Of the innermost open block, the first three also of those in it unless they say otherwise.
        self.landmark = ""
        self.hidden = self.verbatim = False
        self.is_row = False  # whether it is the row of a data table
        self.block = 0  # its number
        self.around: list[tuple[str, bool, bool, int]] = []  # the same of the open blocks around it
        # How many open inline elements there are of a kind.
        self.in_link = self.in_bold = self.in_hidden = 0
        # Of the line that is being read.
        self.parts: list[str] = []
        self.hidden_parts: list[str] = []
        self.times: list[str] = []
        self.names: list[str] = []
        self.link_chars = self.links = self.bold_chars = self.images = 0
        self.after_link = False

    def read(self, root: LexborNode) -> None:
        """Visit the tree in document order without recursion: nesting is the page's choice, not ours."""
        open_elements: list[tuple[LexborNode, int]] = []
        node = root
        while True:
            tag = node.tag or ""
            kind = _KINDS.get(tag, _INLINE)
            if kind == _TEXT:
                code = None
                text = node.text_content or ""
                # Most text is the white space between tags, which nothing shows.
                if self.parts or self.verbatim or self.in_hidden or text.strip(_SPACES):
                    self._write(text)
            else:
                code = self._enter(node, tag, kind)
            if code is not None and (child := node.first_child) is not None:
                open_elements.append((node, code))
                node = child
                continue
            if code:
                self._leave(code)
            following = node.next
            while following is None and open_elements:
                node, code = open_elements.pop()
                if code:
                    self._leave(code)
                following = node.next
            if following is None or not open_elements:
                break
            node = following
        self._end_line()
        self.blocks.end[0] = len(self.lines)

    def add(self, lines: Sequence[str]) -> None:
        """Append lines that stand in no element."""
        self.lines += lines
        self.features += [LineFeatures("p")] * len(lines)
        self.blocks.end[0] = len(self.lines)

    def _enter(self, node: LexborNode, tag: str, kind: int) -> int | None:
        """Begin an element; return what is to be done when it ends, None if its children do not count."""
        if kind == _BLOCK:
            return self._enter_cell(node, tag) if self.is_row else self._enter_block(node, tag)
        if kind == _INLINE:
            return self._enter_inline(node, tag)
        if kind == _IMAGE:
            self.images += 1
        elif kind == _BREAK:
            if self.is_row or self.in_hidden:
                self._pad()
            else:
                self._end_line(keep_empty=self.verbatim)
        return None

    def _write(self, text: str) -> None:
        if self.in_hidden and not self.hidden:
            self.hidden_parts.append(text)
            return
        if self.verbatim and not self.is_row:
            *lines, text = text.split("\n")
            for line in lines:
                self.parts.append(line)
                self._end_line(keep_empty=True)
        elif not self.parts and not text.strip(_SPACES):  # no line begins with white space
            return
        self.parts.append(text)
        if (self.in_link or self.in_bold or self.after_link) and not text.isspace():
            self.after_link = False
            self.link_chars += len(text) * (self.in_link > 0)
            self.bold_chars += len(text) * (self.in_bold > 0)

    def _pad(self) -> None:
        (self.hidden_parts if self.in_hidden else self.parts).append(" ")

    def _enter_inline(self, node: LexborNode, tag: str) -> int:
        code = _INLINE_CODES.get(tag, 0)
        if code & _IS_TOUCHING and self.after_link:
            self._pad()
        if code & _IS_LINK:
            self.in_link += 1
            self.links += 1
        if code & _IS_BOLD:
            self.in_bold += 1
        attributes = node.attributes
        if attributes:
            if names := _names(attributes):
                self.names.append(names)
            if tag == "time" and (moment := attributes.get("datetime")):
                self.times.append(moment)
            if _hides(attributes):
                self.in_hidden += 1
                code |= _IS_HIDDEN
        return code

    def _enter_block(self, node: LexborNode, tag: str) -> int:
        self._end_line()
        attributes, blocks, lines = node.attributes, self.blocks, len(self.lines)
        self.around.append((self.landmark, self.hidden, self.verbatim, self.block))
        blocks.parent.append(self.block)
        self.block = len(blocks.tag)
        blocks.tag.append(tag)
        blocks.names.append(_names(attributes))
        blocks.first.append(lines)
        blocks.end.append(lines)
        if tag in _LANDMARKS:
            self.landmark = tag
        if self.in_hidden or _hides(attributes):
            self.hidden = True
        if tag in _VERBATIM:
            self.verbatim = True
        self.is_row = tag == "tr" and _is_data_row(node)
        return _IS_BLOCK | (_IS_TOUCHING if tag == "summary" else 0)

    def _enter_cell(self, node: LexborNode, tag: str) -> int:
        """A cell of a data row, or a block in one."""
        self.parts.append(_CELL if tag in _CELLS else " ")
        if _hides(node.attributes):
            self.in_hidden += 1
            return _IS_CELL | _IS_HIDDEN
        return _IS_CELL

    def _leave(self, code: int) -> None:
        if code & _IS_BLOCK:
            self._end_line()
            self.blocks.end[self.block] = len(self.lines)
            self.landmark, self.hidden, self.verbatim, self.block = self.around.pop()
            self.is_row = False
            return
        if code & _IS_CELL:
            self.parts.append(" ")
        if code & _IS_LINK:
            self.in_link -= 1
        if code & _IS_BOLD:
            self.in_bold -= 1
        if code & _IS_HIDDEN:
            self.in_hidden -= 1
        if code & _IS_TOUCHING:
            self.after_link = True

    def _end_line(self, *, keep_empty: bool = False) -> None:
        """Close the line that is being read, if there is any."""
        self.after_link = False
        if self.parts or keep_empty:
            line = "".join(self.parts)
            if self.is_row or not self.verbatim:
                line = _collapsed(line)
                if self.is_row:
                    line = _CELL_SPACE.sub("\t", line).strip(" \t")
            if line or keep_empty:
                self._emit(line, hidden=self.hidden)
                self.times, self.names, self.images = [], [], 0
            self.parts = []
        if self.hidden_parts:
            if hidden := _collapsed("".join(self.hidden_parts)):
                self._emit(hidden, hidden=True)
            self.hidden_parts = []
        self.link_chars = self.links = self.bold_chars = 0

    def _emit(self, line: str, *, hidden: bool) -> None:
        block, blocks = self.block, self.blocks
        names = (blocks.names[block], blocks.names[blocks.parent[block]], *self.names)
        self.lines.append(line)
        self.features.append(
            LineFeatures(
                blocks.tag[block],
                min(self.link_chars, len(line)),
                self.landmark,
                hidden,
                tuple(self.times),
                " ".join([name for name in names if name])[:_MAX_ATTRIBUTES],
                block,
                self.links,
                min(self.bold_chars, len(line)),
                self.images,
            )
        )


def _collapsed(text: str) -> str:
    """The text without white space around it, and one space for each run of it."""
    text = text.strip(_SPACES)
    if text.isprintable() and "  " not in text:
        return text
    return _RUN_OF_SPACES.sub(" ", text)


def _names(attributes: dict[str, str | None]) -> str:
    if not attributes:
        return ""
    if len(attributes) == 1 and "class" in attributes:  # most have nothing else
        return attributes["class"] or ""
    return " ".join([value for name in _NAMED if (value := attributes.get(name))])


def _hides(attributes: dict[str, str | None]) -> bool:
    if not attributes:
        return False
    style = attributes.get("style")
    return "hidden" in attributes or (bool(style) and _HIDING.search(style or "") is not None)


def _is_data_row(row: LexborNode) -> bool:
    """Whether a row holds data: each cell at most one block, so that a line can hold it."""
    cell = row.first_child
    while cell is not None:
        if cell.is_element_node:
            blocks = 0
            for inner in cell.traverse(include_text=False):
                tag = inner.tag or ""
                blocks += _KINDS.get(tag) == _BLOCK and tag not in _CELLS
                if blocks > _MAX_CELL_BLOCKS or tag in ("table", "pre"):
                    return False
        cell = cell.next
    return True
