"""A build of all sample documents gives a row, a reject or nothing for each file, as `seeds/expected.toml` says."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from corpusclean import Recipe, Release, build, decode, restore, validate
from corpusclean.readers.documents import read_document
from corpusclean.readers.files import InputFile
from corpusclean.segment.html import segment_html

SEEDS = Path(__file__).parents[2] / "seeds"
EXPECTED: dict[str, dict[str, Any]] = tomllib.loads((SEEDS / "expected.toml").read_text("utf-8"))


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return build(SEEDS / "documents", name="seeds", out=tmp_path_factory.mktemp("dist"), workers=1)


def name(origin: dict[str, Any]) -> str:
    """The name of a document in `expected.toml`."""
    return origin["input"] if origin["record"] is None else f"{origin['input']}#{origin['record']}"


def test_each_document_is_a_row_or_a_reject_with_its_reason(release: Release) -> None:
    found = {name(row["origin"]): "row" for row in release.dataset()}
    found |= {name(reject["origin"]): reject["reason"] for reject in release.rejects()}
    assert found == {
        key: expected.get("reason", "row")
        for key, expected in EXPECTED.items()
        if expected["outcome"] != "ignored"
    }


def test_a_copy_names_the_row_that_stands_for_it(release: Release) -> None:
    inputs = {row["id"]: name(row["origin"]) for row in release.dataset()}
    copies = {name(r["origin"]): inputs[r["duplicate_of"]] for r in release.rejects() if r["duplicate_of"]}
    assert copies == {
        key: expected["duplicate_of"] for key, expected in EXPECTED.items() if "duplicate_of" in expected
    }


def test_every_row_and_its_ledger_give_back_what_came_in(release: Release) -> None:
    ledger = {entry["id"]: entry for entry in release.ledger()}
    for row in release.dataset():
        file, record = row["origin"]["input"], row["origin"]["record"]
        payload = read_document(InputFile(str(SEEDS / "documents" / file), file, record), Recipe()).payload
        text = payload if isinstance(payload, str) else decode(payload).text
        shown = text if file.endswith((".txt", ".jsonl")) else segment_html(text).text
        assert restore(row["text"], ledger[row["id"]]) == shown, name(row["origin"])


def test_the_release_passes_its_own_checks(release: Release) -> None:
    assert validate(release) == []
