import gzip
import struct
from pathlib import Path

import pytest

from corpusclean.training.charset_texts import write_texts


def catalogue(messages: dict[str, str], order: str) -> bytes:
    """A message catalogue as gettext writes it, big- or little-endian."""
    strings = [text.encode() for pair in messages.items() for text in pair]
    tables = 28 + 16 * len(messages)
    starts = [tables + sum(len(s) + 1 for s in strings[:n]) for n in range(len(strings))]
    entries = [(len(s), start) for s, start in zip(strings, starts, strict=True)]
    header = (0x950412DE, 0, len(messages), 28, 28 + 8 * len(messages), 0, 0)
    numbers = [*header, *(n for entry in entries[::2] + entries[1::2] for n in entry)]
    return struct.pack(f"{order}{len(numbers)}I", *numbers) + b"\0".join(strings) + b"\0"


def put(root: Path, locale: str, messages: dict[str, str], order: str = "<") -> None:
    folder = root / "usr/share/locale" / locale / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "shop.mo").write_bytes(catalogue(messages, order))


@pytest.mark.parametrize("order", "<>")
def test_messages_lose_their_markup_and_keep_each_form(tmp_path: Path, order: str) -> None:
    put(
        tmp_path,
        "de",
        {
            "": "Language: de",
            "menu\x04_Save %s": "%s <b>_sichern</b>",
            "a boat\0boats": "ein Boot\0Boote",
            "OK": "OK",
        },
        order,
    )
    write_texts(tmp_path, tmp_path / "texts")
    assert set((tmp_path / "texts/de.txt").read_text("utf-8").split("\n")) == {
        "sichern",
        "ein Boot",
        "Boote",
        "",
    }
    assert set((tmp_path / "texts/en.txt").read_text("utf-8").split("\n")) == {"Save", "a boat", "boats", ""}


def test_a_language_has_the_texts_of_all_its_locales(tmp_path: Path) -> None:
    put(tmp_path, "pt", {"bridge": "ponte"})
    put(tmp_path, "pt_BR", {"bus": "ônibus"})
    write_texts(tmp_path, tmp_path / "texts")
    assert set((tmp_path / "texts/pt.txt").read_text("utf-8").split()) == {"ponte", "ônibus"}
    assert [file.name for file in (tmp_path / "texts").iterdir()] == ["pt.txt"]


def test_manual_pages_lose_their_commands_and_comments(tmp_path: Path) -> None:
    folder = tmp_path / "usr/share/man/pl/man1"
    folder.mkdir(parents=True)
    page = '.\\" wersja próbna tego podręcznika\n.TH ŁÓDŹ 1\nTo \\fBpolecenie\\fR otwiera łódź i\\-zamyka.\n'
    (folder / "boat.1.gz").write_bytes(gzip.compress(page.encode()))
    write_texts(tmp_path, tmp_path / "texts")
    assert (tmp_path / "texts/pl.txt").read_text("utf-8") == "To polecenie otwiera łódź i-zamyka.\n"
