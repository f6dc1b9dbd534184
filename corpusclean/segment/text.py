"""Convert plain text to a `Page` of lines, and split giant lines into sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from corpusclean.page import Page

GIANT_LINE = 2_000
"""Longer lines, in characters, are split into sentences: a scraper has dropped the line feeds, so that a whole page is
on one or a few lines. In pages with line feeds, 80 of 370,000 lines are longer."""

MIN_SENTENCE = 20
"""Minimal length of a sentence in characters, so that "Dr." is none. On 150 pages with giant lines, word F1 is .820
if these are not split, .899 with 40 and .907 with 20; with 12, more of a clean text is cut."""

MAX_SENTENCES = 100_000
"""Maximal number of sentences of one line, so that their spans take no more memory than the text."""

# Where a sentence may end: at a full stop and closing quotes, before white space or, after a small letter, before a
# capital; at a run of white space, left between two blocks of a page; where two blocks were joined ("SportWeather").
# Linear: no alternative can begin within what another has matched in part.
_CASED = [chr(code) for code in range(0x590)]  # Latin, Greek, Cyrillic, Armenian
_LOWER, _UPPER = ("".join(filter(case, _CASED)) for case in (str.islower, str.isupper))
_CLOSING = "[\"'”’»)\\]」』）]*"
_END = re.compile(
    rf"(?P<final>[.!?…।॥؟۔።]{_CLOSING}(?=\s)|(?<=[{_LOWER}])[.!?…]{_CLOSING}(?=[{_UPPER}])|[。！？]{_CLOSING})\s*"
    rf"|\s{{2,}}|(?<=[{_LOWER}])(?=[{_UPPER}])"
)


def line_spans(text: str) -> list[tuple[int, int]]:
    r"""Return the range (start, end) of each line of a text, without its line feed; half-open, in code points.

    Only "\n" ends a line: `str.splitlines` also splits at U+0085, which is part of some mojibake.

    >>> line_spans("a\n\nbc")
    [(0, 1), (2, 2), (3, 5)]
    """
    spans = []
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        spans.append((start, end))
        start = end + 1
    return spans


def segment_text(text: str, url: str = "") -> Page:
    r"""Convert a plain-text document to a page.

    Args:
        text: the decoded text.
        url: the address it was fetched from, if known.

    Returns:
        A page without head and DOM features.

    >>> segment_text("a\nb").lines
    [(0, 1), (2, 3)]
    """
    return Page(text=text, lines=line_spans(text), url=url)


def split_giant_lines(page: Page) -> Page:
    """Split giant lines of a plain-text document into sentences, so that each is judged by itself.

    Args:
        page: a repaired page of plain text.

    Returns:
        The page with the same text, where each sentence of a line over `GIANT_LINE` is a line of its own; white
        space between sentences belongs to no line.

    >>> page = segment_text("The ferry to the outer islands ran again today.  Menu" + " and more" * 300)
    >>> [page.text[start:end] for start, end in split_giant_lines(page).lines][0]
    'The ferry to the outer islands ran again today.'
    """
    if all(end - start <= GIANT_LINE for start, end in page.lines):
        return page
    spans: list[tuple[int, int]] = []
    for start, end in page.lines:
        spans += [(start, end)] if end - start <= GIANT_LINE else _sentences(page.text, start, end)
    return replace(page, lines=spans)


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the ranges of the sentences of one line; white space at its ends belongs to the first and the last."""
    least = 1 + (end - start) // MAX_SENTENCES
    first, position = start, start + least
    while (found := _END.search(text, position, end)) and found.end() < end:
        stop = found.end("final") if found["final"] else found.start()
        is_gap = found.end() - stop > 1
        if stop - first >= (least if is_gap else max(least, MIN_SENTENCE)) and not text[first:stop].isspace():
            yield first, stop
            first, position = found.end(), found.end() + least
        else:
            position = max(found.end(), position + 1)
    yield first, end
