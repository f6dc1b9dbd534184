"""Read labelled HTML pages for the training of the block model, and compute how much of each line is main content.

A data folder has one folder per data set with `pages.jsonl` or `pages.jsonl.xz`, one page per line: `id`, `url`,
`html`, `gold` (the main content as text), `page_type` (one of `PAGE_TYPES`) and `lang` (ISO 639-1, or null).
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpusclean.document import Mark
from corpusclean.infer.recognition.addresses import registered_domain
from corpusclean.mark.alignment import line_coverage
from corpusclean.mark.block_features import BlockTable, read_blocks
from corpusclean.page import Page
from corpusclean.pipeline import collect_votes
from corpusclean.recipe import Recipe
from corpusclean.segment.html import segment_html
from corpusclean.training.block_variants import in_other_script
from corpusclean.training.line_data import read_rows

if TYPE_CHECKING:
    from numpy.typing import NDArray

FOLDS = 5


@dataclass(frozen=True, slots=True)
class LabelledPage:
    """One page with lines.

    Args:
        id: id of the page.
        set: name of its data set; or "agreed" or the kind of variant, for pages that are not measured.
        site: its site; all pages of one site are in one fold.
        language: ISO 639-1, or "".
        page_type: one of `PAGE_TYPES`.
        gold: the main content.
        lines: the n lines that are not blank.
        table: their features.
        target: (n,) share of each line that is in the gold text.
        marks: the marks of the voters before the model, with lines numbered as in `lines`.
        quick_table, quick_marks: the same in the profile `fast`, to measure it.
        trust: (n,) weight of each target, 0..1.
    """

    id: str
    set: str
    site: str
    language: str
    page_type: str
    gold: str
    lines: tuple[str, ...]
    table: BlockTable
    target: NDArray[Any]
    marks: tuple[Mark, ...]
    quick_table: BlockTable
    quick_marks: tuple[Mark, ...]
    trust: NDArray[Any]

    @property
    def fold(self) -> int:
        """Fold of its site."""
        return zlib.crc32(self.site.encode()) % FOLDS


def data_files(folder: Path) -> list[Path]:
    """Return the files of a data folder, in order."""
    return sorted(file for file in folder.glob("*/pages.jsonl*") if file.suffix in {".jsonl", ".xz"})


def read_pages(folder: Path) -> list[LabelledPage]:
    """Read and label the pages of a data folder that have lines."""
    pages = (_label(row, name, _segment(row)) for name, row in _rows(folder))
    return [page for page in pages if page.lines]


def addresses(folder: Path) -> set[str]:
    """Return the URLs of the pages of a data folder."""
    return {row["url"] for _, row in _rows(folder) if row["url"]}


def read_variants(folder: Path) -> list[LabelledPage]:
    """Read and label variants of the pages (see `block_variants`), which are used for training only."""
    pages = ((row, in_other_script(_segment(row), row["id"], row["lang"] or "")) for _, row in _rows(folder))
    variants = (_label(row, "other-script", page) for row, page in pages if page is not None)
    return [page for page in variants if page.lines]


def _rows(folder: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    for file in data_files(folder):
        yield from zip(repeat(file.parent.name), read_rows(file), strict=False)


def _segment(row: dict[str, Any]) -> Page:
    return segment_html(row["html"], row["url"] or "")


def _label(row: dict[str, Any], name: str, page: Page) -> LabelledPage:
    import numpy as np

    quick_table, quick_marks = read_with_marks(page, Recipe(profile="fast"))
    table, marks = read_with_marks(page, Recipe())
    index = table.lines.index.tolist()
    target = _targets(_segment(row), row["gold"])[index]
    return LabelledPage(
        row["id"],
        name,
        site_of(row),
        row["lang"] or "",
        row["page_type"],
        row["gold"],
        tuple(page.line(line) for line in index),
        table,
        target,
        marks,
        quick_table,
        quick_marks,
        np.ones(len(index)),
    )


def site_of(row: dict[str, Any]) -> str:
    """Return the registered domain of a page; without one its id."""
    return registered_domain(row["url"] or "") or str(row["id"])


def read_with_marks(page: Page, recipe: Recipe) -> tuple[BlockTable, tuple[Mark, ...]]:
    """Compute the marks of the voters before the model, and the features of the lines with these marks."""
    page.marks = []
    collect_votes([page], recipe)
    table = read_blocks([page])
    number = {line: place for place, line in enumerate(table.lines.index.tolist())}
    return table, tuple(
        Mark(number[mark.line], mark.reason, mark.by, mark.score)
        for mark in page.marks
        if mark.line in number
    )


def _targets(page: Page, gold: str) -> Any:
    """Compute the share of each line that is in the gold text; a line without words has that of the previous line."""
    import numpy as np

    target: list[float] = []
    for share in line_coverage(page.line_texts(), gold):
        target.append(share if share is not None else target[-1] if target else 0.0)
    return np.array(target, np.float32)
