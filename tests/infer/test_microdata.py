from __future__ import annotations

from collections.abc import Callable

import pytest

from corpusclean.document import Claim
from corpusclean.page import Head, Page

Claims = Callable[[Page, str], list[Claim]]
ARTICLE = {
    "@type": "https://schema.org/NewsArticle",
    "headline": "Ferry sold",
    "datePublished": "2021-03-03T08:00:00+01:00",
    "author": {"@type": "Person", "name": "Ann Oak"},
    "publisher": {"@type": "Organization", "name": "Tarn Courier"},
}


def microdata(found: list[Claim]) -> list[str]:
    return [claim.value for claim in found if claim.method == "microdata"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "Ferry sold"),
        ("date", "2021-03-03"),
        ("authors", "Ann Oak"),
        ("source.name", "Tarn Courier"),
    ],
)
def test_the_article_of_a_page_is_read(
    page_of: Callable[..., Page], claims: Claims, field: str, value: str
) -> None:
    assert microdata(claims(page_of("x", head=Head(items=(ARTICLE,))), field)) == [value]


def test_an_article_inside_a_web_page_or_blog_stands_for_the_page(
    page_of: Callable[..., Page], claims: Claims
) -> None:
    page = page_of("x", head=Head(items=({"@type": "Blog", "blogPost": ARTICLE},)))
    assert microdata(claims(page, "date")) == ["2021-03-03"]


def test_comments_and_cards_of_other_pages_are_not_the_page(
    page_of: Callable[..., Page], claims: Claims
) -> None:
    for name in ("comment", "itemListElement", "hasPart"):
        page = page_of("x", head=Head(items=({"@type": "WebPage", name: ARTICLE},)))
        assert microdata(claims(page, "date")) == []


def test_of_several_articles_the_one_with_the_pages_title_counts(
    page_of: Callable[..., Page], claims: Claims
) -> None:
    other = {"@type": "Article", "headline": "Bridge closed", "datePublished": "2019-01-01"}
    page = page_of("x", head=Head(title="Ferry sold – Tarn Courier", items=(other, ARTICLE)))
    assert microdata(claims(page, "date")) == ["2021-03-03"]
    assert microdata(claims(page_of("x", head=Head(items=(other, ARTICLE))), "date")) == []


def test_an_organisation_is_no_author(page_of: Callable[..., Page], claims: Claims) -> None:
    item = {**ARTICLE, "author": {"@type": "Organization", "name": "Tarn Courier"}}
    assert microdata(claims(page_of("x", head=Head(items=(item,))), "authors")) == []
