"""Compute how probable bytes are as text in each legacy charset, with bigram models of languages.

Each language has a model of pairs of characters, which for each of its charsets becomes a table of pairs of bytes. The
costs (negative log2 probabilities, in bits) for all charsets and languages are then one sum of a few hundred rows.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpusclean.models.characters import class_table, code_points

if TYPE_CHECKING:
    from numpy.typing import NDArray

_HOME = Path(__file__).parent
UNIT = 4  # table values per bit
# Weight of ASCII pairs: they show only the language, and much ASCII on a page is English anyway.
ASCII_WEIGHT = 0.25
CASE_BITS = 6  # cost of a capital after a small letter, one of them not ASCII
_UNDECODABLE_BITS = 30
# An ideograph next to an ASCII letter: nearly always an accented letter in a single-byte charset.
_LONELY = re.compile(
    "[a-z](?=[\u3400-\u9fff\uac00-\ud7a3\uff61-\uff9f])|[\u3400-\u9fff\uac00-\ud7a3\uff61-\uff9f](?=[a-z])",
    re.IGNORECASE,
)
_LONELY_BITS = 6.0
# Multi-byte charsets are considered if at least this part of the pairs with a non-ASCII byte has two of them; in text
# in such a charset it is more than half.
_DOUBLE_SHARE = 0.1
_UNENCODABLE_BITS = 6.0
# Cost of a character that is not in the training texts of an ideographic language: an ideograph, any other.
_UNSEEN_IDEOGRAPH = 19
_UNSEEN = 24


def weigh(payload: bytes) -> dict[str, float]:
    """Compute the cost of bytes as text in each legacy charset.

    Args:
        payload: bytes of a text, some above 0x7F; a few thousand are enough.

    Returns:
        Python codec name → cost in bits in its most probable language, the most probable codec first.

    >>> next(iter(weigh("Привет из библиотеки".encode("koi8-r"))))
    'koi8-r'
    """
    import numpy as np

    data = np.frombuffer(b" " + payload + b" ", np.uint8).astype(np.int64)
    pairs, counts = np.unique(data[:-1] << 8 | data[1:], return_counts=True)
    tables = _byte_tables()
    weights = counts.astype(np.float32) * tables.weights[pairs]
    telling = weights > 0
    costs = weights[telling] @ tables.bits[pairs[telling]].astype(np.float32) / UNIT + tables.biases
    best = dict(zip(tables.codecs, np.minimum.reduceat(costs, tables.starts).tolist(), strict=True))
    is_high = (pairs & 0x8080) != 0
    if counts[(pairs & 0x8080) == 0x8080].sum() >= _DOUBLE_SHARE * counts[is_high].sum():
        plain = np.where(is_high, np.float32(0), weights)
        least_plain = float((plain @ tables.bits[pairs].astype(np.float32)).min()) / UNIT
        for codec, bias, bits in _character_tables():
            best[codec] = bias + least_plain + _weigh_characters(payload, codec, bits)
    return dict(sorted(best.items(), key=lambda item: item[1]))


def _pair_weights() -> NDArray[Any]:
    """Return the weight of each pair of bytes; of ASCII, only pairs of letters or of a letter and a space count."""
    import numpy as np

    letter = np.array([chr(byte).isalpha() and byte < 0x80 for byte in range(256)])
    space = np.arange(256) == 0x20
    tells_language = (letter[:, None] & (letter | space)) | (space[:, None] & letter)
    weights = np.where(tells_language, ASCII_WEIGHT, 0).astype(np.float32)
    weights[0x80:, :] = weights[:, 0x80:] = 1
    return weights.ravel()


def _weigh_characters(payload: bytes, codec: str, bits: NDArray[Any]) -> float:
    text = payload.decode(codec, "replace")
    points = code_points(text)
    lost = text.count("\ufffd")
    lonely = len(_LONELY.findall(text))
    return float(bits[points].sum(dtype=int)) / UNIT + lost * _UNDECODABLE_BITS + lonely * _LONELY_BITS


@cache
def _charsets() -> list[tuple[str, list[str], float]]:
    """Return (codec, its languages, bits added to its cost since it is rare)."""
    return [
        (codec, group["languages"], float(bits))
        for group in _groups()
        for codec, bits in group["codecs"].items()
    ]


def model_languages() -> list[str]:
    """Return the languages of the model, sorted."""
    return sorted({language for group in _groups() for language in group["languages"]})


@cache
def _groups() -> list[dict[str, Any]]:
    return list(tomllib.loads((_HOME / "charsets.toml").read_text("utf-8")).values())


@cache
def load_model() -> dict[str, NDArray[Any]]:
    """Load the arrays of the model by name: for each language an alphabet and pairs, or characters and their bits."""
    import numpy as np

    with np.load(_HOME / "charsets.npz") as arrays:
        return dict(arrays)


@dataclass(frozen=True, slots=True)
class _ByteTables:
    """The costs of pairs of bytes in all single-byte charsets and their languages.

    Args:
        codecs: names of the codecs.
        starts: first column of each codec.
        bits: (65536, columns) cost of each pair in steps of 1/`UNIT` bit; a column is a codec with a language.
        biases: (columns,) bits added to the cost.
        weights: (65536,) weight of each pair.
    """

    codecs: list[str]
    starts: list[int]
    bits: NDArray[Any]
    biases: NDArray[Any]
    weights: NDArray[Any]


@cache
def _byte_tables() -> _ByteTables:
    import numpy as np

    model, extra = load_model(), CASE_BITS * UNIT
    columns: dict[str, list[tuple[float, NDArray[Any]]]] = {}
    for codec, languages, bias in _charsets():
        if f"{languages[0]}.pairs" not in model:
            continue
        # A control character stands for undefined bytes, and makes their pairs improbable.
        points = code_points(bytes(range(256)).decode(codec, "replace").replace("\ufffd", "\x81"))
        broken = _broken_case(points)
        for language in languages:
            classes = class_table(str(model[f"{language}.alphabet"]))[points]
            pairs = np.minimum(model[f"{language}.pairs"], 255).astype(np.uint8)
            bits = pairs.take(classes, 0).take(classes, 1)
            bits[broken] = np.minimum(bits[broken], 255 - extra) + extra
            columns.setdefault(codec, []).append((bias, bits.ravel()))
    starts = [0, *accumulate(len(of_codec) for of_codec in columns.values())][:-1]
    biases, tables = zip(*(column for of_codec in columns.values() for column in of_codec), strict=True)
    return _ByteTables(
        list(columns),
        starts,
        np.ascontiguousarray(np.stack(tables, axis=1)),
        np.array(biases, np.float32),
        _pair_weights(),
    )


def _broken_case(points: NDArray[Any]) -> NDArray[Any]:
    """Return whether each pair is a capital after a small letter, one of them not ASCII."""
    import numpy as np

    lower = np.array([chr(p).islower() for p in points])
    upper = np.array([chr(p).isupper() for p in points])
    high = np.arange(256) > 0x7F
    broken: NDArray[Any] = lower[:, None] & upper[None, :] & (high[:, None] | high[None, :])
    return broken


@cache
def _character_tables() -> list[tuple[str, float, NDArray[Any]]]:
    """Return, for each multi-byte codec, its name, the bits added to its cost, and the cost of each code point."""
    tables = character_bits()
    return [(codec, bias, tables[names[0]]) for codec, names, bias in _charsets() if names[0] in tables]


@cache
def character_bits() -> dict[str, NDArray[Any]]:
    """Return, for each ideographic language, the cost of each code point in steps of 1/`UNIT` bit; 0 for ASCII."""
    import numpy as np

    model = load_model()
    tables = {}
    for language in (name.removesuffix(".characters") for name in model if name.endswith(".characters")):
        bits = np.full(0x10000, _UNSEEN * UNIT, np.uint8)
        bits[:0x80] = 0
        bits[0x80:0xA0] = bits[0xE000:0xF900] = 255
        bits[0x3400:0xA000] = bits[0xAC00:0xD800] = _UNSEEN_IDEOGRAPH * UNIT
        bits[0xFFFD] = 0
        bits[code_points(str(model[f"{language}.characters"]))] = model[f"{language}.bits"]
        tables[language] = bits
    return tables


def unencodable_bits(text: str) -> dict[str, float]:
    """Compute how unlikely each codec is as the second charset of a document of which a part is decoded.

    Args:
        text: the decoded part, whose language is probably that of the rest.

    Returns:
        Codec → bits to add to its cost, by the number of different letters of the text that it cannot encode.
    """
    letters = {character for character in text if character > "\x7f" and character.isalpha()}
    return {codec: _UNENCODABLE_BITS * _unencodable(letters, codec) for codec, _, _ in _charsets()}


def _unencodable(letters: set[str], codec: str) -> int:
    return len(letters) - len(set("".join(letters).encode(codec, "ignore").decode(codec, "ignore")))
