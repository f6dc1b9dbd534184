"""Claim bylines and authors: from the head of a page, and from its lines, ranked by a conditional logit."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from corpusclean.infer.authors.bios import claim_bio
from corpusclean.infer.authors.candidates import LONG_CUE, find_bylines
from corpusclean.infer.authors.declared import claim_from_head
from corpusclean.infer.placement import container, placement
from corpusclean.infer.ranking.conditional_logit import value_chances
from corpusclean.infer.ranking.line_roles import chance_features, role_chance
from corpusclean.infer.recognition.people import person_name
from corpusclean.infer.recognition.spelling import unaccented

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpusclean.document import Claim
    from corpusclean.infer.authors.candidates import Byline
    from corpusclean.infer.facts.lines import Line
    from corpusclean.infer.reading import Reading

_ABOVE = 8  # lines above the headline that are searched for the first byline
_STORY = 20  # number of first paragraphs; the people they name are seldom the author
_OUTLET = 0.6  # share of the outlets named in bylines that are the publisher
_LEAST = 0.05  # minimal probability of a claim
_LIKELY = 0.3  # probability of a byline from which on notes about authors tell nothing more
_AUTHOR = re.compile(r"author|byline|creator|writer|autor", re.IGNORECASE)


def claim_byline(reading: Reading) -> list[Claim]:
    """Claim the byline of a page, and the authors, the agency and the publisher that it names.

    Returns:
        Claims of "byline" (as printed), "authors" (names joined by "; "), "agency" and "source.name".
    """
    claims = claim_from_head(reading)
    bylines = _bylines_with_features(reading)
    chances = value_chances(
        ((_key(byline), byline.features) for byline in bylines), reading.weights("byline")
    )
    for chance, number in chances.values():
        if chance >= _LEAST:
            claims += _claims(reading, bylines[number], round(chance, 2))
    signed = any(claim.field == "authors" and claim.confidence >= _LIKELY for claim in claims)
    return [*claims, *(() if signed else claim_bio(reading))]


def byline_candidates(reading: Reading) -> Iterator[tuple[str, dict[str, float]]]:
    """Return (names joined by "; ", features) of each candidate byline, to fit the weights on."""
    return (("; ".join(byline.credit.authors), byline.features) for byline in _bylines_with_features(reading))


def _key(byline: Byline) -> str:
    return unaccented("; ".join(byline.credit.authors))


def _claims(reading: Reading, byline: Byline, confidence: float) -> Iterator[Claim]:
    credit = byline.credit
    values = {"authors": "; ".join(credit.authors), "byline": byline.printed, "agency": credit.agency}
    for name, value in values.items():
        if value:
            yield reading.line_claim(name, value, byline.method, confidence, byline.span)
    if _is_outlet_name(credit.outlet):
        yield reading.line_claim(
            "source.name", credit.outlet, "byline", min(confidence, _OUTLET), byline.span
        )


def _is_outlet_name(outlet: str) -> bool:
    """Whether the outlet in a byline has two capitalised words; "in News" and "TV" are sections."""
    return sum(not word.islower() for word in outlet.split()) > 1


def _bylines_with_features(reading: Reading) -> list[Byline]:
    """Return the candidate bylines of a page with their features.

    In the names of features, "rivals" is the number of different candidates, "first below" the first candidate that
    is not far above the headline, "known" a name with a first name in the lexicon.
    """
    bylines = find_bylines(reading)
    headline, chance = reading.headline
    headline_text = reading.visible.lines[headline].text if headline >= 0 else ""
    story = "\n".join(reading.visible.lines[place].text for place in reading.visible.prose[:_STORY])
    below = [byline for byline in bylines if byline.position >= headline - _ABOVE]
    rivals = Counter(_key(byline) for byline in bylines)
    for byline in bylines:
        position, name = byline.position, byline.credit.authors[0]
        around = range(max(0, position - 2), min(len(reading.visible.lines), position + 3))
        mentions = reading.visible.joined.count(name) + (name not in reading.visible.lines[position].text)
        byline.features.update(
            {
                "bias": 1.0,
                byline.trust: 1.0,
                byline.method: 1.0,
                "dated": position in reading.signs.dates,
                "date near": (
                    any(
                        place in reading.signs.dates and reading.signs.is_signature(place) for place in around
                    )
                ),
                "first": byline is bylines[0],
                "first below": chance * (bool(below) and byline is below[0]),
                "rivals": min(5, len(rivals)) / 5,
                "long cue": reading.signs.byline_cues.get(position, 0) >= LONG_CUE,
                "several": len(byline.credit.authors) > 1,
                "unread": byline.credit.unread > 0,
                "mentioned again": mentions > 1,
                "mentioned often": mentions > 3,
                "known": bool(person_name(name, "bare")),
                "one word": " " not in name,
                "in headline": chance * (position != headline and name.split()[-1] in headline_text),
                "in story": name in story,
                "common words": _is_common(reading, name),
                **placement(reading, position),
                **chance_features(role_chance(reading, "authors", position)),
                **_markup(reading.visible.lines[position]),
            }
        )
    return bylines


def _markup(line: Line) -> dict[str, float]:
    """Return features of the markup of a line."""
    features = line.features
    if features is None:
        return {}
    return {
        "author markup": bool(_AUTHOR.search(features.attributes)),
        "heading": features.tag in ("h1", "h2", "h3", "h4", "h5", "h6"),
        **container(line, features),
    }


def _is_common(reading: Reading, name: str) -> bool:
    """Whether the page also has a word of the name in lower case, so that it may be no name."""
    words = [f" {word.lower()} " for word in name.split() if len(word) > 2 and not word.islower()]
    return any(word in reading.visible.joined for word in words)
