import tomllib
from pathlib import Path

import pytest

from corpusclean.decoding import labels
from corpusclean.decoding.labels import codec_of

TABLE = tomllib.loads(Path(labels.__file__).with_suffix(".toml").read_text("utf-8"))


@pytest.mark.parametrize(
    ("label", "codec"),
    [
        ("US-ASCII", "cp1252"),
        (" latin1 ", "cp1252"),
        ("latin-1", "cp1252"),
        ("EUC_KR", "cp949"),
        ("iso-8859-8-i", "iso8859-8"),
        ("GB2312", "gb18030"),
        ("windows-874", "cp874"),
        ("x-mac-cyrillic", "mac-cyrillic"),
        ("cp437", "cp437"),
        ("rot13", None),
        ("hex", None),
        ("utf-16", None),
        ('koi8-r"', None),
        ("no such\0label", None),
    ],
)
def test_a_label_names_the_codec_that_browsers_use(label: str, codec: str | None) -> None:
    assert codec_of(label) == codec


@pytest.mark.parametrize("codec", TABLE)
def test_every_label_of_the_table_names_a_codec_that_python_has(codec: str) -> None:
    assert "1".encode(codec).decode(codec) == "1"
    assert {codec_of(label.upper()) for label in TABLE[codec]} == {codec}


def test_no_label_stands_for_two_codecs() -> None:
    names = [label for labels in TABLE.values() for label in labels]
    assert len(names) == len(set(names))
