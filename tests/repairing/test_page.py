import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpusclean.document import Charset, Document, Origin
from corpusclean.page import LineFeatures, Page
from corpusclean.recipe import Recipe
from corpusclean.repairing import Repaired, repair, repair_page
from corpusclean.segment.html import segment_html
from corpusclean.segment.text import line_spans


def undo(repaired: Repaired) -> str:
    document = Document("", Origin(), repaired.text, Charset("utf-8", "utf-8"), "", repairs=repaired.repairs)
    return document.restore()


@pytest.mark.parametrize(
    ("broken", "whole", "step"),
    [
        ("Itâ€™s raining in the harbour", "It’s raining in the harbour", "mojibake-cp1252"),
        ("the cafÃ© by the quay", "the café by the quay", "mojibake-cp1252"),
        ("two\r\nlines", "two\nlines", "line-ending"),
        ("old\rMac", "old\nMac", "line-ending"),
        ("line\u2028separator", "line\nseparator", "line-ending"),
        ("a\x00b\x08c", "abc", "control-characters"),
        ("\ufeffmark inside", "mark inside", "control-characters"),
        ("\x1b[31mred\x1b[0m", "red", "terminal-escapes"),
        ("e\u0301clair", "éclair", "normalization"),
        ("smile \ud83d\ude00", "smile 😀", "surrogates"),
        ("half \ud83d", "half \ufffd", "surrogates"),
    ],
)
def test_damage_is_repaired_and_named(broken: str, whole: str, step: str) -> None:
    repaired = repair(broken)
    assert repaired.text == whole
    assert {r.step for r in repaired.repairs} == {step}
    assert undo(repaired) == broken


@pytest.mark.parametrize(
    "text",
    [
        "“Curly quotes” and ‘these’ stay",
        "ﬁnal ligatures stay",
        "ｆｕｌｌ width and 半角ｶﾅ stay",
        "&amp; is text here, not markup",
        "non\u00a0breaking space",
        "می‌خواهم with its zero-width non-joiner",
        "naïve façade, Ærø, Łódź, Đặng",
        "Ångström and Ãlvares",
    ],
)
def test_what_is_not_broken_is_not_touched(text: str) -> None:
    assert repair(text) == Repaired(text, ())


def test_a_repair_spans_the_word_and_not_the_line() -> None:
    (first, second) = repair("the cafÃ© and the crÃªpe").repairs
    assert (first.original, second.original) == ("Ã©", "Ãª")


def test_only_a_loss_in_the_input_is_lossy() -> None:
    assert [r.lossy for r in repair("a \ud83d b\x00").repairs] == [True, False]


def test_what_readers_do_not_see_is_taken_out_on_request_only() -> None:
    text = "soft\u00adhyphen, zero\u200bwidth, \u202eunclosed"
    assert repair(text).text == text
    repaired = repair(text, recipe=Recipe(strip_invisible=True))
    assert repaired.text == "softhyphen, zerowidth, unclosed"
    assert {r.step for r in repaired.repairs} == {"invisible-characters"}
    assert undo(repaired) == text


@pytest.mark.parametrize("text", ["می‌خواهم", "\u202bעברית\u202c (text)", "\u2067עברית\u2069", "👩‍🚒"])
def test_what_letters_need_is_never_taken_out(text: str) -> None:
    assert repair(text, recipe=Recipe(strip_invisible=True)).text == text


def test_more_marks_in_a_row_than_any_text_has_are_left_as_they_are() -> None:
    stacked = "e" + 16 * "\u0301\u0323"
    assert repair(f"{stacked}\ne\u0301").text == f"{stacked}\né"
    assert repair(stacked[:30]).text != stacked[:30]


def test_nfc_is_an_option() -> None:
    assert repair("e\u0301", recipe=Recipe(nfc=False)).text == "e\u0301"


def test_a_line_that_splits_keeps_its_features_on_both_halves() -> None:
    text = "one\u2028two\nthree"
    features = [LineFeatures("p"), LineFeatures("h1")]
    page = repair_page(Page(text, line_spans(text), features=features), Recipe())
    assert [page.line(i) for i in range(3)] == ["one", "two", "three"]
    assert [f.tag for f in page.features] == ["p", "p", "h1"]


def test_the_blocks_of_a_page_hold_the_same_lines_when_one_has_split() -> None:
    page = segment_html("<div><p>one\u2028two</p><p>three</p></div><p>four</p>")
    repaired = repair_page(page, Recipe())
    held = [
        repaired.text.split("\n")[first:end]
        for first, end in zip(repaired.blocks.first, repaired.blocks.end, strict=True)
    ]
    assert held[-4:] == [["one", "two", "three"], ["one", "two"], ["three"], ["four"]]


def test_the_ledger_has_the_plan_of_each_repair() -> None:
    text = "Ð¼Ð¾ÑÑ‚ Ñ‡ÐµÑ€ÐµÐ· Ñ€ÐµÐºÑƒ\nclean\nGröße"
    repaired = repair(text)
    assert repaired.text.split("\n")[1:] == ["clean", "Größe"]
    assert {r.step for r in repaired.repairs} == {"mojibake-cp1252"}


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(["Größe über Straße", "мост через реку закрыт", "橋は春まで", "Łódź żółw"]),
    st.sampled_from([("utf-8", "cp1252"), ("utf-8", "cp1251"), ("cp1251", "cp1252"), ("cp1250", "cp1252")]),
    st.integers(1, 6),
    st.text("a \n\u00a0é", max_size=9),
)
def test_damaged_text_is_undone_too(text: str, charsets: tuple[str, str], times: int, noise: str) -> None:
    damaged = text.encode(charsets[0], "replace").decode(charsets[1], "replace") * times + noise
    assert undo(repair(damaged)) == damaged


TRICKY = st.text(st.one_of(st.characters(), st.sampled_from("\r\n \tÃ©â€™\x85\ud83d\ude00\u0301e\x00\x1b[m")))


@settings(max_examples=500, deadline=None)  # the first call loads the model
@given(TRICKY)
def test_every_repair_can_be_undone(text: str) -> None:
    repaired = repair(text)
    assert undo(repaired) == text
    repaired.text.encode()
    assert "\r" not in repaired.text
    assert list(repaired.repairs) == sorted(repaired.repairs, key=lambda r: (r.start, r.end))


@pytest.mark.parametrize("charset", ["utf-8", "latin-1", "cp1252"])
def test_noise_can_be_undone(charset: str) -> None:
    noise = hashlib.shake_256().digest(100_000).decode(charset, "replace")
    assert undo(repair(noise)) == noise
