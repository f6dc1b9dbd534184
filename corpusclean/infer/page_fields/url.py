"""Claim the URL of a page: the canonical one in its head, and the caller's."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from corpusclean.infer.facts.claims import head_claim
from corpusclean.infer.facts.json_ld import strings
from corpusclean.infer.recognition.addresses import registered_domain, safe_url

if TYPE_CHECKING:
    from corpusclean.document import Claim
    from corpusclean.infer.reading import Reading

# Confidence of a canonical URL on another domain (syndication, copied templates) or of a home page.
_FOREIGN = 0.4


def claim_url(reading: Reading) -> list[Claim]:
    """Claim the URL of a page.

    Returns:
        Claims of "url" from the canonical link, other metadata in the head, and the caller. One on another
        registered domain than the caller's URL, or of the home page on another page, has a low confidence.
    """
    given = safe_url(reading.page.url)
    claims = [head_claim("url", given, "caller", 0.8)] if given else []
    base = _absolute(reading.declared.head.base, given) or given
    for printed, method, confidence in _named(reading):
        url = _absolute(printed, base)
        if not url:
            continue
        foreign = given and registered_domain(url) != registered_domain(given)
        is_home = urlsplit(url).path in ("", "/") and urlsplit(given).path not in ("", "/")
        claims.append(
            head_claim("url", url, method, _FOREIGN if foreign or is_home else confidence, quote=printed)
        )
    return claims


def _absolute(printed: str, base: str) -> str:
    """Return an address of the head, which may be relative to the URL of the page; "" if it is not valid."""
    try:
        return safe_url(urljoin(base, printed))
    except ValueError:
        return ""


def _named(reading: Reading) -> list[tuple[str, str, float]]:
    """Return (URL, method, confidence) of each URL of the page in the head."""
    found = [(reading.declared.canonical, "link:canonical", 0.9)] if reading.declared.canonical else []
    found += [(value, "meta:og:url", 0.8) for value in reading.declared.meta.get("og:url", [])[:1]]
    for item in reading.declared.articles[:1]:
        values = strings(item.get("url"), "@id") or strings(item.get("mainEntityOfPage"), "@id")
        found += [(value, "json-ld", 0.6) for value in values[:1]]
    return found
