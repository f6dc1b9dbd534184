from __future__ import annotations

import json
import lzma
from itertools import product
from pathlib import Path

import pytest

from corpusclean.segment.text import segment_text
from corpusclean.training.metadata import Outcome, cross_fit, figures, least_confidence, reliability
from corpusclean.training.metadata_data import AnnotatedPage, is_right, read_renderings
from corpusclean.training.metadata_fitting import Choice, fit_weights

PROSE = (
    "The ferry to {place} ran again on Wednesday after a week of storms, and nobody was surprised to see it."
)
PLACES = ("Tarn", "Ulv", "Sorrel", "Osterwiek", "Foz", "Quay", "Mill", "Lake", "Moor", "Fell", "Dale", "Holm")


def annotated(number: int) -> AnnotatedPage:
    """A page whose headline tells of its text and is dated; what stands above it is furniture."""
    place = PLACES[number % len(PLACES)]
    title, day = f"Ferry returns to {place}", f"2021-03-{number % 28 + 1:02d}"
    prose = "\n".join([PROSE.format(place=place)] * 3)
    text = f"Search our whole archive\nAll the offers\n\n{title}\n\nBy Ann Oak\n{day}\n\n{prose}\n"
    gold = {"title": title, "date": day, "authors": ["Ann Oak"]}
    return AnnotatedPage(
        str(number), segment_text(text), f"{number}.example", gold, dict.fromkeys(gold, True)
    )


def test_the_feature_of_the_right_candidates_gets_the_weight() -> None:
    held = Choice([{"any": 1.0, "good": 1.0}, {"any": 1.0}], [True, False])
    missing = Choice([{"any": 1.0}], [False])
    weights = fit_weights([held, missing] * 20)
    assert weights["good"] > 1 > weights["any"]


def test_what_weighs_more_teaches_more() -> None:
    yes, no = ([True, False], [False, True])
    pair = [{"one": 1.0}, {"other": 1.0}]
    weights = fit_weights([Choice(pair, yes, 3.0), Choice(pair, no, 1.0)] * 10)
    assert weights["one"] > weights["other"]


def write_renderings(folder: Path, group: str) -> None:
    """One page of Fundus in all its renderings, and one of WCXB without a title."""
    row = {"id": "a", "group": group, "lines": ["Ferry returns", "", "x"]}
    for name, rendering in product(("fundus", "wcxb_dev"), ("bs4", "inscriptis", "resmain", "wet")):
        title = "Ferry returns" if name == "fundus" else ""
        file = folder / "text" / f"{name}.{rendering}.jsonl.xz"
        file.parent.mkdir(exist_ok=True)
        entry = row | {"url": "https://www.harbour.com/ferry", "title": title}
        file.write_bytes(lzma.compress(json.dumps(entry).encode()))


def test_each_page_is_read_in_one_rendering_with_its_title_and_its_site(tmp_path: Path) -> None:
    write_renderings(tmp_path, "harbour.com")
    (page,) = read_renderings(tmp_path)
    assert (page.site, page.page.text) == ("harbour.com", "Ferry returns\n\nx")
    assert page.gold == {"title": "Ferry returns", "site_aliases": ["harbour.com", "harbour"]}


def test_a_page_whose_site_is_named_otherwise_stands_in_the_fold_of_its_address(tmp_path: Path) -> None:
    write_renderings(tmp_path, "HarbourNews")
    (page,) = read_renderings(tmp_path)
    assert page.site == "harbour.com"
    assert page.gold["site_aliases"] == ["HarbourNews", "HarbourNews"]


def test_nothing_is_learnt_from_nothing() -> None:
    assert fit_weights([Choice([], [])]) == {}


def test_a_model_finds_on_other_sites_what_it_was_fitted_to_find() -> None:
    model, outcomes = cross_fit([annotated(number) for number in range(40)], "text")
    assert set(model) >= {"text.headline", "text.date", "text.byline", "text.least"}
    for field in ("title", "date", "authors"):
        precision, recall, guesses, none = figures(outcomes[field])
        assert (guesses, none) == (0, 0)
        assert min(precision, recall) > 0.9, field


def test_the_least_confidence_is_the_lowest_that_is_precise_enough() -> None:
    sure = [Outcome(gold=True, held=True, right=True, confidence=0.9)] * 8
    unsure = [Outcome(gold=True, held=True, right=False, confidence=0.52)] * 8
    assert least_confidence(0.8, [*sure, *unsure]) == 0.53
    assert least_confidence(0.8, sure) == 0.5
    assert [(round(mean, 2), share, n) for mean, share, n in reliability([*sure, *unsure])] == [
        (0.52, 0.0, 8),
        (0.9, 1.0, 8),
    ]


@pytest.mark.parametrize(
    ("field", "value", "gold", "right"),
    [
        ("title", "Rain, again", "RAIN AGAIN", True),
        ("title", "Rain", "Rain again", False),
        ("date", "2021-03-03", "2021-03-03", True),
        ("authors", "Ann Oak", ["Ann Oak", "Bo Elm"], True),
        ("authors", "Ann Oak; Bo Ash", ["Ann Oak", "Bo Elm"], False),
        ("site_aliases", "Harbour Herald", ["The Harbour Herald"], True),
        ("site_aliases", "Mill", ["The Harbour Herald"], False),
        ("authors", "Ann Oak", None, False),
    ],
)
def test_a_value_is_right_if_it_says_the_same(field: str, value: str, gold: object, *, right: bool) -> None:
    assert is_right(field, value, gold) is right
