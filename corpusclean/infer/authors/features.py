"""Compute the features by which candidate bylines are ranked."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from corpusclean.infer.authors.byline_lines import LONG_CUE
from corpusclean.infer.placement import container, placement
from corpusclean.infer.ranking.line_roles import chance_features, role_chance
from corpusclean.infer.recognition.people import person_name
from corpusclean.spelling import unaccented

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpusclean.infer.authors.byline_lines import Byline
    from corpusclean.infer.facts.lines import Line
    from corpusclean.infer.reading import Reading

_ABOVE = 8  # lines above the headline that are searched for the first byline
_STORY = 20  # number of first paragraphs; the people they name are seldom the author
_AUTHOR = re.compile(r"author|byline|creator|writer|autor", re.IGNORECASE)


def names_key(byline: Byline) -> str:
    """Return the normalised names in a byline, by which candidates are grouped."""
    return unaccented("; ".join(byline.credit.authors))


def add_features(reading: Reading, bylines: Sequence[Byline]) -> None:
    """Add the features of the candidate bylines of a page.

    In the names of features, "rivals" is the number of different candidates, "first below" the first candidate that
    is not far above the headline, "known" a name with a first name in the lexicon.

    Args:
        reading: the page.
        bylines: all candidates, in page order.
    """
    headline, chance = reading.headline
    lines, signs = reading.visible.lines, reading.signs
    story = "\n".join(lines[place].text for place in reading.visible.prose[:_STORY])
    below = [byline for byline in bylines if byline.position >= headline - _ABOVE]
    rivals = Counter(names_key(byline) for byline in bylines)
    for byline in bylines:
        position = byline.position
        around = range(max(0, position - 2), min(len(lines), position + 3))
        byline.features.update(
            {
                "bias": 1.0,
                byline.trust: 1.0,
                byline.method: 1.0,
                "dated": position in signs.dates,
                "date near": any(place in signs.dates and signs.is_signature(place) for place in around),
                "first": byline is bylines[0],
                "first below": chance * (bool(below) and byline is below[0]),
                "rivals": min(5, len(rivals)) / 5,
                "long cue": signs.byline_cues.get(position, 0) >= LONG_CUE,
                "several": len(byline.credit.authors) > 1,
                "unread": byline.credit.unread > 0,
                **_name_features(reading, byline, story),
                **placement(reading, position),
                **chance_features(role_chance(reading, "authors", position)),
                **_markup(lines[position]),
            }
        )


def _name_features(reading: Reading, byline: Byline, story: str) -> dict[str, float]:
    """Return features of the first name in a byline, compared with the page; `story` has its first paragraphs."""
    (headline, chance), position, name = reading.headline, byline.position, byline.credit.authors[0]
    lines = reading.visible.lines
    mentions = reading.visible.joined.count(name) + (name not in lines[position].text)
    headline_text = lines[headline].text if headline >= 0 else ""
    return {
        "mentioned again": mentions > 1,
        "mentioned often": mentions > 3,
        "known": bool(person_name(name, "bare")),
        "one word": " " not in name,
        "in headline": chance * (position != headline and name.split()[-1] in headline_text),
        "in story": name in story,
        "common words": _is_common(reading, name),
    }


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
