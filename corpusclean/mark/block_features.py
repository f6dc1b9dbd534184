"""Features of the block model for each line of an HTML page: those of the line model, and its place in the DOM.

Each feature is a count, a ratio of two counts or a table entry, rounded as in `line_features`, so that it is the same on
every machine and in every batch.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import repeat, starmap
from typing import TYPE_CHECKING, Any

from corpusclean.mark.block_head_overlap import head_overlap
from corpusclean.mark.block_names import bag_names, name_hashes, page_name_hashes
from corpusclean.mark.block_tree import INWARDS, OUTWARDS, read_tree
from corpusclean.mark.line_features import (
    LineTable,
    in_steps,
    log_counts,
    read_lines,
    shares,
    side_by_side,
    sums_between,
)
from corpusclean.mark.line_words import Grams
from corpusclean.page import LineFeatures, Page

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_LANDMARKS = ("nav", "header", "footer", "aside", "form", "figure", "figcaption", "noscript")
_LANDMARK = {name: number for number, name in enumerate(_LANDMARKS)}
_HEADING = {f"h{level}": level for level in range(1, 7)}
_MAX_TITLE_CHARS = 300  # longer lines are no title
_TITLE_LIKE = 0.2  # similarity to the title (see `_titles`) above which a line may be the title line
_MAIN_HEADING = 0.25  # added to the similarity of an <h1>


@dataclass(frozen=True, slots=True)
class BlockTable:
    """The n lines of a batch of HTML pages that are not blank, with their places in the DOM.

    Args:
        lines: the features of the line model.
        features: (n, f) float64, multiples of `line_features.STEP`.
        looks: hashed words of each distinct look; the look of a block element is its tag and its names.
        look: (blocks,) index in `looks` of each block element.
        page_names: hashed words of the head and the URL of each page.
        parent: (blocks,) number of the parent; of a page its own number.
        depth: (blocks,) number of ancestors.
        block: (n,) number of the block element of each line.
        containers: (n, OUTWARDS + INWARDS, 2) half-open range of lines of each container (see `block_tree`).
        alike: (n,) group number; equal for lines of a page if the looks of their elements and of the parents are.
    """

    lines: LineTable
    features: NDArray[np.float64]
    looks: Grams
    look: NDArray[np.int64]
    page_names: Grams
    parent: NDArray[np.int64]
    depth: NDArray[np.int64]
    block: NDArray[np.int64]
    containers: NDArray[np.int64]
    alike: NDArray[np.int64]


def read_blocks(pages: Sequence[Page]) -> BlockTable:
    """Compute the features of the lines of a batch of HTML pages.

    Args:
        pages: the pages; their text, lines, features, blocks, head and marks are used.

    Returns:
        The lines that are not blank, in order.
    """
    import numpy as np

    table = read_lines(pages)
    bounds = np.searchsorted(table.page, np.arange(len(pages) + 1)).tolist()
    where = list(zip(table.page.tolist(), table.index.tolist(), strict=True))
    texts = [pages[page].line(index) for page, index in where]
    lines = [pages[page].features[index] for page, index in where]
    fields = _fields(lines)
    tree = read_tree(pages, table)
    block = np.array(fields["block"], np.int64) + tree.start[table.page]
    containers = tree.containers(block)
    own, link_chars, chars = _own(fields, texts)
    looks, look = _looks(pages)
    alike = _alike(table.page, look[block], look[tree.parent[block]])
    columns = [
        *own,
        np.minimum(tree.depth[block], 32) / 16,
        *_titles(pages, fields["tag"], texts, bounds),
        *_container_features(table, bounds, containers, (link_chars, chars)),
        *_group_features(table, alike),
        head_overlap(pages, table),
    ]
    return BlockTable(
        table,
        in_steps(side_by_side(columns)),
        bag_names(looks),
        look,
        bag_names(map(page_name_hashes, pages)),
        tree.parent,
        tree.depth,
        block,
        containers,
        alike,
    )


def _fields(lines: Sequence[LineFeatures]) -> dict[str, tuple[Any, ...]]:
    """Transpose the `LineFeatures` of all lines: field → values."""
    return dict(zip(LineFeatures._fields, zip(*lines, strict=True) if lines else repeat(()), strict=False))


def _own(
    fields: dict[str, tuple[Any, ...]], texts: Sequence[str]
) -> tuple[list[NDArray[Any]], NDArray[Any], NDArray[Any]]:
    """Return feature columns of the element of each line, its number of characters in links, and of all characters."""
    import numpy as np

    def numbers(values: Iterable[int]) -> NDArray[Any]:
        return np.fromiter(values, np.int64, len(texts))

    chars = numbers(map(len, texts))
    link_chars, links, bold, images, hidden = (
        numbers(fields[name]) for name in ("link_chars", "links", "bold_chars", "images", "hidden")
    )
    level = numbers([_HEADING.get(tag, 0) for tag in fields["tag"]])
    landmark = numbers([_LANDMARK.get(name, -1) for name in fields["landmark"]])
    columns = [
        shares(link_chars, chars),
        link_chars == 0,
        link_chars >= chars,
        log_counts(links) / 2,
        shares(bold, chars),
        log_counts(images) / 2,
        hidden,
        level > 0,
        level[:, None] == np.arange(1, 4),
        numbers(map(bool, fields["time"])),
        landmark[:, None] == np.arange(len(_LANDMARKS)),
    ]
    return columns, link_chars, chars


def _titles(
    pages: Sequence[Page], tags: Sequence[str], texts: Sequence[str], bounds: Sequence[int]
) -> list[NDArray[Any]]:
    """Return feature columns: similarity of each line to the title; -1 above, 0 at, 1 below the title line.

    The similarity is the Jaccard index of their words; 0 for lines too long for a title.
    """
    import numpy as np

    alike = np.zeros(len(texts))
    side = np.full(len(texts), -1.0)
    for page, begin, end in zip(pages, bounds, bounds[1:], strict=False):
        title = _title_words(page)
        best, place = _TITLE_LIKE, end
        for number in range(begin, end):
            text, share = texts[number], 0.0
            if len(text) < _MAX_TITLE_CHARS and not title.isdisjoint(words := text.lower().split()):
                share = alike[number] = len(title.intersection(words)) / len(title.union(words))
            if tags[number] == "h1":
                share += _MAIN_HEADING
            if share > best:
                best, place = share, number
        side[place:end] = 1.0
        side[place : min(place + 1, end)] = 0.0
    return [alike, side]


def _title_words(page: Page) -> set[str]:
    if page.head is None:
        return set()
    title = next((value for name, value in page.head.meta if name == "og:title"), page.head.title)
    return set(title[:_MAX_TITLE_CHARS].lower().split())


def _container_features(
    table: LineTable,
    bounds: Sequence[int],
    containers: NDArray[Any],
    chars: tuple[NDArray[Any], NDArray[Any]],
) -> list[NDArray[Any]]:
    """Return feature columns of the containers of each line: size, share of links, position of the line in them."""
    import numpy as np

    here = np.arange(len(table.page))
    page = np.array(bounds)
    page_words = sums_between(table.words, page[table.page], page[table.page + 1])
    begin, end = np.ascontiguousarray(containers.T)  # (levels, n) each
    words = sums_between(table.words, begin, end)
    columns = [
        log_counts(words) / 4,
        shares(words, page_words),
        log_counts(end - begin) / 4,
        shares(sums_between(chars[0], begin, end), sums_between(chars[1], begin, end)),
        shares(here - begin, end - begin),
        here == begin,
        here == end - 1,
    ]
    inwards = columns[:-2]  # few lines are the first or last of an outermost container
    return [
        values[level]
        for level in range(OUTWARDS + INWARDS)
        for values in (columns if level < OUTWARDS else inwards)
    ]


def _looks(pages: Sequence[Page]) -> tuple[list[bytes], NDArray[Any]]:
    """Return the hashed words of each distinct look, and for each block element the index of its look."""
    import numpy as np

    looks = [look for page in pages for look in zip(page.blocks.tag, page.blocks.names, strict=True)]
    number_of = {look: number for number, look in enumerate(dict.fromkeys(looks))}
    numbers = np.fromiter(map(number_of.__getitem__, looks), np.int64, len(looks))
    return list(starmap(name_hashes, number_of)), numbers


def _alike(page: NDArray[Any], look: NDArray[Any], around: NDArray[Any]) -> NDArray[Any]:
    """Number the groups of lines of a page whose elements have equal looks, and whose parents have too."""
    import numpy as np

    size = int(max(look.max(initial=0), around.max(initial=0))) + 1
    return np.unique((page * size + look) * size + around, return_inverse=True)[1]


def _group_features(table: LineTable, alike: NDArray[Any]) -> list[NDArray[Any]]:
    """Return feature columns of the group of each line: size, mean length, whether the neighbouring lines are in it."""
    import numpy as np

    count = np.bincount(alike)[alike]
    words = np.bincount(alike, table.words).astype(np.int64)[alike]
    same = np.concatenate([[0.0], (alike[1:] == alike[:-1]) * 1.0, [0.0]])
    return [
        log_counts(count) / 4,
        log_counts(words // np.maximum(count, 1)) / 4,
        same[: len(alike)],
        same[1:][: len(alike)],
    ]
