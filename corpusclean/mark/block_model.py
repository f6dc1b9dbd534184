"""Mark boilerplate lines of HTML pages with the block model.

As in `line_model`, a network gives each line the probability that it is content. A threshold is then chosen for each
page: a multiple of the one with the highest expected word F1.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from corpusclean.document import CutReason, Mark
from corpusclean.mark.block_features import read_blocks
from corpusclean.mark.block_network import PAGE_TYPES, BlockNetwork, load_block_network, score_blocks
from corpusclean.mark.exact_layers import THOUSAND, logistic_thousandths
from corpusclean.mark.line_model import MIN_SCORE, batches_of, best_threshold, likely_reasons, scores_around
from corpusclean.mark.single_thread import single_threaded
from corpusclean.page import Page
from corpusclean.recipe import Recipe

if TYPE_CHECKING:
    from numpy.typing import NDArray

NAME = "models/blocks"

DECIDED = 0.5
"""Lines with a mark of at least this score are cut anyway, and ignored when the threshold is chosen."""

MIN_LINES = 5
"""A page with fewer lines always keeps one: it is a fragment, of which the model knows little. Out of fold, five pages
of eight to sixteen lines keep nothing, and these are all empty shells."""

CAUTION = (0.6, 1.1)
"""Factors of the F1-optimal threshold, for a page that is certainly no article and for a certain article; between them
it rises with the square root of the probability of an article. On articles, a teaser kept is worse than a caption lost;
on other pages the model underestimates content. Chosen on out-of-fold scores: with .5 to .7 and 1.0 to 1.2, word F1
stays within .0006 of .9770 on the articles of Fundus, and of .8815 on the pages of WCXB."""

LEAST = 100
"""Minimal threshold, in thousandths: with 80 to 150, word F1 out of fold is .0001 to .0005 higher than without on the
pages of WCXB, and the same on the articles of Fundus."""

_REASONS: dict[str, CutReason] = {
    "nav": "navigation",
    "header": "site-chrome",
    "footer": "site-chrome",
    "figcaption": "caption",
}


def block_model_marks(pages: Sequence[Page], recipe: Recipe) -> list[list[Mark]]:
    """Mark boilerplate lines of HTML pages with the block model.

    Args:
        pages: any pages; plain text gets no marks. All parts of a page and its previous marks are used.
        recipe: the settings; `profile` sets the number of networks. Without `extractor = "blocks"`, no marks are made.

    Returns:
        For each page its marks; a score of .5 is the threshold with the best expected word F1 of the page.
    """
    if recipe.extractor != "blocks" or not any(page.is_html for page in pages):
        return [[] for _ in pages]
    network = load_block_network(1 if recipe.profile == "fast" else None)
    return mark_blocks([page if page.is_html else Page("", []) for page in pages], network)


def mark_blocks(pages: Sequence[Page], network: BlockNetwork) -> list[list[Mark]]:
    """Mark boilerplate lines of HTML pages with the given network; see `block_model_marks`."""
    return [marks for batch in batches_of(pages) for marks in _mark_batch(batch, network)]


def _mark_batch(pages: Sequence[Page], network: BlockNetwork) -> list[list[Mark]]:
    import numpy as np

    marks: list[list[Mark]] = [[] for _ in pages]
    if not any(page.lines for page in pages):
        return marks
    table = read_blocks(pages)
    with single_threaded():
        scores = score_blocks(table, network)
    bounds = np.searchsorted(table.lines.page, np.arange(len(pages) + 1)).tolist()
    kind = -1  # row in `scores.types`, which has no rows for pages without lines
    for number, page in enumerate(pages):
        own = slice(bounds[number], bounds[number + 1])
        if own.start == own.stop:
            continue
        kind += 1
        index = table.lines.index[own].tolist()
        cut = {mark.line for mark in page.marks if mark.score >= DECIDED}
        decided = np.array([line in cut for line in index])
        text = page.text
        lines = [text[start:end] for start, end in (page.lines[line] for line in index)]
        keep = whole_tables(scores.keep[own], lines)
        drop = block_drop_scores(keep, table.lines.words[own], scores.types[kind], decided)
        reasons = likely_reasons(scores.reasons[own], lines)
        features = page.features
        marks[number] = [
            Mark(line, _REASONS.get(features[line].landmark, reason), NAME, score)
            for line, score, reason in zip(index, drop, reasons, strict=True)
            if score >= MIN_SCORE
        ]
    return marks


def whole_tables(keep: NDArray[Any], lines: Sequence[str]) -> NDArray[Any]:
    r"""Give all rows of a table the highest probability among them, so that they are kept or cut together.

    Out of fold this changes word F1 by less than .0001, and keeps 476 tables of 1,479 pages from losing single rows.

    Args:
        keep: (n,) probability that each line is content.
        lines: the texts of the lines; neighbouring lines with tabs are the rows of a table.

    Returns:
        (n,) the new probabilities.

    >>> import numpy as np
    >>> whole_tables(np.array([900, 300, 700, 100]), ["Tides", "Time\tLevel", "03:12\t0.42 m", "About us"]).tolist()
    [900, 700, 700, 100]
    """
    import numpy as np

    edges = np.diff([0, *("\t" in line for line in lines), 0])
    whole = keep.copy()
    for first, end in zip(np.flatnonzero(edges == 1), np.flatnonzero(edges == -1), strict=True):
        whole[first:end] = keep[first:end].max()
    return whole


def block_drop_scores(
    keep: NDArray[Any], words: NDArray[Any], types: NDArray[Any], decided: NDArray[Any]
) -> list[float]:
    """Convert the content probabilities of the lines of one page to boilerplate scores.

    Args:
        keep: (n,) probability that each line is content, in thousandths.
        words: (n,) number of words of each line.
        types: logits of the page's `PAGE_TYPES`.
        decided: (n,) whether another voter cuts the line; such lines are ignored when the threshold is chosen.

    Returns:
        For each line a score 0..1: 1 for certain boilerplate, .5 at the threshold of the page.

    >>> import numpy as np
    >>> types = np.zeros(len(PAGE_TYPES))
    >>> block_drop_scores(np.array([900, 50]), np.array([9, 9]), types, np.zeros(2, bool))
    [0.078, 0.931]
    """
    import numpy as np

    left = ~decided
    best = best_threshold(keep[left], words[left]) if left.any() else 0.0
    # The best threshold is half the best expected F1 (so that is 2 * best). To keep nothing has F1 = 1 if nothing is
    # content, so its expected F1 is the probability of that, the product.
    is_fragment = left.sum() < MIN_LINES
    if not is_fragment and math.prod((1 - keep[left] / THOUSAND).tolist()) > 2 * best / THOUSAND:
        return scores_around(keep, THOUSAND - 1)
    article = PAGE_TYPES.index("article")
    odds = types[article] - np.logaddexp.reduce(np.delete(types, article))
    chance = int(logistic_thousandths(odds)) / THOUSAND
    caution = CAUTION[0] + (CAUTION[1] - CAUTION[0]) * math.sqrt(chance)
    return scores_around(keep, max(int(caution * best), 0 if is_fragment else LEAST))
