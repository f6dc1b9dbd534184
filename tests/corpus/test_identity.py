import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from corpusclean.corpus.identity import Identity, replaced_documents

MONDAY = dt.datetime(2026, 1, 5, tzinfo=dt.UTC)
TUESDAY = MONDAY + dt.timedelta(days=1)


def test_of_identical_bytes_the_first_name_stays() -> None:
    a, b = Identity("1", "aa", "a.txt", 0), Identity("2", "aa", "b.txt", 0)
    replaced = replaced_documents([b, a])
    assert list(replaced) == [b]
    assert (replaced[b].reason, replaced[b].duplicate_of) == ("exact-duplicate", "1")


def test_of_identical_bytes_the_one_that_was_read_first_stays_whatever_its_name() -> None:
    a, b = Identity("1", "aa", "a.txt", 0, place=1), Identity("2", "aa", "b.txt", 0, place=0)
    assert list(replaced_documents([a, b])) == [a]


def test_of_one_page_the_latest_fetch_stays() -> None:
    old = Identity("1", "aa", "a.html", 0, MONDAY)
    new = Identity("1", "bb", "b.html", 0, TUESDAY)
    assert [r.reason for r in replaced_documents([old, new]).values()] == ["superseded"]
    assert list(replaced_documents([old, new])) == [old]


def test_a_copy_of_a_superseded_document_is_not_lost() -> None:
    old = Identity("1", "aa", "a.html", 0, MONDAY)
    new = Identity("1", "bb", "b.html", 0, TUESDAY)
    copy = Identity("2", "aa", "c.html", 0)
    assert list(replaced_documents([old, new, copy])) == [old]


def test_the_document_that_is_kept_is_named_with_its_record() -> None:
    old = Identity("1", "aa", "a.jsonl", 7, MONDAY)
    new = Identity("1", "bb", "b.jsonl", 0, TUESDAY)
    first, copy = Identity("2", "cc", "c.txt", None), Identity("3", "cc", "d.txt", None)
    replaced = replaced_documents([old, new, first, copy])
    assert replaced[old].detail == "the same document as b.jsonl, record 0"
    assert replaced[copy].detail == "the same bytes as c.txt"


IDENTITIES = st.builds(
    Identity,
    id=st.sampled_from("123"),
    raw_sha256=st.sampled_from("abc"),
    input=st.sampled_from("xyz"),
    record=st.integers(0, 3),
    fetched_at=st.sampled_from([None, MONDAY, TUESDAY]),
    place=st.integers(0, 2),
)


@given(st.lists(IDENTITIES, unique=True), st.randoms())
def test_rows_are_unique_and_every_other_document_points_at_a_row(
    documents: list[Identity], random: object
) -> None:
    replaced = replaced_documents(documents)
    rows = [d for d in documents if d not in replaced]
    assert len({d.id for d in rows}) == len(rows) == len({d.raw_sha256 for d in rows})
    assert {r.duplicate_of for r in replaced.values()} <= {d.id for d in rows}
    shuffled = documents[:]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert replaced_documents(shuffled) == replaced
