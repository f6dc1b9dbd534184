from __future__ import annotations

from collections.abc import Callable

import pytest

from corpusclean.document import Claim
from corpusclean.page import Head, Page
from tests.infer.conftest import PROSE, make_page

Claims = Callable[[Page, str], list[Claim]]


def story(*, first: str = "", last: str = "", below: str = "") -> Page:
    return make_page(
        "\n".join(["Old ferry sold", "", first + PROSE[0], PROSE[1], PROSE[2] + last, "", below])
    )


@pytest.mark.parametrize(
    ("page", "agency"),
    [
        (story(first="TARN (dpa) – "), "dpa"),
        (story(first="Tarn (dpa/tpl). "), "dpa"),
        (story(first="TARN (Reuters) - "), "Reuters"),
        (story(last=" (AFP, Reuters)"), "AFP"),
        (story(below="© 2021 The Associated Press"), "The Associated Press"),
        (story(below="With files from The Canadian Press"), "The Canadian Press"),
        (story(below="Quelle: dpa"), "dpa"),
        (story(below="The Associated Press contributed to this report."), "The Associated Press"),
        (story(below="(The Canadian Press contributed to this report.)"), "The Canadian Press"),
        (story(below="dpa/lnw"), "dpa"),
    ],
)
def test_the_agency_of_a_story_is_found(
    page: Page, agency: str, values: Callable[[Page], dict[str, str]]
) -> None:
    found = values(page)
    assert found["agency"] == agency
    assert agency not in (found.get("source.name"), found.get("byline"), found.get("authors"))


@pytest.mark.parametrize(
    "page",
    [
        story(),
        story(last=" (Tarn)"),
        story(below="Ann Oak/Reuters"),
        story(below="Foto: dpa"),
        story(below="Newsroom"),
        story(below="© 2021 Tarn Courier"),
        story(below="Reuters is an agency that has its seat in London"),
    ],
)
def test_what_is_no_credit_names_no_agency(page: Page, claims: Claims) -> None:
    assert claims(page, "agency") == []


def test_the_code_of_a_story_of_one_paragraph_is_claimed_once(claims: Claims) -> None:
    opened, closed = make_page(f"(Reuters) - {PROSE[0]}"), make_page(f"{PROSE[0]} (dpa)")
    assert [(claim.value, claim.method) for claim in claims(opened, "agency")] == [
        ("Reuters", "text-dateline")
    ]
    assert [(claim.value, claim.method) for claim in claims(closed, "agency")] == [("dpa", "text-code")]


def test_an_agency_that_is_called_the_author_is_one(page_of: Callable[..., Page], claims: Claims) -> None:
    script = '{"@type": "NewsArticle", "author": {"@type": "NewsMediaOrganization", "name": "Reuters"}}'
    found = claims(page_of("x", head=Head(json_ld=(script,))), "agency")
    assert {claim.value for claim in found} == {"Reuters"}
