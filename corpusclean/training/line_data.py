"""Labelled lines to learn from: the renderings of pages in a data folder.

A data folder holds JSON lines, one document a line, in files named `<set>.<rendering>.jsonl` or `.jsonl.xz`:
the `lines` of one rendering of a page as plain text, a `label` of one character each (k keep, d drop, a between,
b blank), `cov` (how much of each line is in the gold text), `flag` (t title, u second copy, p partial), the
`gold` text, `gold_recall` (how much of it is in the lines), `id` of the page, its `group` (the site), `lang` and
`ptype`, and the `url` and the `title` of the page, if known.
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
"""Renderings of all the visible text, and half-cleaned ones."""

MIN_RECALL = {"raw": 0.9, "half": 0.5}
"""How much of the gold text a rendering has to hold, to be worth learning from or measured with."""

MIN_GOLD = 30
"""Words (and sixths of characters) of the gold text: below, the page has no text to speak of."""

FOLDS = 3


@dataclass(frozen=True, slots=True)
class LabelledText:
    """One rendering of one page.

    Args:
        id: of the page.
        site: pages of one site stand in one fold.
        language: ISO 639-1.
        page_type: "article", "forum", …
        kind: "raw", "half", or of a variant "injected", "cropped", "clean", "other-script".
        rendering: its name.
        lines: the text.
        labels: one character a line.
        coverage: how much of each line is in the gold text.
        flags: of each line.
        gold: what should stay.
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
        """The fold of its site."""
        return fold_of(self.site)


def fold_of(site: str) -> int:
    """The fold in which the pages of a site stand."""
    return int(hashlib.sha1(site.encode(), usedforsecurity=False).hexdigest(), 16) % FOLDS


def network_name(fold: int) -> str:
    """The name of the file of the network that learnt from all folds but one; `FOLDS` for the one that saw all."""
    return f"fold{fold}.npz"


def data_files(folder: Path) -> list[Path]:
    """The files of a data folder that hold renderings, by name."""
    names = {*RAW, *HALF}
    return sorted(file for file in folder.glob("*.jsonl*") if file.name.split(".")[1] in names)


def data_digest(*folders: Path) -> str:
    """SHA-256 over the names and the contents of the files of data folders."""
    digest = hashlib.sha256()
    for file in (file for folder in folders for file in data_files(folder)):
        digest.update(f"{file.name} {hashlib.sha256(file.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()


def read_texts(folder: Path) -> list[LabelledText]:
    """Read the renderings of a data folder that are worth learning from."""
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
