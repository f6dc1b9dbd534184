"""Run the stages of the pipeline on one document or a batch; no other module knows their order."""

from __future__ import annotations

import datetime as dt
import re
import warnings
from collections.abc import Callable, Sequence
from dataclasses import replace

from corpusclean.assembling import assemble
from corpusclean.decoding import binary_kind, decode, is_ebcdic
from corpusclean.document import Charset, Document, Mark, RawDocument, Reject
from corpusclean.errors import Rejected, UsageError
from corpusclean.infer.resolve import infer
from corpusclean.lifting import lift, spare_headline
from corpusclean.mark.block_model import block_model_marks
from corpusclean.mark.context_rules import context_rule_marks
from corpusclean.mark.cuts import cut_lines, cut_text, verdicts
from corpusclean.mark.duplicates import duplicate_marks
from corpusclean.mark.line_model import NAME as LINE_MODEL
from corpusclean.mark.line_model import line_model_marks
from corpusclean.mark.rules import rule_marks
from corpusclean.mark.structure import structure_marks
from corpusclean.mark.trafilatura_extractor import trafilatura_marks
from corpusclean.page import Page
from corpusclean.readers.fields import given_document
from corpusclean.recipe import Recipe, given_or_default
from corpusclean.repairing import repair_page
from corpusclean.segment.html import segment_html
from corpusclean.segment.kind import has_tag, is_html
from corpusclean.segment.markup_caps import check_markup
from corpusclean.segment.text import segment_text, split_giant_lines

# Voters that use the marks of neighbouring lines come after those that judge a line by itself.
_VOTERS: tuple[Callable[[Sequence[Page], Recipe], list[list[Mark]]], ...] = (
    rule_marks,
    structure_marks,
    trafilatura_marks,
    context_rule_marks,
    duplicate_marks,
)
_QUICK_VOTERS = (structure_marks, trafilatura_marks)
_FILE_NAME = re.compile(r"[^\s<>]{1,250}\.(?:txt|html?|xhtml|gz|md)", re.IGNORECASE)


def clean(  # noqa: PLR0913 - all that a caller may know about a document
    raw: bytes | str,
    *,
    url: str | None = None,
    content_type: str | None = None,
    charset: str | None = None,
    fetched_at: dt.datetime | str | None = None,
    id: str | None = None,  # noqa: A002 - the field's name
    recipe: Recipe | None = None,
) -> Document:
    """Clean one document.

    Args:
        raw: the bytes of the document; or a `str`, which is taken as already decoded.
        url: its URL.
        content_type: "text/plain" or "text/html"; by default, and for other types, detected from the content.
        charset: declared charset; it only breaks ties, since such declarations are often wrong.
        fetched_at: when it was fetched, a datetime or its ISO 8601 form; UTC if it has no time zone.
        id: your own id, of which `Document.id` is a hash; by default the URL is hashed, or else the content.
        recipe: the settings; by default `Recipe()`.

    Returns:
        The clean document with its metadata and its ledger of cuts and repairs.

    Raises:
        Rejected: if no document can be made of it; carries the reason.
        UsageError: if an argument has a wrong type.

    >>> document = clean("Rain falls on Ulm.\\n\\nREAD MORE: Sun shines on Bonn\\n\\nIt is wet.")
    >>> document.text, document.cuts[0].reason
    ('Rain falls on Ulm.\\n\\nIt is wet.', 'related-link')
    """
    if not isinstance(raw, bytes | str):
        raise UsageError(
            f"clean: raw is a {type(raw).__name__}. Do: give bytes or str; of a file, Path(…).read_bytes()."
        )
    if isinstance(raw, str) and _FILE_NAME.fullmatch(raw):
        warnings.warn(
            f"clean: {raw!r} is taken as the text itself. Do: for a file, give Path({raw!r}).read_bytes().",
            stacklevel=2,
        )
    document = given_document(
        raw, url=url, content_type=content_type, charset=charset, fetched_at=fetched_at, id=id
    )
    (result,) = clean_documents([document], given_or_default(recipe))
    if isinstance(result, Reject):
        raise Rejected(result.reason, result.detail)
    return result


def extract(html: bytes | str, url: str | None = None, *, recipe: Recipe | None = None) -> str:
    """Extract the main text of an HTML page or a plain text, and nothing else.

    It makes the same cuts as `clean`, but infers no metadata: title and byline lines stay if the extractor takes
    them for content. A document with any tag is read as HTML, one without as plain text, whatever its beginning.

    Args:
        html: the page as bytes in any charset; or as a `str`, which is taken as already decoded.
        url: its URL.
        recipe: the settings; by default `Recipe()`.

    Returns:
        The text, or "" if the page displays none or none is left.

    Raises:
        Rejected: if the page cannot be read: it is too large, too deeply nested or not a text.
        UsageError: if an argument has a wrong type.

    >>> extract("<p>Rain falls on Ulm.</p><p>Advertisement</p>", recipe=Recipe(extractor="none"))
    'Rain falls on Ulm.'
    """
    if not isinstance(html, bytes | str):
        raise UsageError(f"extract: html is a {type(html).__name__}. Do: give bytes or str.")
    document = given_document(html, url=url)
    recipe = replace(given_or_default(recipe), metadata=False)
    try:
        opened = _open(document, recipe, lambda text, _: has_tag(text))
        if isinstance(opened, Reject):
            if opened.reason == "empty":
                return ""
            raise Rejected(opened.reason, opened.detail)
        page, _ = opened
        collect_votes([page], recipe)
        add_opinions([page], ask_models([page], recipe), recipe)
        text = cut_text(page.text, cut_lines(page, page.marks, recipe))
    except (ImportError, UsageError, Rejected):
        raise
    except Exception as error:
        raise Rejected("crashed", _error_text(error)) from error
    return text if text.strip() else ""


def clean_documents(documents: Sequence[RawDocument], recipe: Recipe) -> list[Document | Reject]:
    """Clean a batch of documents.

    Args:
        documents: any number of documents; the result of one does not depend on the others.
        recipe: the settings.

    Returns:
        A document or a reject for each input, in the same order.
    """
    try:
        return _clean_together(documents, recipe)
    except (ImportError, UsageError):  # the fault of the installation or the recipe, not of a document
        raise
    except Exception as error:  # noqa: BLE001 - whatever a hostile document breaks must not reach the others
        if len(documents) == 1:
            return [_reject(documents[0], "crashed", _error_text(error))]
        return [result for document in documents for result in clean_documents([document], recipe)]


def _clean_together(documents: Sequence[RawDocument], recipe: Recipe) -> list[Document | Reject]:
    """Run all stages on a batch; only `Rejected` is caught."""
    opened = [_open(document, recipe) for document in documents]
    pages = [result[0] for result in opened if not isinstance(result, Reject)]
    collect_votes(pages, recipe)
    opinions = ask_models(pages, recipe)
    winners = iter(infer(pages, recipe) if recipe.metadata else [{} for _ in pages])
    # After inference, since the models mark bylines and date lines as boilerplate, and inferrers skip marked lines.
    add_opinions(pages, opinions, recipe)
    results: list[Document | Reject] = []
    for document, result in zip(documents, opened, strict=True):
        if isinstance(result, Reject):
            results.append(result)
            continue
        page, charset = result
        won = next(winners)
        page.marks = spare_headline(page, won, LINE_MODEL)
        if recipe.lift:
            page.marks += lift(page, won, verdicts(page.marks, recipe))
        try:
            results.append(assemble(document, page, charset, won, recipe))
        except Rejected as rejected:
            results.append(_reject(document, rejected.reason, rejected.detail))
    return results


def collect_votes(pages: Sequence[Page], recipe: Recipe) -> None:
    """Append the marks of all voters but the trained models; with the profile "fast", HTML has fewer voters."""
    ruled = [page for page in pages if not page.is_html or recipe.profile != "fast"]
    for vote in _VOTERS:
        asked = pages if vote in _QUICK_VOTERS else ruled
        for page, marks in zip(asked, vote(asked, recipe), strict=True):
            page.marks += marks


def ask_models(pages: Sequence[Page], recipe: Recipe) -> list[list[Mark]]:
    """Run the trained models: compute marks of boilerplate, and set `Page.roles` of plain text.

    Returns:
        The marks for each page, not yet appended to it.
    """
    both = zip(line_model_marks(pages, recipe), block_model_marks(pages, recipe), strict=True)
    return [of_text + of_html for of_text, of_html in both]


def add_opinions(pages: Sequence[Page], opinions: Sequence[Sequence[Mark]], recipe: Recipe) -> None:
    """Append marks of models to lines that no other voter has decided, since a rule's reason is more specific."""
    for page, marks in zip(pages, opinions, strict=True):
        decided = {mark.line for mark in page.marks if mark.score >= recipe.threshold}
        page.marks += [mark for mark in marks if mark.line not in decided]


def _open(
    document: RawDocument, recipe: Recipe, is_markup: Callable[[str, str | None], bool] = is_html
) -> tuple[Page, Charset] | Reject:
    """Decode, segment and repair one document; `is_markup` tells HTML from plain text."""
    try:
        text, charset = _decode(document, recipe)
        if is_markup(text, document.content_type):
            if len(text) > recipe.max_html_bytes:
                raise Rejected("too-large", f"HTML of more than {recipe.max_html_bytes} characters")
            check_markup(text, recipe.max_nesting, recipe.max_attributes)
            page = segment_html(text, document.origin.url or "")
        else:
            if (lines := text.count("\n")) > recipe.max_lines:
                raise Rejected("too-large", f"{lines} lines, more than {recipe.max_lines}")
            page = segment_text(text, document.origin.url or "")
        page.fetched_at = document.origin.fetched_at
        page = repair_page(page, recipe)
        if not page.is_html:
            page = split_giant_lines(page)
        if not page.text.strip():
            raise Rejected("empty", "there is no visible text")
    except Rejected as rejected:
        return _reject(document, rejected.reason, rejected.detail)
    return page, charset


def _decode(document: RawDocument, recipe: Recipe) -> tuple[str, Charset]:
    payload = document.payload
    if len(payload) > recipe.max_bytes:
        raise Rejected("too-large", f"{len(payload)} bytes, more than {recipe.max_bytes}")
    if not payload:
        raise Rejected("empty", "there are no bytes")
    if isinstance(payload, str):
        return payload, Charset(None, "caller")
    if kind := binary_kind(payload):
        raise Rejected("undecodable", kind)
    decoded = decode(payload, charset=document.charset, content_type=document.content_type)
    if decoded.decided_by == "fallback" and is_ebcdic(payload):
        raise Rejected(
            "undecodable", "text in EBCDIC. Do: declare its charset, such as cp500, or convert it to UTF-8"
        )
    return decoded.text, decoded.provenance()


def _error_text(error: Exception) -> str:
    """Return type and message of an error, short and without characters that cannot be stored."""
    return f"{type(error).__name__}: {error}"[:500].encode("utf-8", "backslashreplace").decode()


def _reject(document: RawDocument, reason: str, detail: str) -> Reject:
    return Reject(document.document_id, document.origin, reason, detail, document.raw_sha256)
