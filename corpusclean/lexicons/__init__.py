"""Word lists for metadata inference: one text file per list, one entry per line, `#` before a comment."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_HOME = Path(__file__).parent


@cache
def load_lexicon(name: str) -> frozenset[str]:
    """Return the entries of one list, case-folded.

    Args:
        name: name of the file, without ".txt".

    >>> "reuters" in load_lexicon("agencies")
    True
    """
    lines = (
        line.partition("#")[0].strip() for line in (_HOME / f"{name}.txt").read_text("utf-8").split("\n")
    )
    return frozenset(line.casefold() for line in lines if line)
