from __future__ import annotations

from corpusclean.document import LineFeatures
from corpusclean.mark.structure import structure_marks
from corpusclean.recipe import Recipe
from corpusclean.segment.html import segment_html
from corpusclean.segment.text import segment_text


def test_lines_in_landmarks_and_hidden_lines_are_marked() -> None:
    page = segment_html(
        "<nav><p>Home</p></nav><main><p>The ferry runs.</p><p hidden>Secret</p>"
        "<figure><figcaption>The ferry</figcaption></figure></main><footer><p>Imprint</p></footer>"
    )
    (marks,) = structure_marks([page], Recipe())
    assert [(page.line(mark.line), mark.reason, mark.by) for mark in marks] == [
        ("Home", "navigation", "structure/nav"),
        ("Secret", "other-boilerplate", "structure/hidden"),
        ("The ferry", "caption", "structure/figcaption"),
        ("Imprint", "site-chrome", "structure/footer"),
    ]


def test_what_stands_in_noscript_counts_as_shown() -> None:
    page = segment_text("The ferry runs.")
    page.features = [LineFeatures("p", landmark="noscript", hidden=True)]
    assert structure_marks([page], Recipe()) == [[]]


def test_text_documents_get_no_marks() -> None:
    assert structure_marks([segment_text("Home\nThe ferry runs.")], Recipe()) == [[]]
