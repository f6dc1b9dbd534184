from __future__ import annotations

import pytest

from corpusclean.infer.recognition.people import Trust, is_agency, person_name


@pytest.mark.parametrize(
    ("text", "trust", "name"),
    [
        ("Ann Example", "bare", "Ann Example"),
        ("Qwera Example", "bare", ""),
        ("Qwera Example", "guess", "Qwera Example"),
        ("Sign Up", "bare", ""),
        ("Sign Up", "guess", ""),
        ("Read More", "guess", ""),
        ("Key Takeaways", "guess", ""),
        ("North Tarn", "guess", ""),
        ("Jordan Travel", "bare", ""),
        ("Ann's Boats", "bare", ""),
        ("EN FR", "guess", ""),
        ("Ann", "bare", ""),
        ("Ann", "cued", "Ann"),
        ("Benni", "typed", "Benni"),
        ("team", "typed", ""),
        ("Ann Example sold the ferry", "bare", ""),
        ("ANN EXAMPLE", "bare", "Ann Example"),
        ("Ville de Tarn", "bare", ""),
        ("Ville Example", "bare", "Ville Example"),
        ("Ayuntamiento de Albor", "cued", ""),
    ],
)
def test_the_less_says_that_it_is_a_name_the_more_it_must_show(text: str, trust: Trust, name: str) -> None:
    assert person_name(text, trust) == name


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("ANN VAN DER OAK", "Ann van der Oak"),
        ("MARIA DE LA PRUEBA", "Maria de la Prueba"),
        ("SIOBHÁN O'SAMPLE-MCPROBE", "Siobhán O'Sample-McProbe"),
        ("Gwenn LE MODÈL'H", "Gwenn Le Modèl'h"),
        ("AJ SAMPLE", "AJ Sample"),
        ("J. R. SAMPLE", "J. R. Sample"),
        ("BO SAMPLE JR.", "Bo Sample Jr."),
        ("ANN SAMPLE III", "Ann Sample III"),
        ("Ann Sample", "Ann Sample"),
    ],
)
def test_capitals_that_only_stress_a_name_are_none_of_it(printed: str, name: str) -> None:
    assert person_name(printed, "cued") == name


def test_agencies_are_known_with_and_without_their_article() -> None:
    assert is_agency("Reuters")
    assert is_agency("the Canadian Press")
    assert not is_agency("Harbour News")
