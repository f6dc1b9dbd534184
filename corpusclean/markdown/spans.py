"""Render ranges of a text as inline Markdown, with the links and the inline code in them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from corpusclean.markdown.syntax import code_span, escape, link


class _Segment(NamedTuple):
    """A range of text within one link (its index; None for no link), all code or not."""

    start: int
    end: int
    link: int | None = None
    is_code: bool = False


class Spans:
    """A text with its links and its inline code.

    Args:
        text: the text that all offsets refer to.
        links: (start, end, address) of each link; where they nest, the inner one counts.
        code: (start, end) of each code element.

    >>> Spans("Read a_b there", [(5, 14, "https://example.org")], [(5, 8)]).write(0, 14)
    'Read [`a_b` there](https://example.org)'
    """

    def __init__(
        self, text: str, links: Sequence[tuple[int, int, str]], code: Sequence[tuple[int, int]]
    ) -> None:
        self._text = text
        self._addresses = [address for _, _, address in links]
        self._segments = list(_segments([(start, end) for start, end, _ in links], code))
        self._starts = [segment.start for segment in self._segments]
        self._written: set[int] = set()

    def write(self, start: int, end: int) -> str:
        """Render a range of the text as inline Markdown.

        A link that extends over several ranges is written only in the first one rendered, so that one long address
        around a million lines cannot make a huge document.
        """
        parts: list[str] = []
        for number, group in groupby(self._resolved(start, end), lambda segment: segment.link):
            text = "".join(map(self._write, group))
            if number is not None and not text.isspace():
                if parts and parts[-1].endswith("!"):
                    parts[-1] = parts[-1][:-1] + "\\!"  # else the link would be an image
                text = link(text, self._addresses[number])
            parts.append(text)
        return "".join(parts)

    def _write(self, segment: _Segment) -> str:
        text = self._text[segment.start : segment.end]
        return code_span(text) if segment.is_code and not text.isspace() else escape(text)

    def _resolved(self, start: int, end: int) -> list[_Segment]:
        """Return the segments of a range, without links that were written before; like neighbours are merged."""
        resolved: list[_Segment] = []
        for segment in self._covering(start, end):
            last = resolved[-1] if resolved else None
            number = segment.link
            if number in self._written and (last is None or last.link != number):
                number = None
            if number is not None:
                self._written.add(number)
            if last is not None and (last.link, last.is_code) == (number, segment.is_code):
                resolved[-1] = last._replace(end=segment.end)
            else:
                resolved.append(segment._replace(link=number))
        return resolved

    def _covering(self, start: int, end: int) -> Iterator[_Segment]:
        """Yield the segments of a range, and segments of plain text between them."""
        position = start
        index = max(0, bisect_right(self._starts, start) - 1)
        while index < len(self._segments) and self._segments[index].start < end:
            segment = self._segments[index]
            low, high = max(segment.start, start), min(segment.end, end)
            if low < high:
                if position < low:
                    yield _Segment(position, low)
                yield segment._replace(start=low, end=high)
                position = high
            index += 1
        if position < end:
            yield _Segment(position, end)


def _segments(links: Sequence[tuple[int, int]], code: Sequence[tuple[int, int]]) -> Iterator[_Segment]:
    """Yield the disjoint ranges that are in a link or in code, in order."""
    events: list[tuple[int, bool, int, int | None]] = []  # (offset, is a start, -end, index of the link)
    for number, (start, end) in [*enumerate(links), *((None, span) for span in code)]:
        if start < end:
            events += [(start, True, -end, number), (end, False, -end, number)]
    open_links: dict[int, None] = {}
    open_code = 0
    position = 0
    for offset, starts, _, number in sorted(events, key=lambda event: event[:3]):
        if position < offset and (open_links or open_code):
            yield _Segment(position, offset, next(reversed(open_links), None), open_code > 0)
        position = offset
        if number is None:
            open_code += 1 if starts else -1
        elif starts:
            open_links[number] = None
        else:
            del open_links[number]
