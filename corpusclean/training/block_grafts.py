"""Grafts, to augment the training data of the block model: the main element of a page in the page of another site.

The main element is the smallest that holds the main content. In place of that of another page of the same type it
stands between navigation, teasers and footers that it was never seen with, as in CutMix (Yun et al. 2019) of images.
So the model learns less about sites, and more about what such parts have in common.
"""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpusclean.training.block_data import LabelledPage, data_rows, label_page, segment_row

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

TYPES = ("article", "documentation", "forum")
"""Types of pages whose main content is in one element; in others it is spread over the page."""

MIN_SHARE = 0.85
"""Minimal share of the words of the main content that are in the main element."""

MIN_VISIBLE = 0.9
"""Minimal share of these words that are on the page at all."""

MAX_CHARS = 1_500_000
"""Longer pages are left out."""

PLACE = "qzmainelementqz"
"""Stands for the main element in a page without it."""

_TOKEN = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Halves:
    """A page in two halves.

    Args:
        page: the labelled page.
        row: the row of the data file.
        head: the markup of its head.
        main: the markup of its main element.
        around: the markup of the page, with a line `PLACE` instead of the main element.
        above, below: numbers of lines above and below the main element.
    """

    page: LabelledPage
    row: Mapping[str, Any]
    head: str
    main: str
    around: str
    above: int
    below: int


def read_grafts(folder: Path, pages: Sequence[LabelledPage], seed: int) -> list[LabelledPage]:
    """Graft the main element of each page into a page of another site, of the same type and fold.

    Args:
        folder: the data folder.
        pages: its pages, from `block_data.read_pages`.
        seed: seed of the random choices.

    Returns:
        The grafts, each in the fold of its two sites.
    """
    chance = random.Random(seed)  # noqa: S311 - reproducible on purpose
    known = {page.id: page for page in pages if page.page_type in TYPES}
    groups: dict[tuple[int, str], list[Halves]] = defaultdict(list)
    for _, row in data_rows(folder):
        halves = halve_page(row, known[row["id"]]) if row["id"] in known else None
        if halves:
            groups[halves.page.fold, halves.page.page_type].append(halves)
    pairs = ((chance.choice(group), frame) for group in groups.values() for frame in group)
    return [graft for pair in pairs for graft in graft_page(*pair)]


def halve_page(row: Mapping[str, Any], page: LabelledPage) -> Halves | None:
    """Take the main element out of a page.

    Args:
        row: the row of the data file.
        page: the page made of it.

    Returns:
        The halves; None if there is no such element, or the lines around it change without it.
    """
    from selectolax.lexbor import LexborHTMLParser

    if len(row["html"]) > MAX_CHARS:
        return None
    tree = LexborHTMLParser(row["html"])
    main = _main_element(tree, _words(row["gold"]))
    if main is None or tree.head is None:
        return None
    head, markup = tree.head.html or "", main.html or ""
    main.replace_with(PLACE)
    around = (tree.html or "").replace(PLACE, f"<div>{PLACE}</div>")
    left = segment_row({**row, "html": around})
    lines = [line for line in left.line_texts() if line.strip()]
    if lines.count(PLACE) != 1:
        return None
    above = lines.index(PLACE)
    below = len(lines) - above - 1
    inside = len(page.lines) - above - below
    is_same = [*lines[:above], *lines[above + 1 :]] == [*page.lines[:above], *page.lines[above + inside :]]
    return Halves(page, row, head, markup, around, above, below) if inside > 0 and is_same else None


def _main_element(tree: LexborHTMLParser, gold: Counter[str]) -> LexborNode | None:
    """Return the smallest element with most of the main content; None if that is the body."""
    node = body = tree.body
    if body is None:
        return None
    visible = (_words(body.text(separator=" ")) & gold).total()
    if not visible or visible < MIN_VISIBLE * gold.total():
        return None
    while node is not None:
        main = node
        node = next(
            (
                child
                for child in main.iter()
                if (_words(child.text(separator=" ")) & gold).total() >= MIN_SHARE * visible
            ),
            None,
        )
    return None if main == body else main


def _words(text: str) -> Counter[str]:
    return Counter(_TOKEN.findall(text.casefold()))


def graft_page(scion: Halves, frame: Halves) -> Iterator[LabelledPage]:
    """Put the head and the main element of one page in the place of those of another.

    Args:
        scion: the page whose main element is taken.
        frame: the page that it is put in.

    Yields:
        The new page, labelled as the two are; nothing if both are of one site, or if lines change.
    """
    import numpy as np

    if scion.page.site == frame.page.site:
        return
    html = frame.around.replace(frame.head, scion.head, 1).replace(f"<div>{PLACE}</div>", scion.main)
    row = {**scion.row, "html": html}
    page = label_page(row, "graft", segment_row(row))
    inside = slice(scion.above, len(scion.page.lines) - scion.below)
    below = len(frame.page.lines) - frame.below
    lines, target = (
        (of_frame[: frame.above], of_scion[inside], of_frame[below:])
        for of_frame, of_scion in (
            (frame.page.lines, scion.page.lines),
            (frame.page.target, scion.page.target),
        )
    )
    if page.lines == (*lines[0], *lines[1], *lines[2]):
        yield replace(page, target=np.concatenate(target))
