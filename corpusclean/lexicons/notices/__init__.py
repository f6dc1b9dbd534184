"""What pages say of themselves where their text should be: one TOML file a notice, with phrases by language.

A notice gives a value to a field of the metadata. A phrase counts wherever its words stand in a line, in any
case; " … " in a phrase stands for any words between. To add a notice, add a file; to add a language, add a line
to each; the examples of a file are run by a generic test.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from corpusclean.errors import RecipeError

_HOME = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing that a page can say of itself.

    Args:
        field, value: what is claimed where it says so.
        confidence: of the claim, 0..1.
        phrases: how it is said, by language, in lower case.
        unless: what a line must not hold besides a phrase, in lower case.
        place: "title" if it has to stand in the title or on a short line, "edge" if the text of the page must not
            go on below it; "" for anywhere.
        max_prose: the most words that the page has in paragraphs besides; 0 for any number.
        max_words: the most words that it has besides altogether; 0 for any number.
        topic: words of which one stands in each line that belongs to the notice, besides its phrases.
        examples, counterexamples: `text` of small pages that say so, and of such that do not.
    """

    field: str
    value: str
    confidence: float
    phrases: Mapping[str, tuple[tuple[str, ...], ...]]
    unless: tuple[str, ...] = ()
    place: Literal["", "title", "edge"] = ""
    max_prose: int = 0
    max_words: int = 0
    topic: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    counterexamples: tuple[str, ...] = ()


def read_notice(path: Path) -> Notice:
    """Read the file of one notice.

    Raises:
        RecipeError: if a key is missing or unknown.
    """
    settings: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
    phrases = settings.get("phrases", {})
    settings["phrases"] = {
        language: tuple(tuple(phrase.split(" … ")) for phrase in listed)
        for language, listed in phrases.items()
    }
    for key in ("examples", "counterexamples"):
        settings[key] = tuple(example["text"] for example in settings.get(key, []))
    for key in ("topic", "unless"):
        settings[key] = tuple(settings.get(key, ()))
    try:
        return Notice(**settings)
    except TypeError as error:
        raise RecipeError(f"{path.name}: {error}. Do: give it the keys of not_found.toml.") from None


@cache
def all_notices() -> tuple[Notice, ...]:
    """Every notice that has a file, in order of their names.

    >>> [notice.value for notice in all_notices()][:2]
    ['bot-check', 'consent-wall']
    """
    return tuple(read_notice(path) for path in sorted(_HOME.glob("*.toml")))
