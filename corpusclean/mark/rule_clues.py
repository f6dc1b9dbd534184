"""Find how the lines that a pattern matches begin, and words that they hold, so that each line is tried on few patterns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple, TypeAlias

OTHER = ""
"""The initial of lines that do not begin with an ASCII character."""

KNOWN_CHARS = 3
"""Maximal length of the beginnings of an alternative."""

END = "\n"
"""The last character of a beginning that is a whole line."""

_WORD_CHARS = 10
_MIN_WEIGHT = 4

_MAX_STRINGS = 200
"""Maximal number of beginnings of a sequence; one that has more gets shorter ones."""

# Any digit stands for all of them, since a pattern of some digits would have too many beginnings.
_DIGITS = str.maketrans("123456789", "000000000")

# A class ends at the first "]" that is not its first character, and may contain [:names:].
CLASS = r"\[\^?\]?(?:\\.|\[:\^?\w+:\]|[^\]\\])*\]"
_TOKEN = re.compile(
    r"(?P<text>[^\\()\[|.*+?{^$\n]+(?![*+?{]))"
    r"|(?P<quantifier>(?:[*+?]|\{(?P<least>\d+)(?P<comma>,(?P<most>\d*))?\})\??)"
    r"|(?P<open>\((?:\?(?:P?<\w+>|[a-zA-Z-]*:))?)|(?P<bar>\|)|(?P<close>\))|(?P<empty>[\^$]|\\[bBAz])"
    rf"|(?P<class>{CLASS}|[.\n]|\\[pP](?:\{{[^}}]*\}}|.)|\\x(?:\{{[^}}]*\}}|..)|\\[0-7]{{1,3}}|\\[a-zA-Z])"
    r"|\\?(?P<literal>.)",
    re.DOTALL,
)
# Parentheses and bars, and the items in which these are literal characters.
_MARK = re.compile(rf"[()|]|\\.|{CLASS}", re.DOTALL)
# Classes without ranges, and of escapes only \d and punctuation.
_LISTED = re.compile(r"\\d|\[(?!\^)((?:[^\\\[\]-]|\\[^a-zA-Z0-9]|\\d)+-?)\]")
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
# Quoting, or flags for all that follows.
_UNSPLIT = re.compile(r"\\Q|\(\?[a-zA-Z-]+\)")


class _Repeat(NamedTuple):
    """A repetition of an item.

    Args:
        item: the item.
        least, most: limits of the number of times, at most `_WORD_CHARS`: more do not change any beginning.
    """

    item: _Item
    least: int
    most: int


_Item: TypeAlias = "str | _Repeat | list[list[_Item]] | None"
"""An item of a pattern: text, a repetition, a group with its alternatives, or an unknown character (None)."""

_UNKNOWN, _EMPTY = frozenset([""]), frozenset([END])


def initial(text: str) -> str:
    """Return the first character of a text in lower case, since patterns ignore case, with 0 for any digit.

    >>> initial("Ad"), initial("2 shares"), initial("Über uns")
    ('a', '0', '')
    """
    folded = text[:1].casefold()[:1].translate(_DIGITS)
    return folded if folded.isascii() else OTHER


def alternatives(pattern: str) -> Iterator[tuple[str, frozenset[str]]]:
    r"""Split a pattern into its top-level alternatives.

    Args:
        pattern: a valid RE2 pattern.

    Yields:
        Each alternative with its beginnings: each line that it matches begins with one of them, regardless of case. A 0
        stands for any digit; "" is the beginning of any line.

    >>> [(part, sorted(found)) for part, found in alternatives(r"(the )?app|no( \d+)?")]
    [('(the )?app', ['app', 'the']), ('no( \\d+)?', ['no\n', 'no '])]
    """
    if is_unsplit(pattern):
        yield pattern, _UNKNOWN
    else:
        yield from ((part, _beginnings(_items(part), KNOWN_CHARS)) for part in _split(pattern))


@cache
def words(alternative: str) -> frozenset[str]:
    r"""Return strings of which each line that an alternative matches holds one, regardless of case.

    Of the strings that can begin at each item of the alternative, these are the most telling. A 0 stands for any digit;
    "" is in any line.

    >>> sorted(words(r"\S+ (hello|goodbye)( .*)?"))
    [' goodbye', ' goodbye ', ' hello', ' hello ']
    """
    if is_unsplit(alternative):
        return _UNKNOWN
    starts = [_EMPTY]
    for item in reversed(_flat(_items(alternative))):
        starts.append(_joined_pair(_item_beginnings(item, _WORD_CHARS), starts[-1], _WORD_CHARS))
    found = [frozenset(string.removesuffix(END) for string in strings) for strings in reversed(starts)]
    return max(found, key=lambda strings: (_weight(strings), -len(strings)))


def has_words(alternative: str) -> bool:
    r"""Whether the words of an alternative are seldom in lines that it does not match.

    >>> has_words(r"\S+ (hello|goodbye)( .*)?"), has_words(r"\S+ (hello|!)")
    (True, False)
    """
    return _weight(words(alternative)) >= _MIN_WEIGHT


def _weight(strings: Iterable[str]) -> int:
    """Return how telling some strings are: the number of bytes of the shortest, without spaces."""
    return min(len(string.replace(" ", "").encode()) for string in strings)


def is_unsplit(pattern: str) -> bool:
    """Whether a pattern has quoting or flags for all that follows, and so is not taken apart."""
    return _UNSPLIT.search(pattern) is not None


def _split(pattern: str) -> Iterator[str]:
    start = depth = 0
    for mark in _MARK.finditer(pattern):
        if mark[0] == "(":
            depth += 1
        elif mark[0] == ")":
            depth -= 1
        elif mark[0] == "|" and not depth:
            yield pattern[start : mark.start()]
            start = mark.end()
    yield pattern[start:]


def _items(alternative: str) -> Iterator[_Item]:
    """Yield the items of an alternative; it is parsed only as far as they are needed."""
    tokens = _TOKEN.finditer(alternative)
    item: _Item = ""
    for token in tokens:
        if token.lastgroup == "quantifier":
            item = _repeated(item, token)
        else:
            yield item
            item = _item(token, tokens)
    yield item


def _group(tokens: Iterator[re.Match[str]]) -> list[list[_Item]]:
    """Return the alternatives of a group whose tokens follow."""
    branches: list[list[_Item]] = [[]]
    for token in tokens:
        if token.lastgroup == "close":
            break
        if token.lastgroup == "bar":
            branches.append([])
        elif token.lastgroup == "quantifier":
            branches[-1].append(_repeated(branches[-1].pop(), token))
        else:
            branches[-1].append(_item(token, tokens))
    return branches


def _repeated(item: _Item, quantifier: re.Match[str]) -> _Repeat:
    if quantifier["least"]:
        least = int(quantifier["least"])
        most = int(quantifier["most"] or _WORD_CHARS) if quantifier["comma"] else least
    else:
        least = int(quantifier[0][0] == "+")
        most = 1 if quantifier[0][0] == "?" else _WORD_CHARS
    return _Repeat(item, min(least, _WORD_CHARS), min(most, _WORD_CHARS))


def _item(token: re.Match[str], tokens: Iterator[re.Match[str]]) -> _Item:
    """Return the item that begins with a token: text, a class, a group, or a place such as the end of a word."""
    if token.lastgroup == "open":
        return _group(tokens)
    if token.lastgroup != "class":
        return (token["text"] or token["literal"] or "").translate(_DIGITS)
    listed = _LISTED.fullmatch(token["class"])
    if listed is None:
        return None
    members = _ESCAPE.sub(lambda escape: "0" if escape[1] == "d" else escape[1], listed[1] or "0")
    return [[member] for member in members.translate(_DIGITS)]


def _beginnings(items: Iterable[_Item], size: int) -> frozenset[str]:
    """Return the beginnings of a sequence, of at most `size` characters."""
    return _joined((_item_beginnings(item, size) for item in items), size)


def _item_beginnings(item: _Item, size: int) -> frozenset[str]:
    if item is None:
        return _UNKNOWN
    if isinstance(item, str):
        return frozenset([(item + END)[:size]])
    if isinstance(item, list):
        return _distinct(string for items in item for string in _beginnings(items, size))
    once, found = _item_beginnings(item.item, size), _EMPTY
    for number in range(item.most, 0, -1):
        found = _joined_pair(once, found, size)
        if number > item.least:
            found = _distinct(found | _EMPTY)
    return found


def _joined(sequences: Iterable[frozenset[str]], size: int) -> frozenset[str]:
    """Return the beginnings of several sequences in a row."""
    found = _EMPTY
    for beginnings in sequences:
        found = _joined_pair(found, beginnings, size)
        if not any(string.endswith(END) for string in found):
            break
    return found


def _joined_pair(left: frozenset[str], right: frozenset[str], size: int) -> frozenset[str]:
    """Return the beginnings of two sequences in a row."""
    if left == _EMPTY:
        return right
    ended = [string[:-1] for string in left if string.endswith(END)]
    while len(ended) * len(right) > _MAX_STRINGS and len(right) > 1:
        longest = max(map(len, right))
        right = frozenset(string[: longest - 1] for string in right)
    joined = {(string + more)[:size] for string in ended for more in right}
    return _distinct(joined.union(string for string in left if not string.endswith(END)))


def _distinct(strings: Iterable[str]) -> frozenset[str]:
    found = frozenset(strings)
    return _UNKNOWN if "" in found else found


def _flat(items: Iterable[_Item]) -> list[_Item]:
    """Take items out of groups that have no alternatives."""
    flat: list[_Item] = []
    for item in items:
        flat += _flat(item[0]) if isinstance(item, list) and len(item) == 1 else [item]
    return flat
