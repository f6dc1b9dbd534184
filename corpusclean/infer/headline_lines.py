"""The lines of a page that may be its headline, and what is true of each, alone and among the others."""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from corpusclean.infer.credits import read_credit
from corpusclean.infer.cues import byline_cue, is_caption, is_credit, label_before, unread_words
from corpusclean.infer.people import holds_given_name
from corpusclean.infer.roles import chance_features, role_chance
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
_MOST_COPIES = 30  # of a headline: no title of 2,288 texts stands on more than 24 lines
_TOLD = 0.003  # chance of a line to tell the title from which on it may do so
_NEXT = 4  # lines above the main text in which a line of one or two words may be its headline
_NEAR = 12  # lines: breadcrumbs and repeats around a headline
_HEADLINE_REASONS = frozenset(("", "headline", "duplicate"))
_ECHOING = 12  # paragraphs below that are listened to
_FEW = 12  # lines before the main text of a page that has lost its menus
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
    ("few above", "first"),
    ("few above", "first candidate"),
    ("few above", "first echoed"),
    # What the line model says counts for more where the page bears it out.
    *(
        ("role log chance", fact)
        for fact in (
            "echoed", "topical", "less echoed", "near main", "above main", "first", "first candidate", "first long",
            "few above", "prose soon", "prose above", "signed next", "title case", "1 word", "2 words", "3 words",
            "repeated near", "same below", "label above", "in a row",
        )
    ),
)  # fmt: skip
_COMPARED = ("echoed", "topical", "matched", "recurring")  # where the most of all candidates means something
_TOPICAL, _HEARD = 20, 300  # paragraphs whose words are counted, and characters of each
_LOGARITHMS = [math.log2(1 + count) for count in range(16)]
_UNSPACED = "\u3040"  # from here on scripts have no spaces, Korean apart
_STEM = 7  # characters of a word that its other forms share
_MAX_STEMS = 12
_LONG_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{2}|[^\W\d_]{5,}")
_FRAGMENT_ENDS = frozenset(
    "a an and at by for from in is of on or our that the to with und der die das für mit von de la le el y et en".split()
)
_NOTICE = re.compile(r"(?:©|\(c\)|copyright\b)", re.IGNORECASE)
_SIGN = re.compile(r"©|®|@|<|>|{|}|\||https?://|www\.")  # literals: `re` is faster at their first characters
_FEW_SIGNS = 6  # characters
_DASH = re.compile(" [-–—] ")
_STEPS = (1, 2, 3, 4, 6, 8, 11, 15, 20, 30, 60)  # lines to the first paragraph, about as many pages in each


class _Heard(NamedTuple):
    """What the text of a page says, to find the words of headlines in it.

    Args:
        told: how often the paragraphs hold each stem.
        shared: how many candidates do.
        below: the folded text of the paragraphs below a candidate.
    """

    told: dict[str, int]
    shared: Counter[str]
    below: str


def candidates(reading: Reading) -> list[tuple[int, dict[str, float]]]:
    """The lines that may be the headline, with what is true of each, alone and among the others."""
    found = list(_described(reading))
    _compare([features for _, features in found])
    for _, features in found:
        for one, other in _TOGETHER:
            if one in features and other in features:
                features[f"{one}, {other}"] = features[one] * features[other]
    return found


def _compare(listed: list[dict[str, float]]) -> None:
    """Add what is true of each candidate among the others, in the order of the page."""
    for name in _COMPARED:
        most = max((features.get(name, 0.0) for features in listed), default=0.0)
        for features in listed:
            features[f"most {name}"] = features.get(name, 0.0) == most > 0
            features[f"less {name}"] = most - features.get(name, 0.0)
    signed = min(5, sum("signed next" in features for features in listed)) / 5
    echoed = matched = 0.0
    first = True
    for features in listed:
        here, more = features.get("echoed", 0.0), features.get("matched", 0.0)
        features["echoed above"] = 0 < echoed >= here and matched >= more
        if first and here >= 0.5 and more > _LOGARITHMS[1] / 3:
            features["first echoed"], first = 1.0, False
        echoed, matched = max(echoed, here), max(matched, more)
        if "signed next" in features:
            features["many signed"] = signed


def _described(reading: Reading) -> Iterator[tuple[int, dict[str, float]]]:
    """The lines that may be the headline, with what is true of each alone."""
    lines, prose = reading.lines, reading.prose
    positions = [
        position
        for position in _positions(reading)
        if not (
            _is_captioned(lines, position)
            or _names_authors(lines[position])
            or _tells_when(reading, position)
        )
    ]
    places = _places(lines, positions)
    positions = [position for position in positions if len(places[lines[position].text]) <= _MOST_COPIES]
    stems = {position: _stems(reading.folded[position]) for position in positions}
    story = " ".join(["", *[reading.folded[p][:_HEARD] for p in prose[:_TOPICAL]]])
    shared = Counter([stem for found in stems.values() for stem in set(found)])
    told = {stem: story.count(stem if stem >= _UNSPACED else f" {stem}") for stem in shared}
    last_above = max((p for p in positions if p < reading.main), default=-1)
    longest = max((lines[p].words for p in positions if p < reading.body), default=0)
    near = {place for position in positions for place in range(position - 2, position + 6)}
    signed = frozenset(place for place in near if reading.is_signature(place))
    heard, below, listened = 0, "", -1
    for position in positions:
        line = lines[position]
        while heard < len(prose) and prose[heard] < position:
            heard += 1
        if heard != listened:
            below, listened = " ".join([reading.folded[p] for p in prose[heard : heard + _ECHOING]]), heard
        features = _shape(line)
        echoes = _echoes(stems[position], _Heard(told, shared, below))
        role = chance_features(role_chance(reading, "title", position))
        if features["furniture"] and not echoes.get("echoed") and not role:
            continue
        features |= echoes | role
        features |= _neighbours(reading, signed, position)
        features |= _repeats(lines, places[line.text], position)
        features |= _place(reading, position, heard)
        features["first candidate"] = position == positions[0]
        features["last above main"] = position == last_above
        features["longest"] = line.words == longest and position < reading.body
        yield position, {name: value for name, value in features.items() if value}


def _positions(reading: Reading) -> list[int]:
    """Positions of the lines that may be a headline: those that the line model names, or else that stand well."""
    chances = reading.page.roles.get("title")
    if chances is None:
        return _placed(reading)
    told = (
        position
        for position, line in enumerate(reading.lines)
        if chances.get(line.index, 0.0) >= _TOLD and _may_be_told(line)
    )
    return list(islice(told, _MAX_CANDIDATES))


def _may_be_told(line: Line) -> bool:
    """Whether a line may be the headline if the line model thinks so: titles of manuals and goods are short."""
    if line.reason not in _HEADLINE_REASONS:
        return False
    return 1 < len(line.text) <= _MAX_CHARS and not _NOTICE.match(line.text)


def _placed(reading: Reading) -> list[int]:
    """Positions of short, unmarked, shown lines not far above a paragraph."""
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
    """Whether a line is a byline: names behind a cue, or with their house ("Ann Oak, Special to Harbour News")."""
    if cue := byline_cue(line.text):
        return bool(read_credit(line.text[cue:], "cued").authors)
    if not holds_given_name(line.text.casefold()):
        return False
    credit = read_credit(line.text, "bare")
    return bool(credit.authors and (credit.outlet or credit.agency)) and not credit.unread


def _tells_when(reading: Reading, position: int) -> bool:
    """Whether a line says when the page appeared or changed, and nothing else: "Posted on 3 May 2016"."""
    printed = reading.dates.get(position, ())
    if len(printed) != 1:
        return False
    line, (day,) = reading.lines[position], printed
    before, after = line.text[: day.start - line.start], line.text[day.end - line.start :]
    return label_before(before) in ("published", "modified") and not unread_words(f"{before} {after}")


def _stems(folded: str) -> list[str]:
    return [word[:_STEM] for word in _LONG_WORD.findall(folded)[:_MAX_STEMS]]


def _places(lines: list[Line], positions: list[int]) -> dict[str, list[int]]:
    """Where the text of each candidate stands."""
    places: dict[str, list[int]] = {lines[position].text: [] for position in positions}
    for position, line in enumerate(lines):
        if line.text in places:
            places[line.text].append(position)
    return places


def _echoes(stems: list[str], heard: _Heard) -> dict[str, float]:
    """How much of a line the page says again: headlines announce its words."""
    if not stems:
        return {}
    matched = sum([stem in heard.below for stem in stems])
    return {
        "echoed": matched / len(stems),
        "matched": _LOGARITHMS[matched] / 3,
        "topical": sum([_LOGARITHMS[min(heard.told[stem], 15)] for stem in stems]) / 4 / len(stems),
        "recurring": sum([min(4, heard.shared[stem] - 1) for stem in stems]) / 4 / len(stems),
    }


def _shape(line: Line) -> dict[str, float]:
    text, words = line.text, line.words
    parts = text.split()
    unquoted = text.rstrip("\"'”’)")
    return {
        "1 word": words == 1,
        "2 words": words == 2,
        "3 words": words == 3,
        "4-5 words": words in (4, 5),
        "15+ words": words >= 15,
        "period": unquoted.endswith((".", "。")) and unquoted[-2:-1] != ".",
        "shouted": words > 2 and text.isupper(),
        "colon": text[-1] in ":,;：-–",
        "inner colon": ": " in text,
        "dash": bool(_DASH.search(text)),
        "bullet": line.bullet,
        "sign": bool(_SIGN.search(text)),
        "furniture": words <= 4 and parts[0].casefold() in load_lexicon("not_names"),
        "caption": is_caption(text) or is_credit(text),
        "lower": text[0].islower(),
        "title case": words > 3 and sum([word[:1].isupper() for word in parts]) >= 0.7 * words,
        "fragment": len(parts) > 1 and parts[-1].casefold() in _FRAGMENT_ENDS,
    }


def _place(reading: Reading, position: int, heard: int) -> dict[str, float]:
    """Where a line stands relative to the paragraphs and the main text."""
    prose, main = reading.prose, reading.main
    following = prose[heard] - position if heard < len(prose) else _BEFORE_PROSE
    features = {
        "bias": 1.0,
        "first": position == 0,
        "near prose": 1.0 / max(1, following),
        "prose soon": following <= 2,
        "prose below": (bisect_right(prose, position + 25, heard, min(heard + 6, len(prose))) - heard) / 6,
        "prose above": min(heard, 4) / 4,
        "above body": position < reading.body,
        "above main": position < main,
        "near main": 1.0 / (main - position) if position < main else 0.0,
        "far above main": main - position > _BEFORE_PROSE,
        "few above": main < _FEW,
    }
    if prose and not heard:
        features[f"to prose {bisect_left(_STEPS, following)}"] = 1.0
    return features


def _neighbours(reading: Reading, signed: frozenset[int], position: int) -> dict[str, float]:
    lines, line = reading.lines, reading.lines[position]
    above = lines[position - 1] if position else None
    below = lines[position + 1] if position + 1 < len(lines) else None
    eight = lines[max(0, position - 8) : position]
    short = [near.words <= 3 for near in eight]
    return {
        "signed": position in signed,
        "signed next": position + 1 in signed,
        "signed below": position + 2 in signed,
        "dated soon": any(
            place in signed and place in reading.dates for place in range(position + 1, position + 4)
        ),
        "signed soon": not signed.isdisjoint(range(position + 3, position + 6)),
        "signed above": not signed.isdisjoint(range(position - 2, position)),
        "in a row": _is_in_row(above) and _is_in_row(below),
        "first long": line.words > 3 and all(short[-6:]),
        "menu above": sum(short) / 8,
        "chrome above": sum([near.reason != "" for near in eight[-4:]]) / 4,
        "label above": above is not None and above.words <= 3,
        "ends above": above is not None and above.text != line.text and above.text.endswith(line.text),
        "begins below": below is not None and below.text != line.text and below.text.startswith(line.text),
        "same above": above is not None and _are_alike(above.text, line.text),
        "same below": below is not None and _are_alike(below.text, line.text),
    }


def _is_in_row(line: Line | None) -> bool:
    """Whether a line may stand in a row of headlines."""
    return line is not None and 4 <= line.words <= _MAX_WORDS and not line.is_prose


def _are_alike(one: str, other: str) -> bool:
    """Whether two lines differ by case and a few signs at most."""
    if abs(len(one) - len(other)) > _FEW_SIGNS:
        return False
    first, second = one[0].casefold()[0], other[0].casefold()[0]
    return (first == second or not (first.isalnum() and second.isalnum())) and squeezed(one) == squeezed(
        other
    )


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
        "repeated near": near,
        "repeated far": far,
        "part of another": bool(longer),
        "many": len(places) > 3,
    }
