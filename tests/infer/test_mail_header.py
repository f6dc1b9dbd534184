from __future__ import annotations

from collections.abc import Callable

import pytest

from corpusclean.page import Page
from tests.infer.conftest import PROSE

Values = Callable[[Page], dict[str, str]]
PageOf = Callable[..., Page]
HEADER = (
    "From: Ann Example <ann@harbour.example>",
    "Sent: Tuesday, May 3, 2016 9:14 AM",
    "To: Bo Sample; Carl Probe",
    "Subject: Ferry for sale",
)


def test_a_mail_has_the_subject_sender_and_date_of_its_header(page_of: PageOf, values: Values) -> None:
    found = values(page_of("\n".join((*HEADER, "", *PROSE))))
    assert (found["title"], found["authors"], found["date"]) == (
        "Ferry for sale",
        "Ann Example",
        "2016-05-03",
    )


def test_a_sender_without_a_name_may_be_named_in_a_later_field(page_of: PageOf, values: Values) -> None:
    header = (
        "Message-ID: <1.evans@tarn>",
        "From: ann.e@harbour.example",
        *HEADER[1:],
        "X-From: Example, Ann",
    )
    assert values(page_of("\n".join((*header, "", *PROSE))))["authors"] == "Ann Example"


@pytest.mark.parametrize("header", [HEADER[1:], HEADER[:1] + HEADER[3:], ("Ferry for sale", *HEADER)])
def test_what_is_not_a_whole_header_at_the_beginning_is_none(
    page_of: PageOf, values: Values, header: tuple[str, ...]
) -> None:
    assert values(page_of("\n".join((*header, "", *PROSE)))).get("authors") != "Carl Probe"


def test_recipients_are_no_authors(page_of: PageOf, values: Values) -> None:
    assert "authors" not in values(
        page_of("\n".join(("To: Bo Sample; Carl Probe", "3 May 2016", "", *PROSE)))
    )
