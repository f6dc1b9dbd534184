"""Read the microdata and RDFa of a page as items in the form of parsed JSON-LD."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

# Most pages have a few dozen properties; shops and long threads have hundreds, of which the first describe the page.
_MAX_NODES = 600
_MAX_ANCESTORS = 100
_MAX_VALUE = 2_000  # characters; longer values are body text, not metadata
# Characters of all values together, before they are shortened: nested elements repeat the same text.
_MAX_READ = 1_000_000
# Elements whose value is an attribute (HTML Living Standard, 5.2.4 "Values"). The value of a link is its text, unless
# the property is an address: pages put `itemprop="author"` on the link to an author's page.
_VALUE_ATTRIBUTES = {"meta": "content", "img": "src", "data": "value", "meter": "value", "time": "datetime"}
_ADDRESSES = frozenset(("url", "license", "sameAs", "mainEntityOfPage", "image", "item", "usageInfo"))
# Drupal 7 wrote Dublin Core where others write schema.org.
_RDFA_NAMES = {"dc:title": "headline", "dc:date": "datePublished", "dc:created": "datePublished"}


def read_microdata(tree: LexborHTMLParser) -> tuple[Mapping[str, Any], ...]:
    """Read the items of a page (elements with `itemscope` or `typeof`), in page order.

    Args:
        tree: the parsed page.

    Returns:
        The top-level items, as mappings with "@type" and, by property, a string, an item or a list of these.
        Properties outside of any item are put into one more item without a type, the last one.

    >>> from selectolax.lexbor import LexborHTMLParser
    >>> markup = '<div itemscope itemtype="https://schema.org/Article"><p itemprop="headline">Rain</p></div>'
    >>> read_microdata(LexborHTMLParser(markup))
    ({'@type': 'https://schema.org/Article', 'headline': 'Rain'},)
    """
    scopes: dict[int, dict[str, Any]] = {}
    top: list[dict[str, Any]] = []
    loose: dict[str, Any] = {}
    room = _MAX_READ
    found = tree.css("[itemscope], [itemprop], [typeof], [property]")[:_MAX_NODES]
    for node in {node.mem_id: node for node in found}.values():  # one that fits twice comes twice
        attributes = node.attributes
        names = _names(attributes)
        is_scope = "itemscope" in attributes or bool(attributes.get("typeof"))
        value: Any = None
        if is_scope:
            value = {
                "@type": (attributes.get("itemtype") or attributes.get("typeof") or "").partition(" ")[0]
            }
            scopes[node.mem_id] = value
        owner = _owner(node, scopes) if names or is_scope else None
        if is_scope and (owner is None or not names):
            top.append(value)
        elif names and not (owner is None and node.tag == "meta"):  # such are tags of the head
            if value is None and room > 0:
                printed = _value(node, names)
                room -= len(printed) + 1
                value = " ".join(printed[:_MAX_VALUE].split())
            for name in names if value else ():
                _add(loose if owner is None else owner, name, value)
    return tuple([*top, loose] if loose else top)


def _names(attributes: Mapping[str, str | None]) -> list[str]:
    """Return the schema.org names of the properties of an element; those of OpenGraph are left out."""
    names = (attributes.get("itemprop") or attributes.get("property") or "").split()[:4]
    named = [_RDFA_NAMES.get(name, name.removeprefix("schema:")) for name in names]
    return [name for name in named if ":" not in name]


def _owner(node: LexborNode, scopes: Mapping[int, dict[str, Any]]) -> dict[str, Any] | None:
    """Return the innermost item around an element."""
    parent = node.parent
    for _ in range(_MAX_ANCESTORS):
        if parent is None:
            return None
        if parent.mem_id in scopes:
            return scopes[parent.mem_id]
        parent = parent.parent
    return None


def _value(node: LexborNode, names: list[str]) -> str:
    attributes = node.attributes
    if "content" in attributes:  # RDFa allows it anywhere, and pages put it anywhere in microdata, too
        value = attributes["content"]
    elif attributes.get("href") and (node.tag == "link" or _ADDRESSES.intersection(names)):
        value = attributes["href"]
    else:
        value = attributes.get(_VALUE_ATTRIBUTES.get(node.tag or "", "")) or node.text(separator=" ")
    return value or ""


def _add(item: dict[str, Any], name: str, value: Any) -> None:
    if name not in item:
        item[name] = value
    elif isinstance(item[name], list):
        item[name].append(value)
    else:
        item[name] = [item[name], value]
