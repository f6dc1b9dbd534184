"""Bylines and authors: from the head, from lines that markup or a cue calls bylines, and from bare names."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from corpusclean.infer.byline_head import claim_from_head
from corpusclean.infer.competition import value_chances
from corpusclean.infer.cues import byline_cue, conjunctions, is_caption
from corpusclean.infer.people import Credit, is_agency, is_photo_credit, person_name, read_credit
from corpusclean.infer.placement import placement
from corpusclean.infer.spelling import plain, unaccented
from corpusclean.languages import cue_words
from corpusclean.lexicons import load_lexicon

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpusclean.document import Claim
    from corpusclean.infer.people import Trust
    from corpusclean.infer.reading import Reading

_ABOVE, _BELOW, _END = (
    8,
    30,
    4,
)  # lines around the headline and behind the text in which a bare name may be one
_MAX_BYLINES = 60
_STORY = 20  # paragraphs that name the people of a story, and seldom its author
_NAME_WORD = re.compile(r"[^\W\d_]+")
_BARE: tuple[Trust, ...] = ("bare",)
_GUESS: tuple[Trust, ...] = ("guess",)
_MAX_GUESSED = 8  # words of a line in which an unknown name is guessed
_MAX_BARE = 10  # words of a line of names without a cue or a date
_SURE_HEADLINE, _CLOSE = 0.3, 4
_OUTLET = 0.6  # of the houses that bylines name are the publisher
_LEAST = 0.05  # chance of names below which they are not worth a claim
# Fitted on the plain-text pages of the metadata evaluation set that name an author (November 2026) by
# gradient descent with an L2 penalty of 1, the classes being the names that a page shows and "none".
WEIGHTS: dict[str, float] = {
    "text-byline": 1.31,
    "date near": 1.26,
    "headline +1": 0.96,
    "headline +2": 0.96,
    "bare": 0.89,
    "body 3-8": 0.87,
    "cued": 0.78,
    "headline +3-5": 0.78,
    "dated": 0.68,
    "first below": 0.67,
    "top": 0.67,
    "bias": 0.48,
    "headline -1-2": 0.46,
    "reply": 0.36,
    "body 0-2": 0.3,
    "end": 0.28,
    "mentioned often": 0.27,
    "teaser below": 0.15,
    "teaser above": 0.08,
    "one word": 0.02,
    "in body": -0.06,
    "known": -0.16,
    "in story": -0.25,
    "text-name": -0.3,
    "first": -0.43,
    "mentioned again": -0.51,
    "before headline": -0.52,
    "text-byline-within": -0.55,
    "headline -3-5": -0.59,
    "beyond body": -0.61,
    "headline +11-25": -0.61,
    "paragraphs above": -0.61,
    "in headline": -0.65,
    "several": -0.69,
    "common words": -0.98,
    "unread": -1.04,
    "guess": -1.19,
    "after zone": -1.52,
    "rivals": -1.86,
}
_MAX_WORDS = 24  # of a line that is a byline
_JOINED = 8  # lines that a byline can be broken into by renderers that end a line at each element
_AUTHOR_NAMES = re.compile(
    r"(?:\A|\s)(?:author|byline|by-line)(?:\s|\Z)|author[-_]?name|byline[-_]", re.IGNORECASE
)
_DATELINE_AGENCY = re.compile(r"[^\W\d_][^()/\n]{1,50}?\s?[(/]([^()/\n]{2,30})[)/]\s?(?:--?|[–—])")
_SKIPPED = frozenset(
    (
        "caption",
        "credit",
        "related-link",
        "comments",
        "video-link",
        "listing",
        "advertisement",
        "newsletter",
        "navigation",
    )
)


@dataclass(frozen=True, slots=True)
class Byline:
    """Names on a line, or on several that belong together.

    Args:
        credit: what it says.
        printed: as it stands there, white space collapsed.
        span: where it stands in the text of the page.
        position: of its first line in `Reading.lines`.
        trust: what makes it a byline.
        method: how it was found.
        features: what is true of it, by the names of `WEIGHTS`.
    """

    credit: Credit
    printed: str
    span: tuple[int, int]
    position: int
    trust: Trust
    method: str
    features: dict[str, float] = field(default_factory=dict)


def claim_byline(reading: Reading) -> list[Claim]:
    """Claim the byline of a page and the people, the agency and the outlet that it names.

    Returns:
        Claims of "byline" (as printed), "authors" (names joined by "; "), "agency" and "source.name".
    """
    claims = claim_from_head(reading)
    bylines = list(_bylines(reading))
    chances = value_chances(((_key(byline), byline.features) for byline in bylines), WEIGHTS)
    for chance, number in chances.values():
        if chance >= _LEAST:
            claims += _claims(reading, bylines[number], round(chance, 2))
    return [*claims, *_dateline_agency(reading)]


def candidates(reading: Reading) -> Iterator[tuple[str, dict[str, float]]]:
    """The names on the lines of a page, with what is true of each: what `WEIGHTS` are fitted on."""
    return (("; ".join(byline.credit.authors), byline.features) for byline in _bylines(reading))


def _key(byline: Byline) -> str:
    return unaccented("; ".join(byline.credit.authors))


def _claims(reading: Reading, byline: Byline, confidence: float) -> Iterator[Claim]:
    credit = byline.credit
    values = {"authors": "; ".join(credit.authors), "byline": byline.printed, "agency": credit.agency}
    for name, value in values.items():
        if value:
            yield reading.line_claim(name, value, byline.method, confidence, byline.span)
    if credit.outlet:
        yield reading.line_claim(
            "source.name", credit.outlet, "byline", min(confidence, _OUTLET), byline.span
        )


def _bylines(reading: Reading) -> list[Byline]:
    """The lines that may be bylines, in page order, with what is true of each."""
    zone = _zone(reading)
    found: list[Byline] = []
    for position, line in enumerate(reading.lines):
        cue = line.words <= _MAX_WORDS and byline_cue(line.text) > 0
        if (
            not (cue or position in zone)
            or line.words > _MAX_WORDS
            or line.is_prose
            or line.reason in _SKIPPED
        ):
            continue
        if (line.features and line.features.hidden) or is_photo_credit(line.text) or is_caption(line.text):
            continue
        if (found and line.start < found[-1].span[1]) or _is_headline(reading, position):
            continue
        byline = (
            (_cued(reading, position) if cue else None)
            or _marked_up(reading, position)
            or _bare(reading, position)
            or _cued_within(reading, position)
        )
        if byline is not None and len(found) < _MAX_BYLINES:
            found.append(byline)
    _compare(reading, found)
    return found


def _is_headline(reading: Reading, position: int) -> bool:
    return reading.headline[0] == position and reading.headline[1] >= _SURE_HEADLINE


def _zone(reading: Reading) -> set[int]:
    """Positions of the lines in which a bare name may be a byline."""
    headline, _ = reading.headline
    body, last = reading.body, reading.prose[-1] if reading.prose else 0
    places = {
        *range(headline - _ABOVE, headline + _BELOW + 1),
        *range(body - _ABOVE, body + _ABOVE),
        *range(last, last + _END),
    }
    return {place for place in places if 0 <= place < len(reading.lines)}


def _compare(reading: Reading, bylines: list[Byline]) -> None:
    """Add what is true of a byline among the others and on the whole page."""
    headline, chance = reading.headline
    headline_text = reading.lines[headline].text if headline >= 0 else ""
    story = "\n".join(reading.lines[place].text for place in reading.prose[:_STORY])
    below = [byline for byline in bylines if byline.position >= headline - _ABOVE]
    rivals = Counter(_key(byline) for byline in bylines)
    for byline in bylines:
        position, name = byline.position, byline.credit.authors[0]
        around = range(max(0, position - 2), min(len(reading.lines), position + 3))
        mentions = reading.joined.count(name)
        byline.features.update(
            {
                "bias": 1.0,
                byline.trust: 1.0,
                byline.method: 1.0,
                "dated": float(position in reading.dates),
                "date near": float(
                    any(place in reading.dates and reading.is_signature(place) for place in around)
                ),
                "first": float(byline is bylines[0]),
                "first below": chance * (bool(below) and byline is below[0]),
                "rivals": min(5, len(rivals)) / 5,
                "several": float(len(byline.credit.authors) > 1),
                "unread": float(byline.credit.unread > 0),
                "mentioned again": float(mentions > 1),
                "mentioned often": float(mentions > 3),
                "known": float(bool(person_name(name, "bare"))),
                "one word": float(" " not in name),
                "in headline": chance * (position != headline and name.split()[-1] in headline_text),
                "in story": float(name in story),
                "common words": float(_is_common(reading, name)),
                **placement(reading, position),
            }
        )


def _is_common(reading: Reading, name: str) -> bool:
    """Whether the page also writes a word of the name in lower case."""
    words = [f" {word.lower()} " for word in name.split() if len(word) > 2 and not word.islower()]
    return any(word in reading.joined for word in words)


def _cued(reading: Reading, position: int) -> Byline | None:
    """A byline behind a cue, which may stand on a line of its own with the names on the next ones."""
    line = reading.lines[position]
    cue = byline_cue(line.text)
    text, end = _without_dates(reading, position, cue), line.end
    if not text.strip(" :|"):
        text, end = _next_lines(reading, position)
    credit = read_credit(text, "cued")
    if not credit.authors:
        return None
    printed = plain(reading.page.text[line.start : end] if end > line.end else line.text[:cue] + text)
    return Byline(credit, printed.rstrip(" |·•–-,"), (line.start, end), position, "cued", "text-byline")


def _cued_within(reading: Reading, position: int) -> Byline | None:
    """A cue inside of a short line: "Posted in Travel by Ann Example"; the name must be a known one."""
    line = reading.lines[position]
    if _inner_cues().isdisjoint(reading.folded[position].split()):
        return None
    match = _inner_cue().search(line.text)
    if match is None:
        return None
    text = _without_dates(reading, position, match.end())
    dated = line.text[: match.start()].rstrip(" ,|–-").endswith(tuple(_printed_dates(reading, position)))
    credit = read_credit(text, "cued" if dated else "bare")
    printed = plain(match[0] + text).strip(" |·•–-,")
    return (
        Byline(
            credit, printed, (line.start + match.start(), line.end), position, "cued", "text-byline-within"
        )
        if credit.authors
        else None
    )


def _printed_dates(reading: Reading, position: int) -> list[str]:
    return [reading.page.text[printed.start : printed.end] for printed in reading.dates.get(position, ())]


def _marked_up(reading: Reading, position: int) -> Byline | None:
    """A line that the markup calls a byline or the author."""
    line = reading.lines[position]
    if not line.features or not _AUTHOR_NAMES.search(line.features.attributes):
        return None
    credit = read_credit(_without_dates(reading, position, byline_cue(line.text)), "cued")
    return (
        Byline(credit, line.text, (line.start, line.end), position, "typed", "markup-byline")
        if credit.authors
        else None
    )


def _bare(reading: Reading, position: int) -> Byline | None:
    """A line that holds nothing but names, roles, agencies and dates."""
    line = reading.lines[position]
    known = not load_lexicon("given_names").isdisjoint(_NAME_WORD.findall(reading.folded[position]))
    guessable = line.words <= _MAX_GUESSED and _may_guess(reading, position)
    if not (known or guessable) or (line.words > _MAX_BARE and position not in reading.dates):
        return None
    text = _without_dates(reading, position, 0)
    for trust in (*_BARE[:known], *_GUESS[:guessable]):
        credit = read_credit(text, trust)
        if credit.authors and credit.unread <= 1:
            printed = plain(text).strip(" |·•–-,")
            return Byline(credit, printed, (line.start, line.end), position, trust, "text-name")
    return None


def _may_guess(reading: Reading, position: int) -> bool:
    """Whether a line is where an unknown name may be guessed: right under the headline or beside a date."""
    headline, chance = reading.headline
    if chance >= _SURE_HEADLINE and 1 <= position - headline <= _CLOSE:
        return True
    beside = (position - 1, position, position + 1)
    return any(place in reading.dates and reading.is_signature(place) for place in beside)


def _without_dates(reading: Reading, position: int, start: int) -> str:
    """A line from `start` on, with a bar for each date."""
    line, text = reading.lines[position], reading.page.text
    parts, at = [], line.start + start
    for printed in reading.dates.get(position, ()):
        if printed.start >= at:
            parts.append(text[at : printed.start])
            at = printed.end
    return " | ".join([*parts, text[at : line.end]])


def _next_lines(reading: Reading, position: int) -> tuple[str, int]:
    """The names below a cue that fills its line: the next line, and those that a comma or "and" ties to it."""
    lines, parts = reading.lines, [""]
    tied, end = True, lines[position].end
    for line in lines[position + 1 : position + 1 + _JOINED]:
        glue = line.text.strip() in (",", "&", "/") or line.text.casefold() in conjunctions()
        if not (tied or glue or line.text.startswith((",", "& "))) or line.words > 8 or line.is_prose:
            break
        parts.append(line.text)
        tied = glue or line.text.endswith(",") or line.text.casefold().endswith((" and", " und"))
        end = line.end
    return " ".join(parts), end


def _dateline_agency(reading: Reading) -> list[Claim]:
    """The agency in the dateline of the first paragraphs: "OSLO (Reuters) – …"."""
    for position in reading.prose[:3]:
        line = reading.lines[position]
        match = _DATELINE_AGENCY.match(line.text)
        if match and is_agency(match[1]):
            span = (line.start + match.start(1), line.start + match.end(1))
            return [reading.line_claim("agency", match[1], "text-dateline", 0.8, span)]
    return []


@cache
def _inner_cues() -> frozenset[str]:
    """The short cues that can stand inside of a line: "by", "von", "par"."""
    return frozenset(
        cue for cue in cue_words("bylines") if cue.isalpha() and cue[0] < "\u2e80" and len(cue) <= 4
    )


@cache
def _inner_cue() -> re.Pattern[str]:
    """A short cue between a space and a name that begins with a capital."""
    words = "|".join(sorted(_inner_cues()))
    return re.compile(rf"(?<=\s)(?i:{words})\s+(?=[^\W\d_a-z])")
