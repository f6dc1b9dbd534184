"""Classify an HTML page as article, documentation, service, forum, collection, listing or product."""

from __future__ import annotations

import math
import re
from collections import Counter
from functools import cache, lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from corpusclean.infer.facts.claims import head_claim
from corpusclean.infer.facts.json_ld import item_types
from corpusclean.lexicons import load_lexicon, load_tables
from corpusclean.models.page_types import load_page_type_weights

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from corpusclean.document import Claim
    from corpusclean.infer.reading import Reading

_SCHEMA_TYPES = re.compile(
    r"(?P<article>(?:News|Blog|Scholarly|Opinion|Report|Tech|Social|Satirical|Advertiser)\w*(?:Article|Posting)|Article|Recipe|Report)\Z"
    r"|(?P<product>Product|ProductGroup|Offer|AggregateOffer|SoftwareApplication|Book|Vehicle|IndividualProduct)\Z"
    r"|(?P<list>ItemList|CollectionPage|OfferCatalog|SearchResultsPage|ImageGallery)\Z"
    r"|(?P<thread>QAPage|DiscussionForumPosting|Question|Answer|Comment)\Z"
    r"|(?P<questions>FAQPage|HowTo)\Z"
    r"|(?P<reference>TechArticle|APIReference|Course)\Z"
    r"|(?P<business>Service|LocalBusiness|ProfessionalService|\w+Business|Organization|Corporation)\Z"
    r"|(?P<event>\w*Event|JobPosting)\Z"
)
_DAY = re.compile(r"/(?:19|20)\d\d/(?:\d\d?|[a-z]{3})/")
_PRICE = re.compile(r"[$€£¥₹]\s?\d|\d\s?(?:€|USD|EUR|GBP|zł|kr\b)")
_CODE_ENDS = ("{", "}", ";", "})", ");", "[", ">>>")
_CODE_STARTS = (
    "import ",
    "from ",
    "def ",
    "class ",
    "function ",
    "const ",
    "let ",
    "var ",
    "public ",
    "return ",
    "#include",
    "$ ",
    ">>> ",
    "<",
)
_CODE_SIGNS = ("::", "->", "==", "()", "=>")
_PROSE_WORDS = 20
_REMEMBERED = 1 << 14  # class names of elements, of which the pages of a site share most
_MOST = 0.97  # maximal confidence; the labels of the training set are themselves wrong in a few per cent


def claim_page_type(reading: Reading) -> list[Claim]:
    """Claim the type of an HTML page.

    Returns:
        One claim of "page_type" with the probability of the type; none for plain text, which lacks most features.
    """
    if not (reading.page.is_html and reading.visible.lines):
        return []
    features = dict(page_type_features(reading))
    kind, chance = max(page_type_chances(features).items(), key=lambda pair: (pair[1], pair[0]))
    told = [
        name
        for name, value in features.items()
        if value and name.startswith(("schema", "og", "address", "generator"))
    ]
    confidence = round(min(_MOST, chance), 2)
    return [head_claim("page_type", kind, "page-model", confidence, quote=", ".join(told) or "the text")]


def page_type_chances(features: Mapping[str, float]) -> dict[str, float]:
    """Compute the probability of each page type by a multinomial logistic regression.

    Args:
        features: features by name, from `page_type_features`.

    Returns:
        Page type → probability.

    >>> max(page_type_chances({"schema product": 1.0}).values()) < 1
    True
    """
    weights = load_page_type_weights()
    scores = dict.fromkeys(weights["bias"], 0.0)
    for name, value in ("bias", 1.0), *features.items():
        for kind, weight in weights.get(name, {}).items():
            scores[kind] += weight * value
    highest = max(scores.values())
    odds = {kind: math.exp(score - highest) for kind, score in scores.items()}
    total = math.fsum(odds.values())
    return {kind: share / total for kind, share in odds.items()}


def page_type_features(reading: Reading) -> Iterator[tuple[str, float]]:
    """Yield (name, value 0..1) of the features of a page; names that are missing stand for 0."""
    yield from _declared(reading)
    yield from _address(reading)
    yield from _shape(reading)
    yield from _words(reading)


def _declared(reading: Reading) -> Iterator[tuple[str, float]]:
    """Yield features of schema.org types and meta tags."""
    items = [*reading.declared.json_ld, *reading.declared.microdata]
    kinds = {
        match.lastgroup for item in items for kind in item_types(item) if (match := _SCHEMA_TYPES.match(kind))
    }
    yield from ((f"schema {kind}", 1.0) for kind in sorted(filter(None, kinds)))
    og_type = (reading.declared.meta.get("og:type") or [""])[0].casefold()
    family = next((name for name in ("article", "product", "website", "profile") if name in og_type), "other")
    yield f"og {family if og_type else 'none'}", 1.0
    if any(name.startswith("article:") or "published" in name for name in reading.declared.meta):
        yield "meta published", 1.0
    if any(name.startswith("product:") or name == "og:price:amount" for name in reading.declared.meta):
        yield "meta price", 1.0
    generator = " ".join(reading.declared.meta.get("generator", [])).casefold()
    if match := _signs("generator").search(generator):
        yield f"generator {match.lastgroup}", 1.0


def _address(reading: Reading) -> Iterator[tuple[str, float]]:
    """Yield features of the URL."""
    parts = urlsplit(reading.declared.address.casefold())
    if not parts.netloc:
        yield "address none", 1.0
        return
    path = parts.path.strip("/")
    segments = path.split("/") if path else []
    slug = re.split(r"[-_+]", segments[-1]) if segments else []
    groups = {
        match.lastgroup for match in _signs("address").finditer("/".join(segments[:-1]).replace("_", "-"))
    }
    yield from ((f"address {group}", 1.0) for group in sorted(filter(None, groups)))
    if segments and (match := _signs("address").search(segments[-1].replace("_", "-"))):
        yield f"address end {match.lastgroup}", 1.0
    if match := _signs("address").search(parts.netloc):
        yield f"address host {match.lastgroup}", 1.0
    yield f"address depth {min(4, len(segments))}", 1.0
    yield "address slug", min(8, len(slug)) / 8
    yield "address number", float(any(re.fullmatch(r"\d{4,}", part) for part in (*segments, *slug)))
    yield "address day", float(bool(_DAY.search(parts.path)))
    yield "address query", float(bool(parts.query))
    yield "address file", float("." in (segments[-1] if segments else ""))


def _shape(reading: Reading) -> Iterator[tuple[str, float]]:
    """Yield features of the structure: links, paragraphs, tables, code, classes."""
    lines = reading.visible.lines
    count = len(lines) or 1
    features = [line.features for line in lines if line.features]
    chars = sum(len(line.text) for line in lines) or 1
    tags = Counter(dom.tag for dom in features)
    # Also marked lines, since there are no marks in training.
    prose = [line for line in lines if line.words >= _PROSE_WORDS]
    body = sum(len(line.text) for line in prose)
    yield "prose share", body / chars
    yield "prose length", min(1.0, math.log1p(body) / 10)
    yield "lines", min(1.0, math.log1p(count) / 8)
    yield "links", min(1.0, sum(dom.link_chars for dom in features) / chars)
    yield "paragraph length", min(1.0, body / max(1, len(prose)) / 600)
    for tag in ("li", "tr", "pre", "p", "h1", "h2", "h3", "dd", "dt", "option", "label", "div"):
        yield f"tag {tag}", math.sqrt(tags[tag] / count)
    yield "several h1", float(tags["h1"] > 1)
    yield "times", min(1.0, math.log1p(sum(bool(dom.time) for dom in features)) / 4)
    yield "dates", min(1.0, math.log1p(len(reading.signs.dates)) / 4)
    yield "dates in lines", min(1.0, 5 * len(reading.signs.dates) / count)
    yield (
        "first prose",
        next((n for n, line in enumerate(lines) if line.words >= _PROSE_WORDS), count) / count,
    )
    hits: Counter[str] = Counter()
    for names, times in Counter(dom.attributes for dom in features).items():
        for group in _class_groups(names):
            hits[group] += times
    yield from ((f"class {group}", math.sqrt(hits[group] / count)) for group in sorted(hits))


@lru_cache(_REMEMBERED)
def _class_groups(names: str) -> frozenset[str]:
    """Return the groups of the lexicon that some names of an element tell."""
    return frozenset(match.lastgroup or "" for match in _signs("class").finditer(names.casefold()))


def _words(reading: Reading) -> Iterator[tuple[str, float]]:
    """Yield features of the words: prices, phrases of shops and forums, code, questions, the title."""
    lines = reading.visible.folded
    count = len(lines) or 1
    text, talk = reading.visible.folded_text[:200_000], load_lexicon("forum_words")
    short = [line for line in lines if len(line) < 80]
    yield "prices", min(1.0, math.log1p(len(_PRICE.findall(text))) / 4)
    yield "buy", min(1.0, sum(phrase in text for phrase in load_lexicon("shop_phrases")) / 4)
    yield "sell", min(1.0, sum(phrase in text for phrase in load_lexicon("service_phrases")) / 4)
    yield "talk", min(1.0, 4 * sum(not talk.isdisjoint(line.split()) for line in short) / count)
    yield "talk kinds", min(1.0, len(talk.intersection(text.split())) / 8)
    yield "code", min(1.0, 4 * sum(map(_is_code, lines)) / count)
    yield "questions", min(1.0, 5 * sum(line.endswith("?") for line in short) / count)
    yield "bylines", min(1.0, len(reading.signs.byline_cues) / 3)
    title = reading.declared.title.casefold()
    for kind, pattern in _title_signs().items():
        yield f"title {kind}", float(bool(pattern.search(title)) or (kind == "talk" and "?" in title))
    yield "title words", min(12, len(title.split())) / 12


def _is_code(line: str) -> bool:
    return (
        line.endswith(_CODE_ENDS)
        or line.startswith(_CODE_STARTS)
        or any(sign in line for sign in _CODE_SIGNS)
    )


@cache
def _signs(table: str) -> re.Pattern[str]:
    """Compile a table of the lexicon; the last group of a match is what it tells."""
    edge = r"\b" if table == "address" else ""
    groups = load_tables("page_types")[table].items()
    told = (f"(?P<{kind}>{edge}(?:{'|'.join(words)}){edge})" for kind, words in groups)
    return re.compile("|".join(told))


@cache
def _title_signs() -> dict[str, re.Pattern[str]]:
    groups = load_tables("page_types")["title"].items()
    return {kind: re.compile(rf"\b(?:{'|'.join(words)})\b") for kind, words in groups}
