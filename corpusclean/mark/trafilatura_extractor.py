"""Mark the lines that trafilatura does not return as main content."""

from __future__ import annotations

from collections.abc import Sequence

from corpusclean.document import CutReason, Mark
from corpusclean.mark.alignment import line_coverage
from corpusclean.page import Page
from corpusclean.quiet import silenced
from corpusclean.recipe import Recipe

# Of the lines that trafilatura leaves out, more than this share are boilerplate on every page type.
_SCORE = 0.7
_COVERED = 0.5  # a line is content if this share of its tokens is in the extract
# If at least so many words, and such a share, of the lines with one tag and class are in the extract, all these lines
# are content: on every fifth page of WCXB dev, word F1 rises from .832 to .837 (articles +.005, forums +.008,
# listings +.014, products -.010), about the same for shares from .02 to .2 and for 1 to 50 words.
_KIND_WORDS = 20
_KIND_SHARE = 0.2
_LANDMARK_REASONS: dict[str, CutReason] = {
    "nav": "navigation",
    "header": "site-chrome",
    "footer": "site-chrome",
    "aside": "related-link",
    "form": "site-chrome",
    "figure": "caption",
    "figcaption": "caption",
}


def trafilatura_marks(pages: Sequence[Page], recipe: Recipe) -> list[list[Mark]]:
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
    lines = page.line_texts()
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
