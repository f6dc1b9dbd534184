"""The words by which dates, bylines, captions and publishers are recognised: one TOML file per language.

A file has the names of months and weekdays, the words before a date, a byline, a photo credit or a caption, phrases that
name the publisher, and examples that a generic test runs. A cue that ends with ":" counts only with a colon after it, or
at the end of its line. To add a language, add a file.
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

NumericOrder = Literal["dmy", "mdy", "ymd", ""]


@dataclass(frozen=True, slots=True)
class SourcePattern:
    """Phrases in which a page names its publisher.

    Args:
        pattern: the phrases, one per line, with `{source}` for the name; "^" and "$" are the ends of a line.
        confidence: how often the name is the publisher, 0..1.
        examples: lines in which one names the publisher.
        counterexamples: lines in which none does.
        known: whether only names that are known or look like those of outlets count, since the phrases are as often about
            others.
    """

    pattern: str
    confidence: float
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...]
    known: bool = False


@dataclass(frozen=True, slots=True)
class Language:
    """The words of one language, all in lower case.

    Args:
        code: BCP 47.
        name: its English name.
        numeric_order: order of day, month and year in 03/04/2018; "" if both orders are in use.
        months: twelve rows of names and abbreviations.
        weekdays: seven rows, from Monday.
        utc_offsets: lowest and highest UTC offset, in hours, of the places where it is mainly used.
        relative: unit → forms of relative dates: "today", "yesterday", and "days", "hours" and "minutes" ago, with `{n}`
            for a number, or without for one.
        published, modified, undated: words before a date of publication, of a change, of anything else.
        until: words between the first and the last day of a span.
        fillers: words beside a date that do not tell what it is.
        bylines: words before the names of authors.
        conjunctions: words between the last two of several names.
        credits: words before the names of people who are not the authors.
        captions: beginnings of the captions of pictures and videos.
        as_of: words before the day on which something was written.
        author_roles: roles of authors that follow their names, in languages without capitals.
        bios: words between the name of an author and a role, in a note about the author.
        titles: notes below a text that repeat its title, with `{title}` and `{source}` for the names.
        sources: phrases that name the publisher.
        examples: rows of `text` and the `date`, `date_modified` or `authors` to be found in it; `text` alone if nothing is
            to be found.
    """

    code: str
    name: str
    numeric_order: NumericOrder
    months: tuple[tuple[str, ...], ...]
    weekdays: tuple[tuple[str, ...], ...]
    utc_offsets: tuple[int, int]
    relative: Mapping[str, tuple[str, ...]]
    published: tuple[str, ...]
    modified: tuple[str, ...]
    undated: tuple[str, ...]
    until: tuple[str, ...]
    fillers: tuple[str, ...]
    bylines: tuple[str, ...]
    conjunctions: tuple[str, ...]
    credits: tuple[str, ...]
    captions: tuple[str, ...]
    as_of: tuple[str, ...]
    author_roles: tuple[str, ...] = ()
    bios: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    sources: tuple[SourcePattern, ...] = ()
    examples: tuple[dict[str, Any], ...] = ()


def read_language(path: Path) -> Language:
    """Read the file of one language.

    Raises:
        RecipeError: if a key is missing or unknown, or months and weekdays are not 12 and 7.
    """
    settings = tomllib.loads(path.read_text("utf-8"))
    settings["sources"] = [
        SourcePattern(**{key: _tupled(value) for key, value in row.items()})
        for row in settings.get("sources", [])
    ]
    if isinstance(settings.get("relative"), dict):
        settings["relative"] = {unit: tuple(forms) for unit, forms in settings["relative"].items()}
    for key in ("months", "weekdays"):
        settings[key] = [tuple(row.casefold().split()) for row in settings.get(key, [])]
    try:
        language = Language(**{key: _tupled(value) for key, value in settings.items()})
    except TypeError as error:
        raise RecipeError(f"{path.name}: {error}. Do: give each language the keys of en.toml.") from None
    if (len(language.months), len(language.weekdays)) != (12, 7):
        raise RecipeError(
            f"{path.name}: {len(language.months)} months and {len(language.weekdays)} weekdays. "
            "Do: give 12 rows of months and 7 of weekdays, from Monday."
        )
    return language


@cache
def all_languages() -> tuple[Language, ...]:
    """Return the languages of all files, sorted by code.

    >>> [language.code for language in all_languages()][:3]
    ['af', 'ar', 'bg']
    """
    return tuple(read_language(path) for path in sorted(_HOME.glob("*.toml")))


@cache
def month_numbers() -> dict[str, int]:
    """Map the names of months in all languages to numbers, without names that are ambiguous between languages.

    >>> month_numbers()["märz"], month_numbers()["ott"]
    (3, 10)
    """
    return _numbers("months")


@cache
def weekday_numbers() -> dict[str, int]:
    """Map the names of weekdays in all languages to numbers (Monday is 1), without ambiguous ones.

    >>> weekday_numbers()["tuesday"]
    2
    """
    return _numbers("weekdays")


@cache
def cue_words(kind: str) -> tuple[str, ...]:
    """Return the entries of one list, such as "published", of all languages, the longest first.

    >>> "veröffentlicht am" in cue_words("published")
    True
    """
    words = {word for language in all_languages() for word in getattr(language, kind)}
    return tuple(sorted(words, key=lambda word: (-len(word), word)))


def _numbers(key: str) -> dict[str, int]:
    meanings: dict[str, set[int]] = {}
    for language in all_languages():
        for number, names in enumerate(getattr(language, key), start=1):
            for name in names:
                meanings.setdefault(name, set()).add(number)
    return {name: min(numbers) for name, numbers in meanings.items() if len(numbers) == 1}


def _tupled(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
