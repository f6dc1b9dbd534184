import gzip
import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpusclean.errors import Rejected, UsageError
from corpusclean.readers.files import InputFile, list_files, read_file

MAX = 1_000


def names(*inputs: Path) -> list[str]:
    return [file.name for file in list_files(inputs).files]


def write(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name)


def test_a_name_is_the_path_below_the_input(tmp_path: Path) -> None:
    write(tmp_path, "in/b.txt", "in/deep/a.txt")
    assert names(tmp_path / "in") == ["b.txt", "deep/a.txt"]
    assert names(tmp_path / "in" / "b.txt") == ["b.txt"]


def test_a_name_does_not_depend_on_how_the_input_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, "in/b.txt")
    (tmp_path / "latest").symlink_to(tmp_path / "in")
    monkeypatch.chdir(tmp_path / "in")
    for way in (".", "../in", "../in/", "./../in//", "../latest", str(tmp_path / "in")):
        assert [file.name for file in list_files([way]).files] == ["b.txt"]


@pytest.mark.parametrize(
    ("inputs", "expected"),
    [
        ("x y", ["a.txt", "y/a.txt"]),
        ("y x", ["a.txt", "x/a.txt"]),
        ("x/a.txt y/a.txt", ["a.txt", "y/a.txt"]),
        ("x y p/y", ["a.txt", "y/a.txt", "p/y/a.txt"]),
        ("trap x y p/y", ["a.txt", "x/a.txt", "{}/x/a.txt", "y/a.txt", "p/y/a.txt"]),
    ],
)
def test_files_of_the_same_name_are_told_apart_by_the_folders_above(
    inputs: str, expected: list[str], tmp_path: Path
) -> None:
    write(tmp_path, "x/a.txt", "y/a.txt", "p/y/a.txt", "trap/a.txt", "trap/x/a.txt")
    listing = list_files([tmp_path / given for given in inputs.split()])
    assert [file.name for file in listing.files] == [name.format(tmp_path.name) for name in expected]


def test_a_file_that_several_inputs_lead_to_is_one_document(tmp_path: Path) -> None:
    write(tmp_path, "in/a.txt", "in/deep/b.txt")
    folder = tmp_path / "in"
    assert names(folder / "a.txt", folder, folder, folder / "deep") == ["a.txt", "deep/b.txt"]
    assert names(folder / "deep", folder) == ["b.txt", "a.txt"]


NAMES = st.sampled_from(["a.txt", "x/a.txt", "x/x/a.txt", "x/y/a.txt", "y/a.txt", "y/x/a.txt", "y/x/b.txt"])
INPUTS = st.lists(st.sampled_from([".", "x", "x/x", "x/y", "y", "y/x", "y/x/b.txt", "a.txt"]), min_size=1)


@given(st.sets(NAMES), INPUTS, INPUTS)
def test_a_name_is_unique_and_no_later_input_changes_it(
    written: set[str], inputs: list[str], more: list[str]
) -> None:
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        write(folder, *written)
        there = [[folder / path for path in paths if (folder / path).exists()] for paths in (inputs, more)]
        if there[0]:
            alone, all_ = list_files(there[0]).files, list_files(there[0] + there[1]).files
            assert all_[: len(alone)] == alone
            assert len({file.name for file in all_}) == len({file.path for file in all_}) == len(all_)


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


def test_what_is_skipped_is_skipped_also_as_an_input_unless_it_is_the_outermost(tmp_path: Path) -> None:
    write(tmp_path, "in/a.txt", "in/out/b.txt", "in/out/news/c.txt", "in/out/.news.lock")
    out = tmp_path / "in" / "out"
    closed = [out, out / "news", out / ".news.lock"]
    for inputs, expected in (
        ([tmp_path / "in"], ["a.txt"]),
        ([out], ["b.txt"]),
        ([out / "news", tmp_path / "in" / "a.txt"], ["a.txt"]),
    ):
        listing = list_files(inputs, without=closed)
        assert ([file.name for file in listing.files], listing.ignored) == (expected, ())


def test_a_file_that_is_named_is_a_document_whatever_its_name(tmp_path: Path) -> None:
    (tmp_path / ".draft").write_text("x")
    assert names(tmp_path / ".draft") == [".draft"]


def test_a_name_that_is_no_utf8_becomes_escapes(tmp_path: Path) -> None:
    with open(os.fsencode(tmp_path) + b"/caf\xe9.txt", "wb") as file:  # noqa: PTH123
        file.write(b"x")
    (file_,) = list_files([tmp_path]).files
    assert file_.name == "caf\\xe9.txt"
    assert read_file(file_, MAX).payload == b"x"
    write(tmp_path, "caf\\xe9.txt")
    assert names(tmp_path) == ["caf\\xe9.txt", f"{tmp_path.name}/caf\\xe9.txt"]


@pytest.mark.parametrize("inputs", [[], ["no-such-file"], [""], ["x" * 5_000], ["a\0b"], [os.devnull]])
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
        ("bomb.gz", gzip.compress(b"x" * 10**7, mtime=0), "too-large"),
        ("torn.gz", gzip.compress(bytes(range(200)), mtime=0)[:-30], "malformed"),
        ("fake.gz", b"\x1f\x8b nonsense", "malformed"),
        ("data.CSV.gz", gzip.compress(b"x", mtime=0), "unsupported"),
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


def test_files_of_a_folder_come_in_the_order_of_the_length_of_their_paths(tmp_path: Path) -> None:
    names = ["fog.txt", "rain.txt", "snow.txt", "a/fog.txt", "rain (1).txt"]
    (tmp_path / "a").mkdir()
    for name in sorted(names):
        (tmp_path / name).write_text("It rained.")
    assert [file.name for file in list_files([tmp_path]).files] == names
