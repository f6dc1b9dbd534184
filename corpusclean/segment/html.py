"""HTML into a page: what a reader sees, line by line, with what the DOM says about each line.

A block is a line; `<br>` ends a line; `<pre>` is verbatim; a row of a data table is a line with tabs; links
that touch in the markup get the space that pages show between them; hidden text is a line with a feature,
`<noscript>` too (some forums keep their posts there).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from corpusclean.document import Head, LineFeatures, Page
from corpusclean.segment.microdata import read_microdata
from corpusclean.segment.text import line_spans

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

# Elements whose default rendering is a block or a list item (HTML Living Standard, 15.3), and the few that
# pages always show on lines of their own.
_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption "
    "figure footer form h1 h2 h3 h4 h5 h6 header hgroup html legend li listing main menu nav noscript ol "
    "optgroup option p plaintext pre search section select summary table tbody td textarea tfoot th thead "
    "tr ul xmp".split()
)
# Elements that show no text of their own (15.3.1), or only where something else cannot be shown.
_UNSEEN = frozenset(
    "applet area audio base basefont canvas datalist embed frame frameset head iframe link meta noembed "
    "noframes object param rp script style svg template title track video".split()
)
_LANDMARKS = frozenset("nav header footer aside form figure figcaption noscript".split())
_VERBATIM = frozenset("pre listing xmp plaintext textarea".split())
_CELLS = frozenset(("td", "th"))
_TOUCHING = frozenset(("a", "button", "label", "summary"))  # rendered apart although nothing stands between
_NAMED = ("class", "id", "itemprop", "rel")
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\n\r\f]+")  # what HTML collapses; U+0085 may be half of a mojibake
_MAX_ATTRIBUTES = 500  # characters kept of the names around one line: enough for ten long classes
_MAX_CELL_BLOCKS = 1  # cells with more blocks than this are layout, not data


def segment_html(markup: str, url: str = "") -> Page:
    """Make a page of a decoded HTML document.

    Args:
        markup: the decoded HTML.
        url: where it came from, if known.

    Returns:
        A page with the visible text as lines, one `LineFeatures` a line, and the head.

    >>> page = segment_html("<title>T</title><p>a<br>b</p><a>Home</a><a>News</a>")
    >>> page.text
    'a\\nb\\nHome News'
    """
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(markup)
    writer = _LineWriter()
    if tree.root is not None:
        _walk(tree.root, writer)
    text = "\n".join(writer.lines)
    return Page(
        text=text,
        lines=line_spans(text) if writer.lines else [],
        head=_read_head(tree),
        features=writer.features,
        html=markup,
        url=url,
    )


@dataclass(slots=True)
class _Frame:
    """What an open element hands down to its content."""

    node: LexborNode
    tag: str
    block: str
    landmark: str = ""
    hidden: bool = False
    hidden_inline: bool = False  # hidden inside a block that is shown
    link: bool = False
    verbatim: bool = False
    in_row: bool = False
    names: str = ""  # of the nearest block and its parent
    own_names: str = ""


@dataclass(slots=True)
class _LineWriter:
    """Collects the line that is being read."""

    lines: list[str] = field(default_factory=list)
    features: list[LineFeatures] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    times: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    link_chars: int = 0
    space: bool = False
    after_link: bool = False

    def write(self, text: str, frame: _Frame) -> None:
        """Add collapsed text; white space at either end becomes at most one space."""
        words = _SPACE.sub(" ", text)
        if frame.hidden_inline:
            self.hidden.append(words)
            return
        if words in ("", " "):
            self.space = self.space or bool(words)
            return
        if (self.space or words[0] == " ") and self.parts and not self.parts[-1].endswith("\t"):
            self.parts.append(" ")
        self.space = words[-1] == " "
        self.after_link = False
        words = words.strip(" ")
        self.parts.append(words)
        if frame.link:
            self.link_chars += len(words)

    def write_verbatim(self, text: str, frame: _Frame) -> None:
        """Add text as it stands; each line feed ends a line, empty ones too."""
        first, *rest = text.split("\n")
        self.parts.append(first)
        for line in rest:
            self.end_line(frame, keep_empty=True)
            self.parts.append(line)
        if frame.link:
            self.link_chars += len(text)

    def end_line(self, frame: _Frame, *, keep_empty: bool = False) -> None:
        """Close the line that is being read, if there is any."""
        line = "".join(self.parts)
        if not frame.verbatim:
            line = line.strip(" \t")
        if line or keep_empty:
            self._emit(line, frame, hidden=frame.hidden)
            self.times, self.names = [], []
        if hidden := _SPACE.sub(" ", "".join(self.hidden)).strip(" "):
            self._emit(hidden, frame, hidden=True)
        self.hidden = []
        self.parts, self.link_chars, self.space, self.after_link = [], 0, False, False

    def _emit(self, line: str, frame: _Frame, *, hidden: bool) -> None:
        self.lines.append(line)
        self.features.append(
            LineFeatures(
                tag=frame.block,
                link_chars=min(self.link_chars, len(line)),
                landmark=frame.landmark,
                hidden=hidden,
                time=tuple(self.times),
                attributes=" ".join(filter(None, (frame.names, *self.names)))[:_MAX_ATTRIBUTES],
            )
        )

    def next_cell(self) -> None:
        """Put a tab between two cells of a row."""
        self.space = False
        if self.parts:
            self.parts.append("\t")


def _walk(root: LexborNode, writer: _LineWriter) -> None:
    """Visit the tree in document order without recursion: nesting is the page's choice, not ours."""
    stack: list[_Frame] = []
    outside = _Frame(root, "", "body")
    node: LexborNode | None = root
    while node is not None:
        frame = _enter(node, stack[-1] if stack else outside, writer)
        child = node.first_child if frame is not None else None
        if frame is not None:
            stack.append(frame)
        if child is not None:
            node = child
            continue
        if frame is not None:
            _leave(stack.pop(), writer)
        while stack and node.next is None:
            node = stack[-1].node
            _leave(stack.pop(), writer)
        node = node.next if stack else None
    writer.end_line(outside)


def _enter(node: LexborNode, parent: _Frame, writer: _LineWriter) -> _Frame | None:
    """Write what a node shows; return its frame if its children are to be visited."""
    if node.is_text_node:
        text = node.text_content or ""
        (writer.write_verbatim if parent.verbatim else writer.write)(text, parent)
        return None
    tag = node.tag or ""
    if not node.is_element_node or tag in _UNSEEN:
        return None
    if tag in ("br", "hr"):
        if parent.in_row or parent.hidden_inline:
            writer.space = True
        else:
            writer.end_line(parent, keep_empty=parent.verbatim)
        return None
    attributes = node.attributes
    names = " ".join(value for name in _NAMED if (value := attributes.get(name))) if attributes else ""
    if tag in _BLOCKS:
        return _enter_block(node, parent, names, writer)
    if tag in _TOUCHING and writer.after_link:
        writer.space = True
    if names:
        writer.names.append(names)
    if tag == "time" and attributes.get("datetime"):
        writer.times.append(attributes["datetime"] or "")
    hidden = bool(attributes) and _is_hidden(attributes)
    return _Frame(
        node=node,
        tag=tag,
        block=parent.block,
        landmark=parent.landmark,
        hidden=parent.hidden,
        hidden_inline=parent.hidden_inline or (hidden and not parent.hidden),
        link=parent.link or tag == "a",
        verbatim=parent.verbatim,
        in_row=parent.in_row,
        names=parent.names,
        own_names=parent.own_names,
    )


def _enter_block(node: LexborNode, parent: _Frame, names: str, writer: _LineWriter) -> _Frame:
    tag = node.tag or ""
    if not parent.in_row:
        writer.end_line(parent)
    elif tag in _CELLS:
        writer.next_cell()
    else:
        writer.space = True
    return _Frame(
        node=node,
        tag=tag,
        block=parent.block if parent.in_row else tag,
        landmark=tag if tag in _LANDMARKS else parent.landmark,
        hidden=parent.hidden or parent.hidden_inline or _is_hidden(node.attributes),
        link=parent.link,
        verbatim=(parent.verbatim or tag in _VERBATIM) and not parent.in_row,
        in_row=parent.in_row or (tag == "tr" and _is_data_row(node)),
        names=" ".join(filter(None, (names, parent.own_names))),
        own_names=names,
    )


def _leave(frame: _Frame, writer: _LineWriter) -> None:
    if frame.tag in _TOUCHING:
        writer.after_link = True
    if frame.tag == "tr" or (frame.tag in _BLOCKS and not frame.in_row):
        writer.end_line(frame)
    elif frame.tag in _BLOCKS:
        writer.space = True


def _is_hidden(attributes: dict[str, str | None]) -> bool:
    return "hidden" in attributes or bool(_HIDING.search(attributes.get("style") or ""))


def _is_data_row(row: LexborNode) -> bool:
    """Whether a row holds data: each cell at most one block, so that a line can hold it."""
    cell = row.first_child
    while cell is not None:
        if cell.is_element_node:
            blocks = 0
            for inner in cell.traverse(include_text=False):
                blocks += inner.tag in _BLOCKS and inner.tag not in _CELLS
                if blocks > _MAX_CELL_BLOCKS or inner.tag in ("table", "pre"):
                    return False
        cell = cell.next
    return True


def _read_head(tree: LexborHTMLParser) -> Head:
    """What the page says about itself, wherever in the page it says it."""
    html = tree.css_first("html")
    attributes: dict[str, Any] = html.attributes if html is not None else {}
    title = tree.css_first("title")
    meta = []
    for node in tree.css("meta[content]"):
        name = next((node.attributes[key] for key in _META_NAMES if node.attributes.get(key)), None)
        if name:
            meta.append((name.strip().lower(), node.attributes["content"] or ""))
    links = [
        ((node.attributes.get("rel") or "").strip().lower(), node.attributes.get("href") or "")
        for node in tree.css("link[rel][href], a[rel][href]")
    ]
    return Head(
        title=_SPACE.sub(" ", title.text() if title is not None else "").strip(),
        language=(attributes.get("lang") or dict(meta).get("content-language") or "").strip(),
        meta=tuple(meta),
        links=tuple(links),
        json_ld=tuple(
            node.text()
            for node in tree.css("script[type]")
            if "ld+json" in (node.attributes.get("type") or "").lower()
        ),
        items=read_microdata(tree),
    )


_META_NAMES = ("property", "name", "itemprop", "http-equiv")
