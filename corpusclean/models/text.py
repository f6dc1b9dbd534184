"""Compute how probable a text is in its most probable language, to decide about repairs of mojibake."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from corpusclean.models.characters import WIDTH, class_table, code_points
from corpusclean.models.charsets import (
    ASCII_WEIGHT,
    CASE_BITS,
    UNIT,
    character_bits,
    load_model,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

_ANY_TEXT = "\u00a0–—‘’“”…«»•·©®°™€£×½²\u200b\u200e\ufffd→"
# Cost of an ASCII pair in ideographic languages, whose models have none: the usual one.
_IDEOGRAPHIC_ASCII_BITS = 4.0


@dataclass(frozen=True, slots=True)
class Weight:
    """The cost of a text in its most probable language.

    Args:
        bits: negative log2 probability of its pairs of characters; ASCII pairs count a quarter.
        pairs: number of pairs with a non-ASCII character.
        language: the most probable language.
    """

    bits: float
    pairs: int
    language: str


def weigh_text(text: str) -> Weight:
    """Compute the cost of a text in the language in which it is most probable.

    Args:
        text: a line, or a sample of a document; time and memory are linear in its length.

    >>> weigh_text("die Straße").bits < weigh_text("die StraÃŸe").bits
    True
    """
    import numpy as np

    points = code_points(f" {text} ").astype(np.int64)
    keys, counts = np.unique(points[:-1] << 16 | points[1:], return_counts=True)
    first, second = keys >> 16, keys & 0xFFFF
    is_beyond = (first | second) > 0x7F
    weights = np.where(is_beyond, counts, counts * ASCII_WEIGHT).astype(np.float32)
    tables = _tables()
    cells = tables.rows[first] + tables.columns[second]
    costs = weights @ tables.bits.take(cells).astype(np.float32)
    totals = dict(zip(tables.languages, (costs / UNIT).tolist(), strict=True))
    ascii_bits = float(counts[~is_beyond].sum()) * ASCII_WEIGHT * _IDEOGRAPHIC_ASCII_BITS
    for language, table in character_bits().items():
        totals[language] = float(table[points].sum(dtype=int)) / UNIT + ascii_bits
    best = min(totals, key=totals.__getitem__)
    broken = int(counts[tables.lower[first] & tables.upper[second] & is_beyond].sum())
    return Weight(totals[best] + broken * CASE_BITS, int(counts[is_beyond].sum()), best)


def is_familiar(characters: Iterable[str], language: str) -> bool:
    """Whether a language uses all letters and diacritics among some characters; others are ignored.

    >>> is_familiar("äß“", "de"), is_familiar("ǥ", "de")
    (True, False)
    """
    name = f"{language}.characters" if language in character_bits() else f"{language}.alphabet"
    letters = str(load_model()[name])
    return all(c.lower() in letters or unicodedata.category(c)[0] not in "LM" for c in characters)


def unfamiliar_count(beyond: str) -> int:
    """Count the characters that are not common in a language, for the language that has most of them.

    Args:
        beyond: the non-ASCII characters of a text.

    >>> unfamiliar_count("äßä“"), unfamiliar_count("äßäж")
    (0, 1)
    """
    seen = frozenset(beyond)
    count = cache(beyond.count)
    fewest = len(beyond)
    for unfamiliar in sorted((seen - common for common in _common_characters()), key=len):
        if len(unfamiliar) >= fewest:
            break
        fewest = min(fewest, sum(map(count, unfamiliar)))
    return fewest


@cache
def _common_characters() -> list[frozenset[str]]:
    """Return, for each language, its common non-ASCII characters in both cases, and symbols of any language."""
    return [
        frozenset(_ANY_TEXT + str(array).upper() + str(array))
        for name, array in load_model().items()
        if name.endswith((".common", ".characters"))
    ]


@dataclass(frozen=True, slots=True)
class _Tables:
    """The models of all languages with alphabets, as arrays.

    Args:
        languages: names of the languages.
        rows, columns: (65536, languages) two indices whose sum, for a pair of code points, is its place in `bits`.
        bits: cost of each pair of classes in each language, in steps of 1/`UNIT` bit.
        lower, upper: (65536,) whether a code point is a letter of that case.
    """

    languages: list[str]
    rows: NDArray[Any]
    columns: NDArray[Any]
    bits: NDArray[Any]
    lower: NDArray[Any]
    upper: NDArray[Any]


@cache
def _tables() -> _Tables:
    import numpy as np

    model = load_model()
    languages = [name.removesuffix(".pairs") for name in model if name.endswith(".pairs")]
    characters = [chr(point) for point in range(0x10000)]
    classes = np.stack([class_table(str(model[f"{name}.alphabet"])) for name in languages], axis=1)
    starts = np.arange(len(languages), dtype=np.int32) * WIDTH * WIDTH
    return _Tables(
        languages,
        classes.astype(np.int32) * WIDTH + starts,
        classes,
        np.concatenate([model[f"{name}.pairs"].ravel() for name in languages]),
        np.array([character.islower() for character in characters]),
        np.array([character.isupper() for character in characters]),
    )
