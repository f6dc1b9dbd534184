"""Tell which elements hide themselves; the style sheets of a page are not read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
# Classes by which common frameworks show a text to screen readers only: Bootstrap, WordPress, Drupal, the HTML5
# boilerplate, GOV.UK, KaTeX (its MathML, beside the formula that is displayed) and MathJax.
_CLIPPED = frozenset(
    "sr-only sr-only-focusable visually-hidden visually-hidden-focusable visuallyhidden is-visually-hidden "
    "u-visually-hidden hidden-visually screen-reader-text element-invisible govuk-visually-hidden katex-mathml "
    "MJX_Assistive_MathML".split()
)


def hides_itself(attributes: Mapping[str, str | None]) -> bool:
    """Whether the attributes of an element hide it.

    >>> hides_itself({"style": "display: none"}), hides_itself({"class": "hidden"})
    (True, False)
    """
    style = attributes.get("style")
    return "hidden" in attributes or (style is not None and _STYLE.search(style) is not None)


@lru_cache(maxsize=4_096)
def is_clipped(names: str) -> bool:
    """Whether one of the class names of an element makes it invisible to all but screen readers.

    >>> is_clipped("label visually-hidden")
    True
    """
    return not _CLIPPED.isdisjoint(names.split())
