import io
import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpusclean.errors import Rejected
from corpusclean.readers.json_values import split_values

TEXTS = st.text(st.sampled_from('ab"\\[]{}, \n:é'))
VALUES = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | TEXTS,
    lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner),
    max_leaves=5,
)
OBJECTS = st.lists(st.dictionaries(TEXTS, VALUES, max_size=3), max_size=3)


class Drops(io.BytesIO):
    """A stream that gives few bytes at once."""

    def read(self, size: int | None = -1) -> bytes:
        return super().read(min(size or 0, 3))


@given(st.lists(VALUES, max_size=5), st.sampled_from([None, 2]))
def test_the_elements_of_an_array_are_found(values: list[Any], indent: int | None) -> None:
    content = b"\xef\xbb\xbf \n" + json.dumps(values, indent=indent).encode() + b"\n "
    for stream in (io.BytesIO(content), Drops(content)):
        assert [json.loads(text) for text in split_values(stream, 10_000)] == values


@given(OBJECTS, st.sampled_from(["", " ", "\n"]), st.sampled_from([None, 2]))
def test_objects_one_after_another_are_found(values: list[Any], between: str, indent: int | None) -> None:
    content = between.join(json.dumps(value, indent=indent) for value in values).encode()
    for stream in (io.BytesIO(content), Drops(content)):
        assert [json.loads(text) for text in split_values(stream, 10_000)] == values


@given(st.text(st.sampled_from('a"\\[]{},\n')), st.integers(1, 20))
def test_any_text_is_split_in_some_way(text: str, most: int) -> None:
    found: list[bytes] = []
    with suppress(Rejected):
        found.extend(split_values(Drops(text.encode()), most))
    assert all(len(value) <= most + 1 for value in found)


@pytest.mark.parametrize(
    ("content", "values", "detail"),
    [
        (b'[{"a": 1}, {"b', [b'{"a": 1}', b'{"b'], "cut off"),
        (b'[{"a": 1},', [b'{"a": 1}'], "cut off"),
        (b'[{"a": 1}] {}', [b'{"a": 1}'], "more behind"),
        (b"[{}, , bad, {},]", [b"{}", b"", b"bad", b"{}"], None),
        (b"{}}{}", [b"{}", b"}", b"{}"], None),
        (b'"Rain"', [b'"Rain"'], None),
        (b"[ ]", [], None),
        (b"", [], None),
    ],
)
def test_of_a_broken_file_the_values_before_are_found(
    content: bytes, values: list[bytes], detail: str | None
) -> None:
    found: list[bytes] = []
    if detail:
        with pytest.raises(Rejected, match=detail):
            found.extend(split_values(io.BytesIO(content), 100))
    else:
        found.extend(split_values(io.BytesIO(content), 100))
    assert found == values


def test_of_a_long_value_a_part_is_kept_in_memory() -> None:
    stream = io.BytesIO(b'[{"a": "' + b"x" * 10**7 + b'"}, ' + b"{" * 10**5 + b"}" * 10**5 + b', {"b": 1}]')
    assert [len(value) for value in split_values(stream, 1_000)] == [1_001, 1_001, 8]
