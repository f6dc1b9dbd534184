from __future__ import annotations

import pytest

from corpusclean.document import Mark
from corpusclean.mark.duplicates import duplicate_marks
from corpusclean.recipe import Recipe
from corpusclean.segment.text import segment_text

PROSE = "The ferry will run all night during the regatta in July, the harbour board said."
LONG = (
    "The board will hire eight more deckhands for the week, and pays them as much as those who work by day, "
    "which the union had asked for since the spring."
)
TITLE = "Ferry to run all night"


def found(*lines: str) -> list[tuple[int, str, str]]:
    (marks,) = duplicate_marks([segment_text("\n".join(lines))], Recipe())
    return [(mark.line, mark.reason, mark.by.removeprefix("duplicates/")) for mark in marks]


def test_later_copies_of_the_headline_above_the_story_are_marked() -> None:
    assert found(TITLE, "", TITLE.upper(), "3 March", TITLE, PROSE, LONG) == [
        (2, "headline", "headline"),
        (4, "headline", "headline"),
    ]


def test_far_copies_above_the_story_belong_to_a_menu() -> None:
    menu = [f"Harbour {n}" for n in range(8)]
    assert found(TITLE, *menu, TITLE, PROSE, LONG) == [(9, "duplicate", "headline")]


def test_a_headline_that_comes_back_inside_the_story_stays() -> None:
    assert found(TITLE, PROSE, TITLE, LONG) == []


@pytest.mark.parametrize("quote", ["'{}'", "‘{}’", '"{}"', "“{}”"])
def test_the_title_of_a_player_that_the_line_above_quotes_is_marked(quote: str) -> None:
    line = "Click to play video: " + quote.format(TITLE)
    assert found(line, TITLE, PROSE) == [(1, "video-link", "quoted-title")]


def test_a_line_that_says_the_same_as_the_one_above_is_marked() -> None:
    caption = "The ferry on its way to Lindmouth, seen from the fish market"
    assert found(PROSE, caption, caption, LONG) == [(2, "duplicate", "echo")]


@pytest.mark.parametrize(("others", "score"), [(1, 0.7), (9, 0.4)])
def test_paragraphs_that_come_back_are_cut_where_they_are_much_of_the_page(others: int, score: float) -> None:
    story = [f"{PROSE[:-1]}, on day {day}." for day in range(others)]
    page = segment_text("\n".join([LONG, *story, LONG]))
    assert duplicate_marks([page], Recipe()) == [
        [Mark(others + 1, "duplicate", "duplicates/paragraph", score)]
    ]


def test_a_short_paragraph_that_comes_back_stays() -> None:
    assert found(PROSE, LONG, PROSE) == []


@pytest.mark.parametrize(
    "lines",
    [
        ["Row, brother, row", "I rowed across at break of day", "Row, brother, row", "Row, brother, row"],
        [
            "    return pump.level(of_the_tank, in_metres=True)",
            "x = 1",
            "    return pump.level(of_the_tank, in_metres=True)",
        ],
        ["Lindmouth\t12\t14\t16\t18\t20\t22\t24", "Lindmouth\t12\t14\t16\t18\t20\t22\t24", "Norham\t1\t2"],
    ],
    ids=["poem", "code", "table"],
)
def test_texts_that_are_no_prose_may_repeat_themselves(lines: list[str]) -> None:
    assert found(*lines) == []
