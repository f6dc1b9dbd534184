"""Map charset labels to the codecs that browsers use for them."""

from __future__ import annotations

import codecs
import re
import tomllib
from functools import cache
from pathlib import Path

_LABEL = re.compile(r"[\w.:+()-]{1,40}", re.ASCII)


def codec_of(label: str) -> str | None:
    """Return the Python codec for a charset label, or None if there is none.

    Knows the labels of the WHATWG Encoding Standard and those of Python, which has older charsets too.

    >>> codec_of("ISO-8859-1"), codec_of("x-sjis"), codec_of("base64")
    ('cp1252', 'cp932', None)
    """
    label = label.strip().lower()
    if label in _codecs():
        return _codecs()[label]
    if not _LABEL.fullmatch(label):  # `codecs.lookup` ignores other characters
        return None
    try:
        name = codecs.lookup(label).name
        b"a".decode(name)
    except (LookupError, ValueError):  # base64 and the like are codecs, but not of text
        return None
    return _codecs().get(name.replace("_", "-"), name)


@cache
def _codecs() -> dict[str, str]:
    """Read the labels of the WHATWG Encoding Standard with their codecs."""
    labels = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    return {label: codec for codec, names in labels.items() for label in names}
