"""Find candidate bylines among the lines of a page: by cues ("By"), by the markup, or as bare names."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from corpusclean.infer.collectives import ACCOUNT, collective_author, collective_kind, is_team
from corpusclean.infer.credits import Credit, is_photo_credit, read_credit
from corpusclean.infer.cues import (
    byline_cue,
    conjunctions,
    is_attribution,
    is_caption,
    is_credit,
    name_before_role,
    names_helper,
    names_other,
    unread_words,
)
from corpusclean.infer.event_dates import is_event_day
from corpusclean.infer.people import account_name, holds_given_name, is_agency, person_name
from corpusclean.infer.spelling import plain, squeezed
from corpusclean.infer.threads import without_replies
from corpusclean.languages import cue_words

if TYPE_CHECKING:
    from corpusclean.infer.people import Trust
    from corpusclean.infer.reading import Line, Reading

# Lines above and below the headline and after the text in which a bare name may be a byline.
_ABOVE, _BELOW, _END = 8, 30, 4
_SURE_HEADLINE = 0.3  # minimal probability of a headline that is used
_LIKELY_HEADLINE = 0.5  # from which on a line with nothing but a name is the headline
_CLOSE = 4  # lines below a headline in which unknown names are accepted (trust "guess")
_MAX_BYLINES = 60
_MAX_WORDS = 24  # of a byline
_MAX_BARE = 10  # words of a byline without a cue or a date
_MAX_GUESSED = 8  # words of a line in which an unknown name is accepted
LONG_CUE = 6  # characters, as in "Text: " and "Posted by"; shorter cues may also be ordinary words
_SEPARATORS = ("|", "·", "•", "–", "—", "-")
_JOINED = 8  # maximal number of lines of a byline; some renderers end a line at each element
_LOOSE = " |/·•–—-,"  # separators between a name and what is beside it
_AUTHOR_NAMES = re.compile(
    r"(?:\A|[\s_-])(?:authors?|byline|by-line|autor|auteur|autore|verfasser)(?:[\s_-]|\Z)|author-?name",
    re.IGNORECASE,
)
_ACCOUNT_NAMES = re.compile(
    r"(?:\A|[\s_-])(?:author|creator|[a-z]*user-?name|postuser)(?:[\s_-]|\Z)", re.IGNORECASE
)
_SKIPPED = frozenset(
    "caption credit related-link comments video-link listing advertisement newsletter navigation".split()
)


@dataclass(frozen=True, slots=True)
class Byline:
    """A candidate byline: names on a line, or on several successive lines.

    Args:
        credit: its parsed content.
        printed: its text, white space collapsed.
        span: half-open range in the page's text.
        position: index of its first line in `Reading.lines`.
        trust: the evidence that it names people.
        method: method of the claims made from it.
        features: its features by name.
    """

    credit: Credit
    printed: str
    span: tuple[int, int]
    position: int
    trust: Trust
    method: str
    features: dict[str, float] = field(default_factory=dict)


def find_bylines(reading: Reading) -> list[Byline]:
    """Find the candidate bylines of a page, in page order."""
    zone = _zone(reading)
    found: list[Byline] = []
    marked = (position for position, line in enumerate(reading.lines) if _is_marked_up(line))
    for position in sorted({*reading.byline_cues, *zone, *(marked if reading.page.features else ())}):
        line, cue = reading.lines[position], position in reading.byline_cues
        if not _may_be_byline(line, cued=cue):
            continue
        if (found and line.start < found[-1].span[1]) or _is_headline(reading, position):
            continue
        byline = (
            (_cued(reading, position) if cue else None)
            or _marked_up(reading, position)
            or _account(reading, position)
            or _bare(reading, position)
            or _titled(reading, position)
            or _cued_within(reading, position)
            or _collective(reading, position)
        )
        pictured = byline is not None and not cue and (is_photo_credit(line.text) or is_caption(line.text))
        other = not cue and names_other(*_beside(reading, position))
        if byline is not None and not (pictured or other) and len(found) < _MAX_BYLINES:
            found.append(byline)
    return without_replies(reading, _without_photographers(reading, found))


def _without_photographers(reading: Reading, found: list[Byline]) -> list[Byline]:
    """Drop a bare name right below the sentence of a caption, if the names and the date of a byline follow it."""
    bare = {byline.position for byline in found if byline.method == "text-name"}
    return [
        byline
        for byline in found
        if not (
            {byline.position, byline.position + 1} <= bare
            and byline.position + 2 in reading.dates
            and reading.lines[byline.position - 1].text.endswith(".")
            and reading.lines[byline.position - 1].words > _MAX_GUESSED
        )
    ]


def _may_be_byline(line: Line, *, cued: bool) -> bool:
    """Whether a line is short, displayed, no paragraph, and not marked as another kind of line."""
    told = cued or bool(name_before_role(line.text))
    by_cue = told and line.reason == "credit" and not is_credit(line.text)
    if line.words > _MAX_WORDS or line.is_prose or (line.reason in _SKIPPED and not by_cue):
        return False
    if is_attribution(line.text):
        return False
    return not (line.features and line.features.hidden)


def _is_headline(reading: Reading, position: int) -> bool:
    """Whether a line is the headline; in a text without one, a byline above the text may be taken for it."""
    headline, chance = reading.headline
    if headline != position or chance < _SURE_HEADLINE:
        return False
    line = reading.lines[position]
    is_read = line.words <= _MAX_GUESSED and not reading.page.is_html
    credit = read_credit(line.text, "bare") if is_read else Credit()
    named = bool(credit.authors) and not credit.unread
    return not (named and (chance < _LIKELY_HEADLINE or squeezed(credit.authors[0]) != squeezed(line.text)))


def _beside(reading: Reading, position: int) -> tuple[str, str]:
    """Return the texts of the lines above and below a line, "" where there is none."""
    above = reading.lines[position - 1].text if position else ""
    below = reading.lines[position + 1].text if position + 1 < len(reading.lines) else ""
    return above, below


def _zone(reading: Reading) -> set[int]:
    """Return the positions of the lines in which a bare name may be a byline."""
    headline, _ = reading.headline
    body, last = reading.body, reading.prose[-1] if reading.prose else 0
    places = {
        *range(headline - _ABOVE, headline + _BELOW + 1),
        *range(body - _ABOVE, body + _ABOVE),
        *range(last, last + _END),
    }
    return {place for place in places if 0 <= place < len(reading.lines)}


def _cued(reading: Reading, position: int) -> Byline | None:
    """Parse a byline after a cue; if the cue fills its line, the names are on the next ones."""
    text, end = _behind_cue(reading, position)
    credit = read_credit(text, "cued")
    if not credit.authors:
        return None
    return _announced(reading, position, credit, (text, end), "text-byline")


def _behind_cue(reading: Reading, position: int) -> tuple[str, int]:
    """Return the text after a cue, on its line or the next ones, without dates; and its end in the page's text."""
    text = _without_dates(reading, position, reading.byline_cues[position])
    return (text, reading.lines[position].end) if text.strip(" :|") else _next_lines(reading, position)


def _announced(
    reading: Reading, position: int, credit: Credit, found: tuple[str, int], method: str
) -> Byline:
    """Make a candidate of names that follow a cue."""
    line, (text, end) = reading.lines[position], found
    cue = line.text[: reading.byline_cues[position]]
    printed = _printed(reading.page.text[line.start : end] if end > line.end else cue + text)
    return Byline(credit, printed, (line.start, end), position, "cued", method)


def _collective(reading: Reading, position: int) -> Byline | None:
    """Parse a byline that names an organisation, a team or a user account instead of a person.

    After a long cue, or on the line below a cue, such a name is accepted anywhere; else only close to the headline
    or a date. Without a cue, the line must be marked up as a byline, or the name must be that of a team or an
    agency.
    """
    line, cued = reading.lines[position], position in reading.byline_cues
    long = line.words > _MAX_BARE and not (cued and position in reading.dates)
    if long or line.is_prose or not (cued or _may_guess(reading, position)):
        return None
    text, end = _behind_cue(reading, position) if cued else (_without_dates(reading, position, 0), line.end)
    announced = cued and (end > line.end or reading.byline_cues[position] >= LONG_CUE)
    if not (announced or _may_guess(reading, position)):
        return None
    name = collective_author(text)
    alone = is_team(name) and not unread_words(text.replace(name, "", 1))
    if not name or not (cued or _is_marked_up(line) or alone):
        return None
    kind = collective_kind(name, reading.site_names)
    if kind == ACCOUNT and not announced and _goes_on(text.partition(name)[2]):
        return None
    if cued:
        return _announced(reading, position, _collective_credit(name), (text, end), f"text-byline:{kind}")
    method = f"markup-byline:{kind}" if _is_marked_up(line) else f"text-name:{kind}"
    return Byline(Credit([name]), _printed(text), (line.start, line.end), position, "typed", method)


def _goes_on(behind: str) -> bool:
    """Whether the text behind an account is that of a sentence; "De" is "By" in Romanian, and "The" in Dutch."""
    return sum(word.islower() for word in unread_words(behind)) > 1


def _collective_credit(name: str) -> Credit:
    """Return the credit of an organisation, team or account; an agency is also credited as such."""
    return Credit([name], agency=name if is_agency(name) else "")


def _cued_within(reading: Reading, position: int) -> Byline | None:
    """Parse a byline after a cue inside a short line: "Posted in Travel by Ann Example".

    Unless a date precedes the cue, the first name must be a known one.
    """
    line = reading.lines[position]
    if _inner_cues().isdisjoint(reading.folded[position].split()):
        return None
    match = _inner_cue().search(line.text)
    if match is None or names_helper(line.text[: match.end()]):
        return None
    text = _without_dates(reading, position, match.end())
    before = line.text[: match.start()].rstrip()
    dated = before.rstrip(" ,|–-").endswith(tuple(_printed_dates(reading, position)))
    if before.endswith(",") and not dated:
        return None  # "The Salt Road, by Ann Example" is a book
    credit = read_credit(text, "cued" if dated else "bare")
    method = "text-byline-within"
    if not credit.authors and (dated or (before.endswith(_SEPARATORS) and line.words <= _MAX_BARE)):
        if not (name := collective_author(text)):
            return None
        credit, method = _collective_credit(name), f"text-byline:{collective_kind(name, reading.site_names)}"
    if not credit.authors:
        return None
    span = (line.start + match.start(), line.end)
    return Byline(credit, _printed(match[0] + text), span, position, "cued", method)


def _printed_dates(reading: Reading, position: int) -> list[str]:
    return [reading.page.text[printed.start : printed.end] for printed in reading.dates.get(position, ())]


def _marked_up(reading: Reading, position: int) -> Byline | None:
    """Parse a line that is marked up as a byline or as the author."""
    line = reading.lines[position]
    if not _is_marked_up(line):
        return None
    credit = read_credit(_without_dates(reading, position, byline_cue(line.text)), "cued")
    printed = _printed(_without_dates(reading, position, 0))
    return (
        Byline(credit, printed, (line.start, line.end), position, "typed", "markup-byline")
        if credit.authors
        else None
    )


def _is_marked_up(line: Line) -> bool:
    return line.features is not None and bool(_AUTHOR_NAMES.search(line.features.attributes))


def _account(reading: Reading, position: int) -> Byline | None:
    """Parse a line that is marked up as a user account, in a thread or as the byline of a post."""
    line = reading.lines[position]
    if not line.features or not _ACCOUNT_NAMES.search(line.features.attributes):
        return None
    signed = _is_marked_up(line) and (position in reading.byline_cues or position in reading.dates)
    if not (reading.is_thread or signed):
        return None
    name = account_name(_without_dates(reading, position, byline_cue(line.text)))
    span = (line.start, line.end)
    if not name or squeezed(name) in reading.site_names:
        return None
    printed = _printed(_without_dates(reading, position, 0))
    return Byline(Credit([name]), printed, span, position, "typed", "markup-account")


def _bare(reading: Reading, position: int) -> Byline | None:
    """Parse a line with nothing but names, roles, agencies and dates."""
    line = reading.lines[position]
    if (line.words > _MAX_BARE and position not in reading.dates) or _has_event_day(reading, position):
        return None
    trusts: list[Trust] = ["bare"] if holds_given_name(reading.folded[position]) else []
    if line.words <= _MAX_GUESSED and _may_guess(reading, position):
        trusts.append("guess")
    text = _without_dates(reading, position, 0) if trusts else ""
    for trust in trusts:
        credit = read_credit(text, trust)
        if credit.authors and credit.unread <= 1:
            # Known names, though with more beside them than is read far from headlines and dates.
            known = all(person_name(name, "bare") for name in credit.authors)
            return Byline(
                credit,
                _printed(text),
                (line.start, line.end),
                position,
                "bare" if known else trust,
                "text-name",
            )
    return None


def _titled(reading: Reading, position: int) -> Byline | None:
    """Parse a line with a name before the role that marks it, which is as good as a cue: "박지훈 기자"."""
    line = reading.lines[position]
    credit = read_credit(name_before_role(_without_dates(reading, position, 0)), "cued")
    span = (line.start, line.end)
    return Byline(credit, line.text, span, position, "cued", "text-byline") if credit.authors else None


def _has_event_day(reading: Reading, position: int) -> bool:
    """Whether a date on a line is the day of an event; then names beside it are places and occasions."""
    line, text = reading.lines[position], reading.page.text
    return any(
        is_event_day(text[line.start : printed.start], printed.day or 0, text[printed.end : line.end])
        for printed in reading.dates.get(position, ())
    )


def _may_guess(reading: Reading, position: int) -> bool:
    """Whether an unknown name is accepted on a line: if it is right below the headline or beside a date."""
    headline, chance = reading.headline
    if chance >= _SURE_HEADLINE and 1 <= position - headline <= _CLOSE:
        return True
    beside = (position - 1, position, position + 1)
    return any(place in reading.dates and reading.is_signature(place) for place in beside)


def _without_dates(reading: Reading, position: int, start: int) -> str:
    """Return a line from offset `start` on, with each date replaced by " | "."""
    line, text = reading.lines[position], reading.page.text
    parts, at = [], line.start + start
    for printed in reading.dates.get(position, ()):
        if printed.start >= at:
            parts.append(text[at : printed.start])
            at = printed.end
    return " | ".join([*parts, text[at : line.end]])


def _printed(text: str) -> str:
    """Return a byline as printed, without times, date labels and separators at its ends and around dates."""
    parts = [_tidied(part) for part in f" {plain(text)} ".split(" | ")]
    return " | ".join(part for part in parts if unread_words(part)) or parts[0]


def _tidied(part: str) -> str:
    """Strip separators and the words that introduced a date: "Ann Example on", "Ann Example, Published:"."""
    words = part.lstrip(_LOOSE + ")]").rstrip(_LOOSE + "([").split(" ")
    while len(words) > 1 and (words[-1].islower() or words[-1].endswith(":")) and not unread_words(words[-1]):
        words.pop()
    return " ".join(words).rstrip(_LOOSE)


def _next_lines(reading: Reading, position: int) -> tuple[str, int]:
    """Return the names below a cue that fills its line, and their end in the page's text.

    They are on the next line, and on those that a comma or "and" joins to it.
    """
    lines, parts = reading.lines, [""]
    tied, end = True, lines[position].end
    for line in lines[position + 1 : position + 1 + _JOINED]:
        glue = line.text.strip() in (",", "&", "/") or line.text.casefold() in conjunctions()
        if not (tied or glue or line.text.startswith((",", "& "))) or line.words > 8 or line.is_prose:
            break
        parts.append(plain(line.text))
        tied = glue or line.text.endswith(",") or line.text.casefold().endswith((" and", " und"))
        end = line.end
    return " ".join(parts), end


@cache
def _inner_cues() -> frozenset[str]:
    """Return the short cues that may be inside a line: "by", "von", "par"."""
    return frozenset(
        cue for cue in cue_words("bylines") if cue.isalpha() and cue[0] < "\u2e80" and len(cue) <= 4
    )


@cache
def _inner_cue() -> re.Pattern[str]:
    """Compile the pattern of a short cue between a space and a capitalised word."""
    words = "|".join(sorted(_inner_cues()))
    return re.compile(rf"(?<=\s)(?i:{words})\s+(?=[^\W\d_a-z])")
