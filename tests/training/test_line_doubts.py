from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from corpusclean.mark.line_network import MODEL
from corpusclean.training.line_corpus import LineCorpus, build_corpus
from corpusclean.training.line_data import LabelledText
from corpusclean.training.line_doubts import TRUST, doubtful, weigh_doubts

STORY = (
    "Ferry to the outer islands returns after a week of storms",
    "The ferry to the outer islands ran again on Wednesday after a week of storms and of waiting in the harbour.",
    "The crew had slept on board since Thursday, the captain said, and had eaten all that the galley held.",
    "Nobody on the quay could say how long the weather would hold, and nobody on the quay asked them to.",
    "On Thursday the mail was carried ashore first, then the goats, and then the two doctors of the islands.",
    "The harbour office expects that the winter timetable will be kept from now on, with two crossings a day.",
    "Home",
    "News",
    "Sport",
    "Weather",
    "Contact us",
    "Privacy policy",
)
RIGHT = "kkkkkkdddddd"
WRONG = "kkkdkkdddddd"


def text(site: str, labels: str) -> LabelledText:
    gold = "\n".join(line for line, label in zip(STORY, RIGHT, strict=True) if label == "k")
    coverage = tuple({"k": 1.0, "d": 0.0, "a": 0.5}[label] for label in labels)
    return LabelledText(site, site, "en", "article", "half", "resmain", STORY, labels, coverage, ("",) * 12, gold)  # fmt: skip


class Fit:
    """Fits nothing and gives the network that we ship; remembers what it was to learn from."""

    def __init__(self) -> None:
        self.learned: list[set[str]] = []

    def __call__(self, corpus: LineCorpus, chosen: NDArray[Any]) -> dict[str, NDArray[Any]]:
        self.learned.append({corpus.texts[number].site for number in np.flatnonzero(chosen)})
        with np.load(MODEL) as stored:
            return dict(stored)


def test_a_label_that_the_network_contradicts_keeps_little_weight() -> None:
    corpus = build_corpus([text("a.example", RIGHT), text("b.example", WRONG)])
    weighed = weigh_doubts(corpus, np.ones(2, bool), Fit())
    share = weighed.weight / corpus.weight
    assert share == pytest.approx(np.array([1.0] * 15 + [TRUST] + [1.0] * 8))


def test_what_was_written_for_training_is_not_doubted() -> None:
    written = replace(text("b.example", WRONG), rendering="written")
    corpus = build_corpus([text("a.example", RIGHT), written])
    weighed = weigh_doubts(corpus, np.ones(2, bool), Fit())
    assert weighed.weight.tolist() == corpus.weight.tolist()


def test_no_network_judges_a_site_that_it_has_learned_from_and_none_learns_from_what_is_not_chosen() -> None:
    sites = [f"site{number}.example" for number in range(12)]
    corpus = build_corpus([text(site, WRONG) for site in sites])
    fit = Fit()
    weighed = weigh_doubts(corpus, np.array([True] * 9 + [False] * 3), fit)
    first, second = fit.learned
    assert (first | second, first & second) == (set(sites[:9]), set())
    assert len(first) >= 2
    assert (weighed.weight != corpus.weight).reshape(12, 12).any(axis=1).tolist() == [True] * 9 + [False] * 3


def test_a_network_that_is_not_sure_contradicts_nobody() -> None:
    assert not doubtful(np.array([900, 100, 500]), np.array([0.0, 1.0, 1.0])).any()
