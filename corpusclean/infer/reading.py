"""A page as the inferrers see it: its facts, its headline, and the weights for pages of its kind."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from corpusclean.infer.facts.page_facts import PageFacts
from corpusclean.infer.headline.search import find_headline
from corpusclean.models.metadata import load_metadata_model

if TYPE_CHECKING:
    from corpusclean.models.metadata import MetadataModel, Weights
    from corpusclean.page import Page


class Reading(PageFacts):
    """What all inferrers are given.

    Args:
        page: a page with repaired text; it is read, not changed.
        model: the weights of all rankings; by default those of the library.
    """

    def __init__(self, page: Page, model: MetadataModel | None = None) -> None:
        super().__init__(page)
        self._model = load_metadata_model() if model is None else model

    def weights(self, ranking: str) -> Weights:
        """Return the weights of a ranking for pages of this kind, HTML or text; empty if they have not been fitted.

        Args:
            ranking: name of a table in `models/metadata.toml`, without the kind of page.
        """
        return self._model.get(f"{'html' if self.page.is_html else 'text'}.{ranking}", {})

    @cached_property
    def headline(self) -> tuple[int, float]:
        """Position of the headline, and its probability; (-1, 0.0) if there is no candidate."""
        return find_headline(self, self.weights("headline"))
