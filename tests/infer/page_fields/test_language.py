from __future__ import annotations

from collections.abc import Callable

from corpusclean.document import Mark
from corpusclean.page import Head, Page

Values = Callable[[Page], dict[str, str]]


def test_the_text_wins_over_a_template_in_another_language(
    article: Callable[..., Page], values: Values
) -> None:
    assert values(article(head=Head(language="fr")))["language"] == "en"


def test_marked_lines_do_not_tell_the_language(page_of: Callable[..., Page], values: Values) -> None:
    german = (
        "Wir verwenden Cookies, damit diese Seite richtig läuft und damit wir wissen, was gelesen wird. " * 3
    )
    english = (
        "The old ferry was sold on Monday to a family that wants to live on it for at least ten years. " * 3
    )
    page = page_of(f"{german}\n{english}", marks=[Mark(0, "cookie-notice", "test")])
    assert values(page)["language"] == "en"
