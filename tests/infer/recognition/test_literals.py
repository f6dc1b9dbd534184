"""Words and phrases that are found in one pass."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from corpusclean.infer.recognition.literals import literal_finder

LITERALS = ("rain", "ain", "é", "a.b", "(x", "海")
find = literal_finder(LITERALS)


@given(st.text(alphabet="rainé.ab(x海\ud800 \n"))
def test_what_a_text_holds_is_found_and_nothing_else(text: str) -> None:
    assert find(text) == {literal for literal in LITERALS if literal in text}
