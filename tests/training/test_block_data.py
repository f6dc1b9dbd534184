import json
import lzma
from pathlib import Path

import numpy as np
import pytest

from corpusclean.training.block_data import FOLDS, read_pages
from corpusclean.training.blocks import Verdict, measure

PAGE = (
    "<title>Quay reopened</title><nav><a href='/'>Home</a></nav><h1>Quay reopened</h1>"
    "<p>The quay was reopened on Monday after the repair of its wall.</p><p>* * *</p>"
    "<footer>Copyright Harbour Gazette</footer>"
)
GOLD = "Quay reopened\nThe quay was reopened on Monday after the repair of its wall.\n* * *"


def write_pages(folder: Path, *urls: str) -> Path:
    (folder / "news").mkdir()
    rows = [
        {"id": url, "url": url, "html": PAGE, "gold": GOLD, "page_type": "article", "lang": "en"}
        for url in urls
    ]
    with lzma.open(folder / "news" / "pages.jsonl.xz", "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)
    return folder


def test_lines_are_labelled_by_the_gold_text(tmp_path: Path) -> None:
    (page,) = read_pages(write_pages(tmp_path, "https://gazette.example.org/quay"))
    assert page.lines[0] == "Home"
    assert page.target.tolist() == [
        0.0,
        1.0,
        1.0,
        1.0,
        0.0,
    ]  # the line without a word goes with the one before


def test_marks_of_the_rules_count_lines_as_the_page_does(tmp_path: Path) -> None:
    (page,) = read_pages(write_pages(tmp_path, "https://gazette.example.org/quay"))
    assert {page.lines[mark.line] for mark in page.marks if mark.score >= 0.5} >= {
        "Home",
        "Copyright Harbour Gazette",
    }


def test_pages_of_one_site_stand_in_one_fold(tmp_path: Path) -> None:
    urls = [f"https://{name}.gazette.com/{name}" for name in ("north", "south", "east")]
    folds = {page.fold for page in read_pages(write_pages(tmp_path, *urls))}
    assert len(folds) == 1
    assert folds <= set(range(FOLDS))


def test_the_measure_is_of_what_rules_and_model_leave(tmp_path: Path) -> None:
    (page,) = read_pages(write_pages(tmp_path, "https://gazette.example.org/quay"))
    keep = (np.array(page.target) * 1000).astype(int).tolist()
    types = [9.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]
    perfect = measure([page], {page.id: Verdict(keep, types, keep, types)})["news"]
    assert perfect == {"pages": 1, "precision": 1.0, "recall": 1.0, "f1": 1.0}
    verdicts = {page.id: Verdict([0, 1000, 0, 0, 0], types, keep, types)}
    assert measure([page], verdicts, quick=True)["news"]["recall"] == 1.0
    lost = measure([page], verdicts)["news article"]
    assert lost["precision"] == 1.0
    assert lost["recall"] == pytest.approx(2 / 14)
