"""Tell whether two inline elements without white space between them are displayed apart.

Style sheets separate such elements ("<span>5 May</span><span>Ann Oak</span>"), and they are not read here. So the
elements and the characters at the seam decide; most pages that split a word into elements do so within small letters.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpusclean.spelling import is_unspaced

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

# Elements that hold words; formulas, code and the like are left alone.
_WORDED = frozenset(
    "a abbr b bdi big button cite data del em font i img ins label mark output q s small span strong svg time u".split()
)
_UNSEEN = frozenset("link meta script style template".split())
_CODE = frozenset("code kbd samp tt var".split())
CURRENCIES = frozenset("$£€¥₹")
_NO_WORD = " \n\t\r\f\0"  # nor the empty string
_CLOSING, _COLONS, _STOPS = "!?:;)]”»…$£€¥₹%", "!?:;…", ".,"
_ORDINALS = frozenset(("st", "nd", "rd", "th"))
_MAX_DEPTH = 8  # of an element that begins with the text


def is_seam(before: str, text: str, node: LexborNode) -> bool:
    """Whether a text is displayed apart from the text directly before it, since each is in an element of its own.

    Args:
        before: the text before it.
        text: the text, which begins with a letter, a digit or one of `CURRENCIES`.
        node: the text node that holds it.

    >>> from selectolax.lexbor import LexborHTMLParser
    >>> tree = LexborHTMLParser("<p><span>5 May</span><span>Ann Oak</span>")
    >>> is_seam("5 May", "Ann Oak", tree.css("span")[1].first_child)
    True
    """
    last, first = before[-1:], text[0]
    if last in _NO_WORD:
        return False
    changes = _changes(before, text)
    if not (changes or (last.isalnum() and first.isalnum())) or (elements := _neighbours(node)) is None:
        return False
    tags = {element.tag or "" for element in elements}
    custom = any("-" in tag for tag in tags)
    if not (custom or tags <= _WORDED) or _is_code(elements[1].parent):
        return False
    if changes or custom or "time" in tags:
        return True
    if last.isnumeric() and first.isnumeric():  # "2024", "4 min read"; not the euros and cents of a price
        return (" " in before and " " in text) or tags == {"a", "span"}
    return all("itemprop" in element.attributes for element in elements)


def _changes(before: str, text: str) -> bool:
    """Whether a word is unlikely to go on: "oneTwo", "ONETwo", "one2", "1one", "one:Two", "one £2"."""
    last, first = before[-1], text[0]
    if first.isupper() and text[1:2].islower() and before[-2:].isupper() and len(before) > 1:
        return True
    if first.isupper() and (last.islower() or last in _CLOSING or (last in _STOPS and " " in before)):
        return True
    if last in _COLONS and first.isalpha():
        return True
    if first in CURRENCIES:
        return last.isalnum() and not last.isupper()
    if is_unspaced(first) or is_unspaced(last) or text.strip() in _ORDINALS:
        return False
    return (last.isnumeric() and first.isalpha()) or (last.isalpha() and first.isnumeric())


def _neighbours(node: LexborNode) -> tuple[LexborNode, LexborNode] | None:
    """Return the element that begins with a text node, and the element directly before it; None if a text is there."""
    for _ in range(_MAX_DEPTH):
        before = node.prev
        while before is not None and (before.is_comment_node or before.tag in _UNSEEN):
            before = before.prev
        if before is not None:
            return (before, node) if before.is_element_node and node.is_element_node else None
        if (parent := node.parent) is None:
            break
        node = parent
    return None


def _is_code(node: LexborNode | None) -> bool:
    return node is not None and node.tag in _CODE
