"""Word lists that metadata is read with: one text file a list, one entry a line, `#` before a comment."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_HOME = Path(__file__).parent


@cache
def load_lexicon(name: str) -> frozenset[str]:
    """The entries of one list, case-folded.

    Args:
        name: of the file, without its ".txt".

    >>> "reuters" in load_lexicon("agencies")
    True
    """
    lines = (
        line.partition("#")[0].strip() for line in (_HOME / f"{name}.txt").read_text("utf-8").split("\n")
    )
    return frozenset(line.casefold() for line in lines if line)
