"""What the languages of the web call a month, a byline or a last update: one TOML file a language.

A language is data: month and weekday names, the words that announce a date, a byline, a picture credit or a
caption, phrases that name the publisher, and examples that a generic test runs. A cue that ends in ":" only
counts with a colon behind it, or at the end of its line. To add a language, add a file.
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
        pattern: the phrases, one a line, with `{source}` where the name stands; "^" and "$" tie one to the line's ends.
        confidence: how often the name is the publisher, 0..1.
        examples: lines in which it names the publisher.
        counterexamples: lines in which it does not.
        known: whether the name must be that of a known outlet, or have a word like "Courier", since the phrase is as
            often about others.
    """

    pattern: str
    confidence: float
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...]
    known: bool = False


@dataclass(frozen=True, slots=True)
class Language:
    """The words of one language that metadata is read from, all in lower case.

    Args:
        code: BCP 47.
        name: in English.
        numeric_order: how 03/04/2018 is read; "" where readers disagree.
        months: twelve rows of names and abbreviations.
        weekdays: seven rows, from Monday.
        utc_offsets: the westernmost and the easternmost hours from UTC at which it is mainly written.
        relative: how it tells a time from the present: "today" and "yesterday", and with `{n}` for a number (or
            for one, without) "days", "hours" and "minutes" ago.
        published, modified, undated: what stands before a date of publication, of a change, of anything else.
        until: what stands between the first and the last day of a span.
        fillers: words beside a date that say nothing about it.
        bylines: what stands before the names of authors.
        conjunctions: what joins the last two of several names.
        credits: what stands before the names of people who are not the authors.
        captions: what the caption of a picture or video begins with.
        as_of: what stands before the day on which something was written.
        bios: what stands between the name of an author and a role in a note about them.
        titles: notes below a text that repeat its title, with `{title}` and `{source}` where the names stand.
        sources: phrases that name the publisher.
        examples: rows of `text` and the `date`, `date_modified` or `authors` to be read in it; of `text` alone
            where there are none.
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
        settings[key] = [tuple(row.split()) for row in settings.get(key, [])]
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
    """Every language that has a file, in order of its code.

    >>> [language.code for language in all_languages()][:3]
    ['cs', 'da', 'de']
    """
    return tuple(read_language(path) for path in sorted(_HOME.glob("*.toml")))


@cache
def month_numbers() -> dict[str, int]:
    """The number of each month by its names in all languages; names that two languages use apart are out.

    >>> month_numbers()["märz"], month_numbers()["ott"]
    (3, 10)
    """
    return _numbers("months")


@cache
def weekday_numbers() -> dict[str, int]:
    """The number of each weekday (Monday is 1) by its names in all languages, those of one meaning only.

    >>> weekday_numbers()["tuesday"]
    2
    """
    return _numbers("weekdays")


@cache
def cue_words(kind: str) -> tuple[str, ...]:
    """The entries of one list (such as "published") of all languages, longest first.

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
