"""Metadata of pages that want to be misread: no exception, and no value that nobody can stand for."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpusclean.infer.resolve import infer
from corpusclean.page import Head, LineFeatures, Page
from corpusclean.recipe import Recipe
from corpusclean.segment.text import segment_text

Values = Callable[[Page], dict[str, str]]
PageOf = Callable[..., Page]

NO_DAYS = ["99/99/9999", "9999-99-99", "0000-01-01", "0001-01-01", "9999-12-31", "2016-02-31", "31.02.2016", "-1", "2147-05-03", "1e308", "253402300800"]  # fmt: skip


@pytest.mark.parametrize("day", NO_DAYS)
def test_an_impossible_day_of_the_head_is_no_date(page_of: PageOf, values: Values, day: str) -> None:
    script = json.dumps({"@type": "NewsArticle", "datePublished": day, "dateModified": day})
    meta = (("article:published_time", day), ("date", day), ("last-modified", day))
    found = values(page_of("x", head=Head(meta=meta, json_ld=(script,)), url=f"https://x.example/{day}/a"))
    assert not {"date", "date_modified"} & set(found)


@pytest.mark.parametrize("day", NO_DAYS)
def test_an_impossible_day_of_the_text_is_no_date(article: PageOf, values: Values, day: str) -> None:
    assert not {"date", "date_modified"} & set(values(article(f"Published: {day}", f"Updated: {day}")))


@pytest.mark.parametrize("day", NO_DAYS)
def test_an_impossible_day_of_a_time_element_is_no_date(article: PageOf, values: Values, day: str) -> None:
    features = [LineFeatures("h1"), LineFeatures("p", time=(day,)), *[LineFeatures("p")] * 4]
    assert "date" not in values(article("yesterday", head=Head(), features=features))


def test_a_thousand_bylines_name_nobody(article: PageOf, values: Values) -> None:
    first = ("Ann", "Bo", "Carla", "David", "Eva", "Frank", "Greta", "Hans", "Ida", "Jan")
    names = [
        f"By {a} {b}{c}"
        for a in first
        for b in ("Oak", "Elm", "Ash", "Fir", "Yew")
        for c in "abcdefghijklmnopqrst"
    ]
    assert len(names) == 1_000
    assert "authors" not in values(article(*names))


@pytest.mark.parametrize(
    "script",
    [
        '{"@type": "NewsArticle", "author": [' * 50_000,
        '{"@type": "NewsArticle", "author": "' + "x" * 3_000_000,
        '{"@graph": [' + '{"@type": "NewsArticle"},' * 100_000,
        "[" * 100_000 + "]" * 100_000,
        '{"@type": "NewsArticle", "author": ' + '{"author": ' * 500 + "1" + "}" * 501,
    ],
    ids=["nested", "long", "graph", "brackets", "deep"],
)
def test_megabytes_of_broken_json_ld_tell_nothing(page_of: PageOf, values: Values, script: str) -> None:
    found = values(page_of("x", head=Head(json_ld=(script,))))
    assert not {"title", "date", "authors", "source.name"} & set(found)


@given(text=st.text(max_size=400), content=st.text(max_size=100), script=st.text(max_size=100))
@settings(max_examples=60, deadline=None)
def test_whatever_stands_on_a_page_its_values_can_be_stored(text: str, content: str, script: str) -> None:
    page = segment_text(text)
    names = (
        "og:title",
        "author",
        "article:published_time",
        "og:site_name",
        "twitter:label1",
        "twitter:data1",
    )
    page.head = Head(title=content, meta=tuple((name, content) for name in names), json_ld=(script,))
    page.features = [LineFeatures("p", attributes=content)] * len(page.lines)
    (winners,) = infer([page], Recipe())
    for claim in winners.values():
        assert claim.value.strip() == claim.value != ""
        claim.value.encode()
        assert 0 < claim.confidence <= 1
