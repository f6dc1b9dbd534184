"""What the block model sees of each line of an HTML page beside what the line model sees: its place in the DOM.

Each number is a count, a ratio of two counts or an entry of a table, brought to multiples of `STEP`, as in
`line_features`; so it is the same on every machine and in every batch.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from corpusclean.document import LineFeatures, Page
from corpusclean.mark.line_features import STEP, LineTable, _log, _shares, read_lines
from corpusclean.mark.line_words import Grams

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

OUTWARDS, INWARDS = 4, 2
"""Containers that are looked at around each line: so many from the line outwards, and from the page inwards. A
container is a block element that holds more lines than the one in it."""

_MAX_TOKENS = 16  # of one element
_TOKEN = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[^\W\d_A-Za-z]+")
_TYPE = re.compile(r'"@type"\s*:\s*\[?\s*"(\w{1,40})"')
_PATH_WORD = re.compile(r"[a-z]{2,}")
_TELLING = ("og:type", "generator")  # the meta tags whose content counts
_MAX_SCRIPTS, _MAX_SCRIPT_CHARS, _MAX_PAGE_NAMES = 20, 20_000, 64
_LANDMARKS = ("nav", "header", "footer", "aside", "form", "figure", "figcaption", "noscript")
_LANDMARK = {name: number for number, name in enumerate(_LANDMARKS)}
_HEADING = {f"h{level}": level for level in range(1, 7)}
_MAX_TITLE_CHARS = 300  # longer lines are no title
_TITLE_LIKE = 0.2  # of the words of a line and of the title, less in common says nothing
_MAIN_HEADING = 0.25  # what being <h1> counts beside it


@dataclass(frozen=True, slots=True)
class BlockTable:
    """The lines of a batch of HTML pages that are not blank, with their places in the DOM.

    Args:
        lines: as the line model reads them.
        features: (n, f) float64, multiples of `STEP`.
        names: hashes of the words in the tag and the names around each line.
        tokens: hashes of the words in the tag and the names of each block element of the batch, by its number.
        page_names: hashes of what the head and the address of each page name, by the number of the page.
        parent: of each block element the number of the one around it, or its own number.
        depth: (blocks,) how many are around each.
        block: (n,) the number of the block element that holds each line.
        containers: (n, OUTWARDS + INWARDS, 2) the first line and the end of each container.
        alike: (n,) the same number for lines of a page whose elements look alike in the markup.
    """

    lines: LineTable
    features: NDArray[np.float64]
    names: Grams
    tokens: Grams
    page_names: Grams
    parent: NDArray[np.int64]
    depth: NDArray[np.int64]
    block: NDArray[np.int64]
    containers: NDArray[np.int64]
    alike: NDArray[np.int64]


def read_blocks(pages: Sequence[Page]) -> BlockTable:
    """Read the lines of a batch of HTML pages.

    Args:
        pages: their text, lines, features, blocks, head and the marks they carry count.

    Returns:
        Their lines that are not blank, in order.
    """
    import numpy as np

    table = read_lines(pages)
    bounds = np.searchsorted(table.page, np.arange(len(pages) + 1))
    chosen = [table.index[bounds[n] : bounds[n + 1]].tolist() for n in range(len(pages))]
    texts = [[page.line(index) for index in own] for page, own in zip(pages, chosen, strict=True)]
    features = [[page.features[index] for index in own] for page, own in zip(pages, chosen, strict=True)]
    lines = [line for own in features for line in own]
    tree = _read_tree(pages, table, bounds)
    block = np.array([line.block for line in lines], np.int64) + tree.start[table.page]
    containers = tree.containers(block)
    own, link_chars, chars = _own([len(text) for own in texts for text in own], lines)
    alike = _numbered(_looks(pages, features))
    columns = [
        *own,
        np.minimum(tree.depth[block], 32) / 16,
        *_titles(pages, features, texts),
        *_places(table, bounds, containers, (link_chars, chars)),
        *_company(table, alike),
    ]
    return BlockTable(
        table,
        np.rint(np.stack(columns, axis=1) / STEP) * STEP,
        _bag([name_hashes(f"{line.tag} {line.attributes}") for line in lines]),
        _bag([name_hashes(names) for page in pages for names in _element_names(page)]),
        _bag([tuple(map(_hash, _page_names(page))) for page in pages]),
        tree.parent,
        tree.depth,
        block,
        containers,
        alike,
    )


@lru_cache(maxsize=1 << 15)
def name_hashes(names: str) -> tuple[int, ...]:
    """The hashes of the words in the tag and the names of an element.

    >>> name_hashes("div navBar-top") == name_hashes("div nav bar top")
    True
    """
    words = dict.fromkeys(word.lower() for word in _TOKEN.findall(names))
    return tuple(_hash(word) for word in list(words)[:_MAX_TOKENS])


def _hash(name: str) -> int:
    return zlib.crc32(name.encode("utf-8", "backslashreplace"))


def _element_names(page: Page) -> Iterator[str]:
    for tag, names in zip(page.blocks.tag, page.blocks.names, strict=True):
        yield f"{tag} {names}" if names else tag


def _page_names(page: Page) -> list[str]:
    """What kind of page it says to be: the names of its meta tags, types in its JSON-LD, words in its address."""
    head = page.head
    if head is None:
        return []
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
    return list(dict.fromkeys(names))[:_MAX_PAGE_NAMES]


@dataclass(frozen=True, slots=True)
class _Tree:
    """The block elements of a batch, numbered through."""

    start: Any  # the number of the first of each page
    parent: Any
    depth: Any
    first: Any  # the lines each holds
    end: Any
    outer: Any  # the nearest one around that holds more lines
    rank: Any  # how many such are around it

    def containers(self, block: Any) -> Any:
        """(lines, OUTWARDS + INWARDS, 2) the first line and the end of the containers around each line."""
        import numpy as np

        alone = self.end[block] - self.first[block] == 1
        inner = np.where(alone, self.outer[block], block)
        chosen = [inner]
        for _ in range(OUTWARDS - 1):
            chosen.append(self.outer[chosen[-1]])
        for rank in range(1, INWARDS + 1):
            at = inner
            while len(at) and (deeper := self.rank[at] > rank).any():
                at = np.where(deeper, self.outer[at], at)
            chosen.append(at)
        numbers = np.stack(chosen, axis=1)
        return np.stack([self.first[numbers], self.end[numbers]], axis=2)


def _read_tree(pages: Sequence[Page], table: LineTable, bounds: Any) -> _Tree:
    import numpy as np

    start = np.cumsum([0, *(len(page.blocks.parent) for page in pages)])
    parent, depth, outer, rank = [], [], [], []
    first, end = [], []
    for number, page in enumerate(pages):
        own = table.index[bounds[number] : bounds[number + 1]]
        # From lines of the page to lines of the table, which has no blank ones.
        begins = (np.searchsorted(own, np.array(page.blocks.first, np.int64)) + bounds[number]).tolist()
        ends = (np.searchsorted(own, np.array(page.blocks.end, np.int64)) + bounds[number]).tolist()
        shift = int(start[number])
        around = page.blocks.parent
        depths, outers, ranks = [0], [0], [0]
        for block in range(1, len(around)):
            up = around[block]
            depths.append(depths[up] + 1)
            if begins[up] == begins[block] and ends[up] == ends[block]:
                outers.append(outers[up])
                ranks.append(ranks[up])
            else:
                outers.append(up)
                ranks.append(ranks[up] + 1)
        parent += [max(up, 0) + shift for up in around]
        outer += [up + shift for up in outers]
        depth += depths
        rank += ranks
        first += begins
        end += ends
    return _Tree(start, *(np.array(values, np.int64) for values in (parent, depth, first, end, outer, rank)))


def _own(lengths: Sequence[int], lines: Sequence[LineFeatures]) -> tuple[list[Any], Any, Any]:
    """What the element of a line is like; its characters in links and all its characters."""
    import numpy as np

    fields = dict(zip(LineFeatures._fields, zip(*lines, strict=True), strict=True)) if lines else {}

    def numbers(values: Any) -> Any:
        return np.fromiter(values, np.int64, len(lines))

    chars = numbers(lengths)
    link_chars, links, bold, images, hidden = (
        numbers(fields.get(name, ())) for name in ("link_chars", "links", "bold_chars", "images", "hidden")
    )
    level = numbers(_HEADING.get(tag, 0) for tag in fields.get("tag", ()))
    landmark = numbers(_LANDMARK.get(name, -1) for name in fields.get("landmark", ()))
    columns = [
        _shares(link_chars, chars),
        (link_chars == 0) * 1.0,
        (link_chars >= chars) * 1.0,
        _log(links) / 2,
        _shares(bold, chars),
        _log(images) / 2,
        hidden * 1.0,
        (level > 0) * 1.0,
        *((level == most) * 1.0 for most in (1, 2, 3)),
        numbers(map(bool, fields.get("time", ()))) * 1.0,
        *((landmark == number) * 1.0 for number in range(len(_LANDMARKS))),
    ]
    return columns, link_chars, chars


def _titles(
    pages: Sequence[Page], features: Sequence[Sequence[LineFeatures]], texts: Sequence[Sequence[str]]
) -> list[Any]:
    """How like the page's title a line is, and on which side of the line that is most like it."""
    import numpy as np

    alike: list[float] = []
    side: list[int] = []
    for page, lines, own in zip(pages, features, texts, strict=True):
        title = _title_words(page)
        best, place = _TITLE_LIKE, len(own)
        for number, text in enumerate(own):
            share = 0.0
            if title and len(text) < _MAX_TITLE_CHARS:
                words = text.lower().split()
                common = len(title.intersection(words))
                share = common / (len(title) + len(set(words)) - common)
            alike.append(share)
            share += _MAIN_HEADING * (lines[number].tag == "h1")
            if share > best:
                best, place = share, number
        side += [-1] * place + [0] * (place < len(own)) + [1] * (len(own) - place - 1)
    return [np.array(alike, np.float64), np.array(side, np.float64)]


def _title_words(page: Page) -> set[str]:
    if page.head is None:
        return set()
    title = next((value for name, value in page.head.meta if name == "og:title"), page.head.title)
    return set(title[:_MAX_TITLE_CHARS].lower().split())


def _places(table: LineTable, bounds: Any, containers: Any, chars: tuple[Any, Any]) -> list[Any]:
    """How large the containers of a line are, how much in them is linked, and where in them it stands."""
    import numpy as np

    here = np.arange(len(table.page))
    page_words = _between(table.words, bounds[table.page], bounds[table.page + 1])
    columns = []
    for level in range(OUTWARDS + INWARDS):
        begin, end = containers[:, level, 0], containers[:, level, 1]
        words = _between(table.words, begin, end)
        columns += [
            _log(words) / 4,
            _shares(words, page_words),
            _log(end - begin) / 4,
            _shares(_between(chars[0], begin, end), _between(chars[1], begin, end)),
            _shares(here - begin, end - begin),
        ]
        if level < OUTWARDS:
            columns += [(here == begin) * 1.0, (here == end - 1) * 1.0]
    return columns


def _between(values: Any, begin: Any, end: Any) -> Any:
    """The sums of values from `begin` to `end`."""
    import numpy as np

    total = np.concatenate([[0], np.cumsum(values)])
    return total[end] - total[begin]


def _looks(pages: Sequence[Page], features: Sequence[Sequence[LineFeatures]]) -> Iterator[object]:
    """For each line what its element and the one around it look like."""
    for number, (page, lines) in enumerate(zip(pages, features, strict=True)):
        tag, names, parent = page.blocks.tag, page.blocks.names, page.blocks.parent
        for line in lines:
            around = parent[line.block]
            yield number, tag[line.block], names[line.block], tag[around], names[around]


def _numbered(keys: Iterator[object]) -> Any:
    """The number of each key, in order of its first appearance."""
    import numpy as np

    numbers: dict[object, int] = {}
    return np.array([numbers.setdefault(key, len(numbers)) for key in keys], np.int64)


def _company(table: LineTable, alike: Any) -> list[Any]:
    """How many lines look like this one, how long they are, and whether its neighbours are of them."""
    import numpy as np

    count = np.bincount(alike)[alike]
    words = np.bincount(alike, table.words).astype(np.int64)[alike]
    same = np.concatenate([[0.0], (alike[1:] == alike[:-1]) * 1.0, [0.0]])
    return [
        _log(count) / 4,
        _log(words // np.maximum(count, 1)) / 4,
        same[: len(alike)],
        same[1:][: len(alike)],
    ]


def _bag(hashes: Sequence[tuple[int, ...]]) -> Grams:
    import numpy as np

    line = np.repeat(np.arange(len(hashes)), [len(each) for each in hashes])
    return Grams(np.fromiter(chain.from_iterable(hashes), np.uint32, len(line)), line)
