"""Which line of a page is its headline: the one that its markup names, else the winner of all short lines."""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections import Counter, defaultdict
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from corpusclean.infer.competition import value_chances
from corpusclean.infer.cues import byline_cue, is_caption, is_credit
from corpusclean.infer.json_ld import strings
from corpusclean.infer.people import read_credit
from corpusclean.infer.spelling import squeezed
from corpusclean.lexicons import load_lexicon

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpusclean.infer.reading import Line, Reading

# Headlines of one or two words are one in twenty, and among menu items nobody can tell them.
_MIN_WORDS, _MAX_WORDS, _MIN_BULLETED = 3, 30, 5
_MIN_CHARS, _MAX_CHARS = 6, 250
_BEFORE_PROSE = 30  # lines above a run of paragraphs that may hold its headline
_PARAGRAPHS = 5  # below so many no headline has been seen to win
_MAX_CANDIDATES = 100
_NEXT = 4  # lines above the main text in which a line of one or two words may be its headline
_NEAR = 12  # lines: breadcrumbs and repeats around a headline
_HEADLINE_REASONS = frozenset(("", "headline", "duplicate"))
_ECHOING = 12  # paragraphs below that are listened to
# What means more where both are true.
_TOGETHER = (
    ("echoed", "near main"),
    ("echoed", "signed next"),
    ("echoed", "signed below"),
    ("echoed", "first long"),
    ("echoed", "title case"),
    ("echoed", "prose above"),
    ("topical", "above main"),
    ("topical", "part of another"),
)
_TOPICAL, _HEARD = 20, 300  # paragraphs whose words are counted, and characters of each
_LOGARITHMS = [math.log2(1 + count) for count in range(16)]
_STEM = 7  # characters of a word that its other forms share
_LONG_WORD = re.compile(r"[^\W\d_]{5,}|[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{2}")
_FRAGMENT_ENDS = frozenset(
    "a an and at by for from in is of on or our that the to with und der die das für mit von de la le el y et en".split()
)
_NOTICE = re.compile(r"(?:©|\(c\)|copyright\b)", re.IGNORECASE)
_SIGN = re.compile(r"[©®@<>{}|]|https?://|www\.")

# What stands between a title and the name of its site.
SEPARATOR = re.compile(r"\s+[|–—·•»:~«-]{1,2}\s+|\s*\|\s*|\s+::\s+")
_MAX_PARTS = 12
_UNMISTAKABLE = 4  # words of a line that no title holds by chance
_TITLE_METAS = ("og:title", "parsely-title", "sailthru.title", "dc.title", "dcterms.title", "twitter:title")


class _Runs(NamedTuple):
    """How many lines before each one are short, and how many are marked."""

    short: list[int]
    marked: list[int]


def find_headline(reading: Reading) -> tuple[int, float]:
    """Find the headline among the visible lines, by the markup of a page if it tells, else by its place.

    Returns:
        Its position in `reading.lines` and the chance that it is one; (-1, 0.0) if there is no candidate.
    """
    return _marked_up(reading) or _most_likely(reading)


def head_titles(reading: Reading) -> list[str]:
    """The titles that the head of a page gives, best first, as they stand there."""
    named = [value for item in reading.articles for value in strings(item.get("headline"))[:1]]
    named += [value for name in _TITLE_METAS for value in reading.meta.get(name, [])[:1]]
    return [title for title in (*named, reading.head_title) if title]


def _marked_up(reading: Reading) -> tuple[int, float] | None:
    """The line that the head names as the title, or the only `<h1>`."""
    if reading.page.head is None:
        return None
    whole = {squeezed(title) for title in head_titles(reading)}
    parts = {part for title in head_titles(reading) for part in _parts(title)} - reading.site_names - {""}
    heads = [
        position
        for position, line in enumerate(reading.lines)
        if line.features and line.features.tag == "h1" and not line.features.hidden
    ][:_MAX_CANDIDATES]
    named = [position for position in heads if _is_named(reading.lines[position], whole, parts)]
    if named:
        return max(named, key=lambda position: len(reading.lines[position].text)), 0.95
    if len(heads) == 1:
        return heads[0], 0.8
    for position, line in enumerate(reading.lines):
        if len(line.text) <= _MAX_CHARS and line.words >= _MIN_WORDS and squeezed(line.text) in whole:
            return position, 0.7
    return None


def _is_named(line: Line, whole: set[str], parts: set[str]) -> bool:
    """Whether a line is a title of the head, one of its parts, or too long to stand in one by chance."""
    text = squeezed(line.text)
    return text in parts or (line.words >= _UNMISTAKABLE and any(text in title for title in whole))


def _parts(title: str) -> set[str]:
    """The title, what its separators leave at its start, at its end and between, squeezed."""
    parts = [squeezed(part) for part in SEPARATOR.split(title)][:_MAX_PARTS]
    places = range(len(parts))
    return {form for n in places for form in (parts[n], "".join(parts[:n]), "".join(parts[n:]))}


def _most_likely(reading: Reading) -> tuple[int, float]:
    """The line that wins the competition of all lines, with the chance of its text."""
    competing = candidates(reading)
    chances = value_chances(
        ((squeezed(reading.lines[position].text), features) for position, features in competing),
        reading.weights("headline"),
    )
    if not chances:
        return -1, 0.0
    chance, number = max(chances.values(), key=lambda pair: (pair[0], -pair[1]))
    return competing[number][0], chance


def candidates(reading: Reading) -> list[tuple[int, dict[str, float]]]:
    """The lines that may be the headline, with what is true of each, alone and among the others."""
    found = list(_described(reading))
    for echo in ("echoed", "topical"):
        most = max((features.get(echo, 0.0) for _, features in found), default=0.0)
        for _, features in found:
            features[f"most {echo}"] = float(features.get(echo, 0.0) == most > 0)
            features[f"less {echo}"] = most - features.get(echo, 0.0)
    for _, features in found:
        for one, other in _TOGETHER:
            if one in features and other in features:
                features[f"{one}, {other}"] = features[one] * features[other]
    return found


def _described(reading: Reading) -> Iterator[tuple[int, dict[str, float]]]:
    """The lines that may be the headline, with what is true of each alone."""
    lines, prose = reading.lines, reading.prose
    positions = _positions(reading)
    places: dict[str, list[int]] = defaultdict(list)
    for position, line in enumerate(lines):
        if _MIN_CHARS <= len(line.text) <= _MAX_CHARS:
            places[line.text].append(position)
    last_above = max((p for p in positions if p < reading.main), default=-1)
    longest = max((lines[p].words for p in positions if p < reading.body), default=0)
    story = "\n".join([reading.folded[p][:_HEARD] for p in prose[:_TOPICAL]])
    stems = Counter([word[:_STEM] for word in _LONG_WORD.findall(story)])
    runs = _Runs(
        list(accumulate((line.words <= 3 for line in lines), initial=0)),
        list(accumulate((line.reason != "" for line in lines), initial=0)),
    )
    heard, below, listened = 0, "", -1
    for position in positions:
        line = lines[position]
        while heard < len(prose) and prose[heard] < position:
            heard += 1
        if heard != listened:
            paragraphs = prose[heard : heard + _ECHOING]
            below, listened = " ".join(reading.folded[p] for p in paragraphs), heard
        following = prose[heard] - position if heard < len(prose) else _BEFORE_PROSE
        if _is_captioned(lines, position) or _names_authors(line):
            continue
        features = _shape(line)
        echoes = _echoes(reading.folded[position], below, stems)
        if features["furniture"] and not echoes.get("echoed"):
            continue
        features |= echoes
        features |= _neighbours(reading, position, runs)
        features |= _repeats(lines, places[line.text], position)
        features["bias"] = 1.0
        features["first"] = float(position == 0)
        features["near prose"] = 1.0 / max(1, following)
        features["prose soon"] = float(following <= 2)
        features["prose below"] = (
            bisect_right(prose, position + 25, heard, min(heard + 6, len(prose))) - heard
        ) / 6
        features["prose above"] = min(heard, 4) / 4
        features["above body"] = float(position < reading.body)
        features["above main"] = float(position < reading.main)
        features["near main"] = 1.0 / (reading.main - position) if position < reading.main else 0.0
        features["far above main"] = float(reading.main - position > _BEFORE_PROSE)
        features["first candidate"] = float(position == positions[0])
        features["last above main"] = float(position == last_above)
        features["longest"] = float(line.words == longest and position < reading.body)
        yield position, {name: value for name, value in features.items() if value}


def _positions(reading: Reading) -> list[int]:
    """Positions of the lines that may be a headline: short, unmarked, shown, and not far above a paragraph."""
    lines, prose = reading.lines, reading.prose
    positions: list[int] = [0] if lines and prose[:1] != [0] and _may_be_headline(lines[0]) else []
    last = 0
    for paragraph in prose[:_PARAGRAPHS] or [len(lines)]:
        start = max(last + 1, paragraph - _BEFORE_PROSE)
        positions += [p for p in range(start, paragraph) if _may_be_headline(lines[p])]
        last = paragraph
    start = max(last + 1, reading.main - _BEFORE_PROSE)
    positions += [p for p in range(start, reading.main) if _may_be_headline(lines[p])]
    short = {
        p
        for p in range(reading.main - _NEXT, reading.main)
        if 0 <= p < len(lines) and _may_be_short(lines[p])
    }
    return sorted({*positions[:_MAX_CANDIDATES], *short})


def _may_be_headline(line: Line) -> bool:
    if (
        not (_MIN_BULLETED if line.bullet else _MIN_WORDS) <= line.words <= _MAX_WORDS
        or line.reason not in _HEADLINE_REASONS
    ):
        return False
    shown = line.features is None or not (line.features.hidden or line.features.landmark in ("nav", "footer"))
    return shown and _MIN_CHARS <= len(line.text) <= _MAX_CHARS and not _NOTICE.match(line.text)


def _may_be_short(line: Line) -> bool:
    """Whether a line of one or two words may be a headline where one is likely."""
    shown = line.features is None or not (line.features.hidden or line.features.landmark in ("nav", "footer"))
    few = line.words < _MIN_WORDS and len(line.text) >= _MIN_CHARS and not line.bullet
    return few and shown and line.text[0].isalpha() and line.reason in _HEADLINE_REASONS


def _is_captioned(lines: list[Line], position: int) -> bool:
    """Whether the line above is a caption that holds the line: "Click to play video: 'Ferry leaves'"."""
    above = lines[position - 1].text if position else ""
    return lines[position].text in above and is_caption(above)


def _names_authors(line: Line) -> bool:
    cue = byline_cue(line.text)
    return cue > 0 and bool(read_credit(line.text[cue:], "cued").authors)


def _echoes(folded: str, below: str, stems: Counter[str]) -> dict[str, float]:
    """How much of a line the paragraphs below it say again, and how often all do: headlines announce them."""
    words = [word[:_STEM] for word in _LONG_WORD.findall(folded)[:12]]
    if not words:
        return {}
    said = sum([_LOGARITHMS[min(stems[word], 15)] for word in words]) / 4
    return {"echoed": sum([word in below for word in words]) / len(words), "topical": said / len(words)}


def _shape(line: Line) -> dict[str, float]:
    text, words = line.text, line.words
    parts = text.split()
    unquoted = text.rstrip("\"'”’)")
    return {
        "1 word": float(words == 1),
        "2 words": float(words == 2),
        "3 words": float(words == 3),
        "4-5 words": float(words in (4, 5)),
        "15+ words": float(words >= 15),
        "period": float(unquoted.endswith((".", "。")) and unquoted[-2:-1] != "."),
        "shouted": float(words > 2 and text.isupper()),
        "colon": float(text[-1] in ":,;：-–"),
        "bullet": float(line.bullet),
        "sign": float(bool(_SIGN.search(text))),
        "furniture": float(words <= 4 and parts[0].casefold() in load_lexicon("not_names")),
        "caption": float(is_caption(text) or is_credit(text)),
        "lower": float(text[0].islower()),
        "title case": float(words > 3 and sum([word[:1].isupper() for word in parts]) >= 0.7 * words),
        "fragment": float(len(parts) > 1 and parts[-1].casefold() in _FRAGMENT_ENDS),
    }


def _neighbours(reading: Reading, position: int, runs: _Runs) -> dict[str, float]:
    lines, words = reading.lines, reading.lines[position].words
    above = lines[position - 1] if position else None
    below = lines[position + 1] if position + 1 < len(lines) else None
    row = above is not None and below is not None
    signed = [reading.is_signature(position + step) for step in range(-2, 6)]
    six, eight, four = max(0, position - 6), max(0, position - 8), max(0, position - 4)
    return {
        "signed": float(signed[2]),
        "signed next": float(signed[3]),
        "signed below": float(signed[4]),
        "dated soon": float(any(signed[2 + step] and position + step in reading.dates for step in (1, 2, 3))),
        "signed soon": float(any(signed[5:])),
        "signed above": float(any(signed[:2])),
        "in a row": float(
            row
            and all(4 <= line.words <= _MAX_WORDS and not line.is_prose for line in (above, below) if line)
        ),
        "first long": float(words > 3 and runs.short[position] - runs.short[six] == position - six),
        "menu above": (runs.short[position] - runs.short[eight]) / 8,
        "chrome above": (runs.marked[position] - runs.marked[four]) / 4,
        "label above": float(above is not None and above.words <= 3),
    }


def _repeats(lines: list[Line], places: list[int], position: int) -> dict[str, float]:
    """How often the line stands elsewhere, near by or far, whole or as a part of an earlier line."""
    text = lines[position].text
    near = far = False
    if len(places) > 1:
        near = any(place != position and abs(place - position) <= _NEAR for place in places)
        far = any(abs(place - position) > _NEAR for place in places)
    around = [lines[0], *lines[max(0, position - _NEAR) : position]] if len(text) >= 12 else []
    longer = [line for line in around if len(line.text) > len(text) and text in line.text]
    return {
        "repeated near": float(near),
        "repeated far": float(far),
        "part of another": float(bool(longer)),
        "many": float(len(places) > 3),
    }
