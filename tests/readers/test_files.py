import gzip
import os
from pathlib import Path

import pytest

from corpusclean.errors import Rejected, UsageError
from corpusclean.readers.files import InputFile, list_files, read_file

MAX = 1_000


def names(*inputs: Path) -> list[str]:
    return [file.name for file in list_files(inputs).files]


def test_names_are_relative_to_the_one_folder(tmp_path: Path) -> None:
    (tmp_path / "in" / "deep").mkdir(parents=True)
    (tmp_path / "in" / "b.txt").write_text("b")
    (tmp_path / "in" / "deep" / "a.txt").write_text("a")
    assert names(tmp_path / "in") == ["b.txt", "deep/a.txt"]


def test_names_of_several_inputs_are_relative_to_their_common_folder_and_never_clash(tmp_path: Path) -> None:
    for folder in ("x", "y"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "index.html").write_text("<p>a")
    assert names(tmp_path / "x", tmp_path / "y" / "index.html") == ["x/index.html", "y/index.html"]
    assert names(tmp_path / "x" / "index.html") == ["index.html"]


def test_a_file_that_is_named_twice_is_one_document(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("a")
    assert names(tmp_path / "a.txt", tmp_path / "a.txt", tmp_path) == ["a.txt"]


def test_what_is_no_document_is_listed_as_ignored(tmp_path: Path) -> None:
    for name in (".hidden", "photo.PNG", "style.css.gz", "Thumbs.db", "story.txt"):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "inner.txt").write_text("x")
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "away.txt").symlink_to(__file__)
    (tmp_path / "loop").symlink_to(tmp_path)
    listing = list_files([tmp_path])
    assert [file.name for file in listing.files] == ["story.txt"]
    assert {i.name: i.why for i in listing.ignored} == {
        ".git": "hidden",
        ".hidden": "hidden",
        "Thumbs.db": "system",
        "away.txt": "outside",
        "loop": "outside",
        "photo.PNG": "media",
        "pipe": "special",
        "style.css.gz": "media",
    }


def test_a_file_that_is_named_is_a_document_whatever_its_name(tmp_path: Path) -> None:
    (tmp_path / ".draft").write_text("x")
    assert names(tmp_path / ".draft") == [".draft"]


def test_a_name_that_is_no_utf8_becomes_escapes(tmp_path: Path) -> None:
    with open(os.fsencode(tmp_path) + b"/caf\xe9.txt", "wb") as file:  # noqa: PTH123
        file.write(b"x")
    (file_,) = list_files([tmp_path]).files
    assert file_.name == "caf\\xe9.txt"
    assert read_file(file_, MAX).payload == b"x"


@pytest.mark.parametrize("inputs", [[], ["no-such-file"]])
def test_no_input_is_a_mistake_of_the_user(inputs: list[str]) -> None:
    with pytest.raises(UsageError, match="Do: "):
        list_files(inputs)


def test_gzip_is_known_by_its_content(tmp_path: Path) -> None:
    for name in ("page.html.gz", "page.txt"):
        (tmp_path / name).write_bytes(gzip.compress(b"<p>Hello"))
    documents = {f.name: read_file(f, MAX) for f in list_files([tmp_path]).files}
    assert {d.payload for d in documents.values()} == {b"<p>Hello"}
    assert documents["page.html.gz"].content_type == "text/html"
    assert documents["page.txt"].content_type is None


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("big.txt", b"x" * (MAX + 1), "too-large"),
        ("bomb.gz", gzip.compress(b"x" * 10**7), "too-large"),
        ("torn.gz", gzip.compress(os.urandom(200))[:-30], "malformed"),
        ("fake.gz", b"\x1f\x8b nonsense", "malformed"),
        ("data.jsonl", b"{}", "unsupported"),
        ("data.WARC.gz", gzip.compress(b"x"), "unsupported"),
        ("saved.mhtml", b"MIME-Version: 1.0", "unsupported"),
        ("letter.rtf", b"{\\rtf1 Ann}", "unsupported"),
        ("gone.txt", None, "unreadable"),
    ],
)
def test_what_cannot_be_read_is_a_reject(
    tmp_path: Path, name: str, content: bytes | None, reason: str
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(Rejected) as caught:
        read_file(InputFile(str(path), name), MAX)
    assert caught.value.reason == reason
    assert str(tmp_path) not in caught.value.detail
