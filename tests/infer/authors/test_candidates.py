from __future__ import annotations

from collections.abc import Callable

from corpusclean.document import Mark
from corpusclean.page import Head, LineFeatures, Page
from corpusclean.segment.html import segment_html
from tests.infer.conftest import PROSE

Values = Callable[[Page], dict[str, str]]
Article = Callable[..., Page]


def test_a_party_named_with_its_role_is_no_author(article: Article, values: Values) -> None:
    assert "authors" not in values(article("Anna Muster, Klägerin,", headline="IM NAMEN DES VOLKES"))


def test_who_organises_an_event_is_no_author(article: Article, values: Values) -> None:
    assert "authors" not in values(article("Organiser", "Ann Example"))


def test_who_comments_is_no_author_and_does_not_date_the_page(values: Values) -> None:
    signature = 'Ann Example <time datetime="2016-05-03">3 May 2016</time>'
    page = f'<h1>Ferry sold</h1><p>{"</p><p>".join(PROSE)}</p><div class="{{}}">{signature}</div>'
    assert values(segment_html(page.format("comment-author"))).keys().isdisjoint({"authors", "date"})
    assert values(segment_html(page.format("author")))["authors"] == "Ann Example"


def test_who_reviews_a_product_is_no_author_as_who_reviews_a_film_is(
    article: Article, values: Values
) -> None:
    review = LineFeatures("p", time=("2016-05-03",), attributes="review__author")
    features = [LineFeatures("h1"), review, *[LineFeatures("p")] * 4]
    product = Head(json_ld=('{"@type": "Product", "name": "Oak bucket"}',))
    for head, author in ((product, None), (Head(), "Ann Example")):
        found = values(article("Ann Example – 3 May 2016", head=head, features=features))
        assert found.get("authors") == author


def test_the_people_beside_the_days_of_teasers_are_no_authors(values: Values) -> None:
    teasers = "".join(
        f'<article><h2>{title}</h2><div class="meta">{day} May 2016 by {name}</div><p>{prose}</p></article>'
        for title, day, name, prose in zip(
            ("Boats", "Tides", "Nets"),
            (3, 4, 5),
            ("Ann Example", "Bo Sample", "Ida Probe"),
            PROSE,
            strict=True,
        )
    )
    found = values(segment_html(f"<h1>Blog</h1>{teasers}"))
    assert found.keys().isdisjoint({"authors", "date"})


def test_an_agent_on_each_offer_of_a_list_is_no_author(values: Values) -> None:
    offers = "".join(
        f'<div class="card"><h2>{place}</h2><p>Three rooms and a berth.</p><div class="item-author">Ann Example</div></div>'
        for place in ("Mill Lane", "Quay Street", "Fell Road")
    )
    assert "authors" not in values(segment_html(f"<h1>Houses by the sea</h1>{offers}"))
    one = '<div class="card"><div class="item-author">Ann Example</div><p>{}</p></div>'
    page = segment_html(f"<h1>Old ferry of Tarn finds a family</h1>{one.format(PROSE[0])}")
    assert values(page)["authors"] == "Ann Example"


def test_who_praises_a_service_is_no_author(values: Values) -> None:
    praise = (
        '<div class="testimonial_text"><p>They came at once.</p><span class="author">Ann Example</span></div>'
    )
    assert "authors" not in values(segment_html(f"<h1>Blocked drains</h1><p>{PROSE[0]}</p>{praise}"))


def test_a_day_to_be_chosen_dates_nothing(values: Values) -> None:
    chosen = '<div class="{}"><time datetime="2016-05-03">3 May 2016</time></div>'
    page = f"<h1>What is on in Tarn</h1>{{}}<p>{PROSE[0]}</p>"
    assert "date" not in values(segment_html(page.format(chosen.format("events-datepicker"))))
    assert values(segment_html(page.format(chosen.format("events-date"))))["date"] == "2016-05-03"


def test_a_team_above_the_headline_is_an_entry_of_the_menu(article: Article, values: Values) -> None:
    headline = "Old ferry of Tarn finds a family to live on it"
    assert "authors" not in values(article(headline=f"Newsroom\nMay 3, 2016 08:00 ET\n{headline}"))
    assert values(article("News Desk", "3 May 2016"))["authors"] == "News Desk"


def test_a_line_that_ends_with_the_photographer_may_begin_with_the_author(
    article: Article, values: Values
) -> None:
    page = article("Words: Ann Example. Photos: Bo Sample.", marks=[Mark(1, "caption", "test", 0.9)])
    assert values(page)["authors"] == "Ann Example"


def test_a_row_of_results_is_no_byline(values: Values) -> None:
    rows = (
        ("Pos", "Name", "Club", "Time"),
        ("1", "Ann Example", "", "1:06:12"),
        ("2", "Bo Sample", "Tarn", "1:07:40"),
    )
    table = "".join(f"<tr><td>{'<td>'.join(row)}" for row in rows)
    found = values(segment_html(f"<h1>Results: Tarn Half Marathon</h1><table>{table}</table><p>{PROSE[0]}"))
    assert found.keys().isdisjoint({"authors", "byline"})
