"""A build of all sample documents gives a row, a reject or nothing for each file, as `seeds/expected.toml` says."""

from __future__ import annotations

import gzip
import tomllib
from pathlib import Path
from typing import Any

import pytest

from corpusclean import Release, build, decode, restore, validate
from corpusclean.segment.html import segment_html

SEEDS = Path(__file__).parents[2] / "seeds"
EXPECTED: dict[str, dict[str, Any]] = tomllib.loads((SEEDS / "expected.toml").read_text("utf-8"))


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return build(SEEDS / "documents", name="seeds", out=tmp_path_factory.mktemp("dist"), workers=1)


def test_each_document_is_a_row_or_a_reject_with_its_reason(release: Release) -> None:
    found = {row["origin"]["input"]: "row" for row in release.dataset()}
    found |= {reject["origin"]["input"]: reject["reason"] for reject in release.rejects()}
    assert found == {
        name: expected.get("reason", "row")
        for name, expected in EXPECTED.items()
        if expected["outcome"] != "ignored"
    }


def test_a_copy_names_the_row_that_stands_for_it(release: Release) -> None:
    inputs = {row["id"]: row["origin"]["input"] for row in release.dataset()}
    copies = {r["origin"]["input"]: inputs[r["duplicate_of"]] for r in release.rejects() if r["duplicate_of"]}
    assert copies == {
        name: expected["duplicate_of"] for name, expected in EXPECTED.items() if "duplicate_of" in expected
    }


def test_every_row_and_its_ledger_give_back_what_came_in(release: Release) -> None:
    ledger = {entry["id"]: entry for entry in release.ledger()}
    for row in release.dataset():
        data = (SEEDS / "documents" / row["origin"]["input"]).read_bytes()
        text = decode(gzip.decompress(data) if row["origin"]["input"].endswith(".gz") else data).text
        shown = text if row["origin"]["input"].endswith(".txt") else segment_html(text).text
        assert restore(row["text"], ledger[row["id"]]) == shown, row["origin"]["input"]


def test_the_release_passes_its_own_checks(release: Release) -> None:
    assert validate(release) == []
