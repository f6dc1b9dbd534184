from __future__ import annotations

from collections.abc import Callable

import pytest

from corpusclean.document import Mark
from corpusclean.page import Head, LineFeatures, Page

Values = Callable[[Page], dict[str, str]]
Article = Callable[..., Page]


@pytest.mark.parametrize(
    ("lines", "authors"),
    [
        (("By Ann Example",), "Ann Example"),
        (("By Ann Example and Bo Sample",), "Ann Example; Bo Sample"),
        (
            ("By", "Ann Example", ",", "Bo Sample", "and", "Carl Probe", "16 min read"),
            "Ann Example; Bo Sample; Carl Probe",
        ),
        (("Ann Example",), "Ann Example"),
        (("Ann Example", "3 May 2016"), "Ann Example"),
        (("Ann Example 3 May 2016",), "Ann Example"),
        (("3 May 2016", "Qwera Example"), "Qwera Example"),
        (("Posted on 3 May 2016 by Qwera Example",), "Qwera Example"),
        (("Posted in Boats by Ann Example",), "Ann Example"),
        (("Written by Ann Example, Staff Writer",), "Ann Example"),
        (("VON ANNA MUSTER am 3. Mai 2016",), "ANNA MUSTER"),
        (("By Martin Luther King, Jr.",), "Martin Luther King, Jr."),
        (("Text: Anna Andersson, foto: Erik Ek",), "Anna Andersson"),
    ],
)
def test_the_authors_below_the_headline_are_read(
    article: Article, values: Values, lines: tuple[str, ...], authors: str
) -> None:
    assert values(article(*lines))["authors"] == authors


@pytest.mark.parametrize(
    "lines",
    [
        (),
        ("Photo by Ann Example",),
        ("Ann Example/THE CANADIAN PRESS",),
        ("Foto: Anna Muster",),
        ("By Harbour News",),
        ("By Staff Writer",),
        ("By ann@example.org",),
        ("Sign Up", "Log In"),
        ("03.05.2016 North Tarn",),
        ("Edited by Ann Example",),
        ("Medically reviewed by Ann Example",),
    ],
)
def test_photographers_houses_and_menus_are_no_authors(
    article: Article, values: Values, lines: tuple[str, ...]
) -> None:
    found = values(article(*lines))
    assert "authors" not in found
    assert "byline" not in found


def test_a_byline_tells_people_house_and_agency(article: Article, values: Values) -> None:
    found = values(article("By Ann Example and Bo Sample, Harbour News"))
    assert found["byline"] == "By Ann Example and Bo Sample, Harbour News"
    assert (found["authors"], found["source.name"]) == ("Ann Example; Bo Sample", "Harbour News")
    found = values(article("Jane Doe | The Canadian Press | Published Jan 19, 2016"))
    assert (found["authors"], found["agency"], found["date"]) == (
        "Jane Doe",
        "The Canadian Press",
        "2016-01-19",
    )


def test_special_to_names_the_publisher(article: Article, values: Values) -> None:
    found = values(article("John Sample, Special to The Northern Courier"))
    assert (found["authors"], found["source.name"]) == ("John Sample", "The Northern Courier")


def test_the_agency_of_a_dateline_is_an_agency(page_of: Article, values: Values) -> None:
    prose = (
        "TARN (Reuters) - The old ferry was sold on Monday to a family that wants to live on it, they said."
    )
    assert values(page_of(f"Old ferry of Tarn finds a family\n\n{prose}"))["agency"] == "Reuters"


def test_a_name_in_a_marked_line_is_no_author(article: Article, values: Values) -> None:
    assert "authors" not in values(article("By Ann Example", marks=[Mark(1, "related-link", "test")]))


@pytest.mark.parametrize(
    ("author", "expected"),
    [
        ('"Ann Example"', "Ann Example"),
        ('{"@type": "Person", "name": "Ann Example, PhD"}', "Ann Example"),
        ('[{"name": "Ann Example"}, {"name": "Bo Sample"}]', "Ann Example; Bo Sample"),
        ('[["Ann Example"]]', "Ann Example"),
        ('{"@type": "Person", "name": "Example, Ann"}', "Ann Example"),
        ('{"@type": "Organization", "name": "Ann Example Boats"}', None),
        ('{"@type": "Person", "name": "Harbour News Staff"}', None),
        ('{"@type": "Person", "name": "https://example.org/ann"}', None),
        ("{}", None),
        ("null", None),
    ],
)
def test_json_ld_authors_are_people(
    page_of: Article, values: Values, author: str, expected: str | None
) -> None:
    script = f'{{"@type": "NewsArticle", "author": {author}}}'
    assert values(page_of("x", head=Head(json_ld=(script,)))).get("authors") == expected


def test_several_meta_tags_name_several_authors(page_of: Article, values: Values) -> None:
    metas = (("parsely-author", "Ann Example"), ("parsely-author", "Bo Sample"))
    assert values(page_of("x", head=Head(meta=metas)))["authors"] == "Ann Example; Bo Sample"


def test_the_site_is_not_its_own_author(page_of: Article, values: Values) -> None:
    metas = (("author", "Bootshaus Tarn"), ("og:site_name", "Bootshaus Tarn"))
    assert "authors" not in values(page_of("x", head=Head(meta=metas)))


def test_people_call_their_sites_after_themselves(page_of: Article, values: Values) -> None:
    metas = (("author", "Martin Beispiel"), ("og:site_name", "Martin Beispiel"))
    assert values(page_of("x", head=Head(meta=metas)))["authors"] == "Martin Beispiel"


def test_markup_makes_a_name_a_byline(article: Article, values: Values) -> None:
    features = [LineFeatures("h1"), LineFeatures("p", attributes="author-name")] + [LineFeatures("p")] * 4
    assert values(article("Qwera Example", head=Head(), features=features))["authors"] == "Qwera Example"
