"""Compute the features by which candidates for the headline are ranked.

In the names of features, "echoed" and "matched" are about the words of a line that the text below repeats,
"topical" about their frequency in the text, "recurring" about other candidates with the same words; "signed" is a
byline or date line, "role" the prediction of the line model, "body" and "main" are those of `VisibleText`.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from corpusclean.infer.headline.echoes import ONE_MATCH, Echoes
from corpusclean.infer.ranking.line_roles import chance_features, role_chance
from corpusclean.infer.recognition.cues import is_caption, is_credit
from corpusclean.lexicons import load_lexicon
from corpusclean.spelling import squeezed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpusclean.infer.facts.lines import Line
    from corpusclean.infer.facts.page_facts import PageFacts

MAX_WORDS = 30
"""Maximal number of words of a headline."""
BEFORE_PROSE = 30
"""Number of lines above a paragraph that are searched for the headline."""
_MOST_COPIES = 30  # lines with the same text as a candidate; of 2,288 titles none is on more than 24 lines
_NEAR = 12  # lines around a headline that may repeat it, such as breadcrumbs
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
_SIGN = re.compile(r"©|®|@|<|>|{|}|\||https?://|www\.")  # literals: `re` is faster at their first characters
_FEW_SIGNS = 6  # maximal difference in characters of two lines that are alike
_DASH = re.compile(" [-–—] ")
# Bins of the number of lines to the first paragraph, with about as many pages in each.
_STEPS = (1, 2, 3, 4, 6, 8, 11, 15, 20, 30, 60)


def headline_features(facts: PageFacts, positions: list[int]) -> list[tuple[int, dict[str, float]]]:
    """Compute the features of candidates for the headline.

    Args:
        facts: those of the page.
        positions: indices of the candidates in `VisibleText.lines`, in page order.

    Returns:
        (position, features by name) of each candidate, without words of menus and lines that fill the page.
    """
    found = list(_described(facts, positions))
    _compare([features for _, features in found])
    for _, features in found:
        for one, other in _INTERACTIONS:
            if one in features and other in features:
                features[f"{one}, {other}"] = features[one] * features[other]
    return found


def _described(facts: PageFacts, positions: list[int]) -> Iterator[tuple[int, dict[str, float]]]:
    """Yield the candidates with all features but comparisons and interactions."""
    visible, lines = facts.visible, facts.visible.lines
    places = _places(lines, positions)
    positions = [position for position in positions if len(places[lines[position].text]) <= _MOST_COPIES]
    echoes = Echoes(visible, positions)
    last_above = max((p for p in positions if p < visible.main), default=-1)
    longest = max((lines[p].words for p in positions if p < visible.body), default=0)
    near = {place for position in positions for place in range(position - 2, position + 6)}
    signed = frozenset(place for place in near if facts.signs.is_signature(place))
    for position in positions:
        line = lines[position]
        features = _shape(line)
        echoed = echoes.features(position)
        role = chance_features(role_chance(facts, "title", position))
        if features["furniture"] and not echoed.get("echoed") and not role:
            continue
        features |= echoed | role
        features |= _neighbours(facts, signed, position)
        features |= _repeats(lines, places[line.text], position)
        features |= _place(facts, position)
        features["first candidate"] = position == positions[0]
        features["last above main"] = position == last_above
        features["longest"] = line.words == longest and position < visible.body
        yield position, {name: value for name, value in features.items() if value}


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
        if first and here >= 0.5 and more > ONE_MATCH:
            features["first echoed"], first = 1.0, False
        echoed, matched = max(echoed, here), max(matched, more)
        if "signed next" in features:
            features["many signed"] = signed


def _places(lines: list[Line], positions: list[int]) -> dict[str, list[int]]:
    """Map the text of each candidate to the positions of all lines with this text."""
    places: dict[str, list[int]] = {lines[position].text: [] for position in positions}
    for position, line in enumerate(lines):
        if line.text in places:
            places[line.text].append(position)
    return places


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
        "fragment": len(parts) > 1 and parts[-1].casefold() in load_lexicon("fragment_ends"),
    }


def _place(facts: PageFacts, position: int) -> dict[str, float]:
    """Return features of the position of a line relative to the paragraphs."""
    prose, main = facts.visible.prose, facts.visible.main
    above = bisect_left(prose, position)
    following = prose[above] - position if above < len(prose) else BEFORE_PROSE
    features = {
        "bias": 1.0,
        "first": position == 0,
        "near prose": 1.0 / max(1, following),
        "prose soon": following <= 2,
        "prose below": (bisect_right(prose, position + 25, above, min(above + 6, len(prose))) - above) / 6,
        "prose above": min(above, 4) / 4,
        "above body": position < facts.visible.body,
        "above main": position < main,
        "near main": 1.0 / (main - position) if position < main else 0.0,
        "far above main": main - position > BEFORE_PROSE,
        "few above": main < _FEW,
    }
    if prose and not above:
        features[f"to prose {bisect_left(_STEPS, following)}"] = 1.0
    return features


def _neighbours(facts: PageFacts, signed: frozenset[int], position: int) -> dict[str, float]:
    """Return features of the lines around a line; `signed` are the positions of bylines and date lines."""
    lines, line = facts.visible.lines, facts.visible.lines[position]
    above = lines[position - 1] if position else None
    below = lines[position + 1] if position + 1 < len(lines) else None
    eight = lines[max(0, position - 8) : position]
    short = [near.words <= 3 for near in eight]
    return {
        "signed": position in signed,
        "signed next": position + 1 in signed,
        "signed below": position + 2 in signed,
        "dated soon": any(
            place in signed and place in facts.signs.dates for place in range(position + 1, position + 4)
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
    return line is not None and 4 <= line.words <= MAX_WORDS and not line.is_prose


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
