"""Notes below a text that repeat its title."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from corpusclean.infer.reading import Reading
from corpusclean.infer.title.notes import claim_noted_title
from corpusclean.page import Page

Article = Callable[..., Page]
TITLE = "Old ferry finds a family"


@pytest.mark.parametrize(
    "note",
    [
        f"The post {TITLE} appeared first on Harbour News.",
        f"This article originally appeared on The Northern Courier: {TITLE} | Opinion",
        f"Originally published as {TITLE}",
        f"14 thoughts on “{TITLE}”",
        f"Der Beitrag {TITLE} erschien zuerst auf Nordpost.",
        f"L'articolo {TITLE} proviene da PortoOggi.",
    ],
)
def test_a_note_repeats_the_title(article: Article, note: str) -> None:
    assert [claim.value for claim in claim_noted_title(Reading(article("", note)))] == [TITLE]


@pytest.mark.parametrize(
    "notes",
    [
        ("He wrote the post Old ferry sold appeared first on a wall.",),
        ("Originally published as part of a series on ferries",),
        (f"The post {TITLE} appeared first on Tarn.", "The post Bridge to be closed appeared first on Tarn."),
    ],
)
def test_other_words_and_lists_of_posts_tell_no_title(article: Article, notes: tuple[str, ...]) -> None:
    assert claim_noted_title(Reading(article("", *notes))) == []
