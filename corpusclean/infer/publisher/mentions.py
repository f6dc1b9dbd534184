"""Find the places where a page may name its publisher: phrases, notices, credits, menus, lines by themselves."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from corpusclean.infer.recognition.outlet_names import is_media_name, outlet_name
from corpusclean.infer.recognition.phrases import COPYRIGHT_SIGNS, name_pattern, source_phrases
from corpusclean.lexicons import any_of, load_lexicon
from corpusclean.spelling import is_unspaced, plain_quotes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpusclean.infer.facts.lines import Line
    from corpusclean.infer.reading import Reading
    from corpusclean.infer.recognition.phrases import SourcePhrase

# First and last lines that are searched for a name by itself; last lines searched for a notice.
_TOP, _FOOT = 12, 60
_MAX_NOTICE = 40  # words of a line with a notice
_ALONE_WORDS, _ALONE_CHARS = 4, 40
_MAX_PHRASES = 100
_MAX_CREDIT = 60  # words of a caption with a credit
# Maximal number of words of a line of a menu or notice; number of such lines that are the top or the end of a page.
SHORT_WORDS, ENDS = 8, 40
_FIRST_SENTENCE = re.compile(r"(?<=\w{3})\.(?:\s.*)?\Z")
_PROPER_RUN = re.compile(r"[A-Z](?<![\w.][A-Z])[A-Za-z]{1,20}(?![\w.])(?: [A-Z][A-Za-z]{1,20}(?![\w.]))*")
_MIN_PROPER = 2  # words of a name have more letters
# Minimal number of short lines with a word that may be the site's name; number of words tried.
_FREQUENT, _MOST = 3, 6
_SUFFIX = re.compile(r"\s[|–—-]\s([^|–—]{2,50})\Z")


class Mention(NamedTuple):
    """A place that may name the publisher: its kind, which is a feature, the name, and its span in the page's text."""

    kind: str
    name: str
    span: tuple[int, int]


class PhraseMatch(NamedTuple):
    """A match of a source phrase: the phrase, the name in it, and the name's span in the page's text."""

    phrase: SourcePhrase
    name: str
    span: tuple[int, int]


def phrase_matches(reading: Reading) -> list[PhraseMatch]:
    """Find the source phrases of the language files in a page; the names in them may be those of agencies."""
    found: list[PhraseMatch] = []
    text = plain_quotes(reading.visible.folded_text)
    for phrase in source_phrases():
        if phrase.literal not in reading.visible.phrases:
            continue
        for position in _lines_with(plain_quotes(phrase.trigger), text):
            line = reading.visible.lines[position]
            match = phrase.find(line.text)
            if match and (not phrase.known or _may_be_own(match["source"], line)):
                start = line.start + match.start("source")
                found.append(PhraseMatch(phrase, match["source"], (start, start + len(match["source"]))))
    return found[:_MAX_PHRASES]


def _may_be_own(name: str, line: Line) -> bool:
    """Whether a name in a phrase may be the publisher's: boilerplate, such as a note about the author, names no others."""
    return is_media_name(name) or (line.reason != "" and name[0].isupper())


def find_mentions(reading: Reading, phrases: list[PhraseMatch]) -> Iterator[Mention]:
    """Yield the names in phrases, notices, credits and menus, alone on a line, and after the title."""
    for phrase, printed, span in phrases:
        if name := outlet_name(printed):
            yield Mention(phrase.trigger, name, span)
    lines = reading.visible.lines
    yield from _notices(reading)
    yield from _credits(reading)
    for position in (*range(min(_TOP, len(lines))), *range(max(_TOP, len(lines) - _TOP), len(lines))):
        line = lines[position]
        alone = line.words <= _ALONE_WORDS and len(line.text) <= _ALONE_CHARS and not line.text[0].islower()
        if alone and position not in reading.signs.dates and (name := outlet_name(line.text)):
            kind = "first line" if position == 0 else "alone at top" if position < _TOP else "alone at end"
            yield Mention(f"{kind}, marked" if line.reason else kind, name, (line.start, line.end))
        if alone and (match := _branded().match(line.text)) and (name := outlet_name(match[1])):
            yield Mention("branded", name, (line.start, line.start + match.end(1)))
    yield from _frequent(reading)
    if lines and (match := _SUFFIX.search(lines[0].text)) and (name := outlet_name(match[1])):
        yield Mention("title suffix", name, _span(lines[0], match, 1))


def _span(line: Line, match: re.Match[str], group: int) -> tuple[int, int]:
    """Return the range of a group of a match in the page's text."""
    return line.start + match.start(group), line.start + match.end(group)


def _lines_with(words: str, text: str) -> Iterator[int]:
    """Yield the positions of the lines of a text with some words; faster than to look at each line."""
    position, seen = 0, 0
    found = text.find(words)
    while found >= 0:
        position, seen = position + text.count("\n", seen, found), found
        yield position
        after = text.find("\n", found)
        found = text.find(words, after) if after >= 0 else -1


def _notices(reading: Reading) -> Iterator[Mention]:
    """Yield the names in copyright notices at the end of the page."""
    if reading.visible.phrases.isdisjoint(COPYRIGHT_SIGNS):
        return
    reserving = [words for words in load_lexicon("rights_reserved") if words in reading.visible.folded_text]
    for line, folded in zip(reading.visible.lines[-_FOOT:], reading.visible.folded[-_FOOT:], strict=True):
        if line.words > _MAX_NOTICE:
            continue
        if any(sign in folded for sign in COPYRIGHT_SIGNS) and (match := _copyright().search(line.text)):
            printed = _notice_end().sub("", match[1])
            if name := outlet_name(printed):
                start = line.start + match.start(1)
                yield Mention("copyright", name, (start, start + len(printed)))
                rest = line.text[match.start(1) + len(printed) :].strip(" .,").casefold()
                if rest.startswith(tuple(load_lexicon("notice_claims"))):
                    yield Mention("reserved", name, (start, start + len(printed)))
        if any(words in folded for words in reserving) and (match := _reserved().search(line.text)):
            group = match.lastindex or 1
            printed = match[1] or _FIRST_SENTENCE.sub("", match[2])
            if name := outlet_name(printed):
                yield Mention(
                    ("before reserved", "after reserved")[group - 1], name, _span(line, match, group)
                )


@cache
def _copyright() -> re.Pattern[str]:
    """Compile the signs and years of a notice of copyright, and what may be the name behind them."""
    sign = r"[©ⓒ]|\(c\)|\bcopyrights?\b"
    return re.compile(
        rf"(?:{sign})(?:[\s,:–/-]|{sign}|(?:19|20)\d\d|\b{any_of('notice_starts')}\b)*"
        r"([^\s.,;:|©–—][^;:|©–—\n]{1,60})",
        re.IGNORECASE,
    )


@cache
def _notice_end() -> re.Pattern[str]:
    """Compile what ends the name in a notice of copyright; "e. V." is part of a name."""
    ends = sorted(load_lexicon("notice_ends"))
    spaced = "|".join(end for end in ends if not is_unspaced(end[0]))
    touching = "|".join(end for end in ends if is_unspaced(end[0]))
    return re.compile(
        rf"[.,]?\s(?:{spaced})\s.*|\s(?:{touching}).*|[.,]\s(?!V\b).*|\s(?:19|20)\d\d(?!\se\.?\s?V\b).*"
        rf"|\s[-·•]\s.*|[.,]?\s{any_of('site_makers')}\b.*"
        rf"|\s(?:{any_of('holder_joints')}\s)?{any_of('rights_holders')}\b.*",
        re.IGNORECASE,
    )


@cache
def _branded() -> re.Pattern[str]:
    return re.compile(rf"(.{{2,40}}?)\s{any_of('brand_words')}\Z", re.IGNORECASE)


@cache
def _credit() -> re.Pattern[str]:
    """Compile credits of photos.

    "Photo: Ann Oak/The Northern Courier", "(Image: Harbour News)", "(Ann Oak for Harbour News)", "(Courier photo)".
    """
    return re.compile(
        rf"(?<!\w)(?i:{any_of('photo_words')})(?i:\s{any_of('photo_joints')})*\s?[.:/]\s?([^:]{{2,80}})\Z"
        rf"|\([^()]{{3,60}}\s(?i:{any_of('on_behalf')})\s({name_pattern()})\)[.\s]*\Z"
        rf"|(?:[.(–—]\s?|\A)({name_pattern()})\s(?i:{any_of('photo_ends')})\b"
    )


@cache
def _between_credited() -> re.Pattern[str]:
    """Compile what is between a photographer and the outlet."""
    return re.compile(rf"\s?(?:[/|]|\s{any_of('on_behalf')}\s)\s?", re.IGNORECASE)


@cache
def _reserved() -> re.Pattern[str]:
    """Compile notices without a sign: "Harbour Herald Ltd. All rights reserved.", or the other way round."""
    reserving = "|".join(sorted(load_lexicon("rights_reserved")))
    return re.compile(
        rf"(?<!\w)({name_pattern()})[.,]?\s?(?i:{reserving})|(?i:{reserving})[.,!]?\s({name_pattern()})"
    )


def _credits(reading: Reading) -> Iterator[Mention]:
    """Yield the names in credits of photos that are not those of people and agencies."""
    lines = reading.visible.lines
    places = {place for sign in _credit_signs() for place in _lines_with(sign, reading.visible.folded_text)}
    joints = [f" {word} " for word in load_lexicon("on_behalf")]
    closed = (place for place, line in enumerate(lines) if line.text[-1] == ")")
    places |= {place for place in closed if any(joint in lines[place].text for joint in joints)}
    for line in [lines[place] for place in sorted(places)]:
        match = _credit().search(line.text) if line.words <= _MAX_CREDIT else None
        if match is None:
            continue
        group = match.lastindex or 1
        pieces = _between_credited().split(match[group]) if group == 1 else [match[group]]
        kind = "photo by" if group > 1 or len(pieces) > 1 else "photo"
        for piece in pieces:
            if name := outlet_name(piece.strip(" )].")):
                yield Mention(kind, name, _span(line, match, group))


@cache
def _credit_signs() -> tuple[str, ...]:
    """Return the shortest beginnings of the words for a picture, by which most lines are ruled out."""
    words = load_lexicon("photo_words")
    return tuple(sorted(w for w in words if not any(w != other and w.startswith(other) for other in words)))


def _frequent(reading: Reading) -> Iterator[Mention]:
    """Yield words and pairs that many distinct short lines have, and that the page never has in lower case."""
    lines = (
        reading.visible.lines
        if len(reading.visible.lines) <= 4 * ENDS
        else reading.visible.lines[: 2 * ENDS] + reading.visible.lines[-2 * ENDS :]
    )
    short = {line.text: line for line in lines if line.words <= SHORT_WORDS}
    joined = "\n".join(short)
    runs = [run.split() for run in _PROPER_RUN.findall(joined)]
    counts = Counter([word for run in runs for word in run if len(word) > _MIN_PROPER])
    pairs = Counter([f"{one} {other}" for run in runs for one, other in pairwise(run)])
    ranked = [("frequent", *entry) for entry in counts.most_common(_MOST)]
    ranked += [("frequent pair", *entry) for entry in pairs.most_common(_MOST)]
    for kind, name, count in ranked:
        if count >= _FREQUENT and outlet_name(name) and f" {name.lower()}" not in reading.visible.joined:
            line = next((line for text, line in short.items() if name in text), None)
            if line:
                start = line.start + line.text.index(name)
                yield Mention(kind, name, (start, start + len(name)))
