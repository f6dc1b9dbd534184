"""Pages out of strings, without any segmenter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from corpusclean.document import Claim, Mark
from corpusclean.infer.resolve import infer
from corpusclean.mark.line_model import line_model_marks
from corpusclean.page import Head, LineFeatures, Page
from corpusclean.recipe import Recipe

PROSE = (
    "The old ferry was sold on Monday to a family that wants to live on it, said the harbour master of Tarn.",
    "Nobody in the village had believed that the boat would ever find a buyer after so many years on the mud.",
    "The family will paint the ferry in spring, and the council has promised a berth for at least ten years.",
)


def make_page(
    text: str,
    *,
    marks: Sequence[Mark] = (),
    head: Head | None = None,
    features: Sequence[LineFeatures] = (),
    url: str = "",
) -> Page:
    lines, start = [], 0
    for line in text.split("\n"):
        lines.append((start, start + len(line)))
        start += len(line) + 1
    if head is not None and not features:
        features = [LineFeatures("p")] * len(lines)
    return Page(text, lines, head=head, features=list(features), marks=list(marks), url=url)


def inferred(page: Page) -> dict[str, Claim]:
    """The winning claims of a page, whose lines the line model has read as it does when a document is cleaned."""
    line_model_marks([page], Recipe())
    return infer([page], Recipe())[0]


@pytest.fixture
def page_of() -> Callable[..., Page]:
    """`Page` from a string; further arguments are those of `make_page`."""
    return make_page


@pytest.fixture
def article() -> Callable[..., Page]:
    """A page with a headline, the given lines below it, and paragraphs."""

    def make(
        *lines: str, headline: str = "Old ferry of Tarn finds a family to live on it", **settings: Any
    ) -> Page:
        return make_page("\n".join([headline, *lines, "", *PROSE]), **settings)

    return make


@pytest.fixture
def values() -> Callable[[Page], dict[str, str]]:
    """The winning values of a page by field."""

    def read(page: Page) -> dict[str, str]:
        return {field: claim.value for field, claim in inferred(page).items()}

    return read


@pytest.fixture
def claims() -> Callable[[Page, str], list[Claim]]:
    """All claims of one field of a page."""

    def read(page: Page, field: str) -> list[Claim]:
        inferred(page)
        return [claim for claim in page.claims if claim.field == field]

    return read
