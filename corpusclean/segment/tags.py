"""Regular expressions that find tags and attributes as the tokenizer of the HTML Standard, 13.2.5, does."""

from __future__ import annotations

import re
import string

RAW_TEXT = "iframe noembed noframes plaintext style textarea title xmp".split()
"""The elements, besides <script>, whose content is text without tags."""

_SPACE = r"[ \t\n\r\f]"
_NAME_ENDS = r"(?=[ \t\n\r\f/>])"  # of a name
# Quotes have a meaning only after the "=" of an attribute.
_VALUE = r"""(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)|[^ \t\n\r\f>"'][^ \t\n\r\f>]*+)"""
_NAME_OF_ATTRIBUTE = r"[^ \t\n\r\f/>][^ \t\n\r\f/>=]*+"
_ASSIGNMENT = rf"(?:{_SPACE}*+={_SPACE}*+{_VALUE}?+)?+"
_ATTRIBUTE = _NAME_OF_ATTRIBUTE + _ASSIGNMENT
# The plain ones first, since `re` is faster with them, and nothing more if the tag ends there.
_ATTRIBUTES = rf'(?:[ ][a-zA-Z-]++="[^"]*+")*+(?:(?=[^>])(?:[ \t\n\r\f/]*+{_ATTRIBUTE})*+[ \t\n\r\f/]*+)?+'
# After "<!--", a second "<script" hides the next "</script".
_SCRIPT = rf"""(?:[^<]++|<!(?=--)(?:[^<-]++|-(?!->)|<(?!/?script{_NAME_ENDS})
    |<script{_NAME_ENDS}(?:[^<-]++|-(?!->)|<(?!/script{_NAME_ENDS}))*+(?:</script{_NAME_ENDS})?+)*+(?:-->)?+
    |<(?!/script{_NAME_ENDS}|!--))*+"""
_RAW_ELEMENTS = "|".join(
    rf"{name}{_NAME_ENDS}{_ATTRIBUTES}>[^<]*+(?:<(?!/{name}{_NAME_ENDS})[^<]*+)*+" for name in RAW_TEXT
)
# Linear: each alternative that has started matches, at the latest at the end of the text, without backtracking.
TOKEN = re.compile(
    rf"""<(?:
    ((?=[iInNpPsStTxX])(?ai:script{_NAME_ENDS}{_ATTRIBUTES}>{_SCRIPT}|{_RAW_ELEMENTS})
        |/?[a-zA-Z][^ \t\n\r\f/>]*+{_ATTRIBUTES}
        |!\[CDATA\[)(?:(?<=!\[CDATA\[)[^>]*+)?+
    |!--(?:-?>|(?:[^-]++|-(?!-!?>))*+(?:--!?>|\Z))
    |[!?/][^>]*+)""",
    re.VERBOSE,
)
"""Matches tags and comments. Its group is a tag without "<" and ">"; a raw-text element with its content, up to its
end tag; the beginning of a CDATA section; or empty, for a comment."""

TAG_BEGINNING = re.compile("</?[a-zA-Z]")
"""Matches the beginning of a tag."""

# Only ASCII: "<lin\u212a>", with a Kelvin sign, is no `<link>`.
_LOWER = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)
_NAME = re.compile(r"/?[^ \t\n\r\f/>]*+")
_TAG = re.compile(rf"[^ \t\n\r\f/>]*+({_ATTRIBUTES})")
_ONE_ATTRIBUTE = re.compile(_ATTRIBUTE)
_NAME_OF_ONE = re.compile(f"({_NAME_OF_ATTRIBUTE}){_ASSIGNMENT}")
_CLOSES_ITSELF = re.compile(rf"[^ \t\n\r\f/>]++(?:{_SPACE}++|/(?!\Z)|{_ATTRIBUTE})*+/\Z")


def tag_name(token: str) -> str:
    """Return the name of a tag in lower case, with the "/" of an end tag.

    >>> tag_name("/DIV class=x")
    '/div'
    """
    return _NAME.match(token).group().translate(_LOWER)  # type: ignore[union-attr] # it matches the empty text


def count_attributes(token: str) -> int:
    """Count the attributes of a tag.

    >>> count_attributes("a href='b c' =x/")
    2
    """
    first, end = _TAG.match(token).span(1)  # type: ignore[union-attr] # it matches the empty text
    return len(_ONE_ATTRIBUTE.findall(token, first, end))


def attribute_names(token: str) -> set[str]:
    """Return the names of the attributes of a tag, in lower case.

    >>> sorted(attribute_names("font COLOR=red face='b size'"))
    ['color', 'face']
    """
    first, end = _TAG.match(token).span(1)  # type: ignore[union-attr] # it matches the empty text
    return {name.translate(_LOWER) for name in _NAME_OF_ONE.findall(token, first, end)}


def closes_itself(token: str) -> bool:
    """Whether a tag ends with a "/" that is not part of an attribute value.

    >>> closes_itself("path d='M0'/"), closes_itself("path d=M0/")
    (True, False)
    """
    return token.endswith("/") and _CLOSES_ITSELF.match(token) is not None
