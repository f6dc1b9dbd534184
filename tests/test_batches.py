import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from corpusclean import Recipe, UsageError, clean, clean_batch
from corpusclean.schema import arrow_schema

STORY = "Rain fell on Ulm on Monday, and the ferries stayed in the harbour until the evening.\n"
PAGE = (
    f"<title>Rain</title><article><h1>Rain on Ulm</h1><p>{STORY}</p></article><nav><a href='/'>Home</a></nav>"
)
COLUMNS: dict[str, list[Any]] = {
    "raw": [STORY.encode(), b"", PAGE.encode(), "Regen fällt auf Ulm.".encode("cp1252")],
    "url": [None, None, "https://example.org/ferry", None],
    "fetched_at": [None, None, dt.datetime(2026, 1, 5, tzinfo=dt.UTC), None],
    "id": ["a", "b", None, "d"],
    "score": [1, 2, 3, None],
}


def test_all_kinds_of_batches_give_the_same_rows() -> None:
    table = pa.table(COLUMNS)
    as_table = clean_batch(table)
    as_batch = clean_batch(table.to_batches()[0])
    as_columns = clean_batch(COLUMNS)
    assert isinstance(as_table, pa.Table)
    assert isinstance(as_batch, pa.RecordBatch)
    assert as_table.to_pylist() == as_batch.to_pylist()
    assert {name: as_table[name].to_pylist() for name in as_table.column_names} == as_columns
    assert list(as_columns) == ["document", "ledger", "reject"]


def test_a_data_frame_gives_the_same_rows_as_a_table() -> None:
    table = pa.table(COLUMNS).drop_columns("score")  # pandas has no integers beside None
    assert clean_batch(table.to_pandas()).to_pylist() == clean_batch(table).to_pylist()


def test_a_dict_of_arrays_gives_a_table_with_the_rows_of_a_dict_of_lists() -> None:
    lists = {"raw": [STORY, PAGE], "score": [1, 2]}
    arrays: list[Callable[[Any], Any]] = [np.array, pa.array, lambda values: pa.array(values).to_pandas()]
    for array in arrays:
        table = clean_batch({name: array(values) for name, values in lists.items()})
        assert isinstance(table, pa.Table)
        assert table.to_pydict() == clean_batch(lists)


def test_a_row_has_a_document_and_a_ledger_or_a_reject() -> None:
    columns = clean_batch(COLUMNS)
    assert [row is None for row in columns["document"]] == [False, True, False, False]
    assert [row is None for row in columns["ledger"]] == [False, True, False, False]
    assert [row and row["reason"] for row in columns["reject"]] == [None, "empty", None, None]


def test_a_batch_has_the_published_schema_even_if_it_is_empty() -> None:
    empty = pa.RecordBatch.from_pylist([], schema=pa.schema([("raw", pa.binary())]))
    for batch in (empty, pa.Table.from_batches([empty])):
        cleaned = clean_batch(batch)
        assert cleaned.num_rows == 0
        for name in ("document", "ledger", "reject"):
            assert pa.schema(list(cleaned.schema.field(name).type)) == arrow_schema(name)


def test_the_user_s_own_columns_are_carried_along_as_json() -> None:
    rows = clean_batch(COLUMNS)["document"]
    assert rows[0]["extra"] == '{"id": "a", "score": 1}'


def test_dates_and_times_of_the_user_s_own_columns_are_iso_8601() -> None:
    own = {
        "day": [dt.date(2026, 1, 5)],
        "seen": [dt.datetime(2026, 1, 5, 8, 30, tzinfo=dt.UTC)],
        "days": [[dt.date(2026, 1, 5), None]],
    }
    rows = clean_batch(pa.table({"raw": [STORY], **own}))["document"].to_pylist()
    assert rows[0]["extra"] == (
        '{"day": "2026-01-05", "days": ["2026-01-05", null], "seen": "2026-01-05T08:30:00+00:00"}'
    )


def test_what_json_has_no_number_for_is_null_in_the_user_s_own_columns() -> None:
    rows = clean_batch({"raw": [STORY], "score": [float("nan")], "name": ["NaN"]})["document"]
    assert rows[0]["extra"] == '{"name": "NaN", "score": null}'


@pytest.mark.parametrize(
    ("batch", "says"),
    [
        ({"page": ["x"]}, "no field 'raw' or 'html' .* among 'page'. Do: .*`content_field`, or rename"),
        ({"raw": ["x"], "url": []}, "different lengths"),
        (pa.array(["x"]).to_pandas(), "the Series is no table"),
        (pa.table({"raw": ["x", "y"]}).to_pandas().assign(n=[1, "a"]), "the DataFrame is no table"),
        ([1], "a list is no batch"),
        (pa.table([["x"], ["y"]], names=["raw", "raw"]), "are there twice"),
        ({"raw": "one text", "url": None}, "batched=True"),
    ],
)
def test_a_batch_that_cannot_mean_anything_is_refused(batch: Any, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        clean_batch(batch)


HOLDING_ITSELF: list[Any] = []
HOLDING_ITSELF.append(HOLDING_ITSELF)
YEARS = pa.array([0, 2**62], pa.timestamp("us"))  # 1970 and one that Python does not know


@pytest.mark.parametrize(
    ("batch", "reason", "says"),
    [
        ({"raw": [STORY, 7]}, "malformed", "the field 'raw' is a int, not a text"),
        ({"raw": [STORY, float("nan")]}, "empty", "the field 'raw' is null"),
        ({"raw": [STORY] * 2, "n": [1, 2], "image": [0, object()]}, "malformed", "'image': JSON cannot hold"),
        ({"raw": [STORY] * 2, "own": [[], HOLDING_ITSELF]}, "malformed", "'own': JSON cannot hold"),
        (pa.table({"raw": [STORY] * 2, "seen": YEARS}), "malformed", "the field 'seen' cannot be read"),
        ({"raw": [STORY] * 2, "seen": YEARS}, "malformed", "the field 'seen' cannot be read"),
        (
            pa.table({"raw": pa.array([STORY.encode(), b"\xff"]).view(pa.string())}),
            "malformed",
            "the field 'raw' cannot be read",
        ),
    ],
)
def test_a_value_that_cannot_be_used_costs_its_own_row_only(batch: Any, reason: str, says: str) -> None:
    cleaned = clean_batch(batch)
    rows = cleaned if isinstance(cleaned, dict) else cleaned.to_pydict()
    assert rows["document"][0]["text"] == STORY
    assert rows["document"][1] is None
    assert rows["reject"][1]["reason"] == reason
    assert says in rows["reject"][1]["detail"]


def test_a_reject_has_the_id_and_the_address_of_its_row() -> None:
    url = "https://example.org/ferry"
    rejects = clean_batch({"raw": [7, 7], "url": [url, url], "id": ["a", None]})["reject"]
    assert [row["id"] for row in rejects] == [clean(STORY, id="a").id, clean(STORY, url=url).id]
    assert [row["origin"]["url"] for row in rejects] == [url, url]


def test_what_is_known_of_a_document_is_copied_if_it_has_a_wrong_type() -> None:
    batch = {"raw": [STORY, b"\xdcbung"], "url": [7, None], "fetched_at": ["Tuesday", None]}
    batch["charset"] = [None, "\ud800"]
    rows = clean_batch(batch)
    assert [row["extra"] for row in rows["document"]] == ['{"fetched_at": "Tuesday", "url": 7}', None]
    assert rows["ledger"][1]["charset"]["labels"] == ["\\ud800"]


def test_arrays_of_numpy_and_their_values_are_lists_and_numbers() -> None:
    own = {"tags": np.array([np.array([1, 2]), np.array([3])], object), "scores": np.ones((2, 2), np.float32)}
    rows = clean_batch({"raw": [STORY] * 2, "n": list(np.arange(2)), **own}).to_pydict()["document"]
    assert [row["extra"] for row in rows] == [
        '{"n": 0, "scores": [1.0, 1.0], "tags": [1, 2]}',
        '{"n": 1, "scores": [1.0, 1.0], "tags": [3]}',
    ]


@pytest.mark.parametrize("form", [None, "arrow", "pandas"])
def test_batches_work_inside_the_map_of_an_iterable_dataset(form: str | None) -> None:
    from datasets import Dataset

    pages = Dataset.from_dict({"raw": [STORY, STORY, ""]}).to_iterable_dataset().with_format(form)
    rows = list(pages.map(clean_batch, batched=True, batch_size=1).with_format(None))
    assert [row["document"] and row["document"]["text"] for row in rows] == [STORY, STORY, None]
    assert [row["reject"] and row["reject"]["reason"] for row in rows] == [None, None, "empty"]


@pytest.mark.parametrize("unit", ["D", "s", "us", "ns"])
def test_times_of_numpy_are_times(unit: str) -> None:
    times = np.array(["2026-02-01", "NaT"], f"datetime64[{unit}]")
    rows = clean_batch({"raw": [STORY] * 2, "seen": times}).to_pydict()["document"]
    time = "2026-02-01" + ("" if unit == "D" else "T00:00:00")
    assert [row["extra"] for row in rows] == [f'{{"seen": "{time}"}}', '{"seen": null}']


def test_the_content_is_in_the_column_in_which_a_build_looks_for_it() -> None:
    fragment = "Hail fell <b>on Ulm</b> at noon."
    batch = {"text": ["Hail.", "Snow."], "html": [fragment, None], "body": ["Rime.", "Fog."]}
    documents = clean_batch(batch)["document"]
    assert [row["text"] for row in documents] == ["Hail fell on Ulm at noon.", "Snow."]
    assert documents[0]["extra"] == '{"body": "Rime.", "text": "Hail."}'
    named = clean_batch(batch, Recipe(content_field="body"))["document"]
    assert [row["text"] for row in named] == ["Rime.", "Fog."]


def test_a_time_may_be_given_as_a_build_reads_it() -> None:
    noon = dt.datetime(2026, 2, 1, 12, tzinfo=dt.UTC)
    times = [noon, "2026-02-01T13:00:00+01:00", "2026-02-01T12:00:00", None, float("nan")]
    documents = clean_batch({"raw": [STORY] * 5, "fetched_at": times})["document"]
    assert [row["origin"]["fetched_at"] for row in documents] == [noon] * 3 + [None] * 2


@pytest.mark.parametrize("missing", ["", float("nan"), None])
def test_what_is_missing_is_no_key_that_documents_share(missing: Any) -> None:
    names = ("id", "url", "content_type", "charset", "fetched_at")
    documents = clean_batch({"raw": ["Rain.", "Snow."]} | {name: [missing] * 2 for name in names})["document"]
    assert [row["id"] for row in documents] == [clean("Rain.").id, clean("Snow.").id]
    assert [row["origin"]["url"] for row in documents] == [None, None]


@pytest.mark.parametrize("size", [1, 64])
@pytest.mark.parametrize("form", [None, "arrow", "numpy", "pandas"])
def test_batches_work_inside_datasets_map(size: int, form: str | None) -> None:
    from datasets import Dataset

    raws = [STORY, "", "By Ann Oak\n" + STORY + "More of it came down on Friday.\n", PAGE]
    pages = Dataset.from_dict({"raw": raws, "score": [1, 2, 3, 4]})
    cleaned = pages.with_format(form).map(
        partial(clean_batch, recipe=Recipe()), batched=True, batch_size=size
    )
    rows = cleaned.with_format(None)
    texts = [row and row["text"] for row in rows["document"]]
    assert texts == [clean(raw).text if raw else None for raw in raws]
    assert [row and row["reason"] for row in rows["reject"]] == [None, "empty", None, None]
    assert rows[0]["document"]["extra"] == '{"score": 1}'
