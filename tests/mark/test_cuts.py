from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpusclean.document import CUT_REASONS, Mark
from corpusclean.mark.cuts import cut_lines, cut_text, verdicts
from corpusclean.page import Page
from corpusclean.recipe import Recipe
from corpusclean.segment.text import GIANT_LINE, segment_text, split_giant_lines

LINES = st.lists(st.sampled_from(["", " ", "\t", "a", "bc", "é ü", "\u2028"]), min_size=1, max_size=12)
MARKS = st.lists(
    st.builds(
        Mark,
        line=st.integers(0, 11),
        reason=st.sampled_from(CUT_REASONS),
        by=st.sampled_from(["x", "y"]),
        score=st.sampled_from([0.2, 0.5, 0.9]),
    ),
    max_size=12,
)


def marked_page(lines: list[str], marks: list[Mark]) -> tuple[Page, list[Mark]]:
    return segment_text("\n".join(lines)), [mark for mark in marks if mark.line < len(lines)]


def cleaned(text: str, *gone: int) -> str:
    """The text after the lines with these indices are cut."""
    page = segment_text(text)
    return cut_text(text, cut_lines(page, [Mark(line, "legal", "x") for line in gone], Recipe()))


@given(LINES, MARKS)
def test_cuts_are_sorted_and_disjoint_and_hold_the_text_that_they_cut(
    lines: list[str], marks: list[Mark]
) -> None:
    page, marks = marked_page(lines, marks)
    position = 0
    for cut in cut_lines(page, marks, Recipe()):
        assert position <= cut.start < cut.end
        assert cut.text == page.text[cut.start : cut.end]
        position = cut.end


@given(LINES, MARKS)
def test_text_and_cuts_rebuild_the_page(lines: list[str], marks: list[Mark]) -> None:
    page, marks = marked_page(lines, marks)
    cuts = cut_lines(page, marks, Recipe())
    rest, rebuilt, position = cut_text(page.text, cuts), "", 0
    for cut in cuts:
        step = cut.start - len(rebuilt)
        rebuilt += rest[position : position + step] + cut.text
        position += step
    assert rebuilt + rest[position:] == page.text


@given(LINES, MARKS)
def test_what_stays_are_the_lines_that_need_not_go_in_their_order(
    lines: list[str], marks: list[Mark]
) -> None:
    page, marks = marked_page(lines, marks)
    gone = verdicts(marks, Recipe())
    rest = cut_text(page.text, cut_lines(page, marks, Recipe()))
    words = [line for line in rest.split("\n") if line.strip()]
    assert words == [line for i, line in enumerate(lines) if line.strip() and i not in gone]


@given(LINES)
def test_without_marks_nothing_is_cut(lines: list[str]) -> None:
    assert cut_lines(segment_text("\n".join(lines)), [], Recipe()) == []


@given(LINES, MARKS)
def test_there_is_one_cut_a_line_and_no_two_neighbouring_cuts_of_white_space(
    lines: list[str], marks: list[Mark]
) -> None:
    page, marks = marked_page(lines, marks)
    cuts = cut_lines(page, marks, Recipe())
    gone = [line for line in verdicts(marks, Recipe()) if lines[line].strip()]
    assert sum(cut.reason != "whitespace" or cut.by != "cuts/blank-lines" for cut in cuts) == len(gone)
    for one, other in pairwise(cuts):
        assert not (one.by == other.by == "cuts/blank-lines" and one.end == other.start)


@pytest.mark.parametrize(
    ("text", "gone", "expected"),
    [
        ("a\nAd\nb", [1], "a\nb"),
        ("a\n\nAd\n\nb", [2], "a\n\nb"),
        ("a\nAd\n\n\nb", [1], "a\n\nb"),
        ("a\n \nAd\n\nb", [2], "a\n \nb"),
        ("a\nAd\n\nAd\nb", [1, 3], "a\n\nb"),
        ("Ad\n\na\nb", [0], "a\nb"),
        ("\n\nAd\na", [2], "a"),
        ("a\n\nAd", [2], "a"),
        ("a\n\nAd\n\n", [2], "a"),
        ("a\n\n\n\nb\nAd\nc", [5], "a\n\n\n\nb\nc"),
        ("\n\na\nAd\nb\n\n", [3], "\n\na\nb\n\n"),
        ("Ad", [0], ""),
        ("\nAd\n\nAd\n", [1, 3], ""),
    ],
)
def test_blank_lines_go_with_the_line_that_they_set_off(text: str, gone: list[int], expected: str) -> None:
    assert cleaned(text, *gone) == expected


@pytest.mark.parametrize("gone", [{0}, {1}, {2}, {0, 1}, {1, 2}, {0, 2}])
def test_a_sentence_of_a_giant_line_goes_with_its_white_space_and_leaves_the_line_feed(
    gone: set[int],
) -> None:
    sentences = ["The ferry sailed at last.", "Follow us on every network!", "y" * GIANT_LINE]
    text = f"Above.\n{'  '.join(sentences)}\nBelow."
    page = split_giant_lines(segment_text(text))
    marks = [Mark(1 + number, "social", "x") for number in gone]
    left = "  ".join(sentence for number, sentence in enumerate(sentences) if number not in gone)
    assert cut_text(text, cut_lines(page, marks, Recipe())) == f"Above.\n{left}\nBelow."


def test_a_giant_line_that_goes_as_a_whole_leaves_nothing() -> None:
    text = f"Above.\n\nThe ferry sailed at last. {'y' * GIANT_LINE}\n\nBelow."
    page = split_giant_lines(segment_text(text))
    marks = [Mark(2, "social", "x"), Mark(3, "social", "x")]
    assert cut_text(text, cut_lines(page, marks, Recipe())) == "Above.\n\nBelow."


def test_a_mark_on_a_blank_line_cuts_nothing() -> None:
    assert cleaned("a\n\nb", 1) == "a\n\nb"


def test_the_highest_score_decides_and_then_the_order_of_the_reasons() -> None:
    marks = [
        Mark(0, "legal", "x", 0.6),
        Mark(0, "social", "x", 0.9),
        Mark(0, "advertisement", "x", 0.9),
    ]
    assert verdicts(marks, Recipe())[0].reason == "advertisement"


def test_a_line_stays_if_its_score_is_below_the_threshold_or_its_reason_is_kept() -> None:
    marks = [Mark(0, "legal", "x", 0.6), Mark(1, "caption", "x", 0.9), Mark(1, "legal", "x", 0.6)]
    assert set(verdicts(marks, Recipe(level="safe", keep=("caption",)))) == set()
    assert set(verdicts(marks, Recipe())) == {0, 1}
