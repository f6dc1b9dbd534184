"""Schema.org items out of JSON-LD scripts as pages really carry them: graphs, lists, broken, huge, nested."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping
from typing import Any

# Articles carry a few kB; live blogs and shops some hundred. What is longer is no metadata any more.
_MAX_CHARS = 2_000_000
_MAX_NODES = 5_000  # visited while looking for items, against pages that are one list
_MAX_DEPTH = 40  # of references and lists inside a value
_MAX_VALUES = 50  # in one script that holds several

# Comments and CDATA marks that pages wrap scripts in; no two alternatives begin with the same two characters.
_OPENING = re.compile(r"(?:\s|;|<!--|/\*|\*/|//|<!\[CDATA\[)*")
_CLOSING = ("-->", "]]>", "*/", "/*", "//", ";")
_BEFORE_VALUE = re.compile(r"[\s,;]*(?=[\[{])")
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_CONTAINERS = ("@graph", "mainEntity", "mainEntityOfPage")
# What a broken script still tells: a key and a short string, no nested anything.
_PAIR = re.compile(r'"(@type|headline|datePublished|dateModified|inLanguage)"\s*:\s*"([^"\\\n]{1,300})"')


def read_items(scripts: tuple[str, ...]) -> list[dict[str, Any]]:
    """The items that a page describes itself with, in page order.

    Args:
        scripts: the text of each JSON-LD script.

    Returns:
        The items at the top, in graphs, and those that are the main entity of another; not what they only
        mention (comments, lists of other pages). Values that are references are put in place of them.

    >>> read_items(('{"@graph": [{"@type": "NewsArticle", "headline": "Rain"}]}',))
    [{'@type': 'NewsArticle', 'headline': 'Rain'}]
    """
    room = _MAX_CHARS
    nodes: list[Any] = []
    for script in scripts:
        if len(script) <= room:
            room -= len(script)
            nodes += _parse(script)
    return _items(nodes)


def item_types(item: Mapping[str, Any]) -> tuple[str, ...]:
    """The schema.org types of an item, without their address.

    >>> item_types({"@type": ["https://schema.org/NewsArticle", "Thing"]})
    ('NewsArticle', 'Thing')
    """
    types = item.get("@type")
    listed = types if isinstance(types, list) else [types]
    return tuple(re.split(r"[/#:]", kind)[-1] for kind in listed[:8] if isinstance(kind, str))


def strings(value: Any, key: str = "name") -> list[str]:
    """The strings that a value holds: itself, those of a list, or what its `key` holds; entities decoded.

    >>> strings([{"name": "Ann"}, "Bo"])
    ['Ann', 'Bo']
    """
    found: list[str] = []
    stack = [(value, 0)]
    while stack and len(found) < 50:
        node, depth = stack.pop()
        if isinstance(node, str):
            found.append(html.unescape(node))
        elif depth < _MAX_DEPTH and isinstance(node, list):
            stack += [(child, depth + 1) for child in reversed(node[:50])]
        elif depth < _MAX_DEPTH and isinstance(node, dict):
            stack.append((node.get(key) or node.get("@value"), depth + 1))
    return found


def _parse(script: str) -> list[Any]:
    """The JSON values of one script; of a broken one the plain pairs that can still be read."""
    text = _unwrapped(script)
    for attempt in (text, _TRAILING_COMMA.sub(r"\1", text)):
        try:
            return [json.loads(attempt, strict=False)]
        except RecursionError:
            return []
        except ValueError:
            continue
    return _parse_run(text) or _pairs(text)


def _unwrapped(script: str) -> str:
    """A script without the comments and CDATA marks around it."""
    opening = _OPENING.match(script)
    start, end = opening.end() if opening else 0, len(script)
    while end > start:
        mark = next((mark for mark in _CLOSING if script.endswith(mark, start, end)), "")
        if not mark and not script[end - 1].isspace():
            break
        end -= len(mark) or 1
    return script[start:end]


def _parse_run(text: str) -> list[Any]:
    """JSON values that follow each other in one script; what follows the last good one is lost."""
    decoder = json.JSONDecoder(strict=False)
    values: list[Any] = []
    position = 0
    while (match := _BEFORE_VALUE.match(text, position)) and len(values) < _MAX_VALUES:
        try:
            value, position = decoder.raw_decode(text, match.end())
        except (ValueError, RecursionError):
            break
        values.append(value)
    return values


def _pairs(text: str) -> list[Any]:
    """One item of the first value of each telling key."""
    item: dict[str, Any] = {}
    for match in _PAIR.finditer(text):
        item.setdefault(match[1], match[2])
    return [item] if "@type" in item else []


def _items(nodes: list[Any]) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = []
    queue = nodes[:_MAX_NODES]
    seen = 0
    for node in queue:
        seen += 1
        if isinstance(node, list):
            children = node
        elif isinstance(node, dict):
            if node.get("@type"):
                items.append(node)
            children = [node[key] for key in _CONTAINERS if isinstance(node.get(key), dict | list)]
        else:
            continue
        queue += children[: max(0, _MAX_NODES - len(queue))]
    return _resolved(items)


def _resolved(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The items with `{"@id": …}` replaced by the item of that id, one level deep."""
    by_id = {item["@id"]: item for item in items if isinstance(item.get("@id"), str)}

    def follow(value: Any) -> Any:
        if isinstance(value, list):
            return [follow(child) if isinstance(child, dict) else child for child in value[:50]]
        if isinstance(value, dict) and "name" not in value and isinstance(value.get("@id"), str):
            return by_id.get(value["@id"], value)
        return value

    return [{key: follow(value) for key, value in item.items()} for item in items]
