"""The tags of markup, as the tokenizer of the HTML Standard, 13.2.5, reads them."""

from __future__ import annotations

import re

RAW_TEXT = "iframe noembed noframes plaintext style textarea title xmp".split()
"""Beside <script>, the elements in which no markup counts."""

_SPACE = r"[ \t\n\r\f]"
_NAME_ENDS = r"(?=[ \t\n\r\f/>])"  # of a name
# Only behind the "=" of an attribute a quote counts.
_VALUE = r"""(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)|[^ \t\n\r\f>"'][^ \t\n\r\f>]*+)"""
_ATTRIBUTE = rf"[^ \t\n\r\f/>][^ \t\n\r\f/>=]*+(?:{_SPACE}*+={_SPACE}*+{_VALUE}?+)?+"
# The plain ones first: `re` is faster with them.
_ATTRIBUTES = rf'(?:[ ][a-zA-Z-]++="[^"]*+")*+(?:[ \t\n\r\f/]*+{_ATTRIBUTE})*+[ \t\n\r\f/]*+'
# Behind "<!--" a second "<script" hides the next "</script".
_SCRIPT = rf"""(?:[^<]++|<!(?=--)(?:[^<-]++|-(?!->)|<(?!/?script{_NAME_ENDS})
    |<script{_NAME_ENDS}(?:[^<-]++|-(?!->)|<(?!/script{_NAME_ENDS}))*+(?:</script{_NAME_ENDS})?+)*+(?:-->)?+
    |<(?!/script{_NAME_ENDS}|!--))*+"""
_RAW_ELEMENTS = "|".join(
    rf"{name}{_NAME_ENDS}{_ATTRIBUTES}>[^<]*+(?:<(?!/{name}{_NAME_ENDS})[^<]*+)*+" for name in RAW_TEXT
)
# Every alternative that starts also ends, at the latest at the end of the text, and gives nothing back; so the scan
# is linear.
TOKEN = re.compile(
    rf"""<(?:
    ((?=[iInNpPsStTxX])(?i:script{_NAME_ENDS}{_ATTRIBUTES}>{_SCRIPT}|{_RAW_ELEMENTS})
        |/?[a-zA-Z][^ \t\n\r\f/>]*+{_ATTRIBUTES}
        |!\[CDATA\[)(?:(?<=!\[CDATA\[)[^>]*+)?+
    |!--(?:-?>|(?:[^-]++|-(?!-!?>))*+(?:--!?>|\Z))
    |[!?/][^>]*+)""",
    re.VERBOSE,
)
"""Finds tags and comments. Its group is a tag without "<" and ">"; or an element in which no markup counts, up to its
end tag; or the beginning of a CDATA section; or nothing, for a comment."""

OPENING = re.compile("<[a-zA-Z]")
"""Finds what may begin an element."""

_NAME = re.compile(r"/?[^ \t\n\r\f/>]*+")
_TAG = re.compile(rf"[^ \t\n\r\f/>]*+({_ATTRIBUTES})")
_ONE_ATTRIBUTE = re.compile(_ATTRIBUTE)
_CLOSES_ITSELF = re.compile(rf"[^ \t\n\r\f/>]++(?:{_SPACE}++|/(?!\Z)|{_ATTRIBUTE})*+/\Z")


def tag_name(token: str) -> str:
    """The name of a tag in small letters, with the "/" of an end tag.

    >>> tag_name("/DIV class=x")
    '/div'
    """
    return _NAME.match(token).group().lower()  # type: ignore[union-attr] # it matches the empty text


def count_attributes(token: str) -> int:
    """How many attributes a tag has.

    >>> count_attributes("a href='b c' =x/")
    2
    """
    first, end = _TAG.match(token).span(1)  # type: ignore[union-attr] # it matches the empty text
    return len(_ONE_ATTRIBUTE.findall(token, first, end))


def closes_itself(token: str) -> bool:
    """Whether a tag ends with a "/" that is not of a value.

    >>> closes_itself("path d='M0'/"), closes_itself("path d=M0/")
    (True, False)
    """
    return _CLOSES_ITSELF.match(token) is not None
