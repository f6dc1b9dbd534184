"""Notes below a text that introduce its author."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from corpusclean.infer.authors.bios import claim_bio
from corpusclean.infer.reading import Reading
from corpusclean.page import Page

Article = Callable[..., Page]

STORY = (
    "The old ferry was sold on Monday to a family that wants to live on it, said the harbour master of Tarn.",
    "Nobody had bid for it in two years, and the council had begun to look for a breaker's yard in the south.",
    "It will be moored below the bridge, where the children can see the school from the wheelhouse each day.",
)


@pytest.mark.parametrize(
    ("note", "name"),
    [
        ("Anna Oakes is a reporter at The Northern Courier.", "Anna Oakes"),
        ("Anna Oakes is the chief harbour correspondent of The Northern Courier.", "Anna Oakes"),
        ("Anna Oakes covers the coast. Reach her at aoakes@courier.example.", "Anna Oakes"),
        ("Anna Oakes ist Redakteurin im Ressort Hafen.", "Anna Oakes"),
        ("Anna Oakes\nReporter for the coast, who lives on a boat with two cats.", "Anna Oakes"),
        ("Anna Oakes\nReporter", ""),
        ("Anna Oakes sells boats and reporters buy them.", ""),
        ("The Northern Courier is a member of the press council.", ""),
    ],
)
def test_a_note_below_the_text_introduces_its_author(article: Article, note: str, name: str) -> None:
    claims = list(claim_bio(Reading(article("", *STORY, note))))
    assert [claim.value for claim in claims] == [name][: len(name)]


def test_a_person_of_the_story_is_not_its_author(article: Article) -> None:
    told = (
        "Anna Oakes wrote about the ferry when it was new, and she still has the notes of its first crossing."
    )
    note = "Anna Oakes is a reporter at The Northern Courier."
    assert list(claim_bio(Reading(article("", *STORY, told, note)))) == []
