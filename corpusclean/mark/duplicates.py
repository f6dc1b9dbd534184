"""Mark the later copies of text that is in a page twice: headlines, titles of video players, paragraphs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TypeAlias

from corpusclean.document import Mark
from corpusclean.mark.cuts import verdicts
from corpusclean.mark.line_shapes import LineShape, shape_line
from corpusclean.page import Page
from corpusclean.recipe import Recipe

MIN_PROSE_SHARE = 0.5
"""Minimal share of words in prose; other pages are poems, lists, tables or code, in which lines may be repeated."""

MIN_HEADLINE_WORDS = 4
"""Minimal length of a repeated headline; shorter repeated lines above an article are menu entries and names."""

MAX_HEADLINE_DISTANCE = 6
"""Maximal number of lines (date, author, icons) between two copies of a headline."""

MIN_ECHO_WORDS = 8
"""Minimal length of a line that repeats the previous one: then it is a caption or a title; shorter ones may be verse
("Row, brother, row")."""

MIN_PARAGRAPH_WORDS = 20
"""Minimal length of a repeated paragraph: two in three of these are second copies or boilerplate; shorter ones are as
often terms, questions and headings."""

PAGE_TWICE_SHARE = 0.2
"""If later copies of paragraphs have at least this share of a page's words, the whole page was output twice, and the
copies get a score that cuts them: on 21 pages, word F1 rises by .13. Single copies are as often quotations and
refrains; their lower score leaves them to the line model."""


_Line: TypeAlias = tuple[int, LineShape]
"""(index in the page, shape) of a line."""


def duplicate_marks(pages: Sequence[Page], recipe: Recipe) -> list[list[Mark]]:
    """Mark later copies of repeated text; the first copy is never marked.

    Args:
        pages: the pages with their marks so far.
        recipe: the settings; `level` and `keep` decide which marked lines are cut, and so are not compared.

    Returns:
        For each page its new marks.
    """
    return [_vote(page, recipe) for page in pages]


def _vote(page: Page, recipe: Recipe) -> list[Mark]:
    lines = [(index, shape) for index, line in page.written.items() if (shape := shape_line(line)).text]
    marks = list(_quoted_titles(lines))
    gone = verdicts(page.marks, recipe)
    left = [line for line in lines if line[0] not in gone] if gone else lines
    prose = sum([shape.words for _, shape in left if shape.prose])
    if prose >= MIN_PROSE_SHARE * sum([shape.words for _, shape in left]):
        marks += (*_repeated_headlines(left), *_echoes(left), *_repeated_paragraphs(left))
    return marks


def _quoted_titles(lines: Sequence[_Line]) -> Iterator[Mark]:
    """Mark the title of a video player directly below a line that quotes it: "Play video: 'Title'", then "Title"."""
    for (_, before), (index, line) in pairwise(lines):
        title, quoted = line.text, before.text
        if quoted[-1] not in "'\"" or line.words < MIN_HEADLINE_WORDS:
            continue
        if quoted.endswith((f"'{title}'", f'"{title}"')):
            yield Mark(index, "video-link", "duplicates/quoted-title", 0.9)


def _repeated_headlines(lines: Sequence[_Line]) -> Iterator[Mark]:
    """Mark copies of a line above the first prose: of the headline if the last copy is near, else of a menu."""
    seen: dict[str, int] = {}
    for place, (index, line) in enumerate(lines):
        if line.prose:
            return
        if line.words >= MIN_HEADLINE_WORDS:
            key = line.text.casefold()
            if key in seen:
                is_near = place - seen[key] <= MAX_HEADLINE_DISTANCE
                yield Mark(index, "headline" if is_near else "duplicate", "duplicates/headline", 0.9)
            seen[key] = place


def _echoes(lines: Sequence[_Line]) -> Iterator[Mark]:
    """Mark lines equal to the previous line."""
    for (_, before), (index, line) in pairwise(lines):
        if line.words >= MIN_ECHO_WORDS and line.text == before.text:
            yield Mark(index, "duplicate", "duplicates/echo", 0.8)


def _repeated_paragraphs(lines: Sequence[_Line]) -> Iterator[Mark]:
    """Mark later copies of long paragraphs."""
    seen: set[str] = set()
    copies: list[_Line] = []
    for index, line in lines:
        if line.prose and line.words >= MIN_PARAGRAPH_WORDS:
            if line.text in seen:
                copies.append((index, line))
            seen.add(line.text)
    if not copies:
        return
    words = sum([line.words for _, line in lines])
    twice = sum(line.words for _, line in copies) >= PAGE_TWICE_SHARE * words
    for index, _ in copies:
        yield Mark(index, "duplicate", "duplicates/paragraph", 0.7 if twice else 0.4)
