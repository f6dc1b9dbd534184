"""The voter of the rules that look at the lines around: headings with their runs, clusters, lines in their place."""

from __future__ import annotations

from collections.abc import Sequence

from corpusclean.document import Mark
from corpusclean.mark.cuts import verdicts
from corpusclean.mark.rules import RuleSet, load_rules, page_lines
from corpusclean.mark.runs import outline
from corpusclean.page import Page
from corpusclean.recipe import Recipe

_MAX_ROUNDS = 8
"""What goes may bring more lines into the tail of a page. Of 2,528 documents none needed more than 3 rounds;
the bound keeps hostile input linear."""


def context_rule_marks(pages: Sequence[Page], recipe: Recipe) -> list[list[Mark]]:
    """Vote: the rules that look at a line and at those around it.

    Args:
        pages: their lines count, and the marks they carry already.
        recipe: its `rules` names the user's own folder; `level` and `keep` say which marked lines go.

    Returns:
        For each page the marks of its lines.
    """
    rules = load_rules(recipe.rules)
    return [_vote(page, recipe, rules) for page in pages]


def _vote(page: Page, recipe: Recipe, rules: RuleSet) -> list[Mark]:
    matches = rules.read(page_lines(page))
    known = [*page.marks, *rules.line_marks(matches)]
    found: dict[tuple[int, str], Mark] = {}
    for _ in range(_MAX_ROUNDS):
        decided = verdicts([*known, *found.values()], recipe)
        reasons = {mark.line: mark.reason for mark in (*known, *decided.values())}
        new = rules.context_marks(outline(matches, decided.keys(), reasons))
        before = len(found)
        found.update(((mark.line, mark.by), mark) for mark in new)
        if len(found) == before:
            break
    return list(found.values())
