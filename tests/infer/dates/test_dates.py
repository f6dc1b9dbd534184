from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from corpusclean.document import Claim, Mark
from corpusclean.page import Head, LineFeatures, Page
from tests.infer.conftest import PROSE

Values = Callable[[Page], dict[str, str]]
Article = Callable[..., Page]
Claims = Callable[[Page, str], list[Claim]]


@pytest.mark.parametrize(
    "lines",
    [
        ("3 May 2016",),
        ("03.05.2016 North Tarn",),
        ("Published on May 3rd, 2016 at 5:40 pm",),
        ("Published:", "May 3, 2016"),
        ("By Ann Example | 3 May 2016 | 4 min read",),
        ("Boats", "Ann Example", "Tuesday, 3 May 2016"),
        ("Published May 3, 2016 | Updated June 9, 2018",),
        ("Posted by Ann Example on 2016-05-03",),
        ("Ann Example 03.05.16",),
        ("Tarn, 03.05.16",),
        ("Stand: 03.05.16",),
        ("Boats - 3 May 2016",),
        ("3 May 2016, 7:30 pm, Ann Example",),
        ("3 May 2016 10:30-05:00",),
        ("3 May 2016 - 7:30 pm",),
        ("Posted 3 May 2016 – Updated 5 May 2016",),
    ],
)
def test_a_date_line_near_the_headline_dates_the_page(
    article: Article, values: Values, lines: tuple[str, ...]
) -> None:
    assert values(article(*lines))["date"] == "2016-05-03"


def test_a_dateline_dates_the_page(page_of: Article, values: Values) -> None:
    prose = "the old ferry was sold on Monday to a family that wants to live on it, said the harbour master."
    page = page_of(f"Old ferry of Tarn finds a family\n\nTARN (May 3, 2016) – {prose}\n\n{prose}\n\n{prose}")
    assert values(page)["date"] == "2016-05-03"


@pytest.mark.parametrize(
    "lines",
    [
        (),
        ("May 2016",),
        ("2016",),
        ("03/04/2016",),
        ("99/99/9999",),
        ("31 February 2016",),
        ("Last updated 3 May 2016",),
        ("Member since 3 May 2016",),
        ("Photo: Ann Example, 3 May 2016",),
        ("WATCH: The ferry leaves its berth for the last time – May 3, 2016",),
        ("Tickets on sale 3 May 2016",),
        ("Photo taken on 3 May 2016",),
        ("Born March 4, 1931 - died May 3, 2016",),
        ("March 4, 1931 - May 3, 2016",),
        ("Friday 3 May 2030, 7.30pm, Fell Hall",),
        ("Friday 3 May 2016, 19:30 - 22:00",),
        ("Version 3.2.21",),
        ("harbour 1.95.0 (59807616e 2016-05-03)",),
        ("Kapitel 1.2.20",),
        ("Tel. 12.10.99",),
    ],
)
def test_what_tells_no_day_of_publication_gives_none(
    article: Article, values: Values, lines: tuple[str, ...]
) -> None:
    assert "date" not in values(article(*lines))


def test_a_change_is_not_the_publication(article: Article, values: Values) -> None:
    assert values(article("Last updated on 9 June 2018"))["date_modified"] == "2018-06-09"


def test_a_long_line_of_two_dates_is_no_paragraph(article: Article, values: Values) -> None:
    line = "PUBLISHED: October 11, 2023 at 4:58 a.m. | UPDATED: October 12, 2023 at 11:02 a.m."
    found = values(article(line))
    assert (found["date"], found["date_modified"]) == ("2023-10-11", "2023-10-12")


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("by Ann Example - 03/11/24 5:30 AM ET", "2024-03-11"),
        ("Posted 03/11/2024, 5:30 p.m. (PDT)", "2024-03-11"),
        ("Posted 03/11/2024, 5:30 p.m.", None),
    ],
)
def test_an_american_time_tells_the_order_of_day_and_month(
    article: Article, values: Values, line: str, day: str | None
) -> None:
    assert values(article(line)).get("date") == day


def test_an_event_in_the_text_is_not_the_publication(article: Article, values: Values) -> None:
    prose = "The council will meet on May 3, 2016 and speak of the berth that it has promised to the family."
    assert "date" not in values(article("", prose))


@pytest.mark.parametrize(
    "sentence",
    [
        "The run begins on May 3, 2016.",
        "The run begins on Tuesday, May 3, 2016.",
        "Anmeldungen nimmt der Verein bis zum 3. Mai 2016 entgegen.",
        "Le marché aura lieu le 3 mai 2016 au port.",
    ],
)
def test_a_day_in_a_short_sentence_is_not_the_publication(
    values: Values, page_of: Article, sentence: str
) -> None:
    assert "date" not in values(page_of(f"Old ferry of Tarn\n\n{sentence}\n\nThe family will live on it."))


@pytest.mark.parametrize(
    "line",
    [
        "This note was posted on May 3, 2016 by the crew.",
        "By Ann Oak, Staff Writer, May 3, 2016.",
        "Discussion in 'Old boats' started by tess38, May 3, 2016.",
    ],
)
def test_a_labelled_or_signed_day_may_end_in_a_full_stop(article: Article, values: Values, line: str) -> None:
    assert values(article(line)).get("date") == "2016-05-03"


@pytest.mark.parametrize(
    ("text", "line", "date"),
    [("p", "pre", None), ("p", "p", "2016-05-03"), ("pre", "pre", "2016-05-03")],
)
def test_code_does_not_date_its_page_but_a_page_may_be_preformatted_as_a_whole(
    article: Article, values: Values, text: str, line: str, date: str | None
) -> None:
    features = [LineFeatures("h1"), LineFeatures(line), *[LineFeatures(text)] * 4]
    assert values(article("May 3, 2016", head=Head(), features=features)).get("date") == date


def test_a_review_below_the_order_button_does_not_date_a_product(values: Values, page_of: Article) -> None:
    review = "Great bench\nby Carol Tree on 3 March 2021\nSturdy and easy to put together."
    found = values(
        page_of(f"Oak bench, 120 cm\n£149.00\nAdd to basket\n\nA solid bench for two.\n\n{review}")
    )
    assert not {"date", "authors"} & found.keys()


def test_two_days_of_a_hearing_are_not_the_publication(values: Values, page_of: Article) -> None:
    assert "date" not in values(
        page_of("Fell v Moss\n\nHearing dates: 3 and 4 May 2021\n\nJudgment of the court")
    )


def test_behind_two_labelled_days_there_may_be_a_sentence(article: Article, values: Values) -> None:
    days = "Published: Aug 24, 2022 · Modified: Sep 2, 2023"
    found = values(article(f"{days} by Elena Hart · This post may contain affiliate links. · 3 comments"))
    assert (found["date"], found["date_modified"], found["authors"]) == (
        "2022-08-24",
        "2023-09-02",
        "Elena Hart",
    )
    told = values(
        article("Published on May 3, 2016, the report of May 9, 2014 says that the ferry is too old to sail.")
    )
    assert "date" not in told


def test_months_and_years_stay_losing_claims(values: Values, page_of: Article) -> None:
    page = page_of("x", head=Head(meta=(("article:published_time", "2016-05"),)))
    assert "date" not in values(page)
    assert [(claim.value, claim.precision) for claim in page.claims if claim.field == "date"] == [
        ("2016-05", "month")
    ]


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({}, None),
        ({"url": "https://news.example.co.uk/a"}, "2016-04-03"),
        ({"url": "https://news.example.gov/a"}, "2016-03-04"),
        ({"head": Head(language="en-GB")}, "2016-04-03"),
        ({"head": Head(language="de")}, "2016-04-03"),
    ],
)
def test_two_numbers_are_told_apart_by_country_and_language_or_stay_empty(
    article: Article, values: Values, settings: dict[str, object], expected: str | None
) -> None:
    assert values(article("03/04/2016", **settings)).get("date") == expected


def test_another_date_of_the_page_tells_the_order(article: Article, values: Values) -> None:
    assert values(article("03/04/2016", "Last updated 25/04/2016"))["date"] == "2016-04-03"


def test_a_day_in_an_address_is_that_of_another_page(article: Article, claims: Claims) -> None:
    assert not claims(article("harbour.example/2016/05/03/ferry-sold/"), "date")
    assert claims(article("Boats/2016-05-03"), "date")


def test_a_date_in_the_comments_is_somebody_elses(article: Article, values: Values) -> None:
    assert "date" not in values(article("3 May 2016", marks=[Mark(1, "comments", "test")]))


def test_a_buyer_does_not_date_a_product(article: Article, values: Values) -> None:
    lines = ("Quiet and quick.", "Marta, 3 May 2021")
    product = Head(json_ld=('{"@type": "Product", "name": "Brix 2"}',))
    about = Head(json_ld=('[{"@type": "Product", "name": "Brix 2"}, {"@type": "NewsArticle"}]',))
    assert "date" not in values(article(*lines, head=product))
    assert values(article(*lines, head=about))["date"] == "2021-05-03"


@pytest.mark.parametrize(
    ("head", "date", "modified"),
    [
        (Head(meta=(("article:published_time", "2016-05-03T23:30:00-04:00"),)), "2016-05-03", None),
        (Head(meta=(("published", "May 3, 2016"),)), "2016-05-03", None),
        (Head(meta=(("article:modified_time", "2018-06-09"),)), None, "2018-06-09"),
        (
            Head(
                json_ld=(
                    '{"@type": "BlogPosting", "datePublished": "2016-05-03", "dateModified": "2018-06-09"}',
                )
            ),
            "2016-05-03",
            "2018-06-09",
        ),
        (Head(json_ld=('{"@type": "Article", "datePublished": "0000-00-00"}',)), None, None),
        (Head(meta=(("date", "soon"),)), None, None),
    ],
)
def test_the_head_dates_the_page(
    page_of: Article, values: Values, head: Head, date: str | None, modified: str | None
) -> None:
    found = values(page_of("x", head=head))
    assert (found.get("date"), found.get("date_modified")) == (date, modified)


def test_a_printed_day_wins_over_midnight_in_another_time_zone(article: Article, values: Values) -> None:
    head = Head(meta=(("article:published_time", "2016-05-04T02:10:00Z"),))
    url = "https://news.example.org/2016/05/03/ferry"
    assert values(article("Published May 3, 2016", head=head, url=url))["date"] == "2016-05-03"


def test_a_time_element_says_by_its_class_what_it_is(article: Article, values: Values) -> None:
    features = [LineFeatures("h1"), LineFeatures("p", time=("2018-06-09",), attributes="entry-updated")] + [
        LineFeatures("p")
    ] * 4
    found = values(article("yesterday", head=Head(), features=features))
    assert (found.get("date"), found.get("date_modified")) == (None, "2018-06-09")


def test_the_address_dates_the_page(page_of: Article, values: Values) -> None:
    assert values(page_of("x", url="https://example.org/2016/05/03/ferry.html"))["date"] == "2016-05-03"


@pytest.mark.parametrize(
    "head",
    [
        Head(meta=(("article:published_time", "2016-05-05"),)),
        Head(items=({"@type": "Article", "datePublished": "2016-05-05"},)),
    ],
)
def test_nothing_is_dated_later_than_it_was_fetched(page_of: Article, values: Values, head: Head) -> None:
    page = page_of("x", head=head)
    assert values(page)["date"] == "2016-05-05"
    page = page_of("x", head=head)
    page.fetched_at = datetime(2016, 5, 3, 12, tzinfo=UTC)
    assert "date" not in values(page)
    (claim,) = (claim for claim in page.claims if claim.field == "date")
    assert (claim.value, claim.confidence) == ("2016-05-05", 0.0)
    assert claim.method.endswith(":after-fetch")


def test_a_change_before_the_publication_is_refuted(article: Article, values: Values) -> None:
    page = article("Published 3 May 2016", "Updated 1 May 2016")
    found = values(page)
    assert (found["date"], found.get("date_modified")) == ("2016-05-03", None)
    (claim,) = (claim for claim in page.claims if claim.field == "date_modified")
    assert (claim.value, claim.method) == ("2016-05-01", "text-label:before-publication")
    same = values(article("Published 3 May 2016", "Updated 3 May 2016"))
    assert same["date_modified"] == "2016-05-03"


def test_the_span_quotes_what_stands_there(article: Article, claims: Claims) -> None:
    page = article("Published on May 3rd, 2016")
    (claim,) = claims(page, "date")
    assert page.text[claim.start : claim.end] == claim.quote == "Published on May 3rd, 2016"


def test_a_dated_caption_is_a_bound_only(article: Article, values: Values) -> None:
    found = values(
        article(
            "The family waves from the deck of the ferry on May 3, 2016.", "Ann Example/THE CANADIAN PRESS"
        )
    )
    assert (found.get("date"), found.get("date.not_before")) == (None, "2016-05-03")


@pytest.mark.parametrize(
    ("prose", "expected"),
    [
        (
            "As of May 3, however, the ferry lay at its berth, and on Tuesday the family moved in with a dog.",
            "2016-05-03",
        ),
        (
            "As of May 3, however, the ferry lay at its berth, and then the family moved in with a large dog.",
            None,
        ),
        (
            "From May 3 the ferry will lie at its berth, and on Tuesday the family will move in with a large dog.",
            None,
        ),
        (
            "As of May 4, however, the ferry lay at its berth, and on Tuesday the family moved in with a dog.",
            None,
        ),
    ],
)
def test_caption_dated_prose_and_weekday_must_agree_to_date_a_page(
    page_of: Article, values: Values, prose: str, expected: str | None
) -> None:
    caption = "WATCH: The family waves from the deck of the old ferry as it is towed home – May 3, 2016"
    page = page_of(f"Old ferry of Tarn finds a family\n\n{caption}\n\n{prose}\n\n{prose}")
    assert values(page).get("date") == expected


def test_of_two_days_without_a_word_the_later_is_that_of_a_change(article: Article, values: Values) -> None:
    found = values(article("2016年5月3日 2016年8月4日"))
    assert (found["date"], found["date_modified"]) == ("2016-05-03", "2016-08-04")


@pytest.mark.parametrize(
    "line",
    [
        "Satzung über die Nutzung der Liegeplätze in Tarn vom 03.05.2016",
        "Statute on the Use of Berths in the Port of 3 May 2016",
        "3 May 2016 @ 7:30 pm – 10:30 pm",
        '"order_date": "2016-05-03T10:15:00",',
        "2016-05-03 10:15:56,130 - ferry - CRITICAL - adrift",
    ],
)
def test_the_day_of_a_law_a_log_or_an_evening_is_not_that_of_the_page(
    article: Article, values: Values, line: str
) -> None:
    assert "date" not in values(article(line))


def test_the_day_of_an_event_stays_that_of_the_event(article: Article, values: Values) -> None:
    assert "date" not in values(article("3 May 2016 @ 7:30 pm – 10:30 pm", "Date: 3 May 2016"))


def test_the_day_of_an_event_that_the_head_declares_does_not_date_the_page(
    article: Article, values: Values
) -> None:
    event = '{"@type": "MusicEvent", "startDate": "2016-05-03T19:30", "endDate": "2016-05-03T22:00"}'
    assert "date" not in values(article("3 May 2016", head=Head(json_ld=(event,))))
    assert values(article("3 May 2016", head=Head()))["date"] == "2016-05-03"


def test_the_days_of_a_job_advert_are_told_apart(article: Article, values: Values) -> None:
    job = '{"@type": "JobPosting", "datePosted": "2016-05-03", "validThrough": "2016-06-30"}'
    assert values(article("30 June 2016", head=Head(json_ld=(job,))))["date"] == "2016-05-03"


@pytest.mark.parametrize("label", ["Where", "Veranstaltungsort:", "Dove", "Lieu :", "地点："])
def test_a_day_above_a_place_is_that_of_an_event(article: Article, values: Values, label: str) -> None:
    assert "date" not in values(article("3 May 2016", label, "Fell Hall"))


def test_a_place_on_the_line_of_its_label_is_that_of_the_writer(article: Article, values: Values) -> None:
    assert values(article("3 May 2016", "Location: Tarn"))["date"] == "2016-05-03"


def test_several_days_on_one_line_are_no_list_of_teasers(article: Article, values: Values) -> None:
    line = "Received: 4 January 2016 / Accepted: 2 March 2016 / Published: 3 May 2016"
    features = [LineFeatures("h1"), LineFeatures("div", attributes="history"), *[LineFeatures("p")] * 4]
    assert values(article(line, head=Head(), features=features))["date"] == "2016-05-03"


def test_the_day_close_below_the_headline_of_a_story_is_none_of_the_teasers_below(
    values: Values, page_of: Article
) -> None:
    teasers = [line for day in range(4) for line in (f"{20 + day} April 2016", "A boat is for sale")]
    features = [
        LineFeatures("div", attributes="date" if "2016" in line else "") for line in ["3 May 2016", *teasers]
    ]
    for paragraphs, day in ((8, "2016-05-03"), (1, None)):
        story = (PROSE * 3)[:paragraphs]
        lines = ["Old ferry of Tarn finds a family to live on it", "3 May 2016", *story, *teasers]
        marked = [LineFeatures("h1"), features[0], *[LineFeatures("p")] * len(story), *features[1:]]
        assert values(page_of("\n".join(lines), head=Head(), features=marked)).get("date") == day


def test_a_day_in_an_aside_may_date_the_page(article: Article, values: Values) -> None:
    features = [LineFeatures("h1"), LineFeatures("p", landmark="aside"), *[LineFeatures("p")] * 4]
    marks = [Mark(1, "related-link", "structure/aside", 0.75)]
    page = article("Published on 3 May 2016", head=Head(), features=features, marks=marks)
    assert values(page)["date"] == "2016-05-03"


def test_a_notice_of_copyright_may_tell_the_last_change(article: Article, values: Values) -> None:
    found = values(article("© Copyright 2015, Tarn Boats. Last updated on May 3, 2016."))
    assert (found.get("date"), found.get("date_modified")) == (None, "2016-05-03")


def test_a_recital_of_a_decree_does_not_date_it(article: Article, values: Values) -> None:
    assert "date" not in values(article("Vu le rapport du 3 mai 2016 sur la qualité des eaux ;"))


def test_the_day_of_a_citation_dates_the_page(page_of: Article, values: Values) -> None:
    assert values(page_of("x", head=Head(meta=(("citation_date", "2016/05/03"),))))["date"] == "2016-05-03"


@pytest.mark.parametrize(
    "line",
    [
        "Datum: Freitag, 3. Mai 2016, 19.30 bis 21.45 Uhr",
        "Date: 3 May 2016, 7.30 pm to 9 pm",
        "Datum: 3. Mai 2016, 10:00-11:30 Uhr",
    ],
)
def test_a_day_with_hours_is_that_of_an_event_whatever_its_label(
    article: Article, values: Values, line: str
) -> None:
    assert "date" not in values(article(line))
    assert values(article(line.partition(" 2016")[0] + " 2016"))["date"] == "2016-05-03"


@pytest.mark.parametrize(
    "line",
    [
        "This entry was posted on Tuesday, May 3, 2016 at 9:12 pm by Ann Oak and is filed under Boats, Nets, Storms.",
        "Dieser Eintrag wurde am 3. Mai 2016 um 10:05 von Ann Eiche veröffentlicht und ist unter Boote abgelegt.",
        "Ce billet a été posté le 3 mai 2016 à 10:05 par Anne Chêne et est classé dans Bateaux, Filets.",
        "Esta entrada fue publicada el 3 de mayo de 2016 por Ana Roble en Barcos y redes.",
        "Esta entrada foi publicada em Barcos e redes a 3 de maio de 2016 por Ana Carvalho.",
    ],
)
def test_a_sentence_about_its_own_text_dates_the_page(page_of: Article, values: Values, line: str) -> None:
    story = "The old ferry was sold on Monday to a museum that had waited for it for nine years."
    assert values(page_of("\n".join(["Old ferry sold", *[story] * 3, line])))["date"] == "2016-05-03"


@pytest.mark.parametrize(
    "line",
    [
        "This story originally appeared in the Tarn News on May 3, 2016",
        "First published on May 3, 2016 in the Tarn News",
        "Ursprünglich erschienen im Tarnblatt, 3. Mai 2016",
        "A version of this story appears in print on May 3, 2016, on page 4",
        "This story first appeared in May 2016",
    ],
)
def test_a_first_publication_elsewhere_does_not_date_the_page(
    article: Article, values: Values, line: str
) -> None:
    assert "date" not in values(article(line))
