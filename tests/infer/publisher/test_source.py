from __future__ import annotations

from collections.abc import Callable

import pytest

from corpusclean.document import Claim, Mark
from corpusclean.infer.publisher.features import outlets_with_features
from corpusclean.infer.publisher.mentions import phrase_matches
from corpusclean.infer.reading import Reading
from corpusclean.page import Head, LineFeatures, Page
from tests.infer.conftest import PROSE

Values = Callable[[Page], dict[str, str]]
Claims = Callable[[Page, str], list[Claim]]
Article = Callable[..., Page]


@pytest.mark.parametrize(
    "line",
    [
        "The clerk confirmed to Harbour News that the ferry had been sold to a family from the north of Tarn.",
        "The berth will close in May, Harbour News has learned from two people who have seen the papers.",
        "The post How to mend a net appeared first on Harbour News.",
        "Harbour News may earn a commission when you buy through links on this page.",
    ],
)
def test_a_phrase_of_the_house_names_the_publisher(article: Article, values: Values, line: str) -> None:
    assert values(article("", line))["source.name"] == "Harbour News"


def test_the_comment_policy_and_the_own_mail_address_agree(article: Article, values: Values) -> None:
    policy = (
        "Welcome to The Northern Courier’s comment community. Write to letters@northerncourier.com for more."
    )
    found = values(article("", policy, marks=[Mark(2, "comments", "test")]))
    assert (found["source.name"], found["source.domain"]) == ("The Northern Courier", "northerncourier.com")


@pytest.mark.parametrize(
    ("line", "sign"),
    [
        ("Berliner Zeitung", "known outlet"),
        ("The Guardian", "known outlet"),
        ("Hearst Newspapers", "known house"),
        ("Politik & Sport", "menu words"),
        ("Ámbar", ""),
    ],
)
def test_what_the_world_knows_of_a_name_counts(article: Article, line: str, sign: str) -> None:
    reading = Reading(article("", f"© 2021 {line}"))
    (outlet,) = [
        outlet
        for outlet in outlets_with_features(reading, phrase_matches(reading)).values()
        if outlet.features.get("copyright")
    ]
    assert {name for name in ("known outlet", "known house", "menu words") if outlet.features[name]} == {
        sign
    } - {""}


def test_the_names_of_one_house_count_together(article: Article, claims: Claims) -> None:
    foot = ("Harbour News Club", "Harbour News Shop", "© 2021 Harbour News")
    shown = [claim for claim in claims(article("", *foot), "source.name") if claim.method == "text"]
    assert [claim.value for claim in shown if claim.value.startswith("Harbour News")] == ["Harbour News"]


def test_a_word_that_only_stands_in_a_longer_name_is_a_part_of_it(article: Article) -> None:
    foot = ("Harbour Mills shop", "Harbour Mills kitchen", "All of Harbour Mills", "© 2021 Harbour Mills")
    reading = Reading(article("", *foot))
    outlets = outlets_with_features(reading, phrase_matches(reading))
    assert outlets["mills"].features["inside"] == 1.0
    assert outlets["harbourmills"].features["inside"] < 0.5


def test_the_year_of_a_notice_is_no_part_of_the_name(article: Article) -> None:
    reading = Reading(article("", "Copyright notice", "2021 Harbour Holdings. All rights reserved."))
    names = {outlet.name for outlet in outlets_with_features(reading, phrase_matches(reading)).values()}
    assert "Harbour Holdings" in names
    assert not any(name[:1].isdigit() for name in names)


def test_an_agency_is_no_publisher(article: Article, values: Values) -> None:
    found = values(
        article("", "The berth will close in May, the Canadian Press has learned from two people.")
    )
    assert (found.get("source.name"), found["agency"]) == (None, "the Canadian Press")


@pytest.mark.parametrize(
    "line",
    [
        "Get breaking National news",
        "Winter boats newsletter",
        "Follow us on Facebook",
        "Write to ann@gmail.com",
        "He told reporters that he was glad.",
    ],
)
def test_a_page_that_names_no_publisher_has_none(article: Article, values: Values, line: str) -> None:
    found = values(article("", line))
    assert "source.name" not in found
    assert "source.domain" not in found


def test_a_section_above_and_below_a_review_is_no_publisher(page_of: Article, values: Values) -> None:
    review = "This quiet film about two brothers who carry salt across the hills takes its time, and is the better for it."
    ends = "Explore more on these topics\nFilm\nDrama films\nreviews"
    page = page_of(f"REVIEWS | FILM\n\nThe Salt Road review – slow and sad\n\nJo Marsh\n\n{review}\n\n{ends}")
    assert "source.name" not in values(page)


@pytest.mark.parametrize("section", ["News", "NEWS", "Nachrichten", "Local News", "Business News"])
def test_what_menus_call_all_news_is_no_publisher(article: Article, values: Values, section: str) -> None:
    found = values(
        article("3 May 2016", headline=f"{section}\nSport\nOld ferry of Tarn finds a family to live on it")
    )
    assert "source.name" not in found


@pytest.mark.parametrize("name", ["Science News", "Norham News", "The Norham News"])
def test_an_outlet_may_be_named_after_its_news(article: Article, values: Values, name: str) -> None:
    found = values(
        article(
            "3 May 2016",
            f"© 2016 {name}. All rights reserved.",
            headline=f"{name}\nOld ferry of Tarn finds a family to live on it",
        )
    )
    assert found["source.name"] == name


def test_the_head_and_the_address_name_the_publisher(page_of: Article, values: Values) -> None:
    head = Head(
        meta=(("og:site_name", "Harbour News"),),
        json_ld=('{"@type": "NewsArticle", "publisher": {"name": "Harbour News"}}',),
    )
    found = values(page_of("x", head=head, url="https://www.harbour-news.co.uk/boats/ferry"))
    assert (found["source.name"], found["source.domain"]) == ("Harbour News", "harbour-news.co.uk")


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Ferry sold | Tarn Pilot", "Tarn Pilot"),
        ("Ferry sold - Boats – The Tarn Pilot", "The Tarn Pilot"),
        ("Tarn Pilot :: Ferry sold", "Tarn Pilot"),
        ("Ferry sold | Tarn Pilot: boats from Tarn", None),
        ("Ferry sold | Boats", None),
        ("Tarn Pilot", None),
    ],
)
def test_the_part_of_the_title_that_the_address_spells_is_the_publisher(
    page_of: Article, values: Values, title: str, name: str | None
) -> None:
    page = page_of("x", head=Head(title=title), url="https://www.tarnpilot.com/ferry")
    assert values(page).get("source.name") == name


def test_what_the_head_declares_is_the_name_in_full(page_of: Article, values: Values) -> None:
    head = Head(title="Ferry sold | TBS", meta=(("og:site_name", "Tarn Boat Service"),))
    assert values(page_of("x", head=head, url="https://tbs.org/a"))["source.name"] == "Tarn Boat Service"


def test_the_first_letters_of_a_headline_are_no_publisher(page_of: Article, values: Values) -> None:
    page = page_of("x", head=Head(title="Ferries At Sea | Boats"), url="https://fas.org/a")
    assert "source.name" not in values(page)


def test_the_domain_of_a_credit_is_no_name(article: Article, values: Values) -> None:
    found = values(article("", "First seen on tarnpilot.com"))
    assert "source.name" not in found


def test_where_the_address_tells_other_names_of_the_text_do_not_count(
    article: Article, values: Values
) -> None:
    page = article(
        "",
        "© 2016 Template House Inc. All rights reserved",
        "info@templatehouse.com",
        url="https://example.org/a",
    )
    found = values(page)
    assert (found.get("source.name"), found["source.domain"]) == (None, "example.org")


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://www.northern-courier.example/boats", "The Northern Courier"),
        ("https://thenortherncourier.co.uk/boats", "The Northern Courier"),
        ("https://boats.northerncourier.com/", "The Northern Courier"),
        ("https://courier.com/boats", None),
        ("https://northerncourier.blogspot.com/boats", "The Northern Courier"),
    ],
)
def test_a_name_in_the_text_that_is_spelt_like_the_address_is_the_publisher(
    article: Article, values: Values, address: str, name: str | None
) -> None:
    page = article(
        "The Northern Courier", "© 2016 The Northern Courier", "© 2016 Template House Inc.", url=address
    )
    assert values(page).get("source.name") == name


@pytest.mark.parametrize(
    ("notice", "name"),
    [
        ("Copyright 2023 Harbour Herald. All rights reserved.", "Harbour Herald"),
        ("© Copyright 2024 Harbour Herald Ltd. All Rights Reserved.", "Harbour Herald"),
        ("© Todos los derechos reservados. El Heraldo del Tarn. Prohibida la copia.", "El Heraldo del Tarn"),
        ("Copyright © 2024 Harbour News contributors. Built with Docusaurus.", "Harbour News"),
        ("© 2023 Harbour News · Privacy Policy · Powered by Tarnpress", "Harbour News"),
        ("Copyright © 2023 Harbour News on the Tarnpress Pro theme", "Harbour News"),
        ("Copyright ⓒ Harbour News. All rights reserved.", "Harbour News"),
        ("© El Diario del Tarn, S.L.", "El Diario del Tarn"),
        ("© 2024 Ruderfreunde Tarn 1921 e. V. – Alle Rechte vorbehalten", "Ruderfreunde Tarn 1921"),
        ("© 2024 Tarns Blad. Alle rettigheder forbeholdes.", "Tarns Blad"),
        ("Copyright 2023 © Tarnpost S.r.l. Tutti i diritti riservati", "Tarnpost"),
    ],
)
def test_a_notice_holds_the_name_without_its_legal_form(article: Article, notice: str, name: str) -> None:
    reading = Reading(article("", notice))
    names = {outlet.name for outlet in outlets_with_features(reading, []).values() if outlet.kinds}
    assert name in names
    assert not [other for other in names if name in other and name != other]


@pytest.mark.parametrize(
    ("credit", "name"),
    [
        ("The old ferry at its berth. Photograph: Ann Oak/The Northern Courier", "The Northern Courier"),
        ("The old ferry at its berth (Image: Harbour News)", "Harbour News"),
        ("The old ferry at its berth. (Ann Oak for The Northern Courier)", "The Northern Courier"),
        ("The old ferry at its berth. Foto: Ann Oak / Hafenzeitung", "Hafenzeitung"),
        ("The old ferry at its berth. Фото: Анна Дуб / «Вести Тарна»", "Вести Тарна"),
        ("The old ferry at its berth. Photo: Ann Oak/Reuters", ""),
    ],
)
def test_the_credit_of_a_photo_may_name_the_publisher(article: Article, credit: str, name: str) -> None:
    outlets = outlets_with_features(Reading(article("", credit)), []).values()
    assert [
        outlet.name
        for outlet in outlets
        if {"photo", "photo by"} & outlet.features.keys() and outlet.name != "Ann Oak"
    ] == [name][: len(name)]


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        (
            (
                "Ledger sports\nLedger obituaries\nLedger archive\nContact the Ledger",
                "© The Marlow County Ledger",
            ),
            "The Marlow County Ledger",
        ),
        (("Tarn Courier", "© 2023 Tarn Courier Medien GmbH & Co. KG"), "Tarn Courier"),
        (("Tarn Trek", "© 2023 Tarn Trek Outdoor Ltd"), "Tarn Trek"),
        (("Sign up for the KXQZ 6 newsletter", "Copyright 2024 KXQZ. All rights reserved."), "KXQZ 6"),
        (("Harbourlight Tarn", "Photo: Harbourlight/Ann Oak"), "Harbourlight Tarn"),
        (
            (
                "She told The Courier that she was glad.",
                "Join The Courier on Facebook\nThe Courier newsletter\nAbout The Courier",
                "Photo: Ann Oak/The Northern Courier",
            ),
            "The Northern Courier",
        ),
    ],
)
def test_a_publisher_has_its_full_name_without_that_of_its_owner(
    article: Article, claims: Claims, lines: tuple[str, ...], name: str
) -> None:
    assert claims(article("", *lines), "source.name")[0].value == name


@pytest.mark.parametrize("kind", ['"WebSite"', '["WebSite", "CreativeWork"]', '"https://schema.org/WebSite"'])
def test_the_site_names_itself_in_its_json_ld(page_of: Article, values: Values, kind: str) -> None:
    head = Head(json_ld=(f'{{"@type": {kind}, "name": "Harbour News"}}',))
    assert values(page_of("x", head=head))["source.name"] == "Harbour News"


def test_a_platform_is_the_publisher_of_its_own_pages_only(page_of: Article, values: Values) -> None:
    head = Head(meta=(("og:site_name", "Facebook"),))
    assert "source.name" not in values(page_of("x", head=head, url="https://tarn.example/ferry"))
    assert values(page_of("x", head=head, url="https://www.facebook.com/tarn"))["source.name"] == "Facebook"


def test_the_title_of_a_page_is_not_its_publisher(page_of: Article, values: Values) -> None:
    lines = [LineFeatures("h1"), *[LineFeatures("p")] * 3]
    poem = "Rain\nRain on the roof,\nrain on the lane,\none cat aloof."
    found = values(page_of(poem, head=Head(title="Rain"), features=lines))
    assert (found["title"], found.get("source.name")) == ("Rain", None)


def test_the_address_that_a_page_declares_tells_its_domain_if_the_caller_gives_none(
    page_of: Article, claims: Claims
) -> None:
    head = Head(links=(("canonical", "https://www.northerncourier.com/ferry"),))
    (own,) = claims(page_of("Ferry sold", head=head), "source.domain")
    assert (own.value, own.method, own.quote) == (
        "northerncourier.com",
        "link:canonical",
        "https://www.northerncourier.com/ferry",
    )
    (given,) = claims(page_of("Ferry sold", head=head, url="https://tarn.com/ferry"), "source.domain")
    assert (given.value, given.method) == ("tarn.com", "url")
    assert given.confidence > own.confidence


@pytest.mark.parametrize(
    ("place", "name"),
    [
        ("TARN, Ky. (WXYZ) - ", "WXYZ"),
        ("NEW TARN (KXY-TV) – ", "KXY-TV"),
        ("TARN (AP) - ", None),
        ("TARN (WHO) - ", None),
        ("Tarn (WXYZ members) ", None),
    ],
)
def test_a_station_is_named_behind_the_place_where_a_story_begins(
    page_of: Article, values: Values, place: str, name: str | None
) -> None:
    assert values(page_of("\n".join(["Ferry sold", place + PROSE[0], *PROSE]))).get("source.name") == name
