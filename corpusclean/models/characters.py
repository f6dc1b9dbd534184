"""Map characters to the classes whose pairs the language models of `charsets` count, in training and in use."""

from __future__ import annotations

import sys
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

ALPHABET = 96  # number of most frequent letters of a language that are classes of their own
CLASSES = ("space", "digit", "punctuation", "typography", "letter", "foreign", "symbol", "rare", "control")
# Approximate number of characters in each class, among which its probability is divided.
SIZES = (1, 10, 30, 24, 150, 500, 60, 600, 2_000)
WIDTH = ALPHABET + len(CLASSES)
TYPOGRAPHY = frozenset("\u00a0\u00ad¡§«·»¿‐–—―‘’‚“”„†•…‹›°©®™€£№")
# The Basic Multilingual Plane: all that legacy charsets encode, but for a few ideographs.
_CODE_POINTS = 0x10000


def character_class(character: str) -> int:
    """Return the class of a character that is not in the alphabet of a language.

    >>> [CLASSES[character_class(character) - ALPHABET] for character in "7“"]
    ['digit', 'typography']
    """
    category = unicodedata.category(character)
    if category in {"Zs", "Cc"} and character.isspace() and character not in "\x85\x1c\x1d\x1e\x1f\xa0":
        name = "space"
    elif category == "Nd":
        name = "digit"
    elif character in TYPOGRAPHY:
        name = "typography"
    elif character.isascii() and category[0] in "PS":
        name = "punctuation"
    elif category[0] in "LM":
        name = "letter" if character < "\u0250" else "foreign"
    elif category[0] == "C" and category != "Cs":  # surrogates, halves of emoji, are no control characters
        name = "control"
    else:
        name = "symbol" if character < "\u0100" else "rare"
    return ALPHABET + CLASSES.index(name)


@cache
def _shared_classes() -> NDArray[Any]:
    """Return the class of each code point outside of alphabets."""
    import numpy as np

    return np.array([character_class(chr(point)) for point in range(_CODE_POINTS)], np.uint8)


@cache
def class_table(alphabet: str) -> NDArray[Any]:
    """Return the table from code points to classes for an alphabet, each letter of which is a class, in both cases.

    Args:
        alphabet: at most `ALPHABET` lower-case characters.

    Returns:
        (65536,) uint8.
    """
    table = _shared_classes().copy()
    for index, character in enumerate(alphabet):
        table[ord(character)] = index
        upper = character.upper()
        if len(upper) == 1 and ord(upper) <= sys.maxunicode and upper.lower() == character:
            table[ord(upper)] = index
    return table


def code_points(text: str) -> NDArray[Any]:
    """Return the UTF-16 code units of a text as an array of uint16."""
    import numpy as np

    return np.frombuffer(text.encode("utf-16-le", "surrogatepass"), "<u2")
