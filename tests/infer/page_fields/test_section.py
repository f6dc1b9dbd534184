from __future__ import annotations

from collections.abc import Callable

import pytest

from corpusclean.document import Claim
from corpusclean.page import Head, Page

Values = Callable[[Page], dict[str, str]]


def crumbs(*names: str) -> str:
    items = ", ".join(f'{{"@type": "ListItem", "name": "{name}"}}' for name in names)
    return f'{{"@type": "BreadcrumbList", "itemListElement": [{items}]}}'


@pytest.mark.parametrize(
    ("head", "section"),
    [
        (Head(meta=(("article:section", "Politik"),)), "Politik"),
        (Head(json_ld=('{"@type": "NewsArticle", "articleSection": ["Sports", "Rowing"]}',)), "Sports"),
        (Head(json_ld=('{"@type": "NewsArticle", "articleSection": "Sports,Rowing"}',)), "Sports"),
        (Head(items=({"@type": "Article", "articleSection": "Harbour"},)), "Harbour"),
        (Head(title="Ferry sold – Courier", json_ld=(crumbs("Home", "News", "Ferry sold"),)), "News"),
        (Head(title="Ferry sold – Courier", json_ld=(crumbs("Home", "Harbour"),)), "Harbour"),
    ],
)
def test_a_section_is_found(page_of: Callable[..., Page], values: Values, head: Head, section: str) -> None:
    assert values(page_of("x", head=head))["section"] == section


@pytest.mark.parametrize(
    "head",
    [
        Head(),
        Head(title="Ferry sold", json_ld=(crumbs("Home", "Ferry sold"),)),
        Head(title="Ferry sold", meta=(("article:section", "Ferry sold"),)),
        Head(json_ld=(crumbs(),)),
        Head(meta=(("article:section", "Uncategorized"),)),
    ],
)
def test_a_page_that_tells_no_section_has_none(
    page_of: Callable[..., Page], values: Values, head: Head
) -> None:
    assert "section" not in values(page_of("x", head=head))


def test_the_address_only_supports_what_others_say(
    page_of: Callable[..., Page], values: Values, claims: Callable[[Page, str], list[Claim]]
) -> None:
    page = page_of("x", head=Head(), url="https://courier.example/harbour-news/2021/ferry-sold")
    assert [(claim.value, claim.method) for claim in claims(page, "section")] == [("harbour news", "url")]
    assert "section" not in values(page)
