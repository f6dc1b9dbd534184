"""A page as the inferrers read it: its lines with what is known of them, its head parsed once."""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from corpusclean.document import Claim
from corpusclean.infer.addresses import safe_url
from corpusclean.infer.cues import byline_pattern, cue_beginnings, is_credit
from corpusclean.infer.detection import detect_language, language_code
from corpusclean.infer.headline import find_headline
from corpusclean.infer.json_ld import item_types, read_items, strings
from corpusclean.infer.moments import read_moment
from corpusclean.infer.people import person_name
from corpusclean.infer.phrases import held_phrases
from corpusclean.infer.printed_dates import find_dates
from corpusclean.infer.spelling import plain, squeezed
from corpusclean.lexicons import load_lexicon
from corpusclean.models.metadata import load_metadata_model

if TYPE_CHECKING:
    from corpusclean.infer.printed_dates import PrintedDate
    from corpusclean.models.metadata import MetadataModel, Weights
    from corpusclean.page import LineFeatures, Page

# A long page is read at both ends: headlines, dates and bylines stand at the top of the text, source and
# author boxes at its end. 98 % of 954 evaluation pages have fewer lines than this.
_HEAD_LINES, _TAIL_LINES = 2_000, 400
_MAX_LINE = 2_000  # characters of a line that are read
_MAX_QUOTE = 200
_MAX_VALUE = 1_000  # longer values are no metadata

_BULLETS = frozenset("*•·‣▪▸►»>+○●◦❯–—-")
_BULLET = re.compile(r".[ \t\u00a0]+")
_NUMBERED = re.compile(r"\d{1,2}\.[ \t\u00a0]")
_BYTES = 4  # more bytes than characters in a text with a word of East Asian scripts
_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_SENTENCE_END = re.compile(r"[.!?…。！？][\"'”’»)\]]*\Z")
_PROSE_WORDS, _LONG_WORDS = 14, 28
_RUN_GAP = 10  # lines between two paragraphs of one run
_MAX_RUNNING, _ENOUGH = 2_000, 200  # characters
_SITE_METAS = ("og:site_name", "application-name", "al:android:app_name", "publisher", "dc.publisher")
_MAX_NAME_WORDS, _MAX_SIGNATURE = 4, 14  # words of a bare name, and of a line that tells who or when
_MAX_CUED = 24  # words of a line that can be a byline
_VOTE = 0.5  # a mark below it is a doubt, no verdict
_ARTICLES = re.compile(
    r"(?:Article|Posting|Report|Review|Recipe|HowTo|QAPage|Question|Episode|VideoObject|WebPage|Course|Analysis|Blog)\Z"
)
_MAX_ITEMS = 20
_THREAD_TYPES = frozenset(("DiscussionForumPosting", "QAPage", "SocialMediaPosting"))
_THREAD_ADDRESS = re.compile(
    r"//(?:[\w-]+\.)?(?:forums?|community|discuss|boards?|users)\.|/(?:forums?|threads?|topic|questions|comments|t|viewtopic|showthread)(?:/|\.php)",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Line:
    """One line that is not blank.

    Args:
        index: in `Page.lines`.
        start, end: of `text` in the page's text.
        text: without bullet and outer white space.
        words: how many; for scripts without spaces two characters count as one.
        bullet: whether a bullet or number stood before it.
        reason: the strongest mark on it, or "".
        features: what the DOM says, for HTML.
    """

    index: int
    start: int
    end: int
    text: str
    words: int
    bullet: bool
    reason: str
    features: LineFeatures | None

    @property
    def is_prose(self) -> bool:
        """Whether it reads as a paragraph: many words, and the end of a sentence or very many words."""
        if self.words < _PROSE_WORDS or self.reason:
            return False
        return self.words >= _LONG_WORDS or bool(_SENTENCE_END.search(self.text))


class Reading:
    """What all inferrers share of one page.

    Args:
        page: with repaired text; its marks are read, nothing of it is changed.
        model: the weights of the competitions; by default those that ship with the library.
    """

    def __init__(self, page: Page, model: MetadataModel | None = None) -> None:
        self.page = page
        self._model = load_metadata_model() if model is None else model
        self.lines = _read_lines(page)
        self._signatures: dict[int, bool] = {}
        head = page.head
        self.meta: dict[str, list[str]] = {}
        for name, content in head.meta if head else ():
            if value := plain(html.unescape(content[:_MAX_VALUE])):
                self.meta.setdefault(name, []).append(value)
        self.head_title = plain(head.title[:_MAX_VALUE]) if head else ""

    def weights(self, competition: str) -> Weights:
        """The weights of a competition on pages of this kind; none if it has not been fitted."""
        return self._model.get(f"{'html' if self.page.head else 'text'}.{competition}", {})

    @cached_property
    def items(self) -> list[dict[str, Any]]:
        """The JSON-LD items of the page."""
        return read_items(self.page.head.json_ld) if self.page.head else []

    @cached_property
    def articles(self) -> list[dict[str, Any]]:
        """The JSON-LD items that can stand for the page, articles before bare web pages."""
        kinds = [(item, item_types(item)) for item in self.items]
        found = [(item, types) for item, types in kinds if any(_ARTICLES.search(kind) for kind in types)]
        return [item for item, _ in sorted(found, key=lambda pair: "WebPage" in pair[1])]

    @cached_property
    def prose(self) -> list[int]:
        """Positions in `lines` of the paragraphs."""
        lines = enumerate(self.lines)
        return [position for position, line in lines if line.words >= _PROSE_WORDS and line.is_prose]

    @cached_property
    def body(self) -> int:
        """Position of the paragraph with which the text begins: the first that another one follows soon."""
        prose = self.prose
        for position, following in pairwise(prose):
            if following - position <= _RUN_GAP:
                return position
        return prose[0] if prose else len(self.lines)

    @cached_property
    def main(self) -> int:
        """Position of the first paragraph of the longest run of paragraphs; `body` if there is none."""
        best = (0, self.body)
        start, words = -1, 0
        for position, following in pairwise([*self.prose, len(self.lines) + _RUN_GAP]):
            if start < 0:
                start, words = position, 0
            words += self.lines[position].words
            if following - position > _RUN_GAP:
                best, start = max(best, (words, start), key=lambda run: run[0]), -1
        return best[1]

    @cached_property
    def joined(self) -> str:
        """The texts of all lines, one a line."""
        return "\n".join(line.text for line in self.lines)

    @cached_property
    def starts(self) -> list[int]:
        """Where each line begins in `joined`."""
        return list(accumulate((len(line.text) + 1 for line in self.lines), initial=0))

    def position(self, offset: int) -> int:
        """Position in `lines` of the line that holds a character of `joined`."""
        return bisect_right(self.starts, offset) - 1

    @cached_property
    def dates(self) -> dict[int, list[PrintedDate]]:
        """The dates of each line, by position in `lines`; offsets are those of the page's text."""
        found: dict[int, list[PrintedDate]] = {}
        for printed in find_dates(self.joined):
            position = self.position(printed.start)
            moved = printed.moved(self.lines[position].start - self.starts[position])
            found.setdefault(position, []).append(moved)
        return found

    @cached_property
    def running_text(self) -> str:
        """The text that tells the language: paragraphs first, menus only where there is nothing else."""
        kept = [
            line for line in self.lines if not line.reason and not (line.features and line.features.hidden)
        ]
        for fewest in (_PROSE_WORDS, 4, 0):
            text = "\n".join(line.text for line in kept if line.words >= fewest)[:_MAX_RUNNING]
            if len(text) >= _ENOUGH:
                return text
        return "\n".join(line.text for line in kept or self.lines)[:_MAX_RUNNING]

    @cached_property
    def language(self) -> str:
        """The language of the page for those who must know it while they read; "" if unsure."""
        declared = language_code(self.page.head.language) if self.page.head else ""
        return declared or detect_language(self.running_text)[0]

    @cached_property
    def host(self) -> str:
        """The host of the caller's address, or ""."""
        address = safe_url(self.page.url)
        return urlsplit(address).hostname or "" if address else ""

    @cached_property
    def site_names(self) -> frozenset[str]:
        """The names of the site in the head and the address of the page, each as `squeezed` gives it."""
        names = [value for name in _SITE_METAS for value in self.meta.get(name, [])[:1]]
        names += [value for item in self.articles for value in strings(item.get("publisher"))[:1]]
        host = self.host
        names += [host, host.removeprefix("www."), *host.split(".")[:-1]]
        squeezes = {squeezed(name) for name in names} - {"", "www", "m"}
        return frozenset(squeezes | {name.removeprefix("the") for name in squeezes})

    @cached_property
    def is_thread(self) -> bool:
        """Whether readers wrote the page, under the names of their accounts: a forum, questions and answers."""
        kinds = {kind for item in self.items[:_MAX_ITEMS] for kind in item_types(item)}
        if not kinds.isdisjoint(_THREAD_TYPES):
            return True
        software = " ".join(self.meta.get("generator", [])[:3]).casefold().split()
        known = load_lexicon("forum_software")
        return not known.isdisjoint(software) or bool(_THREAD_ADDRESS.search(self.page.url[:_MAX_VALUE]))

    @cached_property
    def headline(self) -> tuple[int, float]:
        """Position in `lines` of the headline and the chance that it is one; -1 if no line can be it."""
        return find_headline(self)

    def is_signature(self, position: int) -> bool:
        """Whether a line tells who or when: a short line with a date, a byline cue or a bare name."""
        if position not in self._signatures:
            self._signatures[position] = 0 <= position < len(self.lines) and self._signs(position)
        return self._signatures[position]

    def _signs(self, position: int) -> bool:
        line = self.lines[position]
        if line.words > _MAX_SIGNATURE or line.is_prose:
            return False
        signs = position in self.dates or position in self.byline_cues or self._is_name(position)
        return signs and not is_credit(line.text)

    def _is_name(self, position: int) -> bool:
        line = self.lines[position]
        known = 2 <= line.words <= _MAX_NAME_WORDS and line.text[0].isupper()
        return known and bool(person_name(line.text, "bare"))

    @cached_property
    def byline_cues(self) -> dict[int, int]:
        """How many characters announce names on the short lines that do so, by position."""
        beginnings = cue_beginnings("bylines")
        return {
            position: match.end()
            for position, folded in enumerate(self.folded)
            if (cues := beginnings.get(folded[:2]) or beginnings.get(folded[:1]))
            and (line := self.lines[position]).words <= _MAX_CUED
            and (match := byline_pattern(cues).match(line.text))
        }

    @cached_property
    def folded(self) -> list[str]:
        """The texts of all lines, case-folded."""
        return self.folded_text.split("\n")

    @cached_property
    def folded_text(self) -> str:
        """The texts of all lines, one a line, case-folded."""
        return self.joined.casefold()

    @cached_property
    def held(self) -> frozenset[str]:
        """The `held_phrases` of the lines."""
        return held_phrases(self.folded_text)

    def line_claim(
        self, field: str, value: str, method: str, confidence: float, span: tuple[int, int]
    ) -> Claim:
        """A claim that was read from a stretch of the visible text; one of a date names a day."""
        start, end = span
        return Claim(
            field,
            plain(value),
            method,
            confidence,
            precision="day" if field.startswith("date") else None,
            quote=plain(self.page.text[start:end])[:_MAX_QUOTE],
            start=start,
            end=end,
        )


def head_claim(field: str, value: str, method: str, confidence: float, *, quote: str = "") -> Claim:
    """A claim that was read from the head or the address of a page."""
    return Claim(field, plain(value), method, confidence, quote=plain(quote or value)[:_MAX_QUOTE])


def moment_claim(field: str, printed: str, method: str, confidence: float) -> Claim | None:
    """A claim of a date that the head of a page gives, at its precision; None if it cannot be read.

    >>> claim = moment_claim("date", "2018-01-18T23:30:00Z", "meta:date", 0.7)
    >>> claim and (claim.value, claim.precision)
    ('2018-01-18', 'second')
    """
    value, precision = read_moment(printed)
    if precision is None:
        return None
    return replace(head_claim(field, value, method, confidence, quote=printed), precision=precision)


def _read_lines(page: Page) -> list[Line]:
    """The lines that are not blank, of long pages those of both ends."""
    reasons = _reasons(page)
    text, features, lines = page.text, page.features, []
    for index, (line_start, end) in enumerate(page.lines):
        if line_start == end:
            continue
        start = line_start
        shown = text[start : end if end - start <= _MAX_LINE else start + _MAX_LINE]
        stripped = shown.strip()
        if not stripped:
            continue
        first = stripped[0]
        if first != shown[0]:
            start += len(shown) - len(shown.lstrip())
        bulleted = False
        if not first.isalpha():
            if first in _BULLETS and (bullet := _BULLET.match(stripped)):
                stripped, start, bulleted = stripped[bullet.end() :], start + bullet.end(), True
            else:
                bulleted = first.isdecimal() and bool(_NUMBERED.match(stripped))
        words = stripped.count(" ") + 1
        if not stripped.isascii():
            words += _unspaced_words(stripped, words)
        reason = reasons.get(index, "") if reasons else ""
        dom = features[index] if features else None
        lines.append(Line(index, start, start + len(stripped), stripped, words, bulleted, reason, dom))
    if len(lines) > _HEAD_LINES + _TAIL_LINES:
        return lines[:_HEAD_LINES] + lines[-_TAIL_LINES:]
    return lines


def _reasons(page: Page) -> dict[int, str]:
    """The strongest verdict on each line."""
    strongest: dict[int, tuple[float, str]] = {}
    for mark in page.marks:
        if mark.score >= _VOTE:
            strongest[mark.line] = max(strongest.get(mark.line, (0.0, "")), (mark.score, mark.reason))
    return {line: reason for line, (_, reason) in strongest.items()}


def _unspaced_words(text: str, words: int) -> int:
    """How many words more than its spaces tell a text has: two characters of East Asian scripts make one."""
    if words >= 3 * _PROSE_WORDS or len(text.encode("utf-8", "replace")) < len(text) + _BYTES:
        return 0
    return len(_CJK.findall(text)) // 2
