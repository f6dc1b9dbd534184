from __future__ import annotations

import pytest

from corpusclean.training.line_data import LabelledText
from corpusclean.training.line_variants import variants

SENTENCES = [
    f"The ferry left Holme at {hour} with {hour * 3} people and one goat on board." for hour in range(1, 13)
]
BOILERPLATE = [f"Advertisement {number}" for number in range(12)]


def labelled(site: str, rendering: str, kind: str) -> LabelledText:
    lines = [line for pair in zip(SENTENCES, BOILERPLATE, strict=True) for line in (*pair, "")]
    return LabelledText(
        id=f"{site}/1",
        site=site,
        language="en",
        page_type="article",
        kind=kind,
        rendering=rendering,
        lines=tuple(f"{line} {site}" if line.startswith("Ad") else line for line in lines),
        labels="kdb" * len(SENTENCES),
        coverage=(1.0, 0.0, 0.0) * len(SENTENCES),
        flags=("",) * len(lines),
        gold="\n".join(SENTENCES),
    )


@pytest.fixture(scope="module")
def texts() -> list[LabelledText]:
    sites = [f"site{number}.example" for number in range(24)]
    return [labelled(site, *form) for site in sites for form in (("wet", "raw"), ("resmain", "half"))]


def test_variants_keep_line_and_label_together(texts: list[LabelledText]) -> None:
    made = variants(texts, seed=1)
    assert {text.kind for text in made} == {"injected", "cropped", "clean", "other-script"}
    for text in made:
        assert len(text.lines) == len(text.labels) == len(text.coverage) == len(text.flags)
        for line, label in zip(text.lines, text.labels, strict=True):
            assert (label == "b") == (not line.strip())


def test_injected_lines_come_from_other_sites_of_the_same_fold(texts: list[LabelledText]) -> None:
    folds = {text.site: text.fold for text in texts}
    strangers = 0
    for text in variants(texts, seed=1):
        if text.kind == "injected":
            dropped = [line for line, label in zip(text.lines, text.labels, strict=True) if label == "d"]
            sites = [line.split(" ")[-1] for line in dropped]
            assert {folds[site] for site in sites} <= {text.fold}
            strangers += sum(site != text.site for site in sites)
    assert strangers


def test_a_crop_holds_the_main_text_and_some_of_what_stands_in_it(texts: list[LabelledText]) -> None:
    crops = [text for text in variants(texts, seed=1) if text.kind == "cropped"]
    dropped = [text.labels.count("d") for text in crops]
    assert {text.labels.count("k") for text in crops} == {len(SENTENCES)}
    assert 0 < sum(dropped) < len(crops) * len(BOILERPLATE)


def test_another_script_changes_most_letters_and_no_labels(texts: list[LabelledText]) -> None:
    originals = {(text.id, text.rendering): text for text in texts}
    for text in variants(texts, seed=1):
        if text.kind == "other-script":
            assert text.labels == originals[text.id, text.rendering].labels
            letters = [char for char in text.lines[0] if char.isalpha()]
            assert sum(char.isascii() for char in letters) < 0.5 * len(letters)


def test_the_same_seed_gives_the_same_variants(texts: list[LabelledText]) -> None:
    assert variants(texts, seed=1) == variants(texts, seed=1)
    assert variants(texts, seed=1) != variants(texts, seed=2)
