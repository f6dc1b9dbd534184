"""The public data types: the raw document, the cleaned document, and the records of what was changed and inferred.

A document's text has three forms: the *decoded* visible text, the *repaired* text (after the `Repair`s) and the
*cleaned* text (after the `Cut`s). All offsets are half-open ranges of code points in the repaired text.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple, get_args

from corpusclean.errors import UsageError

# "listing" and "corrected" are for rules of the user's own; no rule or model of ours has them.
CutReason = Literal[
    "navigation",
    "advertisement",
    "related-link",
    "video-link",
    "caption",
    "credit",
    "newsletter",
    "social",
    "comments",
    "legal",
    "cookie-notice",
    "headline",
    "dateline-byline",
    "duplicate",
    "site-chrome",
    "repeated-in-corpus",
    "listing",
    "whitespace",
    "other-boilerplate",
    "corrected",
]
CUT_REASONS: tuple[CutReason, ...] = get_args(CutReason)

RejectReason = Literal[
    "empty",
    "undecodable",
    "unsupported",
    "unreadable",
    "too-large",
    "too-deep",
    "cpu-limit",
    "memory-limit",
    "crashed",
    "malformed",
    "exact-duplicate",
    "superseded",
    "filtered",
    "invalid-row",
]
REJECT_REASONS: tuple[str, ...] = get_args(RejectReason)

Precision = Literal["year", "month", "day", "minute", "second"]

_SHOWN = 60  # characters of the text in the `repr` of a document


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a document came from.

    Args:
        input: path of its file, relative to the input folder given to `build`; "-" for standard input.
        record: byte offset or row number in the file, for files that hold many documents.
        url: the address it was fetched from, if the user or the file gives it.
        fetched_at: when it was fetched, in UTC.
    """

    input: str | None = None
    record: int | None = None
    url: str | None = None
    fetched_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class RawDocument:
    """One input document, before any processing.

    Args:
        origin: where it came from.
        payload: its bytes; or a `str`, which is taken as already decoded.
        content_type: "text/plain" or "text/html", with or without parameters; None or another type: detect it from
            the content.
        charset: the charset that an external source (an HTTP header, a database) declares for the bytes.
        id: the user's own id.
        extra: the user's own columns as a JSON object.
    """

    origin: Origin
    payload: bytes | str
    content_type: str | None = None
    charset: str | None = None
    id: str | None = None
    extra: str | None = None

    @property
    def raw_sha256(self) -> str:
        """SHA-256 of the payload, 64 hex digits; a `str` counts as its UTF-8 (surrogates passed)."""
        return hashlib.sha256(_bytes(self.payload)).hexdigest()

    @property
    def document_id(self) -> str:
        """The id that follows from the origin alone, 32 hex digits (see the function `document_id`).

        A canonical URL found in the document may replace it.
        """
        origin = self.origin
        if self.id is None and origin.url is None and origin.input is None:
            return document_id(raw_sha256=self.raw_sha256)
        return document_id(user_id=self.id, url=origin.url, input=origin.input, record=origin.record)


def _bytes(payload: bytes | str) -> bytes:
    return payload.encode("utf-8", "surrogatepass") if isinstance(payload, str) else payload


def document_id(
    *,
    user_id: str | None = None,
    url: str | None = None,
    input: str | None = None,  # noqa: A002 - the field's name
    record: int | None = None,
    raw_sha256: str | None = None,
) -> str:
    """Hash the first of the keys that is given into a document id.

    Args:
        user_id: the user's own id; the first choice.
        url: the document's address; the second choice.
        input: the file that it came from; the third choice.
        record: its byte offset or row number in that file; hashed together with `input`.
        raw_sha256: the hash of its content; the last choice.

    Returns:
        32 hex digits. The name of the key is hashed too, so a URL and a file of the same text give different ids.

    Raises:
        UsageError: if no key is given.

    >>> document_id(url="https://example.org/a") == document_id(url="https://example.org/a", input="a.html")
    True
    """
    keys = {"user_id": user_id, "url": url, "input": input, "raw_sha256": raw_sha256}
    name, value = next(((name, value) for name, value in keys.items() if value is not None), ("", None))
    if value is None:
        raise UsageError("document_id: no key. Do: give one of user_id, url, input and raw_sha256.")
    text = f"{name}\n{value}"
    if name == "input" and record is not None:
        text += f"\n{record}"
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Charset:
    """How the bytes of a document were decoded.

    Args:
        name: Python name of the codec; None if the input was a `str`.
        decided_by: "bom", "utf-8", "declared", "detector", "fallback" or "caller".
        confidence: 0..1.
        labels: the charsets that HTTP header and document declare, most trusted first.
        replaced: number of bytes that could not be decoded; each is a U+FFFD in the text.
        other_lines: (line number, codec) of each line that was decoded with another codec than `name`, for documents
            in two charsets. Lines are those of the raw bytes, counted from 0, each ended by 0x0A.
    """

    name: str | None
    decided_by: str
    confidence: float = 1.0
    labels: tuple[str, ...] = ()
    replaced: int = 0
    other_lines: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Repair:
    """One replacement in the decoded text, such as mended mojibake; the repaired text is the result of all of them.

    Args:
        start, end: range of the replacement in the repaired text; empty where something was deleted.
        original: the replaced text, as it was in the decoded text.
        step: the kind of repair, e.g. "mojibake", "line-ending", "control-characters".
        lossy: whether the input had already lost information, so that the repair holds a U+FFFD.
    """

    start: int
    end: int
    original: str
    step: str
    lossy: bool = False


class Cut(NamedTuple):
    """One range of the repaired text that was removed.

    Args:
        start, end: the range in the repaired text.
        text: the removed text; always `end - start` code points.
        reason: one of `CUT_REASONS`.
        by: the rule or model that decided.
        score: its score for the decision, 0..1.
    """

    start: int
    end: int
    text: str
    reason: CutReason
    by: str
    score: float = 1.0


class ScoredLine(NamedTuple):
    """One line of a document that is not blank, with its boilerplate score.

    Args:
        start, end: its range in the repaired text.
        score: the highest score of the line's marks (see `Mark`), 0..1; 0 if it has none.
    """

    start: int
    end: int
    score: float


@dataclass(frozen=True, slots=True)
class Claim:
    """A candidate value of one metadata field, with the place where it was read.

    Args:
        field: "title", "source.name", "source.domain", "date", "date_modified", "byline", "authors" (names
            joined by "; "), "agency", "language", "url", "license", …; a lower bound of a date is a field of its own
            ("date.not_before"), and so is each flag ("flag.paywall_stub").
        value: the value; dates as ISO 8601 at the precision given in the document ("2018", "2018-01", "2018-01-18").
        method: where and how it was read, e.g. "json-ld", "meta:og:title", "text-label".
        confidence: estimated probability that the value is right, 0..1.
        precision: of dates and times only.
        quote: the text that the value was read from, at most 200 characters.
        start, end: range of that text in the repaired text; None if it is in the head of an HTML page.
    """

    field: str
    value: str
    method: str
    confidence: float
    precision: Precision | None = None
    quote: str = ""
    start: int | None = None
    end: int | None = None


class Mark(NamedTuple):
    """The verdict of one rule or model that a line is boilerplate.

    Args:
        line: index into `Page.lines`.
        reason: one of `CUT_REASONS`.
        by: the rule ("rules/advertisement.toml#story-continues") or the model.
        score: 0..1; the line is cut if it reaches `Recipe.threshold`.
    """

    line: int
    reason: CutReason
    by: str
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Source:
    """Who published a document.

    Args:
        name: the publisher's name as it is printed ("The Globe and Mail").
        domain: the registered domain of its site ("theglobeandmail.com").
    """

    name: str | None = None
    domain: str | None = None


@dataclass(frozen=True, slots=True)
class Rights:
    """What a page says about how it may be used; None means that nothing was found, never that use is allowed.

    Args:
        tdm_reserved: whether text and data mining is reserved (TDMRep, 2022).
        signals: what was seen, e.g. "robots:noai".
    """

    tdm_reserved: bool | None = None
    signals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, repr=False)
class Document:
    """One cleaned document with its metadata and the record of all changes: the result of `clean`.

    Args:
        id: 32 hex digits, stable between versions of a dataset.
        origin: where it came from.
        text: the cleaned text.
        charset: how the bytes were decoded.
        raw_sha256: SHA-256 of the input, 64 hex digits.
        title, source, date, date_modified, byline, authors, url, language, page_type, section, agency, license,
            rights: the metadata; None or () where no claim was confident enough.
        flags: warnings, e.g. "replaced-bytes" or "paywall-stub".
        extra: the user's own columns as a JSON object.
        evidence: for each field with a value, the claim that it was taken from.
        claims: all claims, chosen or not.
        cuts: the removed ranges, in order, disjoint.
        repairs: the replacements made before that, in order, disjoint.
        lines: all lines that are not blank, kept or cut, with their scores; not stored in a dataset.
        needed: for each claim of a field without a value, the confidence that was required; for `explain`.
        html: the markup of an HTML page, for `markdown`; not stored in a dataset, and ignored by `==`.
    """

    id: str
    origin: Origin
    text: str
    charset: Charset
    raw_sha256: str
    title: str | None = None
    source: Source = Source()
    date: dt.date | None = None
    date_modified: dt.date | None = None
    byline: str | None = None
    authors: tuple[str, ...] = ()
    url: str | None = None
    language: str | None = None
    page_type: str | None = None
    section: str | None = None
    agency: str | None = None
    license: str | None = None
    rights: Rights = Rights()
    flags: tuple[str, ...] = ()
    extra: str | None = None
    evidence: tuple[Claim, ...] = ()
    claims: tuple[Claim, ...] = ()
    cuts: tuple[Cut, ...] = ()
    repairs: tuple[Repair, ...] = ()
    lines: tuple[ScoredLine, ...] = ()
    needed: tuple[tuple[Claim, float], ...] = field(default=(), compare=False)
    html: str = field(default="", compare=False)

    def __repr__(self) -> str:
        """Return title, publication and the beginning of the text; the whole document would fill the screen."""
        known = {"title": self.title, "source": self.source.name or self.source.domain, "date": self.date}
        told = "".join(f"{name}={str(value)!r}, " for name, value in known.items() if value)
        beginning = self.text if len(self.text) <= _SHOWN else f"{self.text[:_SHOWN]}…"
        return f"<Document {told}text={beginning!r} ({len(self.text):,} characters), cuts={len(self.cuts)}>"

    def restore(self) -> str:
        """Return the decoded input, with all cuts and repairs undone: the whole text, or an HTML page's visible text.

        >>> from corpusclean import clean
        >>> clean("It rained.\\n\\nAdvertisement\\n\\nThen it stopped.").restore()
        'It rained.\\n\\nAdvertisement\\n\\nThen it stopped.'
        """
        from corpusclean.ledger import restore

        return restore(self.text, self.ledger())

    def markdown(self) -> str:
        """Render the cleaned text as CommonMark with the structure of its HTML page.

        The lines are those of `text`. Headings, lists, quotes, code, tables (as in GitHub Flavored Markdown; the
        first row is the header) and links become Markdown; links are made absolute, and only those to http, https
        and mailto addresses are kept. Characters of the text that Markdown would take for markup are escaped.
        Plain text, and a document without its `html`, gives paragraphs only. Each call renders anew.

        Raises:
            UsageError: if `text` was replaced, so that `cuts` and `repairs` no longer belong to it.

        >>> from corpusclean import Recipe, clean
        >>> page = '<h2>Ferries</h2><ul><li>The <a href="/ann">Ann Oak</a>, built in 1921*</ul>'
        >>> print(clean(page, url="https://example.org/", recipe=Recipe(extractor="none")).markdown())
        ## Ferries
        <BLANKLINE>
        - The [Ann Oak](https://example.org/ann), built in 1921\\*
        """
        from corpusclean.markdown.view import markdown_view

        return markdown_view(self)

    def to_dict(self) -> dict[str, Any]:
        """Return the row of the dataset, with the columns of `schemas/document.v1.json`; dates are `date` objects.

        >>> from corpusclean import clean
        >>> clean("It rained.").to_dict()["text"]
        'It rained.'
        """
        from corpusclean.rows import document_row

        return document_row(self)

    def to_json(self) -> str:
        """Return the row of the dataset as one line of JSON; dates and times are in ISO 8601.

        >>> from corpusclean import clean
        >>> clean("It rained.", id="a").to_json()[:63]
        '{"id": "fb86b10fbb8ef54ccc7598fdf6ead674", "text": "It rained."'
        """
        from corpusclean.schema import json_line

        return json_line(self.to_dict())

    def ledger(self) -> dict[str, Any]:
        """Return the row of the ledger (cuts, repairs, claims), with the columns of `schemas/ledger.v1.json`.

        >>> from corpusclean import clean
        >>> [cut["reason"] for cut in clean("It rained.\\nAdvertisement\\nIt stopped.").ledger()["cuts"]]
        ['advertisement']
        """
        from corpusclean.rows import ledger_row

        return ledger_row(self)

    def explain(self) -> str:
        """Describe for a reader what was kept and cut, and why, and where the metadata comes from.

        Kept lines begin with two spaces; cut lines begin with "- " and end with the reason and the rule or model.

        >>> from corpusclean import clean
        >>> print(clean("It rained.\\nAdvertisement\\nIt stopped.").explain().splitlines()[1])
        - Advertisement  [advertisement: rules/advertisement.toml#label]
        """
        from corpusclean.explanation import explain

        return explain(self)


@dataclass(frozen=True, slots=True)
class Reject:
    """An input document that did not become a row of the dataset, with the reason.

    Args:
        id: the id that its row would have had.
        origin: where it came from.
        reason: one of `REJECT_REASONS`.
        detail: the reason in words, with the values seen.
        raw_sha256: SHA-256 of the input, None if it could not be read.
        duplicate_of: id of the row that was kept instead, for duplicates and superseded documents.
    """

    id: str
    origin: Origin
    reason: str
    detail: str
    raw_sha256: str | None = None
    duplicate_of: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the row of the rejects, with the columns of `schemas/reject.v1.json`."""
        from corpusclean.rows import reject_row

        return reject_row(self)

    def to_json(self) -> str:
        """Return the row of the rejects as one line of JSON; times are in ISO 8601."""
        from corpusclean.schema import json_line

        return json_line(self.to_dict())
