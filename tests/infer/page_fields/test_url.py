from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpusclean.document import Claim
from corpusclean.infer.recognition.addresses import registered_domain, safe_url
from corpusclean.page import Head, Page

Values = Callable[[Page], dict[str, str]]


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("HTTPS://Example.ORG", "https://example.org/"),
        ("http://user:key@example.org:80/a?b=1#c", "http://example.org/a?b=1"),
        ("https://example.org:8443/a", "https://example.org:8443/a"),
        ("https://bücher.example/ä", "https://bücher.example/ä"),
    ],
)
def test_an_address_of_the_web_takes_its_normal_form(url: str, safe: str) -> None:
    assert safe_url(url) == safe


@pytest.mark.parametrize(
    "url",
    [
        "",
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "//example.org/a",
        "/a",
        "https://",
        "https://localhost/",
        "https://exa mple.org/",
        "https://example.org/\x00",
        "https://[::1",
        "https://example.org:99999/",
        "https://example.org/" + "a" * 3_000,
    ],
)
def test_everything_else_is_no_address(url: str) -> None:
    assert safe_url(url) == ""


@given(st.text(max_size=80).map("https://".__add__))
def test_a_safe_address_stays_as_it_is(url: str) -> None:
    assert safe_url(safe_url(url)) == safe_url(url)


def test_domains_are_registered_ones() -> None:
    assert registered_domain("www.news.example.co.uk") == "example.co.uk"
    assert registered_domain("install.notatld") == ""


CANONICAL = "https://example.org/boats/ferry"


@pytest.mark.parametrize(
    ("head", "given", "expected"),
    [
        (Head(links=(("canonical", CANONICAL),)), "", CANONICAL),
        (Head(links=(("canonical", "/boats/ferry"),)), "https://example.org/x?utm=1", CANONICAL),
        (Head(meta=(("og:url", CANONICAL),)), "", CANONICAL),
        (Head(json_ld=(f'{{"@type": "Article", "url": "{CANONICAL}"}}',)), "", CANONICAL),
        (Head(links=(("canonical", "javascript:alert(1)"),)), "", None),
        (Head(links=(("canonical", "https://[example.org/x"),)), CANONICAL, CANONICAL),
        (Head(links=(("canonical", "https://other.example/x"),)), CANONICAL, CANONICAL),
        (Head(links=(("canonical", "https://example.org/"),)), CANONICAL, CANONICAL),
        (None, CANONICAL + "#comments", CANONICAL),
    ],
)
def test_the_canonical_address_wins_unless_it_leads_elsewhere(
    page_of: Callable[..., Page], values: Values, head: Head | None, given: str, expected: str | None
) -> None:
    assert values(page_of("x", head=head, url=given)).get("url") == expected


def test_a_doubtful_address_is_still_claimed(
    page_of: Callable[..., Page], claims: Callable[[Page, str], list[Claim]]
) -> None:
    page = page_of("x", head=Head(links=(("canonical", "https://other.example/x"),)), url=CANONICAL)
    assert {claim.value: claim.confidence >= 0.5 for claim in claims(page, "url")} == {
        CANONICAL: True,
        "https://other.example/x": False,
    }
