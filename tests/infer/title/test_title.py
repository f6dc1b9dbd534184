from __future__ import annotations

from collections.abc import Callable

import pytest

from corpusclean.document import Claim, Mark
from corpusclean.page import Head, LineFeatures, Page

Claims = Callable[[Page, str], list[Claim]]
Values = Callable[[Page], dict[str, str]]
Article = Callable[..., Page]
HEADLINE = "Old ferry of Tarn finds a family to live on it"


def test_the_first_line_above_date_and_text_is_the_title(article: Article, values: Values) -> None:
    assert values(article("3 May 2016", "By Ann Example"))["title"] == HEADLINE


def test_the_headline_is_found_below_a_menu(article: Article, values: Values) -> None:
    menu = ("Home", "Boats", "Weather", "Shop", "Contact", "Log in", "Boats")
    page = article(HEADLINE, "By Ann Example", "3 May 2016", headline="\n".join(menu))
    assert values(page)["title"] == HEADLINE


@pytest.mark.parametrize(
    "headline",
    [
        "The old ferry was sold on Monday to a family that wants to live on it, said the harbour master.",
        "Share this:",
        "Skip to main content",
        "By Ann Example",
        "© 2016 Harbour News",
        "Dear Ann,",
        "Hallo Jo,",
    ],
)
def test_a_lead_and_page_furniture_are_no_title(article: Article, values: Values, headline: str) -> None:
    assert "title" not in values(article(headline=headline))


def test_the_name_of_a_video_is_no_title(article: Article, values: Values) -> None:
    page = article(
        "Click to play video: 'Family moves onto the old ferry'", "Family moves onto the old ferry"
    )
    assert values(page).get("title") in (None, HEADLINE)


def test_a_title_is_without_its_mark_of_a_markdown_heading(article: Article, values: Values) -> None:
    assert values(article("By Ann Example", "3 May 2016", headline=f"# {HEADLINE}"))["title"] == HEADLINE


def test_a_marked_line_is_no_title(article: Article, values: Values) -> None:
    assert "title" not in values(article(marks=[Mark(0, "related-link", "test")]))


def test_a_permalink_behind_a_heading_is_no_part_of_the_title(article: Article, values: Values) -> None:
    for head in (None, Head(title=f"{HEADLINE} — Tarn 3.2 documentation"), Head(title=f"{HEADLINE}¶")):
        assert values(article("3 May 2016", headline=f"{HEADLINE}¶", head=head))["title"] == HEADLINE


@pytest.mark.parametrize(("heading", "title"), [("Knots #", "Knots"), ("Knots in C#", "Knots in C#")])
def test_a_permalink_is_told_from_the_name_of_a_language(
    page_of: Article, values: Values, heading: str, title: str
) -> None:
    features = [LineFeatures("h1"), LineFeatures("p")]
    head = Head(title=f"{title} | Tarn Docs")
    page = page_of(f"{heading}\nA rope is tied in many ways.", head=head, features=features)
    assert values(page)["title"] == title


def test_a_text_without_lines_has_no_title(page_of: Article, values: Values) -> None:
    assert values(page_of("\n \n")) == {}


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        (f"{HEADLINE} | Harbour News", HEADLINE),
        (f"{HEADLINE} - Harbour News", HEADLINE),
        (f"Harbour News: {HEADLINE}", f"Harbour News: {HEADLINE}"),
        (f"Harbour News » {HEADLINE}", HEADLINE),
        ("Ferry - a history", "Ferry - a history"),
    ],
)
def test_the_name_of_the_site_leaves_the_title_of_the_head(
    page_of: Article, claims: Claims, title: str, expected: str
) -> None:
    page = page_of("Menu", head=Head(title=title, meta=(("og:site_name", "Harbour News"),)))
    assert [claim.value for claim in claims(page, "title")] == [expected]


def test_a_heading_that_the_head_names_wins_over_the_title_element(page_of: Article, values: Values) -> None:
    page = page_of(
        f"Harbour News\n{HEADLINE}",
        head=Head(title=f"{HEADLINE}: all you need to know | Harbour News", meta=(("og:title", HEADLINE),)),
        features=[LineFeatures("h1"), LineFeatures("h1")],
    )
    assert values(page)["title"] == HEADLINE


def test_the_evidence_of_a_title_with_runs_of_spaces_is_the_whole_title(
    article: Article, claims: Claims
) -> None:
    page = article("3 May 2016", "By Ann Example", headline="Old ferry of Tarn  finds a\tfamily")
    (claim,) = claims(page, "title")
    assert claim.value == claim.quote == "Old ferry of Tarn finds a family"
    assert page.text[claim.start : claim.end] == page.line(0)


def test_control_characters_and_surrogates_of_a_script_never_reach_a_claim(
    page_of: Article, claims: Callable[[Page, str], list[Claim]]
) -> None:
    script = '{"@type": "NewsArticle", "headline": "Ferry\\ud800 \\u0000sold\\n&amp; gone"}'
    found = claims(page_of("x", head=Head(json_ld=(script,))), "title")
    assert [(claim.value, claim.quote) for claim in found] == [("Ferry sold & gone", "Ferry sold & gone")]


@pytest.mark.parametrize(
    "line",
    [
        "Posted on June 2, 2018",
        "Last updated: 3 August 2021 at 10:20",
        "Veröffentlicht am 3. August 2021",
        "3 August 2021 at 9:28 Updated on 5 August 2021 at 10:02",
    ],
)
def test_a_line_that_says_only_when_a_page_appeared_is_no_title(
    article: Article, values: Values, line: str
) -> None:
    assert "title" not in values(article(headline=line))


def test_a_title_may_hold_a_date(article: Article, values: Values) -> None:
    title = "The ferry as we updated it on 3 August 2021"
    assert values(article(headline=title))["title"] == title


@pytest.mark.parametrize(
    "head",
    [
        Head(title=f"{HEADLINE} - Harbour Forum"),
        Head(title=f"Harbour Forum: {HEADLINE}", meta=(("og:title", HEADLINE),)),
    ],
)
def test_a_site_that_is_the_only_first_heading_is_not_the_title(
    page_of: Article, values: Values, head: Head
) -> None:
    features = [LineFeatures("h1"), LineFeatures("h2")]
    assert values(page_of(f"Harbour Forum\n{HEADLINE}", head=head, features=features))["title"] == HEADLINE


@pytest.mark.parametrize(
    ("chapter", "tag", "head"),
    [
        ("Knots", "h1", "Knots - The Harbour Book"),
        ("Knots", "h2", "Knots - The Harbour Book"),
        ("Tying Knots(1)", "h1", "tying knots - The Harbour Book"),
        ("Module knots of libharbour", "h2", "Module knots of libharbour"),
    ],
)
def test_the_title_of_a_book_above_that_of_a_chapter_is_not_the_title(
    page_of: Article, values: Values, chapter: str, tag: str, head: str
) -> None:
    page = page_of(
        f"The Harbour Book\n{chapter}\nA rope is tied in many ways.",
        head=Head(title=head),
        features=[LineFeatures("h1"), LineFeatures(tag), LineFeatures("p")],
    )
    assert values(page)["title"] == chapter


def test_a_subheading_that_is_only_shared_under_its_name_is_not_the_title(
    page_of: Article, values: Values
) -> None:
    head = Head(title="The harbour: three questions", meta=(("og:title", "What is a harbour for?"),))
    text = "Three questions for Ann Oak, harbour master\nWhat is a harbour for?\nIt is for boats, she says."
    features = [LineFeatures("h1"), LineFeatures("h2"), LineFeatures("p")]
    assert values(page_of(text, head=head, features=features)).get("title") != "What is a harbour for?"


def test_a_headline_is_not_taken_for_the_site_that_is_named_below(page_of: Article, values: Values) -> None:
    head = Head(title=f"Harbour News - {HEADLINE}")
    page = page_of(f"{HEADLINE}\nHarbour News", head=head, features=[LineFeatures("h1"), LineFeatures("h2")])
    assert values(page)["title"] == HEADLINE
