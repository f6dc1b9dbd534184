from __future__ import annotations

from collections.abc import Callable

import pytest

from corpusclean.infer.headline.candidates import headline_candidates
from corpusclean.infer.reading import Reading
from corpusclean.page import Page

Article = Callable[..., Page]
HEADLINE = "Old ferry of Tarn finds a family to live on it"


def features_of(page: Page, text: str) -> dict[str, float]:
    """What is true of the first candidate with that text."""
    reading = Reading(page)
    return next(
        features
        for position, features in headline_candidates(reading)
        if reading.visible.lines[position].text == text
    )


def test_the_first_line_whose_words_the_paragraphs_repeat_is_told_from_later_ones(article: Article) -> None:
    deck = "The ferry and the village of Tarn"
    page = article(deck, headline=f"Search our whole archive\n{HEADLINE}")
    assert "first echoed" in features_of(page, HEADLINE)
    assert "first echoed" not in features_of(page, deck)


def test_a_line_that_others_share_words_with_recurs(article: Article) -> None:
    page = article("A village and its ferry", "Storms in the north today", headline="Boats of Tarn village")
    assert features_of(page, "Boats of Tarn village")["recurring"] > 0
    assert features_of(page, "Storms in the north today").get("recurring", 0.0) == 0.0


def test_a_breadcrumb_ends_with_the_headline_and_a_longer_line_begins_with_it(article: Article) -> None:
    page = article(f"{HEADLINE} – and paint it", headline=f"Home Boats {HEADLINE}\n{HEADLINE}")
    found = features_of(page, HEADLINE)
    assert (found["ends above"], found["begins below"]) == (1.0, 1.0)


def test_a_line_that_differs_by_case_only_is_the_same(article: Article) -> None:
    page = article(HEADLINE, headline=HEADLINE.upper())
    assert features_of(page, HEADLINE)["same above"] == 1.0
    assert features_of(page, HEADLINE.upper())["same below"] == 1.0


def test_words_of_scripts_without_spaces_are_counted_within_the_text(page_of: Article) -> None:
    prose = "港の古い渡し船は月曜日に家族へ売られた、と港長が述べた。" * 3
    page = page_of(f"古い渡し船が家族に売られる\n\n{prose}\n\n{prose}")
    assert features_of(page, "古い渡し船が家族に売られる")["topical"] > 0


def test_a_line_that_fills_the_page_is_no_headline(article: Article) -> None:
    again = "The ferry has left the quay"
    page = article(*[again] * 31, *["Old boats of the village"] * 3)
    reading = Reading(page)
    found = {reading.visible.lines[position].text for position, _ in headline_candidates(reading)}
    assert again not in found
    assert {HEADLINE, "Old boats of the village"} <= found


@pytest.mark.parametrize("section", ["News", "NYHETER", "Новости"])
def test_what_menus_call_all_news_is_no_headline(article: Article, section: str) -> None:
    page = article("3 May 2016", headline=f"{section}\n{HEADLINE}")
    page.roles = {"title": {0: 0.9, 1: 0.1}}
    reading = Reading(page)
    assert [reading.visible.lines[position].text for position, _ in headline_candidates(reading)] == [
        HEADLINE
    ]
