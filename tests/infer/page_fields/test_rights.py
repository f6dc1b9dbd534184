from __future__ import annotations

from collections.abc import Callable

import pytest

from corpusclean.document import Claim
from corpusclean.infer.page_fields.rights import license_id
from corpusclean.page import Head, Page
from corpusclean.segment.html import segment_html

Values = Callable[[Page], dict[str, str]]
Claims = Callable[[Page, str], list[Claim]]


@pytest.mark.parametrize(
    ("url", "value"),
    [
        ("https://creativecommons.org/licenses/by/4.0/", "CC-BY-4.0"),
        ("http://www.creativecommons.org/licenses/by-nc-sa/3.0/deed.de", "CC-BY-NC-SA-3.0"),
        ("https://creativecommons.org/publicdomain/zero/1.0/", "CC0-1.0"),
        ("https://example.org/terms", "https://example.org/terms"),
        ("https://creativecommons.org/licenses/evil/4.0/", ""),
        ("javascript:alert(1)", ""),
    ],
)
def test_creative_commons_addresses_become_spdx_ids(url: str, value: str) -> None:
    assert license_id(url) == value


@pytest.mark.parametrize(
    "head",
    [
        Head(links=(("license", "https://creativecommons.org/licenses/by-sa/4.0/"),)),
        Head(links=(("nofollow license", "https://creativecommons.org/licenses/by-sa/4.0/deed.en"),)),
        Head(meta=(("dc.rights", "Tarn"), ("dc.rights", "https://creativecommons.org/licenses/by-sa/4.0/"))),
        Head(meta=(("dcterms.license", "https://creativecommons.org/licenses/by-sa/4.0/"),)),
        Head(json_ld=('{"@type": "Article", "license": "https://creativecommons.org/licenses/by-sa/4.0/"}',)),
    ],
)
def test_a_licence_of_the_head_is_found(page_of: Callable[..., Page], values: Values, head: Head) -> None:
    assert values(page_of("x", head=head))["license"] == "CC-BY-SA-4.0"


def test_a_printed_licence_is_found_at_the_end(article: Callable[..., Page], values: Values) -> None:
    assert values(article("This text is shared under CC BY-SA 4.0."))["license"] == "CC-BY-SA-4.0"


def test_two_licences_leave_the_field_empty(article: Callable[..., Page], values: Values) -> None:
    assert "license" not in values(article("Text CC BY 4.0", "Pictures CC BY-NC 4.0"))


def test_reservations_are_signals(page_of: Callable[..., Page], values: Values, claims: Claims) -> None:
    metas = (("robots", "index, noai, noimageai"), ("robots", "noai"), ("tdm-reservation", "1"))
    page = page_of("x", head=Head(meta=metas))
    assert [claim.value for claim in claims(page, "rights.signal")] == ["robots:noai", "robots:noimageai"]
    assert values(page_of("x", head=Head(meta=metas)))["rights.tdm"] == "reserved"


@pytest.mark.parametrize("metas", [(), (("robots", "index, follow"),), (("tdm-reservation", "0"),)])
def test_no_reservation_is_no_claim(
    page_of: Callable[..., Page], claims: Claims, metas: tuple[tuple[str, str], ...]
) -> None:
    page = page_of("x", head=Head(meta=metas))
    assert [claim for claim in claims(page, "rights.tdm") if claim] == []
    assert not [claim for claim in page.claims if claim.field == "rights.signal"]


@pytest.mark.parametrize(
    ("head", "signal"),
    [
        (
            Head(meta=(("tdm-policy", "https://courier.example/tdm.json"),)),
            "tdm-policy:https://courier.example/tdm.json",
        ),
        (Head(meta=(("x-robots-tag", "noai, noindex"),)), "x-robots-tag:noai"),
        (
            Head(json_ld=('{"@type": "Article", "usageInfo": "https://courier.example/use"}',)),
            "usage-info:https://courier.example/use",
        ),
    ],
)
def test_policies_are_signals(page_of: Callable[..., Page], claims: Claims, head: Head, signal: str) -> None:
    assert signal in [claim.value for claim in claims(page_of("x", head=head), "rights.signal")]


def test_a_reservation_in_words_is_one(article: Callable[..., Page], values: Values) -> None:
    words = "All rights reserved, including those for text and data mining."
    assert values(article(words))["rights.tdm"] == "reserved"


def test_the_foot_of_a_page_links_to_its_licence(values: Values) -> None:
    link = '<a href="https://creativecommons.org/licenses/by-sa/4.0/">CC</a>'
    story = "<p>The ferry was sold.</p>" * 40
    assert values(segment_html(f"{story}<footer>{link}</footer>"))["license"] == "CC-BY-SA-4.0"
    assert "license" not in values(segment_html(f"<figure>{link}</figure>{story}"))
