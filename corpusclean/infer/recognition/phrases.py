"""The fixed phrases that inferrers look for, and a search for all of them in one pass over a page."""

from __future__ import annotations

import re
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from corpusclean.infer.recognition.literals import literal_finder
from corpusclean.languages import all_languages
from corpusclean.lexicons import any_of
from corpusclean.lexicons.notices import all_notices
from corpusclean.spelling import HANGUL, UNSPACED_SCRIPTS, is_unspaced, plain_quotes

if TYPE_CHECKING:
    from collections.abc import Callable

    from corpusclean.languages import SourcePattern

COPYRIGHT_SIGNS = ("©", "ⓒ", "(c)", "copyright")
LICENSE_SIGNS = ("creativecommons", "cc by", "cc-by", "cc0")
"""Every printed licence has one of these, case-folded."""

# A word of a name has a capital, a digit or a dot ("g1", "tarn.news"). It ends at white space, so that there is one way
# only to match a text.
_WORD = (
    r"(?:[A-Z\u00c0-\u00deĆČĎĚĞĽŁŇŐŘŚŞŠŤŮŰŹŻŽİȘȚ\u0386-\u03ab\u0400-\u042f0-9]|[a-z]+(?=[0-9.][a-z0-9]))"
    r"(?:[\w&’'+-]|\.(?=\w)(?!(?<=[a-z]{3}\.)[A-Z])){0,30}"
    r"(?:(?<=\b\w)\.|(?<=\b\w\w)\.)?"  # a full stop belongs to short words only: "St."
)
# Chinese and Japanese have neither capitals nor spaces, Korean has no capitals.
_UNSPACED_NAME = f"[{UNSPACED_SCRIPTS}{HANGUL}]{{2,12}}"


class SourcePhrase(NamedTuple):
    """A phrase of a language file that names a publisher.

    Args:
        printed: the phrase as it stands in the language file, with "{source}" for the name.
        trigger: longest fixed part of the phrase, case-folded.
        literal: text that a page with the phrase must have: the trigger, with a line feed if it has to begin or end
            a line.
        confidence: how often the phrase names the publisher, 0..1.
        known: whether only names that are known as those of outlets count.
    """

    printed: str
    trigger: str
    literal: str
    confidence: float
    known: bool

    def find(self, line: str) -> re.Match[str] | None:
        """Find the phrase in a line; the name is group "source" of the match."""
        regex = _compiled(self.printed)
        return regex.match(line) if self.printed.startswith("^") else regex.search(line)


def find_phrases(folded: str) -> frozenset[str]:
    """Find which of the fixed phrases are in a text.

    Args:
        folded: case-folded lines; quotes and spaces of any kind.

    Returns:
        The literals of source phrases, the longest parts of phrases of notices, and the signs of copyright and
        licences in it.

    >>> sorted(find_phrases("© the tarn news") & {*COPYRIGHT_SIGNS, *LICENSE_SIGNS})
    ['©']
    """
    return _finder()(plain_quotes(f"\n{folded}\n"))


@cache
def name_pattern() -> str:
    """Return the pattern of a name: at most six words, with particles between them, in quotes or not.

    In guillemets all words but the first may be in lower case, as those of Slavic names are.

    >>> bool(re.fullmatch(name_pattern(), "Gazette de la Tarn"))
    True
    >>> bool(re.fullmatch(name_pattern(), "«Тарнский вестник»")), bool(re.fullmatch(name_pattern(), "Тарнский вестник"))
    (True, False)
    """
    joint = rf"\s(?:{any_of('outlet_particles')}\s)?(?:{any_of('elided_articles')}[’'])?"
    plain = rf"(?:[Tt]he\s)?[«„“]?(?!(?:19|20)\d\d\b){_WORD}(?:{joint}{_WORD}){{0,5}}[»“”]?"
    return rf"(?:«{_WORD}(?:\s[\w.-]{{1,20}}){{1,4}}»|{plain})"


@cache
def source_phrases() -> tuple[SourcePhrase, ...]:
    """Return the phrases that name a publisher, of all languages."""
    found = []
    for language in all_languages():
        for source in language.sources:
            found += [_phrase(pattern, source) for pattern in source.pattern.strip().split("\n")]
    return tuple(found)


def _phrase(printed: str, source: SourcePattern) -> SourcePhrase:
    pattern = printed.casefold()
    trigger = max(pattern.strip("^$").split("{source}"), key=len).strip(" .’")
    first, last = pattern.startswith(f"^{trigger}"), pattern.endswith(f"{trigger}$")
    literal = plain_quotes("\n" * first + trigger + "\n" * last)
    return SourcePhrase(printed, trigger, literal, source.confidence, source.known)


@cache
def notice_phrases() -> dict[str, list[tuple[int, tuple[str, ...]]]]:
    """Map the longest part of each phrase to (number of the notice, parts of the phrase)."""
    found: dict[str, list[tuple[int, tuple[str, ...]]]] = {}
    for number, notice in enumerate(all_notices()):
        for phrase in chain.from_iterable(notice.phrases.values()):
            found.setdefault(max(phrase, key=len), []).append((number, phrase))
    return found


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Compile a phrase when a page has its literal: all together take seconds."""
    parts = (
        re.escape(part).replace(r"\ ", r"\s").replace("’", "[’']")
        for part in pattern.strip("^$").split("{source}")
    )
    before, after = parts
    start = r"(?<!\w)" if pattern[0] == "{" or _is_spaced(pattern[0]) else ""
    end = r"\s?\Z" if pattern.endswith("$") else r"(?!\w)" if _is_spaced(pattern[-1]) else ""
    name = _UNSPACED_NAME if any(map(is_unspaced, pattern)) else name_pattern()
    return re.compile(f"{start}(?i:{before})(?P<source>{name})(?i:{after}){end}")


def _is_spaced(character: str) -> bool:
    """Whether it is a letter or digit of a script with spaces between words."""
    return character.isalnum() and not is_unspaced(character)


@cache
def _finder() -> Callable[[str], frozenset[str]]:
    names = (phrase.literal for phrase in source_phrases())
    return literal_finder((*names, *notice_phrases(), *COPYRIGHT_SIGNS, *LICENSE_SIGNS))
