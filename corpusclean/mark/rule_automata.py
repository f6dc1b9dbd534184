"""Find which of many patterns match a line, with one RE2 automaton for each first character of a line.

An automaton costs a line little as long as RE2 knows the states that the line leads to, and a new state costs as much as
a thousand characters. Running text leads to new states all the time if a pattern counts (`.{0,60}`: a state for each
count) or if many patterns can begin with its words. So the automata do not count: the few lines that match without
counts are matched again with them; and patterns that can begin with many characters have automata of their own.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import Any, TypeAlias

from corpusclean.mark.rule_initials import CLASS, alternatives, initial, is_unsplit

Role: TypeAlias = "tuple[int, bool]"
"""(number of the rule, whether the pattern is that of its run) of a pattern."""

_MAX_MEMORY = 32 * 2**20
"""Maximal bytes for the states of one automaton, which RE2 builds as lines need them; most need few. With far too
little, RE2 silently matches nothing."""

_ANY_TEXT, _ANY_CHARACTER, _ANY_LETTER = "any text", "any character", "any letter"
_SHARED = (_ANY_TEXT, _ANY_CHARACTER, _ANY_LETTER)
"""Names of the automata that are tried on lines of any initial: of alternatives that can begin with any text (`.*`),
with more than `_CHARACTERS` characters (`\\S+`), or with more than `_LETTERS` (`[A-Z]\\S*`). In the automata of initials,
or together, they would multiply each other's states."""

_CHARACTERS, _LETTERS = 50, 20

# An escape or class is kept as it is; a counted repetition is not.
_COUNTED = re.compile(rf"(\\.|{CLASS})|\{{(\d+),\d*\}}", re.DOTALL)


class Automata:
    """Matches lines against many patterns at once, ignoring case.

    A line that is not cached takes 10 µs with our 3,800 alternatives, calls from Python included. It takes 20 µs if those
    that can begin with anything are not apart, 25 to 40 µs if patterns count, and 120 to 170 µs with both (46,000 lines,
    after as many others).

    Args:
        patterns: valid RE2 patterns with their roles.
    """

    def __init__(self, patterns: Iterable[tuple[str, Role]]) -> None:
        parts: dict[str, list[tuple[str, Role]]] = defaultdict(list)
        for pattern, role in patterns:
            for part, found in alternatives(pattern):
                for name in _homes(part, found):
                    parts[name].append((part, role))
        self._parts = parts
        # Each is compiled when a line needs it: all together take half a second.
        self._automaton = cache(lambda name: _automaton(pattern for pattern, _ in parts[name]))

    def roles(self, text: str) -> set[Role]:
        """Return the roles of the patterns that match the whole of a text, which must not be empty."""
        encoded = text.encode("utf-8", "replace")
        found: set[Role] = set()
        for name in (initial(text), *_SHARED):
            if name in self._parts and (places := self._automaton(name)(encoded)):
                found.update(self._confirmed(encoded, (self._parts[name][place] for place in places)))
        return found

    def _confirmed(self, line: bytes, members: Iterable[tuple[str, Role]]) -> Iterator[Role]:
        """Yield the roles of the patterns that match a line with their counts as well."""
        for pattern, role in members:
            if without_counts(pattern) == pattern or _compiled(pattern).fullmatch(line):
                yield role


def _homes(alternative: str, initials: frozenset[str]) -> Iterable[str]:
    """Return the names of the automata that an alternative is put into."""
    if alternative.startswith(".*"):
        return [_ANY_TEXT]
    if len(initials) > _CHARACTERS:
        return [_ANY_CHARACTER]
    return [_ANY_LETTER] if len(initials) > _LETTERS else initials


def _automaton(patterns: Iterable[str]) -> Callable[[bytes], Sequence[int] | None]:
    """Compile patterns without their counts; return the function that says which of them match a line."""
    import re2

    automaton = re2.Set.FullMatchSet(_options())
    for pattern in patterns:
        automaton.Add(without_counts(pattern))
    automaton.Compile()
    match: Callable[[bytes], Sequence[int] | None] = automaton.Match
    return match


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
