"""The names that a page gives to its elements and to itself, as bags of hashes."""

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
_TELLING = ("og:type", "generator")  # the meta tags whose content counts
_MAX_SCRIPTS, _MAX_SCRIPT_CHARS, _MAX_PAGE_NAMES = 20, 20_000, 64


def name_hashes(tag: str, names: str) -> bytes:
    """The hashes of the words in the tag and the names of an element, four bytes each.

    Bytes, since those of thousands of elements are joined faster than numbers.

    >>> name_hashes("div", "navBar-top") == name_hashes("div", "nav bar top")
    True
    """
    return b"".join(map(_hashes, dict.fromkeys((tag, *names.split()))))[: 4 * _MAX_TOKENS]


@lru_cache(maxsize=1 << 15)
def _hashes(name: str) -> bytes:
    """The hashes of the words in a name; remembered, since the elements of a page, and of a site, share most."""
    return b"".join(map(_hash, _TOKEN.findall(name)))


def page_name_hashes(page: Page) -> bytes:
    """The hashes of what tells the kind of a page, four bytes each.

    Args:
        page: the names of its meta tags, the types in its JSON-LD and the words in its address count.
    """
    head = page.head
    if head is None:
        return b""
    names = [f"meta {name}" for name, _ in head.meta]
    names += [
        f"{name} {content.strip().lower().partition(' ')[0]}"
        for name, content in head.meta
        if name in _TELLING
    ]
    for script in head.json_ld[:_MAX_SCRIPTS]:
        names += [f"type {name.lower()}" for name in _TYPE.findall(script[:_MAX_SCRIPT_CHARS])]
    try:
        path = urlsplit(page.url).path.lower() if page.url else ""
    except ValueError:  # an address that is none says nothing
        path = ""
    if page.url:
        names.append(f"segments {len(path.strip('/').split('/')) if path.strip('/') else 0}")
    names += [f"path {word}" for word in _PATH_WORD.findall(path)]
    return b"".join(dict.fromkeys(map(_hash, names)))[: 4 * _MAX_PAGE_NAMES]


@lru_cache(maxsize=1 << 16)
def _hash(name: str) -> bytes:
    """Four bytes for a word, the same for capitals; remembered, since sites share most of theirs."""
    return zlib.crc32(name.lower().encode("utf-8", "backslashreplace")).to_bytes(4, sys.byteorder)


def bag_names(hashes: Iterable[bytes]) -> Grams:
    """Make bags of hashes: one for each run of them, four bytes each.

    >>> bag_names([name_hashes("div", "menu"), b"", name_hashes("p", "")]).line.tolist()
    [0, 0, 2]
    """
    import numpy as np

    runs = list(hashes)
    joined = np.frombuffer(b"".join(runs), np.uint32)
    return Grams(
        joined, np.repeat(np.arange(len(runs)), np.fromiter(map(len, runs), np.int64, len(runs)) // 4)
    )
