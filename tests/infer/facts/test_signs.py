"""The signs by which bylines and date lines are found."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from corpusclean.infer.facts.signs import Signs
from corpusclean.infer.facts.visible_text import VisibleText
from corpusclean.page import Page

PageOf = Callable[..., Page]


def test_dates_have_their_ranges_in_the_page(page_of: PageOf) -> None:
    page = page_of("Boats\n\n • Sold on 3 May 2016, mended on 4 May 2016")
    (found,) = Signs(VisibleText(page)).dates.values()
    assert [page.text[date.start : date.end] for date in found] == ["3 May 2016", "4 May 2016"]


def test_a_byline_cue_is_known_by_its_length(page_of: PageOf) -> None:
    assert Signs(VisibleText(page_of("Boats\nBy Ann Oak\nText: Bo Elm"))).byline_cues == {1: 3, 2: 6}


def test_a_byline_cue_may_be_behind_a_sign_that_parts_it_from_the_date(page_of: PageOf) -> None:
    assert Signs(VisibleText(page_of("3 May 2016\n/ By Ann Oak\n| Boats"))).byline_cues == {1: 5}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("By Ann Oak", True),
        ("Ann Oak", True),
        ("3 May 2016", True),
        ("Photo: Ann Oak", False),
        ("Old ferry sold", False),
        (
            "The ferry was sold on 3 May 2016 to a family that wants to live on it, said the harbour master.",
            False,
        ),
    ],
)
def test_a_signature_is_short_and_has_a_date_a_cue_or_a_name(
    page_of: PageOf, line: str, *, expected: bool
) -> None:
    signs = Signs(VisibleText(page_of(line)))
    assert signs.is_signature(0) is expected
    assert not signs.is_signature(-1)
    assert not signs.is_signature(1)
