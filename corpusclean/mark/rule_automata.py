"""Find which of many patterns match a line, with one RE2 automaton for each first character of a line.

An automaton costs a line little as long as RE2 knows the states that the line leads to, and a new state costs as much as
a thousand characters. Running text leads to new states all the time if a pattern counts (`.{0,60}`: a state for each
count) or if many patterns can begin with its words. So the automata do not count: the few lines that match without
counts are matched again with them. Patterns that can begin with almost anything have automata of their own: of most,
only words are searched, and the few lines that have some are matched with the pattern.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, TypeAlias

from corpusclean.mark.rule_clues import (
    CLASS,
    KNOWN_CHARS,
    alternatives,
    has_words,
    initial,
    is_unsplit,
    words,
)

Role: TypeAlias = "tuple[int, bool]"
"""(number of the rule, whether the pattern is that of its run) of a pattern."""

_MAX_MEMORY = 32 * 2**20
"""Maximal bytes for the states of one automaton, which RE2 builds as lines need them; most need few. With far too
little, RE2 silently matches nothing."""

_WORDS, _ANY_TEXT, _ANY_BEGINNING = "words", "any text", "any beginning"
_SHARED = (_WORDS, _ANY_TEXT, _ANY_BEGINNING)
"""Names of the automata that are tried on lines of any initial. The first finds the words of alternatives with fewer than
`KNOWN_CHARS` known characters at their beginning; the others are of those without words that can begin with any text
(`.*`), or with more than `_INITIALS` characters. In the automata of initials, or together, they would multiply each
other's states."""

_INITIALS = 20
_FIRST_CHARACTERS = 1_024
"""Number of first characters whose automata are remembered."""

# An escape or class is kept as it is; a counted repetition is not.
_COUNTED = re.compile(rf"(\\.|{CLASS})|\{{(\d+),\d*\}}", re.DOTALL)


class Automata:
    """Matches lines against many patterns at once, ignoring case.

    A line that is not cached takes 13 µs with our 3,800 alternatives (30,000 lines, after as many others). It takes 21 µs
    if words are not searched apart, and several times as long if patterns count.

    Args:
        patterns: valid RE2 patterns with their roles.
    """

    def __init__(self, patterns: Iterable[tuple[str, Role]]) -> None:
        parts: dict[str, list[tuple[str, Role]]] = defaultdict(list)
        for pattern, role in patterns:
            for part, beginnings in alternatives(pattern):
                for name in _homes(part, beginnings):
                    parts[name].append((part, role))
        # Each is compiled when a line needs it: all together take a second.
        automaton = cache(lambda name: _automaton(name, parts[name]))
        self._automata = lru_cache(_FIRST_CHARACTERS)(
            lambda first: [automaton(name) for name in (initial(first), *_SHARED) if name in parts]
        )

    def roles(self, text: str) -> set[Role]:
        """Return the roles of the patterns that match the whole of a text, which must not be empty."""
        line = text.encode("utf-8", "replace")
        found: set[Role] = set()
        for automaton in self._automata(text[0]):
            for place in automaton.match(line) or ():
                pattern, role = automaton.members[place]
                if automaton.patterns[place] == pattern or _compiled(pattern).fullmatch(line):
                    found.add(role)
        return found


@dataclass(frozen=True, slots=True)
class _Automaton:
    """Several alternatives, and how to find those that may match a line.

    Args:
        members: the alternatives with their roles.
        patterns: for each a pattern that matches at least the same lines.
        match: returns the places of those whose pattern matches a line, None if there are none.
    """

    members: Sequence[tuple[str, Role]]
    patterns: Sequence[str]
    match: Callable[[bytes], Sequence[int] | None]


def _homes(alternative: str, beginnings: frozenset[str]) -> Iterable[str]:
    """Return the names of the automata that an alternative is put into."""
    known = min(len(string) for string in beginnings)
    if known < KNOWN_CHARS and has_words(alternative):
        return [_WORDS]
    if alternative.startswith(".*"):
        return [_ANY_TEXT]
    initials = {initial(string) for string in beginnings}
    return [_ANY_BEGINNING] if not known or len(initials) > _INITIALS else initials


def _automaton(name: str, members: Sequence[tuple[str, Role]]) -> _Automaton:
    import re2

    is_search = name == _WORDS
    widen = _words_pattern if is_search else without_counts
    patterns = [widen(pattern) for pattern, _ in members]
    automaton = (re2.Set.SearchSet if is_search else re2.Set.FullMatchSet)(_options())
    for pattern in patterns:
        automaton.Add(pattern)
    automaton.Compile()
    return _Automaton(members, patterns, automaton.Match)


def _words_pattern(alternative: str) -> str:
    """Return a pattern that is found in all lines that an alternative matches."""
    import re2

    return "|".join(re2.escape(string).replace("0", "[0-9]") for string in sorted(words(alternative)))


@cache
def without_counts(pattern: str) -> str:
    r"""Return a pattern that matches all that a valid RE2 pattern matches, and has no repetition within limits.

    >>> without_counts(r"(\S+ ){0,3}news[{1,2}]\d{1,2}")
    '(\\S+ )*news[{1,2}]\\d+'
    """
    if is_unsplit(pattern):
        return pattern
    return _COUNTED.sub(lambda found: found[1] or ("*" if found[2] == "0" else "+"), pattern)


@cache
def _compiled(pattern: str) -> Any:
    import re2

    return re2.compile(pattern, _options())


def fault(pattern: str) -> str:
    r"""Return the error in a pattern that is not valid RE2, "" if it is.

    >>> fault("a(?=b)")
    'invalid perl operator: (?='
    """
    import re2

    try:
        re2.compile(pattern, _options())
    except re2.error as error:
        message = error.args[0]
        return message.decode("utf-8", "replace") if isinstance(message, bytes) else str(message)
    return ""


@cache
def _options() -> Any:
    import re2

    options = re2.Options()
    options.case_sensitive = False
    options.log_errors = False
    options.never_capture = True
    options.max_mem = _MAX_MEMORY
    return options
