"""Claim the licence of a page, and its directives for robots and for text and data mining."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from corpusclean.infer.facts.claims import head_claim
from corpusclean.infer.facts.json_ld import strings
from corpusclean.infer.recognition.addresses import safe_url
from corpusclean.infer.recognition.phrases import LICENSE_SIGNS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpusclean.document import Claim
    from corpusclean.infer.reading import Reading

# Creative Commons deeds: licence, version and jurisdiction (SPDX has ids for the unported ones).
_DEED = re.compile(
    r"https?://(?:www\.)?creativecommons\.org/(licenses|publicdomain)/([a-z+-]+)/(\d\.\d)(?:/([a-z]{2,4})(?=/|\Z))?",
    re.IGNORECASE,
)
_PRINTED = re.compile(r"\bCC[ -](BY(?:-(?:NC|ND|SA)){0,2})[ -](\d\.\d)\b|\bCC0[ -](1\.0)\b")
_LINKED = re.compile(
    r"href\s{0,3}=\s{0,3}[\"']?(https?://(?:www\.)?creativecommons\.org/[^\"'\s>]{4,80})", re.IGNORECASE
)
# A link to a licence after this share of the markup is for the page; earlier ones are for pictures.
_PAGE_FOOT = 0.85
_MAX_LINKS = 100
_FOOT = 40  # last lines of a page, in which a licence is its own and not that of a picture
_LICENSE_METAS = ("dc.rights.license", "dcterms.license", "license", "dc.license", "citation_license")
_RIGHTS_METAS = ("dc.rights", "dcterms.rights")  # mostly notices in words
_ROBOTS = (
    "robots",
    "x-robots-tag",
    "googlebot",
    "bingbot",
    "ai-robots",
    "gptbot",
    "ccbot",
    "google-extended",
)
_SIGNALS = ("noai", "noimageai", "noml", "notdm", "noindex", "noarchive")


def claim_rights(reading: Reading) -> list[Claim]:
    """Claim the licence of a page and its reservations of rights.

    Returns:
        Claims of "license" (an SPDX id or a URL), "rights.tdm" ("reserved") and "rights.signal" (such as
        "robots:noai" or "tdm-policy:https://…"). Reservations in words are claimed by `notices`.
    """
    claims = [
        head_claim("license", license_id(printed), method, confidence, quote=printed)
        for printed, method, confidence in _licenses(reading)
        if license_id(printed)
    ]
    return [*claims, *_printed(reading), *_reservations(reading), *_robot_signals(reading)]


def _reservations(reading: Reading) -> Iterator[Claim]:
    """Claim reservations by the TDM Reservation Protocol (W3C community group, 2024) and by schema.org."""
    if "1" in reading.declared.meta.get("tdm-reservation", []):
        yield head_claim("rights.tdm", "reserved", "meta:tdm-reservation", 1.0, quote="tdm-reservation: 1")
    for policy in reading.declared.meta.get("tdm-policy", [])[:1]:
        if address := safe_url(policy):
            yield head_claim("rights.signal", f"tdm-policy:{address}", "meta:tdm-policy", 1.0)
    for item in reading.declared.articles[:1]:
        for printed in strings(item.get("usageInfo"), "url")[:1]:
            if address := safe_url(printed):
                yield head_claim("rights.signal", f"usage-info:{address}", "json-ld", 0.9)


def _robot_signals(reading: Reading) -> Iterator[Claim]:
    """Claim the directives for robots in meta tags, each once."""
    seen: set[str] = set()
    for robot in _ROBOTS:
        for content in reading.declared.meta.get(robot, []):
            said = {word.strip().casefold() for word in content.split(",")}
            for signal in (f"{robot}:{word}" for word in _SIGNALS if word in said):
                if signal not in seen:
                    seen.add(signal)
                    yield head_claim("rights.signal", signal, f"meta:{robot}", 1.0, quote=content)


def license_id(url: str) -> str:
    """Return the SPDX id of a Creative Commons URL, any other URL in its safe form, or "" if it is not valid.

    >>> license_id("https://creativecommons.org/licenses/by-nc-sa/4.0/deed.de")
    'CC-BY-NC-SA-4.0'
    """
    match = _DEED.match(url.strip())
    if match is None:
        return safe_url(url)
    group, name, version, _ = match.groups()
    name = name.lower()
    if group.lower() == "licenses":
        return f"CC-{name.upper()}-{version}" if re.fullmatch(r"by(?:-nc)?(?:-sa|-nd)?", name) else ""
    return {"zero": f"CC0-{version}", "mark": f"CC-PDM-{version}"}.get(name, "")


def _licenses(reading: Reading) -> Iterator[tuple[str, str, float]]:
    """Yield (URL, method, confidence) of the licences that the head or the markup declares."""
    for rel, href in reading.declared.head.links:
        if "license" in rel.split():
            yield href, "link:license", 0.9 if _DEED.match(href.strip()) else 0.6
    for name in _LICENSE_METAS:
        yield from ((value, f"meta:{name}", 0.85) for value in reading.declared.meta.get(name, [])[:1])
    for name in _RIGHTS_METAS:
        deeds = filter(_DEED.match, reading.declared.meta.get(name, [])[:_MAX_LINKS])
        yield from ((value, f"meta:{name}", 0.85) for value in islice(deeds, 1))
    for item in reading.declared.articles[:1]:
        yield from ((value, "json-ld", 0.8) for value in strings(item.get("license"), "url")[:1])
    if (own := reading.declared.main_microdata) is not None:
        yield from ((value, "microdata", 0.8) for value in strings(own.get("license"), "url")[:1])
    if foot := _foot_link(reading.page.html):
        yield foot, "link", 0.6


def _foot_link(markup: str) -> str:
    """Return the Creative Commons licence that the end of a page links to, if the page links to no other."""
    if "creativecommons.org/" not in markup:
        return ""
    links = list(islice(_LINKED.finditer(markup), _MAX_LINKS))
    licenses = {license_id(link[1]) for link in links} - {""}
    if len(licenses) == 1 and links[-1].start() >= _PAGE_FOOT * len(markup):
        return next(link[1] for link in links if license_id(link[1]))
    return ""


def _printed(reading: Reading) -> list[Claim]:
    """Claim the licences in the last lines of the page, by URL or by name ("CC BY 4.0")."""
    claims: list[Claim] = []
    if reading.visible.phrases.isdisjoint(LICENSE_SIGNS):
        return claims
    for line in reading.visible.lines[-_FOOT:]:
        for match in _DEED.finditer(line.text):
            value = license_id(match[0])
            claims.append(_seen(reading, value, line.start + match.start(), match[0]))
        for match in _PRINTED.finditer(line.text):
            value = f"CC-{match[1]}-{match[2]}" if match[1] else "CC0-1.0"
            claims.append(_seen(reading, value, line.start + match.start(), match[0]))
    return [claim for claim in claims if claim.value]


def _seen(reading: Reading, value: str, start: int, words: str) -> Claim:
    return reading.line_claim("license", value, "text", 0.6, (start, start + len(words)))
