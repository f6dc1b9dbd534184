"""Normalise text for storage, and for the comparison of headlines, names and phrases."""

from __future__ import annotations

import re
import unicodedata

# White space, control characters, noncharacters and lone surrogates; one class, so linear.
_UNPRINTABLE = re.compile("[\\s\x00-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff\ud800-\udfff]+")
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]+")  # soft hyphens, zero-width spaces: within words

UNSPACED_SCRIPTS = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
"""Scripts without spaces between words, as in a class of regular expressions: Thai, Lao, Burmese, Khmer, kana, Han."""
HANGUL = "\uac00-\ud7af"
"""The same of Korean, which has spaces between words, but no capitals, and particles that touch names and numbers."""
_FIRST_EAST_ASIAN = "\u2e80"
_UNSPACED = re.compile(f"[{UNSPACED_SCRIPTS}]")

_SENTENCE_ENDS = (".", "!", "?", "…", "。", "！", "？", "।", "؟")
_CLOSING = " \"'»”’」)]"


def plain(text: str) -> str:
    r"""Return a text without invisible characters, control characters and lone surrogates, white space collapsed.

    >>> plain("a\x00\n b\ud800c\u00add")
    'a b cd'
    """
    return _UNPRINTABLE.sub(" ", _INVISIBLE.sub("", text)).strip()


def squeezed(text: str) -> str:
    """Return only the letters and digits of a text, case-folded.

    >>> squeezed("Rain, again!") == squeezed("RAIN AGAIN")
    True
    """
    return "".join(filter(str.isalnum, text.casefold()))


def unaccented(text: str) -> str:
    """Return the `squeezed` text without accents, so that "José" and "Jose" are equal.

    >>> unaccented("José Núñez")
    'josenunez'
    """
    decomposed = unicodedata.normalize("NFKD", text)
    return squeezed("".join(char for char in decomposed if not unicodedata.combining(char)))


def plain_quotes(text: str) -> str:
    """Return a text with ASCII apostrophes and spaces.

    >>> plain_quotes("we’re\u00a0sorry")
    "we're sorry"
    """
    return text.replace("’", "'").replace("\u00a0", " ").replace("\u202f", " ")


def is_unspaced(char: str) -> bool:
    """Whether words may touch at a character: of a script without spaces, of Korean, whose particles do, or full-width.

    >>> is_unspaced("年"), is_unspaced("년"), is_unspaced("ก"), is_unspaced("a")
    (True, True, True, False)
    """
    return char >= _FIRST_EAST_ASIAN or _UNSPACED.match(char) is not None


def unspaced_words(text: str) -> int:
    """Return the number of words of a text in scripts without spaces; two characters count as one.

    >>> unspaced_words("港の古い船 of Tarn")
    2
    """
    return len(_UNSPACED.findall(text)) // 2


def ends_sentence(text: str) -> bool:
    """Whether a text ends like a sentence, closing quotation marks and brackets aside.

    >>> ends_sentence("“It rained.”"), ends_sentence("वर्षा हुई।"), ends_sentence("Ann Oak, Ulm")
    (True, True, False)
    """
    return text.rstrip(_CLOSING).endswith(_SENTENCE_ENDS)
