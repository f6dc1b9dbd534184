"""Reject HTML that would cost a parser too much time or memory, before it is parsed.

Parsers need quadratic time or gigabytes for markup with deep nesting, very many attributes or very many tag names:
317 KB of misnested `<b>` cost lexbor 4 GB, one tag with 200,000 attributes more than 20 seconds. One linear scan of
the tags finds such markup, with the same verdict on every machine.
"""

from __future__ import annotations

from itertools import islice

from corpusclean.document import RejectReason
from corpusclean.errors import Rejected
from corpusclean.segment.open_elements import COUNTED_END, END, PAGE, KnownTags, OpenElements
from corpusclean.segment.tags import TOKEN, count_attributes

MAX_OPTIONS = 20_000
"""Number of `<option>`. Lexbor looks at all options of a list for each new one: 40,000 take 6 seconds of CPU time."""

MAX_NAMES = 20_000
"""Number of different tag names. The more of them, the slower lexbor looks one up; 40,000 take half a second."""

MAX_REOPENED = 1_000_000
"""Number of elements that the parser may create for misnested formatting, which it reopens in each block (HTML
Standard, 13.2.4.3): so many cost lexbor .3 seconds and 400 MB."""

_KNOWN = KnownTags()
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
    if len(markup) <= max_attributes and markup.count("<") <= max_nesting:
        return
    elements = OpenElements()
    # `findall` takes half the time of `finditer`, and less memory than the parser's tree.
    tokens = TOKEN.findall(markup)
    if excess := _find_excess(tokens, elements, max_nesting, max_attributes):
        number, what = excess
        token = next(islice(TOKEN.finditer(markup), number, None))
        raise Rejected(_TOO_DEEP, f"{what} at character {token.start()}")
    counts = (
        ("options", elements.options, MAX_OPTIONS),
        ("names of tags", _count_names(tokens) if len(tokens) > MAX_NAMES else 0, MAX_NAMES),
        ("elements that misplaced formatting makes", elements.pending * len(tokens), MAX_REOPENED),
    )
    for what, count, most in counts:
        if count > most:
            raise Rejected(_TOO_DEEP, f"{count} {what}, more than {most}")


def _find_excess(
    tokens: list[str], elements: OpenElements, max_nesting: int, max_attributes: int
) -> tuple[int, str] | None:
    """Find the first token that exceeds a limit: return its index, and what it exceeds."""
    stack = elements.stack
    on_page = 0  # attributes of all <html> and <body> tags together, since the parser merges them
    for number, token in enumerate(tokens):
        name, kind = _KNOWN[token.partition(" ")[0]]
        # The usual cases are handled here, since a call is slower.
        if kind == END and stack and stack[-1] == name and not elements.doubted:
            del stack[-1]
            continue
        if kind == PAGE or len(token) > max_attributes:
            attributes = count_attributes(token)
            on_page += attributes if kind == PAGE else 0
            if max(attributes, on_page) > max_attributes:
                return number, f"one tag has more than {max_attributes} attributes"
        if kind <= elements.simple:
            stack.append(name)
        elif kind <= COUNTED_END or elements.foreign or elements.selects:
            elements.take(name, kind, token)
        if len(stack) + elements.doubtful > max_nesting:
            return number, f"more than {max_nesting} elements are open"
    return None


def _count_names(tokens: list[str]) -> int:
    return len({_KNOWN[token.partition(" ")[0]][0] for token in tokens})
