"""Render lines with their block structure (headings, lists, quotes, code, tables) as Markdown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Literal, NamedTuple

from corpusclean.markdown.syntax import code_block, heading, paragraph, table

Kind = Literal["paragraph", "heading", "code", "row"]


class Container(NamedTuple):
    """A block quote, or an item of a list.

    Args:
        block: index of its block element in `Page.blocks`.
        of_list: index of the list element of an item; None for a quote.
        number: number of an item in an ordered list; None for an unordered list.
    """

    block: int
    of_list: int | None = None
    number: int | None = None


class Line(NamedTuple):
    """One line of a document with its place in the block structure.

    Args:
        text: the line as inline Markdown; for code the line itself.
        kind: the kind of block that it belongs to.
        block: key of its block: neighbouring lines of one kind with the same key form one block.
        containers: the quotes and list items around it, from the outermost.
        cells: the cells of a table row, each as inline Markdown.
        level: level of a heading, 1 to 6.
        language: programming language of code, or "".
    """

    text: str
    kind: Kind
    block: tuple[int, int]
    containers: tuple[Container, ...] = ()
    cells: tuple[str, ...] = ()
    level: int = 0
    language: str = ""


def render(lines: Sequence[Line], depth: int = 0) -> str:
    r"""Render lines as Markdown.

    Args:
        lines: the lines in page order.
        depth: number of their outer containers to leave out, which the caller renders.

    >>> item = Container(1, of_list=0)
    >>> print(render([Line("Ships", "heading", (0, 0), level=2), Line("Ann", "paragraph", (1, 0), (item,))]))
    ## Ships
    <BLANKLINE>
    - Ann
    """
    parts: list[str] = []
    before = ""  # kind of the previous block
    second = (
        False  # whether a list directly after another needs the other marker, else both would be one list
    )
    for (kind, _), group in groupby(lines, lambda line: _key(line, depth)):
        second = kind == before and not second
        if kind in {"bullets", "numbers"}:
            text = _list(list(group), depth, second=second)
        elif kind == "quote":
            text = _indented(render(list(group), depth + 1), "> ", "> ")
        else:
            text = _LEAVES[kind](list(group))
        if parts:
            parts.append("\n" if depth and before == "paragraph" and _is_tight(kind, text) else "\n\n")
        parts.append(text)
        before = kind
    return "".join(parts)


def _key(line: Line, depth: int) -> tuple[str, object]:
    """Return the key by which lines are grouped into blocks at a depth: the kind, and the identity of the block."""
    if len(line.containers) <= depth:
        return line.kind, line.block
    container = line.containers[depth]
    if container.of_list is None:
        return "quote", container.block
    return "bullets" if container.number is None else "numbers", container.of_list


def _is_tight(kind: str, text: str) -> bool:
    """Whether a block is a list that needs no blank line after a paragraph (CommonMark 5.3: "1" may follow)."""
    return "\n\n" not in text and (kind == "bullets" or (kind == "numbers" and text[:2] in {"1.", "1)"}))


def _list(lines: Sequence[Line], depth: int, *, second: bool) -> str:
    items = []
    for container, group in groupby(lines, lambda line: line.containers[depth]):
        if container.number is None:
            marker = "* " if second else "- "
        else:
            marker = f"{container.number}{')' if second else '.'} "
        items.append(_indented(render(list(group), depth + 1), marker, " " * len(marker)))
    return ("\n\n" if any("\n\n" in item for item in items) else "\n").join(items)


def _indented(text: str, first: str, rest: str) -> str:
    """Prefix the first line of a text with one string, the other lines with another."""
    blank = rest.rstrip()
    head, *tail = text.split("\n")
    return "\n".join([first + head, *[rest + line if line else blank for line in tail]])


def _code(lines: Sequence[Line]) -> str:
    language = next((line.language for line in lines if line.language), "")
    return code_block("\n".join(line.text for line in lines).strip("\n"), language)


def _table(lines: Sequence[Line]) -> str:
    """Render a table; rows with one cell each are layout, and become paragraphs."""
    if max(len(line.cells) for line in lines) > 1:
        return table([line.cells for line in lines])
    return "\n\n".join(paragraph([line.text]) for line in lines)


_LEAVES: dict[str, Callable[[Sequence[Line]], str]] = {
    "paragraph": lambda lines: paragraph([line.text for line in lines]),
    "heading": lambda lines: heading(lines[0].level, [line.text for line in lines]),
    "code": _code,
    "row": _table,
}
