from __future__ import annotations

import pytest

from corpusclean.infer.recognition.cues import byline_cue, is_caption, is_credit


@pytest.mark.parametrize(
    ("line", "cue"),
    [
        ("By Ann Example", "By "),
        ("ByAnn Example", "By"),
        ("Von Anna Muster", "Von "),
        ("Text: Anna", "Text: "),
        ("Ein Kommentar von Anna", "Ein Kommentar von "),
        ("文：山田", "文："),
        ("Author", "Author"),
        ("Interview: Anna Muster", "Interview: "),
        ("Interview: Ferryman Bo Sample on fog", ""),
        ("Bericht: Die Fähre fährt wieder", ""),
        ("Text neck", ""),
        ("Author index", ""),
        ("Bypass closed", ""),
        ("Avery left", ""),
    ],
)
def test_a_byline_cue_is_a_word_and_a_noun_needs_its_colon(line: str, cue: str) -> None:
    assert line[: byline_cue(line)] == cue


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Photo: Ann Example", True),
        ("(Photo by Ann Example)", True),
        ("Foto: Erik Ek", True),
        ("© Ann Example", True),
        ("Photo courtesy of Ann", True),
        ("Image credits: Harbour News", True),
        ("Edited by Ann Example", True),
        ("Photography tips for winter", False),
        ("Video games are fun", False),
    ],
)
def test_a_credit_names_others_than_the_author(line: str, *, expected: bool) -> None:
    assert is_credit(line) is expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("WATCH: Ferry leaves", True),
        ("WATCH ABOVE: Ferry", True),
        ("Click to play video: 'Ferry'", True),
        ("Watch this space", False),
    ],
)
def test_a_caption_shouts_or_has_a_colon(line: str, *, expected: bool) -> None:
    assert is_caption(line) is expected
