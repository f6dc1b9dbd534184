import numpy as np
import pytest

from corpusclean.infer import byline, headline, printed_lines, source
from corpusclean.infer.reading import Reading
from corpusclean.segment.text import segment_text
from corpusclean.training.metadata import FIELDS, Choice, fit_weights, out_of_fold

PAGE = """\
Ferry returns to the outer islands

By Ann Oak
March 3, 2021

The ferry to the outer islands ran again on Wednesday after a week of storms, and nobody was surprised.
The crew had waited in the harbour since Thursday, told The Harbour Herald, and so had all of the mail.

© 2021 The Harbour Herald
"""


def choices() -> list[Choice]:
    """Of two values the one with the second feature is right; "none" is right if no value has it."""
    none = [0.0, 0.0]
    held = Choice(
        np.array([[1.0, 1.0], [1.0, 0.0], none]), np.array([True, False, False]), ["a", "b"], "x", True
    )
    missing = Choice(np.array([[1.0, 0.0], none]), np.array([False, True]), ["b"], "y", False)
    return [
        Choice(c.features, c.right, c.values, f"{c.site}{i}", c.in_text)
        for i in range(20)
        for c in (held, missing)
    ]


def test_the_feature_of_the_right_values_gets_the_weight() -> None:
    both, right_only = fit_weights(choices())
    assert right_only > 1 > both


def test_out_of_fold_values_are_right_where_the_text_holds_one() -> None:
    assert {(right, held) for chance, right, held in out_of_fold(choices()) if chance > 0.5} == {(True, True)}


@pytest.mark.parametrize(
    ("field", "weights"),
    [
        ("headline", headline.WEIGHTS),
        ("date", printed_lines.WEIGHTS),
        ("byline", byline.WEIGHTS),
        ("source", source.WEIGHTS),
    ],
)
def test_the_weights_in_use_are_those_of_features_that_exist(field: str, weights: dict[str, float]) -> None:
    found = list(FIELDS[field].candidates(Reading(segment_text(PAGE))))
    assert found
    assert all(isinstance(value, str) for value, _ in found)
    assert {name for _, features in found for name in features} & set(weights)
