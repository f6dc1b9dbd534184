"""`segment_html`: convert HTML to a `Page`, with the visible text as lines and DOM features of each line.

A block element is a line; `<br>` ends a line; `<pre>` is verbatim; a row of a data table is a line, its cells separated
by tabs; adjacent links are separated by a space. Hidden text and `<noscript>`, where some forums keep their posts, are
lines too, with a feature that says so. If no text is visible, since scripts would display it, the `articleBody` of
the JSON-LD is added; if there is no text at all, its `description`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from corpusclean.errors import Rejected
from corpusclean.page import Blocks, Head, LineFeatures, Page
from corpusclean.segment.data_rows import is_data_row
from corpusclean.segment.elements import BLOCKS, UNSEEN
from corpusclean.segment.hiding import hide, hides_itself, shadow_content
from corpusclean.segment.html_head import read_head
from corpusclean.segment.json_ld_text import longest_text
from corpusclean.segment.markup_caps import check_markup
from corpusclean.segment.seams import CURRENCIES, is_seam
from corpusclean.segment.text import line_spans

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_BLOCK, _INLINE, _IMAGE, _BREAK, _UNSEEN_KIND = range(5)
_KINDS = {
    "br": _BREAK,
    "hr": _BREAK,
    "img": _IMAGE,
    **dict.fromkeys(UNSEEN, _UNSEEN_KIND),
    **dict.fromkeys(BLOCKS, _BLOCK),
}
# Flags of an open element, which say what to undo when it ends.
_IS_BLOCK, _IS_CELL, _IS_LINK, _IS_BOLD, _IS_HIDDEN, _IS_TOUCHING, _IS_BOX, _IS_STATE = (
    1 << n for n in range(8)
)
# Flags of inline elements. "Touching" ones are displayed apart even if no space is between them, a "box" also from text.
_INLINE_CODES = {
    "a": _IS_LINK | _IS_TOUCHING,
    "button": _IS_TOUCHING | _IS_BOX,
    "label": _IS_TOUCHING,
    **dict.fromkeys(("b", "strong"), _IS_BOLD),
}
_LANDMARKS = frozenset("nav header footer aside form figure figcaption noscript".split())
_VERBATIM = frozenset("pre listing xmp plaintext textarea".split())
_WITH_STATE = _LANDMARKS | _VERBATIM | {"tr"}
_PAGES = frozenset(("body", "html"))  # whole pages are hidden only until a script has run
_CELLS = frozenset(("td", "th"))
_NUMBERS = {"ol": "start", "li": "value"}  # the attributes that number the items of lists
_NAMED = ("class", "id", "itemprop", "rel", "role")
# Most elements have none of these; then `_named` need not be called.
_OTHERS = frozenset((*_NAMED[1:], "datetime", "hidden", "style"))
_SPACES = " \t\n\r\f"  # collapsed by HTML; not U+0085, which may be part of mojibake
INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"  # editors leave paragraphs with nothing else
_RUN_OF_SPACES = re.compile(f"[{_SPACES}]+")
_CELL = "\0"  # between the cells of a row; the parser never leaves it in text
_CELL_SPACE = re.compile(" ?\0 ?")
_MAX_ATTRIBUTES = 500  # characters kept in `LineFeatures.attributes`: enough for ten long class names
# Limits of HTML in JSON-LD, those of `Recipe` for whole pages.
_MAX_NESTING, _MAX_TAG_ATTRIBUTES = 512, 2_000
_MAX_TIMES = 100  # kept of a hidden line for the next one


def segment_html(markup: str, url: str = "") -> Page:
    """Convert a decoded HTML document to a page.

    Args:
        markup: the decoded HTML.
        url: the address it was fetched from, if known.

    Returns:
        A page with its visible text as lines, one `LineFeatures` per line, its block elements and its head.

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
    """Read a parsed page; the result has its lines, their features and the block elements."""
    reader = _Reader()
    if tree.root is not None:
        hide(tree)
        reader.read(tree.root)
    return reader


def _lines_of_json_ld(head: Head, *, is_empty: bool) -> list[str]:
    """Return the lines of the JSON-LD article, or of the description for an empty page; both may contain HTML.

    To the check of the page's own markup, they are text; so they are checked here, and left out if too costly to parse.
    """
    from selectolax.lexbor import LexborHTMLParser

    text = longest_text(head.json_ld, "articleBody")
    if is_empty and not text:
        text = longest_text(head.json_ld, "description")
    markup = text.replace("\n", "<br>")
    try:
        check_markup(markup, _MAX_NESTING, _MAX_TAG_ATTRIBUTES)
    except Rejected:
        return []
    return read_tree(LexborHTMLParser(markup)).lines if text else []


class _Reader:
    """Walks the DOM tree once, and collects lines, features and block elements."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.features: list[LineFeatures] = []
        self.blocks = Blocks()
        # State of the innermost open block element; landmark, hidden and verbatim are inherited from its ancestors.
        self.landmark = ""
        self.hidden = self.verbatim = False
        self.is_row = False  # whether it is the row of a data table
        self.block = 0  # its index in `blocks`
        self.around: list[tuple[str, bool, bool]] = []  # what those open elements inherited that change it
        # Numbers of open inline elements.
        self.in_link = self.in_bold = self.in_hidden = 0
        # State of the current line.
        self.is_clean = True  # whether `_end_line` would change nothing
        self.parts: list[str] = []
        self.hidden_parts: list[str] = []
        self.times: list[str] = []
        self.names: list[str] = []
        self.link_chars = self.links = self.bold_chars = self.images = 0
        self.after_link = self.after_box = False

    def read(self, root: LexborNode) -> None:
        """Visit the tree in document order; without recursion, since a page may nest elements arbitrarily deep."""
        open_elements: list[tuple[LexborNode, int]] = []
        node = root
        while True:
            text = node.text_content
            if text is None:
                tag = node.tag or ""
                kind = _KINDS.get(tag, _INLINE)
                if kind <= _INLINE:
                    code = (self._enter_block if kind == _BLOCK else self._enter_inline)(node, tag)
                    if (child := node.first_child) is not None:
                        open_elements.append((node, code))
                        node = child
                        continue
                    self._leave(code)
                elif (child := self._take(node, kind)) is not None:
                    open_elements.append((node, 0))
                    node = child
                    continue
            # Most text nodes are white space between tags, which is not displayed.
            elif self.parts or self.verbatim or self.in_hidden or text.strip(_SPACES):
                self._write(text, node)
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
        """Append lines that belong to no element."""
        self.lines += lines
        self.features += [LineFeatures("p")] * len(lines)
        self.blocks.end[0] = len(self.lines)

    def _take(self, node: LexborNode, kind: int) -> LexborNode | None:
        """Process an image or a break; of an element that is not seen, return the content that is, or None."""
        if kind == _UNSEEN_KIND:
            return shadow_content(node) if node.tag == "template" else None
        if kind == _IMAGE:
            self.images += 1
        elif self.is_row or self.in_hidden:
            self._pad()
        else:
            self._end_line(keep_empty=self.verbatim)
        return None

    def _write(self, text: str, node: LexborNode) -> None:
        self.is_clean = False
        if self.in_hidden and not self.hidden:
            self.hidden_parts.append(text)
            return
        if self.verbatim and not self.is_row:
            *lines, text = text.split("\n")
            for line in lines:
                self.parts.append(line)
                self._end_line(keep_empty=True)
            self.is_clean = False
        elif not self.parts:
            if not text.strip(_SPACES):  # no line begins with white space
                return
        elif ((first := text[:1]).isalnum() or first in CURRENCIES) and (  # a full stop would follow directly
            self.after_box or is_seam(self.parts[-1], text, node)
        ):
            self.parts.append(" ")
        self.after_box = False
        self.parts.append(text)
        if (self.in_link or self.in_bold or self.after_link) and not text.isspace():
            self.after_link = False
            self.link_chars += len(text) * (self.in_link > 0)
            self.bold_chars += len(text) * (self.in_bold > 0)

    def _pad(self) -> None:
        self.is_clean = False
        (self.hidden_parts if self.in_hidden else self.parts).append(" ")

    def _enter_inline(self, node: LexborNode, tag: str) -> int:
        """Begin an inline element; return its flags for `_leave`."""
        code = _INLINE_CODES.get(tag, 0)
        if code:
            self.is_clean = False
            if (code & _IS_BOX or (code & _IS_TOUCHING and self.after_link)) and not self.verbatim:
                self._pad()
            if code & _IS_LINK:
                self.in_link += 1
                self.links += 1
            if code & _IS_BOLD:
                self.in_bold += 1
        attributes, hides = node.attributes, False
        if _OTHERS.isdisjoint(attributes):
            names = attributes.get("class") or ""
        else:
            names, hides = _named(attributes), hides_itself(attributes)
            if tag == "time" and (moment := attributes.get("datetime")):
                self.times.append(moment)
        if names:
            self.names.append(names)
        if hides:
            self.in_hidden += 1
            code |= _IS_HIDDEN
        return code

    def _enter_block(self, node: LexborNode, tag: str) -> int:
        """Begin a block element; return its flags for `_leave`."""
        attributes = node.attributes
        if _OTHERS.isdisjoint(attributes):
            names, hides = attributes.get("class") or "", False
        else:
            names, hides = _named(attributes), hides_itself(attributes)
        hides = hides and tag not in _PAGES
        landmark = _landmark(tag, attributes)
        if self.is_row:
            return self._enter_cell(tag, hides=hides)
        if not self.is_clean:
            self._end_line()
        blocks, lines = self.blocks, len(self.lines)
        blocks.parent.append(self.block)
        self.block = len(blocks.tag)
        blocks.tag.append(tag)
        blocks.names.append(names)
        if (number := attributes.get(_NUMBERS.get(tag, ""))) is not None:
            blocks.number[self.block] = number
        blocks.first.append(lines)
        blocks.end.append(lines)
        if not (hides or self.in_hidden or landmark or tag in _WITH_STATE):
            return _IS_BLOCK
        self.around.append((self.landmark, self.hidden, self.verbatim))
        if landmark and blocks.tag[blocks.parent[self.block]] != "blockquote":  # there, a source
            self.landmark = landmark
        self.hidden = self.hidden or hides or self.in_hidden > 0
        self.verbatim = self.verbatim or tag in _VERBATIM
        self.is_row = tag == "tr" and is_data_row(node)
        return _IS_BLOCK | _IS_STATE

    def _enter_cell(self, tag: str, *, hides: bool) -> int:
        """Begin a cell of a data row, or a block element in a cell."""
        self.parts.append(_CELL if tag in _CELLS else " ")
        self.is_clean = False
        self.in_hidden += hides
        return _IS_CELL | (_IS_HIDDEN if hides else 0)

    def _leave(self, code: int) -> None:
        if code & _IS_BLOCK:
            if not self.is_clean:
                self._end_line()
            self.blocks.end[self.block] = len(self.lines)
            self.block = self.blocks.parent[self.block]
            if code & _IS_STATE:
                self.landmark, self.hidden, self.verbatim = self.around.pop()
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
            self.after_box = code & _IS_BOX > 0
            self.is_clean = False

    def _end_line(self, *, keep_empty: bool = False) -> None:
        """Finish the current line, if there is one."""
        if self.parts or keep_empty:
            line = "".join(self.parts)
            if self.is_row or not self.verbatim:
                line = _collapsed(line)
                if self.is_row:
                    line = _CELL_SPACE.sub("\t", line).strip(" \t")
            if keep_empty or line.strip(INVISIBLE):
                self._emit(line, hidden=self.hidden)
                self.times, self.names, self.images = [], [], 0
            self.parts = []
        if self.hidden_parts:
            if hidden := _collapsed("".join(self.hidden_parts)):
                self._emit(hidden, hidden=True)
                # They are kept for the next line that is displayed, but any number of hidden ones may come before it.
                self.names = [" ".join(filter(None, self.names))[:_MAX_ATTRIBUTES]]
                del self.times[_MAX_TIMES:]
            self.hidden_parts = []
        self.link_chars = self.links = self.bold_chars = 0
        self.after_link = self.after_box = False
        self.is_clean = True

    def _emit(self, line: str, *, hidden: bool) -> None:
        block, blocks = self.block, self.blocks
        own, around = blocks.names[block], blocks.names[blocks.parent[block]]
        names = (own[:_MAX_ATTRIBUTES], around[:_MAX_ATTRIBUTES], *self.names)
        self.lines.append(line)
        self.features.append(
            LineFeatures(
                blocks.tag[block],
                min(self.link_chars, len(line)) if self.link_chars else 0,
                self.landmark,
                hidden,
                tuple(self.times),
                " ".join(filter(None, names))[:_MAX_ATTRIBUTES],
                block,
                self.links,
                min(self.bold_chars, len(line)) if self.bold_chars else 0,
                self.images,
            )
        )


def _collapsed(text: str) -> str:
    """Strip white space, and replace each run of it by one space."""
    text = text.strip(_SPACES)
    if text.isprintable() and "  " not in text:
        return text
    return _RUN_OF_SPACES.sub(" ", text)


def _landmark(tag: str, attributes: Mapping[str, str | None]) -> str:
    """Return the landmark that an element is, or "": one by its tag, or navigation by its role."""
    if attributes.get("role") == "navigation":
        return "nav"
    return tag if tag in _LANDMARKS else ""


def _named(attributes: dict[str, str | None]) -> str:
    """Return the names of an element, space-joined."""
    return " ".join([value for name in _NAMED if (value := attributes.get(name))])
