"""The classes of characters that the language models of `charsets` count; training and use share them."""

from __future__ import annotations

import sys
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

ALPHABET = 96  # characters of its own that a language has; the rest are counted in classes
CLASSES = ("space", "digit", "punctuation", "typography", "letter", "foreign", "symbol", "rare", "control")
# Roughly how many characters share a class: they share its probability.
SIZES = (1, 10, 30, 24, 150, 500, 60, 600, 2_000)
WIDTH = ALPHABET + len(CLASSES)
TYPOGRAPHY = frozenset("\u00a0\u00ad¡§«·»¿‐–—―‘’‚“”„†•…‹›°©®™€£№")
_CODE_POINTS = 0x10000  # all that a legacy charset can encode, but for a few Han


def character_class(character: str) -> int:
    """The class of a character that is not in the alphabet of a language.

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
    elif category[0] == "C" and category != "Cs":  # halves of emoji are no controls
        name = "control"
    else:
        name = "symbol" if character < "\u0100" else "rare"
    return ALPHABET + CLASSES.index(name)


@cache
def _shared_classes() -> NDArray[Any]:
    """The class of each code point, where no alphabet says otherwise."""
    import numpy as np

    return np.array([character_class(chr(point)) for point in range(_CODE_POINTS)], np.uint8)


def class_table(alphabet: str) -> NDArray[Any]:
    """A table from code points to classes: an own class for each letter of the alphabet, in both cases.

    Args:
        alphabet: at most `ALPHABET` lower-case characters.

    Returns:
        An array of 65,536 uint8.
    """
    table = _shared_classes().copy()
    for index, character in enumerate(alphabet):
        table[ord(character)] = index
        upper = character.upper()
        if len(upper) == 1 and ord(upper) <= sys.maxunicode and upper.lower() == character:
            table[ord(upper)] = index
    return table


def code_points(text: str) -> NDArray[Any]:
    """The code points of a text as an array of uint16; what is beyond them becomes two."""
    import numpy as np

    return np.frombuffer(text.encode("utf-16-le", "surrogatepass"), "<u2")
