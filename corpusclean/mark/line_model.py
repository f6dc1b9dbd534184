"""Mark boilerplate lines of plain text with the line model, and predict which lines have metadata (`Page.roles`).

The model gives each line a probability p that it is content. Then a threshold is chosen for each page: the set of lines
with the highest expected word F1 is always that of the lines with p above half that F1 (Lipton, Elkan & Narayanaswamy
2014, "Optimal thresholding of classifiers to maximize F1 measure"). So the threshold is low where the model is unsure
of the page. A page without a line that is certainly boilerplate is taken for clean, and keeps all lines.

One of the networks predicts how likely each line has the title, the source, the authors or the date of its page, which
`infer` uses. It was trained on boilerplate as well (without that, it is less precise), but is not used for it: a
network for both tasks is worse at boilerplate (word F1 .907 instead of .911).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from corpusclean.document import CUT_REASONS, CutReason, Mark
from corpusclean.mark.exact_layers import THOUSAND
from corpusclean.mark.line_features import read_lines
from corpusclean.mark.line_network import Network, load_network, score_lines
from corpusclean.mark.line_shapes import shape_line
from corpusclean.mark.list_items import FIELD, ROW, Run, even_items, find_lists
from corpusclean.mark.single_thread import single_threaded
from corpusclean.page import ROLES, Page, Role
from corpusclean.recipe import Recipe

if TYPE_CHECKING:
    from numpy.typing import NDArray

NAME = "models/lines"

CAUTION = (0.9, 1.3)
EXPECTED = (0.7, 0.98)
"""Factors of the F1-optimal threshold for pages with at most the first, and at least the second, expected word F1; the
factor is linear between them. Where the model is unsure of a page, content lost is worse than boilerplate kept; where
it is sure, a line in doubt is mostly boilerplate."""

LONG_WORDS, MOST_CAUTION_LONG = 10, 0.8
"""Lines with so many words, and a single shorter one between two of them, have at most this factor: a sentence or a
subheading lost is worse than a line kept. Out of fold, with a single network on all 10,349 texts, word F1 is .8983, F1 of
the lines to cut from half-cleaned texts .558, and .0318 of the content is lost; with factors up to 1.1 for all lines
.8984, .555 and .0356."""

LEAST_LISTED, MOST_CAUTION_LISTED = 3, {ROW: 0.3, FIELD: 0.6}
"""So many rows of a table, or fields in a row, have at most this factor. Out of fold, with two networks, the loss falls
from .0276 to .0271, and word F1 rises from .9017 to .9018: of 6,761 rows 589 are cut instead of 1,353."""

LEAST_FOLLOWING, MOST_CAUTION_FOLLOWING = 7, 0.64
"""A sentence of so many words has at most this factor if the line above it that no other voter marked is such a sentence,
and is kept: it may be the last of the story. On 270 labelled pages that no model had seen, eleven such sentences more are
kept, and one line of boilerplate is left; on 789 development texts, which the model knows, word F1 falls by .0002."""

SURE, SURE_WITH_WITNESS = 100, 350
"""A page is clean if all its lines are content with a higher probability than this, in thousandths; the second value
holds if another voter has marked a line (a "witness"). A logistic regression over eight features of the page's scores
was no better than the first threshold."""

MOST_ALONE, MOST_BY_WITNESS = 0.3, 0.2
"""Maximal share of the words of a page that the model may cut without witnesses, and the addition for each witness; if
it would cut more, it cuts nothing. Most often that is a list that looks like a menu: of 1,415 clean texts, ten that
lost a third to nine tenths of their words made up two thirds of all loss. Counting witnesses lowers the loss on clean
texts by a seventh, and adds .0006 of word F1 on half-cleaned ones."""

IN_DOUBT, MOST_IN_DOUBT, MANY_WITNESSES = (150, 850), 0.55, 10
"""On a page with a larger share of its words than this on lines in doubt, whose probability in thousandths is between the
first two, lines in doubt are not cut, unless there are more witnesses. Out of fold, word F1 on 2,718 texts rises by .0005
and on 1,451 clean ones by .0009, and the loss falls from .0346 to .0326."""

BATCH_LINES = 4_000
"""Number of lines that are scored at once: their values fit into the caches of a processor."""

MIN_SCORE = 0.2
"""Minimal score of a mark: no recipe would cut lines with a lower one."""

MIN_CHANCE = 0.0003
"""Minimal probability of a line in `Page.roles`."""

_BEHIND_PER_UNIT = 32  # steps per logit, to which differences from the most probable line are rounded

VOTED = 0.5
"""Minimal score of another voter's mark that makes its line a witness."""

_NO_LINE = -1  # a threshold that no line reaches

_DUPLICATE = CUT_REASONS.index("duplicate")

MIN_LEAD = 0.5
"""Minimal lead in logits of the most probable reason; with less, the reason is "other-boilerplate"."""


def line_model_marks(pages: Sequence[Page], recipe: Recipe) -> list[list[Mark]]:
    """Mark boilerplate lines of plain text with the line model, and set `Page.roles`.

    Args:
        pages: any pages with their marks so far; HTML pages get no marks.
        recipe: the settings; `line_model` decides whether lines are marked, `metadata` whether `roles` are set.

    Returns:
        For each page its new marks; a score of .5 is the threshold with the best expected word F1 of the page.
    """
    if not (recipe.line_model or recipe.metadata) or all(page.is_html for page in pages):
        return [[] for _ in pages]
    texts = [Page("", []) if page.is_html else page for page in pages]
    marks = mark_lines(texts, load_network(), roles=recipe.metadata)
    return marks if recipe.line_model else [[] for _ in pages]


def mark_lines(pages: Sequence[Page], network: Network, *, roles: bool = True) -> list[list[Mark]]:
    """Mark boilerplate lines of plain text with the given network; see `line_model_marks`.

    Args:
        pages: pages of plain text with their marks so far.
        network: the network.
        roles: whether to set `Page.roles`.
    """
    return [marks for batch in batches_of(pages) for marks in _mark_batch(batch, network, roles=roles)]


def batches_of(pages: Sequence[Page]) -> Iterator[Sequence[Page]]:
    """Split pages into batches of at most about `BATCH_LINES` lines."""
    first = lines = 0
    for number, page in enumerate(pages):
        if lines and lines + len(page.lines) > BATCH_LINES:
            yield pages[first:number]
            first, lines = number, 0
        lines += len(page.lines)
    yield pages[first:]


def _mark_batch(pages: Sequence[Page], network: Network, *, roles: bool) -> list[list[Mark]]:
    table = read_lines(pages)
    with single_threaded():
        scores = score_lines(table, network, roles=roles)
    marks: list[list[Mark]] = [[] for _ in pages]
    voted = table.features[:, -len(CUT_REASONS) :].max(axis=1, initial=0) >= VOTED
    for first, end in _spans(table.page):
        page, index, words = pages[table.page[first]], table.index[first:end], table.words[first:end]
        lines = [page.line(line) for line in index.tolist()]
        runs = list(find_lists(lines, index.tolist()))
        keep = even_items(scores.keep[first:end], runs)
        following = following_sentences(lines, voted[first:end])
        drop = drop_scores(keep, words, most_caution(words, runs), int(voted[first:end].sum()), following)
        reasons = likely_reasons(scores.reasons[first:end], lines)
        if roles:
            page.roles = role_chances(scores.roles[first:end], index)
        marks[table.page[first]] += [
            Mark(line, reason, NAME, score)
            for line, score, reason in zip(index.tolist(), drop, reasons, strict=True)
            if score >= MIN_SCORE
        ]
    return marks


def role_chances(scores: NDArray[Any], index: NDArray[Any]) -> dict[Role, dict[int, float]]:
    """Convert the role scores of the lines of a page to probabilities, by a softmax over lines.

    Args:
        scores: (n, `ROLES`) role scores of the lines, from the network.
        index: (n,) indices of the lines in the page.

    Returns:
        Role → line → probability that the line has the value, if any line has it; without those below `MIN_CHANCE`.

    >>> import numpy as np
    >>> role_chances(np.array([[0.0, 0, 0, 0], [1.0, 0, 0, -9]]), np.array([2, 3]))["title"]
    {2: 0.2689, 3: 0.7311}
    """
    import numpy as np

    behind = np.rint((scores.max(axis=0) - scores) * _BEHIND_PER_UNIT).astype(np.int64)
    odds = _odds()[np.minimum(behind, len(_odds()) - 1)]
    chances = np.round(odds / odds.sum(axis=0), 4)
    return {
        role: {
            int(index[line]): float(chances[line, number])
            for line in np.flatnonzero(chances[:, number] >= MIN_CHANCE)
        }
        for number, role in enumerate(ROLES)
    }


@cache
def _odds() -> Any:
    """Return integers proportional to the probabilities of lines by their distance from the most probable one."""
    import numpy as np

    return np.array(
        [round(2**40 * math.exp(-place / _BEHIND_PER_UNIT)) for place in range(16 * _BEHIND_PER_UNIT)]
    )


def _spans(page: NDArray[Any]) -> list[tuple[int, int]]:
    import numpy as np

    first = np.flatnonzero(np.diff(page, prepend=-1)).tolist()
    return list(zip(first, [*first[1:], len(page)], strict=False))


def most_caution(words: NDArray[Any], runs: Sequence[Run]) -> NDArray[Any]:
    """Return the maximal factor of the threshold of each line of a page: the lower, the less readily it is cut.

    Args:
        words: (n,) number of words of each line.
        runs: the tables, fields and lists among them.

    >>> import numpy as np
    >>> most_caution(np.array([2, 5, 5, 5, 12]), [Run(1, 4, ROW)]).tolist()
    [inf, 0.3, 0.3, 0.3, 0.8]
    """
    import numpy as np

    most = np.where(_is_of_story(words), MOST_CAUTION_LONG, np.inf)
    for first, end, kind in runs:
        if end - first >= LEAST_LISTED and kind in MOST_CAUTION_LISTED:
            most[first:end] = np.minimum(most[first:end], MOST_CAUTION_LISTED[kind])
    return most


def following_sentences(lines: Sequence[str], voted: NDArray[Any]) -> dict[int, int]:
    """Map each sentence of a page to the sentence above it, if only lines that another voter has marked are between them.

    Args:
        lines: texts of the lines, without blank ones.
        voted: (n,) whether another voter has marked each line.

    >>> import numpy as np
    >>> two = ["The ferry ran again after a week.", "Share", "It was late by an hour or so."]
    >>> following_sentences(two, np.array([False, True, False]))
    {2: 0}
    """
    found: dict[int, int] = {}
    above = -1
    for line, text in enumerate(lines):
        if voted[line]:
            continue
        shape = shape_line(text)
        if shape.sentence and shape.words >= LEAST_FOLLOWING:
            if above >= 0:
                found[line] = above
            above = line
        else:
            above = -1
    return found


def drop_scores(
    keep: NDArray[Any],
    words: NDArray[Any],
    most_factors: NDArray[Any],
    witnesses: int,
    following: Mapping[int, int],
) -> list[float]:
    """Convert the content probabilities of the lines of one page to boilerplate scores.

    Args:
        keep: (n,) probability that each line is content, in thousandths; n > 0.
        words: (n,) number of words of each line.
        most_factors: (n,) the maximal factor of the threshold of each line, from `most_caution`.
        witnesses: number of lines that another voter has marked.
        following: sentence → the one above, from `following_sentences`.

    Returns:
        For each line a score 0..1: 1 for certain boilerplate, .5 at the threshold of the page; all below .5 for a page
        that is kept as it is.

    >>> import numpy as np
    >>> drop_scores(np.array([990, 600, 10]), np.array([50, 5, 5]), np.full(3, np.inf), 0, {})
    [0.013, 0.525, 0.992]
    """
    import numpy as np

    best = best_threshold(keep, words)
    factor = _caution(2 * best / THOUSAND)
    threshold = (np.minimum(factor, most_factors) * best).astype(np.int64)
    for line, above in following.items():
        if keep[above] > threshold[above]:
            threshold[line] = min(threshold[line], int(MOST_CAUTION_FOLLOWING * best))
    in_doubt = words[(keep > IN_DOUBT[0]) & (keep < IN_DOUBT[1])].sum()
    if witnesses <= MANY_WITNESSES and in_doubt > MOST_IN_DOUBT * words.sum():
        threshold = np.minimum(threshold, IN_DOUBT[0])
    most = (MOST_ALONE + MOST_BY_WITNESS * witnesses) * words.sum()
    is_sure = keep.min() <= (SURE_WITH_WITNESS if witnesses else SURE)
    is_credible = is_sure and words[keep <= threshold].sum() <= most
    return scores_around(keep, threshold if is_credible else np.full_like(threshold, _NO_LINE))


def _is_of_story(words: NDArray[Any]) -> NDArray[Any]:
    """Return whether each line is long, or short between two long ones."""
    import numpy as np

    long = np.concatenate([[False], words >= LONG_WORDS, [False]])
    of_story: NDArray[Any] = long[1:-1] | (long[:-2] & long[2:])
    return of_story


def _caution(expected: float) -> float:
    """Return the factor of the F1-optimal threshold of a page with the given expected word F1."""
    certainty = (expected - EXPECTED[0]) / (EXPECTED[1] - EXPECTED[0])
    return CAUTION[0] + (CAUTION[1] - CAUTION[0]) * min(1.0, max(0.0, certainty))


def scores_around(keep: NDArray[Any], threshold: NDArray[Any] | int) -> list[float]:
    """Scale content probabilities to boilerplate scores: 0 for certain content, .5 at the threshold, 1 at keep = 0.

    Args:
        keep: (n,) probability that each line is content, in thousandths.
        threshold: (n,) its threshold; or one threshold for all lines.
    """
    import numpy as np

    below = 0.5 + 0.5 * (threshold - keep) / np.maximum(threshold, 1)
    above = 0.5 * (THOUSAND - keep) / (THOUSAND - threshold)
    scores: list[float] = np.round(np.where(keep <= threshold, below, above - 0.001), 3).tolist()
    return scores


def best_threshold(keep: NDArray[Any], words: NDArray[Any]) -> float:
    """Return the F1-optimal threshold, half the best expected word F1, in thousandths; all sums are of integers."""
    import numpy as np

    order = np.argsort(-keep, kind="stable")
    size = np.maximum(words[order], 1)
    right = np.cumsum(keep[order] * size)
    taken = np.cumsum(size) * THOUSAND
    return float(np.max(right / (taken + right[-1]))) * THOUSAND if right[-1] else 0.0


def likely_reasons(logits: NDArray[Any], lines: Sequence[str]) -> list[CutReason]:
    """Return the most probable reason of each line; "other-boilerplate" if none leads by `MIN_LEAD`.

    Args:
        logits: (n, `CUT_REASONS`) scores of the reasons, from the network.
        lines: (n,) texts of all lines of the page; only one that is there twice can be a duplicate.
    """
    import numpy as np

    texts = [shape_line(line).text.casefold() for line in lines]
    counts = Counter(texts)
    single = np.array([counts[text] == 1 or not text for text in texts], dtype=bool)
    possible = logits.copy()
    possible[single, _DUPLICATE] = logits.min(initial=0) - 1
    best = np.argmax(possible, axis=1)
    sure = np.diff(np.partition(possible, -2, axis=1)[:, -2:], axis=1)[:, 0] >= MIN_LEAD
    return [
        CUT_REASONS[n] if yes else "other-boilerplate"
        for n, yes in zip(best.tolist(), sure.tolist(), strict=True)
    ]
