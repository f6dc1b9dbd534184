"""Convert Latin text to scripts without capitals or without spaces, to imitate languages without training pages."""

from __future__ import annotations

import re
import zlib

_LETTERS = re.compile(r"[^\W\d_]+")
_BETWEEN_HAN = re.compile("(?<=[\u4e00-\u5fff]) (?=[\u4e00-\u5fff])")
_FULL_WIDTH = str.maketrans({".": "。", "!": "！", "?": "？"})


def _number(word: str, key: int) -> int:
    return (zlib.crc32(word.encode()) ^ key * 2_654_435_761) & 0xFFFFFFFF


def caseless(line: str, key: int) -> str:
    """Convert a line to look like Hebrew or Arabic, consistently for a key; one word in 25 (a name) stays Latin."""

    def write(match: re.Match[str]) -> str:
        word = match[0]
        if _number(word, key) % 25 == 0:
            return word
        return "".join(chr(0x5D0 + (ord(char) * 7 + key) % 27) for char in word.lower())

    line = _LETTERS.sub(write, line)
    return line.replace(",", "،").replace("?", "؟") if key % 2 else line


def unspaced(line: str, key: int) -> str:
    """Convert a line to look like Chinese: a character for 2.8 letters, no spaces; one word in 20 stays Latin."""

    def write(match: re.Match[str]) -> str:
        word = match[0].lower()
        if _number(word, key) % 20 == 0:
            return match[0]
        size = max(1, round(len(word) / 2.8))
        return "".join(chr(0x4E00 + _number(word[2 * i : 2 * i + 4], key) % 3_000) for i in range(size))

    line = _BETWEEN_HAN.sub("", _LETTERS.sub(write, line))
    line = line.replace(". ", "。").replace(", ", "、").replace("! ", "！").replace("? ", "？")
    return line[:-1] + line[-1:].translate(_FULL_WIDTH)
