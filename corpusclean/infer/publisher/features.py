"""Compute the features by which candidates for the publisher are ranked.

In the names of features, "furniture" is the short lines of menus and notices, a "house" an owner of many outlets,
and "… of another" a feature of a longer name that contains this one.
"""

from __future__ import annotations

import math
from collections import defaultdict
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from corpusclean.infer.publisher.mentions import ENDS, SHORT_WORDS
from corpusclean.infer.publisher.outlets import find_outlets, outlet_key
from corpusclean.infer.ranking.line_roles import chance_features, named_chance, telling_lines
from corpusclean.infer.recognition.outlet_names import is_menu, menu_words, outlet_name
from corpusclean.infer.recognition.people import person_name
from corpusclean.lexicons import load_lexicon

if TYPE_CHECKING:
    from collections.abc import Collection

    from corpusclean.infer.publisher.mentions import PhraseMatch
    from corpusclean.infer.publisher.outlets import Outlet
    from corpusclean.infer.reading import Reading

LEAST_SHARED = 4
"""Minimal number of letters of a name of which longer names that contain it belong to the same publisher."""
_BY_ITSELF = ("first line", "alone")  # beginnings of the kinds of mention of a name alone on a line


def outlets_with_features(reading: Reading, phrases: list[PhraseMatch]) -> dict[str, Outlet]:
    """Find the candidates for the publisher, and compute their features.

    Args:
        reading: the page.
        phrases: its `phrase_matches`.

    Returns:
        Key (normalised spelling) → candidate.
    """
    outlets = find_outlets(reading, phrases)
    _add_phrase_features(phrases, outlets)
    _add_page_features(reading, outlets)
    return outlets


def _add_phrase_features(phrases: list[PhraseMatch], outlets: dict[str, Outlet]) -> None:
    """Add the features of all phrases together, since most phrases are too rare for a weight of their own."""
    matched: dict[str, list[float]] = defaultdict(list)
    for phrase, printed, _ in phrases:
        matched[outlet_key(outlet_name(printed))].append(phrase.confidence)
    for key, confidences in matched.items():
        if key in outlets:
            outlets[key].features |= {
                "phrase": max(confidences),
                "phrases": _logarithm(len(confidences), 7),
            }


def _add_page_features(reading: Reading, outlets: dict[str, Outlet]) -> None:
    """Add the features that depend on the whole page; menus and notices repeat the name of the site."""
    lines, position = reading.visible.lines, reading.headline[0]
    headline = lines[position].text if position >= 0 else ""
    short = [line.text for line in lines if line.words <= SHORT_WORDS]
    top, end = "\n".join(short[:ENDS]), "\n".join(short[-ENDS:])
    furniture = "\n".join(dict.fromkeys(short))
    kinds = {key: tuple(outlet.features) for key, outlet in outlets.items()}
    any_known = not _known_keys().isdisjoint(outlets)
    telling = telling_lines(reading, "source")
    for key, outlet in outlets.items():
        holders = [other for other in outlets if key in other and key != other]
        held = [other for other in outlets if other in key and 2 < len(other) < len(key)]
        name = outlet.name or outlet.domain
        mentions, at_top, at_end = reading.visible.joined.count(name), name in top, name in end
        if len(key) >= LEAST_SHARED:
            outlet.features |= {f"{kind} of another": 1.0 for other in holders for kind in kinds[other]}
        outlet.features |= {
            "kinds": min(5, len(kinds[key])) / 5,
            "held by others": _logarithm(len(holders), 7),
            "holds others": _logarithm(len(held), 7),
            "inside": _inside(name, mentions, [outlets[other].name for other in holders], reading),
            "few letters": len(key) < LEAST_SHARED,
            "at top": at_top,
            "at end": at_end,
            "at both": at_top and at_end,
            "furniture": _logarithm(furniture.count(name), 15),
            "in headline": name in headline,
            "bias": 1.0,
            "mentions": _logarithm(mentions, 31),
            "one word": " " not in outlet.name,
            "capitals": len(key) > LEAST_SHARED and outlet.name.isupper(),
            "name and domain": bool(outlet.name and outlet.domain),
            "domain only": not outlet.name,
            **_knowledge_features(key, outlet, kinds[key], beside_known=any_known),
            **chance_features(named_chance(name, telling)),
        }


def _knowledge_features(
    key: str, outlet: Outlet, kinds: Collection[str], *, beside_known: bool
) -> dict[str, float]:
    """Return the features that depend on what is known of names; `kinds` are those of its mentions."""
    words, is_known = outlet.name.casefold().split(), key in _known_keys()
    is_medium = is_known or not load_lexicon("media_words").isdisjoint(words)
    is_house = _begins_with_owner(words)
    return {
        "media word": is_medium and not is_known,
        "known outlet": is_known,
        "known, alone": is_known and any(kind.startswith(_BY_ITSELF) for kind in kinds),
        "known, in a phrase": is_known * outlet.features.get("phrase", 0.0),
        "known, with a photo": is_known and not {"photo", "photo by"}.isdisjoint(kinds),
        "medium with copyright": is_medium and "copyright" in kinds,
        "known house": is_house,
        "known house beside outlet": is_house and beside_known,
        "menu words": is_menu(outlet.name),
        "like a person": _is_like_person(outlet.name),
    }


@cache
def _known_keys() -> frozenset[str]:
    """Return the keys of the outlets in the lexicon, without those that are words of menus, such as "News"."""
    return frozenset(
        outlet_key(name) for name in load_lexicon("outlets") if name.removeprefix("the ") not in menu_words()
    )


@lru_cache(maxsize=8_192)  # as for `outlet_name`
def _is_like_person(name: str) -> bool:
    return bool(person_name(name, "guess"))


def _begins_with_owner(words: list[str]) -> bool:
    """Whether a name, as case-folded words, begins with that of an owner of many outlets: "Harbour Media Digital"."""
    houses = load_lexicon("publishing_houses")
    return any(" ".join(words[:count]) in houses for count in range(1, len(words) + 1))


def _inside(name: str, mentions: int, longer: list[str], reading: Reading) -> float:
    """Return the share of the mentions of a name that are part of a longer name: "Mills" in "General Mills"."""
    counts = [reading.visible.joined.count(other) for other in longer if f" {name} " in f" {other} "]
    return min(1.0, max(counts, default=0) / max(1, mentions))


def _logarithm(count: int, most: int) -> float:
    """Return log(1 + count), scaled to 0..1, where `most` and more give 1."""
    return math.log(1 + min(count, most)) / math.log(1 + most)
