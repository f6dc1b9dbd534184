"""Features of the block model: hashed words in the names of elements (class, id, …) and in the head of a page."""

from __future__ import annotations

import re
import sys
import zlib
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import urlsplit

from corpusclean.mark.line_words import Grams
from corpusclean.page import Page

_MAX_TOKENS = 16  # of one element
_TOKEN = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[^\W\d_A-Za-z]+")
_TYPE = re.compile(r'"@type"\s*:\s*\[?\s*"(\w{1,40})"')
_PATH_WORD = re.compile(r"[a-z]{2,}")
_READ_METAS = ("og:type", "generator")  # the meta tags of which the first word of the content is used
_MAX_SCRIPTS, _MAX_SCRIPT_CHARS, _MAX_PAGE_NAMES = 20, 20_000, 64


def name_hashes(tag: str, names: str) -> bytes:
    """Hash the words in the tag and the names of an element, to four bytes each.

    The result is `bytes`, since those of thousands of elements are joined faster than lists of numbers.

    >>> name_hashes("div", "navBar-top") == name_hashes("div", "nav bar top")
    True
    """
    return b"".join(map(_hashes, dict.fromkeys((tag, *names.split()))))[: 4 * _MAX_TOKENS]


@lru_cache(maxsize=1 << 15)
def _hashes(name: str) -> bytes:
    """Hash the words in a name; cached, since the elements of a site share most names."""
    return b"".join(map(_hash, _TOKEN.findall(name)))


def page_name_hashes(page: Page) -> bytes:
    """Hash the names that show the type of a page, to four bytes each.

    Args:
        page: an HTML page; the names of its meta tags, the types in its JSON-LD and the words in its URL are used.
    """
    head = page.head
    if head is None:
        return b""
    names = [f"meta {name}" for name, _ in head.meta]
    names += [
        f"{name} {content.strip().lower().partition(' ')[0]}"
        for name, content in head.meta
        if name in _READ_METAS
    ]
    for script in head.json_ld[:_MAX_SCRIPTS]:
        names += [f"type {name.lower()}" for name in _TYPE.findall(script[:_MAX_SCRIPT_CHARS])]
    try:
        path = urlsplit(page.url).path.lower() if page.url else ""
    except ValueError:  # an invalid URL
        path = ""
    if page.url:
        names.append(f"segments {len(path.strip('/').split('/')) if path.strip('/') else 0}")
    names += [f"path {word}" for word in _PATH_WORD.findall(path)]
    return b"".join(dict.fromkeys(map(_hash, names)))[: 4 * _MAX_PAGE_NAMES]


@lru_cache(maxsize=1 << 16)
def _hash(name: str) -> bytes:
    """Hash a word, ignoring case, to four bytes; cached, since sites share most words."""
    return zlib.crc32(name.lower().encode("utf-8", "backslashreplace")).to_bytes(4, sys.byteorder)


def bag_names(hashes: Iterable[bytes]) -> Grams:
    """Convert the hashes of several elements to `Grams`, in which `line` is the index of the element.

    Args:
        hashes: for each element its hashes, four bytes each.

    >>> bag_names([name_hashes("div", "menu"), b"", name_hashes("p", "")]).line.tolist()
    [0, 0, 2]
    """
    import numpy as np

    runs = list(hashes)
    joined = np.frombuffer(b"".join(runs), np.uint32)
    return Grams(
        joined, np.repeat(np.arange(len(runs)), np.fromiter(map(len, runs), np.int64, len(runs)) // 4)
    )
