"""The cases that other tools get wrong, each on a page of its own."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from corpusclean.page import Head, LineFeatures, Page

Values = Callable[[Page], dict[str, str]]
PageOf = Callable[..., Page]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("By Ann Oak and Bo Elm, Global News", {"authors": "Ann Oak; Bo Elm", "source.name": "Global News"}),
        (
            "John Sample, Special to The Northern Courier",
            {"authors": "John Sample", "source.name": "The Northern Courier"},
        ),
        (
            "Jane Sample | The Canadian Press | Published Jan 19, 2016",
            {"authors": "Jane Sample", "agency": "The Canadian Press", "date": "2016-01-19"},
        ),
        ("By Sammy Sample, PhD, RD", {"authors": "Sammy Sample"}),
        ("By Martin Sample, Jr.", {"authors": "Martin Sample, Jr."}),
        ("Por María José de la Cruz y Juan Pérez", {"authors": "María José de la Cruz; Juan Pérez"}),
        ("Von Hans-Peter Muster und Eva Beispiel", {"authors": "Hans-Peter Muster; Eva Beispiel"}),
        ("Text: Anna Andersson, foto: Erik Ek", {"authors": "Anna Andersson"}),
        ("Words by Ann Oak, pictures by Bo Elm", {"authors": "Ann Oak"}),
        ("Words by Ann Oak Pictures by Bo Elm", {"authors": "Ann Oak"}),
        ("Text & Fotos: Anna Muster", {"authors": "Anna Muster"}),
        ("By Ann Oak    View in the print edition", {"authors": "Ann Oak"}),
        ("Posted by T. V. Sample at 2:33 PM", {"authors": "T. V. Sample"}),
        ("By Ann Oak/Bo Elm", {"authors": "Ann Oak; Bo Elm"}),
    ],
)
def test_a_line_below_the_headline_says_who_where_and_when(
    article: PageOf, values: Values, line: str, expected: dict[str, str]
) -> None:
    found = values(article(line))
    assert {field: found.get(field) for field in ("authors", *expected)} == expected


@pytest.mark.parametrize(
    "line",
    [
        "Adrian Sample/THE CANADIAN PRESS",
        "The Salt Road, by Ann Oak",
        "By admin",
        "Photos: Ann Oak",
        "Reviewed by Ann Oak",
    ],
)
def test_a_credit_an_account_and_a_book_are_no_byline(article: PageOf, values: Values, line: str) -> None:
    assert "authors" not in values(article(line))


def test_of_words_and_pictures_only_the_writer_is_an_author(article: PageOf, values: Values) -> None:
    assert values(article("Words by Ann Oak", "Pictures by Bo Elm"))["authors"] == "Ann Oak"


def test_a_state_after_the_day_of_publication_is_a_change(article: PageOf, values: Values) -> None:
    found = values(article("Veröffentlicht: 11.11.2020, 06:30 Uhr", "Stand: 12.11.2020, 16:45 Uhr"))
    assert (found.get("date"), found.get("date_modified")) == ("2020-11-11", "2020-11-12")


def test_the_evidence_of_a_change_begins_behind_the_day_before_it(article: PageOf) -> None:
    from corpusclean.infer.resolve import infer
    from corpusclean.recipe import Recipe

    page = article("Published May 11, 2021 8:04 a.m. Updated May 12, 2021 5:30 p.m.")
    (winners,) = infer([page], Recipe())
    assert winners["date_modified"].quote == "Updated May 12, 2021"


def test_an_account_opens_a_thread_and_writes_no_article(page_of: PageOf, values: Values) -> None:
    script = '{"@type": "%s", "headline": "Rain", "author": {"@type": "Person", "name": "tin_whistle42"}}'
    thread = page_of("x", head=Head(json_ld=(script % "DiscussionForumPosting",)))
    story = page_of("x", head=Head(json_ld=(script % "NewsArticle",)))
    assert values(thread)["authors"] == "tin_whistle42"
    assert "authors" not in values(story)


def test_a_house_that_a_page_names_as_its_author_is_no_person(article: PageOf) -> None:
    from corpusclean.infer.resolve import infer
    from corpusclean.recipe import Recipe

    features = [LineFeatures("h1"), LineFeatures("p", attributes="author"), *[LineFeatures("p")] * 4]
    script = '{"@type": "NewsArticle", "author": {"@type": "Organization", "name": "Harbour Press"}}'
    page = article("By Harbour Press", head=Head(json_ld=(script,)), features=features)
    (winners,) = infer([page], Recipe())
    assert winners["authors"].value == "Harbour Press"
    assert winners["authors"].method.endswith(":organization")


def test_the_publisher_is_named_without_the_article_of_the_sentence(article: PageOf, values: Values) -> None:
    line = "The clerk confirmed to the Harbour Herald that the ferry had been sold to a family from Tarn."
    assert values(article(line))["source.name"] == "Harbour Herald"
