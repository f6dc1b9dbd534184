from __future__ import annotations

import logging
from datetime import UTC, datetime

import pytest

from corpusclean.document import Claim
from corpusclean.errors import RecipeError
from corpusclean.infer.resolve import infer
from corpusclean.recipe import Recipe
from corpusclean.segment.html import segment_html
from corpusclean.segment.text import segment_text

PAGE = """<title>Old ferry sold - Tarn Courier</title><meta property="og:site_name" content="Tarn Courier">
<meta name="author" content="Ann Oak"><meta property="article:published_time" content="2021-03-03T08:00:00Z">
<h1>Old ferry sold</h1><p>The old ferry was sold on Monday to a family that wants to live on it.</p>"""


def peers(recipe: Recipe, markup: str = PAGE) -> list[Claim]:
    page = segment_html(markup)
    infer([page], recipe)
    return [claim for claim in page.claims if claim.method in ("htmldate", "trafilatura")]


def test_peers_are_asked_only_where_a_recipe_says_so() -> None:
    assert peers(Recipe()) == []
    assert [claim.value for claim in peers(Recipe(claimants=("htmldate",)))] == ["2021-03-03"]


def test_trafilatura_claims_date_people_and_publisher() -> None:
    found = {claim.field: claim.value for claim in peers(Recipe(claimants=("trafilatura",)))}
    assert found == {"date": "2021-03-03", "authors": "Ann Oak", "source.name": "Tarn Courier"}


def test_no_claim_of_a_peer_wins_alone() -> None:
    found = peers(Recipe(claimants=("htmldate", "trafilatura")))
    assert all(claim.confidence < Recipe().min_confidence for claim in found)


def test_a_day_after_the_page_was_fetched_is_not_found() -> None:
    page = segment_html('<meta name="date" content="2031-05-17"><p>Old ferry sold.</p>')
    page.fetched_at = datetime(2021, 3, 3, tzinfo=UTC)
    infer([page], Recipe(claimants=("htmldate",)))
    assert [claim for claim in page.claims if claim.method == "htmldate"] == []


def test_plain_text_is_none_of_theirs() -> None:
    page = segment_text("Old ferry sold\n\nPublished on 3 March 2021\n\nThe ferry was sold.")
    infer([page], Recipe(claimants=("htmldate", "trafilatura")))
    assert {claim.method for claim in page.claims}.isdisjoint({"htmldate", "trafilatura"})


def test_a_page_that_a_peer_breaks_on_is_read_without_it() -> None:
    assert peers(Recipe(claimants=("htmldate", "trafilatura")), "<" * 10 + "p>x") == []


def test_loggers_of_peers_say_nothing_of_a_page_and_are_left_as_they_were(
    caplog: pytest.LogCaptureFixture,
) -> None:
    before = [logging.getLogger(name).level for name in ("htmldate", "trafilatura")]
    with caplog.at_level(logging.DEBUG):
        peers(Recipe(claimants=("htmldate", "trafilatura"), extractor="trafilatura"))
    assert caplog.records == []
    assert [logging.getLogger(name).level for name in ("htmldate", "trafilatura")] == before


def test_an_unknown_claimant_is_refused() -> None:
    with pytest.raises(RecipeError, match="claimants"):
        Recipe(claimants=("goose",))
