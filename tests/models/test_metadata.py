from __future__ import annotations

from pathlib import Path

import pytest

from corpusclean.infer.authors.byline import byline_candidates
from corpusclean.infer.dates.candidates import date_candidates
from corpusclean.infer.headline.candidates import headline_candidates
from corpusclean.infer.publisher.source import outlet_candidates
from corpusclean.infer.reading import Reading
from corpusclean.models.metadata import load_metadata_model, save_metadata_model
from corpusclean.segment.html import segment_html
from corpusclean.segment.text import segment_text

TEXT = """\
Ferry returns to the outer islands

By Ann Oak
March 3, 2021

The ferry to the outer islands ran again on Wednesday after a week of storms, and nobody was surprised.
The crew had waited in the harbour since Thursday, told The Harbour Herald, and so had all of the mail.

© 2021 The Harbour Herald
"""


@pytest.mark.parametrize("mode", ["text", "html"])
def test_the_weights_in_use_are_those_of_features_that_exist(mode: str) -> None:
    page = segment_text(TEXT) if mode == "text" else segment_html("<p>" + TEXT.replace("\n\n", "<p>"))
    reading = Reading(page)
    found = {
        "headline": [features for _, features in headline_candidates(reading)],
        "date": [features for _, features in date_candidates(reading)],
        "byline": [features for _, features in byline_candidates(reading)],
        "source": [features for _, features in outlet_candidates(reading)],
    }
    for competition, listed in found.items():
        names = {name for features in listed for name in features}
        assert len(names & set(reading.weights(competition))) > 5, competition


def test_what_is_saved_is_what_is_loaded(tmp_path: Path) -> None:
    model = {"text.date": {"bare": 1.25, "reply": -2.0, "nothing": 0.001}, "html.date": {"bias": 0.5}}
    save_metadata_model(model, tmp_path / "m.toml")
    save_metadata_model(dict(load_metadata_model()), tmp_path / "own.toml")
    assert (tmp_path / "m.toml").read_text("utf-8") == (
        '["html.date"]\n"bias" = 0.5\n\n["text.date"]\n"bare" = 1.25\n"reply" = -2.0\n'
    )
    from corpusclean.models.metadata import MODEL

    assert (tmp_path / "own.toml").read_text("utf-8") == MODEL.read_text("utf-8")
