"""The address of a page: what it calls canonical, and what the caller gave."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from corpusclean.infer.addresses import registered_domain, safe_url
from corpusclean.infer.json_ld import strings
from corpusclean.infer.reading import head_claim

if TYPE_CHECKING:
    from corpusclean.document import Claim
    from corpusclean.infer.reading import Reading

_FOREIGN = 0.4  # a canonical address of another domain: syndication, or somebody else's template


def claim_url(reading: Reading) -> list[Claim]:
    """Claim the address of a page.

    Returns:
        Claims of "url" from the canonical link, the head's metadata and the caller. One that leads to
        another registered domain than the caller's address is doubtful.
    """
    given = safe_url(reading.page.url)
    claims = [head_claim("url", given, "caller", 0.8)] if given else []
    for printed, method, confidence in _named(reading):
        url = safe_url(urljoin(given, printed) if given else printed)
        if not url:
            continue
        foreign = given and registered_domain(url) != registered_domain(given)
        is_home = urlsplit(url).path in ("", "/") and urlsplit(given).path not in ("", "/")
        claims.append(
            head_claim("url", url, method, _FOREIGN if foreign or is_home else confidence, quote=printed)
        )
    return claims


def _named(reading: Reading) -> list[tuple[str, str, float]]:
    """The addresses that the head gives, with method and confidence."""
    links = reading.page.head.links if reading.page.head else ()
    found = [(href, "link:canonical", 0.9) for rel, href in links if "canonical" in rel.split()][:1]
    found += [(value, "meta:og:url", 0.8) for value in reading.meta.get("og:url", [])[:1]]
    for item in reading.articles[:1]:
        values = strings(item.get("url"), "@id") or strings(item.get("mainEntityOfPage"), "@id")
        found += [(value, "json-ld", 0.6) for value in values[:1]]
    return found
