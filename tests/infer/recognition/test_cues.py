from __future__ import annotations

import pytest

from corpusclean.infer.recognition.cues import (
    byline_cue,
    is_caption,
    is_credit,
    is_label,
    label_after,
    label_before,
    unread_words,
)


@pytest.mark.parametrize(
    ("before", "label"),
    [
        ("Published ", "published"),
        ("First published: Monday, ", "published"),
        ("Posted by Ann Example in Boats on ", "published"),
        ("Veröffentlicht am ", "published"),
        ("公開日：", "published"),
        ("Updated ", "modified"),
        ("Last modified on ", "modified"),
        ("Published in Boats, last updated ", "modified"),
        ("Zuletzt aktualisiert: ", "modified"),
        ("Retrieved ", "undated"),
        ("Member since ", "undated"),
        ("Née le ", "undated"),
        ("活动时间：", "undated"),
        ("Julkaistu to ", "published"),
        ("Boats · ", ""),
        ("", ""),
    ],
)
def test_the_nearest_label_counts(before: str, label: str) -> None:
    assert label_before(before) == label


def test_a_label_may_stand_behind_in_languages_that_put_it_there() -> None:
    assert (label_after("更新"), label_after(" 公開"), label_after(" sold")) == ("modified", "published", "")


@pytest.mark.parametrize(
    ("line", "expected"), [("Published:", True), ("Last updated on", True), ("Published works", False)]
)
def test_a_label_line_holds_nothing_else(line: str, *, expected: bool) -> None:
    assert is_label(line) is expected


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("Published on Monday at 10:05 GMT in Boats", ["Boats"]),
        ("5 min read", []),
        ("11:00 AM PDT •", []),
        ("18.05 Uhr", []),
    ],
)
def test_times_and_labels_are_read_words(line: str, words: list[str]) -> None:
    assert unread_words(line) == words


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
