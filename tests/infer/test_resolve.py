from __future__ import annotations

import pytest

from corpusclean.document import Claim, Precision
from corpusclean.infer.competition import value_chances
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


def test_many_rivals_leave_each_a_small_chance() -> None:
    weights = {"x": 2.0}
    alone = value_chances([("a", {"x": 1.0})], weights)["a"][0]
    among = value_chances([(key, {"x": 1.0}) for key in "abcdefgh"], weights)["a"][0]
    assert alone > 0.8
    assert among < 0.2


def test_no_candidates_have_no_chances() -> None:
    assert value_chances([], {}) == {}
