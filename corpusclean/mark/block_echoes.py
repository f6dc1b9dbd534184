"""How much of each line a page says once more in its head: in the text that it gives in JSON-LD, or in a description."""

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
"""What a page calls its text in JSON-LD, what it says there of anything, and how its meta tags describe it."""

_KIND = {"articleBody": 0, "text": 0, "description": 1}
_SAID = re.compile(r'"(articleBody|text|description)"\s*:\s*("[^"\\]*+(?:\\.[^"\\]*+)*+")', re.DOTALL)
DESCRIPTIONS = ("description", "og:description")
_MAX_TEXTS, _MAX_CHARS = 1_000, 100_000  # of a page; of each kind


def echo_shares(pages: Sequence[Page], table: LineTable) -> NDArray[np.float64]:
    """Compare the lines of pages with what their heads say.

    Args:
        pages: their heads count.
        table: their lines.

    Returns:
        (n, KINDS) which share of the pairs of words of a line stands there, too.
    """
    import numpy as np

    said = [_as_page(text) for page in pages for text in _texts(page)]
    batch = collect_lines(said)
    pairs = pair_words(find_words(batch, character_tables()[0][batch.code]))
    page, kind = np.divmod(batch.page[pairs.line], KINDS)
    known, place = np.unique(_keys(page, pairs.hashes), return_inverse=True)
    known = np.append(known, np.uint64(2**64 - 1))  # stands for all that is nowhere said
    is_said = np.zeros((len(known), KINDS), bool)
    is_said[place, kind] = True
    bag, count = table.bags[BAGS.index("pairs")], len(table.page)
    keys = _keys(table.page[bag.line], bag.hashes)
    place = np.searchsorted(known, keys)
    place[known[place] != keys] = len(known) - 1
    found = [np.bincount(bag.line, heard, count) for heard in is_said[place].T]
    return np.stack(found, axis=1) / np.maximum(np.bincount(bag.line, minlength=count), 1)[:, None]


def _keys(page: NDArray[Any], hashes: NDArray[Any]) -> NDArray[Any]:
    import numpy as np

    keys: NDArray[Any] = (page.astype(np.uint64) << np.uint64(32)) | hashes
    return keys


def _texts(page: Page) -> list[str]:
    """What a page says of each kind."""
    texts: list[list[str]] = [[] for _ in range(KINDS)]
    if page.head is not None:
        for key, text in said_in_json_ld(page.head.json_ld):
            texts[_KIND[key]].append(text)
        texts[-1] += [content for name, content in page.head.meta if name in DESCRIPTIONS][:_MAX_TEXTS]
    return ["\n".join(each)[:_MAX_CHARS] for each in texts]


def said_in_json_ld(scripts: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The first texts in JSON-LD and their keys; of broken JSON, too.

    >>> list(said_in_json_ld(['{"articleBody": "It is &lt; 5"']))
    [('articleBody', 'It is < 5')]
    """
    matches = chain.from_iterable(map(_SAID.finditer, scripts))
    for match in islice(matches, _MAX_TEXTS):
        with suppress(ValueError):  # of an escape that is none
            yield match[1], html.unescape(json.loads(match[2], strict=False))


def _as_page(text: str) -> Page:
    return Page(text, [(start, start + HEAD_CHARS) for start in range(0, len(text), HEAD_CHARS)])
