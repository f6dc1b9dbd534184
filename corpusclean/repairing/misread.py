"""Documents that were decoded with the wrong legacy charset, so that Russian looks like Icelandic.

Nothing in such a text is invalid; only a model of languages sees that it is none. The text is encoded back and
the charset of its bytes is found anew, as decoding does. Since the original may be right after all, the other
reading has to be overwhelmingly more probable.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from corpusclean.models.charsets import weigh
from corpusclean.models.text import unfamiliar_count, weigh_text
from corpusclean.repairing.characters import ASCII, without

PLAN = "misread"
# The charsets that software takes for granted, and so reads others as.
_TAKEN_FOR_GRANTED = {
    "cp1252": "sloppy-windows-1252",
    "latin1": "latin-1",
    "cp1251": "sloppy-windows-1251",
    "koi8-r": "koi8-r",
    "mac-roman": "mac-roman",
}
_CYRILLIC = re.compile("[\u0400-\u045f]")
# Words that go on in capitals or in another script; it looks at the rarer character of each kind.
_MIXED = re.compile("[A-Za-zА-ЯЀ-Џ](?:(?<=[а-яѐ-џ][А-ЯЀ-Џ])|(?<=[А-яЀ-џ][A-Za-z])|(?<=[A-Za-z])(?=[А-яЀ-џ]))")
_MIXED_SHARE = 0.005
_LEAST_UNFAMILIAR = 3
_UNFAMILIAR = 0.03  # of the characters beyond ASCII
_SAMPLE = 1_500  # characters of lines that are not ASCII
_FAMILIAR_BITS = 6.5  # a pair of characters in text of a known language costs less
_LEAST_PAIRS = 6
_GAIN_BITS = 32.0
_GAIN_A_PAIR = 2.5
_UTF8_SHARE = 0.6  # of the bytes beyond ASCII
_EQUAL_SHARE = 0.35  # of neighbours; text has about 0.1


def is_unfamiliar(text: str) -> bool:
    """Whether the letters of a text belong to no known language, so that it deserves a closer look; cheap.

    A misread text has letters that do not belong together, or, in another charset of its own script, words
    that begin small and go on in capitals.

    Args:
        text: a document.
    """
    beyond = without(ASCII, text)
    if not any(repertoire.fullmatch(beyond) for repertoire in _repertoires()):
        return False
    if _CYRILLIC.search(beyond) and len(_MIXED.findall(text)) >= max(1, _MIXED_SHARE * len(beyond)):
        return True
    unfamiliar = unfamiliar_count(beyond)
    return unfamiliar >= _LEAST_UNFAMILIAR and unfamiliar > _UNFAMILIAR * len(beyond)


@cache
def _repertoires() -> list[re.Pattern[str]]:
    """For each charset of `_TAKEN_FOR_GRANTED`, a pattern of what it can encode beyond ASCII."""
    import ftfy.bad_codecs  # noqa: F401 - registers the sloppy codecs

    return [
        re.compile(f"[{re.escape(bytes(range(0x80, 0x100)).decode(codec, 'ignore'))}]*")
        for codec in _TAKEN_FOR_GRANTED.values()
    ]


def mend_misread(lines: Sequence[str]) -> list[tuple[str, str]]:
    """Read a document in the charset that it was in, if it was decoded in another.

    Args:
        lines: its lines, as they were decoded.

    Returns:
        Each line and the plan that mended it, such as "misread-cp1251-as-cp1252"; "" for a line that stays.
    """
    stay = [(line, "") for line in lines]
    _repertoires()  # registers the codecs
    sample = _sample(lines)
    weight = weigh_text(sample)
    if weight.pairs < _LEAST_PAIRS or weight.bits < _FAMILIAR_BITS * weight.pairs:
        return stay
    best, readings = weight.bits, ("", "")
    for name, codec in _TAKEN_FOR_GRANTED.items():
        try:
            payload = sample.encode(codec)
        except UnicodeEncodeError:
            continue
        if _is_utf8(payload) or _is_drawing(payload):
            return stay
        found = next(iter(weigh(payload)))
        try:
            bits = weigh_text(payload.decode(found)).bits
        except UnicodeDecodeError:
            continue
        if found != name and bits < best:
            best, readings = bits, (name, found)
    if weight.bits - best < max(_GAIN_BITS, _GAIN_A_PAIR * weight.pairs):
        return stay
    name, found = readings
    return [_read(line, _TAKEN_FOR_GRANTED[name], found, f"{PLAN}-{found}-as-{name}") for line in lines]


def _sample(lines: Sequence[str]) -> str:
    kept: list[str] = []
    left = _SAMPLE
    for line in lines:
        if left > 0 and not line.isascii():
            kept.append(line[:left])
            left -= len(line)
    return " ".join(kept)


def _is_utf8(payload: bytes) -> bool:
    """Whether bytes are UTF-8 at least in part: then the text is mojibake, which another step repairs."""
    text = payload.decode("utf-8", "ignore")
    kept = len(text.encode()) - sum(map(str.isascii, text))
    return kept > _UTF8_SHARE * len(payload.translate(None, ASCII))


def _is_drawing(payload: bytes) -> bool:
    """Whether bytes draw lines and boxes or list a code page: most are equal or next to the one before."""
    steps = [abs(a - b) for a, b in pairwise(payload) if a > 0x7F < b]
    return sum(step <= 1 for step in steps) > _EQUAL_SHARE * len(steps)


def _read(line: str, codec: str, found: str, plan: str) -> tuple[str, str]:
    try:
        text = line.encode(codec).decode(found)
    except UnicodeError:
        return line, ""
    return text, plan if text != line else ""
