"""Links and inline code of a text, written as Markdown stretch by stretch."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from corpusclean.markdown.syntax import code_span, escape, link


class _Segment(NamedTuple):
    """A stretch of text inside of one link (None: of none) that is code or is not."""

    start: int
    end: int
    link: int | None = None
    is_code: bool = False


class Spans:
    """The links and the code of a text.

    Args:
        text: what the offsets count in.
        links: (start, end, address) of each; they may nest, then the inner one counts.
        code: (start, end) of each.

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
        """A stretch of the text as inline Markdown.

        A link around several stretches is written on the first that is asked for: one long address around
        a million lines is no long document.
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
        """The segments of a stretch without the links that have been written; no two alike touch."""
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
        """The segments of a stretch, and between them those of plain text."""
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
    """The stretches in a link or in code, in order and disjoint."""
    events: list[tuple[int, bool, int, int | None]] = []  # where, whether one starts, -its end, which link
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
