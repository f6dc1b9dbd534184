"""Choose the lines of a page that may be its headline, and compute their features.

In the names of features, "echoed" and "matched" are about the words of a line that the text below repeats,
"topical" about their frequency in the text, "recurring" about other candidates with the same words; "signed" is a
byline or date line, "role" the prediction of the line model, "body" and "main" are those of `Reading`.
"""

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

# One headline in twenty has one or two words; they cannot be told from menu items.
_MIN_WORDS, _MAX_WORDS, _MIN_BULLETED = 3, 30, 5
_MIN_CHARS, _MAX_CHARS = 6, 250
_BEFORE_PROSE = 30  # lines above a paragraph that are searched for the headline
_PARAGRAPHS = 5  # paragraphs that are searched above; no headline was found farther down
_MAX_CANDIDATES = 100
_MOST_COPIES = 30  # lines with the same text as a candidate; of 2,288 titles none is on more than 24 lines
_MIN_ROLE = 0.003  # minimal probability by the line model that a line is the title
_NEXT = 4  # lines above the main text in which lines of one or two words are candidates
_NEAR = 12  # lines around a headline that may repeat it, such as breadcrumbs
_HEADLINE_REASONS = frozenset(("", "headline", "duplicate"))
_BELOW = 12  # paragraphs below a candidate that are searched for its words
_FEW = 12  # a page with fewer lines before the main text has lost its menus
# Interactions: the product of two features is a feature, too.
_INTERACTIONS = (
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
    # The line model's probability is more reliable if other features agree.
    *(
        ("role log chance", fact)
        for fact in (
            "echoed", "topical", "less echoed", "near main", "above main", "first", "first candidate", "first long",
            "few above", "prose soon", "prose above", "signed next", "title case", "1 word", "2 words", "3 words",
            "repeated near", "same below", "label above", "in a row",
        )
    ),
)  # fmt: skip
# Features that are compared with the maximum over all candidates.
_COMPARED = ("echoed", "topical", "matched", "recurring")
_TOPICAL, _TOPICAL_CHARS = 20, 300  # paragraphs in which stems are counted, and characters of each
_LOGARITHMS = [math.log2(1 + count) for count in range(16)]
_UNSPACED = "\u3040"  # scripts from here on have no spaces between words, except Korean
_STEM = 7  # characters to which words are cut, so that inflected forms match
_MAX_STEMS = 12
_LONG_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{2}|[^\W\d_]{5,}")
_FRAGMENT_ENDS = frozenset(
    "a an and at by for from in is of on or our that the to with und der die das für mit von de la le el y et en".split()
)
_NOTICE = re.compile(r"(?:©|\(c\)|copyright\b)", re.IGNORECASE)
_SIGN = re.compile(r"©|®|@|<|>|{|}|\||https?://|www\.")  # literals: `re` is faster at their first characters
_FEW_SIGNS = 6  # maximal difference in characters of two lines that are alike
_DASH = re.compile(" [-–—] ")
# Bins of the number of lines to the first paragraph, with about as many pages in each.
_STEPS = (1, 2, 3, 4, 6, 8, 11, 15, 20, 30, 60)


class _PageWords(NamedTuple):
    """Words of a page, which are compared with those of a candidate.

    Args:
        counts: stem → occurrences in the paragraphs.
        shared: stem → number of candidates with it.
        below: case-folded text of the paragraphs below the candidate.
    """

    counts: dict[str, int]
    shared: Counter[str]
    below: str


def candidates(reading: Reading) -> list[tuple[int, dict[str, float]]]:
    """Choose the lines that may be the headline, and compute their features.

    Returns:
        (index in `Reading.lines`, features by name) of each candidate, in page order.
    """
    found = list(_described(reading))
    _compare([features for _, features in found])
    for _, features in found:
        for one, other in _INTERACTIONS:
            if one in features and other in features:
                features[f"{one}, {other}"] = features[one] * features[other]
    return found


def _compare(listed: list[dict[str, float]]) -> None:
    """Add the features that compare a candidate with the others; the candidates are in page order."""
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
    """Yield the candidates with all features but comparisons and interactions."""
    lines, prose = reading.lines, reading.prose
    positions = [
        position
        for position in _positions(reading)
        if not (
            _is_captioned(lines, position) or _is_byline(lines[position]) or _is_date_line(reading, position)
        )
    ]
    places = _places(lines, positions)
    positions = [position for position in positions if len(places[lines[position].text]) <= _MOST_COPIES]
    stems = {position: _stems(reading.folded[position]) for position in positions}
    story = " ".join(["", *[reading.folded[p][:_TOPICAL_CHARS] for p in prose[:_TOPICAL]]])
    shared = Counter([stem for found in stems.values() for stem in set(found)])
    counts = {stem: story.count(stem if stem >= _UNSPACED else f" {stem}") for stem in shared}
    last_above = max((p for p in positions if p < reading.main), default=-1)
    longest = max((lines[p].words for p in positions if p < reading.body), default=0)
    near = {place for position in positions for place in range(position - 2, position + 6)}
    signed = frozenset(place for place in near if reading.is_signature(place))
    above, below, joined_from = 0, "", -1  # paragraphs above the line; the text of those below it
    for position in positions:
        line = lines[position]
        while above < len(prose) and prose[above] < position:
            above += 1
        if above != joined_from:
            below, joined_from = " ".join([reading.folded[p] for p in prose[above : above + _BELOW]]), above
        features = _shape(line)
        echoes = _echoes(stems[position], _PageWords(counts, shared, below))
        role = chance_features(role_chance(reading, "title", position))
        if features["furniture"] and not echoes.get("echoed") and not role:
            continue
        features |= echoes | role
        features |= _neighbours(reading, signed, position)
        features |= _repeats(lines, places[line.text], position)
        features |= _place(reading, position, above)
        features["first candidate"] = position == positions[0]
        features["last above main"] = position == last_above
        features["longest"] = line.words == longest and position < reading.body
        yield position, {name: value for name, value in features.items() if value}


def _positions(reading: Reading) -> list[int]:
    """Return the positions of candidates: by the line model if it has read the page, else by their surroundings."""
    chances = reading.page.roles.get("title")
    if chances is None:
        return _placed(reading)
    told = (
        position
        for position, line in enumerate(reading.lines)
        if chances.get(line.index, 0.0) >= _MIN_ROLE and _may_have_role(line)
    )
    return list(islice(told, _MAX_CANDIDATES))


def _may_have_role(line: Line) -> bool:
    """Whether a line may be the headline if the line model predicts so; titles of manuals and products are short."""
    if line.reason not in _HEADLINE_REASONS or line.text.endswith(","):  # "Dear Ann,"
        return False
    return 1 < len(line.text) <= _MAX_CHARS and not _NOTICE.match(line.text)


def _placed(reading: Reading) -> list[int]:
    """Return the positions of short, displayed lines without marks that are not far above a paragraph."""
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


def _is_date_line(reading: Reading, position: int) -> bool:
    """Whether a line has dates of publication or modification and nothing else: "Posted on 3 May 2016"."""
    line, around, end = reading.lines[position], [], 0
    for day in reading.dates.get(position, ()):
        around.append(line.text[end : day.start - line.start])
        end = day.end - line.start
    is_labelled = any(label_before(before) in ("published", "modified") for before in around)
    return is_labelled and not unread_words(" ".join([*around, line.text[end:]]))


def _stems(folded: str) -> list[str]:
    return [word[:_STEM] for word in _LONG_WORD.findall(folded)[:_MAX_STEMS]]


def _places(lines: list[Line], positions: list[int]) -> dict[str, list[int]]:
    """Map the text of each candidate to the positions of all lines with this text."""
    places: dict[str, list[int]] = {lines[position].text: [] for position in positions}
    for position, line in enumerate(lines):
        if line.text in places:
            places[line.text].append(position)
    return places


def _echoes(stems: list[str], page: _PageWords) -> dict[str, float]:
    """Return features of the words that a line shares with the page; a headline and its article share words."""
    if not stems:
        return {}
    matched = sum([stem in page.below for stem in stems])
    return {
        "echoed": matched / len(stems),
        "matched": _LOGARITHMS[matched] / 3,
        "topical": sum([_LOGARITHMS[min(page.counts[stem], 15)] for stem in stems]) / 4 / len(stems),
        "recurring": sum([min(4, page.shared[stem] - 1) for stem in stems]) / 4 / len(stems),
    }


def _shape(line: Line) -> dict[str, float]:
    """Return features of the text of a line by itself."""
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


def _place(reading: Reading, position: int, above: int) -> dict[str, float]:
    """Return features of the position of a line, with so many paragraphs above it, relative to the main text."""
    prose, main = reading.prose, reading.main
    following = prose[above] - position if above < len(prose) else _BEFORE_PROSE
    features = {
        "bias": 1.0,
        "first": position == 0,
        "near prose": 1.0 / max(1, following),
        "prose soon": following <= 2,
        "prose below": (bisect_right(prose, position + 25, above, min(above + 6, len(prose))) - above) / 6,
        "prose above": min(above, 4) / 4,
        "above body": position < reading.body,
        "above main": position < main,
        "near main": 1.0 / (main - position) if position < main else 0.0,
        "far above main": main - position > _BEFORE_PROSE,
        "few above": main < _FEW,
    }
    if prose and not above:
        features[f"to prose {bisect_left(_STEPS, following)}"] = 1.0
    return features


def _neighbours(reading: Reading, signed: frozenset[int], position: int) -> dict[str, float]:
    """Return features of the lines around a line; `signed` are the positions of bylines and date lines."""
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
    """Whether a line may be part of a list of headlines."""
    return line is not None and 4 <= line.words <= _MAX_WORDS and not line.is_prose


def _are_alike(one: str, other: str) -> bool:
    """Whether two lines differ only in case and a few characters that are no letters or digits."""
    if abs(len(one) - len(other)) > _FEW_SIGNS:
        return False
    first, second = one[0].casefold()[0], other[0].casefold()[0]
    return (first == second or not (first.isalnum() and second.isalnum())) and squeezed(one) == squeezed(
        other
    )


def _repeats(lines: list[Line], places: list[int], position: int) -> dict[str, float]:
    """Return features of the copies of a line, and of earlier lines that contain it."""
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
