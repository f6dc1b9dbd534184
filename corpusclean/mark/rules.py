"""Load the rules, match lines against them, and mark lines with the rules that depend on no other line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from corpusclean.document import Mark
from corpusclean.errors import RecipeError
from corpusclean.mark.line_shapes import REMEMBERED_LINES, shape_line
from corpusclean.mark.rule_automata import Automata, Role, fault
from corpusclean.mark.rule_contexts import LineMatches, Outline, find_runs, outline
from corpusclean.mark.rule_files import Rule, marked_lines, read_rules
from corpusclean.page import Page
from corpusclean.recipe import Recipe

OUR_RULES = Path(__file__).parent.parent / "rules"


class RuleSet:
    """A set of rules that are matched together.

    Args:
        rules: the rules, in the order of their marks; their patterns must be valid RE2.
    """

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.rules = tuple(rules)
        self._automata = Automata(
            found for number, rule in enumerate(rules) for found in _patterns(number, rule)
        )
        self._max_words = max(rule.max_words for rule in self.rules)
        self._alone = frozenset(n for n, rule in enumerate(self.rules) if not rule.looks_around)
        self._remembered = lru_cache(REMEMBERED_LINES)(self._read_line)

    def read(self, lines: Mapping[int, str]) -> dict[int, LineMatches]:
        """Match lines that are not blank, given by their indices: return index → matches."""
        remembered = self._remembered
        return {index: remembered(line) for index, line in lines.items()}

    def _read_line(self, line: str) -> LineMatches:
        text, words, prose, title, sentence = shape_line(line)
        if not text or words > self._max_words or not (roles := self._automata.roles(text)):
            return LineMatches(words, prose, title, sentence=sentence)
        rules = (number for number, is_run in roles if not is_run and words <= self.rules[number].max_words)
        runs = (number for number, is_run in roles if is_run)
        return LineMatches(words, prose, title, tuple(sorted(rules)), tuple(sorted(runs)), sentence)

    def line_marks(self, matches: Mapping[int, LineMatches]) -> list[Mark]:
        """Make the marks of the rules that depend on one line only."""
        return [
            Mark(index, rule.reason, rule.name, rule.score)
            for index, line in matches.items()
            if line.rules
            for number in line.rules
            if number in self._alone
            for rule in (self.rules[number],)
        ]

    def context_marks(self, page: Outline) -> list[Mark]:
        """Make the marks of the context rules, which depend on other lines."""
        return [
            Mark(page.lines[place], rule.reason, rule.name, rule.score)
            for number, starts in self._starts(page)
            for rule in (self.rules[number],)
            for place in find_runs(rule, number, page, starts)
        ]

    def _starts(self, page: Outline) -> list[tuple[int, list[int]]]:
        """Return (number, places of the lines that match its pattern) for each context rule."""
        starts: dict[int, list[int]] = {}
        for place, line in enumerate(page.matches):
            for number in line.rules:
                if number not in self._alone:
                    starts.setdefault(number, []).append(place)
        return sorted(starts.items())

    def failing_examples(self, rule: Rule) -> Iterator[str]:
        """Yield what is wrong with each example that a rule does not treat as it should."""
        for example in (*rule.drop, *rule.keep):
            marked = marked_lines(example, "- " if example in rule.drop else "  ")
            found = self._lines_marked_by(rule, [line[2:] for line in marked])
            for index, line in enumerate(marked):
                if (index in found) != line.startswith("- "):
                    verb = "marks" if index in found else "does not mark"
                    yield f"{verb} its example {line[2:]!r}. Do: mend the pattern or the example."

    def _lines_marked_by(self, rule: Rule, lines: Sequence[str]) -> set[int]:
        """Return the indices of the lines that one rule marks; marks of others only count for its `before`."""
        matches = self.read({index: line for index, line in enumerate(lines) if line.strip()})
        marks = self.line_marks(matches)
        if rule.looks_around:
            marks = self.context_marks(outline(matches, set(), {mark.line: mark.reason for mark in marks}))
        return {mark.line for mark in marks if mark.by == rule.name}


def load_rules(folder: str | Path | None = None) -> RuleSet:
    """Load the built-in rules and those of a user's own folder.

    Args:
        folder: folder with rule files (see corpusclean/rules/README.md); None for the built-in rules only.

    Raises:
        RecipeError: if a file, an entry, a pattern or an example is wrong; the message says which, and what to do.

    >>> load_rules().rules[0].file
    'advertisement.toml'
    """
    if folder is None:
        return _load(None, ())
    # Modification times are part of the cache key, since a user may correct a rule and clean again in one session.
    files = sorted(Path(folder).glob("*.toml"))
    return _load(
        str(folder), tuple((file.name, file.stat().st_mtime_ns if file.exists() else 0) for file in files)
    )


@lru_cache(maxsize=8)
def _load(folder: str | None, state: tuple[tuple[str, int], ...]) -> RuleSet:  # noqa: ARG001 - for the cache
    ours = read_rules(OUR_RULES)
    if folder is None:  # tests check the patterns and examples of the built-in rules
        return RuleSet(ours)
    own = read_rules(Path(folder), "own-rules")
    _check_patterns(own, folder)
    rules = RuleSet([*ours, *own])
    if faults := [
        f"{_place(rule, folder)}: {wrong}" for rule in own for wrong in rules.failing_examples(rule)
    ]:
        raise RecipeError("\n".join(faults))
    return rules


def rule_marks(pages: Sequence[Page], recipe: Recipe) -> list[list[Mark]]:
    """Mark lines with the rules that depend on one line only.

    Args:
        pages: the pages.
        recipe: the settings; `rules` is the user's own folder of rules.

    Returns:
        For each page its marks.
    """
    rules = load_rules(recipe.rules)
    return [rules.line_marks(rules.read(page.written)) for page in pages]


def _place(rule: Rule, folder: str) -> str:
    """Return where a user's rule stands, as the errors of `read_rules` say it."""
    return f"{Path(folder, rule.file)}, rule {rule.id!r}"


def _check_patterns(rules: Sequence[Rule], folder: str) -> None:
    for number, rule in enumerate(rules):
        for pattern, _ in _patterns(number, rule):
            if wrong := fault(pattern):
                raise RecipeError(
                    f"{_place(rule, folder)}: the pattern is not RE2: {wrong}. Do: mend it (RE2 has no look-around "
                    "and no back-references)."
                )


def _patterns(number: int, rule: Rule) -> Iterator[tuple[str, Role]]:
    """Yield the patterns of a rule with their roles."""
    yield from ((pattern, (number, False)) for pattern in rule.pattern.values())
    if rule.run and (pattern := rule.run.pattern or rule.run.until):
        yield pattern, (number, True)
