"""Normalise text for storage, and for the comparison of headlines, names and phrases."""

from __future__ import annotations

import re
import unicodedata

# White space, control characters, noncharacters and lone surrogates; one class, so linear.
_UNPRINTABLE = re.compile("[\\s\x00-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff\ud800-\udfff]+")
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]+")  # soft hyphens, zero-width spaces: within words

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


def ends_sentence(text: str) -> bool:
    """Whether a text ends like a sentence, closing quotation marks and brackets aside.

    >>> ends_sentence("“It rained.”"), ends_sentence("वर्षा हुई।"), ends_sentence("Ann Oak, Ulm")
    (True, True, False)
    """
    return text.rstrip(_CLOSING).endswith(_SENTENCE_ENDS)
