"""Which line of a page is its headline: the one that its markup names, else the winner of all short lines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from corpusclean.infer.competition import value_chances
from corpusclean.infer.headline_lines import candidates
from corpusclean.infer.json_ld import strings
from corpusclean.infer.spelling import squeezed

if TYPE_CHECKING:
    from corpusclean.infer.reading import Line, Reading

# What stands between a title and the name of its site.
SEPARATOR = re.compile(r"\s+[|–—·•»:~«-]{1,2}\s+|\s*\|\s*|\s+::\s+")
_MAX_PARTS = 12
_MAX_HEADS = 100
_MIN_WORDS, _MAX_CHARS = 3, 250  # of a line that the head names
_UNMISTAKABLE = 4  # words of a line that no title holds by chance
_TITLE_METAS = ("og:title", "parsely-title", "sailthru.title", "dc.title", "dcterms.title", "twitter:title")


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
    ][:_MAX_HEADS]
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
