"""A document on its way to its row: what the stages read, mark and repair.

These types never leave the process; what comes out is in `document`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple, TypeAlias

from corpusclean.document import Claim, Mark, Repair

Role: TypeAlias = Literal["title", "source", "authors", "date"]
"""What a line of a text may tell: a value of the metadata."""

ROLES: tuple[Role, ...] = ("title", "source", "authors", "date")


class LineFeatures(NamedTuple):
    """What the DOM says about one line of a page.

    Args:
        tag: the block element that made the line ("p", "h1", "li", "tr", "pre", …).
        link_chars: how many of its characters stand inside links.
        landmark: the nearest enclosing "nav", "header", "footer", "aside", "form", "figure", "figcaption",
            "noscript", or "".
        hidden: whether the page does not show it.
        time: the `datetime` attributes of the `<time>` elements in it.
        attributes: `class`, `id`, `rel` and `itemprop` of the block and the inline elements in it, space-joined.
        block: the number of the element in `Page.blocks` that holds it.
        links: how many links begin in it.
        bold_chars: how many of its characters stand inside `<b>` and `<strong>`.
        images: how many images stand in it, or between it and the line before.
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
    """The block elements of a page, in page order; the first is the page itself.

    Args:
        parent: the number of the block element around each; of the first -1.
        tag: of each.
        names: `class`, `id`, `itemprop`, `rel` and `role` of each, space-joined.
        first, end: the first of the lines that each holds, and the line after the last.
    """

    parent: list[int] = field(default_factory=lambda: [-1])
    tag: list[str] = field(default_factory=lambda: ["body"])
    names: list[str] = field(default_factory=lambda: [""])
    first: list[int] = field(default_factory=lambda: [0])
    end: list[int] = field(default_factory=lambda: [0])


@dataclass(frozen=True, slots=True)
class Head:
    """What a page says about itself without showing it.

    Args:
        title: the `<title>`, white space collapsed.
        language: `lang` of `<html>`, or the Content-Language of a meta tag.
        meta: (name or property or itemprop, content) of each `<meta>`, names in lower case, in page order.
        links: (rel, href) of each `<link>` and each `<a rel>`, rel in lower case.
        json_ld: the text of each JSON-LD script, unparsed.
        items: what microdata and RDFa describe, as JSON-LD would have it.
    """

    title: str = ""
    language: str = ""
    meta: tuple[tuple[str, str], ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    json_ld: tuple[str, ...] = ()
    items: tuple[Mapping[str, Any], ...] = ()


@dataclass(slots=True)
class Page:
    """The working form of a document between its decoding and its row; never leaves the process.

    Args:
        text: the visible text, decoded at first and repaired after the repair stage; lines end with "\\n".
        lines: (start, end) of each line in `text`, without its "\\n".
        head: of an HTML page; None for a text document.
        features: one a line for an HTML page; empty for a text document.
        blocks: the block elements of an HTML page.
        html: the markup of an HTML page, for extractors that want to parse it themselves.
        from_json_ld: whether the page shows nothing, and the text is what its JSON-LD holds.
        url: the address the caller gave, or "".
        fetched_at: when the page was fetched, if known; makes relative dates readable.
        roles: by role, how likely each of the lines tells that value most likely of all lines, if the line model was asked;
            the all but impossible ones are left out.
        repairs, marks, claims: what the stages found so far.
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

    def line(self, index: int) -> str:
        """The text of one line, without its line end."""
        start, end = self.lines[index]
        return self.text[start:end]
