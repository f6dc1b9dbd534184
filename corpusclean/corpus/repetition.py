"""Count the lines that several documents of one source share, and decide which of them to cut.

Each line counts once per document, by a hash of its source and its words. A line that occurs twice in one document is
not counted: it is verse, code or part of a table rather than of a page template.

Repetition alone is weak evidence: "Ingredients" is on every page of a recipe site, and is content. So a repeated line
is cut only if the lines directly before and after it are repeated or cut as well, as in a page template. A line that
is repeated in most documents of its source then needs no other evidence; one repeated in few needs a score from a rule
or model.
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
"""Added to the score of a repeated line that already has one. On 1,248 texts with others of their source, it cuts 3,983
lines that rules and line model (out of fold) keep, 96 % of them boilerplate (94 % and 97 % on two halves of the
sites); word F1 rises from .845 to .848, and .07 % more of the main text is lost. With .2, word F1 is .8475."""

MIN_SUPPORT_SHARE = 0.1
"""Minimal share of a source's documents with the line, for `SUPPORT`. Without it, in a folder with thousands of pages
of many sites, any short line would count as repeated."""

MIN_DOCUMENTS = 10
"""Minimal number of documents with the line, to cut it without other evidence. Of the lines cut so, all 35 were
boilerplate with 10, 95 of 102 with 8, and 200 of 228 with 5."""

MIN_SHARE = 0.5
"""Minimal share of a source's documents with the line, to cut it without other evidence."""

SCORE = 0.9
"""Score of a line that is cut without other evidence."""

COPY_SHARE = 0.7
"""A document that shares at least this part of its text is a copy of another document, and keeps its repeated lines.
Without this bound, one in 16 of the lines cut is main text, with it one in 22."""

COUNTED_AT_ONCE = 2**23
"""Number of keys that are counted in one go, which takes about 200 MB."""

_WORD = re.compile(r"[^\W_]+")
_LETTER = re.compile(r"[^\W\d_]")


class Line(NamedTuple):
    """One line of a document that is not blank, with what is needed to count it.

    Args:
        start, end: its range in the repaired text.
        key: the hash to count it by (see `line_keys`); None if it is not counted.
        score: its boilerplate score, see `ScoredLine`.
        gone: whether it is cut already.
    """

    start: int
    end: int
    key: int | None
    score: float
    gone: bool


def line_keys(lines: Sequence[str], source: str) -> list[int | None]:
    """Hash each line of a document, to count it across documents of one source.

    Args:
        lines: the lines of one document.
        source: the name of its source, e.g. a domain.

    Returns:
        For each line a signed 64-bit hash of the source and the line's words; None for a line without letters, or one
        that occurs more than once in the document.

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
    """Count the keys of all documents.

    Args:
        keys: function that returns the keys of all documents, as arrays of any size in any order; nulls are ignored.
            It is called several times if there are more than `COUNTED_AT_ONCE` keys.
        total: number of keys.

    Returns:
        Key → number of occurrences, without the keys that occur once.

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
    """Decide which lines of a document to cut since other documents of its source have them too.

    Args:
        lines: the lines of the document, in order.
        counts: key → number of documents with such a line.
        siblings: number of documents of its source, including itself.
        threshold: the score from which on a line is cut.

    Returns:
        Index in `lines` → score, for each line to cut that is not cut yet.

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
    # With a place before the first line and one after the last, which count as repeated.
    repeated = [True, *(line.gone or times > 0 for line, times in pairs), True]
    found: dict[int, float] = {}
    for place, (line, times) in enumerate(pairs):
        if times and not line.gone and repeated[place] and repeated[place + 2]:
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
