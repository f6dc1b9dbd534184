"""Sums of word vectors equal what adding them one by one gives."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from corpusclean.mark.line_words import Grams
from corpusclean.mark.word_vectors import WordVectors

LARGEST = 2**32 - 1
HASHES = st.integers(0, LARGEST) | st.sampled_from([0, 1, 2**14 - 1, 2**14, LARGEST - 1, LARGEST])


@given(
    st.dictionaries(HASHES, st.lists(st.integers(-128, 127), min_size=5, max_size=5), min_size=1),
    st.lists(st.lists(HASHES, max_size=8), min_size=1, max_size=5),
    st.data(),
)
def test_the_sum_of_a_line_is_that_of_its_known_words(
    known: dict[int, list[int]], lines: list[list[int]], data: st.DataObject
) -> None:
    lines = [[*line, *data.draw(st.lists(st.sampled_from(sorted(known)), max_size=4))] for line in lines]
    # The largest hash is the sentinel of the search, so a word with it is never known.
    known = {number: vector for number, vector in known.items() if number < LARGEST} or {0: [0] * 5}
    vectors = WordVectors.of(
        np.array(sorted(known), np.uint32), np.array([known[number] for number in sorted(known)], np.int8)
    )
    bag = Grams(
        np.array([number for line in lines for number in line], np.uint32),
        np.repeat(np.arange(len(lines)), [len(line) for line in lines]),
    )
    sums, count = vectors.sums(bag, len(lines))
    for line, total, number in zip(lines, sums.tolist(), count.tolist(), strict=True):
        own = [known[each] for each in line if each in known]
        assert number == len(own)
        assert total == [sum(column) for column in zip(*own, strict=True)] if own else total == [0] * 5


def test_the_longest_line_of_a_bag_does_not_overflow() -> None:
    vectors = WordVectors.of(np.array([7], np.uint32), np.array([[127, -128]], np.int8))
    bag = Grams(np.full(257, 7, np.uint32), np.zeros(257, np.int64))
    assert vectors.sums(bag, 1)[0].tolist() == [[257 * 127, 257 * -128]]
