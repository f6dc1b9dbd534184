"""Find the name in a text that a domain spells: "Tarn Lakeshore Dispatch" of lakeshoredispatch.com."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from corpusclean.infer.recognition.outlet_names import is_menu, outlet_name
from corpusclean.infer.recognition.phrases import name_pattern
from corpusclean.spelling import unaccented

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpusclean.infer.reading import Reading

_MAX_NAMES = 2_000  # of a page
_MIN_LABEL = 3  # letters of a domain's first part
_MIN_WORD = 4  # letters of a word of a name that a domain with other words or letters spells out
_NUMBER = re.compile(r"\A[\d.,]+\s|(?:\s[\d.,]+)+\Z")
_UMLAUTS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "å": "aa", "ø": "oe"}
)


def spelt_name(reading: Reading, domain: str) -> tuple[str, tuple[int, int]] | None:
    """Find the name in the text that a domain spells.

    Of several names it is the one of which the domain leaves out the fewest words, then the last on the page.

    Args:
        reading: the page.
        domain: a registered domain.

    Returns:
        The name, and its range in the page's text; None if there is none.
    """
    printed = dict(islice(_capitalised(reading), _MAX_NAMES))
    left_out = {name: count for name in printed if (count := left_out_words(domain, name)) is not None}
    for name in sorted(left_out, key=lambda name: left_out[name]):
        if value := outlet_name(_without_menu(name, domain)):
            return value, printed[name]
    return None


def is_spelt(domain: str, name: str) -> bool:
    """Whether a domain spells a name that is known as that of a publisher, or one of its two words.

    >>> is_spelt("tarn.org", "City Tarn"), is_spelt("tarn.org", "The Fell Courier")
    (True, False)
    """
    words = name.split()
    return left_out_words(domain, name) is not None or (
        len(words) == 2 and _label(domain) in map(unaccented, words)
    )


def _label(domain: str) -> str:
    """Return the first part of a domain, without accents, signs and article."""
    return unaccented(domain.partition(".")[0]).removeprefix("the")


def _without_menu(name: str, domain: str) -> str:
    """Return a name without words of a menu before it that its domain does not spell: "Download Tarn News"."""
    first, _, rest = name.partition(" ")
    return (
        _without_menu(rest, domain) if is_menu(first) and left_out_words(domain, rest) is not None else name
    )


def left_out_words(domain: str, name: str) -> int | None:
    """Count the words of a name that a domain leaves out; None if it does not spell the name.

    A domain spells a name by whole words and first letters, in the order of the words. It may leave out as many as it
    spells, if it spells at least two, a long one among them.

    Args:
        domain: the domain.
        name: the name; words without a capital do not count.

    >>> left_out_words("lakeshoredispatch.com", "Tarn Lakeshore Dispatch"), left_out_words("nbs.org", "Northern Boat Service")
    (1, 0)
    >>> left_out_words("tvledger.com", "Tarn Valley Ledger"), left_out_words("tarn.com", "Tarn Ledger")
    (0, None)
    """
    label = _label(domain)
    if len(label) < _MIN_LABEL:
        return None
    words = [
        word for word in name.removeprefix("The ").split() if word[0].isalnum() and not word[0].islower()
    ]
    if not any(label[0] == unaccented(word[0])[:1] for word in words):
        return None
    # (letters of the label, words spelt, words left out, whether a long word is spelt out) so far
    states = {(0, 0, 0, False)}
    for word in words:
        following = {(used, spelt, left_out + 1, long) for used, spelt, left_out, long in states}
        for used, spelt, left_out, long in states:
            for part in _spellings(word):
                if label.startswith(part, used):
                    is_long = long or len(part) >= _MIN_WORD
                    following.add((used + len(part), spelt + 1, left_out, is_long))
        states = following
    return min(
        (
            left_out
            for used, spelt, left_out, long in states
            if used == len(label) and (not left_out or (long and 1 < spelt >= left_out))
        ),
        default=None,
    )


@lru_cache(4_096)
def _spellings(word: str) -> frozenset[str]:
    """Return the parts of a domain that a word may be: "Süd" → "s", "sud", "sued"."""
    return frozenset((unaccented(word)[:1], unaccented(word), unaccented(word.translate(_UMLAUTS))))


def _capitalised(reading: Reading) -> Iterator[tuple[str, tuple[int, int]]]:
    """Yield the runs of capitalised words of a page, with their ranges in its text; the last lines first."""
    for line in reversed(reading.visible.lines):
        for match in _runs().finditer(line.text):
            name = _NUMBER.sub("", match[0])
            start = line.start + match.start() + match[0].index(name)
            yield name, (start, start + len(name))


@cache
def _runs() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w.@-]){name_pattern()}(?![\w@])")
