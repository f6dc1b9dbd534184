"""Mark the lines that hold only title, date or byline, since these have columns of their own; spare a doubtful headline."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, TypeAlias

from corpusclean.document import Mark
from corpusclean.lexicons import load_lexicon
from corpusclean.spelling import ends_sentence, squeezed, unspaced_words

if TYPE_CHECKING:
    from collections.abc import Collection

    from corpusclean.document import Claim
    from corpusclean.page import Page

# Line index → (start, end, field) of each claim that was read from the line; offsets into the page's text.
Spans: TypeAlias = "dict[int, list[tuple[int, int, str]]]"

# A byline or date line may hold values of these fields, and few other words.
_LINE_FIELDS = ("date", "date_modified", "byline", "authors", "agency", "source.name")
_DATELINE_FIELDS = ("date", "date_modified", "byline", "authors")
_MAX_LEFT = 6  # words outside the claims: a section, a place, a role ("Staff Writer, Business, 5 min read")
_MAX_WORDS = 30  # longer lines are prose
# Of the title line, covered by the title claim; the rest is the name of the site or a number.
_MIN_SHARE = 0.8
_MIN_SENTENCE_WORDS = 10  # of a sentence that begins the main text
# Of a headline that is not sure enough to be the title: on 270 labelled pages, 18 of 26 that the line model would cut are it.
_MIN_HEADLINE = 0.3
_NEAR = 2  # lines below a byline that are searched for the address of its author; one may be blank
_MAX_ROLE = 4  # words of a role
_E_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
# A decimal number or that of a version, no clock time: the line is an entry of a table, a changelog or a log.
_DATA = re.compile(r"(?<![\w.:])v?\d+(?:[.,]\d(?![\d.])|\.\d+\.\d{1,3}(?!\d))")


def lift(page: Page, winners: dict[str, Claim], cut: Collection[int] = ()) -> list[Mark]:
    """Mark the lines that hold only title, date or byline; none if no other text would be left.

    Args:
        page: a page with its claims, after `infer`; it is not changed.
        winners: for each field with a value, the claim that was chosen.
        cut: the lines of the page that will be cut anyway. If there are none, a plain text keeps its title, so
            that cleaning a clean text changes nothing.

    Returns:
        Marks with the reason "headline" for the title line, and "dateline-byline" for lines that hold date,
        byline, section or role and nothing else; never a line of prose.

    >>> from corpusclean.infer.resolve import infer
    >>> from corpusclean.recipe import Recipe
    >>> from corpusclean.segment.text import segment_text
    >>> page = segment_text("Ferry sold\\n\\nPublished on 3 May 2016\\n\\nThe ferry was sold on Monday.")
    >>> [(mark.line, mark.reason) for mark in lift(page, infer([page], Recipe())[0])]
    [(2, 'dateline-byline')]
    """
    spans = _claim_spans(page, winners)
    headlines = _title_lines(page, winners, spans)
    marks = []
    top = next(iter(page.written), None)
    for line, found in sorted(spans.items()):
        fields = [field for _, _, field in found if field in _LINE_FIELDS]
        if line == top and "title" not in winners and not _is_covered(page, line, found):
            continue  # e.g. "The Salt Road, by Ann Oak": no column holds the title, so it must stay
        if (
            line not in headlines
            and set(fields) & set(_DATELINE_FIELDS)
            and _holds_only_claims(page, line, found)
        ):
            field = "byline" if {"byline", "authors"} & set(fields) else "date"
            marks.append(Mark(line, "dateline-byline", f"lift/{field}"))
            below = _beside_byline(page, line) if field == "byline" else None
            if below is None or below in headlines:
                continue
            if not {field for _, _, field in spans.get(below, ())} & set(_DATELINE_FIELDS):
                marks.append(Mark(below, "dateline-byline", "lift/byline"))
    if marks or cut or page.head is not None:
        marks += [Mark(line, "headline", "lift/title") for line in headlines]
    if page.written.keys() <= {*cut, *(mark.line for mark in marks)}:
        return []
    return sorted(marks, key=lambda mark: mark.line)


def spare_headline(page: Page, winners: dict[str, Claim], model: str) -> list[Mark]:
    """Return the marks of a plain text without those by which a model would cut a headline that no column holds.

    Args:
        page: a page with its claims, after `infer`; it is not changed.
        winners: for each field with a value, the claim that was chosen.
        model: the name of the model in `Mark.by`.

    >>> from corpusclean.document import Claim, Mark
    >>> from corpusclean.page import Page
    >>> claims = [Claim("title", "Ferry sold", "text-headline", 0.4, start=0, end=10)]
    >>> page = Page("Ferry sold", [(0, 10)], marks=[Mark(0, "navigation", "a"), Mark(0, "social", "b")], claims=claims)
    >>> [mark.by for mark in spare_headline(page, {}, "a")]
    ['b']
    """
    if page.is_html or "title" in winners:
        return page.marks
    claims = [claim for claim in page.claims if claim.field == "title" and claim.start is not None]
    best = max(claims, key=lambda claim: claim.confidence, default=None)
    if best is None or best.start is None or best.confidence < _MIN_HEADLINE:
        return page.marks
    line = bisect_right([start for start, _ in page.lines], best.start) - 1
    return [mark for mark in page.marks if mark.line != line or mark.by != model]


def _claim_spans(page: Page, winners: dict[str, Claim]) -> Spans:
    """Find the text ranges of all claims whose value equals that of the chosen claim, by line."""
    spans: Spans = {}
    starts = [start for start, _ in page.lines]
    for claim in page.claims:
        winner = winners.get(claim.field)
        if claim.start is None or claim.end is None or winner is None or not _agrees(claim, winner):
            continue
        first = bisect_right(starts, claim.start) - 1
        for line in range(first, bisect_left(starts, claim.end)):
            spans.setdefault(line, []).append((claim.start, claim.end, claim.field))
    return spans


def _title_lines(page: Page, winners: dict[str, Claim], spans: Spans) -> set[int]:
    """Find the line that the title was read from, or else one equal to it; in plain text also its first copy."""
    title = winners.get("title")
    if title is None:
        return set()
    for line, found in sorted(spans.items()):
        claimed = sum(end - start for start, end, field in found if field == "title")
        if claimed and claimed >= _MIN_SHARE * len(page.line(line).strip()):
            # In HTML, copies above are in menus and breadcrumbs, which are marked as navigation.
            return {line} if page.head is not None else {line, *_copies(page, line)}
    wanted = squeezed(title.value)
    if page.head is None or not wanted:
        return set()  # in plain text, a title always has a range, and the loop above has seen it
    longest = 2 * len(title.value) + 20
    for line, (start, end) in enumerate(page.lines):
        shown = not (page.features and page.features[line].hidden)
        if shown and end - start <= longest and squeezed(page.line(line)) == wanted:
            return {line}
    return set()


def _copies(page: Page, line: int) -> list[int]:
    """Return the first line with the same text, and all others above the first sentence of the page.

    Copies in menus are as good candidates as the headline itself, so the title may have been read from any of them.
    Without a sentence, the page may be a song, and its title a refrain.
    """
    wanted, copies = page.line(line).strip(), []
    for number in range(len(page.lines)):
        text = page.line(number).strip()
        if text == wanted:
            copies.append(number)
        elif ends_sentence(text) and len(text.split()) >= _MIN_SENTENCE_WORDS:
            break
    else:
        return copies[:1]
    return copies


def _is_covered(page: Page, line: int, found: list[tuple[int, int, str]]) -> bool:
    """Whether one claim was read from a whole line."""
    start, end = page.lines[line]
    shown = page.text[start:end].strip()
    return any(high - low >= len(shown) for low, high, _ in found)


def _beside_byline(page: Page, line: int) -> int | None:
    """Return the line below a byline that is only an e-mail address or a role."""
    for below in range(line + 1, min(line + 1 + _NEAR, len(page.lines))):
        if shown := page.line(below).strip():
            return below if _E_MAIL.fullmatch(shown) or _is_role(shown) else None
    return None


def _is_role(text: str) -> bool:
    """Whether a line is only a role: a few capitalised words, the last of them one of work ("Staff Writer")."""
    words = text.split()
    told = len(words) <= _MAX_ROLE and words[-1].casefold() in load_lexicon("roles")
    return told and all(word[0].isupper() for word in words)


def _holds_only_claims(page: Page, line: int, found: list[tuple[int, int, str]]) -> bool:
    """Whether a line holds little besides the given claims: few other words, no sentence and no data."""
    start, end = page.lines[line]
    text = page.text[start:end].strip()
    if _words(text) > _MAX_WORDS:
        return False
    left = list(page.text[start:end])
    for low, high, field in found:
        if field in _LINE_FIELDS:
            left[max(0, low - start) : max(0, high - start)] = " " * (min(high, end) - max(low, start))
    shown = "".join(left)
    if _DATA.search(shown):
        return False
    count = _words(" ".join(word for word in shown.split() if any(map(str.isalpha, word))))
    return count <= _MAX_LEFT and not (count > 2 and ends_sentence(text))


def _words(text: str) -> int:
    """Count the words of a text."""
    return len(text.split()) + unspaced_words(text)


def _agrees(claim: Claim, winner: Claim) -> bool:
    return squeezed(claim.value) == squeezed(winner.value)
