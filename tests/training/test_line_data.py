from __future__ import annotations

import json
import lzma
from pathlib import Path
from typing import Any

from corpusclean.training.line_data import read_texts


def row(**changes: Any) -> str:
    lines = ["The ferry left Holme at noon with three people and one goat on board.", "Advertisement"] * 8
    fields = {
        "id": "a.example/1", "group": "a.example", "lang": "en", "ptype": "article", "lines": lines, "label": "kd" * 8,
        "cov": [1.0, 0.0] * 8, "flag": [""] * 16, "gold": "\n".join(lines[::2]), "gold_recall": 1.0,
    }  # fmt: skip
    return json.dumps(fields | changes) + "\n"


def test_renderings_are_read_packed_or_not_and_poor_ones_left_out(tmp_path: Path) -> None:
    (tmp_path / "set.wet.jsonl").write_text(row() + row(gold_recall=0.5) + row(gold="short") + row(lines=[]))
    with lzma.open(tmp_path / "set.justext.jsonl.xz", "wt", encoding="utf-8") as file:
        file.write(row(gold_recall=0.6))
    (tmp_path / "set.unknown.jsonl").write_text("no JSON")
    assert [(text.rendering, text.kind) for text in read_texts(tmp_path)] == [
        ("justext", "half"),
        ("wet", "raw"),
    ]
