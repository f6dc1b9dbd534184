"""Write single elements of Markdown (CommonMark 0.31, tables of GitHub Flavored Markdown 0.29), with all escaping.

Text stays text: characters that a parser would take for markup are escaped, and no address can end its link.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import quote, urljoin, urlsplit

# Underscores between letters are never emphasis (CommonMark 6.2); all else that starts or ends something inline.
_SPECIAL = re.compile(r"(?<=[^\W_])_++(?=[^\W_])|(?P<special>[\\`*_\[\]<~]|&(?=#?\w+;))")
# Beginnings of a line that end a paragraph: of quotes, headings, list items, heading underlines, thematic breaks, and
# the delimiter row of a table.
_BLOCK_START = re.compile(r">|#{1,6}(?!\S)|[-+](?!\S)|[-=|:\s]+\Z")
_ORDERED_START = re.compile(r"[0-9]{1,9}(?=[.)](?!\S))")
_CLOSING_HASHES = re.compile(r"(?:^|(?<=\s))(?=#+\Z)")
_TICKS = re.compile("`+")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_SCHEMES = frozenset(("http", "https", "mailto"))
_IGNORED = re.compile(r"[\t\r\n]")  # in addresses (URL Standard, 4.4)
_C0_AND_SPACE = "".join(map(chr, range(0x21)))
_SAFE = "!#$%&'*+,-./:;=?@[]_~"  # kept in addresses; all else, parentheses too, is percent-encoded
# Links with longer addresses are left out, so that a page of 8 MB with a long <base> cannot make gigabytes. Of the
# 46,243 links of 298 real pages 11 are longer.
_MAX_ADDRESS = 500


def escape(text: str) -> str:
    r"""Escape a text, so that it is inline Markdown for exactly this text.

    >>> print(escape("[1] *not* bold, snake_case, &amp;"))
    \[1\] \*not\* bold, snake_case, \&amp;
    """
    return _SPECIAL.sub(lambda match: f"\\{match[0]}" if match["special"] else match[0], text)


def paragraph(lines: Sequence[str]) -> str:
    r"""Write lines of inline Markdown as one paragraph with hard line breaks.

    >>> print(paragraph(["# no heading", "1. no list"]))
    \# no heading\
    1\. no list
    """
    return "\\\n".join(map(_opened, lines))


def _opened(line: str) -> str:
    """Escape the beginning of a line that would start another block."""
    if _BLOCK_START.match(line):
        return f"\\{line}"
    number = _ORDERED_START.match(line)
    return f"{number[0]}\\{line[number.end() :]}" if number else line


def heading(level: int, lines: Sequence[str]) -> str:
    r"""Write lines of inline Markdown as a heading of level 1 to 6.

    >>> print(heading(2, ["In C", "and #"]))
    ## In C and \#
    """
    text = _CLOSING_HASHES.sub(lambda _: "\\", " ".join(lines), count=1)
    return f"{'#' * level} {text}"


def code_span(text: str) -> str:
    """Write a text as inline code.

    >>> code_span("a`b"), code_span("`")
    ('``a`b``', '`` ` ``')
    """
    fence = "`" * (_longest_ticks(text) + 1)
    pad = " " if text.startswith(("`", " ")) or text.endswith(("`", " ")) else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def code_block(text: str, language: str) -> str:
    """Write fenced code; `language` must not have white space or backticks."""
    fence = "`" * max(3, _longest_ticks(text) + 1)
    return f"{fence}{language}\n{text}\n{fence}"


def _longest_ticks(text: str) -> int:
    return max(map(len, _TICKS.findall(text)), default=0)


def table(rows: Sequence[Sequence[str]]) -> str:
    r"""Write a table whose first row is the header; cells are inline Markdown.

    >>> print(table([["Ship", "Year"], ["A|B", "1921"]]))
    | Ship | Year |
    | --- | --- |
    | A\|B | 1921 |
    """
    width = max(map(len, rows))
    header = [*rows[0], *[""] * (width - len(rows[0]))]
    return "\n".join(map(_row, (header, ["---"] * width, *rows[1:])))


def _row(cells: Sequence[str]) -> str:
    text = " | ".join(cell.replace("|", r"\|") for cell in cells)
    return f"| {text} |"


def link(text: str, address: str) -> str:
    """Write a link; `text` is inline Markdown, `address` comes from `link_address`."""
    return f"[{text}]({address})"


def link_address(href: str, base: str) -> str | None:
    """Return the absolute address of a link, encoded for use in Markdown.

    Args:
        href: the `href` as in the markup.
        base: the address that it is relative to, or "".

    Returns:
        The address; None if it is invalid, too long, or has another scheme than http, https and mailto.

    >>> link_address("../a b(c)", "https://example.org/x/y"), link_address("javascript:alert(1)", "")
    ('https://example.org/a%20b%28c%29', None)
    """
    try:
        url = urljoin(base, _IGNORED.sub("", href).strip(_C0_AND_SPACE))
        parts = urlsplit(url)
    except ValueError:
        return None
    is_address = bool(parts.path) if parts.scheme == "mailto" else bool(parts.netloc)
    if parts.scheme not in _SCHEMES or not is_address or not href.strip():
        return None
    address = _ENTITY.sub(r"\\&", quote(url, safe=_SAFE, errors="replace"))
    return address if len(address) <= _MAX_ADDRESS else None
