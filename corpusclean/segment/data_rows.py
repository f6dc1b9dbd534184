"""Tell the rows of tables that hold data from those that are used for layout."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpusclean.segment.elements import BLOCKS

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_CELLS = frozenset(("td", "th"))
_IN_CELLS = frozenset(BLOCKS) - _CELLS
_LAYOUT = frozenset(("h1", "h2", "pre", "table"))  # only in cells that are used for layout
_MAX_CELL_BLOCKS = 1


def is_data_row(row: LexborNode) -> bool:
    """Whether a row holds data: no cell has several blocks, paragraphs made by two `<br>`, a heading or a table.

    Args:
        row: the `<tr>`.

    >>> from selectolax.lexbor import LexborHTMLParser
    >>> tree = LexborHTMLParser("<table><tr><td>Ann<td>Ulm<tr><td>It rained.<br><br>It snowed.<td>News</table>")
    >>> [is_data_row(row) for row in tree.css("tr")]
    [True, False]
    """
    cell = row.first_child
    while cell is not None:
        if cell.is_element_node:
            blocks = 0
            for inner in cell.traverse(include_text=False):
                tag = inner.tag or ""
                blocks += tag in _IN_CELLS
                if blocks > _MAX_CELL_BLOCKS or tag in _LAYOUT or (tag == "br" and _is_double_break(inner)):
                    return False
        cell = cell.next
    return True


def _is_double_break(node: LexborNode) -> bool:
    """Whether only white space is between a `<br>` and the next one."""
    after = node.next
    if after is not None and after.tag == "-text" and not (after.text_content or "").strip():
        after = after.next
    return after is not None and after.tag == "br"
