"""Features of the position of a line in its page and in the markup, shared by dates and bylines."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from corpusclean.lexicons import any_of

if TYPE_CHECKING:
    from corpusclean.infer.facts.lines import Line
    from corpusclean.infer.reading import Reading
    from corpusclean.page import LineFeatures

_TEASER = re.compile(
    r"card|teaser|related|widget|comment|promo|popular|recommend|sidebar|quote", re.IGNORECASE
)

# Class names of who signed a comment or a review of a product, and when; "comments-link" is beside bylines.
_COMMENT_NAMES = re.compile(
    r"\bcomment(?:er)?[_-]{1,2}(?:author|meta|metadata|header|info|user|name|by|date|time|timestamp)(?![a-z])"
    r"|testimonial",
    re.IGNORECASE,
)
_REVIEW_NAMES = re.compile(r"\breview|[_-]review(?:er)?(?![a-z])", re.IGNORECASE)


def is_foreign(reading: Reading, line: Line) -> bool:
    """Whether the markup says that the dates and names on a line are not those of the page.

    That is code, a control to choose a day, a comment, or a review of what the page offers. In a thread, the first post
    may be marked up as a comment, too.
    """
    if line.features is None:
        return False
    names = line.features.attributes
    if is_code(reading, line) or "datepicker" in names.casefold():
        return True
    if reading.declared.is_thread:
        return False
    return bool(_COMMENT_NAMES.search(names) or (reading.declared.is_product and _REVIEW_NAMES.search(names)))


def is_code(reading: Reading, line: Line) -> bool:
    """Whether a line is preformatted on a page that mostly is not: code or output, which dates and signs nothing."""
    is_preformatted = line.features is not None and line.features.tag == "pre"
    return is_preformatted and not reading.visible.is_preformatted


def placement(reading: Reading, position: int) -> dict[str, float]:
    """Compute features of the position of a line relative to the headline, the text, teasers and comments.

    Args:
        reading: the page.
        position: index of the line in `VisibleText.lines`.

    Returns:
        Features by name, 0..1; those relative to the headline are multiplied by its probability.
    """
    lines, (headline, chance) = reading.visible.lines, reading.headline
    below = position - headline
    to_body = reading.visible.body - position
    to_main = reading.visible.main - position
    above = lines[position - 1] if position else None
    under = lines[position + 1] if position + 1 < len(lines) else None
    around = lines[max(0, position - 2) : position + 3]
    return {
        "headline +1": chance * (below == 1),
        "headline +2": chance * (below == 2),
        "headline +3-5": chance * (3 <= below <= 5),
        "headline +6-10": chance * (6 <= below <= 10),
        "headline +11-25": chance * (11 <= below <= 25),
        "headline -1-2": chance * (-2 <= below <= -1),
        "headline -3-5": chance * (-5 <= below <= -3),
        "before headline": chance * (below < -5),
        "after zone": chance * (below > 25),
        "body 0-2": 0 <= to_body <= 2,
        "body 3-8": 3 <= to_body <= 8,
        "in body": -4 <= to_body < 0,
        "beyond body": to_body < -15,
        "main 0-3": 0 <= to_main <= 3,
        "main 4-10": 4 <= to_main <= 10,
        "below main": to_main < 0,
        "top": position < 4,
        "end": position > 0.8 * len(lines),
        "paragraphs above": min(5, sum(place < position for place in reading.visible.prose[:5])) / 5,
        "teaser below": under is not None and 4 <= under.words <= 20 and not under.is_prose,
        "teaser above": above is not None and 4 <= above.words <= 20 and not above.is_prose,
        "reply": any(_reply().search(line.text) for line in around if line.words <= 14),
    }


@cache
def _reply() -> re.Pattern[str]:
    return re.compile(rf"\b{any_of('reply_words')}\b", re.IGNORECASE)


def container(line: Line, features: LineFeatures) -> dict[str, float]:
    """Compute features of the elements around a line: a teaser, a link, a list, an element beside the text.

    Args:
        line: a line of an HTML page.
        features: its `LineFeatures`.

    Returns:
        Features by name, 0..1.
    """
    return {
        "teaser markup": bool(_TEASER.search(features.attributes)),
        "linked": min(1.0, features.link_chars / max(1, len(line.text))),
        "list item": features.tag in ("li", "td", "tr"),
        "beside": features.landmark in ("aside", "footer", "nav"),
    }


def element_of(line: Line) -> tuple[str, str]:
    """Return tag and attributes of the element of a line, to find lines that are marked up alike; empty without any."""
    features = line.features
    return (features.tag, features.attributes) if features and features.attributes else ("", "")
