"""Find the article text that a page has in its JSON-LD."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

_MAX_CHARS = 2_000_000  # a longer script is a list of articles, or an attack


def longest_text(scripts: Sequence[str], key: str) -> str:
    """Return the longest string under a key in JSON-LD, at any depth, or "".

    Args:
        scripts: the text of each JSON-LD script.
        key: the key, such as "articleBody".

    >>> longest_text(['{"@graph": [{"@type": "NewsArticle", "articleBody": "Rain fell on Ulm."}]}'], "articleBody")
    'Rain fell on Ulm.'
    """
    longest = ""
    for script in scripts:
        if key not in script or len(script) > _MAX_CHARS:
            continue
        try:
            waiting: list[Any] = [json.loads(script, strict=False)]
        except (ValueError, RecursionError):  # broken, or nested without end
            continue
        while waiting:
            value = waiting.pop()
            if isinstance(value, dict):
                text = value.get(key)
                if isinstance(text, str) and len(text) > len(longest):
                    longest = text
                waiting += value.values()
            elif isinstance(value, list):
                waiting += value
    return longest
