from __future__ import annotations

import pytest

from corpusclean.infer.recognition.machine_dates import read_moment


@pytest.mark.parametrize(
    ("text", "value", "precision"),
    [
        ("2018-01-18T23:30:00-05:00", "2018-01-18", "second"),
        ("2018-01-18T23:30Z", "2018-01-18", "minute"),
        ("2018-01-18 10:00", "2018-01-18", "minute"),
        ("2018-01-18", "2018-01-18", "day"),
        ("2018-1-8", "2018-01-08", "day"),
        ("20180118", "2018-01-18", "day"),
        ("2018/01/18", "2018-01-18", "day"),
        ("2018-01", "2018-01", "month"),
        ("2018", "2018", "year"),
        ("1516270000", "2018-01-18", "second"),
        ("1516270000000", "2018-01-18", "second"),
        ("Thu, 18 Jan 2018 10:00:00 GMT", "2018-01-18", "day"),
        ("January 18, 2018", "2018-01-18", "day"),
    ],
)
def test_machine_dates_keep_their_printed_day_and_precision(text: str, value: str, precision: str) -> None:
    assert read_moment(text) == (value, precision)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "0001-01-01",
        "1970-01-01",
        "9999-99-99",
        "2018-13-01",
        "2018-02-30",
        "03/04/2018",
        "2018x",
        "0000000000",
    ],
)
def test_what_is_no_date_gives_nothing(text: str) -> None:
    assert read_moment(text) == ("", None)
