"""Labelled texts as arrays for the training of the line model: features, targets and weights of all lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from corpusclean.mark.context_rules import context_rule_marks
from corpusclean.mark.duplicates import duplicate_marks
from corpusclean.mark.line_features import LineTable, read_lines
from corpusclean.mark.line_network import MAX_COUNTED_WORDS
from corpusclean.mark.line_words import BAGS, Grams
from corpusclean.mark.rules import rule_marks
from corpusclean.page import Page
from corpusclean.recipe import Recipe
from corpusclean.segment.text import segment_text
from corpusclean.training.line_data import LabelledText
from corpusclean.training.line_roles import RightValues, find_roles
from corpusclean.training.written_pages import is_written

if TYPE_CHECKING:
    from numpy.typing import NDArray

BATCH = 32

WEIGHT_OF_A_LINE = 6
"""Added to the number of words in the weight of a line, so that short lines count too."""

EVENNESS = 0.7
"""With 1 all texts have equal weight, with 0 all words. Quality is measured as a mean over texts, but long texts have
more to learn from."""

VOCABULARY_RENDERINGS = ("wet", "resmain", "justext")
"""Renderings whose words are counted for the vocabulary; the others have the same words."""


@dataclass(frozen=True, slots=True)
class LineCorpus:
    """All lines of all texts that are not blank, concatenated.

    Args:
        texts: the texts.
        start: (texts + 1,) the lines of texts[i] are start[i] to start[i + 1].
        index: (lines,) index of each line in its text.
        features: (lines, f) float16, which represents multiples of 2^-8 below 4 exactly.
        words: (lines,) number of words.
        target: (lines,) share of each line that is main content, 0..1.
        weight: (lines,) weight in the loss.
        role_targets: (lines, roles) whether each line has the right value of a role (see `Page.roles`).
        hashes: for each bag (m,) uint32, the hashes of all lines, concatenated.
        hash_start: for each bag (lines + 1,), where those of each line begin.
    """

    texts: tuple[LabelledText, ...]
    start: NDArray[Any]
    index: NDArray[Any]
    features: NDArray[Any]
    words: NDArray[Any]
    target: NDArray[Any]
    weight: NDArray[Any]
    role_targets: NDArray[Any]
    hashes: tuple[NDArray[Any], ...]
    hash_start: tuple[NDArray[Any], ...]

    def lines_of(self, text: int) -> slice:
        """Return the range of the lines of one text."""
        return slice(int(self.start[text]), int(self.start[text + 1]))

    def table(self, texts: Sequence[int]) -> LineTable:
        """Return the features of some texts in the form that `read_lines` gives."""
        import numpy as np

        lines = np.concatenate([np.arange(self.start[text], self.start[text + 1]) for text in texts])
        size = [int(self.start[text + 1] - self.start[text]) for text in texts]
        bags = []
        for hashes, start in zip(self.hashes, self.hash_start, strict=True):
            own = [hashes[start[self.start[text]] : start[self.start[text + 1]]] for text in texts]
            bags.append(
                Grams(np.concatenate(own), np.repeat(np.arange(len(lines)), start[lines + 1] - start[lines]))
            )
        return LineTable(
            np.repeat(np.arange(len(texts)), size),
            self.index[lines],
            self.features[lines].astype(np.float64),
            tuple(bags),
            self.words[lines],
        )


def voted_pages(texts: Sequence[LabelledText]) -> list[Page]:
    """Make pages of texts, with the marks that are made before the line model when a document is cleaned."""
    recipe = Recipe()
    pages = [segment_text("\n".join(text.lines)) for text in texts]
    for vote in (rule_marks, context_rule_marks, duplicate_marks):
        for page, marks in zip(pages, vote(pages, recipe), strict=True):
            page.marks += marks
    return pages


def build_corpus(
    texts: Sequence[LabelledText], facts: Mapping[str, RightValues] = MappingProxyType({})
) -> LineCorpus:
    """Make the corpus of some texts.

    Args:
        texts: the texts, whose lines must not have line feeds.
        facts: right metadata of their pages, from `read_facts`.
    """
    import numpy as np

    tables, targets, weights, role_targets, counts = [], [], [], [], []
    for first in range(0, len(texts), BATCH):
        batch = texts[first : first + BATCH]
        table = read_lines(voted_pages(batch))
        ends = np.searchsorted(table.page, np.arange(len(batch) + 1))
        for number, text in enumerate(batch):
            index = table.index[ends[number] : ends[number + 1]].tolist()
            targets.append(_targets(text, index))
            weights.append(_weights(text, index, table.words[ends[number] : ends[number + 1]]))
            role_targets.append(find_roles(text, index, facts))
            counts.append(len(index))
        tables.append(
            (
                table.features.astype(np.float16),
                table.words,
                table.index,
                [(bag.hashes, np.bincount(bag.line, minlength=len(table.page))) for bag in table.bags],
            )
        )
    weight = np.concatenate(weights)
    return LineCorpus(
        tuple(texts),
        np.concatenate([[0], np.cumsum(counts)]),
        np.concatenate([index for _, _, index, _ in tables]),
        np.concatenate([features for features, *_ in tables]),
        np.concatenate([words for _, words, _, _ in tables]),
        np.concatenate(targets).astype(np.float32),
        (weight / weight[weight > 0].mean()).astype(np.float32),
        np.concatenate(role_targets),
        tuple(np.concatenate([bags[n][0] for *_, bags in tables]) for n in range(len(BAGS))),
        tuple(
            np.concatenate([[0], np.cumsum(np.concatenate([bags[n][1] for *_, bags in tables]))])
            for n in range(len(BAGS))
        ),
    )


def _targets(text: LabelledText, index: Sequence[int]) -> Any:
    import numpy as np

    sure = {"k": 1.0, "d": 0.0}
    return np.array([sure.get(text.labels[i], text.coverage[i]) for i in index], np.float64)


def _weights(text: LabelledText, index: Sequence[int], words: Any) -> Any:
    """Compute the weights of lines: 0 for headlines, which are not scored, and half for doubtful labels."""
    import numpy as np

    sure = {"k": 1.0, "d": 1.0, "a": 0.5}
    trust = [
        0.0
        if "t" in text.flags[i]
        else sure.get(text.labels[i], 0) * (0.5 if set("up") & set(text.flags[i]) else 1)
        for i in index
    ]
    weight = (np.minimum(words, MAX_COUNTED_WORDS) + WEIGHT_OF_A_LINE) * np.array(trust, np.float64)
    return weight / max(float(weight.sum()), 1.0) ** EVENNESS


def hold_words(corpus: LineCorpus) -> NDArray[Any]:
    """Return (texts,) whether the words of a text are counted for the vocabulary; not those of variants."""
    import numpy as np

    return np.array(
        [
            text.kind in ("raw", "half") and (text.rendering in VOCABULARY_RENDERINGS or is_written(text))
            for text in corpus.texts
        ]
    )


def find_vocabulary(corpus: LineCorpus, counted: NDArray[Any], min_sites: int, most: int) -> NDArray[Any]:
    """Find the hashes that occur on most sites.

    Args:
        corpus: the corpus.
        counted: (texts,) whether a text is counted.
        min_sites: minimal number of sites with a hash.
        most: maximal number of hashes.

    Returns:
        (v,) uint32, ascending.
    """
    import numpy as np

    sites = {site: number for number, site in enumerate(sorted({text.site for text in corpus.texts}))}
    site = np.array([sites[text.site] for text in corpus.texts], np.uint64)
    found = []
    for hashes, start in zip(corpus.hashes, corpus.hash_start, strict=True):
        per_text = np.diff(start[corpus.start])
        mask = np.repeat(counted, per_text)
        keys = (hashes[mask].astype(np.uint64) << np.uint64(32)) | np.repeat(site, per_text)[mask]
        found.append(np.unique(np.unique(keys) >> np.uint64(32), return_counts=True))
    values, counts = (np.concatenate(part) for part in zip(*found, strict=True))
    values, counts = values[counts >= min_sites], counts[counts >= min_sites]
    # One hash in a hundred thousand occurs in two bags, which then share an entry.
    return np.unique(values[np.lexsort((values, -counts))[:most]]).astype(np.uint32)
