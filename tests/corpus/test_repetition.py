import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpusclean.corpus import repetition
from corpusclean.corpus.repetition import Line, count_lines, line_keys, repeated_lines

KEYS = st.lists(
    st.lists(st.one_of(st.none(), st.integers(-(2**63), 2**63 - 1), st.integers(0, 5)), max_size=9)
)


def lines(*kinds: str, score: float = 0.3) -> list[Line]:
    """Lines by their kind: "r" is repeated, "d" repeated and in doubt, "g" gone, "s" a short one of its own, "t" text."""
    found, position = [], 0
    for number, kind in enumerate(kinds):
        size = 400 if kind == "t" else 20
        doubt = {"d": score, "g": 0.9}.get(kind, 0.0)
        found.append(Line(position, position + size, number, doubt, kind == "g"))
        position += size + 1
    return found


def cut(page: list[Line], documents: int, siblings: int, threshold: float = 0.5) -> list[int]:
    """The places that go if all repeated lines stand on so many documents."""
    counts = {line.key: documents for line in page if line.key is not None and line.end - line.start < 400}
    counts = {key: count for key, count in counts.items() if page[key].score or key in REPEATED}
    return sorted(repeated_lines(page, counts, siblings, threshold))


REPEATED = frozenset({1, 2})


@settings(deadline=None)
@given(KEYS, st.integers(1, 4))
def test_counts_do_not_depend_on_portions_or_order(portions: list[list[int | None]], parts: int) -> None:
    flat = [key for portion in portions for key in portion]
    expected = {key: flat.count(key) for key in set(flat) - {None} if flat.count(key) > 1}
    arrays = [pa.array(portion, pa.int64()) for portion in portions]
    assert count_lines(lambda: arrays, len(flat)) == expected
    assert (
        count_lines(lambda: [pa.array(flat[::-1], pa.int64())], parts * repetition.COUNTED_AT_ONCE)
        == expected
    )


@pytest.mark.parametrize(
    ("text", "key_is_like"),
    [("»  READ   more…", "read more"), ("Straße 3", "STRASSE 3"), ("Ｎｅｗｓ", "ｎｅｗｓ")],
)
def test_case_marks_and_white_space_do_not_tell_lines_apart(text: str, key_is_like: str) -> None:
    assert line_keys([text], "a") == line_keys([key_is_like], "a") != [None]


@pytest.mark.parametrize("text", ["12", "---", "", "3,5 %"])
def test_a_line_without_a_letter_is_not_counted(text: str) -> None:
    assert line_keys([text, "Ulm"], "a")[0] is None


def test_a_line_that_comes_back_in_its_document_is_not_counted() -> None:
    keys = line_keys(["Row, brother, row", "The ferry sails", "Row, brother, row"], "a")
    assert [key is None for key in keys] == [True, False, True]


def test_sources_have_counts_of_their_own() -> None:
    assert line_keys(["Imprint"], "a") != line_keys(["Imprint"], "b")


def test_on_few_documents_a_line_goes_only_if_a_voter_doubts_it() -> None:
    assert cut(lines("t", "d", "d", "t"), 3, 4) == [], "beside prose"
    assert cut(lines("g", "d", "g", "t"), 3, 4) == [1]
    assert cut(lines("g", "r", "g", "t"), 3, 4) == []
    assert cut(lines("g", "d", "g", "t", score=0.1), 3, 4) == []


def test_on_many_documents_it_goes_without_a_doubt() -> None:
    assert cut(lines("g", "r", "g", "t"), 10, 20) == [1]
    assert cut(lines("g", "r", "g", "t"), 9, 9) == []
    assert cut(lines("g", "r", "g", "t"), 10, 21) == []


def test_a_heading_between_lines_of_its_own_stays_on_however_many_documents_it_stands() -> None:
    assert cut(lines("t", "r", "s", "t"), 500, 500) == []


def test_the_first_and_the_last_line_have_an_edge_for_company() -> None:
    page = [
        Line(0, 20, 1, 0.0, gone=False),
        Line(21, 40, 2, 0.0, gone=False),
        Line(41, 900, 3, 0.0, gone=False),
    ]
    assert sorted(repeated_lines(page, {1: 10, 2: 10}, 10, 0.5)) == [0]


def test_a_copy_of_a_sibling_loses_nothing() -> None:
    page = lines("d", "d", "d", "t")
    assert cut(page, 2, 2) == [0, 1]
    assert repeated_lines(page, {0: 2, 1: 2, 2: 2, 3: 2}, 2, 0.5) == {}


def test_two_of_thousands_are_chance() -> None:
    assert cut(lines("g", "d", "g", "t"), 2, 20) == [1]
    assert cut(lines("g", "d", "g", "t"), 2, 21) == []


@pytest.mark.parametrize(
    ("threshold", "score", "gone"), [(0.75, 0.4, []), (0.75, 0.45, [1]), (0.35, 0.1, [1])]
)
def test_a_level_asks_for_the_same_score_as_of_a_mark(
    threshold: float, score: float, gone: list[int]
) -> None:
    assert cut(lines("g", "d", "g", "t", score=score), 3, 4, threshold) == gone
