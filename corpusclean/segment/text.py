"""Plain text into a page: a line is what stands between two line feeds, or a sentence of a giant line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from corpusclean.page import Page

GIANT_LINE = 2_000
"""Longer lines are not judged as one: where a scraper has dropped the line feeds, a whole page stands on a line or
a few. Of 370,000 lines of pages with line feeds 80 are longer."""

MIN_SENTENCE = 20
"""Characters of a sentence at least, so that "Dr." and "No." are none. Of 150 pages with giant lines, word F1 is .820
if these are left whole, .899 with 40 and .907 with 20; with 12 more of a clean text goes."""

MAX_SENTENCES = 100_000
"""Of one line, so that its pieces cost no more than its text."""

# Where a sentence may end: at a full stop with its closing quotes, before white space or, after small letters, a
# capital; in the gap that a block of a page has left; where two blocks were glued ("SportWeather"). Linear: no
# alternative can begin inside of what another one has looked at in vain.
_CASED = [chr(code) for code in range(0x590)]  # Latin, Greek, Cyrillic, Armenian
_LOWER, _UPPER = ("".join(filter(case, _CASED)) for case in (str.islower, str.isupper))
_CLOSING = "[\"'”’»)\\]」』）]*"
_END = re.compile(
    rf"(?P<final>[.!?…।॥؟۔።]{_CLOSING}(?=\s)|(?<=[{_LOWER}])[.!?…]{_CLOSING}(?=[{_UPPER}])|[。！？]{_CLOSING})\s*"
    rf"|\s{{2,}}|(?<=[{_LOWER}])(?=[{_UPPER}])"
)


def line_spans(text: str) -> list[tuple[int, int]]:
    r"""The (start, end) of each line of a text, without its line feed; code points, half-open.

    Only "\n" ends a line: `str.splitlines` also splits at U+0085, which stands inside of mojibake.

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
    r"""Make a page of a text document.

    Args:
        text: the decoded text.
        url: where it came from, if known.

    Returns:
        A page with no head and no DOM features.

    >>> segment_text("a\nb").lines
    [(0, 1), (2, 3)]
    """
    return Page(text=text, lines=line_spans(text), url=url)


def split_giant_lines(page: Page) -> Page:
    """Split the lines of a text document that are too long to be judged as one into sentences.

    Args:
        page: of a text document, repaired; its text stays as it is.

    Returns:
        The page with a line for each sentence of a line over `GIANT_LINE`, without the white space between them.

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
    """The spans of the sentences of one line; white space at its ends stays with the first and the last."""
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
