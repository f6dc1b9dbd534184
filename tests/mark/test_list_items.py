from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpusclean import clean
from corpusclean.mark.list_items import even_items, find_lists


def even(lines: list[tuple[str, int]], index: list[int] | None = None) -> list[int]:
    texts, keep = [text for text, _ in lines], np.array([value for _, value in lines])
    evened: list[int] = even_items(keep, list(find_lists(texts, index or range(len(lines))))).tolist()
    return evened


@pytest.mark.parametrize(
    "items",
    [
        ["- flour", "- salt"],
        ["• flour", "• salt"],
        ["1. Stir.", "2) Bake."],
        ["Heron\t1921", "Kestrel\t1954"],
        ["Beak: long", "Legs: red"],
    ],
)
def test_items_of_one_list_get_their_mean(items: list[str]) -> None:
    assert even([("Soup", 950), (items[0], 900), (items[1], 101), ("Contact", 20)]) == [950, 500, 500, 20]


@pytest.mark.parametrize(
    "others",
    [["- flour", "• salt"], ["flour", "salt"], ["-flour", "-salt"], ["2023 was wet", "2024 was dry"]],
)
def test_other_lines_stay_apart(others: list[str]) -> None:
    assert even([(others[0], 900), (others[1], 100)]) == [900, 100]


def test_a_list_goes_on_behind_a_blank_line_but_not_behind_two() -> None:
    items = [("- flour", 900), ("- salt", 100)]
    assert even(items, [4, 6]) == [500, 500]
    assert even(items, [4, 7]) == [900, 100]


@given(st.lists(st.tuples(st.sampled_from(["- a", "* a", "1. a", "a\tb", "a"]), st.integers(0, 1000))))
def test_probabilities_stay_between_those_of_the_lines(lines: list[tuple[str, int]]) -> None:
    evened = even(lines) if lines else []
    assert len(evened) == len(lines)
    for (text, value), mean in zip(lines, evened, strict=True):
        assert mean == value if text == "a" else min(v for _, v in lines) <= mean <= max(v for _, v in lines)


def test_the_last_item_above_an_address_stays_with_its_list() -> None:
    items = ["- les tontes de gazon", "- les feuilles mortes", "- les petites branches", "- les fleurs"]
    text = "Collecte des déchets verts\n\nCe qui est accepté\n{}\n\nContact\nService environnement\nTél. 04 55 01 02 03\n"
    kept = clean(text.format("\n".join(items))).text
    assert [item for item in items if item not in kept] == []
