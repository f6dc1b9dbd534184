"""Which of many words and phrases a text holds: found in one pass, where a search for each would read it anew."""

from __future__ import annotations

from collections.abc import Callable, Iterable

_MAX_MEMORY = 32 << 20  # bytes of RE2's automaton; 700 phrases need 4 MB, and it grows as it reads


def literal_finder(literals: Iterable[str]) -> Callable[[str], frozenset[str]]:
    """A function that tells which of some literals a text holds.

    Args:
        literals: words and phrases, matched character by character.

    >>> sorted(literal_finder(["rain", "ain", "snow"])("it rains"))
    ['ain', 'rain']
    """
    import re2

    options = re2.Options()
    options.max_mem = _MAX_MEMORY
    options.log_errors = False
    listed = sorted(set(literals))
    automaton = re2.Set.SearchSet(options)
    for literal in listed:
        automaton.Add(re2.escape(literal))
    automaton.Compile()

    def held(text: str) -> frozenset[str]:
        # Lone surrogates are no UTF-8; as bytes they match nothing, and that is right.
        return frozenset(listed[n] for n in automaton.Match(text.encode("utf-8", "surrogatepass")) or ())

    return held
