"""Authors that the head of a page names: JSON-LD and meta tags."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from corpusclean.infer.cues import byline_cue
from corpusclean.infer.json_ld import item_types, strings
from corpusclean.infer.people import account_name, person_name, read_credit
from corpusclean.infer.reading import head_claim
from corpusclean.infer.spelling import squeezed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpusclean.document import Claim
    from corpusclean.infer.reading import Reading

# How often the names are those of the authors (metadata evaluation set, HTML, November 2026).
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
_MAX_NAMES = 20
_THREADS = frozenset(("DiscussionForumPosting", "SocialMediaPosting", "Question"))


def claim_from_head(reading: Reading) -> list[Claim]:
    """Claim the authors that JSON-LD and meta tags name, organisations and accounts left out.

    Returns:
        Claims of "authors", and of "agency" and "byline" where they are told.
    """
    claims = [head_claim("authors", account, "json-ld:thread", _JSON_LD) for account in _accounts(reading)]
    for values, method, confidence in _named(reading):
        authors: list[str] = []
        for value in values[:_MAX_NAMES]:
            credit = read_credit(value[byline_cue(value) :], "typed")
            names = [name for name in credit.authors if _is_no_site(reading, name)]
            authors += [name for name in names if name not in authors]
            if credit.agency:
                claims.append(head_claim("agency", credit.agency, method, confidence, quote=value))
        if authors:
            claims.append(
                head_claim("authors", "; ".join(authors), method, confidence, quote=" ; ".join(values))
            )
    claims += [
        head_claim("byline", value, "meta:byl", 0.8)
        for value in reading.meta.get("byl", [])[:1]
        if byline_cue(value)
    ]
    return claims


def _is_no_site(reading: Reading, name: str) -> bool:
    """Whether a name is not that of the site, unless people call their sites after themselves."""
    return squeezed(name) not in reading.site_names or bool(person_name(name, "bare"))


def _named(reading: Reading) -> Iterator[tuple[list[str], str, float]]:
    """Lists of names, with method and confidence."""
    for item in reading.articles[:2]:
        if names := [name for author in _listed(item.get("author")) for name in _person(author)]:
            yield names, "json-ld", _JSON_LD
    for number in ("1", "2"):  # what WordPress tells link previews: the label "Written by", and the name
        label = "".join(reading.meta.get(f"twitter:label{number}", [])[:1])
        if (
            label
            and byline_cue(label) == len(label)
            and (values := reading.meta.get(f"twitter:data{number}"))
        ):
            yield values, "meta:twitter:data", _PREVIEW
    for name, confidence in _METAS.items():
        if values := reading.meta.get(name):
            yield values, f"meta:{name}", confidence


def _accounts(reading: Reading) -> Iterator[str]:
    """The account that opened the thread which a page shows."""
    for item in reading.articles:
        if not _THREADS.isdisjoint(item_types(item)):
            for author in _listed(item.get("author"))[:1]:
                yield from filter(None, map(account_name, _person(author)[:1]))
            return


def _listed(value: Any) -> list[Any]:
    """A value as a list; lists in lists are opened once."""
    outer = value if isinstance(value, list) else [value]
    return [
        inner for entry in outer[:_MAX_NAMES] for inner in (entry if isinstance(entry, list) else [entry])
    ]


def _person(author: Any) -> list[str]:
    """The names in one JSON-LD author, unless it says that it is an organisation."""
    if isinstance(author, dict) and "Organization" in item_types(author):
        return []
    return strings(author)
