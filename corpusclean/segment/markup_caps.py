"""Reject HTML that would cost a parser too much time or memory, before it is parsed.

Parsers need quadratic time or gigabytes for markup with deep nesting, very many attributes or very many tag names:
317 KB of misnested `<b>` cost lexbor 4 GB, one tag with 200,000 attributes more than 20 seconds. One linear scan of
the tags finds such markup, with the same verdict on every machine.
"""

from __future__ import annotations

from itertools import islice
from typing import NoReturn

from corpusclean.document import RejectReason
from corpusclean.errors import Rejected
from corpusclean.segment.open_elements import END, PAGE, KnownTags, OpenElements
from corpusclean.segment.tags import TOKEN, count_attributes

MAX_OPTIONS = 20_000
"""Number of `<option>`. Lexbor looks at all options of a list for each new one: 40,000 take 6 seconds of CPU time."""

MAX_NAMES = 20_000
"""Number of different tag names. The more of them, the slower lexbor looks one up; 40,000 take half a second."""

MAX_REOPENED = 1_000_000
"""Number of elements that the parser may create for misnested formatting, which it reopens in each block (HTML
Standard, 13.2.4.3): so many cost lexbor .3 seconds and 400 MB."""

_TOO_DEEP: RejectReason = "too-deep"


def check_markup(markup: str, max_nesting: int, max_attributes: int) -> None:
    """Reject markup that would cost a parser too much time or memory.

    Args:
        markup: the decoded HTML.
        max_nesting: maximal number of open elements; those that the next start tag ends, such as `<p>`, do not add up.
        max_attributes: maximal number of attributes of one tag.

    Raises:
        Rejected: "too-deep", with the limit exceeded and where.

    >>> check_markup("<div>" * 600, max_nesting=512, max_attributes=2000)
    Traceback (most recent call last):
        ...
    corpusclean.errors.Rejected: too-deep: more than 512 elements are open at character 2560
    """
    if markup.count("<") <= max_nesting and len(markup) <= max_attributes:
        return
    elements, known = OpenElements(), KnownTags()
    stack = elements.stack
    on_page = 0  # attributes of all <html> and <body> tags together, since the parser merges them
    # `findall` takes half the time of `finditer`, and less memory than the parser's tree.
    tokens = TOKEN.findall(markup)
    for number, token in enumerate(tokens):
        name, kind = known[token.partition(" ")[0]]
        if kind == END and stack and stack[-1] == name:  # the usual case, handled here since a call is slower
            del stack[-1]
            continue
        if kind == PAGE or len(token) > max_attributes:
            attributes = count_attributes(token)
            on_page += attributes if kind == PAGE else 0
            if max(attributes, on_page) > max_attributes:
                _refuse(f"one tag has more than {max_attributes} attributes", markup, number)
        elements.take(name, kind, token)
        if len(stack) + elements.doubtful > max_nesting:
            _refuse(f"more than {max_nesting} elements are open", markup, number)
    counts = (
        ("options", elements.options, MAX_OPTIONS),
        ("names of tags", len({name for name, _ in known.values()}), MAX_NAMES),
        ("elements that misplaced formatting makes", elements.pending * len(tokens), MAX_REOPENED),
    )
    for what, count, most in counts:
        if count > most:
            raise Rejected(_TOO_DEEP, f"{count} {what}, more than {most}")


def _refuse(what: str, markup: str, number: int) -> NoReturn:
    token = next(islice(TOKEN.finditer(markup), number, None))
    raise Rejected(_TOO_DEEP, f"{what} at character {token.start()}")
