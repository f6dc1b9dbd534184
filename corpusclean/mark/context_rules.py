"""Mark lines with context rules: those that depend on other lines (place, run or cluster; see `Rule`)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from corpusclean.document import Mark
from corpusclean.mark.cuts import verdicts
from corpusclean.mark.rule_contexts import outline
from corpusclean.mark.rules import RuleSet, load_rules
from corpusclean.mark.sections import section_end
from corpusclean.page import Page
from corpusclean.recipe import Recipe

# Lines cut in one round may bring others into the place that a rule asks for, so rules are applied repeatedly. None of
# 2,528 documents needed more than 3 rounds; the bound keeps hostile input linear.
_MAX_ROUNDS = 8


def context_rule_marks(pages: Sequence[Page], recipe: Recipe) -> list[list[Mark]]:
    """Mark lines with the rules that depend on other lines.

    Args:
        pages: the pages with their marks so far, those of `rule_marks` among them.
        recipe: the settings; `rules` is the user's own folder of rules, `level` and `keep` decide which lines are cut.

    Returns:
        For each page its new marks.
    """
    rules = load_rules(recipe.rules)
    return [_vote(page, recipe, rules) for page in pages]


def _vote(page: Page, recipe: Recipe, rules: RuleSet) -> list[Mark]:
    matches = rules.read(page.written)
    known = page.marks
    found: dict[tuple[int, str], Mark] = {}
    for _ in range(_MAX_ROUNDS):
        decided = verdicts([*known, *found.values()], recipe)
        reasons = {mark.line: mark.reason for mark in (*known, *decided.values())}
        new = rules.context_marks(outline(matches, decided.keys(), reasons, partial(section_end, page)))
        before = len(found)
        found.update(((mark.line, mark.by), mark) for mark in new)
        if len(found) == before:
            break
    return list(found.values())
