"""Each rule of ours, against its own examples and against those of all others."""

from __future__ import annotations

from dataclasses import replace

import pytest

from corpusclean.mark.context_rules import context_rule_marks
from corpusclean.mark.cuts import verdicts
from corpusclean.mark.rule_files import Rule, marked_lines
from corpusclean.mark.rules import RuleSet, load_rules, rule_marks
from corpusclean.page import Page
from corpusclean.recipe import Recipe
from corpusclean.segment.text import segment_text

OURS = load_rules()
RULES = OURS.rules
MIN_DROPS, MIN_KEEPS = 3, 2


def cut_lines_of(lines: list[str]) -> set[int]:
    """The lines that all rules together cut."""
    page: Page = segment_text("\n".join(lines))
    for vote in (rule_marks, context_rule_marks):
        page.marks += vote([page], Recipe())[0]
    return set(verdicts(page.marks, Recipe()))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_marks_just_what_its_examples_show(rule: Rule) -> None:
    assert list(OURS.failing_examples(rule)) == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_cuts_its_drop_examples(rule: Rule) -> None:
    for example in rule.drop:
        lines = marked_lines(example, "- ")
        expected = {index for index, line in enumerate(lines) if line.startswith("- ")}
        assert expected <= cut_lines_of([line[2:] for line in lines]), example


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_no_rule_cuts_a_keep_example(rule: Rule) -> None:
    for example in rule.keep:
        lines = marked_lines(example, "  ")
        expected = {index for index, line in enumerate(lines) if line.startswith("- ")}
        assert cut_lines_of([line[2:] for line in lines]) == expected, example


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_has_several_examples_of_either_kind(rule: Rule) -> None:
    assert len(set(rule.drop)) >= MIN_DROPS
    assert len(set(rule.keep)) >= MIN_KEEPS


@pytest.mark.parametrize(
    ("rule", "language"),
    [(rule, language) for rule in RULES for language in rule.pattern],
    ids=lambda value: value if isinstance(value, str) else value.name,
)
def test_each_language_of_a_rule_has_an_example_of_its_own(rule: Rule, language: str) -> None:
    alone = RuleSet([replace(rule, pattern={language: rule.pattern[language]}, drop=(), keep=())])
    lines = [line[2:] for example in rule.drop for line in marked_lines(example, "- ")]
    assert any(reading.rules for reading in alone.read(dict(enumerate(lines))).values())


def test_a_rule_cuts_by_default_what_it_marks() -> None:
    assert [rule.name for rule in RULES if rule.score < Recipe().threshold] == []
