import hashlib

import pytest

from corpusclean.decoding import binary_kind

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
