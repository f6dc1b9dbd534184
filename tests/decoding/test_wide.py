import pytest

from corpusclean.decoding.wide import wide_codec

TEXTS = {
    "English": "The ferry leaves at noon.",
    "Greek": "Το πλοίο φεύγει το μεσημέρι.",
    "Hebrew": "המעבורת יוצאת בצהריים.",
    "Hindi": "नौका दोपहर में निकलती है।",
    "Thai": "เรือข้ามฟากออกตอนเที่ยง",
    "Chinese": "渡轮将于中午准时离开港口，请各位乘客提前到达码头候船。",
    "Korean": "여객선은 정오에 항구를 떠난다. 늦지 않게 오시기 바랍니다.",
}


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_text_without_a_mark_is_known(text: str, codec: str) -> None:
    assert wide_codec(text.encode(codec)) == codec


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"\0",
        b"plain ASCII of some length",
        b"a line with one \0 in a text of ordinary length, and some more words",
        "Füße, Öl und Ähren\0 mit einem Zeichen, das niemand sieht".encode("cp1252"),
        bytes(range(256)) * 4,
        b"a\0b" * 999,
        "渡轮将于中午准时离开港口。".encode("gb18030") * 9,
    ],
)
def test_bytes_of_other_charsets_are_not_wide(payload: bytes) -> None:
    assert wide_codec(payload) is None
