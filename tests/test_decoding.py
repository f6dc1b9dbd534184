import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpusclean.decoding import binary_kind, decode

GERMAN = "Die Straßenbahn fährt über die Brücke, und die Möwen kreisen über dem Fluss. " * 4
RUSSIAN = "Река вышла из берегов, и жители нижней улицы ночевали в школе. " * 4
JAPANESE = "川の水があふれ、下の通りの住民は学校で一夜を過ごした。" * 4


@pytest.mark.parametrize(
    ("text", "charset"),
    [
        (GERMAN, "cp1252"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        (JAPANESE, "cp932"),
        (JAPANESE, "euc_jp"),
        (GERMAN, "utf-16-le"),
        (GERMAN, "utf-16-be"),
    ],
)
def test_legacy_text_without_a_label_is_read(text: str, charset: str) -> None:
    assert decode(text.encode(charset)).text == text


@pytest.mark.parametrize("charset", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_decides_and_is_no_text(charset: str) -> None:
    decoded = decode(GERMAN.encode(charset), charset="cp1252")
    assert (decoded.text, decoded.decided_by) == (GERMAN, "bom")


@pytest.mark.parametrize("label", ["iso-8859-1", "windows-1251", "shift_jis", "no-such-charset", ""])
def test_no_label_ever_changes_valid_utf8(label: str) -> None:
    decoded = decode(GERMAN.encode(), charset=label, content_type=f"text/html; charset={label}")
    assert (decoded.text, decoded.decided_by) == (GERMAN, "utf-8")


def test_a_lying_meta_tag_is_not_believed() -> None:
    markup = f'<meta charset="utf-8"><p>{GERMAN}</p>'
    assert decode(markup.encode("cp1252")).text == markup
    markup = f'<meta charset="iso-8859-1"><p>{RUSSIAN}</p>'
    assert decode(markup.encode("cp1251")).text == markup


def test_a_label_is_named_with_the_text_that_it_decided() -> None:
    decoded = decode("naïve, déjà vu".encode("latin-1"), charset="ISO-8859-1")
    assert decoded.text == "naïve, déjà vu"
    assert decoded.labels == ("ISO-8859-1",)


def test_one_stray_byte_does_not_turn_utf8_into_something_else() -> None:
    decoded = decode(GERMAN.encode() + b" \x93quoted\x94 \x81")
    assert decoded.text == GERMAN + " “quoted” \ufffd"
    assert decoded.replaced == 1


def test_the_whatwg_reading_of_latin_1_is_cp1252() -> None:
    """WHATWG Encoding, 4.2: the label iso-8859-1 names windows-1252."""
    assert "“" in decode(("“" + GERMAN + "”").encode("cp1252"), charset="iso-8859-1").text


@given(st.binary(max_size=400), st.text(max_size=12))
def test_any_bytes_with_any_label_decode(payload: bytes, label: str) -> None:
    decoded = decode(payload, charset=label, content_type=label)
    decoded.text.encode()
    assert 0 <= decoded.confidence <= 1


@pytest.mark.parametrize(
    "payload", [b"\x89PNG\r\n\x1a\n0000", b"%PDF-1.4", b"PK\x03\x04", b"\0\1\2\3" * 9, b"PAR1...."]
)
def test_binary_data_is_told_from_text(payload: bytes) -> None:
    assert binary_kind(payload)


@pytest.mark.parametrize(
    "payload",
    [b"", b"text", GERMAN.encode("utf-16"), GERMAN.encode("utf-16-le"), b"one \0 NUL in a longer line"],
)
def test_text_is_not_taken_for_binary_data(payload: bytes) -> None:
    assert binary_kind(payload) is None
