"""The types of what goes in and what comes out, which all stages share.

Two coordinate systems and no more: the *decoded* visible text, and the *repaired* text. Repairs lead from
the first to the second, cuts from the second to the cleaned text. All offsets are code points into the
repaired text, half-open.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple, get_args

from corpusclean.errors import UsageError

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
CUT_REASONS: tuple[str, ...] = get_args(CutReason)

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


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a document came from.

    Args:
        input: file, as its path below the input that it was found in; "-" for standard input.
        record: byte offset or row inside the file, for files that hold many documents.
        url: the address it was fetched from, if the user or the file says so.
        fetched_at: when, in UTC.
    """

    input: str | None = None
    record: int | None = None
    url: str | None = None
    fetched_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class RawDocument:
    """One document as it came in.

    Args:
        origin: where from.
        payload: its bytes; or a `str`, which is taken as already decoded.
        content_type: "text/plain" or "text/html", with or without parameters; None means look at the content.
        charset: what the outside (an HTTP header, a database) says about the bytes.
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
        """The id that the document has before anything is read in it, 32 hex digits (see `document_id`)."""
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
    """Hash the first key that is known into a document id.

    Args:
        user_id: the user's own id; before all others.
        url: the document's address; the next that counts.
        input: the file that it came from.
        record: where in that file it stands; part of the key `input`.
        raw_sha256: the hash of its content; where nothing else is known.

    Returns:
        32 hex digits. The kind of the key is part of the hash.

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
    """How bytes became text.

    Args:
        name: the charset in use, by its Python codec name; None if the input was text already.
        decided_by: "bom", "utf-8", "declared", "detector", "fallback" or "caller".
        confidence: 0..1.
        labels: the labels that were declared, in order of trust.
        replaced: number of bytes that no character stands for; each is a U+FFFD in the text.
        other_lines: of a document in two charsets, the lines of its bytes (from 0, each ended by 0x0A) that have
            bytes in another one, and the name of that.
    """

    name: str | None
    decided_by: str
    confidence: float = 1.0
    labels: tuple[str, ...] = ()
    replaced: int = 0
    other_lines: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Repair:
    """One stretch of text that was changed before anything was cut.

    Args:
        start, end: what stands there now, in the repaired text; equal where something was taken out.
        original: what stood there in the decoded text.
        step: what was done, e.g. "mojibake", "line-ending", "control-characters".
        lossy: whether information was already lost in the input (a U+FFFD had to be put in).
    """

    start: int
    end: int
    original: str
    step: str
    lossy: bool = False


@dataclass(frozen=True, slots=True)
class Cut:
    """One stretch of the repaired text that is not in the cleaned text.

    Args:
        start, end: where it stood in the repaired text.
        text: what stood there; always `end - start` code points.
        reason: one of `CUT_REASONS`.
        by: the rule or model that decided.
        score: how sure it was, 0..1.
    """

    start: int
    end: int
    text: str
    reason: str
    by: str
    score: float = 1.0


class ScoredLine(NamedTuple):
    """One line of a document that is not blank, and what the voters made of it.

    Args:
        start, end: where it stands in the repaired text.
        score: the highest score that a voter gave it for being boilerplate, 0..1; 0 if none did.
    """

    start: int
    end: int
    score: float


@dataclass(frozen=True, slots=True)
class Claim:
    """What one inferrer believes about one metadata field.

    Args:
        field: "title", "source.name", "source.domain", "date", "date_modified", "byline", "authors" (names
            joined by "; "), "agency", "language", "url", "license", …; a bound has its own field
            ("date.not_before"), and so has each flag ("flag.paywall_stub").
        value: the value; dates as ISO 8601 at their real precision ("2018", "2018-01", "2018-01-18").
        method: where it was read, e.g. "json-ld", "meta:og:title", "text-label".
        confidence: 0..1.
        precision: of dates and times only.
        quote: the words that it was read from, at most 200 characters.
        start, end: where they stand in the repaired text; None if they stand in the head of a page.
    """

    field: str
    value: str
    method: str
    confidence: float
    precision: Precision | None = None
    quote: str = ""
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """One voter's verdict that a line is boilerplate.

    Args:
        line: index into `Page.lines`.
        reason: one of `CUT_REASONS`.
        by: the rule ("rules/advertisement.toml#story-continues") or model that says so.
        score: how sure it is, 0..1.
    """

    line: int
    reason: str
    by: str
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Source:
    """Who published a document.

    Args:
        name: as it is printed ("The Globe and Mail").
        domain: its registered domain ("theglobeandmail.com").
    """

    name: str | None = None
    domain: str | None = None


@dataclass(frozen=True, slots=True)
class Rights:
    """What a page says about its use; None means that nothing was found, never that use is allowed.

    Args:
        tdm_reserved: whether text and data mining is reserved (TDMRep, 2022).
        signals: what was seen, e.g. "robots:noai".
    """

    tdm_reserved: bool | None = None
    signals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """One clean document with its metadata and its ledger.

    Args:
        id: 32 hex digits, stable between versions of a dataset.
        origin: where it came from.
        text: the cleaned text.
        charset: how the bytes became text.
        raw_sha256: SHA-256 of the input.
        title, source, date, date_modified, byline, authors, url, language, page_type, section, agency, license,
            rights: the metadata that won; None or () where nothing was sure enough.
        flags: warnings, e.g. "replaced-bytes" or "paywall-stub".
        extra: the user's own columns as a JSON object.
        evidence: the winning claim of each field.
        claims: all claims, winners and losers.
        cuts: what was taken out, in order, disjoint.
        repairs: what was changed, in order, disjoint.
        lines: its lines with their scores, those that were cut too; in neither row nor ledger.
        needed: of each claim of a field without a value, how sure that would have had to be; for `explain`.
        html: the markup of an HTML page, for `markdown`; not in the rows, and no part of what makes two
            documents equal.
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
    needed: Mapping[Claim, float] = field(default_factory=dict, repr=False, compare=False)
    html: str = field(default="", repr=False, compare=False)

    def restore(self) -> str:
        """The decoded input again: the whole text, or the visible text of a page.

        >>> from corpusclean import clean
        >>> clean("It rained.\\n\\nAdvertisement\\n\\nThen it stopped.").restore()
        'It rained.\\n\\nAdvertisement\\n\\nThen it stopped.'
        """
        from corpusclean.ledger import restore

        return restore(self.text, self.ledger())

    def markdown(self) -> str:
        """The text as CommonMark with the structure of its page, made anew at each call.

        The lines are those of `text`. Headings, lists, quotes, code, tables (as in GitHub Flavored Markdown; the
        first row is the header) and links stay what they are; links are absolute, and only those to http, https
        and mailto addresses stay. All else that Markdown would take for markup is escaped, so that a parser
        shows the text as it is. Of plain text, and of a document without its `html`, the paragraphs.

        Raises:
            UsageError: if `text` was replaced, and the ledger does not belong to it any more.

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
        """The row of the dataset, as `schemas/document.v1.json` has it; dates are `date` objects.

        >>> from corpusclean import clean
        >>> clean("It rained.").to_dict()["text"]
        'It rained.'
        """
        from corpusclean.rows import document_row

        return document_row(self)

    def ledger(self) -> dict[str, Any]:
        """The row of the ledger, as `schemas/ledger.v1.json` has it.

        >>> from corpusclean import clean
        >>> [cut["reason"] for cut in clean("It rained.\\nAdvertisement\\nIt stopped.").ledger()["cuts"]]
        ['advertisement']
        """
        from corpusclean.rows import ledger_row

        return ledger_row(self)

    def explain(self) -> str:
        """The whole story for a person: each line of the input with its fate, then the metadata.

        Kept lines begin with two spaces, cut lines with "- " and end with their reason and its author.

        >>> from corpusclean import clean
        >>> print(clean("It rained.\\nAdvertisement\\nIt stopped.").explain().splitlines()[1])
        - Advertisement  [advertisement: rules/advertisement.toml#label]
        """
        from corpusclean.explanation import explain

        return explain(self)


@dataclass(frozen=True, slots=True)
class Reject:
    """A document that came in and is not a row, with the reason.

    Args:
        id: the id that it would have had.
        origin: where it came from.
        reason: one of `REJECT_REASONS`.
        detail: what was seen, in words.
        raw_sha256: SHA-256 of the input, None if it could not be read.
        duplicate_of: id of the row that stands for it, for duplicates and superseded documents.
    """

    id: str
    origin: Origin
    reason: str
    detail: str
    raw_sha256: str | None = None
    duplicate_of: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """The row of the rejects, as `schemas/reject.v1.json` has it."""
        from corpusclean.rows import reject_row

        return reject_row(self)
