"""Which of many patterns match a line: automata that each know those with which a line can begin."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any, TypeAlias

from corpusclean.mark.rule_initials import alternatives, initial

Role: TypeAlias = "tuple[int, bool]"
"""What a pattern is for: the number of its rule, and whether it is the pattern of its run."""

_MAX_MEMORY = 32 * 2**20
"""Bytes that RE2 may spend on the states of one automaton. It makes them as lines need them; most need few. Far too
little would make it match nothing without a word."""

_MAX_INITIALS = 50
"""Of an alternative that stands in the automata of its initials. One that begins with any character (`.*`, `\\S+`)
would multiply the states of each, and stands with its like in one for all lines."""

_EVERY_LINE = "every line"


class Automata:
    """Patterns in any case, and the automata that match them.

    A new line costs 5.7 µs with our first 320 patterns. With five automata that all lines pass, of 65 patterns each, it
    would cost 12.9 (46,000 lines, after as many others), since running text makes new states in each.

    Args:
        patterns: valid RE2 with their roles.
    """

    def __init__(self, patterns: Iterable[tuple[str, Role]]) -> None:
        parts: dict[str, list[tuple[str, Role]]] = defaultdict(list)
        for pattern, role in patterns:
            for part, found in alternatives(pattern):
                for name in found if len(found) <= _MAX_INITIALS else [_EVERY_LINE]:
                    parts[name].append((part, role))
        self._parts = parts
        # One by one when a line needs it: all together take half a second.
        self._automaton = cache(lambda name: _compile(parts[name]))

    def roles(self, text: str) -> set[Role]:
        """The roles of the patterns that match a whole text, which is not empty."""
        encoded = text.encode("utf-8", "replace")
        found: set[Role] = set()
        for name in (initial(text), _EVERY_LINE):
            if name in self._parts:
                match, roles = self._automaton(name)
                found.update(roles[place] for place in match(encoded) or ())
        return found


def fault(pattern: str) -> str:
    r"""What keeps a pattern from being RE2; "" if it is.

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


def _compile(
    members: Sequence[tuple[str, Role]],
) -> tuple[Callable[[bytes], Sequence[int] | None], list[Role]]:
    """An automaton, and the roles of its patterns."""
    import re2

    automaton = re2.Set.FullMatchSet(_options())
    for pattern, _ in members:
        automaton.Add(pattern)
    automaton.Compile()
    return automaton.Match, [role for _, role in members]


@cache
def _options() -> Any:
    import re2

    options = re2.Options()
    options.case_sensitive = False
    options.log_errors = False
    options.never_capture = True
    options.max_mem = _MAX_MEMORY
    return options
