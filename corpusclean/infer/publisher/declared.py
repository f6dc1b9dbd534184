"""Claim the publisher that the head and the URL of a page declare."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpusclean.infer.facts.claims import head_claim
from corpusclean.infer.facts.json_ld import item_types, strings
from corpusclean.infer.headline.search import SEPARATOR
from corpusclean.infer.publisher.spelt_names import left_out_words
from corpusclean.infer.recognition.addresses import registered_domain, safe_url
from corpusclean.infer.recognition.outlet_names import is_menu, outlet_name
from corpusclean.lexicons import load_lexicon
from corpusclean.spelling import squeezed, unaccented

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpusclean.document import Claim
    from corpusclean.infer.reading import Reading

# Confidences: how often each is the name of the site (metadata evaluation set, HTML, November 2026).
_METAS = {
    "og:site_name": 0.9,
    "application-name": 0.6,
    "publisher": 0.6,
    "dc.publisher": 0.45,
    "apple-mobile-web-app-title": 0.5,
    "al:ios:app_name": 0.4,
}
_TITLE = 0.85  # not measured: the end of a title that spells the domain
_JSON_LD_PUBLISHER, _JSON_LD_SITE, _CALLERS_ADDRESS, _DECLARED_ADDRESS = 0.85, 0.8, 0.95, 0.9


def claim_declared_source(reading: Reading) -> Iterator[Claim]:
    """Claim the publisher from meta tags and JSON-LD, else from the title, and from the URL.

    Yields:
        Claims of "source.name", and of "source.domain" from the caller's URL, else from the one that the page declares.
    """
    yield from (names := list(_names(reading)))
    domain = registered_domain(reading.declared.host) if reading.declared.host else ""
    if not names and (name := _name_in_title(reading, domain)):
        yield head_claim("source.name", name, "title-element", _TITLE, quote=reading.declared.title)
    if domain:
        given = reading.declared.address == safe_url(reading.page.url)
        method, confidence = ("url", _CALLERS_ADDRESS) if given else ("link:canonical", _DECLARED_ADDRESS)
        yield head_claim("source.domain", domain, method, confidence, quote=reading.declared.address)


def _names(reading: Reading) -> Iterator[Claim]:
    """Claim the names of the publisher in meta tags and JSON-LD."""
    for name, confidence in _METAS.items():
        for value in reading.declared.meta.get(name, [])[:1]:
            if not value.startswith(("http", "@")) and len(value) <= 80 and _is_own(reading, value):
                yield head_claim("source.name", value, f"meta:{name}", confidence)
    for item in reading.declared.articles[:1]:
        for value in strings(item.get("publisher"))[:1]:
            yield head_claim("source.name", value, "json-ld", _JSON_LD_PUBLISHER)
    sites = [
        value
        for item in reading.declared.json_ld
        if "WebSite" in item_types(item)
        for value in strings(item.get("name"))
    ]
    for value in sites[:1]:
        yield head_claim("source.name", value, "json-ld:site", _JSON_LD_SITE)


def _name_in_title(reading: Reading, domain: str) -> str:
    """Return the last or first part of the title of the head if the domain spells it, else "".

    Of the last, the domain may have the first letters of words only; the first may also be the headline.
    """
    first, *others = SEPARATOR.split(reading.declared.title)
    if not others or not domain or domain in load_lexicon("shared_domains"):
        return ""
    label, last = unaccented(domain.partition(".")[0]).removeprefix("the"), others[-1]
    whole = [part for part in (last, first) if unaccented(part).removeprefix("the") == label]
    titled = all(word[0].isupper() for word in last.split()) and left_out_words(domain, last) == 0
    spelt = next(iter(whole), last if titled else "")
    return "" if is_menu(spelt) else outlet_name(spelt)


def _is_own(reading: Reading, name: str) -> bool:
    """Whether a name is not that of a platform, unless the page is on the platform's own domain."""
    host = reading.declared.host
    return name.casefold() not in load_lexicon("platforms") or squeezed(name) in host.split(".") or not host
