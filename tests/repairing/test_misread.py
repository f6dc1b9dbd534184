import pytest

from corpusclean.repairing.misread import is_unfamiliar, mend_misread

TEXTS = {
    "cp1251": "Река вышла из берегов, и жители нижней улицы ночевали в школе.",
    "koi8-r": "Река вышла из берегов, и жители нижней улицы ночевали в школе.",
    "cp1253": "Ο δρόμος δίπλα στο ποτάμι έκλεισε μέχρι το απόγευμα.",
    "cp1255": "הדרך לאורך הנחל סגורה עד הערב בגלל הגשמים.",
    "cp1256": "الطريق إلى القرية مغلق حتى المساء بسبب الأمطار.",
    "cp874": "ถนนริมแม่น้ำปิดถึงเย็นวันนี้เพราะฝนตกหนัก",
    "cp932": "橋は春まで閉まっていますので、回り道をしてください。",
    "gb18030": "桥梁关闭到春天，请各位乘客绕行，谢谢合作。",
}


@pytest.mark.parametrize("charset", TEXTS)
def test_a_document_that_was_read_as_western_is_read_anew(charset: str) -> None:
    garbled = TEXTS[charset].encode(charset).decode("latin-1")
    ((text, plan),) = mend_misread([garbled])
    assert text == TEXTS[charset]
    assert plan in {f"misread-{charset}-as-cp1252", f"misread-{charset}-as-latin1"}


def test_central_european_read_as_western_is_read_anew() -> None:
    text = "Příliš žluťoučký kůň pěl ďábelské ódy, řekl stařec a zavřel dveře. " * 2
    assert mend_misread([text.encode("cp1250").decode("latin-1")])[0][0] == text


def test_lines_of_ascii_stay_and_have_no_plan() -> None:
    garbled = TEXTS["cp1251"].encode("cp1251").decode("cp1252")
    assert mend_misread(["title", garbled])[0] == ("title", "")


@pytest.mark.parametrize(
    "line",
    [
        "Die Möwen kreisen über dem Fluss.",
        "Река вышла из берегов.",
        "àáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿ",
        "╔═══╗ ║ X ║ ╚═══╝",
        "«Ça», “là”, ‘où’ – €5 ± 2 µm ½",
        "",
    ],
)
def test_text_that_was_read_right_stays(line: str) -> None:
    assert mend_misread([line]) == [(line, "")]


def test_the_first_look_is_enough_for_text_of_one_language() -> None:
    text = "Die Möwen kreisen über dem Fluss, und die Straße ist naß."
    assert not is_unfamiliar(text)
    garbled = TEXTS["cp1251"].encode("cp1251").decode("cp1252")
    assert is_unfamiliar(garbled)
