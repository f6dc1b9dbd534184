from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpusclean.infer.recognition.addresses import registered_domain, safe_url


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
