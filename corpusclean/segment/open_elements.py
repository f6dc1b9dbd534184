"""Which elements are open, as far as tags tell: the stack of the HTML Standard, 13.2.4.2, or a deeper one.

It keeps to the standard's tree construction (13.2.6) but for what only text would show; where it cannot know what a
parser does, it counts all that may be open. What is within tables, but for cells, is left out.
"""

from __future__ import annotations

from corpusclean.segment.tags import OPENING, RAW_TEXT, closes_itself, tag_name

_RAW = frozenset((*RAW_TEXT, "script"))
_CDATA = "![cdata["
_MARKUP_COUNTS = frozenset("frameset math select svg".split())  # also in the elements above, or it may
_PAGES = ("html", "body")
_EMPTY = frozenset(  # elements that hold nothing, and <head>, of which there is one
    "area base basefont bgsound br embed frame head hr image img input keygen link meta param source track "
    "wbr".split()
)
_NO_END = _EMPTY | _RAW | {"", "body", "html", "tbody", "tfoot", "thead", "tr"}
_ROWS = frozenset("caption col colgroup tbody td tfoot th thead tr".split())
_CELLS = frozenset("caption td th".split())
_TABLES = frozenset(("table", "template", "select"))
_HEADINGS = frozenset(f"h{level}" for level in range(1, 7))
_ITEMS = {"li": frozenset(("li",)), "dd": frozenset(("dd", "dt")), "dt": frozenset(("dd", "dt"))}
# Formatting that is open in these goes no further than their end.
_MARKERS = frozenset("applet caption marquee object td template th".split())
_RUBY = frozenset("rb rp rt rtc".split())
_ENDED_BY_RUBY = _RUBY | {"dd", "dt", "li", "optgroup", "p"}
_FORMATTING = frozenset("a b big code em font i nobr s small strike strong tt u".split())
_SCOPE = frozenset(
    "annotation-xml applet caption desc foreignobject frameset marquee mi mn mo ms mtext object select table td template th "
    "title".split()
)
_SPECIAL = _SCOPE | frozenset(
    "address article aside blockquote button center dd details dialog dir div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hgroup li listing main menu nav noscript ol p pre search section "
    "summary ul".split()
)
_ENDS_PARAGRAPH = (_SPECIAL - _SCOPE - {"button", "noscript"}) | {"table"}
_NOTHING: frozenset[str] = frozenset()
# What an element with an end tag, or one that another ends, must not stand outside of.
_BEFORE_PARAGRAPH = _SCOPE | {"button"}
_BEFORE_ITEM = _SPECIAL - {"address", "div", "p"}
_END_BOUNDS = {"li": _SCOPE | {"ol", "ul"}, "p": _BEFORE_PARAGRAPH}
_FOREIGN = frozenset(("svg", "math"))
# What stands in these inside of SVG and MathML is HTML again; <font> sometimes ends both.
_INTEGRATION = frozenset("annotation-xml desc font foreignobject mi mn mo ms mtext title".split())
_BREAKOUT = frozenset(
    "b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 head hr i img li listing menu meta "
    "nobr ol p pre ruby s small span strong strike sub sup table tt u ul var".split()
)
_OTHERS = _RAW | _ROWS | _FOREIGN | _RUBY | _ITEMS.keys() | {_CDATA, "a", "option", "p", "select"}
_COUNTED = _FOREIGN | {"p", "select"}
# Kinds of tags: those that change nothing, <html> and <body>, empty elements, those that are just open until they end,
# those that end a paragraph too, all others that begin something; ends, and ends of what is counted.
_SKIPPED, PAGE, _FLAT, _PLAIN, _BLOCK, _OTHER, END, _COUNTED_END = range(8)


class KnownTags(dict[str, tuple[str, int]]):
    """Of the beginning of a tag, up to the first space, its name in small letters and its kind."""

    def __missing__(self, token: str) -> tuple[str, int]:
        name = tag_name(token)
        kind = _PLAIN
        if name[:1] == "/":
            name = name[1:]
            kind = _SKIPPED if name in _NO_END else _COUNTED_END if name in _COUNTED else END
        elif name in _PAGES:
            kind = PAGE
        elif name in _EMPTY:
            kind = _FLAT
        elif not name:
            kind = _SKIPPED
        elif name in _OTHERS:
            kind = _OTHER
        elif name in _ENDS_PARAGRAPH:
            kind = _BLOCK
        self[token] = name, kind
        return name, kind


class OpenElements:
    """The elements that are open, as the HTML Standard, 13.2.4.2, has them on its stack, or more."""

    def __init__(self) -> None:
        self.stack: list[str] = []
        self.foreign = 0  # how many of them are <svg> or <math>
        self.selects = 0
        self.paragraphs = 0
        self.doubtful = 0  # so many more may be open
        self.options = 0
        self.pending = 0  # so much formatting, at most, may begin anew in each block

    def take(self, name: str, kind: int, token: str) -> None:
        """The next tag, as `KnownTags` knows it; `token` is as in `open`."""
        if kind in (END, _COUNTED_END):
            self.close(name)
        elif kind == _OTHER or (self.foreign and kind != _SKIPPED) or (kind == _BLOCK and self.paragraphs):
            self.open(name, token)
        elif kind in (_PLAIN, _BLOCK):
            self.stack.append(name)

    def open(self, name: str, token: str) -> None:
        """A start tag; `token` holds its attributes, and what stands in an element without markup."""
        if name in _RAW or name == _CDATA:
            if ("<" in token or name == _CDATA) and not _MARKUP_COUNTS.isdisjoint(self.stack):
                self.doubtful += len(self.stack) + len(OPENING.findall(token))
            return
        if self.foreign and self._is_foreign():
            if name not in _BREAKOUT:
                if not closes_itself(token):
                    self._push(name)
                return
            while self.foreign and self._is_foreign():
                self.pop(len(self.stack) - 1)
        if name in _EMPTY or name in _PAGES:
            return
        self.options += name == "option"
        if name in _ROWS:
            self._open_row(name)
        elif not (name in _FOREIGN and closes_itself(token)) and not (name == "select" and self.selects):
            self._end_before(name)
            self._push(name)

    def _end_before(self, name: str) -> None:
        """End what a start tag ends: an item of the same list, a paragraph, what is said in a ruby, a link."""
        if name in _ITEMS and (item := self._find("", _BEFORE_ITEM, _ITEMS[name])) is not None:
            self.pop(item)
        if name in _ENDS_PARAGRAPH and self.paragraphs:
            if (paragraph := self._find("p", _BEFORE_PARAGRAPH)) is not None:
                self.pop(paragraph)
        elif name in _RUBY and self._find("ruby", _SCOPE) is not None:
            while self.stack[-1] in _ENDED_BY_RUBY:
                self.pop(len(self.stack) - 1)
        elif name == "option" and self.stack[-1:] == ["option"]:
            self.pop(len(self.stack) - 1)
        elif name == "a" and (link := self._find("a", _SCOPE)) is not None:
            del self.stack[link]

    def close(self, name: str) -> None:
        """An end tag; it does nothing where the standard ignores it."""
        if name in _CELLS or name == "table":
            place = self._find(name, _TABLES)
        elif (name in _SPECIAL and name not in _INTEGRATION) or name in _FORMATTING:
            place = self._find(
                name, _END_BOUNDS.get(name, _SCOPE), _HEADINGS if name in _HEADINGS else _NOTHING
            )
        else:
            place = self._find(name, _SPECIAL)
        if place is None:
            return
        if name in _FORMATTING or name == "form":  # what stands in it stays open
            del self.stack[place]
        else:
            self.pop(place)

    def _open_row(self, name: str) -> None:
        """A part of a table ends all that is open in the cell before it."""
        if self.selects:
            self._push(name)
            return
        table = self._find("table", _TABLES | _FOREIGN)
        if table is not None:
            self.pop(table + 1)
        if name in _CELLS and (table is not None or "template" in self.stack):
            self._push(name)

    def _find(self, name: str, bounds: frozenset[str], names: frozenset[str] = _NOTHING) -> int | None:
        """The place of the innermost element of a name, or of one of some, if none of the bounds stands before it."""
        stack = self.stack
        for place in range(len(stack) - 1, -1, -1):
            if stack[place] == name or stack[place] in names:
                return place
            if stack[place] in bounds:
                return None
        return None

    def _is_foreign(self) -> bool:
        """Whether the next tag is one of SVG or MathML."""
        for name in reversed(self.stack):
            if name in _FOREIGN:
                return True
            if name in _INTEGRATION:
                return False
        return False

    def _push(self, name: str) -> None:
        self.stack.append(name)
        self.foreign += name in _FOREIGN
        self.selects += name == "select"
        self.paragraphs += name == "p"

    def pop(self, place: int) -> None:
        """End all elements from a place on; formatting in them goes on behind them, as far as it can."""
        gone = self.stack[place:]
        del self.stack[place:]
        if self.foreign or self.selects or self.paragraphs:
            self.foreign -= sum(name in _FOREIGN for name in gone)
            self.selects -= gone.count("select")
            self.paragraphs -= gone.count("p")
        if len(gone) > 1:
            marker = next((number for number, name in enumerate(gone) if name in _MARKERS), len(gone))
            if formatting := [name for name in gone[1:marker] if name in _FORMATTING]:
                self.stack += formatting
                self.pending = max(self.pending, sum(name in _FORMATTING for name in self.stack))
