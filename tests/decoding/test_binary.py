import hashlib

import pytest

from corpusclean.decoding import binary_kind, is_ebcdic

GERMAN = "Die Straßenbahn fährt über die Brücke. " * 4


@pytest.mark.parametrize(
    "payload",
    [
        b"\x89PNG\r\n\x1a\n0000",
        b"%PDF-1.4",
        b"PK\x03\x04",
        b"\0\1\2\3" * 9,
        b"PAR1....",
    ],
)
def test_binary_data_is_told_from_text(payload: bytes) -> None:
    assert binary_kind(payload)


@pytest.mark.parametrize("seed", range(20))
def test_random_bytes_are_no_text(seed: int) -> None:
    assert binary_kind(hashlib.shake_256(bytes([seed])).digest(1_000))


@pytest.mark.parametrize("payload", [b"WARC/1.0\r\nWARC-Type: response\r\n", rb"{\rtf1\ansi Ann}"])
def test_a_format_of_its_own_is_told_from_text(payload: bytes) -> None:
    assert binary_kind(payload)


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"text",
        b"WARC files hold pages.",
        GERMAN.encode("utf-16"),
        GERMAN.encode("utf-16-le"),
        "나는 집에 간다. 그는 온다. 이것은 책이다.".encode("iso2022_kr"),
        b"one \0 NUL in a longer line",
    ],
)
def test_text_is_not_taken_for_binary_data(payload: bytes) -> None:
    assert binary_kind(payload) is None


@pytest.mark.parametrize("page", ["cp037", "cp273", "cp500", "cp1026", "cp1140"])
def test_ebcdic_is_recognized(page: str) -> None:
    assert is_ebcdic(GERMAN.encode(page))
    assert is_ebcdic("RAIN FALLS ON ULM.".ljust(80).encode(page))


@pytest.mark.parametrize(
    ("text", "charset"),
    [
        (GERMAN, "cp1252"),
        (GERMAN, "utf-16-be"),
        ("Трамвай едет через мост. " * 4, "koi8-r"),
        ("電車が橋を渡る。　人が歩く。" * 9, "cp932"),
        ("@ann @ben @cem " * 9, "ascii"),
    ],
)
def test_other_text_is_not_taken_for_ebcdic(text: str, charset: str) -> None:
    assert not is_ebcdic(text.encode(charset))
