"""Find candidate bylines among the lines of a page, and drop those of other people."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from corpusclean.infer.authors.byline_lines import MAX_GUESSED, SURE_HEADLINE, is_marked_up, read_byline
from corpusclean.infer.placement import element_of, is_foreign
from corpusclean.infer.recognition.credits import Credit, is_photo_credit, read_credit
from corpusclean.infer.recognition.cues import (
    is_attribution,
    is_caption,
    is_credit,
    is_party,
    name_before_role,
    names_other,
)
from corpusclean.infer.recognition.people import is_supplier
from corpusclean.spelling import squeezed

if TYPE_CHECKING:
    from corpusclean.infer.authors.byline_lines import Byline
    from corpusclean.infer.facts.lines import Line
    from corpusclean.infer.reading import Reading

# Lines above and below the headline and after the text in which a bare name may be a byline.
_ABOVE, _BELOW, _END = 8, 30, 4
_LIKELY_HEADLINE = 0.5  # from which on a line with nothing but a name is the headline
_MAX_BYLINES = 60
_LIST = 3  # minimal number of people of a list of other pages
_APART = 2  # lines; authors of one page are closer to each other
# Class names of an item of a list of offers.
_OFFER = re.compile(r"(?:\A|[\s_-])(?:item|card|listing|result|property|product)(?![a-z])", re.IGNORECASE)
_MAX_WORDS = 24  # of a byline
_SKIPPED = frozenset(
    "caption credit related-link comments video-link listing advertisement newsletter navigation".split()
)


def find_bylines(reading: Reading) -> list[Byline]:
    """Find the candidate bylines of a page, in page order."""
    zone = _zone(reading)
    found: list[Byline] = []
    marked = (position for position, line in enumerate(reading.visible.lines) if is_marked_up(line))
    for position in sorted({*reading.signs.byline_cues, *zone, *(marked if reading.page.features else ())}):
        line, cue = reading.visible.lines[position], position in reading.signs.byline_cues
        if (
            not _may_be_byline(line, cued=cue or _is_above_date(reading, position))
            or position > reading.visible.order_button
        ):
            continue
        if (found and line.start < found[-1].span[1]) or _is_headline(reading, position):
            continue
        byline = None if is_foreign(reading, line) else read_byline(reading, position)
        announced = cue or (byline is not None and byline.method == "text-byline")
        pictured = not announced and (is_photo_credit(line.text) or is_caption(line.text))
        other = not cue and (
            names_other(*_beside(reading, position)) or is_party(line.text.partition(",")[2])
        )
        if byline is not None and not (pictured or other) and len(found) < _MAX_BYLINES:
            found.append(byline)
    return _without_teasers(reading, _without_photographers(reading, found))


def _without_photographers(reading: Reading, found: list[Byline]) -> list[Byline]:
    """Drop a bare name right below the sentence of a caption, if the names and the date of a byline follow it."""
    bare = {byline.position for byline in found if byline.method == "text-name"}
    return [
        byline
        for byline in found
        if not (
            {byline.position, byline.position + 1} <= bare
            and byline.position + 2 in reading.signs.dates
            and reading.visible.lines[byline.position - 1].text.endswith(".")
            and reading.visible.lines[byline.position - 1].words > MAX_GUESSED
        )
    ]


def _without_teasers(reading: Reading, found: list[Byline]) -> list[Byline]:
    """Drop the bylines of other pages, or of offers: on three or more elements of one class, but in a thread.

    There are three or more people beside dates, or an agent at places that are not next to each other.
    """
    if not reading.page.is_html or reading.declared.is_thread:
        return found
    people: dict[tuple[str, str], set[str]] = {}
    places: dict[tuple[str, str], list[int]] = {}
    for byline in found:
        element, position = element_of(reading.visible.lines[byline.position]), byline.position
        if not reading.signs.dates.keys().isdisjoint(range(position - 1, position + 2)):
            people.setdefault(element, set()).update(byline.credit.authors[:1])
        if _OFFER.search(element[1]) and position > places.get(element, [-_APART - 1])[-1] + _APART:
            places.setdefault(element, []).append(position)
    listed = {element for element, names in people.items() if len(names) >= _LIST}
    listed |= {element for element, positions in places.items() if len(positions) >= _LIST}
    return [
        byline
        for byline in found
        if not any(element := element_of(reading.visible.lines[byline.position])) or element not in listed
    ]


def _may_be_byline(line: Line, *, cued: bool) -> bool:
    """Whether a line is short, displayed, no paragraph, and not marked as another kind of line."""
    told = cued or bool(name_before_role(line.text))
    by_cue = told and line.reason in ("credit", "caption") and not is_credit(line.text)
    if line.words > _MAX_WORDS or line.is_prose or (line.reason in _SKIPPED and not by_cue):
        return False
    if is_attribution(line.text):
        return False
    return not (line.features and line.features.hidden)


def _is_above_date(reading: Reading, position: int) -> bool:
    """Whether a line is between headline and date and ends with an agency; elsewhere "Ann Oak, AP" credits a photo."""
    headline, chance = reading.headline
    dated = position + 1 in reading.signs.dates and reading.signs.is_signature(position + 1)
    _, comma, agency = reading.visible.lines[position].text.rpartition(",")
    placed = dated and chance >= _LIKELY_HEADLINE and position == headline + 1
    return placed and bool(comma) and is_supplier(agency)


def _is_headline(reading: Reading, position: int) -> bool:
    """Whether a line is the headline; in a text without one, a byline above the text may be taken for it."""
    headline, chance = reading.headline
    if headline != position or chance < SURE_HEADLINE:
        return False
    line = reading.visible.lines[position]
    is_read = line.words <= MAX_GUESSED and not reading.page.is_html
    credit = read_credit(line.text, "bare") if is_read else Credit()
    named = bool(credit.authors) and not credit.unread
    return not (named and (chance < _LIKELY_HEADLINE or squeezed(credit.authors[0]) != squeezed(line.text)))


def _beside(reading: Reading, position: int) -> tuple[str, str]:
    """Return the texts of the lines above and below a line, "" where there is none."""
    lines = reading.visible.lines
    above = lines[position - 1].text if position else ""
    return above, lines[position + 1].text if position + 1 < len(lines) else ""


def _zone(reading: Reading) -> set[int]:
    """Return the positions of the lines in which a bare name may be a byline."""
    headline, _ = reading.headline
    body, last = reading.visible.body, reading.visible.prose[-1] if reading.visible.prose else 0
    places = {
        *range(headline - _ABOVE, headline + _BELOW + 1),
        *range(body - _ABOVE, body + _ABOVE),
        *range(last, last + _END),
    }
    return {place for place in places if 0 <= place < len(reading.visible.lines)}
