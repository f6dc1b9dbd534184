"""Choose the lines of a page that may be its headline."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from corpusclean.infer.headline.features import BEFORE_PROSE, MAX_WORDS, headline_features
from corpusclean.infer.recognition.credits import read_credit
from corpusclean.infer.recognition.cues import byline_cue, is_caption
from corpusclean.infer.recognition.date_labels import label_before, unread_words
from corpusclean.infer.recognition.people import holds_given_name
from corpusclean.lexicons import load_lexicon

if TYPE_CHECKING:
    from corpusclean.infer.facts.lines import Line
    from corpusclean.infer.facts.page_facts import PageFacts

# One headline in twenty has one or two words; they cannot be told from menu items.
_MIN_WORDS, _MIN_BULLETED = 3, 5
_MIN_CHARS, _MAX_CHARS = 6, 250
_PARAGRAPHS = 5  # paragraphs that are searched above; no headline was found farther down
_MAX_CANDIDATES = 100
_MIN_ROLE = 0.003  # minimal probability by the line model that a line is the title
_NEXT = 4  # lines above the main text in which lines of one or two words are candidates
_HEADLINE_REASONS = frozenset(("", "headline", "duplicate"))
_NOTICE = re.compile(r"(?:©|\(c\)|copyright\b)", re.IGNORECASE)


def headline_candidates(facts: PageFacts) -> list[tuple[int, dict[str, float]]]:
    """Choose the lines that may be the headline, and compute their features.

    Returns:
        (index in `VisibleText.lines`, features by name) of each candidate, in page order.
    """
    lines = facts.visible.lines
    positions = [
        position
        for position in _positions(facts)
        if not (
            _is_captioned(lines, position) or _is_byline(lines[position]) or _is_date_line(facts, position)
        )
    ]
    return headline_features(facts, positions)


def _positions(facts: PageFacts) -> list[int]:
    """Return the positions of candidates: by the line model if it has read the page, else by their surroundings."""
    chances = facts.page.roles.get("title")
    if chances is None:
        return _placed(facts)
    told = (
        position
        for position, line in enumerate(facts.visible.lines)
        if chances.get(line.index, 0.0) >= _MIN_ROLE and _may_have_role(line)
    )
    return list(islice(told, _MAX_CANDIDATES))


def _may_have_role(line: Line) -> bool:
    """Whether a line may be the headline if the line model predicts so; titles of manuals and products are short."""
    if line.reason not in _HEADLINE_REASONS or line.text.endswith(","):  # "Dear Ann,"
        return False
    if line.text.casefold() in load_lexicon("news_words"):
        return False
    return 1 < len(line.text) <= _MAX_CHARS and not _NOTICE.match(line.text)


def _placed(facts: PageFacts) -> list[int]:
    """Return the positions of short, displayed lines without marks that are not far above a paragraph."""
    lines, prose = facts.visible.lines, facts.visible.prose
    positions: list[int] = [0] if lines and prose[:1] != [0] and _may_be_headline(lines[0]) else []
    last = 0
    for paragraph in prose[:_PARAGRAPHS] or [len(lines)]:
        start = max(last + 1, paragraph - BEFORE_PROSE)
        positions += [p for p in range(start, paragraph) if _may_be_headline(lines[p])]
        last = paragraph
    start = max(last + 1, facts.visible.main - BEFORE_PROSE)
    positions += [p for p in range(start, facts.visible.main) if _may_be_headline(lines[p])]
    short = {
        p
        for p in range(facts.visible.main - _NEXT, facts.visible.main)
        if 0 <= p < len(lines) and _may_be_short(lines[p])
    }
    return sorted({*positions[:_MAX_CANDIDATES], *short})


def _may_be_headline(line: Line) -> bool:
    if (
        not (_MIN_BULLETED if line.bullet else _MIN_WORDS) <= line.words <= MAX_WORDS
        or line.reason not in _HEADLINE_REASONS
    ):
        return False
    shown = line.features is None or not (line.features.hidden or line.features.landmark in ("nav", "footer"))
    return shown and _MIN_CHARS <= len(line.text) <= _MAX_CHARS and not _NOTICE.match(line.text)


def _may_be_short(line: Line) -> bool:
    """Whether a line of one or two words may be a headline at a likely position."""
    shown = line.features is None or not (line.features.hidden or line.features.landmark in ("nav", "footer"))
    few = line.words < _MIN_WORDS and len(line.text) >= _MIN_CHARS and not line.bullet
    return few and shown and line.text[0].isalpha() and line.reason in _HEADLINE_REASONS


def _is_captioned(lines: list[Line], position: int) -> bool:
    """Whether the line above is a caption that contains the line: "Click to play video: 'Ferry leaves'"."""
    above = lines[position - 1].text if position else ""
    return lines[position].text in above and is_caption(above)


def _is_byline(line: Line) -> bool:
    """Whether a line is a byline: names after a cue, or with an outlet ("Ann Oak, Special to Harbour News")."""
    if cue := byline_cue(line.text):
        return bool(read_credit(line.text[cue:], "cued").authors)
    if not holds_given_name(line.text.casefold()):
        return False
    credit = read_credit(line.text, "bare")
    return bool(credit.authors and (credit.outlet or credit.agency)) and not credit.unread


def _is_date_line(facts: PageFacts, position: int) -> bool:
    """Whether a line has dates of publication or modification and nothing else: "Posted on 3 May 2016"."""
    line, around, end = facts.visible.lines[position], [], 0
    for day in facts.signs.dates.get(position, ()):
        around.append(line.text[end : day.start - line.start])
        end = day.end - line.start
    is_labelled = any(label_before(before) in ("published", "modified") for before in around)
    return is_labelled and not unread_words(" ".join([*around, line.text[end:]]))
