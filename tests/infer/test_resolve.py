from __future__ import annotations

import pytest

from corpusclean.document import Claim, Precision
from corpusclean.infer.resolve import resolve_claims


def title(value: str, confidence: float, method: str = "a") -> Claim:
    return Claim("title", value, method, confidence)


def test_the_most_confident_claim_wins() -> None:
    assert resolve_claims([title("Ferry", 0.6), title("Boat", 0.9)], 0.5)["title"].value == "Boat"


def test_claims_that_agree_support_each_other() -> None:
    claims = [title("Ferry sold", 0.75), title("FERRY SOLD!", 0.75, "b"), title("Boat", 0.8, "c")]
    assert resolve_claims(claims, 0.5)["title"].value == "Ferry sold"


def test_one_method_does_not_support_itself() -> None:
    claims = [title("Ferry", 0.7), title("Ferry", 0.7), title("Boat", 0.75, "b")]
    assert resolve_claims(claims, 0.5)["title"].value == "Boat"


def test_a_tie_of_different_values_is_not_decided() -> None:
    assert resolve_claims([title("Ferry", 0.8), title("Boat", 0.8, "b")], 0.5) == {}


def test_weak_claims_never_win_alone_but_may_together() -> None:
    assert resolve_claims([title("Ferry", 0.45)], 0.5) == {}
    assert resolve_claims([title("Ferry", 0.45), title("Ferry", 0.45, "b")], 0.5) != {}
    assert resolve_claims([title("Ferry", 0.6)], 0.7) == {}


@pytest.mark.parametrize("precision", ["year", "month", None])
def test_a_date_without_a_day_never_wins(precision: Precision | None) -> None:
    assert resolve_claims([Claim("date", "2016-05", "a", 1.0, precision)], 0.5) == {}


def test_names_agree_in_any_order_and_spelling() -> None:
    claims = [
        Claim("authors", "José Muestra; Ann Example", "a", 0.75),
        Claim("authors", "Ann Example; Jose Muestra", "b", 0.75),
        Claim("authors", "Bo Sample", "c", 0.8),
    ]
    assert resolve_claims(claims, 0.5)["authors"].value == "José Muestra; Ann Example"


def test_a_winner_stands_among_the_claims_with_the_confidence_of_its_value() -> None:
    claims = [title("Ferry sold", 0.75), title("Ferry sold", 0.75, "b"), title("Boat", 0.6, "c")]
    winner = resolve_claims(claims, 0.5)["title"]
    assert winner in claims
    assert winner.confidence > 0.75
    assert [claim.confidence for claim in claims[1:]] == [0.75, 0.6]


def test_fitted_weights_decide_whom_to_believe() -> None:
    claims = [title("Ferry", 0.6, "careful"), title("Boat", 0.9, "careless")]
    weights = {"title": {"careful": 3.0, "careless": -3.0}}
    winner = resolve_claims(claims, 0.5, weights)["title"]
    assert (winner.value, round(winner.confidence, 2)) == ("Ferry", 0.95)


def test_a_field_may_need_more_than_the_recipe_asks_for() -> None:
    assert resolve_claims([title("Ferry", 0.6)], 0.5, least={"title": 0.7}) == {}
    assert resolve_claims([title("Ferry", 0.6)], 0.5, least={"date": 0.7}) != {}


def test_a_publisher_that_a_sentence_names_needs_no_more_than_the_recipe_asks_for() -> None:
    likely = Claim("source.name", "Harbour News", "text", 0.7)
    told = Claim("source.name", "Harbour News", "text-phrase:has learned", 0.7)
    assert resolve_claims([likely], 0.5, least={"source.name": 0.9}) == {}
    assert resolve_claims([told], 0.5, least={"source.name": 0.9})["source.name"].confidence == 0.7
