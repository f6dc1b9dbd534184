"""Flag damage in a text that is not repaired, since information is lost or the repair would be a guess."""

from __future__ import annotations

import re

_DAMAGE = {
    "replacement-characters": re.compile("\ufffd"),
    # U+FFFD in UTF-8, read as a legacy charset: the original character is lost.
    "lost-characters": re.compile("ï¿½|пїЅ|ďż˝|οΏ½|ļæ½"),
    "quoted-printable": re.compile("=(?:C[2-9A-F]|D[0-9A-F]|E[0-9A-F])=[89AB][0-9A-F]"),
    "unicode-escapes": re.compile(r"\\u(?:00[a-fA-F]|0[1-9a-fA-F]|[1-9a-fA-F][0-9a-fA-F])[0-9a-fA-F]"),
}


def text_flags(text: str) -> tuple[str, ...]:
    r"""Return the kinds of damage that a text shows.

    Args:
        text: repaired text.

    Returns:
        Some of "replacement-characters", "lost-characters", "quoted-printable", "unicode-escapes".

    >>> text_flags("caf=C3=A9 or caf\\u00e9")
    ('quoted-printable', 'unicode-escapes')
    """
    return tuple(name for name, sign in _DAMAGE.items() if sign.search(text))
