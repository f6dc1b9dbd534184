"""Claim title, dates, authors and publisher from microdata and RDFa, for pages without JSON-LD."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpusclean.infer.authors.declared import THREADS, claim_names, is_organization
from corpusclean.infer.facts.claims import head_claim, moment_claim
from corpusclean.infer.facts.json_ld import item_types, listed, strings
from corpusclean.infer.facts.microdata import item_headline
from corpusclean.infer.recognition.people import account_name, person_name
from corpusclean.spelling import squeezed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpusclean.document import Claim
    from corpusclean.infer.facts.microdata import Item
    from corpusclean.infer.reading import Reading

_MAX_TITLE = 400  # characters
# Confidences: how often each is right where it is the only item of its kind (metadata evaluation set, HTML, 2026-11).
# That of the publisher is lower, since it may be the owner of the site, and the URL is better evidence of the site.
_TITLE, _DATE, _MODIFIED, _CREATED, _AUTHORS, _PUBLISHER = 0.7, 0.9, 0.85, 0.6, 0.8, 0.45


def claim_microdata(reading: Reading) -> list[Claim]:
    """Claim the metadata that the microdata or RDFa of a page declares.

    Returns:
        Claims of "title", "date", "date_modified", "authors" and "source.name". If there are several articles, only
        the one with the title of the page counts.
    """
    item = reading.declared.main_microdata
    claims = list(_thread_opener(reading))
    return (
        claims if item is None else [*claims, *_titles(reading, item), *_dates(item), *_people(reading, item)]
    )


def _titles(reading: Reading, item: Item) -> Iterator[Claim]:
    title = item_headline(item)
    if 1 < len(title) <= _MAX_TITLE and squeezed(title) in squeezed(reading.declared.title or title):
        yield head_claim("title", title, "microdata", _TITLE)


def _dates(item: Item) -> Iterator[Claim]:
    for key, field, confidence in (
        ("datePublished", "date", _DATE),
        ("dateCreated", "date", _CREATED),
        ("dateModified", "date_modified", _MODIFIED),
    ):
        for printed in strings(item.get(key))[:1]:
            if claim := moment_claim(field, printed, "microdata", confidence):
                yield claim


def _people(reading: Reading, item: Item) -> Iterator[Claim]:
    """Claim the authors (agencies as such) and the publisher of an item."""
    authors = listed(item.get("author"))
    named = [name for author in authors if not is_organization(author) for name in strings(author)[:1]]
    houses = [name for author in authors if is_organization(author) for name in strings(author)[:1]]
    yield from claim_names(reading, named or houses, "microdata", _AUTHORS, housed=not named)
    for name in strings(item.get("publisher"))[:1]:
        if name and not name.startswith("http"):
            yield head_claim("source.name", name, "microdata", _PUBLISHER)


def _thread_opener(reading: Reading) -> Iterator[Claim]:
    """Claim the user account that opened the thread on the page."""
    for item in reading.declared.microdata:
        if not THREADS.isdisjoint(item_types(item)) and "author" in item:
            for name in strings(listed(item["author"])[0])[:1]:
                if account := account_name(name) or person_name(name, "typed"):
                    yield head_claim("authors", account, "microdata:account", _AUTHORS, quote=name)
            return
