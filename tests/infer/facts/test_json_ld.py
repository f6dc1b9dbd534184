from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpusclean.infer.facts.json_ld import item_types, read_items, strings

ARTICLE = '{"@type": "NewsArticle", "headline": "Ferry sold"}'


@pytest.mark.parametrize(
    "script",
    [
        ARTICLE,
        f"[{ARTICLE}]",
        f'{{"@graph": [{{"@type": "WebSite"}}, {ARTICLE}]}}',
        f'{{"@type": "WebPage", "mainEntity": {ARTICLE}}}',
        f"<!-- {ARTICLE} -->",
        f"//<![CDATA[\n{ARTICLE}\n//]]>",
        f"/* <![CDATA[ */ {ARTICLE} /* ]]> */",
        f"{ARTICLE};",
        f"{ARTICLE}\n{ARTICLE}",
        '{"@type": "NewsArticle", "headline": "Ferry sold",}',
        '{"@type": "NewsArticle",\n"headline": "Ferry sold", "text": "two\nlines"}',
        '{"@type": "NewsArticle", "headline": "Ferry sold", "author": {"name": ',
    ],
)
def test_an_article_is_read_however_it_is_wrapped(script: str) -> None:
    headlines = [item.get("headline") for item in read_items((script,)) if "NewsArticle" in item_types(item)]
    assert headlines[:1] == ["Ferry sold"]


def test_what_an_article_only_mentions_is_not_the_page() -> None:
    script = '{"@type": "NewsArticle", "headline": "A", "comment": {"@type": "Comment", "headline": "B"}}'
    assert [item["headline"] for item in read_items((script,))] == ["A"]


def test_references_are_put_in_place_of_the_named() -> None:
    script = '{"@graph": [{"@type": "Article", "author": {"@id": "#a"}}, {"@type": "Person", "@id": "#a", "name": "Ann"}]}'
    assert strings(read_items((script,))[0]["author"]) == ["Ann"]


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("Ann", ["Ann"]),
        ({"name": "Ann &amp; Bo"}, ["Ann & Bo"]),
        ([["Ann"], {"name": ["Bo"]}], ["Ann", "Bo"]),
        (None, []),
        (7, []),
    ],
)
def test_strings_are_found_in_any_shape(value: object, found: list[str]) -> None:
    assert strings(value) == found


@pytest.mark.parametrize(
    "script",
    [
        "[" * 100_000 + "]" * 100_000,
        '{"@graph":' * 50_000,
        '{"a": ' * 300,
        "null",
        "7",
        '"x"',
        "",
        "}{",
        "\ud800",
    ],
)
def test_broken_and_deep_scripts_give_no_items(script: str) -> None:
    assert read_items((script,)) == []


def test_scripts_of_megabytes_are_left_alone() -> None:
    assert read_items(('{"@type": "Article", "x": "' + "y" * 3_000_000 + '"}',)) == []


def test_a_reference_to_itself_ends() -> None:
    script = '{"@graph": [{"@type": "Article", "@id": "#a", "author": {"@id": "#a"}}]}'
    assert strings(read_items((script,))[0]["author"]) == []


@given(st.lists(st.text(max_size=60), max_size=4))
def test_any_scripts_give_items(scripts: list[str]) -> None:
    assert isinstance(read_items(tuple(scripts)), list)
