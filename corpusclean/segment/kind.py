"""Detect whether a decoded document is HTML or plain text."""

from __future__ import annotations

import re

# The tags that make a resource HTML when it begins with one (WHATWG MIME Sniffing, 7.1), and the ones that
# saved fragments begin with.
_OPENING = re.compile(
    r"""\ufeff?(?:\s|<!--(?:[^-]|-(?!->))*-->|<\?xml[^>]*>)*
    <(?:!doctype\s+html|(?:html|head|script|iframe|h[1-6]|div|font|table|a|style|title|b|body|br|p
      |article|blockquote|center|footer|form|header|link|main|meta|nav|noscript|ol|section|span|ul
      |aside|details|dl|em|figure|hr|i|img|li|picture|pre|small|strong|svg|time|u|video)(?=[\s/>]))""",
    re.IGNORECASE | re.VERBOSE,
)
_TAG = re.compile(r"</?[a-z][a-z0-9-]*(?=[\s/>])[^<>]*>", re.IGNORECASE)
_LOOKED_AT = 65_536  # characters searched; comments before the first tag may have some thousands


def is_html(text: str, content_type: str | None = None) -> bool:
    """Whether a document is HTML, not plain text.

    Args:
        text: the decoded document.
        content_type: its MIME type; one of HTML or plain text decides. Any other, such as the "application/octet-stream"
            of a server that does not know better, is ignored.

    >>> is_html("<!-- saved --><!DOCTYPE html><p>Hello"), is_html("Write <p> for a paragraph.")
    (True, False)
    """
    mime = (content_type or "").strip().lower()
    if "html" in mime or mime.startswith("text/plain"):
        return "html" in mime
    return _OPENING.match(text[:_LOOKED_AT]) is not None


def has_tag(text: str) -> bool:
    """Whether a text that should be HTML has any tag; one without is plain text, which line breaks divide.

    >>> has_tag("It rained.<br>It stopped."), has_tag("Ann <ann@example.org> wrote that 1 <2 and a<b.")
    (True, False)
    """
    return _TAG.search(text) is not None
