"""The voter of the block model: which lines of an HTML page are boilerplate, and most likely of which kind.

As in `line_model`, the network gives each line a probability that it is content, and which lines stay is decided
for the page as a whole: those above a share of the threshold of the highest expected F1 of words.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from corpusclean.document import CutReason, Mark
from corpusclean.mark.block_features import read_blocks
from corpusclean.mark.block_network import PAGE_TYPES, BlockNetwork, load_block_network, score_blocks
from corpusclean.mark.line_model import MIN_SCORE, best_threshold, likely_reasons, runs_of, scores_around
from corpusclean.mark.line_network import THOUSAND, logistic_thousandths
from corpusclean.mark.single_thread import single_threaded
from corpusclean.page import Page
from corpusclean.recipe import Recipe

if TYPE_CHECKING:
    from numpy.typing import NDArray

NAME = "models/blocks"

DECIDED = 0.5
"""A line with a mark of such a score is cut without the model."""

MIN_LINES = 5
"""A page of fewer lines is a fragment, of which the model knows little; it always keeps something. Out of fold, five
pages of eight to sixteen lines keep nothing, and all of them are shells that hold nothing."""

CAUTION = (0.6, 1.1)
"""The share of the best threshold for F1 that is in use on a page that is no article, and on one that is, for sure;
between them it rises as the square root of the chance that it is one. On articles a teaser behind the story is worse
than a lost caption; elsewhere the model is less sure, and expects too little. Chosen on out-of-fold scores: with
.5 to .7 and 1.0 to 1.2 word F1 stays within .0006 of .9770 on the articles of Fundus, and of .8815 on the pages of
WCXB."""

LEAST = 100
"""No line that is less likely content than this, in thousandths, is kept, however little is sure on its page: with 80 to
150, word F1 out of fold is .0001 to .0005 higher on the pages of WCXB, and the same on the articles of Fundus."""

_REASONS: dict[str, CutReason] = {
    "nav": "navigation",
    "header": "site-chrome",
    "footer": "site-chrome",
    "figcaption": "caption",
}


def block_model_marks(pages: Sequence[Page], recipe: Recipe) -> list[list[Mark]]:
    """Vote: the block model, on HTML pages.

    Args:
        pages: their text, lines, features, blocks, head and the marks they carry count. Plain texts get no marks.
        recipe: `extractor` says whether to ask at all, `profile` how many networks.

    Returns:
        For each page the marks of its lines. A score of .5 is where the page as a whole reads best.
    """
    if recipe.extractor != "blocks" or all(page.head is None for page in pages):
        return [[] for _ in pages]
    network = load_block_network(1 if recipe.profile == "fast" else None)
    return mark_blocks([page if page.head is not None else Page("", []) for page in pages], network)


def mark_blocks(pages: Sequence[Page], network: BlockNetwork) -> list[list[Mark]]:
    """Mark the lines of HTML pages with a network."""
    return [marks for run in runs_of(pages) for marks in _mark_run(run, network)]


def _mark_run(pages: Sequence[Page], network: BlockNetwork) -> list[list[Mark]]:
    import numpy as np

    marks: list[list[Mark]] = [[] for _ in pages]
    if not any(page.lines for page in pages):
        return marks
    table = read_blocks(pages)
    with single_threaded():
        scores = score_blocks(table, network)
    bounds = np.searchsorted(table.lines.page, np.arange(len(pages) + 1)).tolist()
    kind = -1  # scores know only pages with lines
    for number, page in enumerate(pages):
        own = slice(bounds[number], bounds[number + 1])
        if own.start == own.stop:
            continue
        kind += 1
        index = table.lines.index[own].tolist()
        cut = {mark.line for mark in page.marks if mark.score >= DECIDED}
        decided = np.array([line in cut for line in index])
        keep = whole_tables(scores.keep[own], [page.line(line) for line in index])
        drop = block_drop_scores(keep, table.lines.words[own], scores.types[kind], decided)
        reasons = likely_reasons(scores.reasons[own])
        for line, score, reason in zip(index, drop, reasons, strict=True):
            if score >= MIN_SCORE:
                place = _REASONS.get(page.features[line].landmark)
                marks[number].append(Mark(line, place or reason, NAME, score))
    return marks


def whole_tables(keep: NDArray[Any], lines: Sequence[str]) -> NDArray[Any]:
    r"""Let the rows of a table stand or fall together: each is as likely content as the likeliest of them.

    Out of fold that changes word F1 by less than .0001, while 476 tables of 1,479 pages can lose no single row to the model.

    Args:
        keep: (n,) how likely each line is content.
        lines: their texts; those with tabs are rows.

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
    """Turn the probabilities of the lines of one page into the scores of marks.

    Args:
        keep: (n,) how likely each line is content, in thousandths.
        words: (n,) how many words it has.
        types: how well each of `PAGE_TYPES` fits the page, in logits.
        decided: (n,) whether another voter has cut it already; such lines do not count for the others.

    Returns:
        For each line 0..1: 1 where it is boilerplate for sure, .5 at the threshold of its page.

    >>> import numpy as np
    >>> types = np.zeros(len(PAGE_TYPES))
    >>> block_drop_scores(np.array([900, 50]), np.array([9, 9]), types, np.zeros(2, bool))
    [0.078, 0.931]
    """
    import numpy as np

    left = ~decided
    best = best_threshold(keep[left], words[left]) if left.any() else 0.0
    # Half the best F1 that can be expected is the best threshold; to keep nothing is right as often as nothing is
    # content.
    is_fragment = left.sum() < MIN_LINES
    if not is_fragment and math.prod((1 - keep[left] / THOUSAND).tolist()) > 2 * best / THOUSAND:
        return scores_around(keep, THOUSAND - 1)
    article = PAGE_TYPES.index("article")
    odds = types[article] - np.logaddexp.reduce(np.delete(types, article))
    chance = int(logistic_thousandths(odds)) / THOUSAND
    caution = CAUTION[0] + (CAUTION[1] - CAUTION[0]) * math.sqrt(chance)
    return scores_around(keep, max(int(caution * best), 0 if is_fragment else LEAST))
