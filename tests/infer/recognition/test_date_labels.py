from __future__ import annotations

import pytest

from corpusclean.infer.recognition.date_labels import is_label, label_after, label_before, unread_words


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
