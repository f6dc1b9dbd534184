import gzip
import json
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pyarrow as pa
import pytest

from corpusclean.errors import Rejected
from corpusclean.readers.documents import list_records, read_document
from corpusclean.readers.files import InputFile
from corpusclean.recipe import Recipe

RECIPE = Recipe(max_bytes=1_000)


def written(folder: Path, content: bytes, name: str = "may.jsonl") -> InputFile:
    (folder / name).write_bytes(content)
    return InputFile(str(folder / name), name)


def record(file: InputFile, number: int) -> InputFile:
    return InputFile(file.path, file.name, number)


@pytest.mark.parametrize(
    ("name", "pack"),
    [
        ("may.ndjson", bytes),
        ("may.jsonl.gz", gzip.compress),
        ("may.jsonl.zst", partial(pa.compress, codec="zstd", asbytes=True)),
        ("may.json", bytes),
    ],
)
def test_each_line_is_a_document(tmp_path: Path, name: str, pack: Callable[[bytes], bytes]) -> None:
    lines = [json.dumps({"text": f"Rain fell on day {n}.", "n": n}) for n in range(3)]
    content = f"\ufeff{lines[0]}\r\n\n  \n{lines[1]}\n{lines[2]}".encode()
    file = written(tmp_path, pack(content), name)
    assert list(list_records(file, RECIPE)) == [(0, ""), (3, ""), (4, "")]
    documents = [read_document(record(file, number), RECIPE) for number in (4, 0, 3)]
    assert [document.payload for document in documents] == [f"Rain fell on day {n}." for n in (2, 0, 1)]
    assert documents[0].origin.record == 4


@pytest.mark.parametrize(
    ("line", "reason", "detail"),
    [
        (b'{"text": "Rain"', "malformed", "line 2: not JSON"),
        (b'["Rain"]', "malformed", "line 2: a JSON list"),
        (b'"Rain"', "malformed", "line 2: a JSON str"),
        (b'{"text": "\xff"}', "malformed", "line 2: byte 10 is not UTF-8"),
        (b"[" * 900, "malformed", "line 2"),
        (b'{"text": }', "malformed", "line 2: not JSON at character 10: Expecting value"),
        (b'{"n": ' + b"1" * 900 + b"}", "malformed", "no field"),
        (b'{"text": "' + b"x" * 1_000 + b'"}', "too-large", "line 2 has more than 1000 bytes"),
    ],
)
def test_a_bad_line_is_a_reject_and_the_others_are_read(
    tmp_path: Path, line: bytes, reason: str, detail: str
) -> None:
    file = written(tmp_path, b'{"text": "before"}\n' + line + b'\n{"text": "after"}\n')
    assert list(list_records(file, RECIPE)) == [(0, ""), (1, ""), (2, "")]
    with pytest.raises(Rejected) as caught:
        read_document(record(file, 1), RECIPE)
    assert caught.value.reason == reason
    assert detail in caught.value.detail
    assert read_document(record(file, 2), RECIPE).payload == "after"


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
@pytest.mark.parametrize("indent", [None, 2])
def test_a_json_file_may_be_an_array_or_an_object_of_several_lines(
    tmp_path: Path, pack: Callable[[bytes], bytes], indent: int | None
) -> None:
    objects = [{"text": f"Rain fell on day {n}.", "tags": ["a", {"b": "]"}]} for n in range(3)]
    file = written(tmp_path, pack(json.dumps(objects, indent=indent).encode()), "may.json")
    assert list(list_records(file, RECIPE)) == [(0, ""), (1, ""), (2, "")]
    documents = [read_document(record(file, number), RECIPE) for number in (2, 0, 1)]
    assert [document.payload for document in documents] == [f"Rain fell on day {n}." for n in (2, 0, 1)]
    assert documents[0].origin.record == 2
    file = written(tmp_path, pack(json.dumps(objects[0], indent=2).encode()), "one.json")
    assert list(list_records(file, RECIPE)) == [(0, "")]
    assert read_document(record(file, 0), RECIPE).payload == "Rain fell on day 0."


def test_in_an_array_a_bad_element_is_a_reject_and_the_others_are_read(tmp_path: Path) -> None:
    content = b'[{"text": "before"}, {"text": bad}, 7, {"text": "' + b"x" * 10**7 + b'"}, {"text": "after"}]'
    file = written(tmp_path, content, "may.json")
    assert [number for number, _ in list_records(file, RECIPE)] == [0, 1, 2, 3, 4]
    for number, detail in (
        (1, "object 2: not JSON at character 10"),
        (2, "a JSON int"),
        (3, "more than 1000"),
    ):
        with pytest.raises(Rejected, match=detail):
            read_document(record(file, number), RECIPE)
    assert read_document(record(file, 4), RECIPE).payload == "after"


def test_an_array_that_is_cut_off_is_a_reject_after_its_elements(tmp_path: Path) -> None:
    file = written(tmp_path, b'[{"text": "a"}, {"text": "b"},', "may.json")
    found: list[int] = []
    with pytest.raises(Rejected, match="cut off") as caught:
        found.extend(number for number, _ in list_records(file, RECIPE))
    assert caught.value.reason == "malformed"
    assert found == [0, 1]


@pytest.mark.parametrize("name", ["may.json", "may.jsonl", "may.jsonl.gz"])
def test_utf_16_is_one_reject_that_says_what_to_do(tmp_path: Path, name: str) -> None:
    content = '{"text": "Rain"}\r\n'.encode("utf-16")
    file = written(tmp_path, gzip.compress(content) if name.endswith("gz") else content, name)
    with pytest.raises(Rejected, match="Do: convert it to UTF-8") as caught:
        list(list_records(file, RECIPE))
    assert caught.value.reason == "unsupported"


def test_what_json_does_not_define_is_read_in_one_way(tmp_path: Path) -> None:
    lines = [
        b'{"text": "first", "text": "last", "n": NaN, "big": 123456789012345678901234567890, "id": NaN}',
        b'{"text": "tab\t and \0 and \\u0000 and \\ud83d"}',
    ]
    file = written(tmp_path, b"\r\n".join(lines))
    document = read_document(record(file, 0), RECIPE)
    assert (document.payload, document.id) == ("last", None)
    assert document.extra == '{"big": 123456789012345678901234567890, "id": null, "n": null}'
    assert read_document(record(file, 1), RECIPE).payload == "tab\t and \0 and \0 and \ud83d"


def test_a_huge_integer_is_a_reject_that_says_so(tmp_path: Path) -> None:
    file = written(tmp_path, b'{"text": "Rain", "n": ' + b"1" * 5_000 + b"}")
    with pytest.raises(Rejected, match="line 1: an integer with too many digits"):
        read_document(record(file, 0), Recipe())


def test_of_a_torn_file_the_lines_before_the_tear_are_read(tmp_path: Path) -> None:
    lines = b"".join(b'{"text": "%d"}\n' % n for n in range(50_000))
    file = written(tmp_path, gzip.compress(lines)[:-1_000], "may.jsonl.gz")
    found: list[int] = []
    with pytest.raises(Rejected) as caught:
        found.extend(number for number, _ in list_records(file, RECIPE))
    assert caught.value.reason == "malformed"
    assert "compression" in caught.value.detail
    assert found == list(range(len(found)))
    assert len(found) > 1_000
    assert read_document(record(file, found[-1]), RECIPE).payload == str(found[-1])


def test_a_long_line_does_not_fill_the_memory(tmp_path: Path) -> None:
    file = written(tmp_path, gzip.compress(b"x" * 10**8 + b'\n{"text": "after"}'))
    assert list(list_records(file, RECIPE)) == [(0, ""), (1, "")]
    assert read_document(record(file, 1), RECIPE).payload == "after"
