"""What is measured: words, each as often as it stands in the main text."""

import numpy as np
import pytest

from corpusclean.training.line_data import LabelledText
from corpusclean.training.line_measure import TextWords, measure, measure_roles

LINES = ("Menu", "", "The ferry left.", "渡し船", "The ferry left.", "Tweet")


def labelled(kind: str = "raw") -> LabelledText:
    return LabelledText(
        "a/1",
        "a",
        "en",
        "article",
        kind,
        "wet",
        LINES,
        "dbkkdd",
        (0.0,) * 6,
        ("",) * 6,
        "The ferry left.\n渡し船",
    )


@pytest.mark.parametrize(
    ("cut", "f1", "lost"),
    [
        ([0, 0, 0, 0, 0], 12 / 17, 0),
        ([1, 0, 0, 1, 1], 1, 0),
        ([1, 1, 0, 0, 1], 1, 0),
        ([1, 0, 1, 1, 1], 6 / 9, 3),
        ([1, 1, 1, 1, 1], 0, 6),
    ],
)
def test_one_copy_of_each_line_of_the_main_text_is_right(cut: list[int], f1: float, lost: int) -> None:
    words = TextWords(labelled(), [0, 2, 3, 4, 5])
    outcome = words.after(np.array(cut, bool))
    assert outcome.f1 == pytest.approx(f1)
    assert (outcome.lost, outcome.words) == (lost, 6)


def test_figures_stand_by_level_and_group() -> None:
    words = TextWords(labelled(), [0, 2, 3, 4, 5])
    scores = np.array([0.6, 0, 0, 0.6, 0.4])
    figures = measure([(labelled(), words, scores), (labelled("clean"), words, scores)])
    assert set(figures["safe"]) == {"all", "raw", "articles", "English", "already clean"}
    assert figures["safe"]["all"]["f1"] == figures["safe"]["all"]["nothing"] == pytest.approx(12 / 17)
    assert figures["balanced"]["all"]["f1"] == pytest.approx(12 / 13)
    assert figures["strict"]["already clean"] == {
        "texts": 1,
        "f1": 1,
        "nothing": pytest.approx(12 / 17),
        "loss": 0,
    }


def test_a_role_is_measured_where_some_line_tells_it() -> None:
    targets = np.zeros((3, 4), bool)
    targets[1, 0] = targets[0, 2] = True
    scores = np.array([[3.0, 0, 1, 0], [2.0, 0, 0, 0], [1.0, 0, 0, 0]])
    figures = measure_roles([(labelled(), targets, scores), (labelled(), targets, scores[::-1])])
    assert figures["title"] == {"raw": (2, 0.0, 1.0)}
    assert figures["authors"] == {"raw": (2, 0.5, 1.0)}
    assert figures["source"] == figures["date"] == {}
