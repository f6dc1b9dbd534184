"""Find which of many patterns match a line, with one RE2 automaton for each first character of a line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any, TypeAlias

from corpusclean.mark.rule_initials import alternatives, initial

Role: TypeAlias = "tuple[int, bool]"
"""(number of the rule, whether the pattern is that of its run) of a pattern."""

_MAX_MEMORY = 32 * 2**20
"""Maximal bytes for the states of one automaton, which RE2 builds as lines need them; most need few. With far too
little, RE2 silently matches nothing."""

_MAX_INITIALS = 50
"""Maximal number of initials of an alternative that is put into the automata of its initials. One that can begin with
any character (`.*`, `\\S+`) would multiply the states of each automaton; all such ones share one for all lines."""

_EVERY_LINE = "every line"


class Automata:
    """Matches lines against many patterns at once, ignoring case.

    A line that is not cached takes 5.7 µs with our first 320 patterns. With five automata of 65 patterns for all lines, it
    would take 12.9 µs (46,000 lines, after as many others), since running text creates new states in each.

    Args:
        patterns: valid RE2 patterns with their roles.
    """

    def __init__(self, patterns: Iterable[tuple[str, Role]]) -> None:
        parts: dict[str, list[tuple[str, Role]]] = defaultdict(list)
        for pattern, role in patterns:
            for part, found in alternatives(pattern):
                for name in found if len(found) <= _MAX_INITIALS else [_EVERY_LINE]:
                    parts[name].append((part, role))
        self._parts = parts
        # Each is compiled when a line needs it: all together take half a second.
        self._automaton = cache(lambda name: _compile(parts[name]))

    def roles(self, text: str) -> set[Role]:
        """Return the roles of the patterns that match the whole of a text, which must not be empty."""
        encoded = text.encode("utf-8", "replace")
        found: set[Role] = set()
        for name in (initial(text), _EVERY_LINE):
            if name in self._parts:
                match, roles = self._automaton(name)
                found.update(roles[place] for place in match(encoded) or ())
        return found


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


def _compile(
    members: Sequence[tuple[str, Role]],
) -> tuple[Callable[[bytes], Sequence[int] | None], list[Role]]:
    """Compile patterns to an automaton; return its match function, and the roles of the patterns."""
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
