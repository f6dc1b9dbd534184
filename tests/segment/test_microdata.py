from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpusclean.segment.html import segment_html

ARTICLE = '<div itemscope itemtype="https://schema.org/Article">{}</div>'


def items(markup: str) -> list[dict[str, Any]]:
    head = segment_html(markup).head
    return [dict(item) for item in head.items] if head else []


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ('<h1 itemprop="headline">Rain  at last</h1>', {"headline": "Rain at last"}),
        (
            '<time itemprop="datePublished" datetime="2021-03-03">Wednesday</time>',
            {"datePublished": "2021-03-03"},
        ),
        ('<meta itemprop="dateModified" content="2021-03-04">', {"dateModified": "2021-03-04"}),
        ('<a itemprop="author" href="/people/ann">Ann Oak</a>', {"author": "Ann Oak"}),
        ('<a itemprop="url" href="/ferry">Ferry</a>', {"url": "/ferry"}),
        (
            '<span itemprop="author">Ann Oak</span><span itemprop="author">Bo Elm</span>',
            {"author": ["Ann Oak", "Bo Elm"]},
        ),
        ('<p itemprop="headline name">Rain</p>', {"headline": "Rain", "name": "Rain"}),
    ],
)
def test_a_property_has_the_value_that_its_element_gives(inside: str, expected: dict[str, Any]) -> None:
    assert items(ARTICLE.format(inside)) == [{"@type": "https://schema.org/Article", **expected}]


def test_an_item_in_an_item_keeps_its_own_properties() -> None:
    inside = '<span itemprop="author" itemscope itemtype="https://schema.org/Person"><b itemprop="name">Ann</b></span>'
    (article,) = items(ARTICLE.format(f"{inside}<h1 itemprop='name'>Rain</h1>"))
    assert article["author"] == {"@type": "https://schema.org/Person", "name": "Ann"}
    assert article["name"] == "Rain"


def test_rdfa_is_read_like_microdata() -> None:
    markup = (
        '<div typeof="schema:Article"><h1 property="schema:headline">Rain</h1><i property="og:x">y</i></div>'
    )
    assert items(markup) == [{"@type": "schema:Article", "headline": "Rain"}]


def test_properties_outside_of_any_item_are_kept_apart_and_meta_tags_of_the_head_are_none() -> None:
    markup = '<meta property="description" content="x"><p itemprop="datePublished">2021-03-03</p>'
    assert items(markup) == [{"datePublished": "2021-03-03"}]


@given(
    st.lists(
        st.sampled_from(
            [
                "<div itemscope itemtype=x>",
                "</div>",
                "<p itemprop=a>",
                "x",
                "</p>",
                "<b typeof=y property='a b'>",
                "</b>",
            ]
        ),
        max_size=60,
    )
)
def test_any_markup_gives_items(parts: list[str]) -> None:
    assert all(isinstance(item, dict) for item in items("".join(parts)))


def test_a_page_of_a_thousand_properties_is_read_at_its_head() -> None:
    inside = "".join(f"<i itemprop=keywords>k{number}</i>" for number in range(5_000))
    (article,) = items(ARTICLE.format(inside))
    assert 100 < len(article["keywords"]) < 5_000


def test_text_inside_many_properties_is_not_read_for_each() -> None:
    markup = "<div itemprop=description>" * 400 + "x" * 1_500_000
    (item,) = items(markup)
    assert item == {"description": "x" * 2_000}
