"""The working form of a document, which the stages of the pipeline read and fill in.

These types are internal; the public ones are in `document`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple, TypeAlias

from corpusclean.document import Claim, Mark, Repair

Role: TypeAlias = Literal["title", "source", "authors", "date"]
"""The kinds of metadata value that a line of plain text may hold."""

ROLES: tuple[Role, ...] = ("title", "source", "authors", "date")


class LineFeatures(NamedTuple):
    """What the DOM tells about one line of an HTML page.

    Args:
        tag: the block element that the line comes from ("p", "h1", "li", "tr", "pre", …).
        link_chars: number of its characters inside links.
        landmark: the nearest enclosing "nav", "header", "footer", "aside", "form", "figure", "figcaption" or
            "noscript" element, or "".
        hidden: whether a browser would not display it.
        time: the `datetime` attributes of the `<time>` elements in it.
        attributes: `class`, `id`, `rel`, `itemprop` and `role` of the block, of the block around it and of the inline
            elements in it, space-joined.
        block: index in `Page.blocks` of the element that holds it.
        links: number of links that begin in it.
        bold_chars: number of its characters inside `<b>` and `<strong>`.
        images: number of images in it, or between it and the line before.
    """

    tag: str
    link_chars: int = 0
    landmark: str = ""
    hidden: bool = False
    time: tuple[str, ...] = ()
    attributes: str = ""
    block: int = 0
    links: int = 0
    bold_chars: int = 0
    images: int = 0


@dataclass(slots=True)
class Blocks:
    """The tree of block elements of an HTML page, as parallel lists in document order; element 0 is the whole page.

    Args:
        parent: index of the enclosing block element; -1 for element 0.
        tag: its tag name.
        names: its `class`, `id`, `itemprop`, `rel` and `role`, space-joined.
        first, end: half-open range of the lines in it, as indices into `Page.lines`.
        number: index → number that the markup gives an item, or the first item of an ordered list; as it is written.
    """

    parent: list[int] = field(default_factory=lambda: [-1])
    tag: list[str] = field(default_factory=lambda: ["body"])
    names: list[str] = field(default_factory=lambda: [""])
    first: list[int] = field(default_factory=lambda: [0])
    end: list[int] = field(default_factory=lambda: [0])
    number: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Head:
    """The metadata in the markup of an HTML page, as it is declared.

    Args:
        title: the `<title>`, white space collapsed.
        language: `lang` of `<html>`, or the Content-Language of a meta tag.
        meta: (name or property or itemprop, content) of each `<meta>`, names in lower case, in page order.
        links: (rel, href) of each `<link>` and each `<a rel>`, rel in lower case.
        json_ld: the text of each JSON-LD script, unparsed.
        items: the items of microdata and RDFa, in the form of parsed JSON-LD.
        base: the `href` of the first `<base>`, to which links are relative, or "".
    """

    title: str = ""
    language: str = ""
    meta: tuple[tuple[str, str], ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    json_ld: tuple[str, ...] = ()
    items: tuple[Mapping[str, Any], ...] = ()
    base: str = ""


@dataclass(slots=True)
class Page:
    """A document between decoding and result: its text in lines, and what the stages have found so far.

    Args:
        text: the visible text, as decoded or, after the repair stage, as repaired; lines end with "\\n".
        lines: half-open range of each line in `text`, without its "\\n".
        head: metadata in the markup of an HTML page; None for plain text.
        features: one per line of an HTML page; empty for plain text.
        blocks: the block elements of an HTML page.
        html: the markup of an HTML page, for extractors that parse it themselves.
        from_json_ld: whether the page displays no text, so that `text` is the article in its JSON-LD.
        url: the address that the caller gave, or "".
        fetched_at: when the page was fetched, if known; relative dates ("2 hours ago") are resolved against it.
        roles: role → line index → probability that this line, of all lines, holds the value; set by the line model,
            without the lines whose probability is almost 0.
        repairs, marks, claims: what the stages have found so far.
    """

    text: str
    lines: list[tuple[int, int]]
    head: Head | None = None
    features: list[LineFeatures] = field(default_factory=list)
    blocks: Blocks = field(default_factory=Blocks)
    html: str = ""
    from_json_ld: bool = False
    url: str = ""
    fetched_at: dt.datetime | None = None
    roles: Mapping[Role, Mapping[int, float]] = field(default_factory=dict)
    repairs: list[Repair] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    _written: dict[int, str] | None = field(default=None, init=False, repr=False, compare=False)

    @property
    def is_html(self) -> bool:
        """Whether it is an HTML page, not plain text."""
        return self.head is not None

    def line(self, index: int) -> str:
        """Return the text of one line, without its "\\n"."""
        start, end = self.lines[index]
        return self.text[start:end]

    def line_texts(self) -> list[str]:
        """Return the texts of all lines."""
        text = self.text
        return [text[start:end] for start, end in self.lines]

    @property
    def written(self) -> dict[int, str]:
        r"""The lines that are not blank: index → text. Read once, since most stages look at them.

        >>> Page("a\n \nb", [(0, 1), (2, 3), (4, 5)]).written
        {0: 'a', 2: 'b'}
        """
        if self._written is None:
            text = self.text
            self._written = {
                index: line
                for index, (start, end) in enumerate(self.lines)
                if start < end and not (line := text[start:end]).isspace()
            }
        return self._written
