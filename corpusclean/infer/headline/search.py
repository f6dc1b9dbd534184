"""Find the headline among the lines of a page: by its markup, else by a conditional logit over candidate lines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from corpusclean.infer.facts.json_ld import strings
from corpusclean.infer.headline.candidates import headline_candidates
from corpusclean.infer.ranking.conditional_logit import value_chances
from corpusclean.spelling import squeezed

if TYPE_CHECKING:
    from corpusclean.infer.facts.lines import Line
    from corpusclean.infer.facts.page_facts import PageFacts
    from corpusclean.models.metadata import Weights

# Separators between a title and the name of its site.
SEPARATOR = re.compile(r"\s+[|–—·•»:~«-]{1,2}\s+|\s*\|\s*|\s+::\s+")
_HEADINGS = frozenset(("h1", "h2", "h3"))
_MAX_PARTS = 12
_MAX_HEADS = 100
_MIN_WORDS, _MAX_CHARS = 3, 250  # of a line that equals a title in the head
_MAX_SITE_WORDS = 5  # of a site or book above a headline of a word or two
_UNMISTAKABLE = 4  # minimal number of words of a line that is not in a title by chance
_TITLE_METAS = ("og:title", "parsely-title", "sailthru.title", "dc.title", "dcterms.title", "twitter:title")


def find_headline(facts: PageFacts, weights: Weights) -> tuple[int, float]:
    """Find the headline among the visible lines of a page.

    Args:
        facts: those of the page.
        weights: weights of the features of candidates.

    Returns:
        (index in `facts.visible.lines`, probability); (-1, 0.0) if there is no candidate.
    """
    return _marked_up(facts) or _most_likely(facts, weights)


def _head_titles(facts: PageFacts) -> list[str]:
    """Return the titles in the head of a page as declared, the most reliable first."""
    named = [value for item in facts.declared.articles for value in strings(item.get("headline"))[:1]]
    named += [value for name in _TITLE_METAS for value in facts.declared.meta.get(name, [])[:1]]
    return [title for title in (*named, facts.declared.title) if title]


def _marked_up(facts: PageFacts) -> tuple[int, float] | None:
    """Find the headline by the markup, with its probability.

    It is the heading below an `<h1>` with the name of the site, else the longest `<h1>` that equals a title in the head,
    else another heading that does and is in the `<title>`, else the only `<h1>`, else a line that equals such a title.
    """
    if not facts.page.is_html:
        return None
    whole = {squeezed(title) for title in _head_titles(facts)}
    parts = (
        {part for title in _head_titles(facts) for part in _parts(title)} - facts.declared.site_names - {""}
    )
    heads = [
        position
        for position, line in enumerate(facts.visible.lines)
        if line.features and line.features.tag == "h1" and not line.features.hidden
    ][:_MAX_HEADS]
    if (behind := _behind_site(facts, heads)) >= 0:
        return behind, 0.9
    named = [position for position in heads if _is_named(facts.visible.lines[position], whole, parts)]
    if named:
        return max(named, key=lambda position: len(facts.visible.lines[position].text)), 0.95
    equal = [
        position
        for position, line in enumerate(facts.visible.lines)
        if len(line.text) <= _MAX_CHARS and line.words >= _MIN_WORDS and squeezed(line.text) in whole
    ]
    headings = [position for position in equal if _is_heading(facts.visible.lines[position])]
    if headings and squeezed(facts.visible.lines[headings[0]].text) in squeezed(facts.declared.title):
        return headings[0], 0.8
    if len(heads) == 1:
        return heads[0], 0.8
    return (equal[0], 0.7) if equal else None


def _behind_site(facts: PageFacts, heads: list[int]) -> int:
    """Return the position of the headline on a page that has the name of its site in an `<h1>` above, else -1.

    The `<title>` is the text of both; that of the headline is also another title in the head, or is first in the
    `<title>` and in a heading. Else it is the only other `<h1>`, if the `<title>` ends with the name of the site.
    """
    title, lines = squeezed(facts.declared.title), facts.visible.lines
    others = {squeezed(other) for other in _head_titles(facts)} - {title}
    site = squeezed(lines[heads[0]].text) if heads else ""
    if not site or site in others or len(site) >= len(title):
        return -1
    first = title.removesuffix(site)
    rests = ({title.removeprefix(site)} & others) | ({first} if first != title else set())
    is_next = lines[heads[0]].words <= _MAX_SITE_WORDS  # among the headings
    for position, line in enumerate(lines[heads[0] + 1 :], heads[0] + 1):
        text = squeezed(line.text) if len(line.text) <= _MAX_CHARS else ""
        if text in rests and (text in others or _is_heading(line)):
            return position if line.words >= _MIN_WORDS or (_is_heading(line) and is_next) else -1
        is_next = is_next and not _is_heading(line)
    ends = squeezed(SEPARATOR.split(facts.declared.title)[-1]) == site
    return heads[1] if ends and len(heads) == 2 else -1


def _is_heading(line: Line) -> bool:
    return line.features is not None and line.features.tag in _HEADINGS


def _is_named(line: Line, whole: set[str], parts: set[str]) -> bool:
    """Whether a line equals a title or a part of one, or is contained in a title and long."""
    text = squeezed(line.text)
    return text in parts or (line.words >= _UNMISTAKABLE and any(text in title for title in whole))


def _parts(title: str) -> set[str]:
    """Return the parts of a title between separators, and all its starts and ends at separators, as `squeezed`."""
    parts = [squeezed(part) for part in SEPARATOR.split(title)][:_MAX_PARTS]
    places = range(len(parts))
    return {form for n in places for form in (parts[n], "".join(parts[:n]), "".join(parts[n:]))}


def _most_likely(facts: PageFacts, weights: Weights) -> tuple[int, float]:
    """Return the best candidate of the most probable text, with the probability of the text."""
    competing = headline_candidates(facts)
    chances = value_chances(
        ((squeezed(facts.visible.lines[position].text), features) for position, features in competing),
        weights,
    )
    if not chances:
        return -1, 0.0
    chance, number = max(chances.values(), key=lambda pair: (pair[0], -pair[1]))
    return competing[number][0], chance
