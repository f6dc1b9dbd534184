"""Claim the dates of publication and modification that the head and the URL of a page declare."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from corpusclean.infer.facts.claims import moment_claim
from corpusclean.infer.facts.json_ld import item_types, strings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpusclean.document import Claim
    from corpusclean.infer.reading import Reading

# Confidences: how often the value is the day of publication (metadata evaluation set, HTML, 2026-11).
_PUBLISHED = {
    "article:published_time": 0.95,
    "og:article:published_time": 0.95,
    "article:published": 0.9,
    "datepublished": 0.92,
    "parsely-pub-date": 0.93,
    "sailthru.date": 0.88,
    "cxenseparse:recs:publishtime": 0.9,
    "cxenseparse:publishtime": 0.9,
    "citation_publication_date": 0.75,
    "citation_online_date": 0.8,
    "citation_date": 0.75,
    "pubdate": 0.88,
    "publishdate": 0.88,
    "publish-date": 0.88,
    "publish_date": 0.88,
    "published-date": 0.88,
    "publication_date": 0.85,
    "publication-date": 0.85,
    "published": 0.85,
    "published_at": 0.85,
    "published_time": 0.85,
    "pub_date": 0.85,
    "ptime": 0.8,
    "article_date_original": 0.85,
    "dcterms.issued": 0.8,
    "dc.date.issued": 0.85,
    "dcterms.created": 0.75,
    "dc.date.created": 0.75,
    "dcterms.date": 0.7,
    "dc.date": 0.7,
    "date": 0.7,
    "og:pubdate": 0.8,
    "og:published_time": 0.85,
    "created": 0.65,
    "rnews:datepublished": 0.85,
    "video:release_date": 0.6,
    "og:video:release_date": 0.6,
    "uploaddate": 0.55,
}
_MODIFIED = {
    "article:modified_time": 0.9,
    "og:article:modified_time": 0.9,
    "article:modified": 0.85,
    "og:updated_time": 0.8,
    "datemodified": 0.9,
    "last-modified": 0.7,
    "dcterms.modified": 0.8,
    "dc.date.modified": 0.8,
    "lastmod": 0.8,
    "modified": 0.7,
    "revised": 0.7,
    "date_updated": 0.7,
    "updated_time": 0.7,
}
_JSON_LD = {"datePublished": 0.95, "datePosted": 0.9, "dateCreated": 0.6, "uploadDate": 0.6}
_JSON_LD_MODIFIED = 0.9
_WEB_PAGE = 0.85  # factor for dates of a WebPage item, since CMS fill them in for listings, too
_ADDRESS = 0.75
# One in 12 times in UTC is on another day than in the time zone of the publisher (same set).
_UTC = re.compile(r"T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|\+00:?00)\s*\Z")
_UTC_FACTOR = 0.9  # for confidences
_IN_ADDRESS = re.compile(
    r"/((?:19|20)\d\d)[/-](\d{1,2})[/-](\d{1,2})(?=[/_-]|\Z)|[/-]((?:19|20)\d\d)(\d\d)(\d\d)(?=[/_.-]|\Z)"
)
_DAY_FIRST_IN_ADDRESS = re.compile(r"/(\d\d)[.-](\d\d)[.-]((?:19|20)\d\d)(?=[/_-]|\Z)")


def claim_declared_dates(reading: Reading) -> list[Claim]:
    """Claim the dates of publication and modification from JSON-LD, meta tags and the URL.

    Returns:
        Claims of "date" and "date_modified", at the precision that is declared.
    """
    return [*_from_json_ld(reading), *_from_meta(reading), *_from_address(reading)]


def _from_json_ld(reading: Reading) -> Iterator[Claim]:
    for item in reading.declared.articles[:3]:
        share = _WEB_PAGE if "WebPage" in item_types(item) else 1.0
        for key, confidence in _JSON_LD.items():
            for value in strings(item.get(key), "@value")[:1]:
                yield from _moment("date", value, "json-ld", confidence * share)
        for value in strings(item.get("dateModified"), "@value")[:1]:
            yield from _moment("date_modified", value, "json-ld", _JSON_LD_MODIFIED * share)


def _from_meta(reading: Reading) -> Iterator[Claim]:
    for field, names in (("date", _PUBLISHED), ("date_modified", _MODIFIED)):
        for name, confidence in names.items():
            for value in reading.declared.meta.get(name, [])[:1]:
                yield from _moment(field, value, f"meta:{name}", confidence)


def _from_address(reading: Reading) -> Iterator[Claim]:
    """Claim the date in the URL of the page, or in the canonical one."""
    for url in (reading.page.url, reading.declared.canonical):
        match = _IN_ADDRESS.search(url)
        if match:
            year, month, day = (part for part in match.groups() if part)
            yield from _moment("date", f"{year}-{int(month):02d}-{int(day):02d}", "url", _ADDRESS)
            return
        if match := _DAY_FIRST_IN_ADDRESS.search(url):
            yield from _moment("date", f"{match[3]}-{match[2]}-{match[1]}", "url", _ADDRESS)
            return


def _moment(field: str, printed: str, method: str, confidence: float) -> Iterator[Claim]:
    """Claim one date of the head or the URL, if it can be parsed."""
    if _UTC.search(printed):
        confidence *= _UTC_FACTOR
    if claim := moment_claim(field, printed, method, round(confidence, 2)):
        yield claim
