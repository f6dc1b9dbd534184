"""Label the lines of plain texts that have the right title, source, authors or date (the roles of `Page.roles`).

The right values come from annotated pages (`metadata_data`); of other texts, only the title and the site are known.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpusclean.infer.recognition.printed_dates import find_dates
from corpusclean.page import ROLES, Role
from corpusclean.spelling import squeezed
from corpusclean.training.line_data import LabelledText, read_rows
from corpusclean.training.metadata_data import FILES, FLAGS

if TYPE_CHECKING:
    from numpy.typing import NDArray

MIN_NAME = 4
"""Minimal length of the name of a site in letters; shorter names are parts of many words."""

MAX_CHARS: Mapping[Role, int] = {"source": 2_000, "authors": 400, "date": 300}
"""Maximal length of a line with the value of a role, in characters; longer lines are prose."""


@dataclass(frozen=True, slots=True)
class RightValues:
    """The right metadata of a page; "squeezed" is in lower case without spaces and punctuation.

    Args:
        title: its title, squeezed.
        names: names of its site, squeezed.
        authors: its authors, squeezed.
        date: date of publication, ISO 8601, or "".
    """

    title: str = ""
    names: frozenset[str] = frozenset()
    authors: frozenset[str] = frozenset()
    date: str = ""


def read_facts(annotated: Path) -> dict[str, RightValues]:
    """Read the right metadata of pages, by their id and by their URL.

    Args:
        annotated: a folder in the format of `metadata_data`.
    """
    doubtful = frozenset(json.loads((annotated / FLAGS).read_text("utf-8")))
    facts: dict[str, RightValues] = {}
    for row in read_rows(annotated / FILES["text"]):
        gold = row["gold"]
        found = RightValues(
            squeezed(gold.get("title") or ""),
            long_names(gold.get("site_aliases") or ()),
            long_names(gold.get("authors") or ()),
            "" if row["id"] in doubtful else gold.get("date") or "",
        )
        facts |= {key: found for key in (row["id"], row["url"]) if key}
    return facts


def long_names(printed: Iterable[str]) -> frozenset[str]:
    """Return names of a site, squeezed, without those that are parts of many words."""
    return frozenset(name for name in map(squeezed, printed) if len(name) >= MIN_NAME)


def find_roles(text: LabelledText, index: Sequence[int], facts: Mapping[str, RightValues]) -> NDArray[Any]:
    """Find the lines of a text with the right value of each role.

    Args:
        text: the text.
        index: indices of its lines that are not blank.
        facts: the result of `read_facts`.

    Returns:
        (lines, `ROLES`) bool; all False for a role whose right value is unknown or in no line.
    """
    import numpy as np

    targets = np.zeros((len(index), len(ROLES)), bool)
    if text.kind == "clean":
        return targets
    shown = RightValues(squeezed(text.title), long_names((text.site, text.site.split(".")[0])))
    right = facts.get(text.url) or facts.get(text.id) or shown
    exact = [bool(right.title) and _squeezed(text.lines[place]) == right.title for place in index]
    flagged = ["t" in text.flags[place] for place in index]
    targets[:, ROLES.index("title")] = exact if any(exact) else flagged
    if text.kind == "other-script":  # its letters were replaced, so it no longer has the right values
        return targets
    for role, tells in _tellers(right).items():
        lines = (text.lines[place] for place in index)
        targets[:, ROLES.index(role)] = [len(line) <= MAX_CHARS[role] and tells(line) for line in lines]
    return targets


def _tellers(facts: RightValues) -> dict[Role, Callable[[str], bool]]:
    """Return, for each role with a known value, the test whether a line has it."""
    tellers: dict[Role, Callable[[str], bool]] = {}
    if facts.names:
        tellers["source"] = lambda line: _holds(line, facts.names)
    if facts.authors:
        tellers["authors"] = lambda line: _holds(line, facts.authors)
    if facts.date:
        tellers["date"] = lambda line: facts.date in _days(line)
    return tellers


def _holds(line: str, names: Iterable[str]) -> bool:
    text = _squeezed(line)
    return any(name in text for name in names)


@lru_cache(maxsize=200_000)  # the renderings of a page hold the same lines
def _squeezed(line: str) -> str:
    return squeezed(line)


@lru_cache(maxsize=200_000)
def _days(line: str) -> frozenset[str]:
    if not any(map(str.isdigit, line)):
        return frozenset()
    return frozenset(printed.iso(order) for printed in find_dates(line) for order in ("dmy", "mdy"))
