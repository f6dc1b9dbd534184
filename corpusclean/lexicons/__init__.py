"""Word lists for metadata inference: one text file per list, one entry per line, `#` before a comment.

Words that tell different things, as those of `page_types.toml`, are in a TOML file with a table for each place they are in.
"""

from __future__ import annotations

import re
import tomllib
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


@cache
def load_tables(name: str) -> dict[str, dict[str, list[str]]]:
    """Return the tables of one TOML file: table → what the words tell → words.

    Args:
        name: name of the file, without ".toml".

    >>> "forums" in load_tables("page_types")["address"]["forum"]
    True
    """
    return tomllib.loads((_HOME / f"{name}.toml").read_text("utf-8"))


def any_of(name: str) -> str:
    """Return a regular expression that matches any entry of one list, with any white space for a space.

    Args:
        name: name of the file, without ".txt".

    >>> any_of("on_behalf")
    '(?:para|pour|for|für|per|via)'
    """
    entries = sorted(load_lexicon(name), key=lambda entry: (-len(entry), entry))
    literals = (re.escape(entry).replace(r"\ ", r"\s") for entry in entries)
    return f"(?:{'|'.join(literals)})"
