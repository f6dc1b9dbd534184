"""Claim the section of the site that a page belongs to: from meta tags, JSON-LD, breadcrumbs and the URL."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from corpusclean.infer.facts.claims import head_claim
from corpusclean.infer.facts.json_ld import item_types, listed, strings
from corpusclean.lexicons import load_lexicon
from corpusclean.spelling import plain, squeezed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpusclean.document import Claim
    from corpusclean.infer.reading import Reading

# Confidences: how often it is one of the annotated sections (69 pages of the metadata evaluation set, November 2026);
# if not, it is mostly a broader or narrower one.
_TAG, _JSON_LD, _MICRODATA, _CRUMB, _ADDRESS = 0.7, 0.7, 0.6, 0.75, 0.4
_METAS = (
    "article:section",
    "parsely-section",
    "cxenseparse:section",
    "og:article:section",
    "dc.subject.section",
)
_MAX_WORDS, _MAX_CHARS = 6, 60
_WORDED = re.compile(r"[^\W\d_][^\W\d_&'’]*(?:[-_ +][^\W\d_&'’]+){0,3}\Z")


def claim_section(reading: Reading) -> list[Claim]:
    """Claim the section of a page, as its site calls it.

    Returns:
        Claims of "section"; the confidence of one from the URL is too low to win alone.
    """
    claims = []
    for printed, method, confidence in _named(reading):
        section = plain(printed).strip(" /›»>")
        if squeezed(section) == squeezed(reading.declared.title) or section.casefold() in load_lexicon(
            "default_categories"
        ):
            continue
        if section and len(section) <= _MAX_CHARS and len(section.split()) <= _MAX_WORDS:
            claims.append(head_claim("section", section, method, confidence, quote=printed))
    return claims


def _named(reading: Reading) -> Iterator[tuple[str, str, float]]:
    """Yield (section, method, confidence) of each place that declares a section."""
    for name in _METAS:
        yield from ((value, f"meta:{name}", _TAG) for value in reading.declared.meta.get(name, [])[:1])
    for item in reading.declared.articles[:1]:
        yield from ((_first(value), "json-ld", _JSON_LD) for value in strings(item.get("articleSection"))[:1])
    if (own := reading.declared.main_microdata) is not None:
        yield from (
            (_first(value), "microdata", _MICRODATA) for value in strings(own.get("articleSection"))[:1]
        )
    if crumb := _crumb(reading):
        yield crumb, "breadcrumb", _CRUMB
    if segment := _segment(reading):
        yield segment, "url", _ADDRESS


def _first(value: str) -> str:
    """Return the first of several sections in a comma-separated string."""
    return value.partition(",")[0]


def _crumb(reading: Reading) -> str:
    """Return the first breadcrumb between the home page and the page itself."""
    items = [*reading.declared.json_ld, *reading.declared.microdata]
    trails = [
        item["itemListElement"]
        for item in items
        if "BreadcrumbList" in item_types(item) and "itemListElement" in item
    ]
    for trail in trails[:1]:
        names = [name for crumb in listed(trail)[:10] if (name := _crumb_name(crumb))]
        title = squeezed(reading.declared.title)
        inner = [
            name for name in names[1:] if squeezed(name) and squeezed(name) not in reading.declared.site_names
        ]
        if inner and squeezed(inner[-1]) in title and len(inner) > 1:
            return inner[0]
        if inner and squeezed(inner[-1]) not in title:
            return inner[0]
    return ""


def _crumb_name(crumb: Any) -> str:
    if not isinstance(crumb, dict):
        return ""
    return plain((strings(crumb.get("name")) or strings(crumb.get("item")) or [""])[0])


def _segment(reading: Reading) -> str:
    """Return the first segment of the URL that is a word, without the last segment, which is the page's own."""
    segments = [unquote(part) for part in urlsplit(reading.declared.address).path.strip("/").split("/")]
    for segment in segments[:-1][:3]:
        if (
            segment.casefold() not in load_lexicon("url_segments")
            and len(segment) > 2
            and _WORDED.match(segment)
        ):
            return re.sub(r"[-_+]", " ", segment)
    return ""
