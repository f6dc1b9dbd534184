"""The fixed phrases of all inferrers, and which of them a text holds."""

from __future__ import annotations

import pytest

from corpusclean.infer.recognition.phrases import (
    COPYRIGHT_SIGNS,
    find_phrases,
    notice_phrases,
    source_phrases,
)


@pytest.mark.parametrize(
    ("folded", "held"),
    [
        ("news\nabout tarn news", True),
        ("about tarn news", True),
        ("all about tarn news", False),
        ("news\nabouts", True),
    ],
)
def test_a_phrase_of_whole_lines_is_held_where_a_line_begins_with_it(folded: str, *, held: bool) -> None:
    (phrase,) = (phrase for phrase in source_phrases() if phrase.trigger == "about")
    assert (phrase.literal in find_phrases(folded)) == held


def test_every_part_by_which_a_notice_is_sought_is_found_in_its_phrases() -> None:
    for part, phrases in notice_phrases().items():
        for _, phrase in phrases:
            assert part in find_phrases(" and ".join(phrase))


def test_quotes_of_a_typesetter_are_those_of_a_typewriter() -> None:
    part = next(part for part in notice_phrases() if "'" in part)
    assert part in find_phrases(part.replace("'", "’").replace(" ", "\u00a0"))


def test_signs_of_rights_are_found_among_words() -> None:
    assert find_phrases("© 2016 tarn news, copyright") & set(COPYRIGHT_SIGNS) == {"©", "copyright"}


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Subscribe to La Voix de l'Estuaire for more.", "La Voix de l'Estuaire"),
        ("Subscribe to Gazzetta dell’Isola today.", "Gazzetta dell’Isola"),
        ("Subscribe to El Faro de la Costa", "El Faro de la Costa"),
        ("Subscribe to tarn.news on any day.", "tarn.news"),
        ("Subscribe to The Northern Courier.Write to us", "The Northern Courier"),
        ("Subscribe to Άνεμος Νέα", "Άνεμος Νέα"),
    ],
)
def test_a_name_has_its_small_words_and_ends_with_its_sentence(line: str, name: str) -> None:
    phrase = next(phrase for phrase in source_phrases() if phrase.trigger == "subscribe to")
    match = phrase.find(line)
    assert match is not None
    assert match["source"] == name
