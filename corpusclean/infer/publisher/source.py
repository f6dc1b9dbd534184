"""Claim the publisher of a page: from the head, the URL, phrases, and other names in the visible text."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from corpusclean.infer.publisher.declared import claim_declared_source
from corpusclean.infer.publisher.features import LEAST_SHARED, outlets_with_features
from corpusclean.infer.publisher.mentions import find_mentions, phrase_matches
from corpusclean.infer.publisher.spelt_names import is_spelt, spelt_name
from corpusclean.infer.ranking.conditional_logit import value_chances
from corpusclean.infer.recognition.addresses import registered_domain
from corpusclean.infer.recognition.outlet_names import is_menu, outlet_name
from corpusclean.infer.recognition.people import is_agency, is_outlet
from corpusclean.lexicons import load_lexicon
from corpusclean.spelling import squeezed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from corpusclean.document import Claim
    from corpusclean.infer.publisher.mentions import PhraseMatch
    from corpusclean.infer.publisher.outlets import Outlet
    from corpusclean.infer.reading import Reading

_LIKE_ADDRESS = 0.9  # a name in the text that is spelt like the domain
_MIN_LABEL = 3  # letters of a domain's first part
_EDITORIAL = 0.5  # minimal confidence of a phrase that is a claim by itself; others are features only
_NOTICES = {"copyright", "reserved", "before reserved", "after reserved"}
_CREDITS = {"photo", "photo by"}
_STATION = re.compile(r"[KW][A-Z]{2,3} \d{1,2}")  # call letters and a channel
# Beginnings of the kinds of mentions that may be more than a name: "Search Ledger".
_LOOSE_KINDS = ("alone", "first line", "frequent")
_STATION_DATELINE = re.compile(
    r"[A-Z][A-Z .'’-]{2,40}(?:, [A-Z][\w. ]{1,20})?\s?\(([KW][A-Z]{3}|[KW][A-Z]{2,3}-(?:TV|FM|AM|DT))\)\s?[–—-]"
)
_FIRST = 3  # paragraphs that may begin with a dateline
_DATELINE = 0.8  # stations also print the stories of others
_LEAST = 0.05  # minimal probability of a claim
_LIKELY = 0.3  # the same of a domain whose name is searched in the text


def claim_source(reading: Reading) -> list[Claim]:
    """Claim the publisher of a page.

    Returns:
        Claims of "source.name" (never an agency, a person or a shared platform) and "source.domain"; and of
        "agency" for agencies in phrases that name the publisher.
    """
    phrases = phrase_matches(reading)
    claims = [*claim_declared_source(reading), *_from_phrases(reading, phrases), *_from_dateline(reading)]
    if not reading.declared.host:
        return [*claims, *_from_outlets(reading, phrases)]
    # The URL decides whose page it is; names in the text that differ from it would only add errors.
    if any(claim.field == "source.name" and claim.confidence >= _EDITORIAL for claim in claims):
        return claims
    return [*claims, *_from_address(reading, phrases)]


def outlet_candidates(reading: Reading) -> Iterator[tuple[str, dict[str, float]]]:
    """Return (name or domain, features) of each candidate for the publisher, to fit the weights on."""
    return (
        (outlet.name or outlet.domain, outlet.features)
        for outlet in outlets_with_features(reading, phrase_matches(reading)).values()
    )


def _from_phrases(reading: Reading, phrases: list[PhraseMatch]) -> Iterator[Claim]:
    """Claim names in editorial phrases ("… has learned"); an agency in one is claimed as the supplier of the story."""
    seen: set[tuple[str, str]] = set()
    for phrase, printed, span in phrases:
        supplied = is_agency(printed) or _is_in_photo_credit(printed, reading)
        field, value = ("agency", printed) if supplied else ("source.name", outlet_name(printed))
        editorial = field == "agency" or phrase.confidence >= _EDITORIAL
        named = value and not (is_menu(value) or _is_section(value))
        if named and editorial and (value, phrase.trigger) not in seen:
            seen.add((value, phrase.trigger))
            yield reading.line_claim(field, value, f"text-phrase:{phrase.trigger}", phrase.confidence, span)


def _from_dateline(reading: Reading) -> Iterator[Claim]:
    """Claim the North American station behind the place where a story begins: "TARN, Ky. (WXYZ) - The ferry …"."""
    for position in reading.visible.prose[:_FIRST]:
        line = reading.visible.lines[position]
        if match := _STATION_DATELINE.match(line.text):
            span = (line.start + match.start(1), line.start + match.end(1))
            yield reading.line_claim("source.name", match[1], "text-dateline", _DATELINE, span)
            return


def _is_in_photo_credit(name: str, reading: Reading) -> bool:
    """Whether a photo is credited to a name, as in "Ann Oak/HARBOUR PRESS"; such a company supplies publishers."""
    credit = "/" + name.casefold().removeprefix("the ")
    if credit not in reading.visible.folded_text:
        return False
    return any(
        credit in reading.visible.folded[position] and not line.is_prose
        for position, line in enumerate(reading.visible.lines)
    )


def _from_address(reading: Reading, phrases: list[PhraseMatch]) -> Iterator[Claim]:
    """Claim a name in the text that is spelt like the domain: "Tarn Observer" of tarn-observer.org."""
    domain = registered_domain(reading.declared.host) or ".".join(reading.declared.host.split(".")[-2:])
    label = squeezed(domain.split(".")[0])
    if domain in load_lexicon("shared_domains") or len(label) < _MIN_LABEL:
        return
    spans: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for _, name, span in find_mentions(reading, phrases):
        if label in (key := squeezed(name), key.removeprefix("the")):
            spans[name].append(span)
    if spans:
        name = max(spans, key=lambda name: (len(spans[name]), not name.isupper(), -spans[name][0][0]))
        yield reading.line_claim("source.name", name, "text-address", _LIKE_ADDRESS, spans[name][0])


def _from_outlets(reading: Reading, phrases: list[PhraseMatch]) -> Iterator[Claim]:
    """Claim the names and domains in the text, with their probabilities; variants of a name are claimed as one."""
    outlets = outlets_with_features(reading, phrases)
    weights = reading.weights("source")
    chances = value_chances(((key, outlet.features) for key, outlet in outlets.items()), weights)
    variants: dict[str, list[str]] = defaultdict(list)
    for key in sorted(outlets, key=lambda key: -chances[key][0]):
        if not _is_title(reading, outlets[key]):
            variants[_shortest_variant(key, outlets)].append(key)
    for keys in variants.values():
        confidence = round(min(1.0, sum(chances[key][0] for key in keys)), 2)
        found = [outlets[key] for key in keys] if confidence >= _LEAST else []
        named = _in_full([outlet for outlet in found if outlet.name])[:1]
        names = [(o.name, o.span) for o in named if found[0].domain or not _is_section(o.name)]
        for outlet in [outlet for outlet in found if outlet.domain][:1]:
            yield reading.line_claim("source.domain", outlet.domain, "text", confidence, outlet.domain_span)
            if confidence >= _LIKELY and not (names and is_spelt(outlet.domain, names[0][0])):
                names = [spelt for spelt in [spelt_name(reading, outlet.domain)] if spelt] or names
        for name, span in names:
            yield reading.line_claim("source.name", name, "text", confidence, span)


def _is_section(name: str) -> bool:
    """Whether a name is that of a section: "Film", "Reviews | Film", "News" or "Local News".

    But "Southern Living" is a magazine, and so is a known name with a word for news.
    """
    *section, last = name.casefold().split() or [""]
    if last in load_lexicon("news_words"):
        return not section or (is_menu(" ".join(section)) and not is_outlet(name))
    return is_menu(name) and all(" " not in part.strip() for part in name.split("|"))


def _is_title(reading: Reading, outlet: Outlet) -> bool:
    """Whether a name is nothing but the title of the page, in its markup and alone on a line."""
    title = reading.declared.title
    return bool(title) and squeezed(outlet.name) == squeezed(title) and len(outlet.kinds) == 1


def _in_full(variants: list[Outlet]) -> list[Outlet]:
    """Move the full name to the front: not a word of it ("Ledger"), nor the name of its owner ("Tarn Ledger Media")."""
    if not variants:
        return []
    first, *others = variants
    if headers := [outlet for outlet in others if _is_header(outlet, first)]:
        return [*headers, *variants]
    words = first.name.casefold().split()
    last = " ".join(words).removeprefix("the ")
    if " " not in last:
        return [*(outlet for outlet in others if _is_full(outlet, last)), *variants]
    while len(words) > 1 and words[-1] in load_lexicon("owner_words"):
        words = words[:-1]
    bare = [outlet for outlet in others if outlet.kinds and outlet.name.casefold() == " ".join(words)]
    return [*bare, *variants]


def _is_header(outlet: Outlet, first: Outlet) -> bool:
    """Whether a name is that of the site, and another one a part of it, or its company.

    At the top of a page, a name by itself has a word more than the credit of a photo, or less than the company in a
    notice. The number of a station's channel belongs to its name anywhere: "KXYZ 6".
    """
    name, other = outlet.name.casefold(), first.name.casefold()
    if _STATION.fullmatch(outlet.name):
        return name.startswith(f"{other} ")
    if not any(kind.startswith(("first line", "alone at top")) for kind in outlet.kinds):
        return False
    if first.kinds <= _CREDITS:
        return name.startswith(f"{other} ")
    return first.kinds <= _NOTICES and " " in name and other.startswith(f"{name} ")


def _is_full(outlet: Outlet, last: str) -> bool:
    """Whether a name that ends with a word is the full one: in a notice; of a common last word also elsewhere in text."""
    told = {kind for kind in outlet.kinds if not kind.startswith(_LOOSE_KINDS)}
    where = told if last in load_lexicon("media_words") else told & _NOTICES
    return bool(where) and outlet.name.casefold().endswith(f" {last}")


def _shortest_variant(key: str, keys: Iterable[str]) -> str:
    """Return the shortest key that is part of a key: "Harbour News Club" is a variant of "Harbour News".

    A key that many outlets end with is a variant of the only other key that does: "The Courier" of "Northern Courier".
    """
    common = load_lexicon("media_words")
    if key in common:
        longer = [other for other in keys if other.endswith(key) and not f"the{other}".endswith(f"the{key}")]
        return _shortest_variant(longer[0], keys) if len(longer) == 1 else key
    held = [other for other in keys if len(other) >= LEAST_SHARED and other in key and other not in common]
    return min(held, key=len, default=key)
