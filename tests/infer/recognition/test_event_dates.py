from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpusclean.infer.recognition.event_dates import is_event_day
from corpusclean.page import Page


@pytest.mark.parametrize(
    "before",
    [
        "3–",
        "3 - ",
        "3. bis ",
        "Boats, 3–",
        "3 May – ",
        "May 3 – ",
        "3. Mai bis Freitag, ",
        "03.05. – ",
        "1931 – ",
        "3 May 2016 to ",
    ],
)
def test_the_last_day_of_a_span_is_that_of_an_event(before: str) -> None:
    assert is_event_day(before, 5, "")


@pytest.mark.parametrize(
    "before",
    [
        "Minutes of the council, ",
        "held in the Scout Hut on Thursday ",
        "Protokoll der Jahreshauptversammlung vom ",
        "Gemeinderatssitzung am ",
        "Acta de la sesión del ",
        "Compte rendu de la réunion du ",
    ],
)
def test_the_day_of_a_meeting_is_that_of_an_event(before: str) -> None:
    assert is_event_day(before, 5, "")
    assert not is_event_day(f"{before}published on ", 5, "")


@pytest.mark.parametrize(
    "after", [" – 5 May 2016", " bis Freitag, 5. Mai 2016", "至2016年5月5日", "-2016-05-05"]
)
def test_the_first_day_of_a_span_is_that_of_an_event(after: str) -> None:
    assert is_event_day("", 3, after)


@pytest.mark.parametrize(
    "after",
    [
        ", 7–9pm",
        ", 7-9pm",
        " | 19:30 – 22:00",
        " 19.30 bis 22.00 Uhr",
        ", 7.30pm, Fell Hall",
        " @ 7:30 pm – 9 pm",
        " um 19:30 – 22:00",
    ],
)
def test_a_day_with_hours_or_a_place_is_that_of_an_event(after: str) -> None:
    assert is_event_day("", 3, after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", ""),
        ("Boats – ", ""),
        ("10:03 – ", ""),
        ("Tarn 9 – ", ""),  # no span ends before it begins
        ("Report 2016 – ", ""),
        ("", " – 5 comments"),
        ("", " @ 7:30 pm"),
        ("", " 10:30-05:00"),
        ("", ", 7.30pm, GMT"),
        ("", ", 7.30pm, by Fell Oak"),
        ("", ", 7.30pm, Ann Example"),
        ("", ", 7.30pm, updated 5 May 2016"),
    ],
)
def test_a_day_without_the_words_of_an_event_is_that_of_none(before: str, after: str) -> None:
    assert not is_event_day(before, 5, after)


@pytest.mark.parametrize("line", ["Friday 3 May 2030, 7.30pm, Fell Hall", "Nächste Sitzung: 3. Mai 2016"])
def test_the_place_of_an_event_is_no_author(
    article: Callable[..., Page], values: Callable[[Page], dict[str, str]], line: str
) -> None:
    assert "authors" not in values(article(line))


@given(
    st.text("0123456789 .:–-,MayBbisto\n年月"), st.integers(0, 31), st.text("0123456789 .:–-,pm|Fell\n年月")
)
def test_any_text_is_read(before: str, day: int, after: str) -> None:
    assert isinstance(is_event_day(before, day, after), bool)
