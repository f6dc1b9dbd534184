"""Pseudo-labels for unlabelled articles: the lines on which a network of the block model and trafilatura agree.

The two make different errors (Blum & Mitchell 1998, "Combining labeled and unlabeled data with co-training"), so that
lines on which they agree are mostly labelled correctly; this adds pages of more languages and sites. The network is
fitted on the other folds only, so that nothing of the sites to be measured leaks into the training data.

The pages are JSON lines with `url`, `html` and `lang` (ISO 639-1, or null); other fields are ignored.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from corpusclean.mark.block_model import DECIDED, block_drop_scores
from corpusclean.mark.block_network import PAGE_TYPES, BlockNetwork, score_blocks
from corpusclean.mark.trafilatura_extractor import trafilatura_marks
from corpusclean.recipe import Recipe
from corpusclean.segment.html import segment_html
from corpusclean.training.block_data import LabelledPage, read_with_marks, site_of
from corpusclean.training.line_data import read_rows

MIN_AGREEMENT = 0.6
"""Minimal F1 between the words that the two keep; below it, one of them has misread the page."""


def read_unlabelled(file: Path, known: Container[str]) -> list[LabelledPage]:
    """Read pages without labels; their targets are the lines that trafilatura keeps.

    Args:
        file: JSON lines, plain or `.xz`.
        known: URLs of pages to leave out, since they have labels.
    """
    return [
        page for row in read_rows(file) if row.get("html") and row["url"] not in known for page in _read(row)
    ]


def _read(row: dict[str, Any]) -> Iterator[LabelledPage]:
    import numpy as np

    page = segment_html(row["html"], row["url"])
    (left_out,) = trafilatura_marks([page], Recipe(extractor="trafilatura"))
    table, marks = read_with_marks(page, Recipe())
    index = table.lines.index.tolist()
    if not left_out or not index:
        return
    target = np.ones(len(page.lines), np.float32)
    target[[mark.line for mark in left_out]] = 0.0
    lines = tuple(page.line(line) for line in index)
    yield LabelledPage(
        row["url"], "agreed", site_of(row | {"id": row["url"]}), row["lang"] or "", "article", "", lines, table,
        target[index], marks, table, marks, np.zeros(len(index)),
    )  # fmt: skip


def agreed(pages: Sequence[LabelledPage], network: BlockNetwork) -> Iterator[LabelledPage]:
    """Select the articles on which a network mostly agrees with trafilatura.

    Args:
        pages: pages from `read_unlabelled`.
        network: the network.

    Yields:
        These articles, with `trust` 1 for lines on which the two agree and 0 for the others.
    """
    import numpy as np

    for page in pages:
        scores = score_blocks(page.table, network)
        decided = np.zeros(len(page.lines), bool)
        decided[[mark.line for mark in page.marks if mark.score >= DECIDED]] = True
        words = page.table.lines.words
        drop = np.array(block_drop_scores(scores.keep, words, scores.types[0], decided))
        kept = (drop < DECIDED) & ~decided
        both = words @ (kept * page.target)
        is_article = PAGE_TYPES[int(scores.types[0].argmax())] == "article"
        if is_article and 2 * both >= MIN_AGREEMENT * (words @ kept + words @ page.target):
            yield replace(page, trust=(kept == (page.target > 0)).astype(np.float64))
