"""Findings: each rule sees what it is for, and nothing in a good row."""

from __future__ import annotations

import copy
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from corpusclean.checks import check_json, check_ledgers, check_rows
from corpusclean.document import (
    Charset,
    Claim,
    Cut,
    Document,
    Origin,
    Reject,
    Repair,
    Source,
    document_id,
)
from corpusclean.errors import UsageError
from corpusclean.findings import EXAMPLES, Finding, Findings
from corpusclean.ledger import restore
from corpusclean.schema import to_table

DOCUMENT = Document(
    id=document_id(user_id="tide"),
    origin=Origin("tide.html", fetched_at=datetime(2026, 2, 1, 8, tzinfo=UTC)),
    text="The tide came in at six.",
    charset=Charset("utf-8", "utf-8"),
    raw_sha256="0" * 64,
    title="High tide",
    source=Source("The Pier Gazette", "pier.example.org"),
    date=date(2026, 1, 31),
    authors=("Ann Oak", "Bo Reed"),
    url="https://news.pier.org/tide",
    evidence=(
        Claim("title", "High tide", "meta", 0.9),
        Claim("date", "2026-01-31T18:00", "json-ld", 0.9, "minute"),
        Claim("authors", "Ann Oak; Bo Reed", "text-label", 0.8),
        Claim("url", "https://news.pier.org/tide", "meta", 1.0),
        Claim("source.name", "The Pier Gazette", "meta", 0.9),
        Claim("source.domain", "pier.example.org", "url", 0.9),
    ),
    cuts=(Cut(0, 5, "Home\n", "navigation", "rules/navigation.toml#menu"),),
    repairs=(Repair(0, 1, "\x00H", "control-characters"),),
)
REJECT = Reject(document_id(user_id="b"), Origin("b.txt"), "exact-duplicate", "", "1" * 64, DOCUMENT.id)


def changed(row: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    """The row with another value at a dotted path; ... takes the key out."""
    row = copy.deepcopy(row)
    part: Any = row
    *steps, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    for step in steps:
        part = part[step]
    if value is ...:
        del part[last]
    else:
        part[last] = value
    return row


def told(findings: list[Finding]) -> list[tuple[str, str | None]]:
    return [(finding.rule, finding.column) for finding in findings]


def errors(findings: list[Finding]) -> list[tuple[str, str | None]]:
    return told([finding for finding in findings if finding.severity == "error"])


def test_a_good_row_has_no_error() -> None:
    assert errors(check_rows([DOCUMENT.to_dict()], "document")) == []
    assert check_rows([DOCUMENT.ledger()], "ledger") == []
    assert check_rows([REJECT.to_dict()], "reject") == []
    assert check_ledgers([(DOCUMENT.to_dict(), DOCUMENT.ledger())]) == []


def test_rows_that_arrow_gives_back_are_as_good_as_those_it_got() -> None:
    rows = to_table([DOCUMENT.to_dict()], "document").to_pylist()
    assert check_rows(rows, "document") == check_rows([DOCUMENT.to_dict()], "document")


@pytest.mark.parametrize(
    ("path", "value", "rule", "column"),
    [
        ("id", "X", "schema/pattern", "id"),
        ("text", "", "schema/minLength", "text"),
        ("title", 7, "schema/type", "title"),
        ("title", ..., "schema/required", None),
        ("surprise", 1, "schema/additionalProperties", None),
        ("url", "ftp://pier.org", "schema/pattern", "url"),
        ("date", "2026-13-01", "schema/format", "date"),
        ("flags", ["a flag"], "schema/pattern", "flags[0]"),
        ("evidence.1.precision", "week", "schema/enum", "evidence[1].precision"),
        ("evidence.0.confidence", 1.5, "schema/maximum", "evidence[0].confidence"),
        ("evidence.0.confidence", float("nan"), "schema/type", "evidence[0].confidence"),
        ("origin.record", -1, "schema/minimum", "origin.record"),
        ("text", "The tide came in at ten.", "text-sha256", "text_sha256"),
        ("quality.chars", 7, "quality-chars", "quality.chars"),
        ("removed.chars", 4, "removed-sum", "removed.chars"),
        ("removed.lines", 4, "removed-sum", "removed.lines"),
        ("date", date(1989, 12, 31), "date-plausible", "date"),
        ("date_modified", date(2026, 2, 3), "date-plausible", "date_modified"),
        ("date", date(2026, 1, 30), "evidence-day", "date"),
        ("extra", "[1]", "extra-json", "extra"),
        ("extra", "{", "extra-json", "extra"),
        ("extra", "[" * 100_000, "extra-json", "extra"),
        ("title", "\ud83d", "unicode", "title"),
        ("text", "half a \ud83d", "unicode", "text"),
        ("\ud83d", 1, "unicode", r"\ud83d"),
        ("source", {"name": "\udc00", "domain": None}, "unicode", "source"),
    ],
)
def test_an_error_in_a_document_is_named(path: str, value: Any, rule: str, column: str | None) -> None:
    assert (rule, column) in errors(check_rows([changed(DOCUMENT.to_dict(), path, value)], "document"))


@pytest.mark.parametrize("bad", ["\x00", "\x07", "\r", "\x1f", "\x0b"])
def test_a_control_character_is_no_text(bad: str) -> None:
    row = changed(DOCUMENT.to_dict(), "text", f"The tide {bad} in.")
    assert ("text-characters", "text") in errors(check_rows([row], "document"))


def test_a_day_after_the_page_was_fetched_is_still_plausible_somewhere_on_earth() -> None:
    row = changed(DOCUMENT.to_dict(), "date_modified", date(2026, 2, 2))
    assert errors(check_rows([row], "document")) == []


@pytest.mark.parametrize(
    ("path", "value", "rule", "column"),
    [
        ("title", "Low tide", "evidence-agrees", "title"),
        ("authors", ["Ann Oak"], "evidence-agrees", "authors"),
        ("source.name", "The Quay", "evidence-agrees", "source.name"),
        ("byline", "By Ann Oak", "evidence-missing", "byline"),
        ("date_modified", date(2026, 2, 1), "evidence-missing", "date_modified"),
    ],
)
def test_a_value_that_its_evidence_does_not_bear_out_is_a_warning(
    path: str, value: Any, rule: str, column: str
) -> None:
    good = set(told(check_rows([DOCUMENT.to_dict()], "document")))
    found = check_rows([changed(DOCUMENT.to_dict(), path, value)], "document")
    assert errors(found) == []
    assert set(told(found)) - good == {(rule, column)}


def test_a_domain_that_is_not_the_one_of_the_url_is_a_warning() -> None:
    (finding,) = check_rows([DOCUMENT.to_dict()], "document")
    assert (finding.severity, finding.rule) == ("warning", "source-domain")
    assert (finding.value, finding.expected) == ("'pier.example.org'", "pier.org")
    row = changed(DOCUMENT.to_dict(), "source.domain", "pier.org")
    assert "source-domain" not in {rule for rule, _ in told(check_rows([row], "document"))}


@pytest.mark.parametrize(
    ("path", "value", "rule", "column"),
    [
        ("cuts.0.text", "Home", "cut-length", "cuts[0].text"),
        ("cuts.0.reason", "boring", "schema/enum", "cuts[0].reason"),
        ("cuts.0.start", 6, "spans", "cuts[0]"),
        ("repairs.0.original_hex", "zz", "schema/pattern", "repairs[0].original_hex"),
        ("repairs.0.end", -1, "schema/minimum", "repairs[0].end"),
    ],
)
def test_an_error_in_a_ledger_is_named(path: str, value: Any, rule: str, column: str) -> None:
    assert (rule, column) in errors(check_rows([changed(DOCUMENT.ledger(), path, value)], "ledger"))


def test_spans_that_overlap_are_named() -> None:
    cut = DOCUMENT.ledger()["cuts"][0]
    ledger = changed(DOCUMENT.ledger(), "cuts", [cut, {**cut, "start": 4, "end": 9}])
    assert ("spans", "cuts[1]") in errors(check_rows([ledger], "ledger"))


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (lambda ledger: changed(ledger, "raw_sha256", "2" * 64), "ledger-belongs"),
        (lambda ledger: changed(ledger, "origin.input", "b.html"), "ledger-belongs"),
        (lambda ledger: changed(ledger, "cuts", []), "ledger-sum"),
        (lambda ledger: changed(changed(ledger, "cuts.0.start", 900), "cuts.0.end", 905), "ledger-restores"),
        (lambda ledger: changed(ledger, "repairs.0.end", 900), "ledger-restores"),
    ],
)
def test_a_ledger_of_another_document_is_found(change: Callable[[Any], Any], rule: str) -> None:
    findings = check_ledgers([(DOCUMENT.to_dict(), change(DOCUMENT.ledger()))], file="ledger")
    assert [(f.rule, f.file, f.id) for f in findings] == [(rule, "ledger", DOCUMENT.id)]


def test_the_document_of_these_tests_does_restore() -> None:
    assert restore(DOCUMENT.text, DOCUMENT.ledger()) == "\x00Home\nThe tide came in at six."


@pytest.mark.parametrize(
    ("reason", "duplicate_of", "is_right"),
    [
        ("exact-duplicate", DOCUMENT.id, True),
        ("superseded", DOCUMENT.id, True),
        ("empty", None, True),
        ("exact-duplicate", None, False),
        ("empty", DOCUMENT.id, False),
    ],
)
def test_duplicates_name_what_stands_for_them_and_others_do_not(
    reason: str, duplicate_of: str | None, *, is_right: bool
) -> None:
    row = {**REJECT.to_dict(), "reason": reason, "duplicate_of": duplicate_of}
    assert errors(check_rows([row], "reject")) == ([] if is_right else [("duplicate-of", "duplicate_of")])


def test_rows_must_have_their_own_ids_and_be_sorted_by_them() -> None:
    first, second = ({**DOCUMENT.ledger(), "id": digit * 32} for digit in "12")
    assert check_rows([first, second], "ledger") == []
    assert told(check_rows([first, first], "ledger")) == [("id-unique", "id")]
    assert told(check_rows([second, first], "ledger")) == [("id-sorted", "id")]


def test_rejects_may_share_an_id() -> None:
    assert check_rows([REJECT.to_dict(), REJECT.to_dict()], "reject") == []


def test_all_that_is_wrong_with_a_row_is_told() -> None:
    row = changed(changed(DOCUMENT.to_dict(), "url", "gopher://pier"), "text", "Another text.")
    rules = {rule for rule, _ in errors(check_rows([row], "document"))}
    assert rules == {"schema/pattern", "text-sha256", "quality-chars"}


def test_many_findings_of_a_kind_are_told_by_examples_and_a_count() -> None:
    ids = [f"{number:032x}" for number in range(20)]
    rows = [{**changed(DOCUMENT.to_dict(), "quality.chars", 1), "id": id_} for id_ in ids]
    found = [f for f in check_rows(rows, "document", file="data") if f.rule == "quality-chars"]
    assert [finding.row for finding in found] == list(range(EXAMPLES))
    assert sum(finding.count for finding in found) == 20
    assert str(found[-1]).endswith("(and 15 more like this)")


def test_counts_are_kept_when_findings_are_put_together() -> None:
    together = Findings()
    for _ in range(3):
        part = Findings()
        part.add(*(Finding("warning", "r", "m", "f", column=f"cuts[{n}].text") for n in range(7)))
        together.add(*part.listed())
    assert sum(finding.count for finding in together.listed()) == 21
    assert len(together.listed()) == EXAMPLES


def test_a_finding_says_where_what_and_what_to_do() -> None:
    row = changed(DOCUMENT.to_dict(), "evidence.1.precision", "week")
    (finding,) = [f for f in check_rows([row], "document", file="data") if f.severity == "error"]
    assert str(finding) == (
        f"error [schema/enum] data, row 0, id {DOCUMENT.id}, evidence[1].precision: breaks 'enum' of its "
        "schema: 'week', expected enum ['year', 'month', 'day', 'minute', 'second', None]. "
        "Do: mend it where it is made"
    )
    assert finding.to_dict()["column"] == "evidence[1].precision"


def test_findings_stay_short_and_printable_whatever_the_data() -> None:
    row = changed(DOCUMENT.to_dict(), "url", "\ud800" * 100_000)
    row["id"] = "\udfff" * 100_000
    for finding in check_rows([row], "document"):
        assert len(str(finding).encode()) < 1_000


def test_a_row_of_a_schema_that_we_do_not_know_is_held_against_that_schema_alone() -> None:
    schema = {"type": "object", "properties": {"id": {"type": "string"}, "size": {"minimum": 1}}}
    rows = [{"id": "a", "size": 1}, {"id": "b", "size": 0}]
    assert told(check_rows(rows, "document", schema=schema)) == [("schema/minimum", "size")]


def test_a_hostile_pattern_needs_linear_time() -> None:
    """With a backtracking matcher this would outlast the universe, so it needs no clock."""
    assert told(check_json("a" * 5_000, {"pattern": "^(a+)+$(a+)+$b"})) == [("schema/pattern", None)]


def test_a_schema_that_points_elsewhere_is_not_followed() -> None:
    with pytest.raises(UsageError, match="Retrieval is disabled"):
        check_json({}, {"$ref": "http://example.com/schema.json"})
