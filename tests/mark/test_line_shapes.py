from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpusclean.mark.line_shapes import MAX_CHARS, LineShape, shape_line


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("  Read   more  ", "Read more"),
        ("» Read more…", "Read more"),
        ("• Contact\u00a0us:", "Contact us"),
        ("— ADVERTISEMENT —", "ADVERTISEMENT"),
        ("相关阅读：", "相关阅读"),
        ("“Don’t”", '"Don\'t"'),
        ("Still here?", "Still here?"),
        ("***", ""),
        ("👉\ufe0f Sign up 📲", "Sign up"),
        ("🐟 Fish of the day", "🐟 Fish of the day"),
    ],
)
def test_a_shape_holds_no_typography(raw: str, text: str) -> None:
    assert shape_line(raw).text == text


@pytest.mark.parametrize(
    ("raw", "prose"),
    [
        ("The ferry will run all night during the regatta in July.", True),
        ("Die Fähre fährt in der Nacht der Regatta im Juli durchgehend.", True),
        ("渡し船は七月のレガッタの間ずっと夜通し運航されることになりました。", True),
        ("Ferry to run all night during the regatta in July", False),
        ("It will run.", False),
        (" ".join(["word"] * 30), True),
    ],
)
def test_prose_is_a_long_line_that_ends_like_a_sentence(raw: str, *, prose: bool) -> None:
    assert shape_line(raw).prose is prose


@pytest.mark.parametrize(
    ("raw", "title"),
    [
        ("Why the herring came back", True),
        ("Who owns the tide at Lund?", True),
        ("“Nobody asked the sea”: a skipper retires", True),
        ("The lock opens", False),
        ("The lock was opened again.", False),
        ("“The lock was opened again.”", False),
        ("What the divers had found:", False),
        ("which had been closed for years", False),
        ("3. How to repair a net", False),
        ("Word " * 30, False),
    ],
)
def test_a_title_is_neither_a_sentence_nor_a_word_or_two(raw: str, *, title: bool) -> None:
    assert shape_line(raw).title is title


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        ("The lock was opened again.", True),
        ("“The lock was opened again.”", True),
        ("水門は春に再び開く。", True),
        ("It opened.", False),
        ("Why the herring came back", False),
    ],
)
def test_four_words_with_a_full_stop_are_a_sentence(raw: str, *, sentence: bool) -> None:
    assert shape_line(raw).sentence is sentence


def test_a_line_too_long_to_look_at_counts_as_prose() -> None:
    assert shape_line("x" * (MAX_CHARS + 1)) == LineShape("", MAX_CHARS, prose=True)


@given(st.text().filter(str.strip))
def test_any_line_has_words(raw: str) -> None:
    assert shape_line(raw).words > 0
