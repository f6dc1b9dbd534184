"""Claim the news agency that supplied a story: from datelines, closing codes, credit lines and JSON-LD.

The agency is a field of its own, since it is neither the publisher nor the author.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from corpusclean.infer.facts.claims import head_claim
from corpusclean.infer.facts.json_ld import item_types, listed, strings
from corpusclean.infer.recognition.cues import conjunctions
from corpusclean.infer.recognition.people import EDGES, is_agency, is_supplier
from corpusclean.lexicons import any_of, load_lexicon

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpusclean.document import Claim
    from corpusclean.infer.facts.lines import Line
    from corpusclean.infer.reading import Reading

# Confidences. The metadata evaluation set has no labels of this field; all claims on its 954 texts were checked by hand.
_CREDITED, _DATELINE, _CODE, _DECLARED = 0.8, 0.8, 0.75, 0.7
_PROSE_WORDS = 15
_MAX_CREDIT = 14  # maximal number of words of a credit line
_BELOW = 12  # lines below the last paragraph that are searched for a credit line
_NAME_WORDS = 5
_CODED = 60  # characters at both ends of a paragraph that are searched for a code
_DESK = 4  # maximal number of characters of the code of a desk or an editor ("lnw" in "dpa/lnw")
_CLOSING = re.compile(r"[(\[]([^()\[\]]{2,40})[)\]][.\s]*\Z")
_OPENING = re.compile(r"\(([^()]{2,40})\)\s?(?:[-–—.]|\Z)")
_PLACED = re.compile(r"[^\W\d_][^()/\n]{1,50}?\s?[(/]([^()/\n]{2,30})[)/]\s?(?:--?|[–—])")


def claim_agency(reading: Reading) -> list[Claim]:
    """Claim the news agency that supplied a story.

    Returns:
        Claims of "agency": from organisations that JSON-LD names as author or provider, from datelines, from a code at
        the start of the first paragraph or at the end of one of the last two ("… (dpa)"), and from credit lines below
        the last paragraph.
    """
    claims = [*_declared(reading), *_datelines(reading)]
    prose = [position for position, line in enumerate(reading.visible.lines) if line.words >= _PROSE_WORDS]
    if not prose:
        return claims
    claims += _coded(reading, prose[0], _OPENING, slice(None, _CODED), "text-dateline")
    for position in prose[-2:]:
        claims += _coded(reading, position, _CLOSING, slice(-_CODED, None), "text-code")
    for position in range(prose[-1] + 1, min(len(reading.visible.lines), prose[-1] + 1 + _BELOW)):
        claims += _credited(reading, reading.visible.lines[position])
    return claims


def _declared(reading: Reading) -> Iterator[Claim]:
    """Claim agencies among the organisations that JSON-LD names as author, provider or contributor."""
    for item in reading.declared.articles[:1]:
        for key in ("author", "sourceOrganization", "provider", "contributor"):
            for value in listed(item.get(key)):
                if not isinstance(value, dict) or "Organization" not in " ".join(item_types(value)):
                    continue
                for name in filter(is_agency, strings(value)[:1]):
                    yield head_claim("agency", name, f"json-ld:{key}", _DECLARED)


def _datelines(reading: Reading) -> Iterator[Claim]:
    """Claim the agency in the dateline of one of the first paragraphs: "OSLO (Reuters) – …"."""
    for position in reading.visible.prose[:3]:
        line = reading.visible.lines[position]
        match = _PLACED.match(line.text)
        if match and is_agency(match[1]):
            span = (line.start + match.start(1), line.start + match.end(1))
            yield reading.line_claim("agency", match[1], "text-dateline", _DATELINE, span)
            return


def _coded(
    reading: Reading, position: int, pattern: re.Pattern[str], end: slice, method: str
) -> Iterator[Claim]:
    """Claim the agency whose code stands in parentheses at one end of a paragraph: "(dpa)"."""
    line = reading.visible.lines[position]
    first, last, _ = end.indices(len(line.text))
    if (match := pattern.search(line.text, first, last)) and (name := _agency_in(match[1])):
        span = (line.start + match.start(1), line.start + match.end(1))
        yield reading.line_claim("agency", name, method, _CODE, span)


def _credited(reading: Reading, line: Line) -> Iterator[Claim]:
    """Claim the agency of a credit line; credits of pictures do not count, their cues are in another lexicon."""
    text = line.text.strip("()[] ")
    if line.words > _MAX_CREDIT:
        return
    name = _agency_in(text.strip("."))
    if name and not is_supplier(name):
        return
    if not name and (match := _contributed().match(text)):
        name = _agency_in(match["name"])
    if not name:
        folded, cues = text.casefold(), tuple(load_lexicon("agency_credits"))
        if folded.startswith(cues):
            name = _leading_agency(text[max(len(cue) for cue in cues if folded.startswith(cue)) :])
    if name:
        yield reading.line_claim("agency", name, "text-credit", _CREDITED, (line.start, line.end))


def _agency_in(text: str) -> str:
    """Return the first agency of a text with nothing but agencies and codes ("dpa/lnw", "AFP, Reuters"), or ""."""
    parts = [part for part in _parts().split(text) if part]
    found = [part for part in parts if is_agency(part)]
    others = [part for part in parts if part not in found and not (part.islower() and len(part) <= _DESK)]
    return found[0].strip(EDGES) if found and not others else ""


def _leading_agency(text: str) -> str:
    """Return the agency at the start of a text, after a year or "by" if there is one, or ""."""
    words = _year().sub("", text).split()
    for length in range(min(_NAME_WORDS, len(words)), 0, -1):
        name = " ".join(words[:length]).strip(" .,;:)")
        if is_agency(name):
            return name
    return ""


@cache
def _parts() -> re.Pattern[str]:
    """Compile what is between two agencies."""
    return re.compile(rf"\s*[/,;|+&]\s*|\s+(?:{'|'.join(sorted(conjunctions()))})\s+")


@cache
def _year() -> re.Pattern[str]:
    """Compile a year and a preposition, both optional, before the name of an agency: "2018 by"."""
    return re.compile(rf"\A\W*(?:\d{{4}}\W+)?(?:{any_of('maker_prepositions')}\s)?", re.IGNORECASE)


@cache
def _contributed() -> re.Pattern[str]:
    return re.compile(rf"\A(?P<name>[^.:]{{2,60}}?),?\s{any_of('contribution_phrases')}", re.IGNORECASE)
