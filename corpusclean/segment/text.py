"""Plain text into a page: a line is what stands between two line feeds."""

from __future__ import annotations

from corpusclean.document import Page


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
