"""Detect UTF-16 and UTF-32 without a byte order mark: decoded so, almost all characters belong to one script."""

from __future__ import annotations

import re

_SNIFFED = 8_192
_CONTROLS = bytes({*range(0x20), 0x7F} - set(b"\t\n\x0b\x0c\r\x1b"))
# Text in 8-bit charsets has a smaller share of control bytes; in UTF-16 they are halves of characters.
_FEW_CONTROLS = 0.01
# Valid UTF-8 with some NULs has a smaller share of them, UTF-16 that happens to be valid UTF-8 a larger one.
_NARROW_CONTROLS = 0.1
_SHARE = 0.9  # minimal share of characters of one family of scripts
# Two ASCII letters decode as one ideograph. Of true ideographs, 37 % have a lower byte that is a printable ASCII
# character, and two of three have a non-ASCII byte.
_PRINTABLE_SHARE = 0.7  # maximal share of ideographs with such a lower byte
_HIGH_SHARE = 0.2  # minimal share of ideographs with a non-ASCII byte
# Characters that text in any script may have; then one family of scripts per line.
_ANY = "\t\n\r\x0c -~\u00a0-\u00bf\u2010-\u203a\u20ac"
_FAMILIES = [
    re.compile(f"[{_ANY}{scripts}]")
    for scripts in (
        "\u00c0-\u024f\u1e00-\u1eff",
        "\u0370-\u03ff\u1f00-\u1fff",
        "\u0400-\u052f",
        "\u0530-\u058f\u10a0-\u10ff",
        "\u0590-\u05ff",
        "\u0600-\u06ff\u200c\u200d\ufb50-\ufdff\ufe70-\ufefe",
        "\u0900-\u0dff\u200c\u200d",
        "\u0e00-\u0eff",
        "\u1200-\u137f",
        "\u1780-\u17ff",
    )
]
_IDEOGRAPHS = re.compile("[\u3400-\u9fff\uac00-\ud7a3]")
_EAST_ASIAN = re.compile(f"[{_ANY}\u3000-\u30ff\u3400-\u9fff\uac00-\ud7a3\uff01-\uffef]")


def wide_codec(payload: bytes) -> str | None:
    r"""Detect whether bytes without a byte order mark are UTF-16 or UTF-32.

    Args:
        payload: the bytes of a document.

    Returns:
        "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be" or None.

    >>> wide_codec("Ночь".encode("utf-16-be"))
    'utf-16-be'
    """
    head = payload[:_SNIFFED]
    controls = len(head) - len(head.translate(None, _CONTROLS))
    if len(head) < 4 or controls <= _FEW_CONTROLS * len(head):
        return None
    if controls <= _NARROW_CONTROLS * len(head) and _is_utf8(head):
        return None
    for codec in ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be"):
        width = 4 if "32" in codec else 2
        text = head[: len(head) // width * width].decode(codec, "replace").removesuffix("\ufffd")
        if text and text.count("\ufffd") <= 0.02 * len(text) and _is_of_one_family(text):
            return codec
    return None


def _is_utf8(head: bytes) -> bool:
    return head.decode("utf-8", "ignore").encode() == head


def _is_of_one_family(text: str) -> bool:
    least = _SHARE * len(text)
    if any(len(family.findall(text)) >= least for family in _FAMILIES):
        return True
    if len(_EAST_ASIAN.findall(text)) < least:
        return False
    ideographs = _IDEOGRAPHS.findall(text)
    printable = sum(0x20 <= ord(character) & 0xFF < 0x7F for character in ideographs)
    high = sum(ord(character) & 0x8080 > 0 for character in ideographs)
    return printable <= _PRINTABLE_SHARE * len(ideographs) and high >= _HIGH_SHARE * len(ideographs)
