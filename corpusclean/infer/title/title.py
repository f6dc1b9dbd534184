"""Claim the title of a page: from its head and from its visible headline."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from corpusclean.infer.facts.claims import head_claim
from corpusclean.infer.facts.json_ld import strings
from corpusclean.infer.headline.search import SEPARATOR
from corpusclean.infer.title.notes import claim_noted_title
from corpusclean.spelling import plain, squeezed

if TYPE_CHECKING:
    from corpusclean.document import Claim
    from corpusclean.infer.reading import Reading

# Confidences: how often each is the title that annotators gave (metadata evaluation set, HTML, November 2026).
_JSON_LD, _HEAD_TITLE = 0.7, 0.5
_METAS = {
    "og:title": 0.7,
    "parsely-title": 0.7,
    "sailthru.title": 0.7,
    "citation_title": 0.9,
    "dc.title": 0.6,
    "dcterms.title": 0.6,
    "twitter:title": 0.5,
    "title": 0.4,
}
_MAX_TITLE = 400  # characters
_SIGNS = " |–—·•»:~«-"
_PERMALINK, _HASH = " ¶", " #"  # links after headings of documentation, which browsers display on hover only
_HEADING_MARK = re.compile(r"\A#{1,6}\s+(?=\S)")  # of Markdown
# Words that a title has more than; maximal number of words of a site's name; both on pages without a head.
_MIN_WORDS, _FEW_WORDS = 2, 3
_MAX_SITE_WORDS = 5  # "The Northern Courier Online Edition"


def claim_title(reading: Reading) -> list[Claim]:
    """Claim the title of a page from its head and from its headline.

    Returns:
        Claims of "title", without the name of the site before or after it.
    """
    claims = [
        head_claim("title", title, method, confidence, quote=printed)
        for printed, method, confidence in _named(reading)
        if 1 < len(title := _without_site(reading, printed)) <= _MAX_TITLE
    ]
    claims += claim_noted_title(reading)
    position, chance = reading.headline
    if position >= 0:
        line = reading.visible.lines[position]
        text = _without_permalink(reading, line.text)
        text = _without_site(reading, text) if position == 0 else text
        if not line.features:
            text = _HEADING_MARK.sub("", text)
        start = line.start + line.text.find(text)
        method = "text-headline"
        if line.features:
            method = "h1" if line.features.tag == "h1" else "headline"
        claims.append(reading.line_claim("title", text, method, round(chance, 2), (start, start + len(text))))
    return claims


def _named(reading: Reading) -> list[tuple[str, str, float]]:
    """Return (title, method, confidence) of each title in the head."""
    found = [
        (plain(value), "json-ld", _JSON_LD)
        for item in reading.declared.articles[:1]
        for value in strings(item.get("headline"))[:1]
    ]
    for name, confidence in _METAS.items():
        found += [(value, f"meta:{name}", confidence) for value in reading.declared.meta.get(name, [])[:1]]
    if reading.declared.title:
        found.append((reading.declared.title, "title-element", _HEAD_TITLE))
    return found


def _without_permalink(reading: Reading, title: str) -> str:
    """Strip the sign of a link from the end of a heading; that of "C#" is in the title of the head as well."""
    title, head = title.rstrip(_PERMALINK), reading.declared.title
    bare = title.rstrip(_HASH)
    return bare if bare and bare in head and title not in head else title


def _without_site(reading: Reading, title: str) -> str:
    """Strip the name of the site from a title, if the rest is the headline or if the site's name is known."""
    title = _without_permalink(reading, title)
    parts = SEPARATOR.split(title)
    if len(parts) < 2:
        return title
    position, _ = reading.headline
    if reading.page.is_html and position >= 0:
        shown = _without_permalink(reading, reading.visible.lines[position].text)
        if len(squeezed(shown)) >= 8 and squeezed(shown) in squeezed(title):
            return shown
    headless = not reading.page.is_html and len(parts[0].split()) > _MIN_WORDS
    if _is_site(parts[-1], reading.declared.site_names) or (headless and _stands_alone(reading, parts[-1])):
        return title[: title.rfind(parts[-1])].rstrip(_SIGNS)
    if _is_site(parts[0], reading.declared.site_names):
        return title[title.find(parts[0]) + len(parts[0]) :].lstrip(_SIGNS)
    if "|" in title and len(parts[-1].split()) <= _MAX_SITE_WORDS < len(parts[0].split()):
        return parts[0]
    return title


def _stands_alone(reading: Reading, name: str) -> bool:
    """Whether the end of a title in a text without a head is a short name that recurs: then it is the site's."""
    named = len(name.split()) <= _FEW_WORDS and not name[:1].islower()
    return named and reading.visible.joined.count(name) > 1


def _is_site(part: str, sites: frozenset[str]) -> bool:
    text = squeezed(part)
    return bool(text) and (text in sites or text.removeprefix("the") in sites)
