from __future__ import annotations

from corpusclean.document import Claim
from corpusclean.infer.ranking.claim_groups import claim_features, group_claims


def test_what_speaks_for_a_value_is_who_claims_it_and_how_it_stands_to_others() -> None:
    groups = group_claims(
        [
            Claim("authors", "Ann Example", "a", 0.8),
            Claim("authors", "Ann Example; Bo Sample", "b", 0.8),
            Claim("authors", "Harbour", "c", 0.8),
            Claim("source.name", "Harbour", "d", 0.8),
        ]
    )
    ann, both, house = (features for _, features in claim_features("authors", groups))
    assert (ann["a"], ann["part of another"], ann["holds another"]) == (1.0, 1.0, 0.0)
    assert (both["b"], both["part of another"], both["holds another"]) == (1.0, 0.0, 1.0)
    assert (house["is source.name"], house["one word"], ann["is source.name"]) == (1.0, 1.0, 0.0)


def test_a_day_that_is_declared_as_that_of_a_change_may_follow_the_publication() -> None:
    claims = [
        Claim("date", "2016-05-03", "a", 0.8, "day"),
        Claim("date", "2018-06-09", "b", 0.8, "day"),
        Claim("date_modified", "2018-06-09", "a", 0.8, "day"),
    ]
    early, late = (features for _, features in claim_features("date", group_claims(claims)))
    assert (early["changed since another"], late["changed since another"]) == (0.0, 1.0)
    (alone,) = (features for _, features in claim_features("date", group_claims(claims[1:])))
    assert alone["changed since another"] == 0.0
