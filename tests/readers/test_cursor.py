from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpusclean.errors import Rejected
from corpusclean.readers.cursor import Cursor


class Source:
    """Records 0..9 of a file, of which it counts the readings."""

    def __init__(self, broken_at: int = 10) -> None:
        self.started = self.read = 0
        self.broken_at = broken_at

    def __call__(self, path: str, number: int) -> Iterator[tuple[int, str]]:
        self.started += 1
        for found in range(number // 3 * 3, 10):
            if found == self.broken_at:
                raise EOFError
            self.read += 1
            yield found, f"{Path(path).read_text()}{found}"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "records"
    path.write_text("a")
    return path


def test_records_that_are_asked_for_in_order_are_read_once(file: Path) -> None:
    source = Source()
    cursor = Cursor(source)
    assert [cursor.record(str(file), number) for number in (0, 1, 4, 9)] == ["a0", "a1", "a4", "a9"]
    assert (source.started, source.read) == (1, 10)


@given(st.lists(st.integers(0, 9)))
def test_any_order_gives_the_same_records(numbers: list[int]) -> None:
    cursor = Cursor(Source())
    assert [cursor.record(__file__, number)[-1] for number in numbers] == [str(number) for number in numbers]


def test_a_file_that_has_changed_is_read_anew(file: Path) -> None:
    cursor = Cursor(Source())
    assert cursor.record(str(file), 3) == "a3"
    file.write_text("bb")
    assert cursor.record(str(file), 4) == "bb4"


def test_an_error_comes_again_and_spoils_nothing(file: Path) -> None:
    cursor = Cursor(Source(broken_at=5))
    for _ in range(2):
        with pytest.raises(EOFError):
            cursor.record(str(file), 5)
        assert cursor.record(str(file), 2) == "a2"
    with pytest.raises(Rejected, match="the file has changed"):
        Cursor(Source()).record(str(file), 10)
