"""Check rows of a dataset: against the published JSON Schema, and for what a schema cannot express.

That is: hashes, sort order, plausible dates, values that equal their evidence, ledgers that restore their text.
"""

from __future__ import annotations

import hashlib
import json
import re
import reprlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from corpusclean.errors import UsageError
from corpusclean.findings import Finding, Findings
from corpusclean.ledger import restore
from corpusclean.schema import JsonSchema, SchemaName, json_ready, json_schema

if TYPE_CHECKING:
    from jsonschema_rs import Draft202012Validator, ValidationError

Row = Mapping[str, Any]

# What a check reports: (key in `_RULES`, column, value found, value expected).
Problem = tuple[str, str, object, object]

# A value in a finding is cut off here, so that a report stays readable whatever the data.
_VALUE_CHARS = 80

# An earlier date is almost always a misread number: the web began in 1991.
_FIRST_DAY = "1990-01-01"

_SHORT = reprlib.Repr()
_SHORT.maxstring = _SHORT.maxother = _VALUE_CHARS

# U+0000..U+001F but for tab and line feed. One character class: linear.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f]")


# rule: (what is wrong, what to do)
_RULES = {
    "id-unique": ("two rows have the same id", "keep one of the two rows"),
    "id-sorted": ("rows are not sorted by id", "sort them"),
    "unicode": ("an unpaired surrogate, which UTF-8 cannot hold", "replace it; a ledger keeps it as hex"),
    "text-characters": ("a control character in the text", "repair it; the ledger keeps what stood there"),
    "text-sha256": ("not the hash of text", "take the row as it was first made"),
    "quality-chars": ("not the length of text", "count again"),
    "removed-sum": ("not the sum over the reasons", "count again"),
    "date-plausible": ("a day that cannot be right", "leave it null; the claim keeps it"),
    "evidence-missing": ("a value without a claim", "give the winning claim as evidence"),
    "evidence-agrees": ("not the value of its evidence", "take both from the same claim"),
    "evidence-day": ("not the day of its evidence", "take both from the same claim"),
    "source-domain": ("not the registered domain of url", "see whether the page is a copy from elsewhere"),
    "extra-json": ("not a JSON object", "write it as one"),
    "spans": ("overlaps the one before, or ends before it starts", "sort the spans and make them disjoint"),
    "cut-length": ("not as long as its span", "keep the text exactly as it was cut"),
    "duplicate-of": ("a stand-in that does not fit the reason", "name the row that stands for a duplicate"),
    "ledger-belongs": ("document and ledger do not say the same", "write both from one document"),
    "ledger-restores": ("text and ledger do not give the input back", "write both from one document"),
    "ledger-sum": ("not the sum over the cuts of the ledger", "write both from one document"),
}
_WARNINGS = {"evidence-missing", "evidence-agrees", "source-domain"}


def check_rows(
    rows: Iterable[Row], name: SchemaName, *, schema: JsonSchema | None = None, file: str | None = None
) -> list[Finding]:
    """Check rows against their JSON Schema and against the rules of this module.

    Args:
        rows: the rows, sorted by id as in a release; dates as objects or ISO 8601 strings.
        name: the kind of row.
        schema: the JSON Schema; None means the published one. For any other schema only the schema itself and the
            order of the ids are checked, since the other rules know only the published columns.
        file: name of the file the rows come from, copied to the findings.

    Returns:
        The findings, errors first; for each rule and column at most `findings.EXAMPLES`, with a count of the rest.

    >>> row = {"id": "x", "origin": None, "reason": "empty", "detail": "", "raw_sha256": None}
    >>> [finding.rule for finding in check_rows([row], "reject")]
    ['schema/required', 'schema/pattern', 'schema/type']
    """
    found = Findings()
    is_ours = schema is None or schema == json_schema(name)
    validator = _published(name) if is_ours else _compiled(schema or {})
    rules = _ROW_RULES[name] if is_ours else ()
    last = ""
    for number, given in enumerate(rows):
        row = json_ready(given)
        findings = [_finding(problem) for problem in _unicode(row)]
        if findings:  # the validator cannot hold unpaired surrogates either
            row = json.loads(json.dumps(row, ensure_ascii=False).encode("utf-8", "replace"))
        findings += [_schema_finding(error) for error in validator.iter_errors(row)]
        # The rules below rely on the types of the values, but on no other part of the schema.
        if not any(f.rule in ("schema/type", "schema/required", "schema/format") for f in findings):
            findings += [_finding(problem) for rule in rules for problem in rule(row)]
        id_ = row["id"] if isinstance(row.get("id"), str) else ""
        findings += [_finding(problem) for problem in _order(name, last, id_)]
        last = id_ or last
        found.add(*(replace(finding, file=file, row=number, id=_printable(id_)) for finding in findings))
    return found.listed()


def check_ledgers(pairs: Iterable[tuple[Row, Row]], *, file: str | None = None) -> list[Finding]:
    """Check that each ledger belongs to its document, so that text and ledger restore the decoded input.

    Args:
        pairs: (document row, ledger row) with the same id; both must conform to their schemas.
        file: name of the file the ledgers come from, copied to the findings.

    Returns:
        The findings, as in `check_rows`.
    """
    found = Findings()
    for number, (document, ledger) in enumerate(pairs):
        for problem in _ledger_problems(document, ledger):
            found.add(replace(_finding(problem), file=file, row=number, id=document["id"]))
    return found.listed()


def check_json(content: object, schema: JsonSchema, *, file: str | None = None) -> list[Finding]:
    """Check any JSON value against a JSON Schema.

    Args:
        content: the value.
        schema: the JSON Schema.
        file: name of the file the value comes from, copied to the findings.

    Returns:
        One finding for each violation.

    >>> [str(finding) for finding in check_json({"rows": -1}, {"properties": {"rows": {"minimum": 0}}})]
    ["error [schema/minimum] rows: breaks 'minimum' of its schema: -1, expected minimum 0. Do: mend it where it is made"]
    """
    return [replace(_schema_finding(error), file=file) for error in _compiled(schema).iter_errors(content)]


@cache
def _published(name: SchemaName) -> Draft202012Validator:
    return _compiled(json_schema(name))


def _compiled(schema: JsonSchema) -> Draft202012Validator:
    """Compile a schema of any author safely: patterns match in linear time, and nothing is fetched."""
    from jsonschema_rs import Draft202012Validator, RegexOptions

    options: dict[str, Any] = {"validate_formats": True, "pattern_options": RegexOptions(), "offline": True}
    try:
        return Draft202012Validator(dict(schema), **options)
    except ValueError as error:
        raise UsageError(f"schema: no JSON Schema: {error!s:.200}. Do: mend it, or restore it.") from None


def _schema_finding(error: ValidationError) -> Finding:
    keyword, limits = error.kind.name, error.kind.as_dict()
    path = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in error.instance_path)
    whole_row = keyword in ("required", "additionalProperties")
    return Finding(
        severity="error",
        rule=f"schema/{keyword}",
        message=f"breaks {keyword!r} of its schema",
        fix="give the columns of the schema, null where unknown" if whole_row else "mend it where it is made",
        column=path.lstrip(".") or None,
        value=None if whole_row else _SHORT.repr(error.instance),
        expected=f"{keyword} {_SHORT.repr(next(iter(limits.values()), ''))}",
    )


def _finding(problem: Problem) -> Finding:
    rule, column, value, expected = problem
    message, fix = _RULES[rule]
    return Finding(
        severity="warning" if rule in _WARNINGS else "error",
        rule=rule,
        message=message,
        fix=fix,
        column=column,
        value=None if value is None else _SHORT.repr(value),
        expected=None if expected is None else _printable(str(expected)),
    )


def _printable(text: str) -> str:
    return text[:_VALUE_CHARS].encode("utf-8", "backslashreplace").decode()


def _order(name: SchemaName, last: str, id_: str) -> Iterator[Problem]:
    if id_ == last and name != "reject":  # several inputs may be rejected under one id
        yield "id-unique", "id", id_, None
    elif id_ < last:
        yield "id-sorted", "id", id_, f"above {last}"


def _unicode(row: Row) -> Iterator[Problem]:
    if not _is_utf8(row):
        for column, value in row.items():
            if not _is_utf8({column: value}):
                yield "unicode", _printable(column), value, None


def _is_utf8(row: Row) -> bool:
    try:
        json.dumps(row, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True


def _text(row: Row) -> Iterator[Problem]:
    text = row["text"]
    if bad := _CONTROL.search(text):
        yield "text-characters", "text", bad.group(), f"none; this is at {bad.start()}"
    digest = hashlib.sha256(text.encode()).hexdigest()
    if row["text_sha256"] != digest:
        yield "text-sha256", "text_sha256", row["text_sha256"], digest
    if row["quality"]["chars"] != len(text):
        yield "quality-chars", "quality.chars", row["quality"]["chars"], len(text)


def _dates(row: Row) -> Iterator[Problem]:
    fetched = row["origin"]["fetched_at"]
    for column in ("date", "date_modified"):
        day = row[column]
        if day is None:
            continue
        if day < _FIRST_DAY:
            yield "date-plausible", column, day, f"{_FIRST_DAY} or later"
        elif fetched and date.fromisoformat(day) - timedelta(days=1) > datetime.fromisoformat(fetched).date():
            yield "date-plausible", column, day, f"at most a day after the page was fetched, {fetched}"


_SINGLE_CLAIMS = ("title", "byline", "url", "language", "page_type", "section", "agency", "license")


def _evidence(row: Row) -> Iterator[Problem]:
    """Check that each value has a claim in `evidence` and equals its value; of dates, only the day is compared."""
    claimed = {claim["field"]: claim["value"] for claim in row["evidence"]}
    days = {name: row[name] for name in ("date", "date_modified")}
    words = {
        **{name: row[name] for name in _SINGLE_CLAIMS},
        "authors": "; ".join(row["authors"]) or None,
        "source.name": row["source"]["name"],
        "source.domain": row["source"]["domain"],
    }
    for column, value in {**days, **words}.items():
        if value is not None and column not in claimed:
            yield "evidence-missing", column, value, None
    for column, value in days.items():
        if value is not None and value != claimed.get(column, value)[:10]:
            yield "evidence-day", column, value, claimed[column]
    for column, value in words.items():
        if value is not None and value != claimed.get(column, value):
            yield "evidence-agrees", column, value, claimed[column]


def _source(row: Row) -> Iterator[Problem]:
    from tld import get_fld

    domain, url = row["source"]["domain"], row["url"]
    registered = get_fld(url, fail_silently=True) if domain and url else None
    if registered and registered != domain:
        yield "source-domain", "source.domain", domain, registered


def _extra(row: Row) -> Iterator[Problem]:
    try:
        is_object = row["extra"] is None or isinstance(json.loads(row["extra"]), dict)
    except (ValueError, RecursionError):
        is_object = False
    if not is_object:
        yield "extra-json", "extra", row["extra"], None


def _removed(row: Row) -> Iterator[Problem]:
    for column in ("lines", "chars"):
        total = sum(part[column] for part in row["removed"]["by_reason"])
        if row["removed"][column] != total:
            yield "removed-sum", f"removed.{column}", row["removed"][column], total


def _spans(row: Row) -> Iterator[Problem]:
    for column in ("cuts", "repairs"):
        position = 0
        for index, span in enumerate(row[column]):
            if not position <= span["start"] <= span["end"]:
                yield "spans", f"{column}[{index}]", (span["start"], span["end"]), f"from {position} on"
            position = max(position, span["end"])
    for index, cut in enumerate(row["cuts"]):
        if len(cut["text"]) != cut["end"] - cut["start"]:
            yield "cut-length", f"cuts[{index}].text", len(cut["text"]), cut["end"] - cut["start"]


def _stand_in(row: Row) -> Iterator[Problem]:
    if (row["reason"] in ("exact-duplicate", "superseded")) != (row["duplicate_of"] is not None):
        yield (
            "duplicate-of",
            "duplicate_of",
            row["duplicate_of"] or "none",
            f"one that fits {row['reason']!r}",
        )


def _ledger_problems(document: Row, ledger: Row) -> Iterator[Problem]:
    for column in ("raw_sha256", "origin"):
        if document[column] != ledger[column]:
            yield "ledger-belongs", column, ledger[column], document[column]
    try:
        restore(document["text"], ledger)
    except ValueError as error:
        yield "ledger-restores", "cuts", str(error), None
    chars = sum(len(cut["text"]) for cut in ledger["cuts"])
    if document["removed"]["chars"] != chars:
        yield "ledger-sum", "removed.chars", document["removed"]["chars"], chars


_ROW_RULES: dict[SchemaName, tuple[Callable[[Row], Iterator[Problem]], ...]] = {
    "document": (_text, _dates, _evidence, _source, _extra, _removed),
    "ledger": (_spans,),
    "reject": (_stand_in,),
}
