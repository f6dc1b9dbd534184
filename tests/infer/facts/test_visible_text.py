"""What the lines of a page say together."""

from __future__ import annotations

from collections.abc import Callable

from corpusclean.document import Mark
from corpusclean.infer.facts.lines import read_lines
from corpusclean.infer.facts.visible_text import VisibleText
from corpusclean.page import Page
from tests.infer.conftest import PROSE

PageOf = Callable[..., Page]


def test_blank_lines_are_left_out_and_spans_stay_those_of_the_page(page_of: PageOf) -> None:
    page = page_of("Boats\n\n  • Old ferry sold  \n3. Tides")
    lines = read_lines(page)
    assert [line.text for line in lines] == ["Boats", "Old ferry sold", "3. Tides"]
    assert [page.text[line.start : line.end] for line in lines] == [line.text for line in lines]
    assert [(line.index, line.bullet) for line in lines] == [(0, False), (2, True), (3, True)]


def test_a_line_has_the_reason_of_its_strongest_mark(page_of: PageOf) -> None:
    marks = [Mark(0, "navigation", "a", 0.6), Mark(0, "caption", "b", 0.9), Mark(1, "legal", "c", 0.4)]
    assert [line.reason for line in read_lines(page_of("Boats\nTides", marks=marks))] == ["caption", ""]


def test_of_a_very_long_page_both_ends_are_read(page_of: PageOf) -> None:
    lines = read_lines(page_of("\n".join(f"Line {number}" for number in range(5_000))))
    assert (lines[0].text, lines[-1].text, len(lines)) == ("Line 0", "Line 4999", 2_400)


def test_two_characters_of_scripts_without_spaces_count_as_a_word(page_of: PageOf) -> None:
    (line,) = read_lines(page_of("港の古い渡し船は月曜日に家族へ売られた"))
    assert line.words == 10


def test_the_body_begins_at_the_first_of_two_near_paragraphs_and_the_main_text_at_the_longest_run(
    page_of: PageOf,
) -> None:
    menu = [f"Menu {number}" for number in range(12)]
    text = VisibleText(page_of("\n".join([PROSE[0], *menu, *PROSE[:2], *menu, *PROSE])))
    assert text.prose == [0, 13, 14, 27, 28, 29]
    assert (text.body, text.main) == (13, 27)


def test_a_page_without_paragraphs_has_its_body_at_its_end(page_of: PageOf) -> None:
    text = VisibleText(page_of("Boats\nTides"))
    assert (text.prose, text.body, text.main) == ([], 2, 2)


def test_an_offset_in_the_joined_text_belongs_to_a_line(page_of: PageOf) -> None:
    text = VisibleText(page_of("Boats\n\nTides of Tarn"))
    assert [text.position(offset) for offset in (0, 5, 6, len(text.joined) - 1)] == [0, 0, 1, 1]
    assert text.folded == ["boats", "tides of tarn"]


def test_the_language_is_detected_in_paragraphs_that_are_not_marked(page_of: PageOf) -> None:
    german = "Die alte Fähre wurde am Montag an eine Familie verkauft, die auf ihr wohnen will, sagte der Hafenmeister."
    marked = [Mark(0, "legal", "rule")]
    text = VisibleText(page_of("\n".join([german, *PROSE]), marks=marked))
    assert text.detected_language[0] == "en"
    assert german not in text.running_text
