from __future__ import annotations

import pytest

from corpusclean.mark.structure import structure_marks
from corpusclean.page import LineFeatures
from corpusclean.recipe import Recipe
from corpusclean.segment.html import segment_html
from corpusclean.segment.text import segment_text

STORY = "<p>The ferry will run all night during the regatta in July.</p>" * 3


def marked(markup: str) -> list[tuple[str, str, str]]:
    """The text, the reason and the maker of each mark."""
    page = segment_html(markup)
    (marks,) = structure_marks([page], Recipe())
    return [(page.line(mark.line), mark.reason, mark.by.removeprefix("structure/")) for mark in marks]


@pytest.mark.parametrize(
    ("markup", "mark"),
    [
        ("<nav><p>Home</p></nav>", ("Home", "navigation", "nav")),
        ("<footer><p>Imprint</p></footer>", ("Imprint", "site-chrome", "footer")),
        ("<aside><p>Most read</p></aside>", ("Most read", "related-link", "aside")),
        ("<figure><figcaption>Boats</figcaption></figure>", ("Boats", "caption", "figcaption")),
        ("<p hidden>Secret</p>", ("Secret", "other-boilerplate", "hidden")),
    ],
)
def test_hidden_lines_and_lines_in_landmarks_are_marked(markup: str, mark: tuple[str, str, str]) -> None:
    assert marked(STORY + markup) == [mark]


@pytest.mark.parametrize("tag", ["header", "form", "figure", "main"])
def test_other_elements_may_hold_the_story(tag: str) -> None:
    assert marked(f"{STORY}<{tag}><p>Boats</p></{tag}>") == []


@pytest.mark.parametrize("tag", ["aside", "nav", "footer", 'div style="display:none"'])
def test_a_place_that_holds_most_of_the_page_holds_the_story(tag: str) -> None:
    assert marked(f"<p>Boats</p><{tag}>{STORY}</{tag.split(maxsplit=1)[0]}>") == []


def test_what_stands_in_noscript_counts_as_shown() -> None:
    page = segment_text("The ferry runs.")
    page.features = [LineFeatures("p", landmark="noscript", hidden=True)]
    assert structure_marks([page], Recipe()) == [[]]


def test_text_documents_get_no_marks() -> None:
    assert structure_marks([segment_text("Home\nThe ferry runs.")], Recipe()) == [[]]
