"""How probable a text is in the language in which it is most probable: the judge of repairs."""

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
_IDEOGRAPHIC_ASCII_BITS = 4.0  # what an ASCII pair costs in most languages


@dataclass(frozen=True, slots=True)
class Weight:
    """What a text costs.

    Args:
        bits: of all its pairs of characters in its best language; pairs of ASCII count a quarter.
        pairs: how many pairs have a character beyond ASCII.
        language: which that language is.
    """

    bits: float
    pairs: int
    language: str


def weigh_text(text: str) -> Weight:
    """Weigh a text in each known language and take the language in which it costs least.

    Args:
        text: a line or a sample of a document; time and memory are linear in it.

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
    """Whether a language uses characters, as far as they are letters or marks on them.

    >>> is_familiar("äß“", "de"), is_familiar("ǥ", "de")
    (True, False)
    """
    name = f"{language}.characters" if language in character_bits() else f"{language}.alphabet"
    letters = str(load_model()[name])
    return all(c.lower() in letters or unicodedata.category(c)[0] not in "LM" for c in characters)


def unfamiliar_count(beyond: str) -> int:
    """How many characters are not common in the language to which they belong best.

    Args:
        beyond: the characters of a text beyond ASCII.

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
    """For each language its common characters beyond ASCII, in both cases, and the signs of any text."""
    return [
        frozenset(_ANY_TEXT + str(array).upper() + str(array))
        for name, array in load_model().items()
        if name.endswith((".common", ".characters"))
    ]


@dataclass(frozen=True, slots=True)
class _Tables:
    """The languages with alphabets.

    Args:
        languages: their names.
        rows, columns: where the bits of each code point begin, and how far from there those of the next are; a
            column a language.
        bits: of each pair of classes of each language, in units.
        lower, upper: which code points are letters of that case.
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
