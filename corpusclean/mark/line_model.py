"""The voter of the line model: which lines of a text are boilerplate, and most likely of which kind; and what lines tell.

The model gives each line a probability p that it is content. Which lines of a page stay is decided for the page
as a whole: the set of lines with the highest expected F1 of words, which is always the set of lines with p above
one threshold, half the F1 expected (Lipton, Elkan & Narayanaswamy 2014, "Optimal thresholding of classifiers to
maximize F1 measure"). So the threshold is low where the model is unsure of the page. A page with no line that is
boilerplate for sure is taken for clean: there all stay.

One of its networks says how likely each line tells the title, the source, the authors or the date of its page, which
the inferrers weigh with what they know of their own. It learnt what is boilerplate as well (without, it was right
less often), but has no say in that: a network that has to say both is worse at it (.907 of word F1 for .911).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from corpusclean.document import CUT_REASONS, Mark
from corpusclean.mark.line_features import read_lines
from corpusclean.mark.line_network import THOUSAND, Network, load_network, score_lines
from corpusclean.mark.single_thread import single_threaded
from corpusclean.page import ROLES, Page, Role
from corpusclean.recipe import Recipe

if TYPE_CHECKING:
    from numpy.typing import NDArray

NAME = "models/lines"

CAUTION = 0.9
"""The share of the best threshold for F1 that is in use, since cutting content is worse than leaving boilerplate: out of
fold, from .85 to .95 word F1 stays within .0003, while the share of content that is lost rises from .022 to .026."""

SURE, SURE_WITH_WITNESS = 100, 350
"""A page on which each line is likelier content than this (in thousandths) is taken for clean; a witness is a line that
another voter marks. A logistic regression over eight signs of the page's scores did no better than the first bar."""

MOST_ALONE, MOST_BY_WITNESS = 0.3, 0.2
"""The share of its words that a page without a witness may lose, and how much more with each; where the model would take
more, it takes nothing. Most often that is a list that looks like a menu: of 1,415 clean texts, ten that lost a third to
nine tenths of their words made up two thirds of all loss. Counting witnesses takes a seventh of what is lost on clean
texts, and adds .0006 of word F1 on half-cleaned ones."""

RUN_LINES = 4_000
"""Lines that are scored at once: their numbers fit into the caches of a processor."""

MIN_SCORE = 0.2
"""Marks below it are not made: no recipe would cut by them."""

MIN_CHANCE = 0.0003
"""Lines that tell a value less likely than that are not worth remembering."""

_BEHIND_PER_UNIT = 32  # steps in which a line stands behind the likeliest

VOTED = 0.5
"""The score from which on another voter's mark makes its line a witness."""

_NO_LINE = -1  # a threshold that no line reaches

MIN_LEAD = 0.5
"""By how much (in logits) the most likely reason has to lead to be named; else it is "other-boilerplate"."""


def line_model_marks(pages: Sequence[Page], recipe: Recipe) -> list[list[Mark]]:
    """Vote: the line model, on pages of plain text.

    Args:
        pages: their text, lines and the marks they carry count; their `roles` are set if metadata is wanted. Pages of
            HTML get no marks.
        recipe: `line_model` says whether the model may mark lines, `metadata` whether to set roles.

    Returns:
        For each page the marks of its lines. A score of .5 is where the page as a whole reads best.
    """
    if not (recipe.line_model or recipe.metadata) or all(page.head is not None for page in pages):
        return [[] for _ in pages]
    texts = [page if page.head is None else Page("", []) for page in pages]
    marks = mark_lines(texts, load_network(), roles=recipe.metadata)
    return marks if recipe.line_model else [[] for _ in pages]


def mark_lines(pages: Sequence[Page], network: Network, *, roles: bool = True) -> list[list[Mark]]:
    """Mark the lines of pages with a network, and set their `roles` if these are wanted.

    The arguments and the result are else those of `line_model_marks`.
    """
    return [marks for run in runs_of(pages) for marks in _mark_run(run, network, roles=roles)]


def runs_of(pages: Sequence[Page]) -> Iterator[Sequence[Page]]:
    """Group pages so that each group has about `RUN_LINES` lines."""
    first = lines = 0
    for number, page in enumerate(pages):
        if lines and lines + len(page.lines) > RUN_LINES:
            yield pages[first:number]
            first, lines = number, 0
        lines += len(page.lines)
    yield pages[first:]


def _mark_run(pages: Sequence[Page], network: Network, *, roles: bool) -> list[list[Mark]]:
    table = read_lines(pages)
    with single_threaded():
        scores = score_lines(table, network, roles=roles)
    marks: list[list[Mark]] = [[] for _ in pages]
    voted = table.features[:, -len(CUT_REASONS) :].max(axis=1, initial=0) >= VOTED
    for first, end in _spans(table.page):
        drop = drop_scores(scores.keep[first:end], table.words[first:end], int(voted[first:end].sum()))
        reasons = likely_reasons(scores.reasons[first:end])
        if roles:
            pages[table.page[first]].roles = role_chances(scores.roles[first:end], table.index[first:end])
        own = marks[table.page[first]]
        for index, score, reason in zip(table.index[first:end].tolist(), drop, reasons, strict=True):
            if score >= MIN_SCORE:
                own.append(Mark(index, reason, NAME, score))
    return marks


def role_chances(scores: NDArray[Any], index: NDArray[Any]) -> dict[Role, dict[int, float]]:
    """How likely each line of a page tells each value, if one of them does.

    Args:
        scores: (n, `ROLES`) of the lines, from the network.
        index: (n,) which lines of the page they are.

    Returns:
        By role and line the chance; those below `MIN_CHANCE` are left out.

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
    """Whole numbers in proportion to the chances of lines that stand so far behind the likeliest."""
    import numpy as np

    return np.array(
        [round(2**40 * math.exp(-place / _BEHIND_PER_UNIT)) for place in range(16 * _BEHIND_PER_UNIT)]
    )


def _spans(page: NDArray[Any]) -> list[tuple[int, int]]:
    import numpy as np

    first = np.flatnonzero(np.diff(page, prepend=-1)).tolist()
    return list(zip(first, [*first[1:], len(page)], strict=False))


def drop_scores(keep: NDArray[Any], words: NDArray[Any], witnesses: int) -> list[float]:
    """Turn the probabilities of the lines of one page into the scores of marks.

    Args:
        keep: (n,) how likely each line is content, in thousandths; n > 0.
        words: (n,) how many words it has.
        witnesses: how many of the lines another voter marks.

    Returns:
        For each line 0..1: 1 where it is boilerplate for sure, .5 at the threshold of its page; below .5 for
        all lines of a page that is to stay as it is.

    >>> import numpy as np
    >>> drop_scores(np.array([990, 600, 10]), np.array([50, 5, 5]), witnesses=0)
    [0.008, 0.356, 0.989]
    """
    threshold = int(CAUTION * best_threshold(keep, words))
    most = (MOST_ALONE + MOST_BY_WITNESS * witnesses) * words.sum()
    is_sure = keep.min() <= (SURE_WITH_WITNESS if witnesses else SURE)
    is_credible = is_sure and words[keep <= threshold].sum() <= most
    return scores_around(keep, threshold if is_credible else _NO_LINE)


def scores_around(keep: NDArray[Any], threshold: int) -> list[float]:
    """The scores of marks: from 0 for certain content over .5 at the threshold to 1 for certain boilerplate."""
    import numpy as np

    below = 0.5 + 0.5 * (threshold - keep) / max(threshold, 1)
    above = 0.5 * (THOUSAND - keep) / (THOUSAND - threshold)
    scores: list[float] = np.round(np.where(keep <= threshold, below, above - 0.001), 3).tolist()
    return scores


def best_threshold(keep: NDArray[Any], words: NDArray[Any]) -> float:
    """Half the best F1 of words that can be expected, in thousandths; all sums are of whole numbers."""
    import numpy as np

    order = np.argsort(-keep, kind="stable")
    size = np.maximum(words[order], 1)
    right = np.cumsum(keep[order] * size)
    taken = np.cumsum(size) * THOUSAND
    return float(np.max(right / (taken + right[-1]))) * THOUSAND if right[-1] else 0.0


def likely_reasons(logits: NDArray[Any]) -> list[str]:
    """The most likely reason of each line, "other-boilerplate" where none leads clearly."""
    import numpy as np

    best = np.argmax(logits, axis=1)
    sure = np.diff(np.partition(logits, -2, axis=1)[:, -2:], axis=1)[:, 0] >= MIN_LEAD
    return [
        CUT_REASONS[n] if yes else "other-boilerplate"
        for n, yes in zip(best.tolist(), sure.tolist(), strict=True)
    ]
