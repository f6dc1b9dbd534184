import pytest

from corpusclean.decoding.labels import codec_of, declared_labels


def test_labels_come_in_the_order_of_their_trust() -> None:
    payload = b'<?xml version="1.0" encoding="koi8-r"?><meta charset=windows-1251>'
    labels = declared_labels(payload, "utf-8", "text/html; charset='gbk'")
    assert list(labels) == ["utf-8", "gbk", "koi8-r", "windows-1251"]


def test_a_label_in_a_comment_is_none() -> None:
    assert list(declared_labels(b'<!-- <meta charset="gbk"> --><p>', None, None)) == []


def test_a_label_behind_the_head_of_a_document_is_none() -> None:
    assert list(declared_labels(b" " * 5_000 + b'<meta charset="gbk">', None, None)) == []


@pytest.mark.parametrize(
    ("label", "codec"),
    [
        ("US-ASCII", "cp1252"),
        (" latin1 ", "cp1252"),
        ("iso-8859-8-i", "iso8859-8"),
        ("GB2312", "gb18030"),
        ("windows-874", "cp874"),
        ("x-mac-cyrillic", "mac-cyrillic"),
        ("rot13", None),
        ("hex", None),
        ("no such\0label", None),
    ],
)
def test_a_label_names_the_codec_that_browsers_use(label: str, codec: str | None) -> None:
    assert codec_of(label) == codec
