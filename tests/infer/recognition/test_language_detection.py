from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from corpusclean.infer.recognition.language_detection import detect_language, language_code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The old ferry was sold on Monday, and nobody in the village knows to whom it will belong.", "en"),
        ("A late header by Dele gave Rangers their first home win. Belton led twice through Marsh.", "en"),
        (
            "League table after 30 matches Pos Team P W D L Pts 1 Ardwick 30 21 5 4 68 2 Belton Rangers 30",
            "en",
        ),
        ("Die alte Fähre wurde am Montag verkauft, und niemand im Dorf weiß, wem sie gehören wird.", "de"),
        ("Le vieux bac a été vendu lundi, et personne au village ne sait à qui il appartiendra.", "fr"),
        ("El viejo transbordador se vendió el lunes, y nadie en el pueblo sabe de quién será.", "es"),
        ("Den gamla färjan såldes i måndags, och ingen i byn vet vem som ska äga den.", "sv"),
        ("Stary prom został sprzedany w poniedziałek i nikt we wsi nie wie, do kogo będzie należał.", "pl"),
        ("古い渡し船は月曜日に売られたが、村の誰もそれが誰のものになるのか知らない。", "ja"),
        ("旧渡轮星期一被卖掉了，村里没有人知道它将属于谁。", "zh"),
        ("Старый паром продали в понедельник, и никто в деревне не знает, кому он достанется.", "ru"),
    ],
)
def test_the_language_of_a_sentence_is_told(text: str, code: str) -> None:
    assert detect_language(text)[0] == code


@pytest.mark.parametrize(
    ("tag", "code"),
    [
        ("en-GB", "en"),
        ("zh_Hans_CN", "zh"),
        ("nb-NO", "no"),
        ("iw", "he"),
        ("DE", "de"),
        ("en, de", "en"),
        ("x-default", ""),
        ("utf-8", ""),
        ("und", ""),
        ("", ""),
        ("english", ""),
    ],
)
def test_a_tag_gives_its_primary_language(tag: str, code: str) -> None:
    assert language_code(tag) == code


@pytest.mark.parametrize("text", ["", "12.5 %", "OK", "\x85 a \ufdd0 b \U0001ffff", "\ud800\udc00"])
def test_text_without_words_has_no_language(text: str) -> None:
    assert detect_language(text) == ("", 0.0)


@given(st.text(max_size=300))
@example("Q\ufffe\u3400")
def test_any_text_has_both_a_language_and_a_confidence_or_neither(text: str) -> None:
    code, confidence = detect_language(text)
    assert bool(code) == bool(confidence)
