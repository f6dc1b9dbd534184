"""A page as the inferrers see it: its parsed lines, dates, headline and head, each computed once."""

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
from corpusclean.infer.facts.json_ld import item_types, read_items, strings
from corpusclean.infer.headline.search import find_headline
from corpusclean.infer.recognition.addresses import safe_url
from corpusclean.infer.recognition.cues import byline_pattern, cue_beginnings, is_credit
from corpusclean.infer.recognition.language_detection import detect_language, language_code
from corpusclean.infer.recognition.machine_dates import read_moment
from corpusclean.infer.recognition.people import person_name
from corpusclean.infer.recognition.phrases import find_phrases
from corpusclean.infer.recognition.printed_dates import find_dates
from corpusclean.infer.recognition.spelling import plain, squeezed
from corpusclean.lexicons import load_lexicon
from corpusclean.models.metadata import load_metadata_model
from corpusclean.page import Head

if TYPE_CHECKING:
    from corpusclean.infer.recognition.printed_dates import PrintedDate
    from corpusclean.models.metadata import MetadataModel, Weights
    from corpusclean.page import LineFeatures, Page

# Of a long page only both ends are read: headlines, dates and bylines are at the top, boxes on source and author at
# the end. 98 % of 954 evaluation pages have fewer lines than this.
_HEAD_LINES, _TAIL_LINES = 2_000, 400
_MAX_LINE = 2_000  # characters of a line that are read
_MAX_QUOTE = 200
_MAX_VALUE = 1_000  # longer values are no metadata

_BULLETS = frozenset("*•·‣▪▸►»>+○●◦❯–—-")
_BULLET = re.compile(r".[ \t\u00a0]+")
_NUMBERED = re.compile(r"\d{1,2}\.[ \t\u00a0]")
_BYTES = 4  # two East Asian characters, which count as a word, have so many more UTF-8 bytes than characters
_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_SENTENCE_END = re.compile(r"[.!?…。！？][\"'”’»)\]]*\Z")
# Minimal number of words of a paragraph with, and without, the end of a sentence.
_PROSE_WORDS, _LONG_WORDS = 14, 28
_RUN_GAP = 10  # lines between two paragraphs of one run
_MAX_RUNNING, _ENOUGH = 2_000, 200  # characters for language detection: maximum, and enough
_SITE_METAS = ("og:site_name", "application-name", "al:android:app_name", "publisher", "dc.publisher")
_MAX_NAME_WORDS, _MAX_SIGNATURE = 4, 14  # words of a bare name, and of a byline or date line
_MAX_CUED = 24  # words of a byline
_VOTE = 0.5  # minimal score of a mark that is used
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
    """A line that is not blank.

    Args:
        index: its index in `Page.lines`.
        start, end: half-open range of `text` in the page's text.
        text: the line without bullet and outer white space.
        words: number of words; in scripts without spaces, two characters count as one.
        bullet: whether a bullet or number was before it.
        reason: reason of its mark with the highest score, or "".
        features: features of its DOM element, for HTML.
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
        """Whether it is a paragraph: unmarked, with many words and the end of a sentence, or very many words."""
        if self.words < _PROSE_WORDS or self.reason:
            return False
        return self.words >= _LONG_WORDS or bool(_SENTENCE_END.search(self.text))


class Reading:
    """The parsed content of one page, shared by all inferrers.

    Args:
        page: a page with repaired text; it is read, not changed.
        model: the weights of all rankings; by default those of the library.

    Attributes:
        lines: the lines that are not blank; of very long pages, those at both ends.
        head: the head of the page; an empty one for plain text.
        meta: name → contents of the meta tags, as plain text.
        head_title: the `<title>` as plain text, or "".
    """

    def __init__(self, page: Page, model: MetadataModel | None = None) -> None:
        self.page = page
        self._model = load_metadata_model() if model is None else model
        self.lines = _read_lines(page)
        self._signatures: dict[int, bool] = {}
        self.head = page.head or Head()
        self.meta: dict[str, list[str]] = {}
        for name, content in self.head.meta:
            if value := plain(html.unescape(content[:_MAX_VALUE])):
                self.meta.setdefault(name, []).append(value)
        self.head_title = plain(self.head.title[:_MAX_VALUE])

    def weights(self, ranking: str) -> Weights:
        """Return the weights of a ranking for pages of this kind, HTML or text; empty if they have not been fitted.

        Args:
            ranking: name of a table in `models/metadata.toml`, without the kind of page.
        """
        return self._model.get(f"{'html' if self.page.is_html else 'text'}.{ranking}", {})

    @cached_property
    def items(self) -> list[dict[str, Any]]:
        """The JSON-LD items of the page."""
        return read_items(self.head.json_ld)

    @cached_property
    def articles(self) -> list[dict[str, Any]]:
        """The JSON-LD items that may describe the page, articles before mere web pages."""
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
        """Position of the paragraph at which the text begins: the first that another one follows closely."""
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
        """The texts of all lines, joined by line feeds."""
        return "\n".join(line.text for line in self.lines)

    @cached_property
    def starts(self) -> list[int]:
        """Offset of each line in `joined`."""
        return list(accumulate((len(line.text) + 1 for line in self.lines), initial=0))

    def position(self, offset: int) -> int:
        """Return the position in `lines` of the line at an offset in `joined`."""
        return bisect_right(self.starts, offset) - 1

    @cached_property
    def dates(self) -> dict[int, list[PrintedDate]]:
        """Position in `lines` → dates on the line, with ranges in the page's text."""
        found: dict[int, list[PrintedDate]] = {}
        for printed in find_dates(self.joined):
            position = self.position(printed.start)
            moved = printed.moved(self.lines[position].start - self.starts[position])
            found.setdefault(position, []).append(moved)
        return found

    @cached_property
    def running_text(self) -> str:
        """The text for language detection: paragraphs, shorter lines only if there are not enough."""
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
        """The declared language, else the detected one, else ""; for inferrers, before claims are resolved."""
        return language_code(self.head.language) or detect_language(self.running_text)[0]

    @cached_property
    def host(self) -> str:
        """The host of the caller's URL, or ""."""
        address = safe_url(self.page.url)
        return urlsplit(address).hostname or "" if address else ""

    @cached_property
    def canonical(self) -> str:
        """The canonical URL that the page declares, or ""."""
        return next((href for rel, href in self.head.links if "canonical" in rel.split()), "")

    @cached_property
    def site_names(self) -> frozenset[str]:
        """The names of the site in the head and the URL of the page, as `squeezed`."""
        names = [value for name in _SITE_METAS for value in self.meta.get(name, [])[:1]]
        names += [value for item in self.articles for value in strings(item.get("publisher"))[:1]]
        host = self.host
        names += [host, host.removeprefix("www."), *host.split(".")[:-1]]
        squeezes = {squeezed(name) for name in names} - {"", "www", "m"}
        return frozenset(squeezes | {name.removeprefix("the") for name in squeezes})

    @cached_property
    def is_thread(self) -> bool:
        """Whether users wrote the page under the names of their accounts: a forum, or questions and answers."""
        kinds = {kind for item in self.items[:_MAX_ITEMS] for kind in item_types(item)}
        if not kinds.isdisjoint(_THREAD_TYPES):
            return True
        software = " ".join(self.meta.get("generator", [])[:3]).casefold().split()
        known = load_lexicon("forum_software")
        return not known.isdisjoint(software) or bool(_THREAD_ADDRESS.search(self.page.url[:_MAX_VALUE]))

    @cached_property
    def headline(self) -> tuple[int, float]:
        """Position in `lines` of the headline, and its probability; (-1, 0.0) if there is no candidate."""
        return find_headline(self)

    def is_signature(self, position: int) -> bool:
        """Whether a line is a byline or date line: short, with a date, a byline cue or a bare name."""
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
        """Position in `lines` of each short line with a byline cue → number of characters of the cue."""
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
        """`joined`, case-folded."""
        return self.joined.casefold()

    @cached_property
    def phrases(self) -> frozenset[str]:
        """The fixed phrases in `folded_text`; see `find_phrases`."""
        return find_phrases(self.folded_text)

    def line_claim(
        self, field: str, value: str, method: str, confidence: float, span: tuple[int, int]
    ) -> Claim:
        """Make a claim from a span of the visible text; the precision of dates is the day.

        Args:
            field: field of the claim.
            value: its value; control characters are removed.
            method: its method.
            confidence: its confidence, 0..1.
            span: half-open range of the evidence in the page's text.
        """
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
    """Make a claim from the head or the URL of a page.

    Args:
        field: field of the claim.
        value: its value; control characters are removed.
        method: its method.
        confidence: its confidence, 0..1.
        quote: the evidence as printed; by default the value.
    """
    return Claim(field, plain(value), method, confidence, quote=plain(quote or value)[:_MAX_QUOTE])


def moment_claim(field: str, printed: str, method: str, confidence: float) -> Claim | None:
    """Make a claim of a date in the head of a page, with its precision; None if it cannot be parsed.

    >>> claim = moment_claim("date", "2018-01-18T23:30:00Z", "meta:date", 0.7)
    >>> claim and (claim.value, claim.precision)
    ('2018-01-18', 'second')
    """
    value, precision = read_moment(printed)
    if precision is None:
        return None
    return replace(head_claim(field, value, method, confidence, quote=printed), precision=precision)


def _read_lines(page: Page) -> list[Line]:
    """Return the lines that are not blank; of very long pages, those at both ends."""
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
    """Map the index of each marked line to the reason of its mark with the highest score."""
    strongest: dict[int, tuple[float, str]] = {}
    for mark in page.marks:
        if mark.score >= _VOTE:
            strongest[mark.line] = max(strongest.get(mark.line, (0.0, "")), (mark.score, mark.reason))
    return {line: reason for line, (_, reason) in strongest.items()}


def _unspaced_words(text: str, words: int) -> int:
    """Return the number of East Asian words to add to a count by spaces; two characters count as a word."""
    if words >= 3 * _PROSE_WORDS or len(text.encode("utf-8", "replace")) < len(text) + _BYTES:
        return 0
    return len(_CJK.findall(text)) // 2
