from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from corpusclean.errors import RecipeError
from corpusclean.mark.context_rules import context_rule_marks
from corpusclean.mark.cuts import verdicts
from corpusclean.mark.rules import load_rules, rule_marks
from corpusclean.recipe import Recipe
from corpusclean.segment.text import segment_text

MOTTO = """
[[rule]]
id = "motto"
reason = "site-chrome"
score = 0.7
pattern.en = 'fair winds'
drop = ["Fair winds!"]
keep = ["Fair winds blew all night"]
"""


def write(folder: Path, text: str, name: str = "mine.toml") -> str:
    (folder / name).write_text(text, "utf-8")
    return str(folder)


def test_a_mark_names_the_rule_that_made_it() -> None:
    (marks,) = rule_marks([segment_text("It rained.\nAdvertisement\nIt stopped.")], Recipe())
    assert [(mark.line, mark.reason, mark.by) for mark in marks] == [
        (1, "advertisement", "rules/advertisement.toml#label")
    ]


def test_pages_are_marked_one_by_one_in_their_order() -> None:
    pages = [segment_text("Advertisement"), segment_text(""), segment_text("a\nAdvertisement")]
    assert [[mark.line for mark in marks] for marks in rule_marks(pages, Recipe())] == [[0], [], [1]]


def test_a_folder_of_the_user_joins_our_rules(tmp_path: Path) -> None:
    recipe = Recipe(rules=write(tmp_path, MOTTO))
    (marks,) = rule_marks([segment_text("Fair winds!\nAdvertisement")], recipe)
    assert [mark.by for mark in marks] == ["own-rules/mine.toml#motto", "rules/advertisement.toml#label"]


def test_a_rule_matches_whole_lines_of_at_most_its_number_of_words(tmp_path: Path) -> None:
    folder = write(
        tmp_path,
        MOTTO.replace("'fair winds'", "'fair winds( \\S+)*'").replace("keep =", "max_words = 3\nkeep ="),
    )
    (marks,) = rule_marks(
        [segment_text("Fair winds all\nFair winds to you all\nNo fair winds")], Recipe(rules=folder)
    )
    assert [mark.line for mark in marks] == [0]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (MOTTO.replace("fair winds'", "fair (winds'"), "the pattern is not RE2"),
        (MOTTO.replace("fair winds'", "(?=fair) winds'"), "the pattern is not RE2"),
        (MOTTO.replace("fair winds'", "(a{1,1000}){1,1000}'"), "the pattern is not RE2"),
        (
            MOTTO.replace('"Fair winds!"', '"Fair winds!", "Foul winds!"'),
            "does not mark its example 'Foul winds!'",
        ),
        (MOTTO.replace("all night", ""), "marks its example 'Fair winds blew '"),
    ],
)
def test_a_rule_that_does_not_do_what_it_shows_is_refused(tmp_path: Path, text: str, complaint: str) -> None:
    text = text.replace("'fair winds'", "'fair winds( blew)?'") if "blew '" in complaint else text
    with pytest.raises(RecipeError) as caught:
        load_rules(write(tmp_path, text))
    assert complaint in str(caught.value)
    assert str(caught.value).startswith(f"{tmp_path / 'mine.toml'}, rule 'motto': ")


def test_all_failing_examples_are_listed_at_once(tmp_path: Path) -> None:
    text = MOTTO.replace('"Fair winds!"', '"Foul winds!", "No winds!"')
    with pytest.raises(RecipeError) as caught:
        load_rules(write(tmp_path, text))
    assert str(caught.value).count("does not mark") == 2


def test_a_users_rule_may_bear_the_name_of_one_of_ours_and_is_told_apart(tmp_path: Path) -> None:
    folder = write(tmp_path, MOTTO.replace('"motto"', '"label"'), "advertisement.toml")
    (marks,) = rule_marks([segment_text("Fair winds!\nAdvertisement")], Recipe(rules=folder))
    assert [mark.by for mark in marks] == [
        "own-rules/advertisement.toml#label",
        "rules/advertisement.toml#label",
    ]


def test_a_rule_that_was_mended_counts_at_once(tmp_path: Path) -> None:
    folder = write(tmp_path, MOTTO)
    assert len(load_rules(folder).rules) == len(load_rules().rules) + 1
    (tmp_path / "mine.toml").unlink()
    write(tmp_path, MOTTO + MOTTO.replace('"motto"', '"other"'), "other.toml")
    assert len(load_rules(folder).rules) == len(load_rules().rules) + 2


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(RecipeError, match="no such folder"):
        load_rules(tmp_path / "nowhere")


def test_a_rule_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "lost.toml").symlink_to("gone.toml")
    with pytest.raises(RecipeError, match=r"lost\.toml: .*Do: "):
        load_rules(tmp_path)


@given(st.text(st.characters(), max_size=80))
def test_any_text_can_be_marked(text: str) -> None:
    pages = [segment_text(text), segment_text(text + "\ud800")]
    for marks, page in zip(rule_marks(pages, Recipe()), pages, strict=True):
        assert all(0 <= mark.line < len(page.lines) for mark in marks)


WORDS = [
    "Home",
    "News",
    "Contact",
    "Facebook",
    "Twitter",
    "Related articles",
    "Newsletter",
    "Photo: Maren Holt",
    "Harbour",
]
WORDS += [
    "The ferry will run all night during the regatta in July.",
    "Stay on topic",
    "Be kind",
    "Maren Holt, left, at sea",
    "",
]


def cut_by_rules(lines: list[str]) -> set[int]:
    page = segment_text("\n".join(lines))
    for vote in (rule_marks, context_rule_marks):
        page.marks += vote([page], Recipe())[0]
    return set(verdicts(page.marks, Recipe()))


@given(st.lists(st.sampled_from(WORDS), max_size=30))
@example(
    [*["Related articles"] * 4, "Stay on topic", *["Home"] * 3, *["Related articles"] * 2, "Stay on topic"]
)
def test_rules_cut_nothing_more_from_what_they_left(lines: list[str]) -> None:
    gone = cut_by_rules(lines)
    assert cut_by_rules([line for index, line in enumerate(lines) if index not in gone]) == set()
