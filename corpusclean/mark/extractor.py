"""trafilatura as a voter: what it does not return as main content is boilerplate.

An extractor gives text, not lines, and it changes spaces, drops inline pieces and joins lines: only 60 % of its
characters equal a line on pages that are no articles, but 99 % of its tokens align. So its text is aligned with
the page's lines token by token.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpusclean.document import Mark
from corpusclean.page import Page
from corpusclean.quiet import silenced
from corpusclean.recipe import Recipe

_TOKEN = re.compile(r"\w+")
_SCORE = 0.7  # the share of lines left out by trafilatura that are boilerplate is above it on every page type
_COVERED = 0.5  # a line with this share of its tokens in the extract is content
# A class of which this many words and this share are kept is content wherever it stands: on every fifth page
# of WCXB dev word F1 rises from .832 to .837 (articles +.005, forums +.008, listings +.014, products -.010),
# about the same for shares from .02 to .2 and for 1 to 50 words.
_KIND_WORDS = 20
_KIND_SHARE = 0.2
_MAX_GAP = 10**9  # token pairs compared between two aligned lines: under a second and 125 MB
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
        pages: any pages; text documents get no marks.
        recipe: `extractor` says whether to ask at all.

    Returns:
        One list of marks a page; none for a page in which trafilatura finds no content.
    """
    return [
        _left_out(page) if page.head is not None and recipe.extractor == "trafilatura" else []
        for page in pages
    ]


def _left_out(page: Page) -> list[Mark]:
    extract = _extract(page.html, page.url)
    if not extract:
        return []
    lines = [page.line(index) for index in range(len(page.lines))]
    left_out = []
    kept = False
    for index, share in enumerate(line_coverage(lines, extract)):
        if share is not None:  # a line without a word goes with the line before it
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
    """Lines of a kind that was kept elsewhere on the page.

    trafilatura returns one section of several, e.g. the first post of a thread. What carries the same class
    is the same kind of content.
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
    except Exception:  # noqa: BLE001 - any markup can reach any bug of it; then there is no verdict
        return None
    return str(text) if text else None


def line_coverage(lines: Sequence[str], extract: str) -> list[float | None]:
    r"""How much of each line an extractor has returned.

    Args:
        lines: the lines of a page.
        extract: the extractor's text.

    Returns:
        For each line the share of its tokens that align with the extract, 0..1; None if it has no token.

    Whole lines are aligned first (longest common subsequence), then the tokens between aligned lines.

    >>> line_coverage(["Home", "It rained on Monday.", "* * *"], "It rained on Monday.\n")
    [0.0, 1.0, None]
    """
    page = [tuple(_TOKEN.findall(line.casefold())) for line in lines]
    wanted = [tokens for line in extract.split("\n") if (tokens := tuple(_TOKEN.findall(line.casefold())))]
    spoken = [index for index, tokens in enumerate(page) if tokens]
    covered: dict[int, int] = dict.fromkeys(spoken, 0)
    for first, last, start, end in _gaps([page[index] for index in spoken], wanted, covered, spoken):
        owners = [index for index in spoken[first:last] for _ in page[index]]
        own = [token for index in spoken[first:last] for token in page[index]]
        others = [token for line in wanted[start:end] for token in line]
        if own and others and len(own) * len(others) <= _MAX_GAP:
            for begin, stop, _ in _common(own, others):
                for owner in owners[begin:stop]:
                    covered[owner] += 1
    return [covered[index] / len(tokens) if tokens else None for index, tokens in enumerate(page)]


def _gaps(
    page: list[tuple[str, ...]], wanted: list[tuple[str, ...]], covered: dict[int, int], spoken: list[int]
) -> Iterator[tuple[int, int, int, int]]:
    """Align whole lines, note them as covered, and give what lies between them on both sides."""
    last_page = last_wanted = 0
    for first, last, start in [*_common(page, wanted), (len(page), len(page), len(wanted))]:
        yield last_page, first, last_wanted, start
        for index in range(first, last):
            covered[spoken[index]] = len(page[index])
        last_page, last_wanted = last, start + last - first


def _common(a: Sequence[object], b: Sequence[object]) -> Iterator[tuple[int, int, int]]:
    """The stretches of a longest common subsequence: start and end in `a`, start in `b`."""
    from rapidfuzz.distance import LCSseq

    for step in LCSseq.opcodes(a, b):
        if step.tag == "equal":
            yield step.src_start, step.src_end, step.dest_start
