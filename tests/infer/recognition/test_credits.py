from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from corpusclean.infer.recognition.credits import is_photo_credit, read_credit
from corpusclean.infer.recognition.people import Trust


@pytest.mark.parametrize(
    ("text", "authors"),
    [
        ("A B and C D, Global News", ["A B", "C D"]),
        ("Ann Example, Bo Sample & Carl Probe", ["Ann Example", "Bo Sample", "Carl Probe"]),
        ("Ann Example, Tarn and Bo Sample, Fell", ["Ann Example", "Bo Sample"]),
        ("Ann Example, David and Bo Sample", ["Ann Example", "David", "Bo Sample"]),
        ("Hannah Example Court Reporter", ["Hannah Example"]),
        ("Margaret Court", ["Margaret Court"]),
        ("ANN EXAMPLE Courier staff reporter", ["Ann Example"]),
        ("Ann Example (words) and Bo Sample (pictures)", ["Ann Example"]),
        ("Jeanne Modèle (texte), Paul Exemple (photos)", ["Jeanne Modèle"]),
        ("Bo Sample (photos)", []),
        ("Sammy Davis, PhD, RD", ["Sammy Davis"]),
        ("Sammy Sample, M.D.", ["Sammy Sample"]),
        ("Jeff A. Sample CPP, PSP", ["Jeff A. Sample"]),
        ("Martin Luther King, Jr.", ["Martin Luther King, Jr."]),
        ("John Sample Jr.", ["John Sample Jr."]),
        ("Ann Sample III", ["Ann Sample III"]),
        ("Dr. Ann Example, MD, and the Rev. Bo Sample Jr.", ["Ann Example", "Bo Sample Jr."]),
        ("J. K. Rowling", ["J. K. Rowling"]),
        ("Dr. med. Anna Muster", ["Anna Muster"]),
        ("María José de la Cruz y Juan Pérez", ["María José de la Cruz", "Juan Pérez"]),
        ("José Ortega y Gasset", ["José Ortega y Gasset"]),
        ("Hans-Peter Müller und Eva Schmidt", ["Hans-Peter Müller", "Eva Schmidt"]),
        ("Jean-Luc d'Exemple et Marie Modèle", ["Jean-Luc d'Exemple", "Marie Modèle"]),
        ("Mette Prøve og Jens Eksempel", ["Mette Prøve", "Jens Eksempel"]),
        ("Anna Exempel och Erik Prov", ["Anna Exempel", "Erik Prov"]),
        ("Иван Образцов и Анна Примерова", ["Иван Образцов", "Анна Примерова"]),
        ("Jan van der Meer", ["Jan van der Meer"]),
        ("Müller, Hans", ["Hans Müller"]),
        ("van der Meer, Jan", ["Jan van der Meer"]),
        ("山田花子", ["山田花子"]),
        ("Ann Example for Harbour News", ["Ann Example"]),
        ("Ann Example Last Updated", ["Ann Example"]),
        ("Ann ExampleUpdated", ["Ann Example"]),
        ("Ann Example, Staff Writer", ["Ann Example"]),
        ("Ann Example Ann Example", ["Ann Example"]),
        ("Ann McExample", ["Ann McExample"]),
        ("AnnExample", []),
        ("Ann Example/Bo Sample", ["Ann Example", "Bo Sample"]),
        ("A. J. Sample    View in print", ["A. J. Sample"]),
        ("T. V. Sample at 2:33 PM", ["T. V. Sample"]),
        ("Ann Example And Bo Sample For The Northern Courier", ["Ann Example", "Bo Sample"]),
        ("Ann Example Pictures by Bo Sample", ["Ann Example"]),
        ("ANN EXAMPLE FOR HARBOURNEWS", ["Ann Example"]),
        ("ANNA MUSTER FÜR DEN KURIER", ["Anna Muster"]),
        ("Ann Example/Courier Writer", ["Ann Example"]),
        ("The Northern Courier Ann EXAMPLE", ["Ann Example"]),
        ("Ann Example Fell Times staff", ["Ann Example"]),
        ("Qwera Example in Tarn and Bo Sample in Fell", ["Qwera Example", "Bo Sample"]),
        ("Ann Example, ESPY Staff WriterMay 3", ["Ann Example"]),
        ("Anna Andersson, foto: Erik Ek", ["Anna Andersson"]),
        ("Harbour News", []),
        ("The Canadian Press", []),
        ("Staff Writer", []),
        ("Editorial Team", []),
        ("ann@example.org", []),
        ("@annexample", []),
        ("https://example.org/ann", []),
        ("admin", []),
        ("us", []),
    ],
)
def test_a_byline_gives_its_people_and_nobody_else(text: str, authors: list[str]) -> None:
    assert read_credit(text, "cued").authors == authors


@pytest.mark.parametrize(
    ("text", "authors"),
    [
        ("Ann Example in Tarn", ["Ann Example"]),
        ("Qwera Example for Harbour News", ["Qwera Example"]),
        ("Ann Example in Tarn on Monday", []),
        ("Ann Example in the rain", []),
        ("Anna Muster für den Tarner Boten", ["Anna Muster"]),
        ("Ann Example sold the ferry", []),
    ],
)
def test_beside_a_headline_a_place_or_house_may_follow_a_name(text: str, authors: list[str]) -> None:
    assert read_credit(text, "guess").authors == authors


@pytest.mark.parametrize(
    "line",
    [
        "121 - Ann Example (TR) def. Bo Sample (FL), 3-2",
        "Ann Example (Tarn) beat Bo Sample (Fell)",
        "Ann Example, Tarn Rowing, 3-2",
        "Ann Example 3-2 Bo Sample",
        "Ann Example 12', Bo Sample 55'",
        "Ann Example, 71, of Tarn",
        "Ann Example (1902–1977)",
        "Ann Example, 1902-1977",
    ],
)
def test_a_result_or_a_life_is_no_byline(line: str) -> None:
    credit = read_credit(line, "bare")
    assert not credit.authors or credit.unread > 1


@pytest.mark.parametrize(
    "line", ["Ann Example (Reuters)", "Ann Example (@annexample) 12 minutes ago", "Ann Example | 12"]
)
def test_what_stands_behind_a_byline_is_no_result(line: str) -> None:
    credit = read_credit(line, "bare")
    assert credit.authors == ["Ann Example"]
    assert credit.unread <= 1


@given(
    st.lists(
        st.sampled_from(
            [
                "Ann Example",
                "Bo Sample",
                "Tarn",
                "and",
                "und",
                "&",
                ",",
                " ",
                "|",
                "/",
                "¹",
                "*",
                "(photos)",
                "for",
            ]
        )
    ),
    st.sampled_from(["", " "]),
    st.sampled_from(["guess", "bare", "cued", "typed"]),
)
@example(["Ann Example", ",", "Tarn", "&"], " ", "cued")
def test_any_line_is_read(parts: list[str], space: str, trust: Trust) -> None:
    credit = read_credit(space.join(parts), trust)
    assert all(name.strip() == name != "" for name in credit.authors)


def test_the_house_behind_a_name_is_no_author() -> None:
    credit = read_credit("Ana Exemplo, Folha do Cais — Tarn", "cued")
    assert (credit.authors, credit.outlet) == (["Ana Exemplo"], "Folha do Cais")


def test_a_mail_address_behind_a_name_is_no_part_of_it() -> None:
    assert read_credit("Anna Oakes aoakes@courier.example", "bare").authors == ["Anna Oakes"]


def test_an_agency_says_what_it_is() -> None:
    credit = read_credit("Ann Example | Tarnwire News Agency", "cued")
    assert (credit.agency, credit.outlet) == ("Tarnwire News Agency", "")


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("Ann Example with files from Reuters", "Reuters"),
        ("Ann Example UPI", "UPI"),
        ("Reuters and AFP", "Reuters"),
        ("Ann Example PA", ""),
        ("Ann Example and Sid", ""),
        ("Ana Lusa", ""),
    ],
)
def test_a_byline_tells_the_first_agency(text: str, agency: str) -> None:
    assert read_credit(text, "cued").agency == agency


def test_a_byline_tells_the_house() -> None:
    assert read_credit("A B and C D, Global News", "cued").outlet == "Global News"
    assert (
        read_credit("John Sample, Special to The Northern Courier", "cued").outlet == "The Northern Courier"
    )
    assert read_credit("Jane Doe | The Canadian Press", "cued").agency == "The Canadian Press"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Ann Example/THE CANADIAN PRESS", True),
        ("AP Photo/Ann Example", True),
        ("Lichtwerk/Anna Muster", True),
        ("Foto: Erik Ek", True),
        ("Ann Example", False),
        ("Ann Example / 3 May 2016", False),
        ("Ann Example/Courier Writer", False),
        ("Ann Example/Staff Photographer", True),
        ("Boats/Ferries", False),
    ],
)
def test_a_name_and_a_house_with_a_slash_are_a_picture_credit(line: str, *, expected: bool) -> None:
    assert is_photo_credit(line) is expected


def test_a_town_behind_an_outlet_is_no_author() -> None:
    credit = read_credit("Ana Exemplo, Folha do Cais — Juiz de Fora", "cued")
    assert (credit.authors, credit.outlet) == (["Ana Exemplo"], "Folha do Cais")
    assert read_credit("Ann Oak, Harbour News — Mary Elm", "cued").authors == ["Ann Oak", "Mary Elm"]
