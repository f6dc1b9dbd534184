from __future__ import annotations

from collections.abc import Callable

import pytest

from corpusclean.document import Claim
from corpusclean.page import Head, Page

Values = Callable[[Page], dict[str, str]]


CANONICAL = "https://example.org/boats/ferry"


@pytest.mark.parametrize(
    ("head", "given", "expected"),
    [
        (Head(links=(("canonical", CANONICAL),)), "", CANONICAL),
        (Head(links=(("canonical", "/boats/ferry"),)), "https://example.org/x?utm=1", CANONICAL),
        (Head(links=(("canonical", "ferry"),), base="/boats/"), "https://example.org/x?utm=1", CANONICAL),
        (Head(links=(("canonical", "/boats/ferry"),), base="https://["), "https://example.org/x", CANONICAL),
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
