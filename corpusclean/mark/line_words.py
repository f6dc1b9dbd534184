"""Convert the lines of a batch of pages to arrays: classes of characters, and hashes of words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from corpusclean.page import Page
from corpusclean.spelling import UNSPACED_SCRIPTS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

HEAD_CHARS, TAIL_CHARS = 1_500, 300
"""Only so many characters at the beginning and at the end of a longer line are used, to bound the work."""

MAX_LINES = 50_000
"""Only so many lines at the beginning of a page are used: eight times as many as the longest of 10,349 texts has; their
features take some 150 MB."""

HEAD_WORDS, TAIL_WORDS = 14, 8
"""Only so many words at the beginning and at the end of a longer line are hashed: these distinguish boilerplate."""

MAX_WHOLE_WORDS = 8
"""A line with at most so many words is also hashed as a whole: buttons and headings are the same on many pages."""

BAGS = ("words", "pairs", "ends")
"""The three bags of hashes of a line: its words; its pairs of words and the whole line; its first and last words and
pairs."""

_PAIR = 2  # salt of the hashes of pairs

# Classes of characters.
(
    OTHER, LOWER, UPPER, LETTER, UNSPACED, DIGIT, SPACE, PERIOD, EXCLAMATION, QUESTION, ELLIPSIS, COLON, COMMA,
    SEMICOLON, QUOTE, OPEN, CLOSE, DASH, SLASH, SEPARATOR, ADDRESS, CURRENCY, COPYRIGHT, SYMBOL,
) = range(24)  # fmt: skip
CLASSES = 24
_BY_CHARACTER = {
    PERIOD: ".。．।։۔።",
    EXCLAMATION: "!！",
    QUESTION: "?？؟",
    ELLIPSIS: "…",
    COLON: ":：",
    COMMA: ",，、،",
    SEMICOLON: ";；؛",
    QUOTE: "\"'`“”„‟‘’‚«»‹›「」『』",
    SEPARATOR: "|¦><→←►▶▸▾▼»›•·●▪■◦‣*+=~^",
    SLASH: "/\\",
    ADDRESS: "@#",
    COPYRIGHT: "©®™",
}
_BY_CATEGORY = {
    "Ll": LOWER, "Lu": UPPER, "Lt": UPPER, "Lo": LETTER, "Lm": LETTER, "Mn": LETTER, "Mc": LETTER, "Nd": DIGIT,
    "No": DIGIT, "Nl": DIGIT, "Zs": SPACE, "Zl": SPACE, "Zp": SPACE, "Ps": OPEN, "Pe": CLOSE, "Pi": QUOTE,
    "Pf": QUOTE, "Pd": DASH, "Sc": CURRENCY, "So": SYMBOL, "Sk": SYMBOL, "Sm": SYMBOL, "Po": SYMBOL,
}  # fmt: skip
_UNSPACED = re.compile(f"[{UNSPACED_SCRIPTS}]")


@dataclass(frozen=True, slots=True)
class Grams:
    """The hashes of one of the `BAGS`, for all lines.

    Args:
        hashes: (m,) uint32, sorted by line.
        line: (m,) number of the line of each hash.
    """

    hashes: NDArray[np.uint32]
    line: NDArray[np.int64]


@cache
def character_tables() -> tuple[NDArray[Any], NDArray[Any]]:
    """Return class and hash of each character below U+10000; hashes ignore case, and are equal for all digits."""
    import numpy as np

    classes = np.zeros(0x10000, np.uint8)
    codes = np.zeros(0x10000, np.uint64)
    for code in range(0x10000):
        char = chr(code)
        classes[code] = _BY_CATEGORY.get(unicodedata.category(char), OTHER)
        low = char.lower()
        codes[code] = ord("0") if classes[code] == DIGIT else ord(low) if len(low) == 1 else code
        if classes[code] == LETTER and _UNSPACED.match(char):
            classes[code] = UNSPACED
    for number, chars in _BY_CHARACTER.items():
        classes[[ord(char) for char in chars]] = number
    classes[[9, 10, 13]] = SPACE
    return classes, scatter(codes + np.uint64(1))


def scatter(values: NDArray[Any]) -> NDArray[Any]:
    """Hash 64-bit numbers (the finalizer of SplitMix64, Steele et al. 2014)."""
    import numpy as np

    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    scattered: NDArray[Any] = values ^ (values >> np.uint64(31))
    return scattered


@dataclass(slots=True)
class LineBatch:
    """The lines of a batch, stripped and shortened, as one array of characters.

    Args:
        page: (n,) number of the page of each line.
        index: (n,) index of the line in `Page.lines`.
        indent: (n,) number of white-space characters before the line.
        code: code points of all lines, each followed by a line feed; those above U+FFFF are replaced by a
            character of their kind.
        start, end: (n,) half-open range of each line in `code`.
        pages: number of pages.
    """

    page: NDArray[Any]
    index: NDArray[Any]
    indent: NDArray[Any]
    code: NDArray[Any]
    start: NDArray[Any]
    end: NDArray[Any]
    pages: int


def collect_lines(pages: Sequence[Page]) -> LineBatch:
    """Collect the lines of pages that are not blank, among the first `MAX_LINES` of each page."""
    import numpy as np

    lines_of: list[int] = []
    index_of: list[int] = []
    indents: list[int] = []
    texts: list[str] = []
    for page in pages:
        text, before = page.text, len(texts)
        for index, (start, end) in enumerate(page.lines[:MAX_LINES]):
            if end - start > HEAD_CHARS + TAIL_CHARS:
                line = text[start : start + HEAD_CHARS] + " " + text[end - TAIL_CHARS : end]
            else:
                line = text[start:end]
            if bare := line.strip():
                index_of.append(index)
                indents.append(0 if bare is line else len(line) - len(line.lstrip()))
                texts.append(bare)
        lines_of.append(len(texts) - before)
    joined = "\n".join([*texts, ""]).encode("utf-32-le", "surrogatepass")
    code = np.frombuffer(joined, np.uint32)
    if len(code) and code.max() > 0xFFFF:
        astral = np.where(code >= 0x20000, 0x4E00, np.where(code >= 0x1F000, 0x2600, 0x5D0))
        code = np.where(code > 0xFFFF, astral, code)
    length = np.fromiter(map(len, texts), np.int64, len(texts))
    ends = np.cumsum(length + 1) - 1
    page_array = np.repeat(np.arange(len(pages)), lines_of)
    index_array, indent_array = (np.array(values, np.int64) for values in (index_of, indents))
    return LineBatch(page_array, index_array, indent_array, code, ends - length, ends, len(pages))


@dataclass(slots=True)
class Words:
    """The m words of a batch of n lines: runs of letters and digits, and single characters of unspaced scripts.

    Args:
        line: (m,) number of the line of each word.
        place: (m,) index of the word in its line.
        hash: (m,) uint64.
        length: (m,) number of characters.
        first: (m,) class of the first character.
        per_line: (n,) number of words of each line.
    """

    line: NDArray[Any]
    place: NDArray[Any]
    hash: NDArray[Any]
    length: NDArray[Any]
    first: NDArray[Any]
    per_line: NDArray[Any]


def find_words(batch: LineBatch, kind: NDArray[Any]) -> Words:
    """Find the words of a batch; `kind` has the class of each character in `batch.code`."""
    import numpy as np

    count = len(batch.page)
    is_word = (kind >= LOWER) & (kind <= DIGIT)
    alone = kind == UNSPACED
    begins = is_word.copy()
    begins[1:] &= ~is_word[:-1] | alone[1:] | alone[:-1]
    where = np.flatnonzero(is_word)
    start = np.flatnonzero(begins[where])
    if not len(start):
        none = np.zeros(0, np.int64)
        return Words(none, none, none.astype(np.uint64), none, none, np.zeros(count, np.int64))
    length = np.diff(np.append(start, len(where)))
    place = np.arange(len(where)) - np.repeat(start, length)
    powers = scatter(np.arange(1, 33, dtype=np.uint64)) | np.uint64(1)
    parts = character_tables()[1][batch.code[where]] * powers[np.minimum(place, 31)]
    line = np.repeat(np.arange(count), batch.end - batch.start + 1)[where[start]]
    per_line = np.bincount(line, minlength=count)
    before = np.cumsum(per_line) - per_line
    return Words(
        line,
        np.arange(len(line)) - before[line],
        scatter(np.add.reduceat(parts, start)),
        length,
        kind[where[start]],
        per_line,
    )


def bag_words(words: Words, whole: NDArray[Any]) -> tuple[Grams, ...]:
    """Make the bags of hashes of each line; a word has different hashes in different bags."""
    import numpy as np

    if not len(words.line):
        none = Grams(np.zeros(0, np.uint32), np.zeros(0, np.int64))
        return (none,) * len(BAGS)
    left = words.per_line[words.line] - 1 - words.place
    chosen = (words.place < HEAD_WORDS) | (left < TAIL_WORDS)
    line, hashes, place, left = words.line[chosen], words.hash[chosen], words.place[chosen], left[chosen]
    # In a long line, the words between its head and its tail are missing, so the words around the gap are no pair.
    starts_pair = (left[:-1] > 0) & (np.diff(place) == 1)
    pairs = scatter(hashes[:-1] * np.uint64(3) + hashes[1:])
    pair_hash, pair_line = pairs[starts_pair], line[:-1][starts_pair]
    pair_place, pair_left = place[:-1][starts_pair], left[:-1][starts_pair]
    short = np.flatnonzero((words.per_line <= MAX_WHOLE_WORDS) & (words.per_line > 0))
    opening, closing = place == 0, left == 0
    first_pair, last_pair = pair_place == 0, pair_left == 1
    return (
        _grams((hashes, line, 1)),
        _grams((pair_hash, pair_line, _PAIR), (whole[short], short, 3)),
        _grams(
            (hashes[opening], line[opening], 4),
            (hashes[closing], line[closing], 5),
            (pair_hash[first_pair], pair_line[first_pair], 6),
            (pair_hash[last_pair], pair_line[last_pair], 7),
        ),
    )


def pair_words(words: Words) -> Grams:
    """Hash all pairs of words of each line as in the bag "pairs", not only those at its ends."""
    import numpy as np

    together = words.line[1:] == words.line[:-1]
    pairs = scatter(words.hash[:-1] * np.uint64(3) + words.hash[1:])
    return _grams((pairs[together], words.line[1:][together], _PAIR))


def _grams(*parts: tuple[NDArray[Any], NDArray[Any], int]) -> Grams:
    import numpy as np

    hashes = np.concatenate([scatter(part + np.uint64(salt)) for part, _, salt in parts])
    line = np.concatenate([part for _, part, _ in parts])
    order = np.argsort(line, kind="stable") if len(parts) > 1 else slice(None)
    return Grams((hashes[order] >> np.uint64(32)).astype(np.uint32), line[order])
