"""Claim authors from the head of a page: JSON-LD, meta tags, and the name of a site called after its owner."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from corpusclean.infer.facts.claims import head_claim
from corpusclean.infer.facts.json_ld import item_types, listed, strings
from corpusclean.infer.recognition.collectives import ORGANIZATION, collective_author, collective_kind
from corpusclean.infer.recognition.credits import Credit, read_credit
from corpusclean.infer.recognition.cues import byline_cue
from corpusclean.infer.recognition.people import account_name, is_credential, person_name
from corpusclean.lexicons import load_lexicon
from corpusclean.spelling import squeezed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from corpusclean.document import Claim
    from corpusclean.infer.reading import Reading

# Confidences: how often the names are those of the authors (metadata evaluation set, HTML, November 2026).
_JSON_LD = 0.85
_PREVIEW = 0.75
_METAS = {
    "citation_author": 0.9,
    "parsely-author": 0.85,
    "sailthru.author": 0.85,
    "byl": 0.85,
    "cxenseparse:author": 0.8,
    "dc.creator": 0.7,
    "dcterms.creator": 0.7,
    "author": 0.75,
    "article:author": 0.75,
    "article:author_name": 0.75,
    "og:article:author": 0.7,
    "rbauthors": 0.7,
    "creator": 0.6,
}
_OWNER = 0.6  # share of the pages of a site called after a person that this person wrote
_SITE_METAS = ("og:site_name", "application-name")
# First and last lines that are searched for the site's owner, and their words.
_TOP, _FOOT, _MAX_OWNER_WORDS = 4, 8, 12
_OWNER_NAME = re.compile(r"[^\W\d_]+(?: [^\W\d_]\.)?(?: [^\W\d_]+){1,2}")
_MAX_NAMES = 20
THREADS = frozenset(("DiscussionForumPosting", "SocialMediaPosting", "Question"))
"""Schema.org types of posts whose authors are user accounts."""


def claim_declared_authors(reading: Reading) -> list[Claim]:
    """Claim the authors that the head of a page names.

    Returns:
        Claims of "authors" (people, organisations, user accounts, or the owner of the site), "agency" and "byline".
    """
    claims = [head_claim("authors", account, "json-ld:account", _JSON_LD) for account in _accounts(reading)]
    for values, method, confidence in _named(reading):
        claims += claim_names(reading, values, method, confidence)
    for item in reading.declared.articles[:1]:
        if houses := [name for author in _authors(item) for name in _organization(author)]:
            claims += claim_names(reading, houses, "json-ld", _JSON_LD, housed=True)
    claims += _owner(reading)
    claims += [
        head_claim("byline", value, "meta:byl", 0.8)
        for value in reading.declared.meta.get("byl", [])[:1]
        if byline_cue(value)
    ]
    return claims


def claim_names(
    reading: Reading, values: list[str], method: str, confidence: float, *, housed: bool = False
) -> Iterator[Claim]:
    """Claim the people in a list of author names; if there are none, the first organisation or team.

    Args:
        reading: the page.
        values: author names as declared; each string may hold several.
        method: method of the claims; that of an organisation is "METHOD:organization".
        confidence: confidence of the claims, 0..1.
        housed: whether the names are declared to be those of organisations.

    Yields:
        Claims of "authors" and "agency".
    """
    authors: list[str] = []
    for value in values[:_MAX_NAMES]:
        if value.casefold() in load_lexicon("accounts"):
            continue
        credit = Credit() if housed else read_credit(value[byline_cue(value) :], "typed")
        names = [name for name in credit.authors if _is_no_site(reading, name)]
        authors += [name for name in names if name not in authors]
        if credit.agency:
            yield head_claim("agency", credit.agency, method, confidence, quote=value)
    if authors:
        yield head_claim("authors", "; ".join(authors), method, confidence, quote=" ; ".join(values))
        return
    if method.startswith("meta:"):
        return  # CMS fill these with the site or an account on every page
    houses = (collective_author(value, whole=True) for value in values[:_MAX_NAMES])
    house = next(filter(None, houses), "")
    if house and collective_kind(house, reading.declared.site_names) == ORGANIZATION:
        yield head_claim("authors", house, f"{method}:{ORGANIZATION}", confidence)


def _is_no_site(reading: Reading, name: str) -> bool:
    """Whether a name is not that of the site; a person's name may be both."""
    return squeezed(name) not in reading.declared.site_names or bool(person_name(name, "bare"))


def _named(reading: Reading) -> Iterator[tuple[list[str], str, float]]:
    """Yield (author names, method, confidence) of each place in the head that declares authors."""
    for item in reading.declared.articles[:2]:
        if names := [name for author in _authors(item) for name in _person(author)]:
            yield names, "json-ld", _JSON_LD
    for number in ("1", "2"):  # WordPress adds these for link previews: the label "Written by", and the name
        label = "".join(reading.declared.meta.get(f"twitter:label{number}", [])[:1])
        if (
            label
            and byline_cue(label) == len(label)
            and (values := reading.declared.meta.get(f"twitter:data{number}"))
        ):
            yield values, "meta:twitter:data", _PREVIEW
    for name, confidence in _METAS.items():
        if values := reading.declared.meta.get(name):
            if name == "citation_author":
                values = [_in_reading_order(value) for value in values[:_MAX_NAMES]]
            yield values, f"meta:{name}", confidence


def _in_reading_order(name: str) -> str:
    """Return a name that may be sorted by its last part in reading order: "de Vries, Jan" → "Jan de Vries"."""
    last, comma, first = name.partition(",")
    if not comma or "," in first or not first.strip() or is_credential(first):
        return name
    return f"{first.strip()} {last.strip()}"


def _owner(reading: Reading) -> Iterator[Claim]:
    """Claim the person after whom the site is called."""
    for name in _SITE_METAS:
        for value in reading.declared.meta.get(name, [])[:1]:
            if person := person_name(value, "bare"):
                yield head_claim("authors", person, f"meta:{name}", _OWNER)
                return
    for line in (
        (*reading.visible.lines[:_TOP], *reading.visible.lines[-_FOOT:])
        if reading.declared.site_names
        else ()
    ):
        if line.words > _MAX_OWNER_WORDS:
            continue
        for name in _OWNER_NAME.findall(line.text)[:1]:
            if squeezed(name) in reading.declared.site_names and (person := person_name(name, "bare")):
                start = line.start + line.text.index(name)
                yield reading.line_claim("authors", person, "text-owner", _OWNER, (start, start + len(name)))
                return


def _accounts(reading: Reading) -> Iterator[str]:
    """Yield the user account that opened the thread on the page."""
    for item in reading.declared.articles:
        if not THREADS.isdisjoint(item_types(item)):
            for author in _authors(item)[:1]:
                yield from filter(None, map(account_name, _person(author)[:1]))
            return


def _authors(item: Mapping[str, Any]) -> list[Any]:
    """Return the authors of a JSON-LD item; lists inside a list are flattened by one level."""
    return [author for entry in listed(item.get("author"))[:_MAX_NAMES] for author in listed(entry)]


def _person(author: Any) -> list[str]:
    """Return the names in a JSON-LD author, unless it is declared to be an organisation."""
    return [] if is_organization(author) else strings(author)


def _organization(author: Any) -> list[str]:
    """Return the name of a JSON-LD author that is declared to be an organisation, as a list of at most one."""
    return strings(author)[:1] if is_organization(author) else []


def is_organization(author: Any) -> bool:
    """Whether a JSON-LD author has the type of an organisation, and not also that of a person."""
    types = item_types(author) if isinstance(author, dict) else ()
    return any(kind.endswith("Organization") for kind in types) and "Person" not in types
