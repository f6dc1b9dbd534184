"""Read rule files (TOML; the format is described in corpusclean/rules/README.md) into `Rule` objects."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields, replace
from pathlib import Path
from typing import Any, TypeVar

from corpusclean.document import CUT_REASONS, CutReason
from corpusclean.errors import RecipeError
from corpusclean.mark.line_shapes import without_turkish_i

PLACES = ("top", "below", "tail")
MAX_PATTERN_CHARS = 20_000
"""Maximal length of a pattern after expansion of its [words]; our longest has 7,000. Without a limit, a small file
could expand exponentially, since words may use other words."""

# Braces of RE2 itself contain digits ({2,3}) or begin with a capital (\\p{Lu}).
_WORDS = re.compile(r"\{([a-z]+)\}")
_LANGUAGE = re.compile(r"any|[a-z]{2,3}")
# Cuts of white space are not shown in explanations and counts, so a rule cannot have that reason.
_REASONS = tuple(reason for reason in CUT_REASONS if reason != "whitespace")
_GIVEN_BY_US = ("file", "home")
_KINDS = {
    "str": "a text in quotes",
    "CutReason": "a text in quotes",
    "int": "a whole number from 0 on",
    "float": "a number",
    "tuple[str, ...]": "a list of texts in quotes",
    "Mapping[str, str]": "a pattern by language, as in pattern.en = '…'",
}


@dataclass(frozen=True, slots=True)
class Run:
    """The lines after a matching line that are marked with it: all up to the first that does not fit.

    Args:
        pattern: RE2 that each line of the run must match; "" for any line.
        until: RE2 of the lines that end the run, instead of `pattern`; "" for none.
        max_words: maximal number of words of each line; 0 for any length.
        min_lines: minimal number of lines, including the matching line; a shorter run is not marked.
        titles: if not 0, the run is at most this number of lines, which must look like titles (`LineShape.title`).
        to_end: if not 0, the run is all lines to the end of the page, provided that at least this number, and the
            `share`, of them match `pattern`.
        share: see `to_end`; of the lines that are kept or match. Few lines match by chance.
    """

    pattern: str = ""
    until: str = ""
    max_words: int = 0
    min_lines: int = 1
    titles: int = 0
    to_end: int = 0
    share: float = 0.25


@dataclass(frozen=True, slots=True)
class Cluster:
    """A group of matching lines near each other; all lines from the first to the last of them are marked.

    Args:
        min_matches: minimal number of matching lines; a smaller group is not marked.
        gap: maximal number of other lines between two of them.
        max_words: maximal number of words of those other lines; 0 for any length.
    """

    min_matches: int
    gap: int = 0
    max_words: int = 0


@dataclass(frozen=True, slots=True)
class Rule:
    """One entry of a rule file.

    Args:
        id: its name within the file.
        reason: one of `CUT_REASONS` but "whitespace".
        pattern: language → RE2, "any" for patterns of no language; one of them must match the whole line.
        drop: examples that it must mark.
        keep: examples that it must not mark.
        score: its precision, 0..1.
        max_words: longer lines never match; boilerplate seldom has more than 40 words.
        place: where the line must be: "top" (above all prose, if there is some), "below" (after three lines of
            prose) or "tail" (after all prose); "" for anywhere.
        before: the reason for which the next line must be marked; "" for any next line.
        run, cluster: the lines that are marked with it; at most one of the two.
        file: the name of its file.
        home: "rules" for the built-in rules, "own-rules" for those of a user's folder.
    """

    id: str
    reason: CutReason
    pattern: Mapping[str, str]
    drop: tuple[str, ...]
    keep: tuple[str, ...]
    score: float = 0.95
    max_words: int = 40
    place: str = ""
    before: str = ""
    run: Run | None = None
    cluster: Cluster | None = None
    file: str = ""
    home: str = "rules"

    @property
    def name(self) -> str:
        """The name of the rule in marks and cuts (`Mark.by`)."""
        return f"{self.home}/{self.file}#{self.id}"

    @property
    def looks_around(self) -> bool:
        """Whether it is a context rule: its verdict on a line depends on other lines."""
        return bool(self.place or self.before or self.run or self.cluster)


_Table = TypeVar("_Table", Rule, Run, Cluster)


def read_rules(folder: Path, home: str = "rules") -> list[Rule]:
    """Read all rule files of a folder, in the order of their names.

    Args:
        folder: a folder with `*.toml` files; subfolders are not read.
        home: value of `Rule.home`.

    Raises:
        RecipeError: if there is no such file, or one has a mistake; the message names file and entry.
    """
    if folder.is_file():
        raise RecipeError(f"{folder}: is a file. Do: name its folder.")
    if not folder.exists():
        raise RecipeError(f"{folder}: no such folder. Do: check the path.")
    files = sorted(folder.glob("*.toml"))
    if not files:
        raise RecipeError(f"{folder}: has no rule file (*.toml). Do: name a folder with rule files.")
    return [replace(rule, home=home) for file in files for rule in _read_file(file)]


def marked_lines(example: str, prefix: str) -> list[str]:
    """Return the lines of an example, each after "- " if a rule must mark it, else after two spaces.

    Args:
        example: one line; or several lines with these prefixes, of which blank ones must not be marked.
        prefix: the prefix for an example of one line.

    >>> marked_lines("Advertisement", "- "), marked_lines("\\n- Advertisement\\n\\n  It rained.\\n", "- ")
    (['- Advertisement'], ['- Advertisement', '  ', '  It rained.'])
    """
    if "\n" not in example:
        return [prefix + example]
    return [line if line.strip() else "  " for line in example.removeprefix("\n").rstrip().split("\n")]


def _read_file(file: Path) -> list[Rule]:
    try:
        content = tomllib.loads(file.read_text("utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise RecipeError(f"{file}: not a TOML file: {error}. Do: mend that place.") from None
    entries, named = content.pop("rule", None), content.pop("words", {})
    if content or not isinstance(named, dict) or not _is_list_of(dict, entries):
        raise RecipeError(
            f"{file}: has {sorted(content) or 'no [[rule]]'}. Do: write nothing but [[rule]] entries and, above them, "
            "optional [words]."
        )
    words: dict[str, str] = {}
    for name, pattern in named.items():
        words[name] = _expanded(pattern, words, f"{file}, [words], {name}")
    rules: dict[str, Rule] = {}
    for number, entry in enumerate(entries, 1):
        where = f"{file}, rule {entry.get('id', f'number {number}')!r}"
        rule = replace(_read_entry({**entry}, words, where), file=file.name)
        if rules.setdefault(rule.id, rule) is not rule:
            raise RecipeError(f"{where}: another rule has this id. Do: rename one.")
    return list(rules.values())


def _read_entry(entry: dict[str, Any], words: Mapping[str, str], where: str) -> Rule:
    if isinstance(entry.get("run"), dict):
        entry["run"] = _typed(Run, entry["run"], f"{where}, run")
    if isinstance(entry.get("cluster"), dict):
        entry["cluster"] = _typed(Cluster, entry["cluster"], f"{where}, cluster")
    rule = _typed(Rule, entry, where)
    _check_values(rule, where)
    return replace(
        rule,
        pattern={language: _expanded(text, words, where) for language, text in rule.pattern.items()},
        run=rule.run and _expanded_run(rule.run, words, where),
    )


def _expanded_run(run: Run, words: Mapping[str, str], where: str) -> Run:
    pattern, until = (_expanded(text, words, where) for text in (run.pattern, run.until))
    return replace(run, pattern=pattern, until=until)


def _expanded(pattern: object, words: Mapping[str, str], where: str) -> str:
    """Expand the text of an entry to an RE2 pattern: its lines are alternatives, {names} stand for [words]."""
    if not isinstance(pattern, str):
        raise RecipeError(f"{where}: is {pattern!r}. Do: give a pattern in quotes.")

    def expand(name: re.Match[str]) -> str:
        if name[1] not in words:
            raise RecipeError(f"{where}: no {name[0]} in [words] above. Do: take one of {sorted(words)}.")
        return f"({words[name[1]]})"

    alternatives = (line.strip() for line in pattern.splitlines())
    whole = _WORDS.sub(expand, "|".join(line for line in alternatives if line))
    if len(whole) > MAX_PATTERN_CHARS:
        raise RecipeError(
            f"{where}: {len(whole)} characters long. Do: split it into rules of at most {MAX_PATTERN_CHARS}."
        )
    return without_turkish_i(whole)


def _typed(kind: type[_Table], entry: Mapping[str, Any], where: str) -> _Table:
    """Convert a TOML table to a `Run`, `Cluster` or `Rule`; unknown keys, wrong types and missing values are errors."""
    known = {field.name: field for field in fields(kind) if field.name not in _GIVEN_BY_US}
    for key, value in entry.items():
        if key not in known:
            raise RecipeError(f"{where}: unknown key {key!r}. Do: take some of {sorted(known)}.")
        if not _fits(value, str(known[key].type)):
            kind_wanted = _KINDS.get(str(known[key].type), f"a table, as in {key} = {{ … }}")
            raise RecipeError(f"{where}: {key} is {value!r}. Do: give {kind_wanted}.")
    for key, field in known.items():
        if field.default is MISSING and not entry.get(key):
            raise RecipeError(f"{where}: has no {key}. Do: add it; it is required.")
    values: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()
    }
    return kind(**values)


def _fits(value: object, expected: str) -> bool:
    match expected:
        case "str" | "CutReason":
            return isinstance(value, str)
        case "int":
            return isinstance(value, int) and not isinstance(value, bool) and value >= 0
        case "float":
            return isinstance(value, int | float) and not isinstance(value, bool)
        case "tuple[str, ...]":
            return _is_list_of(str, value)
        case "Mapping[str, str]":
            return isinstance(value, dict) and _is_list_of(str, list(value.values()))
        case _:
            return isinstance(value, Run | Cluster)


def _is_list_of(kind: type, value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, kind) for item in value)


def _check_values(rule: Rule, where: str) -> None:
    for key, value, allowed in (
        ("reason", rule.reason, _REASONS),
        ("before", rule.before, ("", *_REASONS)),
        ("place", rule.place, ("", *PLACES)),
    ):
        if value not in allowed:
            raise RecipeError(f"{where}: {key} is {value!r}. Do: take one of {allowed}.")
    if unknown := sorted(key for key in rule.pattern if not _LANGUAGE.fullmatch(key)):
        raise RecipeError(f"{where}: pattern has {unknown}. Do: name languages ('fr'), or 'any'.")
    if not 0 <= rule.score <= 1:
        raise RecipeError(f"{where}: score is {rule.score!r}. Do: give a number from 0 to 1.")
    if both := sorted(set(rule.drop) & set(rule.keep)):
        raise RecipeError(f"{where}: {both[0]!r} is in both drop and keep. Do: remove it from one.")
    for example in (*rule.drop, *rule.keep):
        if not all(line.startswith(("- ", "  ")) for line in marked_lines(example, "  ")):
            raise RecipeError(
                f"{where}: the example {example!r} has lines without a prefix. Do: begin each with '- ' or two spaces."
            )
    if rule.run and rule.run.pattern and rule.run.until:
        raise RecipeError(f"{where}: run has both pattern and until. Do: remove one.")
    if rule.run and rule.cluster:
        raise RecipeError(f"{where}: has both run and cluster. Do: make two rules of it.")
