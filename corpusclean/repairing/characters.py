"""Repairs of single characters: surrogates, control characters, line ends, invisible characters, Unicode NFC."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from corpusclean.recipe import Recipe

Step = tuple[str, Callable[[str], str]]
LINE_ENDING = "line-ending"
ASCII = bytes(range(0x80))
_LINE_ENDS = re.compile("[\r\x0b\x0c\x85\u2028\u2029]")
_TERMINAL_ESCAPES = re.compile("\x1b\\[[0-?]*[ -/]*[@-~]")  # ECMA-48, 5.4: control sequences
# Removed from every text: C0 and C1 controls but tab and line feed, the byte order mark, the interlinear annotation
# and deprecated format characters (Unicode 16, 23.2 and 23.4).
_CONTROL = "\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff\u206a-\u206f\ufff9-\ufffb"
_CONTROLS = re.compile(f"[{_CONTROL}]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_SURROGATE_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_INVISIBLE = re.compile("[\u00ad\u200b\u2060]")  # soft hyphen, zero-width space, word joiner
_EMBEDDING = re.compile("[\u202a\u202b\u202d\u202e\u202c]")
_ISOLATE = re.compile("[\u2066-\u2069]")
_OPEN_QUOTE = "\u00e2\u20ac\u0153"  # “ in UTF-8, read as cp1252
_CUT_QUOTE = re.compile("\u00e2\u20ac(?=[ ,.;:!?)]|$)")
# For `needs_steps`: characters that no step changes, that some step changes, and that `strip_invisible` may change.
_ORDINARY = bytes((*b"\t\n", *range(0x20, 0x7F)))
_MENDED = re.compile(f"[{_CONTROL}\u2028\u2029\ud800-\udfff]")
_STRIPPED = re.compile("[\u00ad\u200b\u2060\u202a-\u202e\u2066-\u2069]")
# Unicode Standard Annex 15, 13: no text of any language has more than 30 combining marks in a row.
_MANY_MARKS = 31 * "M"
_MANY_SIGNS = re.compile(r"[^\w\s\x00-\u02ff]{31,}")  # marks are no word characters


def without(characters: bytes, text: str) -> str:
    """Return a text without some ASCII characters, to search the few others: faster than searching the whole text.

    >>> without(b" abc", "a café")
    'fé'
    """
    return text.encode("utf-8", "surrogatepass").translate(None, characters).decode("utf-8", "surrogatepass")


def needs_steps(text: str, recipe: Recipe) -> bool:
    """Whether any step may change a text; never wrong if False."""
    odd = without(_ORDINARY, text)
    return (
        _MENDED.search(odd) is not None
        or _OPEN_QUOTE in text
        or (recipe.nfc and (has_stacked_marks(text) or not unicodedata.is_normalized("NFC", text)))
        or (recipe.strip_invisible and _STRIPPED.search(odd) is not None)
    )


def steps_before_mojibake() -> tuple[Step, ...]:
    """Return the steps that join surrogate pairs and restore lost bytes of quotes, which the later steps rely on."""
    return (("surrogates", _join_surrogates), ("mojibake-lost-byte", _close_quotes))


def _close_quotes(line: str) -> str:
    """Restore the lost last byte of closing quotes in mojibake.

    A closing quote is E2 80 9D in UTF-8. Byte 9D is undefined in cp1252 and is lost when mojibake is copied; ftfy
    would take the other two and the space after them for a dagger, E2 80 A0.
    """
    return _CUT_QUOTE.sub("\u00e2\u20ac\x9d", line) if _OPEN_QUOTE in line else line


def steps_after_mojibake(recipe: Recipe) -> tuple[Step, ...]:
    """Return the steps that a recipe asks for, in the order of their application."""
    steps: list[Step] = [
        (LINE_ENDING, lambda line: _LINE_ENDS.sub("\n", line)),
        ("terminal-escapes", lambda line: _TERMINAL_ESCAPES.sub("", line)),
        ("control-characters", lambda line: _CONTROLS.sub("", line)),
    ]
    if recipe.strip_invisible:
        steps.append(("invisible-characters", _strip_invisible))
    if recipe.nfc:
        steps.append(("normalization", _normalize))
    return tuple(steps)


def has_stacked_marks(text: str) -> bool:
    """Whether a text has more than 30 combining marks in a row, which takes quadratic time to normalize."""
    # Without ASCII first: it is much shorter, and marks in a row stay in a row.
    return all(
        any(_MANY_MARKS in "".join(map(_major_category, run[0])) for run in _MANY_SIGNS.finditer(searched))
        for searched in (without(ASCII, text), text)
    )


def _major_category(character: str) -> str:
    return unicodedata.category(character)[0]


def _normalize(line: str) -> str:
    return line if has_stacked_marks(line) else unicodedata.normalize("NFC", line)


def _join_surrogates(line: str) -> str:
    if not _SURROGATES.search(line):
        return line
    joined = _SURROGATE_PAIR.sub(
        lambda match: match[0].encode("utf-16", "surrogatepass").decode("utf-16"), line
    )
    return _SURROGATES.sub("\ufffd", joined)


def _strip_invisible(line: str) -> str:
    """Remove zero-width spaces, word joiners, soft hyphens, and bidi controls that are not closed."""
    line = _INVISIBLE.sub("", line)
    for controls, closing in ((_EMBEDDING, "\u202c"), (_ISOLATE, "\u2069")):
        found = controls.findall(line)
        if 2 * found.count(closing) != len(found):
            line = controls.sub("", line)
    return line
