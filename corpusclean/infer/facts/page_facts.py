"""All facts of one page, for the inferrers and their evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpusclean.document import Claim
from corpusclean.infer.facts.claims import MAX_QUOTE
from corpusclean.infer.facts.declared import Declared
from corpusclean.infer.facts.signs import Signs
from corpusclean.infer.facts.visible_text import VisibleText
from corpusclean.spelling import plain

if TYPE_CHECKING:
    from corpusclean.page import Page


class PageFacts:
    """What a page says, computed once.

    Args:
        page: a page with repaired text; it is read, not changed.

    Attributes:
        page: the page.
        visible: its lines, and what they say together.
        declared: what its head and its URL declare.
        signs: the dates and byline cues on its lines.
    """

    def __init__(self, page: Page) -> None:
        self.page = page
        self.visible = VisibleText(page)
        self.declared = Declared(page)
        self.signs = Signs(self.visible)

    def line_claim(
        self, field: str, value: str, method: str, confidence: float, span: tuple[int, int]
    ) -> Claim:
        """Make a claim from a span of the visible text; the precision of dates is the day.

        Args:
            field: field of the claim.
            value: its value; control characters are removed.
            method: its method.
            confidence: its confidence, 0..1.
            span: half-open range of the evidence in the page's text.
        """
        start, end = span
        return Claim(
            field,
            plain(value),
            method,
            confidence,
            precision="day" if field.startswith("date") else None,
            quote=plain(self.page.text[start:end])[:MAX_QUOTE],
            start=start,
            end=end,
        )
