"""Lines that stand on several documents of one source: count them, and decide which of them go.

A line counts once a document, by a hash of its source and its words; counts of two sets of documents merge by
addition. What comes back within its own document is no template but verse, code or a table, and is not counted.

Repetition alone is weak evidence: "Ingredients" stands on each recipe and belongs there. So a repeated line goes
only in company, between lines that are repeated or go anyway, as the lines of a template do. On few documents it
needs a voter that has its doubts about the line already; on many, most of the source's, it does without.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import pyarrow as pa

SUPPORT = 0.3
"""What repetition adds to the score of a line in doubt. On 1,248 texts with siblings (out of fold: rules, line
model) it cuts 3,983 lines that these leave, 96 % of them boilerplate (94 % and 97 % on two halves of the
sites); word F1 rises from .845 to .848, and .07 % more of the main text is lost. With .2 it is .8475."""

MIN_SUPPORT_SHARE = 0.1
"""Of the documents of a source: where a folder holds thousands of pages of many sites, any short line stands on two."""

MIN_DOCUMENTS = 10
"""On so many documents, and on `MIN_SHARE` of the source's, a line goes without a doubt. Of the lines that do with 10,
all 35 were boilerplate, with 8 95 of 102, with 5 200 of 228."""

MIN_SHARE = 0.5

SCORE = 0.9
"""Of a line that goes by its repetition alone."""

COPY_SHARE = 0.7
"""A document with so much of its text on siblings is a copy of one, or of their kind; then repetition says nothing.
Without this bound one line in 16 that goes is main text, with it one in 22."""

COUNTED_AT_ONCE = 2**23
"""Lines whose counts are held in memory together: some 200 MB."""

_WORD = re.compile(r"[^\W_]+")
_LETTER = re.compile(r"[^\W\d_]")


class Line(NamedTuple):
    """One line of a document that is not blank, as the corpus sees it.

    Args:
        start, end: where it stands in the repaired text.
        key: the hash to count it by; None if it has no letter, or comes back in its document.
        score: the highest score that a voter gave it for being boilerplate.
        gone: whether it is cut.
    """

    start: int
    end: int
    key: int | None
    score: float
    gone: bool


def line_keys(lines: Sequence[str], source: str) -> list[int | None]:
    """The hash of each line by which it is counted.

    Args:
        lines: of one document.
        source: what it shares with its siblings, e.g. its domain.

    Returns:
        64-bit hashes of the source and the words of the line; None for lines that are not counted.

    >>> one, two, other, number = line_keys(["» Read more…", "read more", "Menu", "12"], "example.org")
    >>> one is two is number is None, other == line_keys(["MENU"], "example.org")[0]
    (True, True)
    """
    words = [" ".join(_WORD.findall(line.casefold())) if _LETTER.search(line) else "" for line in lines]
    times = Counter(words)
    return [_hashed(f"{source}\n{text}") if text and times[text] == 1 else None for text in words]


def _hashed(text: str) -> int:
    digest = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def count_lines(keys: Callable[[], Iterable[pa.Array]], total: int) -> dict[int, int]:
    """Count keys over documents.

    Args:
        keys: gives those of all documents, in any portions and any order; nulls do not count. It is asked
            more than once where there are more than `COUNTED_AT_ONCE`.
        total: how many there are.

    Returns:
        How often each key stands there, of those that stand there twice or more.

    >>> import pyarrow as pa
    >>> count_lines(lambda: [pa.array([7, 8, None]), pa.array([8])], 4)
    {8: 2}
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    counts: dict[int, int] = {}
    parts = 1 << (total // COUNTED_AT_ONCE).bit_length()
    for part in range(parts):
        chunks = [some.filter(pc.equal(pc.bit_wise_and(some, parts - 1), part)) for some in keys()]
        counted = pc.value_counts(pa.chunked_array(chunks, pa.int64()))
        repeated = counted.filter(pc.greater(counted.field("counts"), 1))
        counts.update(
            zip(repeated.field("values").to_pylist(), repeated.field("counts").to_pylist(), strict=True)
        )
    return counts


def repeated_lines(
    lines: Sequence[Line], counts: Mapping[int, int], siblings: int, threshold: float
) -> dict[int, float]:
    """Decide which lines of a document go because they stand on its siblings.

    Args:
        lines: of the document, in order.
        counts: on how many documents each key stands.
        siblings: how many documents its source has, with itself.
        threshold: the score from which on lines go.

    Returns:
        The score of each line that goes now, by its place in `lines`.

    >>> template = Line(0, 40, 1, 0.3, False), Line(41, 60, 2, 0.0, True), Line(61, 400, 3, 0.0, False)
    >>> repeated_lines(template, {1: 2, 2: 2}, siblings=4, threshold=0.5)
    {0: 0.6}
    """
    documents = [0 if line.key is None else counts.get(line.key, 0) for line in lines]
    pairs = list(zip(lines, documents, strict=True))
    stays = sum(line.end - line.start for line in lines if not line.gone)
    shared = sum(line.end - line.start for line, times in pairs if times and not line.gone)
    if shared >= COPY_SHARE * stays:
        return {}
    company = [True, *(line.gone or times > 0 for line, times in pairs), True]
    found: dict[int, float] = {}
    for place, (line, times) in enumerate(pairs):
        if times and not line.gone and company[place] and company[place + 2]:
            score = _score(line, times, siblings)
            if score >= threshold:
                found[place] = score
    return found


def _score(line: Line, documents: int, siblings: int) -> float:
    if documents >= max(MIN_DOCUMENTS, MIN_SHARE * siblings):
        return SCORE
    if line.score and documents >= MIN_SUPPORT_SHARE * siblings:
        return round(min(line.score + SUPPORT, SCORE), 3)
    return 0.0
