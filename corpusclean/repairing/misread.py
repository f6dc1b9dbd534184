"""Repair documents that were decoded in a wrong legacy charset, so that Russian looks like Icelandic.

No character of such a text is invalid, but a character model shows that it is in no known language. The text is encoded
again, and the charset of its bytes is detected as in decoding. The text is replaced only if the result is far more
probable.
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
# The charsets that software assumes without asking, so that text in others is decoded in them.
_TAKEN_FOR_GRANTED = {
    "cp1252": "sloppy-windows-1252",
    "latin1": "latin-1",
    "cp1251": "sloppy-windows-1251",
    "koi8-r": "koi8-r",
    "mac-roman": "mac-roman",
}
_CYRILLIC = re.compile("[\u0400-\u045f]")
# A capital after a small letter, or a change between Latin and Cyrillic, within a word. For speed, the pattern
# starts at the rarer of the two characters.
_MIXED = re.compile("[A-Za-zА-ЯЀ-Џ](?:(?<=[а-яѐ-џ][А-ЯЀ-Џ])|(?<=[А-яЀ-џ][A-Za-z])|(?<=[A-Za-z])(?=[А-яЀ-џ]))")
_MIXED_SHARE = 0.005
_LEAST_UNFAMILIAR = 3
_UNFAMILIAR = 0.03  # share of the non-ASCII characters
_SAMPLE = 1_500  # characters, of lines that are not ASCII
_FAMILIAR_BITS = 6.5  # text in a known language costs less per pair of characters (negative log2 probability)
_LEAST_PAIRS = 6
_GAIN_BITS = 32.0  # minimal gain of a replacement, for the whole sample
_GAIN_A_PAIR = 2.5  # minimal gain per pair of characters
_UTF8_SHARE = 0.6  # share of the non-ASCII bytes
_EQUAL_SHARE = 0.35  # share of pairs of non-ASCII bytes that differ by at most 1; text has about 0.1


def is_unfamiliar(text: str) -> bool:
    """Whether a text may have been decoded in a wrong charset, since its letters fit no known language; a cheap test.

    Such a text has combinations of letters of no language; or, if the wrong charset has the same script, words with
    capitals after small letters.

    Args:
        text: the text of a document.
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
    """Return, for each charset of `_TAKEN_FOR_GRANTED`, a pattern that matches texts of its non-ASCII characters."""
    import ftfy.bad_codecs  # noqa: F401 - registers the sloppy codecs

    return [
        re.compile(f"[{re.escape(bytes(range(0x80, 0x100)).decode(codec, 'ignore'))}]*")
        for codec in _TAKEN_FOR_GRANTED.values()
    ]


def mend_misread(lines: Sequence[str]) -> list[tuple[str, str]]:
    """Repair a document that was decoded in a wrong charset.

    Args:
        lines: the decoded lines of the document.

    Returns:
        For each line the repaired text and the plan, such as "misread-cp1251-as-cp1252"; "" for an unchanged line.
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
    """Whether bytes are mostly UTF-8: then the text is mojibake, which `mojibake` repairs."""
    text = payload.decode("utf-8", "ignore")
    kept = len(text.encode()) - sum(map(str.isascii, text))
    return kept > _UTF8_SHARE * len(payload.translate(None, ASCII))


def _is_drawing(payload: bytes) -> bool:
    """Whether bytes are box drawings or the table of a code page: many differ from the previous one by at most 1."""
    steps = [abs(a - b) for a, b in pairwise(payload) if a > 0x7F < b]
    return sum(step <= 1 for step in steps) > _EQUAL_SHARE * len(steps)


def _read(line: str, codec: str, found: str, plan: str) -> tuple[str, str]:
    try:
        text = line.encode(codec).decode(found)
    except UnicodeError:
        return line, ""
    return text, plan if text != line else ""
