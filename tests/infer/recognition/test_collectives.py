"""Houses, teams and accounts in bylines."""

from __future__ import annotations

import pytest

from corpusclean.infer.recognition.collectives import collective_author, collective_kind


@pytest.mark.parametrize(
    ("text", "author"),
    [
        ("Harbour News | 3 min read", "Harbour News"),
        ("the Tarn Boats Team 2–3 minutes", "the Tarn Boats Team"),
        ("Boatyard on Tuesday,", "Boatyard"),
        ("3b Boats", "3b Boats"),
        ("News Desk", "News Desk"),
        ("FOX 77 Staff", "FOX 77 Staff"),
        ("WXYZ 8 News on Monday", "WXYZ 8 News"),
        ("Boatyard 8 comments", "Boatyard"),
        ("Harbour News with Agencies", "Harbour News"),
        ("staff reporters and wires", "staff reporters"),
        ("admin", ""),
        ("Staff Writer", ""),
        ("March", ""),
        ("ann@example.org", ""),
        ("https://example.org", ""),
        ("7", ""),
        ("", ""),
        ("Boats " * 40, ""),
    ],
)
def test_an_author_who_is_no_person_is_named_as_printed(text: str, author: str) -> None:
    assert collective_author(text) == author


def test_a_field_of_names_is_read_to_its_end() -> None:
    assert collective_author("Staff and boat reporters", whole=True) == "Staff and boat reporters"


def test_the_name_of_the_site_is_a_house_and_another_single_word_an_account() -> None:
    assert collective_kind("tarnboats", frozenset({"tarnboats"})) == "organization"
    assert collective_kind("tarnboats", frozenset()) == "account"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("University of Tarn", "University of Tarn"),
        ("Institute of the Fells on Monday", "Institute of the Fells"),
        ("University of", "University"),
        ("'Item ' + (i + 1)", ""),
    ],
)
def test_the_name_of_an_institution_is_read_to_its_end(text: str, name: str) -> None:
    assert collective_author(text) == name
