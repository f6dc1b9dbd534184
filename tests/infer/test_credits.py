from __future__ import annotations

import pytest

from corpusclean.infer.credits import is_photo_credit, read_credit


@pytest.mark.parametrize(
    ("text", "authors"),
    [
        ("A B and C D, Global News", ["A B", "C D"]),
        ("Ann Example, Bo Sample & Carl Probe", ["Ann Example", "Bo Sample", "Carl Probe"]),
        ("Sammy Davis, PhD, RD", ["Sammy Davis"]),
        ("Sammy Sample, M.D.", ["Sammy Sample"]),
        ("Jeff A. Sample CPP, PSP", ["Jeff A. Sample"]),
        ("Martin Luther King, Jr.", ["Martin Luther King, Jr."]),
        ("John Sample Jr.", ["John Sample Jr."]),
        ("Ann Sample III", ["Ann Sample III"]),
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
        ("Boats/Ferries", False),
    ],
)
def test_a_name_and_a_house_with_a_slash_are_a_picture_credit(line: str, *, expected: bool) -> None:
    assert is_photo_credit(line) is expected
