"""What the line model says of lines counts for the candidates that stand on them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpusclean.infer.ranking.line_roles import chance_features, named_chance, role_chance, telling_lines
from corpusclean.infer.reading import Reading
from corpusclean.page import Page
from corpusclean.segment.text import segment_text


@pytest.fixture
def page() -> Page:
    page = segment_text("Harbour News\n\nFerry returns\n\nThe ferry of HARBOUR NEWS ran again.\n")
    page.roles = {"title": {2: 0.9, 0: 0.1}, "source": {0: 0.5, 4: 0.25, 2: 0.25}}
    return page


def test_what_the_model_does_not_name_has_no_chance(page: Page) -> None:
    reading = Reading(page)
    assert [role_chance(reading, "title", position) for position in range(3)] == [0.1, 0.9, 0.0]
    assert role_chance(reading, "date", 1) == 0.0


@given(st.floats(0.0001, 1), st.floats(0.0001, 1))
def test_what_is_likelier_counts_no_less(one: float, other: float) -> None:
    low, high = (chance_features(chance) for chance in sorted((one, other)))
    assert all(0 <= low[name] <= high[name] <= 1 for name in high)


def test_a_name_has_the_chances_of_all_lines_that_hold_it(page: Page) -> None:
    telling = telling_lines(Reading(page), "source")
    assert telling[0] == ("harbour news", 0.5)
    assert named_chance("Harbour News", telling) == 0.75
    assert named_chance("Ferry", telling) == 0.5
    assert named_chance("Gazette", telling) == named_chance("Ferry", []) == 0.0


def test_only_lines_that_the_model_names_may_be_the_headline(page: Page) -> None:
    weights = {"text.headline": {"role chance": 9.0}}
    assert Reading(page, weights).headline[0] == 1
    page.roles = {"title": {0: 1.0}}
    assert Reading(page, weights).headline[0] == 0
    page.roles = {"title": {}}
    assert Reading(page, weights).headline == (-1, 0.0)
