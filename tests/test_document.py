import datetime as dt
import json
from dataclasses import asdict, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpusclean import clean
from corpusclean.document import (
    CUT_REASONS,
    REJECT_REASONS,
    Charset,
    Cut,
    Document,
    Origin,
    RawDocument,
    Repair,
    document_id,
)
from corpusclean.errors import UsageError
from corpusclean.ledger import restore
from corpusclean.schema import json_schema


def make_document(text: str, cuts: tuple[Cut, ...] = (), repairs: tuple[Repair, ...] = ()) -> Document:
    return Document("0" * 32, Origin(), text, Charset("utf-8", "utf-8"), "0" * 64, cuts=cuts, repairs=repairs)


def test_the_closed_lists_are_those_of_the_published_schemas() -> None:
    ledger = json_schema("ledger")["properties"]["cuts"]["items"]["properties"]["reason"]["enum"]
    reject = json_schema("reject")["properties"]["reason"]["enum"]
    assert (tuple(ledger), tuple(reject)) == (CUT_REASONS, REJECT_REASONS)


def test_the_row_and_the_ledger_have_the_columns_of_the_published_schemas() -> None:
    document = make_document("a")
    assert list(document.to_dict()) == list(json_schema("document")["properties"])
    assert list(document.ledger()) == list(json_schema("ledger")["properties"])


def test_json_is_the_row_with_dates_in_iso_8601() -> None:
    document = replace(make_document("Zürich"), date=dt.date(2026, 1, 31))
    assert json.loads(document.to_json()) == {**document.to_dict(), "date": "2026-01-31"}
    assert "\n" not in document.to_json()
    assert "Zürich" in document.to_json()


def test_repr_shows_the_beginning_of_a_long_text_only() -> None:
    long = replace(make_document("It rained. " * 1_000), title="Rain", date=dt.date(2026, 1, 31))
    assert repr(long).startswith("<Document title='Rain', date='2026-01-31', text='It rained. It rained.")
    assert repr(long).endswith("…' (11,000 characters), cuts=0>")
    assert len(repr(long)) < 200


def test_documents_can_be_copied_to_plain_dicts() -> None:
    document = clean("It rained.\n\nBy Ann Oak\n\nAdvertisement")
    assert asdict(document)["cuts"] == document.cuts


def test_restore_puts_back_cuts_and_undoes_repairs() -> None:
    document = make_document(
        "café\nend",
        cuts=(Cut(5, 8, "Ad\n", "advertisement", "test"),),
        repairs=(Repair(3, 4, "Ã©", "mojibake"), Repair(4, 4, "\r", "line-ending")),
    )
    assert document.restore() == "cafÃ©\r\nAd\nend"


@pytest.mark.parametrize(
    "ledger",
    [
        {"cuts": [{"start": 9, "end": 10, "text": "x"}], "repairs": []},
        {"cuts": [{"start": 0, "end": 5, "text": "x"}], "repairs": []},
        {"cuts": [], "repairs": [{"start": 1, "end": 9, "original": "x", "original_hex": None}]},
    ],
)
def test_a_ledger_of_another_text_is_refused(ledger: dict[str, list[dict[str, object]]]) -> None:
    with pytest.raises(UsageError, match="does not belong"):
        restore("abc", ledger)


@pytest.mark.parametrize("text", ["It rained in Ulm.\n\nIt is dry.", "It rained.", "Snow lay.\n\nIt is wet."])
def test_no_original_is_made_up_for_an_altered_text(text: str) -> None:
    raw = "It rained.\n\nAdvertisement\n\nIt is wet."
    document = clean(raw)
    assert restore(document.text, document.ledger()) == raw
    with pytest.raises(UsageError, match=r"the text is another, or was altered. Do: take the text"):
        restore(text, document.ledger())


@given(st.lists(st.text(st.characters(), min_size=1), min_size=1))
def test_originals_with_unpaired_surrogates_survive_a_column_of_utf8(originals: list[str]) -> None:
    """Arrow strings hold no surrogates, so the ledger row must not, and still give them back."""
    repairs = tuple(Repair(i, i + 1, original, "surrogates") for i, original in enumerate(originals))
    document = make_document("x" * len(originals), repairs=repairs)
    stored = json.loads(json.dumps(document.ledger(), ensure_ascii=False).encode())
    assert restore(document.text, stored) == "".join(originals)


@pytest.mark.parametrize(
    "ledger",
    [
        None,
        {},
        {"cuts": []},
        [make_document("x").ledger()],
        {"cuts": None, "repairs": []},
        {"cuts": [{"end": 1, "text": "y"}], "repairs": []},
        {"cuts": [{"start": "0", "end": 1, "text": "y"}], "repairs": []},
        {"cuts": [], "repairs": [{"start": 0, "end": 1, "original": None, "original_hex": None}]},
        {"cuts": [], "repairs": [{"start": 0, "end": 1, "original": None, "original_hex": "ff"}]},
    ],
)
def test_what_is_no_ledger_row_restores_nothing(ledger: Any) -> None:
    with pytest.raises(UsageError, match="no row of a ledger"):
        restore("x", ledger)


def test_a_row_is_no_text_to_restore() -> None:
    with pytest.raises(UsageError, match="text is a dict"):
        restore({"text": "x"}, {"cuts": [], "repairs": []})  # type: ignore[arg-type]


def test_the_id_names_the_user_s_id_before_the_url_before_the_path_before_the_content() -> None:
    origin = Origin(input="a.html", url="https://example.org/a")
    assert RawDocument(origin, b"x", id="7").document_id == document_id(user_id="7")
    assert RawDocument(origin, b"x").document_id == document_id(url="https://example.org/a")
    assert RawDocument(Origin(input="a.html"), b"x").document_id == document_id(input="a.html")
    lone = RawDocument(Origin(), b"x")
    assert lone.document_id == document_id(raw_sha256=lone.raw_sha256)


def test_keys_of_different_kinds_never_make_the_same_id() -> None:
    assert len({document_id(user_id="a"), document_id(url="a"), document_id(input="a")}) == 3
    assert document_id(input="a", record=1) != document_id(input="a", record=2)


def test_what_nothing_is_known_of_has_no_id() -> None:
    with pytest.raises(UsageError, match="give one of user_id, url"):
        document_id(record=1)


def test_explain_names_a_reason_for_every_cut() -> None:
    document = make_document("a\nb", cuts=(Cut(2, 5, "Ad\n", "advertisement", "rules/x.toml#ad"),))
    assert document.explain().splitlines()[:3] == ["  a", "- Ad  [advertisement: rules/x.toml#ad]", "  b"]


def test_explain_names_the_flags() -> None:
    document = replace(make_document("a"), flags=("text-from-json-ld", "soft-404"))
    assert "flags = text-from-json-ld, soft-404" in document.explain().splitlines()


def test_removed_counts_lines_and_characters_by_reason() -> None:
    cuts = (Cut(0, 3, "Ad\n", "advertisement", "x"), Cut(3, 4, "\n", "whitespace", "y"))
    assert make_document("b", cuts=cuts).to_dict()["removed"] == {
        "lines": 1,
        "chars": 4,
        "by_reason": [
            {"reason": "advertisement", "lines": 1, "chars": 3},
            {"reason": "whitespace", "lines": 0, "chars": 1},
        ],
    }
