"""The bounds that HTML must keep to before a parser touches it.

Parsers need quadratic time or gigabytes for markup that nests without end or repeats attributes: 317 KB of
misnested `<b>` cost lexbor 4 GB, one tag with 200,000 attributes more than 20 seconds. One linear scan of the
tags finds both, and gives the same verdict on every machine.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import NoReturn

from corpusclean.document import RejectReason
from corpusclean.errors import Rejected

# Comments, and elements whose content is no markup, count as one token; then tags with their attributes. A
# quote counts only after "=", as in the HTML Standard, 13.2.5. Every alternative that starts also ends (at the
# latest at the end of the text) and gives nothing back, so the scan is linear; and each loop is over a class of
# characters, which `re` runs through ten times as fast as through a lazy dot.
_TOKEN = re.compile(
    r"""<(?:!--(?:[^-]++|-(?!->))*+(?:-->|\Z)
    |(?P<raw>script|style|template|textarea|title)\b[^<]*+(?:<(?!/(?P=raw))[^<]*+)*+(?:</(?P=raw)|\Z)
    |(?P<close>/?)(?P<tag>[a-z][^\s/>]*+)
     (?P<attributes>[^>=]*+(?:=(?:\s*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)))?+[^>=]*+)*+)(?:>|\Z))""",
    re.IGNORECASE | re.VERBOSE,
)
_QUOTED = re.compile(r"""=\s*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z))""")  # values may hold spaces
# Elements that never nest without end: they hold nothing, or the next one of their kind ends them.
_FLAT = frozenset(
    "area base body br col colgroup dd dt embed head hr html img input li link meta optgroup option p param "
    "rp rt source tbody td tfoot th thead tr track wbr".split()
)
_TOO_DEEP: RejectReason = "too-deep"


def check_markup(markup: str, max_nesting: int, max_attributes: int) -> None:
    """Refuse markup that would cost a parser its time or memory.

    Args:
        markup: the decoded HTML.
        max_nesting: how many elements may be open at once.
        max_attributes: how many attributes one tag may have.

    Raises:
        Rejected: "too-deep", with what was found and where.

    >>> check_markup("<div>" * 600, max_nesting=512, max_attributes=2000)
    Traceback (most recent call last):
        ...
    corpusclean.errors.Rejected: too-deep: more than 512 elements are open at character 2560
    """
    if markup.count("<") <= max_nesting and len(markup) <= max_attributes:
        return
    depth = 0
    # All tokens at once take half the time of one after the other, and less memory than the parser's tree.
    for number, (_, close, tag, attributes) in enumerate(_TOKEN.findall(markup)):
        if len(attributes) > max_attributes and len(_QUOTED.sub("= ", attributes).split()) > max_attributes:
            _refuse(f"one tag has more than {max_attributes} attributes", markup, number)
        if not tag or tag.lower() in _FLAT:
            continue
        if close:
            depth = max(0, depth - 1)
        elif not attributes.endswith("/"):
            depth += 1
            if depth > max_nesting:
                _refuse(f"more than {max_nesting} elements are open", markup, number)


def _refuse(what: str, markup: str, number: int) -> NoReturn:
    token = next(islice(_TOKEN.finditer(markup), number, None))
    raise Rejected(_TOO_DEEP, f"{what} at character {token.start()}")
