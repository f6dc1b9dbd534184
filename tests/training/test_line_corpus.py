"""The corpus gives back what is read of its texts."""

from dataclasses import replace

import numpy as np

from corpusclean.mark.line_features import read_lines
from corpusclean.training.line_corpus import build_corpus, hold_words, voted_pages
from corpusclean.training.line_data import LabelledText

TEXTS = [
    LabelledText(
        f"a/{number}", "a", "en", "article", "raw", "wet", lines, "d" * len(lines), (0.0,) * len(lines),
        ("",) * len(lines), "A ferry.",
    )
    for number, lines in enumerate([("Menu", "", "Home", "The ferry left."), ("",), ("Tweet", "  Follow us on X")])
]  # fmt: skip


def test_a_table_of_the_corpus_is_what_is_read_of_the_pages() -> None:
    table = build_corpus(TEXTS).table([2, 0])
    expected = read_lines(voted_pages([TEXTS[2], TEXTS[0]]))
    for name in ("page", "index", "features", "words"):
        assert (getattr(table, name) == getattr(expected, name)).all(), name
    for bag, other in zip(table.bags, expected.bags, strict=True):
        assert (bag.hashes == other.hashes).all()
        assert (bag.line == other.line).all()


def test_the_lines_of_a_text_are_those_that_are_not_blank() -> None:
    corpus = build_corpus(TEXTS)
    assert corpus.index.tolist() == [0, 2, 3, 0, 1]
    assert [corpus.lines_of(number) for number in range(3)] == [slice(0, 3), slice(3, 3), slice(3, 5)]
    assert corpus.features.dtype == np.float16


def test_words_of_one_rendering_of_each_kind_and_of_written_pages_are_counted_not_those_of_variants() -> None:
    text = TEXTS[0]
    others = [replace(text, rendering=name) for name in ("written", "bs4")]
    variants = [replace(text, kind=kind) for kind in ("cropped", "clean", "other-script")]
    assert hold_words(build_corpus([text, *others, *variants])).tolist() == [True, True, *[False] * 4]
