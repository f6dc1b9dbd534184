"""How the lines that a pattern matches begin, and words that they hold: never too few for any line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpusclean.mark.rule_clues import END, alternatives, has_words, initial, words
from tests.mark.test_rule_automata import LINES, PATTERNS, matches

DIGITS = str.maketrans("123456789", "000000000")
PARTS = [(part, found) for pattern in PATTERNS for part, found in alternatives(pattern)]


def folded(text: str) -> str:
    return text.casefold().translate(DIGITS)


@given(st.sampled_from(PARTS), LINES)
def test_a_line_that_an_alternative_matches_has_a_beginning_and_a_word_of_it(
    alternative: tuple[str, frozenset[str]], line: str
) -> None:
    line = line.encode("utf-8", "replace").decode()
    part, beginnings = alternative
    if matches(part, line):
        assert (folded(line) + END).startswith(tuple(map(folded, beginnings)))
        assert any(folded(word) in folded(line) for word in words(part))


@pytest.mark.parametrize("pattern", PATTERNS)
def test_the_alternatives_of_a_pattern_are_the_pattern(pattern: str) -> None:
    assert "|".join(part for part, _ in alternatives(pattern)) == pattern


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("ads?", {"ad\n", "ads"}),
        ("(our |the )?blog", {"blo", "our", "the"}),
        (r"\d+ likes", {"0 l", "00 ", "000"}),
        (r"\(?photo", {"(ph", "pho"}),
        ("a{0,2}b|[xy]z", {"b\n", "ab\n", "aab", "xz\n", "yz\n"}),
        (r"a\b{2}c|[.\]-]", {"ac\n", ".\n", "]\n", "-\n"}),
        (".*news", {""}),
        (r"no \S+ news", {"no "}),
        ("(?i)news", {""}),
        (r"\Qnews\E", {""}),
        ("(news)?", {"new", "\n"}),
        ("", {"\n"}),
    ],
)
def test_beginnings_are_of_three_characters_where_they_are_known(pattern: str, found: set[str]) -> None:
    assert set().union(*(beginnings for _, beginnings in alternatives(pattern))) == found


@pytest.mark.parametrize(
    ("alternative", "found"),
    [
        (r".* (reporter|writer) for.*", {"reporter f", "writer for"}),
        (r"\S+ (?-i:NEWS)", {" NEWS"}),
        (r"\S+( \S+)? since [12]\d{3}", {" since 000"}),
        (r".*(news)?", {""}),
        ("(?i).* news", {""}),
    ],
)
def test_words_are_the_longest_that_each_line_must_hold(alternative: str, found: set[str]) -> None:
    assert words(alternative) == found


def test_an_alternative_with_too_many_beginnings_has_shorter_ones() -> None:
    ((_, beginnings),) = alternatives("[abcdefghij][klmnopqrst][uvwxyz]")
    assert {len(beginning) for beginning in beginnings} == {2}


def test_words_must_tell_something() -> None:
    assert has_words(".*newsletter.*")
    assert not has_words(".* (a|newsletter) .*")


def test_one_letter_in_both_cases_is_one_initial() -> None:
    for code in range(0x250):
        if chr(code).isalpha():
            assert initial(chr(code)) == initial(chr(code).upper()[:1]) or not matches(
                chr(code), chr(code).upper()
            )
