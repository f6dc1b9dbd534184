"""Read a line as a byline: by its cue ("By"), by the markup, or as a bare name."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from corpusclean.infer.authors.byline_text import printed_byline, text_with_next_lines, text_without_dates
from corpusclean.infer.recognition.collectives import ACCOUNT, collective_author, collective_kind, is_team
from corpusclean.infer.recognition.credits import Credit, read_credit
from corpusclean.infer.recognition.cues import byline_cue, name_before_role, names_helper
from corpusclean.infer.recognition.date_labels import unread_words
from corpusclean.infer.recognition.event_dates import is_event_day
from corpusclean.infer.recognition.people import account_name, holds_given_name, is_supplier, person_name
from corpusclean.languages import cue_words
from corpusclean.lexicons import load_lexicon
from corpusclean.spelling import is_unspaced, squeezed

if TYPE_CHECKING:
    from corpusclean.infer.facts.lines import Line
    from corpusclean.infer.reading import Reading
    from corpusclean.infer.recognition.people import Trust

SURE_HEADLINE = 0.3
"""Minimal probability of a headline that is used."""
_CLOSE = 4  # lines below a headline in which unknown names are accepted (trust "guess")
_MAX_ROLE = 3  # words of a role on a line of its own
_MAX_BARE = 10  # words of a byline without a cue or a date
_MAX_CELLS = 2  # of a table's row that may be a bare byline; longer rows are those of results
MAX_GUESSED = 8
"""Maximal number of words of a line in which an unknown name is accepted."""
LONG_CUE = 6
"""Number of characters of a cue such as "Text: " and "Posted by"; shorter ones may also be ordinary words."""
_REMEMBERED = 1 << 14  # class names of elements, of which the pages of a site share most
_LABEL = re.compile(r"[\s|｜]([^\W\d_]{2,14}[:：])")
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_SEPARATORS = ("|", "·", "•", "–", "—", "-")
_AUTHOR_NAMES = re.compile(
    r"(?:\A|[\s_-])(?:authors?|byline|by-line|autor|auteur|autore|verfasser)(?:[\s_-]|\Z)|author-?name",
    re.IGNORECASE,
)
_ACCOUNT_NAMES = re.compile(
    r"(?:\A|[\s_-])(?:author|creator|[a-z]*user-?name|postuser)(?:[\s_-]|\Z)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Byline:
    """A candidate byline: names on a line, or on several successive lines.

    Args:
        credit: its parsed content.
        printed: its text, white space collapsed.
        span: half-open range in the page's text.
        position: index of its first line in `VisibleText.lines`.
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


def read_byline(reading: Reading, position: int) -> Byline | None:
    """Read a line as a byline, in the way that gives the best evidence; None if it names nobody.

    Args:
        reading: the page.
        position: index of the line in `VisibleText.lines`.
    """
    return (
        (_cued(reading, position) if position in reading.signs.byline_cues else None)
        or _marked_up(reading, position)
        or _account(reading, position)
        or _bare(reading, position)
        or _titled(reading, position)
        or _labelled_within(reading, position)
        or _cued_within(reading, position)
        or _collective(reading, position)
    )


def _cued(reading: Reading, position: int) -> Byline | None:
    """Parse a byline after a cue; if the cue fills its line, the names are on the next ones."""
    text, end = _behind_cue(reading, position)
    credit = read_credit(text, "cued")
    if not credit.authors:
        return None
    return _announced(reading, position, credit, (text, end), "text-byline")


def _behind_cue(reading: Reading, position: int) -> tuple[str, int]:
    """Return the text after a cue, on its line or the next ones, without dates; and its end in the page's text."""
    cue = reading.signs.byline_cues[position]
    if _is_above_maker(reading, position + 1):
        return text_without_dates(reading, position, cue), reading.visible.lines[position].end
    return text_with_next_lines(reading, position, cue)


def _announced(
    reading: Reading, position: int, credit: Credit, found: tuple[str, int], method: str
) -> Byline:
    """Make a candidate of names that follow a cue."""
    line, (text, end) = reading.visible.lines[position], found
    cue = line.text[: reading.signs.byline_cues[position]]
    printed = printed_byline(reading.page.text[line.start : end] if end > line.end else cue + text, credit)
    return Byline(credit, printed, (line.start, end), position, "cued", method)


def _collective(reading: Reading, position: int) -> Byline | None:
    """Parse a byline that names an organisation, a team or a user account instead of a person.

    After a long cue, or on the line below a cue, such a name is accepted anywhere; else only close to the headline
    or a date. Without a cue, the line must be marked up as a byline, or the name must be that of a team or an
    agency.
    """
    line, cued = reading.visible.lines[position], position in reading.signs.byline_cues
    long = line.words > _MAX_BARE and not (cued and position in reading.signs.dates)
    if long or line.is_prose or not (cued or _may_guess(reading, position)):
        return None
    text, end = (
        _behind_cue(reading, position) if cued else (text_without_dates(reading, position, 0), line.end)
    )
    announced = cued and (end > line.end or reading.signs.byline_cues[position] >= LONG_CUE)
    if not (announced or _may_guess(reading, position)):
        return None
    name = collective_author(text)
    alone = (
        is_team(name)
        and not _is_heading(line)
        and not unread_words(text.replace(name, "", 1))
        and not _is_above_headline(reading, position)
    )
    if not name or not (cued or is_marked_up(line) or alone):
        return None
    kind = collective_kind(name, reading.declared.site_names)
    if kind == ACCOUNT and not announced and _goes_on(text.partition(name)[2]):
        return None
    if cued:
        return _announced(reading, position, _collective_credit(name), (text, end), f"text-byline:{kind}")
    method = f"markup-byline:{kind}" if is_marked_up(line) else f"text-name:{kind}"
    credit = _collective_credit(name)
    return Byline(credit, printed_byline(text, credit), (line.start, line.end), position, "typed", method)


def _is_above_headline(reading: Reading, position: int) -> bool:
    """Whether a line is above the headline, where a team is an entry of the site's menu: "Newsroom"."""
    headline, chance = reading.headline
    return chance >= SURE_HEADLINE and position < headline


def _goes_on(behind: str) -> bool:
    """Whether the text behind an account is that of a sentence; "De" is "By" in Romanian, and "The" in Dutch."""
    return sum(word.islower() for word in unread_words(behind)) > 1


def _collective_credit(name: str) -> Credit:
    """Return the credit of an organisation, team or account; an agency is also credited as such."""
    return Credit([name], agency=name if is_supplier(name) else "")


def _cued_within(reading: Reading, position: int) -> Byline | None:
    """Parse a byline after a cue inside a short line: "Posted in Travel by Ann Example".

    Unless a date precedes the cue, the first name must be a known one.
    """
    line = reading.visible.lines[position]
    if _inner_cues().isdisjoint(reading.visible.folded[position].split()):
        return None
    cues = _inner_cue().finditer(line.text)
    match = next((cue for cue in cues if not names_helper(line.text[: cue.end()])), None)
    if match is None:
        return None
    text = text_without_dates(reading, position, match.end())
    before = line.text[: match.start()].rstrip()
    dated = before.rstrip(" ,|–-").endswith(tuple(_printed_dates(reading, position)))
    if before.endswith(",") and not dated:
        return None  # "The Salt Road, by Ann Example" is a book
    label = _label(before, match[0], _printed_dates(reading, position))
    credit = read_credit(text, "cued" if dated or label else "bare")
    method = "text-byline" if label else "text-byline-within"
    if not credit.authors and (dated or (before.endswith(_SEPARATORS) and line.words <= _MAX_BARE)):
        if not (name := collective_author(text)):
            return None
        credit, method = (
            _collective_credit(name),
            f"text-byline:{collective_kind(name, reading.declared.site_names)}",
        )
    if not credit.authors:
        return None
    span = (line.start + match.start() - len(label), line.end)
    printed = printed_byline(label + match[0] + text, credit)
    return Byline(credit, printed, span, position, "cued", method)


def _label(before: str, cue: str, dates: list[str]) -> str:
    """Return the word that a cue behind a separator or date begins with: "Reviewed by Bo Elm | Written" → "Written "."""
    rest, _, word = before.rpartition(" ")
    is_cue = f"{word} {cue.strip()}".casefold() in cue_words("bylines")
    return f"{word} " if is_cue and rest.endswith((*_SEPARATORS, *dates)) else ""


def _labelled_within(reading: Reading, position: int) -> Byline | None:
    """Parse a byline after a cue with a colon inside a line of labels: "来源：Harbour News 作者：Ann Example"."""
    line = reading.visible.lines[position]
    for match in _LABEL.finditer(line.text):
        if cue := byline_cue(match[1]):
            start = match.start(1)
            credit = read_credit(text_without_dates(reading, position, start + cue), "cued")
            if credit.authors:
                span = (line.start + start, line.end)
                printed = printed_byline(line.text[start:], credit)
                return Byline(credit, printed, span, position, "cued", "text-byline-within")
    return None


def _printed_dates(reading: Reading, position: int) -> list[str]:
    return [
        reading.page.text[printed.start : printed.end] for printed in reading.signs.dates.get(position, ())
    ]


def _marked_up(reading: Reading, position: int) -> Byline | None:
    """Parse a line that is marked up as a byline or as the author."""
    line = reading.visible.lines[position]
    if not is_marked_up(line):
        return None
    start = _section_end(line.text)
    credit = read_credit(text_without_dates(reading, position, start + byline_cue(line.text[start:])), "cued")
    printed = printed_byline(text_without_dates(reading, position, start), credit)
    return (
        Byline(credit, printed, (line.start + start, line.end), position, "typed", "markup-byline")
        if credit.authors
        else None
    )


def _section_end(text: str) -> int:
    """Return the number of characters before a cue behind the name of a section: "Boats By Ann Example"."""
    match = _section().match(text)
    return match.end() if match and not holds_given_name(match[0].casefold()) else 0


def is_marked_up(line: Line) -> bool:
    """Whether the class names of a line say that it is a byline or the author."""
    return line.features is not None and _name_author(line.features.attributes)


@lru_cache(_REMEMBERED)
def _name_author(names: str) -> bool:
    return _AUTHOR_NAMES.search(names) is not None


def is_account(line: Line) -> bool:
    """Whether the class names of a line say that it names a user account."""
    return line.features is not None and bool(_ACCOUNT_NAMES.search(line.features.attributes))


def _account(reading: Reading, position: int) -> Byline | None:
    """Parse a line that is marked up as a user account, in a thread or as the byline of a post."""
    line = reading.visible.lines[position]
    if not is_account(line):
        return None
    signed = is_marked_up(line) and (position in reading.signs.byline_cues or position in reading.signs.dates)
    if not (reading.declared.is_thread or signed):
        return None
    name = account_name(text_without_dates(reading, position, byline_cue(line.text)))
    span = (line.start, line.end)
    if not name or squeezed(name) in reading.declared.site_names:
        return None
    credit = Credit([name])
    printed = printed_byline(text_without_dates(reading, position, 0), credit)
    return Byline(credit, printed, span, position, "typed", "markup-account")


def _bare(reading: Reading, position: int) -> Byline | None:
    """Parse a line with nothing but names, roles, agencies and dates."""
    line = reading.visible.lines[position]
    cells = reading.page.text.count("\t", line.start, line.end) + 1
    long = line.words > _MAX_BARE or cells > _MAX_CELLS
    if (long and position not in reading.signs.dates) or _has_event_day(reading, position):
        return None
    if _is_above_maker(reading, position):
        return None
    trusts: list[Trust] = ["bare"] if holds_given_name(reading.visible.folded[position]) else []
    cued = position in reading.signs.byline_cues  # "Af Ritzau" is no name
    guessable = line.words <= MAX_GUESSED and not cued and not _is_heading(line)
    if guessable and _may_guess(reading, position):
        trusts.append("guess")
    text, end = text_with_next_lines(reading, position, 0) if trusts else ("", line.end)
    for trust, credit in sorted(((trust, read_credit(text, trust)) for trust in trusts), key=_unread):
        whole = not _is_heading(line) or squeezed("".join(credit.authors)) == squeezed(line.text)
        if credit.authors and credit.unread <= 1 and whole:
            # A known name, though with more beside it than is read far from headlines and dates.
            known = any(person_name(name, "bare") for name in credit.authors)
            return Byline(
                credit,
                printed_byline(text, credit),
                (line.start, end),
                position,
                "bare" if known else trust,
                "text-name",
            )
    return None


def _is_above_maker(reading: Reading, position: int) -> bool:
    """Whether the line below is the role of someone who makes pictures: "Staff Photographer"."""
    below = "".join(reading.visible.folded[position + 1 : position + 2])
    words = below.strip(" .,()").split()
    makers = load_lexicon("picture_makers")
    return len(words) <= _MAX_ROLE and any(" ".join(words[start:]) in makers for start in range(len(words)))


def _unread(read: tuple[Trust, Credit]) -> int:
    """Return the number of parts of a byline that were not recognised."""
    return read[1].unread


def _is_heading(line: Line) -> bool:
    """Whether a line is a heading without the markup of a byline: "Your Tasks"."""
    return line.features is not None and line.features.tag in _HEADINGS and not is_marked_up(line)


def _titled(reading: Reading, position: int) -> Byline | None:
    """Parse a line with a name before the role that marks it, which is as good as a cue: "박지훈 기자"."""
    line = reading.visible.lines[position]
    credit = read_credit(name_before_role(text_without_dates(reading, position, 0)), "cued")
    span = (line.start, line.end)
    return Byline(credit, line.text, span, position, "cued", "text-byline") if credit.authors else None


def _has_event_day(reading: Reading, position: int) -> bool:
    """Whether a date on a line is the day of an event; then names beside it are places and occasions."""
    line, text = reading.visible.lines[position], reading.page.text
    return any(
        is_event_day(text[line.start : printed.start], printed.day or 0, text[printed.end : line.end])
        for printed in reading.signs.dates.get(position, ())
    )


def _may_guess(reading: Reading, position: int) -> bool:
    """Whether an unknown name is accepted on a line: if it is right below the headline or beside a date."""
    headline, chance = reading.headline
    if chance >= SURE_HEADLINE and 1 <= position - headline <= _CLOSE:
        return True
    beside = (position - 1, position, position + 1)
    return any(place in reading.signs.dates and reading.signs.is_signature(place) for place in beside)


@cache
def _inner_cues() -> frozenset[str]:
    """Return the short cues that may be inside a line: "by", "von", "par"."""
    return frozenset(
        cue for cue in cue_words("bylines") if cue.isalpha() and not is_unspaced(cue[0]) and len(cue) <= 4
    )


@cache
def _inner_cue() -> re.Pattern[str]:
    """Compile the pattern of a short cue between a space and a capitalised word."""
    words = "|".join(sorted(_inner_cues()))
    return re.compile(rf"(?<=\s)(?i:{words})\s+(?=[^\W\d_a-z])")


@cache
def _section() -> re.Pattern[str]:
    """Compile the name of a section before a cue and a capitalised word."""
    words = "|".join(
        sorted(cue.title() for cue in load_lexicon("glued_cues").intersection(cue_words("bylines")))
    )
    return re.compile(rf"[^|\n]{{1,60}}?\s(?=(?:{words})\s+[^\W\d_a-z])")
