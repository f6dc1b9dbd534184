"""Features of the line model for each line: shape, position, repetition in the page, marks by rules, hashed words.

All lines of a batch of pages are processed at once, with numpy. Each feature is a count, a ratio of two counts or a
table entry, rounded to multiples of `STEP`, so that it is the same on every machine and in every batch.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from corpusclean.document import CUT_REASONS
from corpusclean.mark.line_shapes import MIN_PROSE_WORDS, MIN_UNPUNCTUATED_PROSE_WORDS
from corpusclean.mark.line_words import (
    ADDRESS,
    CLASSES,
    CLOSE,
    COLON,
    COMMA,
    COPYRIGHT,
    CURRENCY,
    DASH,
    DIGIT,
    ELLIPSIS,
    EXCLAMATION,
    LETTER,
    LOWER,
    OPEN,
    OTHER,
    PERIOD,
    QUESTION,
    QUOTE,
    SEMICOLON,
    SEPARATOR,
    SLASH,
    SPACE,
    SYMBOL,
    UNSPACED,
    UPPER,
    Grams,
    LineBatch,
    Words,
    bag_words,
    character_tables,
    collect_lines,
    find_words,
    scatter,
)
from corpusclean.page import Page

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

STEP = 2.0**-8
"""All features are multiples of it."""

_LOG_SIZE = 4_096


@dataclass(frozen=True, slots=True)
class LineTable:
    """The n lines of a batch of pages that are not blank.

    Args:
        page: (n,) number of the page of each line in the batch.
        index: (n,) index of the line in `Page.lines`.
        features: (n, f) float64, multiples of `STEP`.
        bags: one `Grams` for each of `BAGS`.
        words: (n,) number of words.
    """

    page: NDArray[np.int64]
    index: NDArray[np.int64]
    features: NDArray[np.float64]
    bags: tuple[Grams, ...]
    words: NDArray[np.int64]


@cache
def _logs() -> NDArray[Any]:
    import numpy as np

    return np.rint(np.log1p(np.arange(_LOG_SIZE)) / STEP) * STEP


def log_counts(counts: NDArray[Any]) -> NDArray[Any]:
    """Return log(1 + n) of integers n, rounded to multiples of `STEP`."""
    import numpy as np

    logs: NDArray[Any] = _logs()[np.minimum(counts, _LOG_SIZE - 1)]
    return logs


@cache
def _members(groups: tuple[tuple[int, ...], ...]) -> NDArray[Any]:
    """Return a table (classes, groups) with 1 where a class of characters belongs to a group."""
    import numpy as np

    table = np.zeros((CLASSES, len(groups)))
    for number, classes in enumerate(groups):
        table[list(classes), number] = 1.0
    return table


def _per_line(words: Words, which: NDArray[Any], lines: int) -> NDArray[Any]:
    """Count the chosen words of each line."""
    import numpy as np

    return np.bincount(words.line[which], minlength=lines)


def shares(parts: NDArray[Any], whole: NDArray[Any]) -> NDArray[Any]:
    """Divide parts by their wholes; 0 where both are 0."""
    import numpy as np

    quotients: NDArray[Any] = parts / np.maximum(whole, 1)
    return quotients


def side_by_side(columns: Sequence[NDArray[Any]]) -> NDArray[Any]:
    """Join columns of shape (n,), or (n, k), to one (n, f) table."""
    import numpy as np

    tables = [column if column.ndim == 2 else column[:, None] for column in columns]
    return np.concatenate(tables, axis=1, dtype=np.float64)


def in_steps(values: NDArray[Any]) -> NDArray[Any]:
    """Round values to multiples of `STEP`, in place."""
    import numpy as np

    values *= 1 / STEP  # quicker than to divide, and the same for a power of two
    np.rint(values, out=values)
    values *= STEP
    return values


def read_lines(pages: Sequence[Page]) -> LineTable:
    """Compute the features of the lines of a batch of pages.

    Args:
        pages: the pages; their text, lines and marks are used.

    Returns:
        The lines that are not blank, in order.

    >>> table = read_lines([Page("One line\\n\\nAnother", [(0, 8), (9, 9), (10, 17)])])
    >>> table.index.tolist(), table.words.tolist()
    ([0, 2], [2, 1])
    """
    import numpy as np

    batch = collect_lines(pages)
    kind = character_tables()[0][batch.code]
    words = find_words(batch, kind)
    whole = np.zeros(len(batch.page), np.uint64)
    np.add.at(whole, words.line, scatter(words.hash + words.place.astype(np.uint64)))
    shape, prose = _shape(batch, kind, words)
    size = (words.per_line + 1) - np.bincount(
        words.line, words.first == UNSPACED, minlength=len(batch.page)
    ).astype(np.int64) // 2
    columns = [
        shape,
        *_repetition(batch, words, whole, prose),
        *_place(batch, size, prose),
        *_document(batch, pages, size, prose, shape),
        _votes(batch, pages),
    ]
    return LineTable(
        batch.page, batch.index, in_steps(side_by_side(columns)), bag_words(words, whole), words.per_line
    )


_ENDINGS = (
    *((kind,) for kind in (EXCLAMATION, QUESTION, ELLIPSIS, COLON, COMMA)),
    (LOWER, UPPER, LETTER, UNSPACED),
    (DIGIT,),
    (SEPARATOR, DASH, SLASH),
)
_BEGINNINGS = tuple((kind,) for kind in (LOWER, UPPER, DIGIT, QUOTE, OPEN, DASH, SEPARATOR, SYMBOL, ADDRESS))
_COUNTED = [
    PERIOD, EXCLAMATION, QUESTION, ELLIPSIS, COLON, COMMA, SEMICOLON, QUOTE, OPEN, DASH, SLASH, SEPARATOR, ADDRESS,
    CURRENCY, COPYRIGHT, SYMBOL, OTHER,
]  # fmt: skip


def _shape(batch: LineBatch, kind: NDArray[Any], words: Words) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return features of each line by itself, and whether it is prose."""
    import numpy as np

    n = len(batch.page)
    line_of = np.repeat(np.arange(n), batch.end - batch.start + 1)
    counts = np.bincount(line_of * CLASSES + kind, minlength=n * CLASSES).reshape(n, CLASSES)
    counts[:, SPACE] -= 1  # the line feed
    chars = counts.sum(axis=1) - counts[:, SPACE]
    count = words.per_line
    first, last = kind[batch.start], kind[batch.end - 1]
    closing = (last == QUOTE) | (last == CLOSE)
    ending = np.where(closing & (batch.end - batch.start > 1), kind[np.maximum(batch.end - 2, 0)], last)
    size = count - counts[:, UNSPACED] // 2
    full_stop = (ending >= PERIOD) & (ending <= ELLIPSIS)
    prose = (size >= MIN_UNPUNCTUATED_PROSE_WORDS) | ((size >= MIN_PROSE_WORDS) & full_stop)
    cased = counts[:, LOWER] + counts[:, UPPER]
    letters = cased + counts[:, LETTER] + counts[:, UNSPACED]
    lower_first = words.first == LOWER
    columns = [
        log_counts(size) / 2,
        log_counts(chars) / 4,
        size[:, None] <= np.array([1, 2, 4, 7, 11]),
        size[:, None] >= np.array([20, 40]),
        np.minimum(shares(letters, count), 16) / 8,
        shares(counts[:, UPPER], cased),
        shares(_per_line(words, words.first == UPPER, n), count),
        shares(_per_line(words, lower_first, n), count),
        shares(_per_line(words, lower_first & (words.length <= 3), n), count),
        shares(_per_line(words, words.first == DIGIT, n), count),
        shares(counts[:, DIGIT], chars),
        shares(chars - letters - counts[:, DIGIT], chars),
        shares(counts[:, [UNSPACED, LETTER]], chars[:, None]),
        full_stop & (ending == PERIOD),
        _members(_ENDINGS)[ending],
        closing,
        _members(_BEGINNINGS)[first],
        np.minimum(counts[:, _COUNTED], 4) / 4,
        shares(counts[:, [PERIOD, COMMA]], count[:, None]),
        (counts[:, LOWER] == 0) & (counts[:, UPPER] > 1),
        np.minimum(batch.indent, 8) / 8,
    ]
    return side_by_side(columns), prose


def _repetition(
    batch: LineBatch, words: Words, whole: NDArray[Any], prose: NDArray[Any]
) -> list[NDArray[Any]]:
    """Return feature columns: copies of the line in its page, and words that it shares with the prose of the page."""
    import numpy as np

    n = len(batch.page)
    key = scatter(whole + batch.page.astype(np.uint64))
    _, first, group, copies = np.unique(key, return_index=True, return_inverse=True, return_counts=True)
    is_first = first[group] == np.arange(n)
    long = (words.length > 3) | (words.first == UNSPACED)
    slots = 1 << 13
    slot = batch.page[words.line] * slots + (words.hash & np.uint64(slots - 1)).astype(np.int64)
    in_prose = prose[words.line]
    seen = np.bincount(slot[in_prose & long], minlength=batch.pages * slots)[slot]
    # A word of a prose line counts as shared only if it also occurs elsewhere in prose.
    shared = long & (seen > in_prose)
    long_words = _per_line(words, long, n)
    return [
        log_counts(copies[group] - 1) / 2,
        (copies[group] > 1) & is_first,
        (copies[group] > 1) & ~is_first,
        shares(_per_line(words, shared, n), long_words),
        shares(_per_line(words, long & (seen > 4), n), long_words),
    ]


def _spans(batch: LineBatch) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return, for each line, the first line of its page and the end of the page."""
    import numpy as np

    per_page = np.bincount(batch.page, minlength=batch.pages)
    end = np.cumsum(per_page)
    return (end - per_page)[batch.page], end[batch.page]


def _place(batch: LineBatch, size: NDArray[Any], prose: NDArray[Any]) -> list[NDArray[Any]]:
    """Return feature columns of the position of a line in its page, in lines, words and lines of prose."""
    import numpy as np

    n = len(batch.page)
    here = np.arange(n)
    first, end = _spans(batch)
    before, after = here - first, end - 1 - here
    words = np.concatenate([[0], np.cumsum(size)])
    proses = np.concatenate([[0], np.cumsum(prose)])
    all_words, all_proses = words[end] - words[first], proses[end] - proses[first]
    last = np.maximum.accumulate(np.where(prose, here, -1))
    last = np.concatenate([[-1], last[:-1]]) if n else last
    since = np.where(last >= first, here - last, 999)
    coming = np.minimum.accumulate(np.where(prose, here, 2 * n)[::-1])[::-1]
    coming = np.concatenate([coming[1:], [2 * n]]) if n else coming
    until = np.where(coming < end, coming - here, 999)
    gap = np.diff(batch.index, prepend=-1) - 1
    gap[before == 0] = 0
    following = np.concatenate([gap[1:], [0]]) if n else gap
    following[after == 0] = 0
    return [
        log_counts(before) / 4,
        log_counts(after) / 4,
        shares(before, end - first),
        shares(words[here] - words[first], all_words),
        shares(words[end] - words[here + 1], all_words),
        shares(proses[here] - proses[first], all_proses),
        shares(proses[end] - proses[here + 1], all_proses),
        proses[here] > proses[first],
        proses[end] > proses[here + 1],
        prose,
        log_counts(since) / 4,
        log_counts(until) / 4,
        since == 1,
        until == 1,
        gap[:, None] >= np.array([1, 2]),
        following[:, None] >= np.array([1, 2]),
        np.minimum(shares(size * all_proses, sums_between(size * prose, first, end)), 4) / 2,
    ]


def sums_between(values: NDArray[Any], first: NDArray[Any], end: NDArray[Any]) -> NDArray[Any]:
    """Sum values over half-open ranges.

    >>> import numpy as np
    >>> sums_between(np.array([1, 2, 3]), np.array([0, 1]), np.array([3, 2])).tolist()
    [6, 2]
    """
    import numpy as np

    total = np.concatenate([[0], np.cumsum(values)])
    sums: NDArray[Any] = total[end] - total[first]
    return sums


def _document(
    batch: LineBatch, pages: Sequence[Page], size: NDArray[Any], prose: NDArray[Any], shape: NDArray[Any]
) -> list[NDArray[Any]]:
    """Return feature columns of the whole page of each line."""
    import numpy as np

    first, end = _spans(batch)
    lines = end - first
    all_lines = np.array([len(page.lines) for page in pages], np.int64)[batch.page]
    words = sums_between(size, first, end)
    proses = sums_between(prose, first, end)
    return [
        log_counts(lines) / 4,
        log_counts(words) / 4,
        log_counts(proses) / 4,
        shares(proses, lines),
        shares(sums_between(size * prose, first, end), words),
        shares(all_lines - lines, all_lines),
        np.minimum(shares(words, lines), 64) / 32,
        _means(shape[:, _PAGE_MEANS], first, end),
    ]


def _means(values: NDArray[Any], first: NDArray[Any], end: NDArray[Any]) -> NDArray[Any]:
    """Return (n, m) means over the page of each line; exact, as summands are multiples of 2^-20 and sums below 2^33."""
    import numpy as np

    total = np.zeros((len(values) + 1, values.shape[1]))
    np.cumsum(np.rint(values * 2.0**20) / 2.0**20, axis=0, out=total[1:])
    means: NDArray[Any] = (total[end] - total[first]) / (end - first)[:, None]
    return means


_PAGE_MEANS = [2, 4, 10, 11, 12, 15, 17, 18, 19, 25, 33, -1]
"""Columns of `_shape` whose mean over the page is a feature too: short lines, capitals, digits, scripts, ends."""


def _votes(batch: LineBatch, pages: Sequence[Page]) -> NDArray[Any]:
    """Return (n, reasons) the highest score of a line's marks for each reason."""
    import numpy as np

    reasons = {reason: number for number, reason in enumerate(CUT_REASONS)}
    votes = np.zeros((len(CUT_REASONS), len(batch.page)))
    first = np.searchsorted(batch.page, np.arange(len(pages) + 1))
    for number, page in enumerate(pages):
        if not page.marks:
            continue
        begin, stop = first[number : number + 2].tolist()
        column = {line: begin + place for place, line in enumerate(batch.index[begin:stop].tolist())}
        for mark in page.marks:
            if mark.line in column:
                at = reasons[mark.reason], column[mark.line]
                votes[at] = max(votes[at], mark.score)
    return votes.T
