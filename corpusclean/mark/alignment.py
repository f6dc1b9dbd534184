"""Align the lines of a page with a text that an extractor returned, token by token.

Extractors change spaces, drop inline elements and join lines. On pages that are no articles, only 60 % of the characters
that trafilatura returns are in lines equal to a line of the page, but 99 % of its tokens align.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

_Tokens: TypeAlias = tuple[str, ...]

_TOKEN = re.compile(r"\w+")
_MAX_GAP = 10**9  # pairs of tokens compared between two aligned lines: takes under a second and 125 MB


def line_coverage(lines: Sequence[str], extract: str) -> list[float | None]:
    r"""Compute how much of each line is in the text that an extractor returned.

    Whole lines are aligned first (longest common subsequence), then the tokens between aligned lines.

    Args:
        lines: the lines of a page.
        extract: the extractor's text.

    Returns:
        For each line the share of its tokens that align with the extract, 0..1; None if it has no token.

    >>> line_coverage(["Home", "It rained on Monday.", "* * *"], "It rained on Monday.\n")
    [0.0, 1.0, None]
    """
    tokens = [_tokens(line) for line in lines]
    page = [(index, own) for index, own in enumerate(tokens) if own]
    others = [own for own in map(_tokens, extract.split("\n")) if own]
    runs = [*_common([own for _, own in page], others), (len(page), len(page), len(others))]
    aligned: Counter[int] = Counter()
    end = other_end = 0
    for first, last, start in runs:
        aligned.update(_aligned_tokens(dict(page[end:first]), others[other_end:start]))
        aligned.update({index: len(own) for index, own in page[first:last]})
        end, other_end = last, start + last - first
    return [aligned[index] / len(own) if own else None for index, own in enumerate(tokens)]


def _tokens(line: str) -> _Tokens:
    return tuple(_TOKEN.findall(line.casefold()))


def _aligned_tokens(lines: Mapping[int, _Tokens], others: Sequence[_Tokens]) -> Counter[int]:
    """Count the tokens of each line that align with those of other lines."""
    owners = [index for index, own in lines.items() for _ in own]
    own = [token for line in lines.values() for token in line]
    other = [token for line in others for token in line]
    if not own or not other or len(own) * len(other) > _MAX_GAP:
        return Counter()
    return Counter(index for first, end, _ in _common(own, other) for index in owners[first:end])


def _common(a: Sequence[object], b: Sequence[object]) -> Iterator[tuple[int, int, int]]:
    """Yield the runs of a longest common subsequence: start and end in `a`, start in `b`."""
    from rapidfuzz.distance import LCSseq

    for step in LCSseq.opcodes(a, b):
        if step.tag == "equal":
            yield step.src_start, step.src_end, step.dest_start
