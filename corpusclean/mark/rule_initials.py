"""Find the first characters of the lines that a pattern can match, so that each line is tried on few patterns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

OTHER = ""
"""The initial of lines that do not begin with an ASCII character."""

ANY = frozenset([OTHER, *(chr(code) for code in range(128) if not 0x41 <= code <= 0x5A)])

# A class ends at the first "]" that is not its first character, and may contain [:names:].
CLASS = r"\[\^?\]?(?:\\.|\[:\^?\w+:\]|[^\]\\])*\]"
# One item of a pattern; of a group only its beginning.
_ITEM = re.compile(
    r"(?P<empty>[\^$]|\\[bBAz])|(?P<group>\((?:\?(?:P?<\w+>|[a-zA-Z-]*:))?)"
    rf"|(?P<class>{CLASS}|\.|\\[pP](?:\{{[^}}]*\}}|.)|\\x(?:\{{[^}}]*\}}|..)|\\[0-7]{{1,3}}|\\[a-zA-Z])"
    r"|\\?(?P<literal>.)",
    re.DOTALL,
)
# Parentheses and bars, and the items in which these are literal characters.
_MARK = re.compile(rf"[()|]|\\.|{CLASS}", re.DOTALL)
# Quoting, or flags for all that follows.
_UNSPLIT = re.compile(r"\\Q|\(\?[a-zA-Z-]+\)")
_QUANTIFIER = re.compile(r"(?:(?P<none>[*?]|\{0)|\+|\{\d)(?:(?<=[*?+])|[\d,]*\})\??")


def initial(text: str) -> str:
    """Return the first character of a text in lower case, since patterns ignore case; `OTHER` if it is not ASCII.

    >>> initial("Ad"), initial("Über uns")
    ('a', '')
    """
    folded = text[:1].casefold()[:1]
    return folded if folded.isascii() else OTHER


def alternatives(pattern: str) -> Iterator[tuple[str, frozenset[str]]]:
    r"""Split a pattern into its top-level alternatives.

    Args:
        pattern: a valid RE2 pattern.

    Yields:
        Each alternative with a superset of the initials (see `initial`) of the lines that it matches.

    >>> [(part, "".join(sorted(found))) for part, found in alternatives(r"(the )?app|news ?letters?( \d+)?")]
    [('(the )?app', 'at'), ('news ?letters?( \\d+)?', 'n')]
    """
    if is_unsplit(pattern):
        yield pattern, ANY
        return
    place = 0
    while place <= len(pattern):
        found, is_empty, end = _sequence(pattern, place)
        yield pattern[place:end], ANY if is_empty else found
        place = end + 1


def is_unsplit(pattern: str) -> bool:
    """Whether a pattern has quoting or flags for all that follows, and so is not taken apart."""
    return _UNSPLIT.search(pattern) is not None


def _sequence(pattern: str, place: int) -> tuple[frozenset[str], bool, int]:
    """Parse up to a bar or the end of the group: return the initials, whether it matches "", and where it ends."""
    found, is_empty = frozenset[str](), True
    while is_empty and place < len(pattern) and pattern[place] not in "|)":
        own, is_empty, place = _item(pattern, place)
        found |= own
    return found, is_empty, place if is_empty else _end(pattern, place)


def _end(pattern: str, place: int) -> int:
    """Find the end of the sequence around `place`: a bar, a closing parenthesis or the end of the pattern."""
    depth = 0
    for match in _MARK.finditer(pattern, place):
        if match[0] == "(":
            depth += 1
        elif match[0] == ")" and depth:
            depth -= 1
        elif match[0] in "|)" and not depth:
            return match.start()
    return len(pattern)


def _item(pattern: str, place: int) -> tuple[frozenset[str], bool, int]:
    match = _ITEM.match(pattern, place)
    if match is None:
        raise AssertionError(f"no item at {place} of {pattern!r}")
    place, found, is_empty = match.end(), frozenset[str](), bool(match["empty"])
    if match["group"]:
        bar = "|"
        while bar == "|":
            own, own_empty, end = _sequence(pattern, place)
            found, is_empty = found | own, is_empty or own_empty
            bar, place = pattern[end : end + 1], end + 1
    elif not is_empty:
        found = _of_class(match["class"]) if match["class"] else frozenset([initial(match["literal"])])
    while quantifier := _QUANTIFIER.match(pattern, place):
        place, is_empty = quantifier.end(), is_empty or bool(quantifier["none"])
    return found, is_empty, place


@cache
def _of_class(item: str) -> frozenset[str]:
    """Return the initials of the characters in a class; any class may contain non-ASCII characters."""
    import re2

    options = re2.Options()
    options.case_sensitive = False
    matches = re2.compile(item, options).fullmatch
    return frozenset([OTHER, *(name for name in ANY if name and matches(name))])
