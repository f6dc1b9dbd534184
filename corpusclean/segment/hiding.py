"""Tell which elements are hidden, and which are not though they look so; the style sheets of a page are not read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_FOLDED = "until-found"
_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
# Closed dialogs (HTML Living Standard, 15.3.1); the classes by which common frameworks show a text to screen readers
# only: Bootstrap, WordPress, the HTML5 boilerplate, Drupal, and KaTeX beside the formula that it displays; and links
# beside a heading: to itself, displayed below the pointer only (Sphinx, Docusaurus), and to edit it (MediaWiki).
_UNDISPLAYED = (
    "dialog:not([open]), .sr-only, .visually-hidden, .screen-reader-text, .visuallyhidden, .element-invisible, "
    ".katex-mathml, a.headerlink, a.hash-link, .mw-editsection"
)


def hide(tree: LexborHTMLParser) -> None:
    """Give the attribute `hidden` to the elements of a page that every browser, or a common style sheet, hides.

    >>> from selectolax.lexbor import LexborHTMLParser, LexborNode
    >>> tree = LexborHTMLParser('<b class="label sr-only">Menu</b>')
    >>> hide(tree)
    >>> tree.css_first("b").attributes
    {'class': 'label sr-only', 'hidden': ''}
    """
    for node in tree.css(_UNDISPLAYED):
        node.attrs["hidden"] = ""


def hides_itself(attributes: Mapping[str, str | None]) -> bool:
    """Whether the attributes of an element hide it.

    What is only folded, and displayed when a search finds it, is not hidden (HTML Living Standard, 6.1).

    >>> hides_itself({"style": "display: none"}), hides_itself({"hidden": "until-found"})
    (True, False)
    """
    style = attributes.get("style")
    hidden = attributes.get("hidden", _FOLDED) or ""
    return hidden.lower() != _FOLDED or (style is not None and _STYLE.search(style) is not None)


def shadow_content(template: LexborNode) -> LexborNode | None:
    """Return the first node of a declarative shadow root, which is displayed; None for any other `<template>`.

    >>> from selectolax.lexbor import LexborHTMLParser
    >>> tree = LexborHTMLParser("<template shadowrootmode=open>Ulm</template><template>Bonn</template>")
    >>> [content and content.text_content for content in map(shadow_content, tree.css("template"))]
    ['Ulm', None]
    """
    fragments = template.template_fragments() if "shadowrootmode" in template.attributes else []
    return fragments[0].first_child if fragments else None
