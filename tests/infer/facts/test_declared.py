"""What the head and the URL of a page declare."""

from __future__ import annotations

import json

import pytest

from corpusclean.infer.facts.declared import Declared
from corpusclean.page import Head, Page


def declared(url: str = "", **head: object) -> Declared:
    return Declared(Page("", [], head=Head(**head), url=url))  # type: ignore[arg-type]


def json_ld(*items: object) -> tuple[str, ...]:
    return tuple(json.dumps(item) for item in items)


def test_plain_text_declares_nothing_but_its_address() -> None:
    text = Declared(Page("Boats", [(0, 5)], url="https://www.tarn-news.example/boats"))
    assert (text.meta, text.title, text.json_ld, text.articles, text.canonical) == ({}, "", [], [], "")
    assert text.host == "www.tarn-news.example"
    assert "tarnnews" in text.site_names


@pytest.mark.parametrize(
    ("given", "head", "host"),
    [
        ("https://tarn.example/a", {"links": (("canonical", "https://fell.example/a"),)}, "tarn.example"),
        ("", {"links": (("canonical", "https://fell.example/a"),)}, "fell.example"),
        ("", {"meta": (("og:url", "https://fell.example/a"),)}, "fell.example"),
        (
            "",
            {"links": (("canonical", "/a"),), "meta": (("og:url", "https://fell.example/a"),)},
            "fell.example",
        ),
        ("", {"links": (("canonical", "javascript:alert(1)"),)}, ""),
    ],
)
def test_the_address_is_the_callers_else_the_one_that_the_page_declares(
    given: str, head: dict[str, object], host: str
) -> None:
    assert declared(given, **head).host == host


def test_meta_tags_are_plain_text_in_page_order() -> None:
    found = declared(meta=(("author", "Ann &amp; Bo"), ("author", " Cy\nOak "), ("empty", " ")))
    assert found.meta == {"author": ["Ann & Bo", "Cy Oak"]}


@pytest.mark.parametrize(
    "value",
    ["{{ page.title }}", "{% title %}", "${title}", "<%= title %>", "%%title%%", "%sitename%", "undefined"],
)
def test_a_template_that_was_not_filled_in_declares_nothing(value: str) -> None:
    assert declared(meta=(("og:title", value), ("og:title", "100 % rain"))).meta == {
        "og:title": ["100 % rain"]
    }


def test_articles_come_before_mere_web_pages() -> None:
    found = declared(
        json_ld=json_ld({"@type": "WebPage"}, {"@type": "Organization"}, {"@type": "NewsArticle"})
    )
    assert [item["@type"] for item in found.articles] == ["NewsArticle", "WebPage"]
    assert len(found.json_ld) == 3


def test_the_site_is_known_by_its_names_in_the_head_and_by_its_host() -> None:
    article = {"@type": "NewsArticle", "publisher": {"name": "Tarn Media"}}
    found = declared(
        "https://tarn.example/a", meta=(("og:site_name", "The Tarn News"),), json_ld=json_ld(article)
    )
    assert {"thetarnnews", "tarnnews", "tarnmedia", "tarn", "tarnexample"} <= found.site_names
    assert "www" not in declared("https://www.tarn.example/").site_names


@pytest.mark.parametrize(
    "page",
    [
        declared("https://forum.tarn.example/boats"),
        declared("https://tarn.example/threads/boats"),
        declared(json_ld=json_ld({"@type": "DiscussionForumPosting"})),
        declared(meta=(("generator", "phpBB"),)),
    ],
    ids=["host", "path", "json-ld", "software"],
)
def test_a_thread_is_known_by_address_type_or_software(page: Declared) -> None:
    assert page.is_thread
    assert not declared("https://tarn.example/boats", json_ld=json_ld({"@type": "NewsArticle"})).is_thread


def test_a_product_is_no_article() -> None:
    product, article = {"@type": "Product"}, {"@type": "NewsArticle"}
    assert declared(json_ld=json_ld(product, {"@type": "WebPage"})).is_product
    assert not declared(json_ld=json_ld(product, article)).is_product
    assert declared(meta=(("og:type", "product.item"),)).is_product
    assert not declared(meta=(("og:type", "website"),)).is_product


def test_of_several_items_of_microdata_the_one_with_the_title_describes_the_page() -> None:
    items = ({"@type": "Article", "headline": "Rain"}, {"@type": "Article", "headline": "Ferry sold"})
    assert declared(title="Ferry sold | Tarn News", items=items).main_microdata == items[1]
    assert declared(title="Tides | Tarn News", items=items).main_microdata is None
    assert declared().main_microdata is None


def test_the_days_of_an_event_are_known() -> None:
    event = {"@type": "Event", "startDate": "2016-05-03T19:30", "endDate": {"@value": "2016-05-04"}}
    assert declared(json_ld=json_ld(event)).event_days == {"2016-05-03", "2016-05-04"}
    assert not declared(json_ld=json_ld({"@type": "Event", "startDate": "soon"})).event_days
