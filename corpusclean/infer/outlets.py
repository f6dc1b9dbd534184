"""Find the names on a page that may be its publisher's, and compute their features.

In the names of features, "furniture" is the short lines of menus and notices, a "house" an owner of many outlets,
and "… of another" a feature of a longer name that contains this one.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import groupby, islice, pairwise
from typing import TYPE_CHECKING, NamedTuple

from corpusclean.infer.addresses import registered_domain
from corpusclean.infer.people import is_agency, is_outlet, person_name
from corpusclean.infer.phrases import COPYRIGHT_SIGNS, NAME, source_phrases
from corpusclean.infer.roles import chance_features, named_chance, telling_lines
from corpusclean.infer.spelling import plain, squeezed
from corpusclean.lexicons import load_lexicon

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpusclean.infer.phrases import SourcePhrase
    from corpusclean.infer.reading import Line, Reading

_MAX_WORDS = 7
# First and last lines that are searched for a name by itself; last lines searched for a notice.
_TOP, _FOOT = 12, 60
_MAX_NOTICE = 40  # words of a line with a notice
_ALONE_WORDS, _ALONE_CHARS = 4, 40
_MAX_OUTLETS, _MAX_ADDRESSES = 100, 500
# Maximal number of words of a line of a menu or notice; number of such lines that are the top or the end of a page.
_SHORT_WORDS, _ENDS = 8, 40
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|\bcopyrights?\b)(?:[\s,:–/-]|©|\(c\)|\bcopyrights?\b|\bby\b|(?:19|20)\d\d|\bpresent\b|\bheute\b)*"
    r"([^\s.,;:|©–—][^;:|©–—\n]{1,60})",
    re.IGNORECASE,
)
# "Harbour Herald Ltd. All rights reserved." without a sign, and with the year behind it.
_RESERVING = ("all rights reserved", "alle rechte vorbehalten", "todos los derechos reservados")
_RESERVED = re.compile(rf"(?<!\w)({NAME})[.,]?\s?(?i:{'|'.join(_RESERVING)})")
_NOTICE_END = re.compile(
    r"[.,]?\s(?:all|alle|tous|todos|tutti)\s.*|\s(?:無断|禁無断|版权|版權|무단).*|[.,]\s.*|\s(?:19|20)\d\d.*|\s-\s.*",
    re.IGNORECASE,
)
_LEGAL_FORM = re.compile(
    r"[\s,.]+(?:inc|ltd|llc|llp|limited|gmbh|ag|corp|corporation|kg|plc|pty|s\.?a|s\.?l|b\.?v|e\.?v|mbh|se)\b\.?.*\Z",
    re.IGNORECASE,
)
_NAMELESS = re.compile(
    r"(?:inc|llc|ltd|gmbh|us|me|you|this|it|p\.a|copyright|all rights.*|alle rechte.*|rights reserved.*)\Z",
    re.IGNORECASE,
)
# Domains are found by their last dot and matched leftwards in a window, so the work is linear in the number of dots.
_DOT = re.compile(r"\.(?<=[\w-]\.)([A-Za-z]{2,12})(?![\w@(-]|\.\w)")
_BEFORE_DOT = re.compile(r"(@|://)?(?<![\w.-])((?:[A-Za-z0-9-]{1,63}\.){0,2}[A-Za-z0-9-]{1,63})\Z")
_ADDRESS_WINDOW = 80
_BRANDED = re.compile(
    r"(.{2,40}?)\s(?:logo|icon|banner|home\s?page|homepage|home|startseite|accueil)\Z", re.IGNORECASE
)
_PROPER_RUN = re.compile(r"[A-Z](?<![\w.][A-Z])[A-Za-z]{1,20}(?![\w.])(?: [A-Z][A-Za-z]{1,20}(?![\w.]))*")
_MIN_PROPER = 2  # words of a name have more letters
# Minimal number of letters of a name; longer names that contain it belong to the same publisher.
LEAST_SHARED = 4
# Minimal number of short lines with a word that may be the site's name; number of words tried.
_FREQUENT, _MOST = 3, 6
# For words that only their dot marks as a domain: the first are endings of file names and code, and of the longer
# top-level domains only those that are usual for outlets count.
_CODE_ENDINGS = frozenset("cc id md pl ps py rs sh so".split())
_LONG_ENDINGS = frozenset(
    "app biz blog com dev edu gov info int media mil net news online org press radio tv".split()
)
_SUFFIX = re.compile(r"\s[|–—-]\s([^|–—]{2,50})\Z")


@dataclass(slots=True)
class Outlet:
    """A candidate for the publisher.

    Args:
        name: the name as printed; "" if only its domain was found.
        span: half-open range of the name in the page's text.
        domain: a registered domain with the same spelling, or "".
        domain_span: half-open range of the domain in the page's text.
        features: features by name.
    """

    name: str = ""
    span: tuple[int, int] = (0, 0)
    domain: str = ""
    domain_span: tuple[int, int] = (0, 0)
    features: dict[str, float] = field(default_factory=dict)


class PhraseMatch(NamedTuple):
    """A match of a source phrase: the phrase, the name in it, and the name's span in the page's text."""

    phrase: SourcePhrase
    name: str
    span: tuple[int, int]


def find_outlets(reading: Reading, phrases: list[PhraseMatch]) -> dict[str, Outlet]:
    """Find the candidates for the publisher, and compute their features.

    Args:
        reading: the page.
        phrases: its `phrase_matches`.

    Returns:
        Key (normalised spelling) → candidate.
    """
    outlets: dict[str, Outlet] = {}
    for kind, name, span in _occurrences(reading, phrases):
        key = _key(name)
        if key and len(outlets) < _MAX_OUTLETS:
            outlet = outlets.setdefault(key, Outlet())
            outlet.features[kind] = 1.0
            bare = outlet.name.removeprefix("The ")
            if not outlet.name or name == f"The {bare}" or len(name.removeprefix("The ")) < len(bare):
                outlet.name, outlet.span = name, span
    for kind, domain, span in islice(_domains(reading), _MAX_ADDRESSES):
        key = _key(domain.split(".")[0])
        if key in outlets or len(outlets) < _MAX_OUTLETS:
            outlet = outlets.setdefault(key, Outlet())
            outlet.features[f"{kind} twice" if kind in outlet.features else kind] = 1.0
            if not outlet.domain:
                outlet.domain, outlet.domain_span = domain, span
    _add_page_features(reading, outlets)
    return outlets


def _add_page_features(reading: Reading, outlets: dict[str, Outlet]) -> None:
    """Add the features that depend on the whole page; menus and notices repeat the name of the site."""
    lines, position = reading.lines, reading.headline[0]
    headline = lines[position].text if position >= 0 else ""
    short = [line.text for line in lines if line.words <= _SHORT_WORDS]
    top, end = "\n".join(short[:_ENDS]), "\n".join(short[-_ENDS:])
    furniture = "\n".join(dict.fromkeys(short))
    kinds = {key: tuple(outlet.features) for key, outlet in outlets.items()}
    media, telling = load_lexicon("media_words"), telling_lines(reading, "source")
    for key, outlet in outlets.items():
        holders = [other for other in outlets if key in other and key != other]
        held = [other for other in outlets if other in key and 2 < len(other) < len(key)]
        name, words = outlet.name or outlet.domain, outlet.name.casefold().split()
        mentions, at_top, at_end = reading.joined.count(name), name in top, name in end
        if len(key) >= LEAST_SHARED:
            outlet.features |= {f"{kind} of another": 1.0 for other in holders for kind in kinds[other]}
        outlet.features |= {
            "kinds": min(5, len(kinds[key])) / 5,
            "held by others": _logarithm(len(holders), 7),
            "holds others": _logarithm(len(held), 7),
            "inside": _inside(name, mentions, [outlets[other].name for other in holders], reading),
            "few letters": len(key) < LEAST_SHARED,
            "at top": at_top,
            "at end": at_end,
            "at both": at_top and at_end,
            "furniture": _logarithm(furniture.count(name), 15),
            "in headline": name in headline,
            "bias": 1.0,
            "mentions": _logarithm(mentions, 31),
            "media word": not media.isdisjoint(words),
            "one word": " " not in outlet.name,
            "name and domain": bool(outlet.name and outlet.domain),
            "domain only": not outlet.name,
            "known outlet": key in _known_keys(),
            "known house": _begins_with_owner(words),
            "menu words": bool(words) and _menu_words().issuperset(words),
            **chance_features(named_chance(name, telling)),
        }


def _key(name: str) -> str:
    """Return the normalised spelling of a name, by which its variants are grouped."""
    return squeezed(name).removeprefix("the")


@cache
def _known_keys() -> frozenset[str]:
    """Return the keys of the outlets in the lexicon."""
    return frozenset(map(_key, load_lexicon("outlets")))


@cache
def _menu_words() -> frozenset[str]:
    """Return the words of sections, menus and buttons, and the signs between them."""
    return load_lexicon("menu_words") | load_lexicon("not_names") | {*"&|/+-–—·"}


def _begins_with_owner(words: list[str]) -> bool:
    """Whether a name, as case-folded words, begins with that of an owner of many outlets: "Harbour Media Digital"."""
    houses = load_lexicon("publishing_houses")
    return any(" ".join(words[:count]) in houses for count in range(1, len(words) + 1))


def _inside(name: str, mentions: int, longer: list[str], reading: Reading) -> float:
    """Return the share of the mentions of a name that are part of a longer name: "Mills" in "General Mills"."""
    counts = [reading.joined.count(other) for other in longer if f" {name} " in f" {other} "]
    return min(1.0, max(counts, default=0) / max(1, mentions))


def _logarithm(count: int, most: int) -> float:
    """Return log(1 + count), scaled to 0..1, where `most` and more give 1."""
    return math.log(1 + min(count, most)) / math.log(1 + most)


@lru_cache(maxsize=8_192)  # menus and notices recur from page to page of a site
def outlet_name(text: str) -> str:
    """Return a name without its legal form, or "" if it cannot be an outlet's: of people, agencies, platforms.

    >>> outlet_name("Harbour News Inc."), outlet_name("El País"), outlet_name("Reuters"), outlet_name("us")
    ('Harbour News', 'El País', '', '')
    """
    name = _LEGAL_FORM.sub("", plain(text)).strip(" .,:;|–-'’®™\"“”()").removeprefix("the ")
    words = name.split()
    if len(words) > 1 and is_outlet(name):  # "National Review" consists of words that are no names
        return name
    common = load_lexicon("not_names")
    if not 1 <= len(words) <= _MAX_WORDS or all(word.casefold() in common for word in words):
        return ""
    if not any(map(str.isalpha, name)) or len(name) < 2 or _NAMELESS.match(name) or is_agency(name):
        return ""
    if name.casefold() in load_lexicon("platforms"):
        return ""
    return "" if person_name(name, "bare") else name


def phrase_matches(reading: Reading) -> list[PhraseMatch]:
    """Find the source phrases of the language files in a page; the names in them may be those of agencies."""
    found: list[PhraseMatch] = []
    for phrase in source_phrases():
        if phrase.literal not in reading.held:
            continue
        for position in [place for place, folded in enumerate(reading.folded) if phrase.trigger in folded]:
            line = reading.lines[position]
            if match := phrase.find(line.text):
                start = line.start + match.start("source")
                found.append(PhraseMatch(phrase, match["source"], (start, start + len(match["source"]))))
    return found[:_MAX_OUTLETS]


def _occurrences(reading: Reading, phrases: list[PhraseMatch]) -> Iterator[tuple[str, str, tuple[int, int]]]:
    """Yield (feature, name, span) of each name in a phrase, in a notice, alone on a line, in menus or after the title."""
    for phrase, printed, span in phrases:
        if name := outlet_name(printed):
            yield phrase.trigger, name, span
    lines = reading.lines
    yield from _notices(reading)
    for position in (*range(min(_TOP, len(lines))), *range(max(_TOP, len(lines) - _TOP), len(lines))):
        line = lines[position]
        alone = line.words <= _ALONE_WORDS and len(line.text) <= _ALONE_CHARS and not line.text[0].islower()
        if alone and position not in reading.dates and (name := outlet_name(line.text)):
            kind = "first line" if position == 0 else "alone at top" if position < _TOP else "alone at end"
            yield f"{kind}, marked" if line.reason else kind, name, (line.start, line.end)
        if alone and (match := _BRANDED.match(line.text)) and (name := outlet_name(match[1])):
            yield "branded", name, (line.start, line.start + match.end(1))
    yield from _frequent(reading)
    if lines and (match := _SUFFIX.search(lines[0].text)) and (name := outlet_name(match[1])):
        yield "title suffix", name, (lines[0].start + match.start(1), lines[0].start + match.end(1))


def _notices(reading: Reading) -> Iterator[tuple[str, str, tuple[int, int]]]:
    """Yield (feature, name, span) of the names in copyright notices at the end of the page."""
    if reading.held.isdisjoint(COPYRIGHT_SIGNS):
        return
    for line, folded in zip(reading.lines[-_FOOT:], reading.folded[-_FOOT:], strict=True):
        if any(sign in folded for sign in COPYRIGHT_SIGNS):
            yield from _notice(line)
        reserved = line.words <= _MAX_NOTICE and any(words in folded for words in _RESERVING)
        match = _RESERVED.search(line.text) if reserved else None
        if match and (name := outlet_name(match[1])):
            yield "before reserved", name, (line.start + match.start(1), line.start + match.end(1))


def _frequent(reading: Reading) -> Iterator[tuple[str, str, tuple[int, int]]]:
    """Yield words and pairs that many distinct short lines have, and that the page never has in lower case."""
    lines = (
        reading.lines
        if len(reading.lines) <= 4 * _ENDS
        else reading.lines[: 2 * _ENDS] + reading.lines[-2 * _ENDS :]
    )
    short = {line.text: line for line in lines if line.words <= _SHORT_WORDS}
    joined = "\n".join(short)
    runs = [run.split() for run in _PROPER_RUN.findall(joined)]
    counts = Counter([word for run in runs for word in run if len(word) > _MIN_PROPER])
    pairs = Counter([f"{one} {other}" for run in runs for one, other in pairwise(run)])
    ranked = [("frequent", *entry) for entry in counts.most_common(_MOST)]
    ranked += [("frequent pair", *entry) for entry in pairs.most_common(_MOST)]
    for kind, name, count in ranked:
        if count >= _FREQUENT and outlet_name(name) and f" {name.lower()}" not in reading.joined:
            line = next((line for text, line in short.items() if name in text), None)
            if line:
                start = line.start + line.text.index(name)
                yield kind, name, (start, start + len(name))


def _notice(line: Line) -> Iterator[tuple[str, str, tuple[int, int]]]:
    """Yield the name after a copyright sign, unless the line is too long to be a notice."""
    match = _COPYRIGHT.search(line.text) if line.words <= _MAX_NOTICE else None
    if match is None:
        return
    printed = _NOTICE_END.sub("", match[1])
    if name := outlet_name(printed):
        start = line.start + match.start(1)
        yield "copyright", name, (start, start + len(printed))
        if (
            line.text[match.start(1) + len(printed) :]
            .strip(" .,")
            .casefold()
            .startswith(("all rights", "alle rechte", "inc", "llc"))
        ):
            yield "reserved", name, (start, start + len(printed))


def _domains(reading: Reading) -> Iterator[tuple[str, str, tuple[int, int]]]:
    """Yield (feature, registered domain, span) of each URL, e-mail address and domain in the text; no shared domains."""
    text = reading.joined
    for position, dots in groupby(_DOT.finditer(text), lambda dot: reading.position(dot.start())):
        line, begin = reading.lines[position], reading.starts[position]
        if line.is_prose and "@" not in line.text and "www" not in line.text:
            continue
        for dot in dots:
            match = _BEFORE_DOT.search(text, max(begin, dot.start() - _ADDRESS_WINDOW), dot.start())
            written = match is not None and bool(match[1] or match[2].casefold().startswith("www."))
            if match is None or not (written or match[1] or _ends_address(dot[1].lower())):
                continue
            domain = registered_domain(f"{match[2]}{dot[0]}".casefold())
            if domain and domain not in load_lexicon("shared_domains"):
                kind = "e-mail" if match[1] == "@" else "address" if written else "domain"
                moved = line.start - begin
                yield kind, domain, (match.start(2) + moved, dot.end() + moved)


def _ends_address(ending: str) -> bool:
    return ending in _LONG_ENDINGS or (len(ending) == 2 and ending not in _CODE_ENDINGS)
