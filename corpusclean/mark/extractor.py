"""Mark the lines that trafilatura does not return as main content.

trafilatura returns a text, not lines; it changes spaces, drops inline elements and joins lines. On pages that are no
articles, only 60 % of its characters are in lines equal to a line of the page, but 99 % of its tokens align. So its
text is aligned with the lines of the page token by token.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpusclean.document import Mark
from corpusclean.page import Page
from corpusclean.quiet import silenced
from corpusclean.recipe import Recipe

_TOKEN = re.compile(r"\w+")
_SCORE = (
    0.7  # of the lines that trafilatura leaves out, more than this share are boilerplate on every page type
)
_COVERED = 0.5  # a line is content if this share of its tokens is in the extract
# If at least so many words, and such a share, of the lines with one tag and class are in the extract, all these lines
# are content: on every fifth page of WCXB dev, word F1 rises from .832 to .837 (articles +.005, forums +.008,
# listings +.014, products -.010), about the same for shares from .02 to .2 and for 1 to 50 words.
_KIND_WORDS = 20
_KIND_SHARE = 0.2
_MAX_GAP = 10**9  # pairs of tokens compared between two aligned lines: takes under a second and 125 MB
_LANDMARK_REASONS = {
    "nav": "navigation",
    "header": "site-chrome",
    "footer": "site-chrome",
    "aside": "related-link",
    "form": "site-chrome",
    "figure": "caption",
    "figcaption": "caption",
}


def extractor_marks(pages: Sequence[Page], recipe: Recipe) -> list[list[Mark]]:
    """Mark the lines of HTML pages that trafilatura leaves out.

    Args:
        pages: any pages; plain text gets no marks.
        recipe: the settings; without `extractor = "trafilatura"` there are no marks.

    Returns:
        For each page its marks; none for a page in which trafilatura finds no content.
    """
    return [_left_out(page) if page.is_html and recipe.extractor == "trafilatura" else [] for page in pages]


def _left_out(page: Page) -> list[Mark]:
    extract = _extract(page.html, page.url)
    if not extract:
        return []
    lines = [page.line(index) for index in range(len(page.lines))]
    left_out = []
    kept = False
    for index, share in enumerate(line_coverage(lines, extract)):
        if share is not None:  # a line without tokens is treated like the line before it
            kept = share >= _COVERED
        if not kept and lines[index].strip():
            left_out.append(index)
    rescued = _like_the_kept(page, frozenset(left_out))
    return [
        Mark(
            index,
            _LANDMARK_REASONS.get(page.features[index].landmark, "other-boilerplate"),
            "trafilatura",
            _SCORE,
        )
        for index in left_out
        if index not in rescued
    ]


def _like_the_kept(page: Page, left_out: frozenset[int]) -> set[int]:
    """Find lines left out whose tag and class also occur on kept lines.

    trafilatura returns one of several equal sections, e.g. the first post of a thread; lines with the same tag and
    class are the same kind of content.
    """
    kinds: dict[tuple[str, str], list[int]] = {}
    for index, line in enumerate(page.features):
        if line.attributes and not line.hidden and line.landmark not in _LANDMARK_REASONS:
            kinds.setdefault((line.tag, line.attributes), []).append(index)
    rescued: set[int] = set()
    for indices in kinds.values():
        words = {index: len(page.line(index).split()) for index in indices}
        kept = sum(count for index, count in words.items() if index not in left_out)
        if kept >= max(_KIND_WORDS, _KIND_SHARE * sum(words.values())):
            rescued |= left_out.intersection(indices)
    return rescued


def _extract(markup: str, url: str) -> str | None:
    import trafilatura

    try:
        with silenced("trafilatura"):
            text = trafilatura.extract(markup, url=url or None, include_comments=False)
    except Exception:  # noqa: BLE001 - hostile markup may trigger any bug of trafilatura; the page gets no marks
        return None
    return str(text) if text else None


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
    page = [tuple(_TOKEN.findall(line.casefold())) for line in lines]
    wanted = [tokens for line in extract.split("\n") if (tokens := tuple(_TOKEN.findall(line.casefold())))]
    with_tokens = [index for index, tokens in enumerate(page) if tokens]
    covered: dict[int, int] = dict.fromkeys(with_tokens, 0)
    for first, last, start, end in _gaps(
        [page[index] for index in with_tokens], wanted, covered, with_tokens
    ):
        owners = [index for index in with_tokens[first:last] for _ in page[index]]
        own = [token for index in with_tokens[first:last] for token in page[index]]
        others = [token for line in wanted[start:end] for token in line]
        if own and others and len(own) * len(others) <= _MAX_GAP:
            for begin, stop, _ in _common(own, others):
                for owner in owners[begin:stop]:
                    covered[owner] += 1
    return [covered[index] / len(tokens) if tokens else None for index, tokens in enumerate(page)]


def _gaps(
    page: list[tuple[str, ...]],
    wanted: list[tuple[str, ...]],
    covered: dict[int, int],
    with_tokens: list[int],
) -> Iterator[tuple[int, int, int, int]]:
    """Align whole lines, record them in `covered`, and yield the ranges of lines between them on both sides."""
    last_page = last_wanted = 0
    for first, last, start in [*_common(page, wanted), (len(page), len(page), len(wanted))]:
        yield last_page, first, last_wanted, start
        for index in range(first, last):
            covered[with_tokens[index]] = len(page[index])
        last_page, last_wanted = last, start + last - first


def _common(a: Sequence[object], b: Sequence[object]) -> Iterator[tuple[int, int, int]]:
    """Yield the runs of a longest common subsequence: start and end in `a`, start in `b`."""
    from rapidfuzz.distance import LCSseq

    for step in LCSseq.opcodes(a, b):
        if step.tag == "equal":
            yield step.src_start, step.src_end, step.dest_start
