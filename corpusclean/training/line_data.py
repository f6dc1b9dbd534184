"""Read the labelled plain texts for the training of the line model.

The texts are "renderings": plain-text versions of HTML pages, made by several scrapers. A data folder has files
`<set>.<rendering>.jsonl` or `.jsonl.xz` with one text per line: the `lines` of the text, a `label` of one character
per line (k keep, d drop, a between, b blank), `cov` (share of each line in the gold text), `flag` (t title, u second
copy, p partial), the `gold` text, `gold_recall` (share of it in the lines), `id` of the page, `group` (its site),
`lang`, `ptype` (page type), and `url` and `title` of the page, if known.
"""

from __future__ import annotations

import hashlib
import json
import lzma
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

RAW = ("wet", "inscriptis", "bs4", "lxmltext")
HALF = ("resmain", "justext", "trafrecall", "readability")
"""Renderings of all visible text, and half-cleaned ones."""

MIN_RECALL = {"raw": 0.9, "half": 0.5}
"""Minimal share of the gold text that is in a rendering, else the rendering is left out."""

MIN_GOLD = 30
"""Minimal length of the gold text, in words plus characters / 6; pages with less text are left out."""

FOLDS = 3


@dataclass(frozen=True, slots=True)
class LabelledText:
    """One rendering of one page.

    Args:
        id: id of the page.
        site: its site; all pages of one site are in one fold.
        language: ISO 639-1.
        page_type: "article", "forum", …
        kind: "raw" or "half"; of a variant "injected", "cropped", "clean" or "other-script".
        rendering: name of the rendering.
        lines: the lines of the text.
        labels: one character per line (see the module).
        coverage: share of each line that is in the gold text.
        flags: flags of each line (see the module).
        gold: the main content.
        url, title: of the page, if known.
    """

    id: str
    site: str
    language: str
    page_type: str
    kind: str
    rendering: str
    lines: tuple[str, ...]
    labels: str
    coverage: tuple[float, ...]
    flags: tuple[str, ...]
    gold: str
    url: str = ""
    title: str = ""

    @property
    def fold(self) -> int:
        """Fold of its site."""
        return fold_of(self.site)


def fold_of(site: str) -> int:
    """Return the fold of the pages of a site."""
    return int(hashlib.sha1(site.encode(), usedforsecurity=False).hexdigest(), 16) % FOLDS


def network_name(fold: int) -> str:
    """Return the file name of the network fitted to all folds but one; with `FOLDS`, of that fitted to all."""
    return f"fold{fold}.npz"


def data_files(folder: Path) -> list[Path]:
    """Return the files with renderings in a data folder, sorted by name."""
    names = {*RAW, *HALF}
    return sorted(file for file in folder.glob("*.jsonl*") if file.name.split(".")[1] in names)


def read_texts(folder: Path) -> list[LabelledText]:
    """Read the renderings of a data folder, without those below `MIN_RECALL` or `MIN_GOLD`."""
    return [text for file in data_files(folder) for text in _read_file(file)]


def _read_file(file: Path) -> Iterator[LabelledText]:
    rendering = file.name.split(".")[1]
    kind = "raw" if rendering in RAW else "half"
    for row in read_rows(file):
        gold = row["gold"]
        if (
            row["lines"]
            and row["gold_recall"] >= MIN_RECALL[kind]
            and len(gold.split()) + len(gold) // 6 >= MIN_GOLD
        ):
            yield LabelledText(
                row["id"], row["group"], row["lang"], row["ptype"], kind, rendering, tuple(row["lines"]),
                row["label"], tuple(row["cov"]), tuple(row["flag"]), gold, row.get("url", ""),
                row.get("title") or "",
            )  # fmt: skip


def read_rows(file: Path) -> Iterator[dict[str, Any]]:
    """Read JSON lines, which may be compressed with xz."""
    with (lzma.open if file.suffix == ".xz" else open)(file, "rt", encoding="utf-8") as rows:
        yield from map(json.loads, rows)
