from __future__ import annotations

from corpusclean.infer.ranking.conditional_logit import value_chances


def test_many_rivals_leave_each_a_small_chance() -> None:
    weights = {"x": 2.0}
    alone = value_chances([("a", {"x": 1.0})], weights)["a"][0]
    among = value_chances([(key, {"x": 1.0}) for key in "abcdefgh"], weights)["a"][0]
    assert alone > 0.8
    assert among < 0.2


def test_no_candidates_have_no_chances() -> None:
    assert value_chances([], {}) == {}
