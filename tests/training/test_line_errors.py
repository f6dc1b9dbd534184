"""The list of errors names the wrong lines, what they cost and where they stand."""

import json
from pathlib import Path

import pytest

from corpusclean.training.line_data import LabelledText
from corpusclean.training.line_errors import main, wrong_lines

STORY = "The ferry between Holme and Vik will stop running in March, the harbour board said on Tuesday."
LINES = ("Menu", STORY, "", "Tweet", "Nobody asked us.", "Ten harbours to see")
TEXT = LabelledText(
    "a/1",
    "a",
    "en",
    "article",
    "raw",
    "wet",
    LINES,
    "dkbdkd",
    (0.0,) * 6,
    ("",) * 6,
    f"{STORY}\nNobody asked us.",
)
KEEP, DROP = [10, 900, 600, 200, 700], [0.9, 0.1, 0.2, 0.8, 0.1]


def test_wrong_lines_have_their_kind_and_the_dearest_comes_first() -> None:
    wrongs = list(wrong_lines(TEXT, KEEP, DROP))
    assert [(wrong.kind, wrong.line, wrong.keep) for wrong in wrongs] == [
        ("left below, short", "Ten harbours to see", 700),
        ("lost between, short", "Nobody asked us.", 200),
        ("left between, short", "Tweet", 600),
    ]
    assert all(wrong.cost > 0 for wrong in wrongs)


def test_the_command_shows_the_worst_texts_and_the_sums(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    row = {
        "id": TEXT.id, "group": "a", "lang": "en", "ptype": "article", "lines": LINES, "label": TEXT.labels,
        "cov": TEXT.coverage, "flag": TEXT.flags, "gold": TEXT.gold * 2, "gold_recall": 1.0,
    }  # fmt: skip
    (tmp_path / "set.wet.jsonl").write_text(json.dumps(row), "utf-8")
    scores = tmp_path / "scores.jsonl"
    scores.write_text(json.dumps({"id": TEXT.id, "rendering": "wet", "keep": KEEP, "drop": DROP}), "utf-8")
    assert main(["--data", str(tmp_path), "--scores", str(scores)]) == 0
    shown = capsys.readouterr().out
    assert "## a/1 wet en article" in shown
    assert "lost between, short" in shown.split("Ten harbours to see")[-1]
