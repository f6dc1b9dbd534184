"""Claim flags for pages that show a notice instead of a text (paywalls, errors, empty shells), and reserved rights."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpusclean.infer.facts.claims import head_claim
from corpusclean.infer.facts.json_ld import strings
from corpusclean.infer.facts.lines import PROSE_WORDS
from corpusclean.infer.placement import is_code
from corpusclean.infer.recognition.phrases import find_phrases, notice_phrases
from corpusclean.lexicons.notices import all_notices
from corpusclean.spelling import plain_quotes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpusclean.document import Claim
    from corpusclean.infer.facts.lines import Line
    from corpusclean.infer.reading import Reading
    from corpusclean.lexicons.notices import Notice

_TITLE_WORDS = 14  # maximal number of words of a line that may be the title of an error page
_STUB_PROSE = 220  # maximal number of words in paragraphs of a page that a declared paywall has cut
# Maximal number of words, in paragraphs and in all lines, of a page without a text of its own.
_SHELL_PROSE, _SHELL_WORDS = 30, 12
_BODY_WORDS = 100  # minimal number of words of a text that is in JSON-LD only
_MAX_NOTICE = 200  # maximal number of words of a notice


def claim_notices(reading: Reading) -> list[Claim]:
    """Claim flags and reserved rights from the notices on a page.

    Returns:
        Claims of the fields in `lexicons/notices`: "flag.…" for pages with little text beside the notice, and
        "rights.tdm" for reservations.
    """
    title = plain_quotes(reading.declared.title.casefold())
    said = _phrases_by_notice(reading.visible.phrases | find_phrases(title))
    if not (said or reading.page.is_html):
        return []
    prose = sum(line.words for line in reading.visible.lines if line.words >= PROSE_WORDS)
    claims: list[Claim] = []
    for number, phrases in sorted(said.items()):
        notice = all_notices()[number]
        # A cheap upper bound: `_read_notice` does not count the lines of the notice itself.
        if notice.max_prose and not notice.topic and prose > notice.max_prose + _MAX_NOTICE:
            continue
        claims += _read_notice(reading, notice, phrases, title)
    return [*claims, *_from_head(reading, prose)]


def _read_notice(
    reading: Reading, notice: Notice, phrases: list[tuple[str, ...]], title: str
) -> Iterator[Claim]:
    """Claim one notice, from the first line with one of its phrases, else from the title."""
    shown = [
        line
        for line in reading.visible.lines
        if (not (line.features and line.features.hidden) or _is_fallback(line)) and not is_code(reading, line)
    ]
    in_title = any(_has_phrase(title, phrase) for phrase in phrases)
    folded = [plain_quotes(line.text.casefold()) for line in shown]
    saying = [
        number
        for number, line in enumerate(folded)
        if any(_has_phrase(line, phrase) for phrase in phrases)
        and not any(word in line for word in notice.unless)
    ]
    if notice.place == "title":
        saying = [number for number in saying if shown[number].words <= _TITLE_WORDS]
    if not saying and not in_title:
        return
    own = {*saying, *(n for n, line in enumerate(folded) if any(word in line for word in notice.topic))}
    others = {number: line.words for number, line in enumerate(shown) if number not in own}
    paragraphs = {number: words for number, words in others.items() if words >= PROSE_WORDS}
    prose = sum(paragraphs.values())
    if notice.place == "edge" and saying and _text_continues(paragraphs, saying):
        return
    if (notice.max_prose and prose > notice.max_prose) or (
        notice.max_words and sum(others.values()) > notice.max_words
    ):
        return
    if saying:
        line = shown[saying[0]]
        span = (line.start, line.end)
        yield reading.line_claim(notice.field, notice.value, "text-notice", notice.confidence, span)
    else:
        yield head_claim(
            notice.field, notice.value, "title-element", notice.confidence, quote=reading.declared.title
        )


def _text_continues(paragraphs: dict[int, int], saying: list[int]) -> bool:
    """Whether a text continues below the notices in it, with at least half as much text as above; a wall ends it."""
    above = sum(words for number, words in paragraphs.items() if number < saying[0])
    below = sum(words for number, words in paragraphs.items() if number > saying[-1])
    return 0 < above <= 2 * below


def _phrases_by_notice(found: frozenset[str]) -> dict[int, list[tuple[str, ...]]]:
    """Map the number of each notice to its phrases whose longest part is on the page."""
    said: dict[int, list[tuple[str, ...]]] = {}
    for part in sorted(found & notice_phrases().keys()):
        for number, phrase in notice_phrases()[part]:
            said.setdefault(number, []).append(phrase)
    return said


def _has_phrase(line: str, phrase: tuple[str, ...]) -> bool:
    """Whether a line has the parts of a phrase in their order."""
    position = 0
    for part in phrase:
        position = line.find(part, position)
        if position < 0:
            return False
        position += len(part)
    return True


def _is_fallback(line: Line) -> bool:
    """Whether a line is inside of `<noscript>`."""
    return line.features is not None and line.features.landmark == "noscript"


def _from_head(reading: Reading, prose: int) -> Iterator[Claim]:
    """Claim flags for pages whose text is cut or missing, from JSON-LD and the number of words."""
    if not reading.page.is_html:
        return
    for item in reading.declared.articles[:1]:
        free = item.get("isAccessibleForFree")
        if str(free).casefold() == "false" and prose <= _STUB_PROSE:
            yield head_claim("flag.paywall_stub", "paywall-stub", "json-ld", 0.7, quote="isAccessibleForFree")
        body = max(strings(item.get("articleBody")), key=len, default="")
        if prose <= _SHELL_PROSE and len(body.split()) >= _BODY_WORDS:
            yield head_claim("flag.empty_shell", "empty-shell", "json-ld", 0.85, quote=body)
    words = sum(line.words for line in reading.visible.lines if not _is_fallback(line))
    if words <= _SHELL_WORDS and "<script" in reading.page.html:
        yield head_claim("flag.empty_shell", "empty-shell", "page-size", 0.6, quote=f"{words} words")
