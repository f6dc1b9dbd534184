"""Read schema.org items from JSON-LD scripts, also if they are broken, huge or deeply nested."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping
from typing import Any

# Articles have a few kB of JSON-LD, live blogs and shops some hundred; longer scripts are no metadata.
_MAX_CHARS = 2_000_000
_MAX_NODES = 5_000  # visited while looking for items, since a page may be one huge list
_MAX_DEPTH = 40  # of references and lists inside a value
_MAX_VALUES = 50  # in one script that holds several

# Comments and CDATA marks that pages wrap scripts in; no two alternatives begin with the same two characters.
_OPENING = re.compile(r"(?:\s|;|<!--|/\*|\*/|//|<!\[CDATA\[)*")
_CLOSING = ("-->", "]]>", "*/", "/*", "//", ";")
_BEFORE_VALUE = re.compile(r"[\s,;]*(?=[\[{])")
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_CONTAINERS = ("@graph", "mainEntity", "mainEntityOfPage")
# What is read from a broken script: pairs of a key and a short string.
_PAIR = re.compile(r'"(@type|headline|datePublished|dateModified|inLanguage)"\s*:\s*"([^"\\\n]{1,300})"')


def read_items(scripts: tuple[str, ...]) -> list[dict[str, Any]]:
    """Read the items that describe a page, in page order.

    Args:
        scripts: the text of each JSON-LD script.

    Returns:
        The items at the top level, in graphs, and those that are the main entity of another; not items that are
        only mentioned, such as comments and lists of other pages. References (`@id`) are replaced by their items.

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
    """Return the schema.org types of an item, without their URL prefix.

    >>> item_types({"@type": ["https://schema.org/NewsArticle", "Thing"]})
    ('NewsArticle', 'Thing')
    """
    types = listed(item.get("@type"))[:8]
    return tuple(re.split(r"[/#:]", kind)[-1] for kind in types if isinstance(kind, str))


def listed(value: Any) -> list[Any]:
    """Return the value of a property as a list, since a property may have one value or several.

    >>> listed("Ann"), listed(["Ann", "Bo"])
    (['Ann'], ['Ann', 'Bo'])
    """
    return value if isinstance(value, list) else [value]


def strings(value: Any, key: str = "name") -> list[str]:
    """Return the strings in a value, with HTML entities decoded.

    Args:
        value: a string, an item, or a list of these, nested or not.
        key: the property of an item that is used.

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
    """Return the JSON values of a script; of a broken one, the plain pairs that can still be read."""
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
    """Return a script without the comments and CDATA marks around it."""
    opening = _OPENING.match(script)
    start, end = opening.end() if opening else 0, len(script)
    while end > start:
        mark = next((mark for mark in _CLOSING if script.endswith(mark, start, end)), "")
        if not mark and not script[end - 1].isspace():
            break
        end -= len(mark) or 1
    return script[start:end]


def _parse_run(text: str) -> list[Any]:
    """Return successive JSON values in one script, up to the first that is broken."""
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
    """Return an item with the first value of each key in `_PAIR`; none without a type."""
    item: dict[str, Any] = {}
    for match in _PAIR.finditer(text):
        item.setdefault(match[1], match[2])
    return [item] if "@type" in item else []


def _items(nodes: list[Any]) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = []
    queue = nodes[:_MAX_NODES]
    for node in queue:
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
    """Replace references (`{"@id": …}`) in items by the items with these ids, one level deep."""
    by_id = {item["@id"]: item for item in items if isinstance(item.get("@id"), str)}

    def follow(value: Any) -> Any:
        if isinstance(value, list):
            return [follow(child) if isinstance(child, dict) else child for child in value[:50]]
        if isinstance(value, dict) and "name" not in value and isinstance(value.get("@id"), str):
            return by_id.get(value["@id"], value)
        return value

    return [{key: follow(value) for key, value in item.items()} for item in items]
