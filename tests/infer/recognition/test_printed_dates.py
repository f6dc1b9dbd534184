from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpusclean.infer.recognition.printed_dates import find_dates, real_day
from corpusclean.languages import NumericOrder


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("18.01.2018 North Tarn", "2018-01-18"),
        ("on January 18th, 2018 at noon", "2018-01-18"),
        ("Jan. 8 2018", "2018-01-08"),
        ("8 January, 2018", "2018-01-08"),
        ("18-Jan-2018", "2018-01-18"),
        ("le 1er février 2018", "2018-02-01"),
        ("الثلاثاء ١٤ مارس ٢٠٢٣ - ٠٩:٣٠ ص", "2023-03-14"),
        ("۲۰۲۳/۰۳/۱۴", "2023-03-14"),
        ("18 de enero de 2018", "2018-01-18"),
        ("1 de maio, 2018", "2018-05-01"),
        ("den 3. april 2018", "2018-04-03"),
        ("3. 4. 2018", "2018-04-03"),
        ("2018-01-18T23:30:00Z", "2018-01-18"),
        ("2018/01/18", "2018-01-18"),
        ("2018. 04. 03.", "2018-04-03"),
        ("2018. március 18.", "2018-03-18"),
        ("2018年1月18日 21時37分", "2018-01-18"),
        ("2018년 4월 3일", "2018-04-03"),
        ("18 марта 2018 года", "2018-03-18"),
        ("Thu Jan 18 10:20:30 GMT 2018", "2018-01-18"),
        ("01.21.2020 07:00 AM", "2020-01-21"),
        ("26 | 01 | 2022", "2022-01-26"),
        ("14.11.24", "2024-11-14"),
    ],
)
def test_a_day_is_read_as_it_is_printed(text: str, value: str) -> None:
    found = find_dates(text)
    assert [printed.iso() for printed in found] == [value]
    assert found[0].precision == "day"


@pytest.mark.parametrize(
    ("text", "value", "precision"),
    [("March 2018", "2018-03", "month"), ("in maart 2018", "2018-03", "month")],
)
def test_a_month_is_never_padded_to_a_day(text: str, value: str, precision: str) -> None:
    found = find_dates(text)
    assert [(printed.iso(), printed.precision) for printed in found] == [(value, precision)]


@pytest.mark.parametrize(
    "text",
    [
        "99/99/9999",
        "31/02/2018",
        "30 February 2018",
        "00.00.0000",
        "18.01.0000",
        "2018",
        "room 2018",
        "$2018",
        "12.01.1889",
        "2018,500 tons",
        "2010 % more",
        "1.2.3",
        "January\n18, 2018\n",
        "2024\nSeptember 1",
        "doi.org/10.1000/tarn.2015.3.1",
        "Tarn,2018-01-18,4.2,31",
    ],
)
def test_what_is_no_possible_day_of_the_web_gives_none(text: str) -> None:
    assert not [printed for printed in find_dates(text) if printed.day]


@pytest.mark.parametrize(
    ("text", "order", "value"),
    [
        ("03/04/2018", "", ""),
        ("03/04/2018", "dmy", "2018-04-03"),
        ("03/04/2018", "mdy", "2018-03-04"),
        ("25/04/2018", "", "2018-04-25"),
        ("04/25/2018", "", "2018-04-25"),
        ("04/04/2018", "", "2018-04-04"),
        ("03.04.2018", "mdy", "2018-04-03"),
    ],
)
def test_two_numbers_are_told_apart_by_the_order_or_not_at_all(
    text: str, order: NumericOrder, value: str
) -> None:
    assert [printed.iso(order) for printed in find_dates(text)] == [value]


def test_a_month_may_touch_the_word_before_it() -> None:
    text = "Staff WriterMay 3, 2016"
    (found,) = find_dates(text)
    assert (text[found.start : found.end], found.iso()) == ("May 3, 2016", "2016-05-03")


def test_dates_side_by_side_stay_apart() -> None:
    text = "5 May 2018 - 7 May 2018, changed 2018-06-01"
    assert [text[printed.start : printed.end] for printed in find_dates(text)] == [
        "5 May 2018",
        "7 May 2018",
        "2018-06-01",
    ]


@given(st.text(alphabet="0123456789./- |,JanuaryMärz年月日\n", max_size=200))
def test_found_dates_are_real_disjoint_and_in_order(text: str) -> None:
    end = 0
    for printed in find_dates(text):
        assert end <= printed.start < printed.end <= len(text)
        assert "\n" not in text[printed.start : printed.end]
        assert real_day(printed.year, printed.month or 1, printed.day or 1)
        end = printed.end
