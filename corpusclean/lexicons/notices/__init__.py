"""Notices that pages show instead of a text, such as "Page not found": one TOML file per notice, with phrases by language.

A notice gives a value to a field of the metadata. Its phrases may be anywhere in a line, in upper or lower case; " … " in
a phrase stands for any words. To add a notice, add a file; to add a language, add a line to each file. A generic test
runs the examples of each file.
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
    """One notice.

    Args:
        field, value: the claim that is made of a page with the notice.
        confidence: confidence of the claim, 0..1.
        phrases: language → phrases in lower case, each as its parts between " … ".
        unless: texts in lower case; a line with one of them is no notice, even if it has a phrase.
        place: "title" if it must be in the title or on a short line, "edge" if the text of the page must not continue below
            it; "" for anywhere.
        max_prose: maximal number of words in the other paragraphs of the page; 0 for any number.
        max_words: maximal number of words in all its other lines; 0 for any number.
        topic: words in lower case; lines with one of them belong to the notice, too.
        examples, counterexamples: small pages with the notice, and without.
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
    """Return the notices of all files, sorted by name.

    >>> [notice.value for notice in all_notices()][:2]
    ['bot-check', 'consent-wall']
    """
    return tuple(read_notice(path) for path in sorted(_HOME.glob("*.toml")))
