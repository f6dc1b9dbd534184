import datetime as dt
import json
from decimal import Decimal
from uuid import UUID

import pytest

from corpusclean.errors import Rejected
from corpusclean.readers.fields import CONTENT_FIELDS, extra_json, read_time, row_document


@pytest.mark.parametrize("field", CONTENT_FIELDS)
def test_the_content_is_in_a_field_of_a_usual_name(field: str) -> None:
    document = row_document({"title": "Rain", field: "Rain falls."}, None, "may.jsonl", 3)
    assert (document.payload, document.origin.input, document.origin.record) == (
        "Rain falls.",
        "may.jsonl",
        3,
    )
    assert document.content_type == ("text/html" if "html" in field else None)
    assert json.loads(document.extra or "") == {"title": "Rain"}


def test_the_recipe_names_another_field() -> None:
    values = {"text": "a summary", "body": b"Rain falls."}
    document = row_document(values, "body", "may.jsonl", 0)
    assert document.payload == b"Rain falls."
    assert json.loads(document.extra or "") == {"text": "a summary"}


def test_a_field_that_is_null_is_no_content_if_another_is() -> None:
    assert row_document({"html": None, "text": "Rain"}, None, "may.parquet", 0).payload == "Rain"
    with pytest.raises(Rejected, match="'body' is null"):
        row_document({"body": None, "text": "Rain"}, "body", "may.parquet", 0)


def test_a_field_that_is_no_text_is_no_content_if_another_is() -> None:
    values = {"html": True, "content": {"length": 4}, "raw_content": "Rain"}
    assert row_document(values, None, "may.jsonl", 0).payload == "Rain"


def test_what_is_known_of_a_document_is_used_and_not_copied() -> None:
    known = {
        "url": "https://example.org/a",
        "fetched_at": "2026-01-31T12:00:00Z",
        "content_type": "text/plain",
        "charset": "koi8-r",
    }
    document = row_document({"html": b"Rain", "id": 7, "dump": "May", **known}, None, "may.parquet", 0)
    assert document.origin.url == "https://example.org/a"
    assert document.origin.fetched_at == dt.datetime(2026, 1, 31, 12, tzinfo=dt.UTC)
    assert (document.content_type, document.charset, document.id) == ("text/plain", "koi8-r", "7")
    assert json.loads(document.extra or "") == {"dump": "May", "id": 7}


def test_a_value_of_a_wrong_type_is_only_copied() -> None:
    values = {"text": "Rain", "url": 5, "fetched_at": "yesterday", "charset": ["utf-8"], "id": None}
    document = row_document(values, None, "may.jsonl", 0)
    assert (document.origin.url, document.origin.fetched_at, document.charset, document.id) == (None,) * 4
    assert json.loads(document.extra or "") == {key: values[key] for key in values if key != "text"}


@pytest.mark.parametrize("missing", [None, "", float("nan")])
def test_what_is_not_known_of_a_document_is_not_copied(missing: object) -> None:
    unknown = dict.fromkeys(("url", "source_url", "fetched_at", "content_type", "charset"), missing)
    assert row_document({"text": "Rain", **unknown}, None).extra is None


@pytest.mark.parametrize(
    ("values", "reason", "detail"),
    [
        ({"body": "Rain"}, "malformed", "among 'body'"),
        ({}, "malformed", "among none"),
        ({"text": 5}, "malformed", "a int"),
        ({"text": ["Rain"]}, "malformed", "a list"),
        ({"text": None}, "empty", "null"),
        ({"text": float("nan")}, "empty", "null"),
        ({"text": "Rain", "shape": object()}, "malformed", "'shape': JSON cannot hold"),
        ({"\ud83d" * 5: 1}, "malformed", r"\ud83d"),
    ],
)
def test_a_row_without_content_is_a_reject(values: dict[str, object], reason: str, detail: str) -> None:
    with pytest.raises(Rejected) as caught:
        row_document(values, None, "may.jsonl", 0)
    assert caught.value.reason == reason
    assert detail in caught.value.detail
    caught.value.detail.encode()


def test_a_time_is_converted_to_utc() -> None:
    assert read_time("2026-01-31") == dt.datetime(2026, 1, 31, tzinfo=dt.UTC)
    assert read_time("0001-01-01T00:00:00+14:00") is None
    assert read_time(5) is None


def test_values_that_json_lacks_are_written_as_text() -> None:
    fields = {
        "day": dt.date(2026, 1, 31),
        "time": dt.datetime(2026, 1, 31, 12, tzinfo=dt.UTC),
        "price": Decimal("1.50"),
        "length": dt.timedelta(seconds=90),
        "key": UUID(int=7),
        "image": b"\x00\xff",
        "score": float("inf"),
        "emoji": "\ud83d",
    }
    assert json.loads(extra_json(fields)) == {
        "day": "2026-01-31",
        "time": "2026-01-31T12:00:00+00:00",
        "price": "1.50",
        "length": "0:01:30",
        "key": "00000000-0000-0000-0000-000000000007",
        "image": "AP8=",
        "score": None,
        "emoji": "\ud83d",
    }
    extra_json(fields).encode()


def test_other_values_are_refused() -> None:
    with pytest.raises(TypeError):
        extra_json({"shape": object()})
