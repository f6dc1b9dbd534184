"""Simulate the parser's stack of open elements from the tags alone (HTML Standard, 13.2.4.2 and 13.2.6).

The stack is never less deep than that of a parser: text is ignored, and where the parser's behaviour depends on it, all
elements that may be open are counted. Of tables, only the cells are tracked.
"""

from __future__ import annotations

from corpusclean.segment.tags import RAW_TEXT, TAG_BEGINNING, attribute_names, closes_itself, tag_name

_RAW = frozenset((*RAW_TEXT, "script"))
_CDATA = "![cdata["
_MARKUP_COUNTS = frozenset("math select svg".split())  # within these, tags in raw text may count too
_PAGES = ("html", "body")
_EMPTY = frozenset(  # void elements, and <head>, which occurs once
    "area base basefont bgsound br embed frame head hr image img input keygen link meta param source track "
    "wbr".split()
)
_NO_END = (_EMPTY - {"br"}) | _RAW | {"", "body", "frameset", "html", "tbody", "tfoot", "thead", "tr"}
_ROWS = frozenset("caption col colgroup tbody td tfoot th thead tr".split())
_CELLS = frozenset("caption td th".split())
_TABLES = frozenset(("table", "template", "select"))
# Some of these end a <select>, depending on what is around it and on the version of the standard that a parser follows.
_MAY_END_SELECT = _ROWS | frozenset("input keygen select table template textarea".split())
_HEADINGS = frozenset(f"h{level}" for level in range(1, 7))
_ITEMS = {"li": frozenset(("li",)), "dd": frozenset(("dd", "dt")), "dt": frozenset(("dd", "dt"))}
# Formatting that is open within these elements is not reopened after them.
_MARKERS = frozenset("applet caption marquee object td template th".split())
_RUBY = frozenset("rb rp rt rtc".split())
_IMPLIED_ENDS = _RUBY | {"dd", "dt", "li", "optgroup", "option", "p"}
_PARTS_OF_SELECT = frozenset(("hr", "optgroup", "option"))
_FORMATTING = frozenset("a b big code em font i nobr s small strike strong tt u".split())
_SCOPE = frozenset(
    "annotation-xml applet caption desc foreignobject marquee mi mn mo ms mtext object select table td template th "
    "title".split()
)
_SPECIAL = _SCOPE | frozenset(
    "address article aside blockquote button center dd details dialog dir div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hgroup li listing main menu nav noscript ol p pre search section "
    "summary ul".split()
)
_ENDS_PARAGRAPH = (_SPECIAL - _SCOPE - {"button", "noscript"}) | {"hr", "plaintext", "table", "xmp"}
_NOTHING: frozenset[str] = frozenset()
# Before the name of an element that has not the meaning of this name: <td> in SVG, or <mi> in HTML.
_ALIAS = "other "
# An end tag, or a start tag that ends another element, has no effect beyond the innermost of these.
_BEFORE_PARAGRAPH = _SCOPE | {"button"}
_BEFORE_ITEM = _SPECIAL - {"address", "div", "p"}
_END_BOUNDS = {"li": _SCOPE | {"ol", "ul"}, "p": _BEFORE_PARAGRAPH}
_FOREIGN = frozenset(("svg", "math"))
# Within these elements of SVG and MathML, the content is HTML again.
_INTEGRATION = frozenset("annotation-xml desc foreignobject mi mn mo ms mtext title".split())
# <annotation-xml> holds HTML only with some attributes, so it counts as MathML, in which nothing is left out.
_HTML_AGAIN = {
    "svg": {"desc", "foreignobject", "title"},
    "math": {"mi", "mn", "mo", "ms", "mtext"},
}
_OWN = {"svg": _HTML_AGAIN["svg"], "math": _HTML_AGAIN["math"] | {"annotation-xml"}}
_FONT = frozenset(("color", "face", "size"))  # with one of these attributes, <font> ends both
# The end tag of one of these ends all elements in it; that of another one does nothing within a special element.
_SCOPED_ENDS = (_SPECIAL - _INTEGRATION - {"noscript"}) | _FORMATTING
_BREAKOUT = frozenset(
    "b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 head hr i img li listing menu meta "
    "nobr ol p pre ruby s small span strong strike sub sup table tt u ul var".split()
)
_END_BREAKOUT = frozenset(("br", "p"))
_COUNTED = _FOREIGN | {"form", "p", "select"}
# Kinds of tags. Start tags: plain elements, elements that end an open <p>, elements that end others, too, and all others
# that are put on the stack. End tags: of most elements, and of those whose number is tracked (`_COUNTED`). Void elements,
# <html> and <body>, and tags without effect.
_PLAIN, _BLOCK, _ENDING, _OTHER, END, COUNTED_END, _FLAT, PAGE, _SKIPPED = range(9)
_KINDS = {
    **dict.fromkeys(_ENDS_PARAGRAPH, _BLOCK),
    **dict.fromkeys(_RUBY | _ITEMS.keys() | {"a", "optgroup", "option", "p", "table"}, _ENDING),
    **dict.fromkeys(_EMPTY, _FLAT),
    **dict.fromkeys(
        (_INTEGRATION - {"title"}) | _RAW | _ROWS | _FOREIGN | {_CDATA, "form", "frameset", "hr", "select"},
        _OTHER,
    ),
    **dict.fromkeys(_PAGES, PAGE),
    **{f"/{name}": COUNTED_END for name in _COUNTED},
    **{f"/{name}": _SKIPPED for name in _NO_END},
    "": _SKIPPED,
}
_OF_HTML = _SPECIAL | _FORMATTING | _KINDS.keys()
_MAX_KNOWN = 10_000
_MAX_BEGINNING = 40  # characters


class KnownTags(dict[str, tuple[str, int]]):
    """Cache from the beginning of a tag, up to the first space, to its name in lower case and its kind."""

    def __missing__(self, beginning: str) -> tuple[str, int]:
        name = tag_name(beginning)
        known = name.removeprefix("/"), _KINDS.get(name, END if name.startswith("/") else _PLAIN)
        if len(self) >= _MAX_KNOWN:
            self.clear()
        if len(beginning) <= _MAX_BEGINNING:
            self[beginning] = known
        return known


class OpenElements:
    """The stack of open elements, at least as deep as that of the HTML Standard, 13.2.4.2.

    It has all elements of the parser's stack in the same order. Where it may have others, too, an end tag ends only the
    last element: further ones may be none of what the tag ends.
    """

    def __init__(self) -> None:
        self.stack: list[str] = []
        self.doubted = 0  # number of the elements, from the first, of which some may be none
        # Whether further elements may be none, since a <select> or an <svg> may have ended or not.
        self.in_doubt = False
        self.foreign = 0  # number of <svg> and <math> on the stack
        self.selects = 0
        self.paragraphs = 0
        self.simple = _BLOCK  # the last of the kinds whose start tags only put the element on the stack
        self.doubtful = 0  # number of further elements that may be open
        self.framesets = 0
        self.options = 0
        self.in_form = False
        self.marked = False  # whether formatting may be hidden by a marker of an element that has ended
        self.pending = 0  # maximal number of formatting elements that the parser may reopen in each block

    def take(self, name: str, kind: int, token: str) -> None:
        """Process the next tag, with name and kind from `KnownTags`; `token` as in `open`."""
        if self.selects and name in _MAY_END_SELECT and kind != COUNTED_END:
            self.in_doubt = True
        if self.in_doubt:
            self._take_in_doubt(name, kind, token)
        elif kind <= self.simple:
            self.stack.append(name)
        elif kind in (END, COUNTED_END):
            self.close(name)
        elif kind <= _ENDING and not self.foreign:
            self._end_before(name)
            self._push(name)
        elif kind == _OTHER or (self.foreign and kind != _SKIPPED):
            self.open(name, token)

    def _take_in_doubt(self, name: str, kind: int, token: str) -> None:
        if name == "form":
            self.in_form = False  # so that the next one counts
        if kind == _OTHER and (name in _RAW or name == _CDATA):
            self._open_raw(name, token)
        elif kind <= _OTHER or (kind in (_FLAT, PAGE) and self.foreign):
            self.framesets += name == "frameset"
            self._push(name)
        elif kind in (END, COUNTED_END) and self.stack[-1:] == [name]:
            self.pop(len(self.stack) - 1)
        if name == "select" and kind == COUNTED_END and not self.foreign and "template" not in self.stack:
            # Now the parser has none open, so that what follows is no more in doubt; and options hold nothing.
            while self.stack[-1:] == ["option"]:
                del self.stack[-1]
            self._count(["select"] * self.selects, -1)
            self.stack[:] = [name for name in self.stack if name != "select"]
            self.doubted, self.in_doubt = len(self.stack), False

    def open(self, name: str, token: str) -> None:
        """Process a start tag; `token` has its attributes too, and the content of a raw-text element."""
        if name in _RAW or name == _CDATA:
            self._open_raw(name, token)
            return
        if name == "frameset":  # below text, a parser ignores it; else it ignores all that is none
            self.framesets += 1
            self.doubtful += 1
        if self.foreign and self._is_foreign() and self._open_foreign(name, token):
            return
        if name == "hr":
            self._end_before(name)
        if name in _EMPTY or name in _PAGES or name == "frameset":
            return
        if name in _ROWS:
            self._open_row(name)
        elif name == "form":
            self._open_form()
        elif name in _INTEGRATION:
            self._push(_ALIAS + name)
        elif not (name in _FOREIGN and closes_itself(token)):
            self._end_before(name)
            self._push(name)

    def _open_foreign(self, name: str, token: str) -> bool:
        """Process a start tag in SVG or MathML, if it does not end them; return whether that is so."""
        if name in _BREAKOUT or (name == "font" and not _FONT.isdisjoint(attribute_names(token))):
            self._end_foreign()
            return False
        if name in _FOREIGN and self.stack[-1] == "annotation-xml":
            self._push(name)
        elif not closes_itself(token):
            around = next(element for element in reversed(self.stack) if element in _FOREIGN)
            self._push(_ALIAS + name if name in _OF_HTML and name not in _OWN[around] else name)
        return True

    def _open_raw(self, name: str, token: str) -> None:
        if (name == _CDATA or "<" in token) and (self.framesets or not _MARKUP_COUNTS.isdisjoint(self.stack)):
            tags = len(TAG_BEGINNING.findall(token))
            self.doubtful += tags + len(self.stack) * (tags > 0 or name == _CDATA)
        if name == _CDATA and self.foreign:
            self.in_doubt = True  # since the tags up to "]]>" are none
        if name in _ENDS_PARAGRAPH and not self.foreign and not self.in_doubt:
            self._end_before(name)

    def _end_before(self, name: str) -> None:
        """End the elements that a start tag ends: an item of the list, a paragraph, ruby text, an option, a link."""
        if name in _ITEMS and (item := self._find("", _BEFORE_ITEM, _ITEMS[name])) is not None:
            self.pop(item)
        if name == "table" and self._find("table", _CELLS) is not None:
            # It ends the table around it, and the parser may begin anew the formatting that is open there.
            self.pending = max(self.pending, sum(name in _FORMATTING for name in self.stack))
        if name in _ENDS_PARAGRAPH and self.paragraphs:
            if (paragraph := self._find("p", _BEFORE_PARAGRAPH)) is not None:
                self.pop(paragraph)
        elif name in _RUBY:
            self._end_ruby()
        elif name == "a" and "a" in self.stack:  # links are many, and few are in another one
            self._end_link()
        if name in _PARTS_OF_SELECT:
            self._end_option(name)

    def _end_link(self) -> None:
        if not self.marked and (link := self._find("a", _SCOPE)) is not None:
            self._end_formatting(link)

    def _end_ruby(self) -> None:
        if self._find("ruby", _SCOPE) is not None:
            self._imply_ends(_IMPLIED_ENDS)
        elif self.pending and self.stack and self.stack[-1] in _FORMATTING:
            self.doubtful += 1  # for a ruby text without <ruby>, a parser does not reopen formatting

    def _end_option(self, name: str) -> None:
        if self.selects and self._find("select", _SCOPE) is not None:
            self._imply_ends(_IMPLIED_ENDS - {"optgroup"} if name == "option" else _IMPLIED_ENDS)
        elif self.stack[-1:] == ["option"]:
            self.pop(len(self.stack) - 1)

    def _imply_ends(self, names: frozenset[str]) -> None:
        while self.stack[-1] in names:
            self.pop(len(self.stack) - 1)

    def _end_formatting(self, place: int) -> None:
        """End a formatting element; within a special one, the elements in it stay open (13.2.6.4.7)."""
        inside = self.stack[place + 1 :]
        if _SPECIAL.isdisjoint(inside):
            self.pop(place)
            return
        if self.marked:
            return
        if not _FOREIGN.isdisjoint(inside):
            self.in_doubt = True  # since the parser may have ended the <svg>
        del self.stack[place]

    def _end_foreign(self) -> None:
        """End SVG and MathML, up to HTML in it or around it."""
        while self.foreign and self._is_foreign():
            self.pop(len(self.stack) - 1)

    def close(self, name: str) -> None:
        """Process an end tag, if the standard does not ignore it."""
        if self.foreign and name in _END_BREAKOUT:
            self._end_foreign()
        if name == "form":
            self.in_form = False
        place = self._find_ended(name)
        if place is None:
            return
        if name == "noscript" and not _FOREIGN.isdisjoint(self.stack[place:]):
            self.in_doubt = True  # since it may be none: in the head of a page, the first <svg> ends it
        elif name in _FORMATTING:
            self._end_formatting(place)
        elif name == "form":  # most elements in it stay open
            self._imply_ends(_IMPLIED_ENDS)
            del self.stack[place]
        else:
            self.pop(place)

    def _find_ended(self, name: str) -> int | None:
        """Return the index of the element that an end tag ends; None if the tag is ignored."""
        if self.stack and self.stack[-1] == name:  # the usual case
            return len(self.stack) - 1
        if self.foreign and (self.stack[-1] in _INTEGRATION or self._is_foreign()):
            place = self._find_foreign(name)
            if place is not None:
                return place
        if name in _CELLS or name == "table":
            return self._find(name, _TABLES)
        if name == "template":
            return self._find(name, _NOTHING)
        if name in _SCOPED_ENDS:
            alike = _HEADINGS if name in _HEADINGS else _NOTHING
            return self._find(name, _END_BOUNDS.get(name, _SCOPE), alike)
        return self._find(_ALIAS + name if name in _INTEGRATION else name, _SPECIAL)

    def _open_form(self) -> None:
        """Process the start tag of a form: a second one in it is ignored, and one between the cells of a table is empty."""
        if self.in_form and "template" not in self.stack:
            return
        self.in_form = True
        if self._find("table", _CELLS | {"template"}) is None:
            self._end_before("form")
            self._push("form")

    def _open_row(self, name: str) -> None:
        """Process the start tag of a part of a table, which ends all elements in the previous cell."""
        table = self._find("table", _TABLES)
        if table is not None:
            self.pop(table + 1)
        if name in _CELLS and (table is not None or not _TABLES.isdisjoint(self.stack)):
            self._push(name)

    def _find(self, name: str, bounds: frozenset[str], names: frozenset[str] = _NOTHING) -> int | None:
        """Return the index of the innermost element called `name` or one of `names`, None if a bound is further in."""
        stack = self.stack
        for place in range(len(stack) - 1, self.doubted - 1, -1):
            if stack[place] == name or stack[place] in names:
                return place
            if stack[place] in bounds:
                return None
        return None

    def _find_foreign(self, name: str) -> int | None:
        """Return the index of the innermost element of a name within SVG or MathML, none being HTML from there on."""
        stack = self.stack
        for place in range(len(stack) - 1, self.doubted - 1, -1):
            if stack[place] in (name, _ALIAS + name):
                return place
            if stack[place] in _FOREIGN and (not place or stack[place - 1] not in _INTEGRATION):
                return None
        return None

    def _is_foreign(self) -> bool:
        """Return whether the next tag is one of SVG or MathML."""
        inside: set[str] = set()
        for name in reversed(self.stack):
            if name in _FOREIGN:
                return _HTML_AGAIN[name].isdisjoint(inside)
            inside.add(name)
        return False

    def _push(self, name: str) -> None:
        self.stack.append(name)
        self.options += name == "option"
        if name in _COUNTED:
            self._count([name], 1)

    def pop(self, place: int) -> None:
        """End all elements from an index on; formatting elements among them are reopened, as the parser does."""
        gone = self.stack[place:]
        del self.stack[place:]
        self.doubted = min(self.doubted, place)
        if self.foreign or self.selects or self.paragraphs:
            self._count(gone, -1)
        if len(gone) > 1:
            hidden = _MARKERS.intersection(gone[1:]) - (_CELLS if gone[0] == "table" else _NOTHING)
            self.marked |= bool(hidden)
            formatting = [name for name in gone[1:] if name in _FORMATTING]
            if formatting and (hidden or gone[0] not in _MARKERS):
                self.stack += formatting
                self.pending = max(self.pending, sum(name in _FORMATTING for name in self.stack))

    def _count(self, names: list[str], change: int) -> None:
        self.foreign += change * (names.count("svg") + names.count("math"))
        self.selects += change * names.count("select")
        self.paragraphs += change * names.count("p")
        self.simple = -1 if self.foreign else _PLAIN if self.paragraphs else _BLOCK
