"""Find which of many words and phrases are in a text, in one pass, by an RE2 automaton."""

from __future__ import annotations

from collections.abc import Callable, Iterable

# Bytes of RE2's automaton; 700 phrases need 4 MB, and its cache of states grows during matching.
_MAX_MEMORY = 32 << 20


def literal_finder(literals: Iterable[str]) -> Callable[[str], frozenset[str]]:
    """Return a function that finds which of some literals are in a text.

    Args:
        literals: words and phrases; they match exactly, also inside of longer words.

    Returns:
        Function from a text to the literals in it.

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

    def find(text: str) -> frozenset[str]:
        # Lone surrogates are not valid UTF-8; as bytes they match no literal, as they should.
        return frozenset(listed[n] for n in automaton.Match(text.encode("utf-8", "surrogatepass")) or ())

    return find
