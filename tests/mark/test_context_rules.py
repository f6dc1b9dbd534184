from __future__ import annotations

from pathlib import Path

import pytest

from corpusclean.document import Mark
from corpusclean.mark.context_rules import context_rule_marks
from corpusclean.mark.rules import rule_marks
from corpusclean.recipe import Recipe
from corpusclean.segment.text import segment_text

PROSE = "The ferry will run all night during the regatta in July."
RULE = """
[[rule]]
id = "motto"
reason = "site-chrome"
pattern.en = 'fair winds'
drop = ['''
{drop}''']
keep = ["Fair winds blew all night"]
"""


def gone(folder: Path, guard: str, drop: str, lines: list[str], recipe: Recipe | None = None) -> list[int]:
    """Which lines a rule with this guard marks."""
    (folder / "mine.toml").write_text(RULE.format(drop=drop) + guard, "utf-8")
    recipe = recipe or Recipe(rules=str(folder))
    page = segment_text("\n".join(lines))
    page.marks += rule_marks([page], recipe)[0]
    (marks,) = context_rule_marks([page], recipe)
    return sorted({mark.line for mark in marks if mark.by == "own-rules/mine.toml#motto"})


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["Fair winds", PROSE, "Fair winds", "Eels"], [2]),
        (["Fair winds", PROSE], []),
        (["Fair winds", "Eels"], [0]),
        (["Fair winds", "Advertisement"], [0]),
    ],
)
def test_a_rule_for_the_tail_marks_only_below_all_prose(
    tmp_path: Path, lines: list[str], expected: list[int]
) -> None:
    assert gone(tmp_path, "place = 'tail'", "- Fair winds\n  Eels", lines) == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["Eels", "Fair winds", PROSE, "Fair winds"], [1]),
        (["Fair winds", "Eels"], []),
    ],
)
def test_a_rule_for_the_top_marks_only_above_prose(
    tmp_path: Path, lines: list[str], expected: list[int]
) -> None:
    assert gone(tmp_path, "place = 'top'", f"- Fair winds\n  {PROSE}", lines) == expected


@pytest.mark.parametrize(("stories", "expected"), [(1, []), (9, list(range(9, 22)))])
def test_a_run_of_any_lines_is_not_most_of_a_page(tmp_path: Path, stories: int, expected: list[int]) -> None:
    lines = [PROSE] * stories + ["Fair winds", *(f"Eels seen off pier {pier}" for pier in range(12))]
    rule = "run = { max_words = 9 }"
    assert gone(tmp_path, rule, "- Fair winds\n- Eels", lines) == expected


@pytest.mark.parametrize(
    ("rest", "expected"),
    [
        (["The lock was opened again."], [0, 1]),
        (["“Nobody asked the sea.”", "Who will ask it now?", "By post"], [0, 1, 4]),
        (["수문은 봄에 다시 열릴 예정이다."], [0, 1]),
        (["The lock was opened again.", "Who owns the tide", "Nobody asked the sea."], [0, 1, 2, 3, 4]),
    ],
)
def test_a_run_of_any_lines_leaves_the_sentences_in_one_place_to_the_story(
    tmp_path: Path, rest: list[str], expected: list[int]
) -> None:
    lines = ["Fair winds", "Why the herring came back", *rest]
    assert gone(tmp_path, "run = { max_words = 9, min_lines = 2 }", "- Fair winds\n- Eels", lines) == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["Fair winds", "Why the herring came back", PROSE], [0, 1]),
        (["Fair winds", "Why the herring came back", "The lock"], [0, 1]),
        (["Fair winds", "The herring came back."], []),
        (["Fair winds", *(f"Eels seen off pier {pier}" for pier in range(4))], [0, 1, 2]),
    ],
)
def test_a_run_of_titles_has_few_of_them(tmp_path: Path, lines: list[str], expected: list[int]) -> None:
    rule = "run = { titles = 2, min_lines = 2 }"
    assert gone(tmp_path, rule, "- Fair winds\n- Eels seen at last", lines) == expected


def test_prose_that_goes_anyway_does_not_end_the_tail(tmp_path: Path) -> None:
    notice = "We use cookies to make this site work and to count all of our readers."
    assert gone(tmp_path, "place = 'tail'", "- Fair winds\n  Eels", [PROSE, "Fair winds", notice]) == [1]


def test_a_line_that_the_recipe_keeps_does_end_the_tail(tmp_path: Path) -> None:
    notice = "We use cookies to make this site work and to count all of our readers."
    recipe = Recipe(rules=str(tmp_path), keep=("cookie-notice",))
    assert (
        gone(tmp_path, "place = 'tail'", "- Fair winds\n  Eels", [PROSE, "Fair winds", notice], recipe) == []
    )


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["Fair winds", "Eels", "Herring", PROSE, "Eels"], [0, 1, 2]),
        (["Fair winds", PROSE], []),
        (["Fair winds", "Fair winds", "Eels"], [0, 1, 2]),
        (["Fair winds", "Advertisement", "Eels"], [0, 2]),
    ],
)
def test_a_run_ends_at_the_first_line_that_does_not_fit(
    tmp_path: Path, lines: list[str], expected: list[int]
) -> None:
    guard = "run = { max_words = 3, min_lines = 2 }"
    assert gone(tmp_path, guard, f"- Fair winds\n- Eels\n  {PROSE}", lines) == expected


def test_a_run_ends_where_the_page_goes_on(tmp_path: Path) -> None:
    guard = "run = { max_words = 3, until = 'recipes?' }"
    lines = ["Fair winds", "Eels", "Herring", "Recipe", "Eels"]
    assert gone(tmp_path, guard, "- Fair winds\n- Eel\n  Recipes", lines) == [0, 1, 2]


def test_a_run_with_a_pattern_takes_only_lines_that_match_it(tmp_path: Path) -> None:
    guard = "run = { pattern = 'eels?|herring' }"
    lines = ["Fair winds", "Eels", "Herring", "Cod", "Eels"]
    assert gone(tmp_path, guard, "- Fair winds\n- Eel", lines) == [0, 1, 2]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["Fair winds", "Eels", "Fair winds", "Cod"], [0, 1, 2]),
        (["Fair winds", "Eels", "Cod", "Fair winds"], []),
        (["Fair winds", PROSE, "Fair winds"], []),
        (["Fair winds", "Advertisement", "Share this", "Fair winds"], [0, 3]),
        (["Fair winds"], []),
    ],
)
def test_a_cluster_needs_company_near_by(tmp_path: Path, lines: list[str], expected: list[int]) -> None:
    guard = "cluster = { min_matches = 2, gap = 1, max_words = 3 }"
    assert gone(tmp_path, guard, "- Fair winds\n- Fair winds", lines) == expected


@pytest.mark.parametrize(
    ("around", "expected"),
    [
        ([], [0, 4]),
        ([PROSE], [0, 1, 2, 3, 4]),
    ],
)
def test_a_cluster_keeps_lines_between_its_matches_that_are_all_there_is_to_read(
    tmp_path: Path, around: list[str], expected: list[int]
) -> None:
    guard = "cluster = { min_matches = 2, gap = 3, max_words = 3 }"
    lines = ["Fair winds", "Rain on the", "roof,", "Rain", "Fair winds", *around]
    assert gone(tmp_path, guard, "- Fair winds\n- Fair winds", lines) == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["Fair winds", "Photo: Maren Holt"], [0]),
        (["Fair winds", "Advertisement", "Photo: Maren Holt"], [0]),
        (["Fair winds", "Eels", "Photo: Maren Holt"], []),
    ],
)
def test_a_rule_can_ask_why_the_next_line_is_marked(
    tmp_path: Path, lines: list[str], expected: list[int]
) -> None:
    assert gone(tmp_path, "before = 'credit'", "- Fair winds\n  Photo: Maren Holt", lines) == expected


def test_marks_of_other_voters_count_too(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(RULE.format(drop="- Fair winds\n  Eels") + "place = 'tail'", "utf-8")
    page = segment_text(f"Fair winds\n{PROSE}")
    recipe = Recipe(rules=str(tmp_path))
    assert context_rule_marks([page], recipe) == [[]]
    page.marks.append(Mark(1, "navigation", "structure/nav", 0.9))
    assert [mark.line for mark in context_rule_marks([page], recipe)[0]] == [0]
