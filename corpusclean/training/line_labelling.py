"""Pseudo-label plain texts of unlabelled HTML pages: `python -m corpusclean.training.line_labelling`.

With its markup, a page is far easier to extract than without, and where the library and trafilatura agree, the
extracted text is nearly always right. So the line model, which sees no markup, can learn from it. The lines of a
plain-text rendering are not those of the page; they are labelled by their overlap with the extracted text.

The pages are JSON lines with `id`, `url`, `domain` (the site) and `html`; the labelled texts are written to a folder
in the format of `line_data`.
"""

from __future__ import annotations

import argparse
import json
import lzma
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from corpusclean.errors import Rejected
from corpusclean.mark.alignment import line_coverage
from corpusclean.pipeline import clean, extract
from corpusclean.training.line_data import MIN_GOLD, data_files, read_rows
from corpusclean.training.line_measure import split_words
from corpusclean.training.line_renderings import render, second_opinion

MIN_AGREEMENT = 0.75
"""Minimal word F1 between our text and that of trafilatura, for a page to be used: 378 of 424 pages have it."""

KEEP, DROP = 0.8, 0.2
"""Minimal share of a line in the main text for the label "keep", and maximal share for "drop": these reproduce 99.3 %
of the labels of 114,000 lines of WCXB dev."""

TITLE_ENDING = 4
"""Maximal number of words after the title in its line, such as the name of the site."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Write labelled texts of pages."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pages", type=Path, required=True, help="JSON lines, may be compressed with xz")
    parser.add_argument(
        "--known", type=Path, required=True, help="folder of labelled lines; their pages are left out"
    )
    parser.add_argument("--out", type=Path, required=True, help="folder to write to")
    options = parser.parse_args(arguments)
    known = {row["url"] for file in data_files(options.known) for row in read_rows(file)}
    written: dict[str, list[str]] = {}
    pages = 0
    for page in read_rows(options.pages):
        if page["url"] in known or not page.get("html"):
            continue
        known.add(page["url"])
        rows = label_page(page)
        pages += bool(rows)
        for name, row in rows.items():
            written.setdefault(name, []).append(json.dumps(row, ensure_ascii=False, sort_keys=True) + "\n")
    options.out.mkdir(parents=True, exist_ok=True)
    for name, lines in written.items():
        (options.out / f"extracted.{name}.jsonl.xz").write_bytes(lzma.compress("".join(lines).encode()))
    print(f"{pages} pages", file=sys.stderr)
    return 0


def label_page(page: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Label the lines of all renderings of a page.

    Args:
        page: a page with `id`, `url`, `domain` and `html`.

    Returns:
        Name of each rendering → its row; empty if the main text is short or uncertain.
    """
    markup, url = page["html"], page["url"]
    try:
        gold, document = extract(markup, url), clean(markup, url=url, content_type="text/html")
    except Rejected:
        return {}
    if len(split_words(gold)) < MIN_GOLD or _agreement(gold, second_opinion(markup)) < MIN_AGREEMENT:
        return {}
    fields = {
        "id": page["id"], "url": url, "group": page["domain"], "lang": document.language or "?",
        "ptype": document.page_type or "article", "gold": gold,
    }  # fmt: skip
    return {
        name: fields | label_lines(text.splitlines(), gold, document.title or "")
        for name, text in render(markup, fields["lang"]).items()
    }


def _agreement(text: str, other: str) -> float:
    """Return the word F1 between two texts."""
    one, two = Counter(split_words(text)), Counter(split_words(other))
    return 2 * (one & two).total() / max(1, one.total() + two.total())


def label_lines(lines: Sequence[str], gold: str, title: str) -> dict[str, Any]:
    """Label the lines of a rendering.

    Args:
        lines: the lines of the rendering.
        gold: the main text.
        title: title of the page; its line is flagged, and not scored.

    Returns:
        The fields of a row: `lines`, `label`, `cov`, `flag` and `gold_recall`.

    >>> label_lines(["Home", "Rain", "It rains in Ulm."], "It rains in Ulm.", "Rain")["label"]
    'ddk'
    """
    heading, words = split_words(title), [split_words(line) for line in lines]
    coverage = line_coverage(lines, gold)
    wanted = Counter(split_words(gold))
    found = wanted & Counter(word for line in words for word in line)
    return {
        "lines": list(lines),
        "label": "".join(map(_label, coverage)),
        "cov": [round(share or 0.0, 3) for share in coverage],
        "flag": ["t" * _is_title(line, heading) for line in words],
        "gold_recall": found.total() / max(1, wanted.total()),
    }


def _is_title(line: Sequence[str], title: Sequence[str]) -> bool:
    return 0 < len(title) <= len(line) <= len(title) + TITLE_ENDING and line[: len(title)] == title


def _label(share: float | None) -> str:
    if share is None:
        return "b"
    return "k" if share >= KEEP else "d" if share <= DROP else "a"


if __name__ == "__main__":
    sys.exit(main())
