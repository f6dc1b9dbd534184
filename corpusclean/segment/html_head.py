"""Read the metadata in the markup of an HTML page: title, language, `<meta>`, links, JSON-LD and microdata."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from corpusclean.page import Head
from corpusclean.segment.microdata import read_microdata

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_SPACE = re.compile(r"[ \t\n\r\f]+")
_META_NAMES = ("property", "name", "itemprop", "http-equiv")


def read_head(tree: LexborHTMLParser) -> Head:
    """Read the metadata of a parsed page, in its `<head>` or anywhere else.

    Args:
        tree: the parsed page.
    """
    html = tree.css_first("html")
    attributes: dict[str, Any] = html.attributes if html is not None else {}
    title = tree.css_first("head > title") or _title_in_body(tree)
    meta, links, json_ld, bases = [], [], [], [""]
    for node in tree.css("base[href], meta[content], link[rel][href], a[rel][href], script[type]"):
        own = node.attributes
        if node.tag == "meta":
            if name := next((value for key in _META_NAMES if (value := own.get(key))), None):
                meta.append((name.strip().lower(), own["content"] or ""))
        elif node.tag == "script":
            if "ld+json" in (own["type"] or "").lower():
                json_ld.append(node.text())
        elif node.tag == "base":
            bases.append(own["href"] or "")
        else:
            links.append(((own["rel"] or "").strip().lower(), own["href"] or ""))
    return Head(
        title=_SPACE.sub(" ", title.text() if title is not None else "").strip(),
        language=(attributes.get("lang") or dict(meta).get("content-language") or "").strip(),
        meta=tuple(meta),
        links=tuple(links),
        json_ld=tuple(json_ld),
        items=read_microdata(tree),
        base=bases[:2][-1],
    )


def _title_in_body(tree: LexborHTMLParser) -> LexborNode | None:
    """Return the first `<title>` that is not the name of an SVG graphic."""
    names = {node.mem_id for node in tree.css("svg title")}
    return next((node for node in tree.css("title") if node.mem_id not in names), None)
