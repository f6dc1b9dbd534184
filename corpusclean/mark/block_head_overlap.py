"""Features of the block model: how much of each line is also in the JSON-LD or the description of its page."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from corpusclean.mark.line_features import LineTable
from corpusclean.mark.line_words import (
    BAGS,
    HEAD_CHARS,
    character_tables,
    collect_lines,
    find_words,
    pair_words,
)
from corpusclean.page import Page

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

KINDS = 3
"""Kinds of texts in the head: article text in JSON-LD, descriptions in JSON-LD, descriptions in meta tags."""

_KIND = {"articleBody": 0, "text": 0, "description": 1}
_JSON_TEXT = re.compile(r'"(articleBody|text|description)"\s*:\s*("[^"\\]*+(?:\\.[^"\\]*+)*+")', re.DOTALL)
DESCRIPTIONS = ("description", "og:description")
_MAX_TEXTS, _MAX_CHARS = 1_000, 100_000  # texts of a page; characters of each kind


def head_overlap(pages: Sequence[Page], table: LineTable) -> NDArray[np.float64]:
    """Compute the overlap of the lines of pages with the texts in their heads.

    Args:
        pages: the pages.
        table: the n lines of the pages.

    Returns:
        (n, KINDS) the share of a line's pairs of words that are also in the texts of each kind, 0..1.
    """
    import numpy as np

    head_texts = [_as_page(text) for page in pages for text in _texts(page)]
    batch = collect_lines(head_texts)
    pairs = pair_words(find_words(batch, character_tables()[0][batch.code]))
    page, kind = np.divmod(batch.page[pairs.line], KINDS)
    known, place = np.unique(_keys(page, pairs.hashes), return_inverse=True)
    known = np.append(known, np.uint64(2**64 - 1))  # so that each pair has a place
    in_head = np.zeros((len(known), KINDS), bool)
    in_head[place, kind] = True
    bag, count = table.bags[BAGS.index("pairs")], len(table.page)
    keys = _keys(table.page[bag.line], bag.hashes)
    place = np.searchsorted(known, keys)
    is_known = known[place] == keys
    line = bag.line[is_known]
    found = [np.bincount(line, of_kind, count) for of_kind in in_head[place[is_known]].T]
    return np.stack(found, axis=1) / np.maximum(np.bincount(bag.line, minlength=count), 1)[:, None]


def _keys(page: NDArray[Any], hashes: NDArray[Any]) -> NDArray[Any]:
    import numpy as np

    keys: NDArray[Any] = (page.astype(np.uint64) << np.uint64(32)) | hashes
    return keys


def _texts(page: Page) -> list[str]:
    """Return the texts of each kind in the head of a page, joined."""
    texts: list[list[str]] = [[] for _ in range(KINDS)]
    if page.head is not None:
        for key, text in json_ld_texts(page.head.json_ld):
            texts[_KIND[key]].append(text)
        texts[-1] += [content for name, content in page.head.meta if name in DESCRIPTIONS][:_MAX_TEXTS]
    return ["\n".join(each)[:_MAX_CHARS] for each in texts]


def json_ld_texts(scripts: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield (key, text) of the first texts in JSON-LD, even if the JSON is broken.

    >>> list(json_ld_texts(['{"articleBody": "It is &lt; 5"']))
    [('articleBody', 'It is < 5')]
    """
    matches = chain.from_iterable(map(_JSON_TEXT.finditer, scripts))
    for match in islice(matches, _MAX_TEXTS):
        with suppress(ValueError):  # invalid escapes
            yield match[1], html.unescape(json.loads(match[2], strict=False))


def _as_page(text: str) -> Page:
    """Make a page with lines of at most `HEAD_CHARS`, since `collect_lines` shortens longer ones."""
    return Page(text, [(start, start + HEAD_CHARS) for start in range(0, len(text), HEAD_CHARS)])
