"""The article that a page keeps in JSON-LD, for scripts to show."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

_KEY = "articleBody"
_MAX_CHARS = 2_000_000  # a longer script is a list of articles, or an attack


def article_body(scripts: Sequence[str]) -> str:
    """The longest text that JSON-LD calls the body of an article, or "".

    Args:
        scripts: the text of each JSON-LD script.

    >>> article_body(['{"@graph": [{"@type": "NewsArticle", "articleBody": "Rain fell on Ulm."}]}'])
    'Rain fell on Ulm.'
    """
    longest = ""
    for script in scripts:
        if _KEY not in script or len(script) > _MAX_CHARS:
            continue
        try:
            waiting: list[Any] = [json.loads(script, strict=False)]
        except (ValueError, RecursionError):  # broken, or nested without end
            continue
        while waiting:
            value = waiting.pop()
            if isinstance(value, dict):
                body = value.get(_KEY)
                if isinstance(body, str) and len(body) > len(longest):
                    longest = body
                waiting += value.values()
            elif isinstance(value, list):
                waiting += value
    return longest
