"""Train the language models of charset detection.

`python -m corpusclean.training.charsets TEXTS MODEL` reads TEXTS/<language>.txt (UTF-8, one sentence per line)
and writes MODEL, an .npz file. The card of the model says which texts it was made from.
"""

from __future__ import annotations

import argparse
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

from corpusclean.models.characters import (
    ALPHABET,
    CLASSES,
    SIZES,
    TYPOGRAPHY,
    WIDTH,
    class_table,
    code_points,
)
from corpusclean.models.charsets import UNIT

_SMOOTHING = 20.0  # pseudo-counts after each character, distributed as the language's single characters
_RARE = 0.002  # share of the non-ASCII characters; foreign names and symbols have less
_RARE_IN_TEXT = 3e-5  # share of all characters
_FLOOR = 0.5  # minimal count of each class
# Maximal cost in bits of symbols that any web page may have, such as a no-break space or a dash (the messages of
# programs, which are the training texts, have few), and of anything else but control characters.
_MOST_BITS = {"typography": 9, "symbol": 12, "other": 16}
_IDEOGRAPHIC = {"zh-cn", "zh-tw", "ja", "ko"}
_IDEOGRAPHS = 4_000  # number of characters of an ideographic language with a frequency of their own
_TONE_MARKS = "\u0300\u0301\u0303\u0309\u0323"


def train(texts: Path, model: Path) -> None:
    """Count pairs of characters for each language and write their information content.

    Args:
        texts: folder with one text file per language.
        model: the .npz file to write.
    """
    import numpy as np

    arrays: dict[str, Any] = {}
    for file in sorted(texts.glob("*.txt")):
        text = file.read_text("utf-8")
        if file.stem in _IDEOGRAPHIC:
            arrays[f"{file.stem}.characters"], arrays[f"{file.stem}.bits"] = _frequencies(text)
        else:
            text = _as_charsets_write_it(text, file.stem)
            arrays[f"{file.stem}.alphabet"], arrays[f"{file.stem}.pairs"] = _pairs(text.lower())
            arrays[f"{file.stem}.common"] = _common(text.lower())
    np.savez_compressed(model, **arrays)


def _pairs(text: str) -> tuple[Any, Any]:
    """Return the alphabet of a language, and the cost in bits of each pair of its classes."""
    import numpy as np

    counts = Counter(text)
    letters = [c for c in counts if not c.isspace() and not c.isdigit() and ord(c) < 0x10000]
    alphabet = "".join(sorted(letters, key=lambda c: (-counts[c], c))[:ALPHABET])
    classes = class_table(alphabet)[code_points(text)].astype(np.int64)
    seen = np.bincount(classes[:-1] * WIDTH + classes[1:], minlength=WIDTH * WIDTH).reshape(WIDTH, WIDTH)
    single = seen.sum(0) + _FLOOR
    single = single / single.sum()
    chance = (seen + _SMOOTHING * single) / (seen.sum(1, keepdims=True) + _SMOOTHING)
    sizes = np.array([1] * ALPHABET + list(SIZES))
    bits = _bits(chance / sizes)
    return np.array(alphabet), np.minimum(bits, _most_bits(alphabet))


def _common(text: str) -> Any:
    """Return the non-ASCII characters of a language without the rare ones (`_RARE`)."""
    import numpy as np

    counts = Counter(character for character in text if "\x7f" < character < "\U00010000")
    least = max(_RARE * counts.total(), _RARE_IN_TEXT * len(text))
    return np.array("".join(sorted(c for c, count in counts.items() if count >= least)))


def _most_bits(alphabet: str) -> Any:
    """Return the maximal cost of each class after any other."""
    import numpy as np

    names = ["typography" if character in TYPOGRAPHY else "other" for character in alphabet.ljust(ALPHABET)]
    names += CLASSES[:-1]
    return np.array([_MOST_BITS.get(name, _MOST_BITS["other"]) * UNIT for name in names] + [255])


def _frequencies(text: str) -> tuple[Any, Any]:
    """Return the most frequent characters of an ideographic language, and the cost in bits of each."""
    import numpy as np

    counts = Counter(c for c in text if "\u0080" <= c < "\U00010000")
    common = sorted(counts, key=lambda c: (-counts[c], c))[:_IDEOGRAPHS]
    chance = np.array([counts[c] for c in common], float) / counts.total()
    return np.array("".join(common)), _bits(chance)


def _bits(chance: Any) -> Any:
    import numpy as np

    return np.clip(np.rint(-np.log2(chance) * UNIT), 0, 255).astype(np.uint8)


def _as_charsets_write_it(text: str, language: str) -> str:
    """Convert to the spelling of legacy charsets: Romanian with cedillas, Vietnamese with combining tone marks."""
    if language == "ro":
        return text.translate(str.maketrans("șțȘȚ", "şţŞŢ"))
    if language != "vi":
        return text
    pieces = []
    for character in unicodedata.normalize("NFC", text):
        parts = unicodedata.normalize("NFD", character)
        tones = "".join(c for c in parts if c in _TONE_MARKS)
        shape = unicodedata.normalize("NFC", "".join(c for c in parts if c not in _TONE_MARKS))
        pieces.append(shape + tones)
    return "".join(pieces)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("texts", type=Path, help="folder of <language>.txt")
    parser.add_argument("model", type=Path, help="the .npz file to write")
    train(**vars(parser.parse_args()))
