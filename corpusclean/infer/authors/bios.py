"""Claim the author that a note below the text introduces: "Ann Example is a reporter at Harbour News"."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from corpusclean.infer.recognition.people import EDGES, MAX_TOKENS, person_name
from corpusclean.languages import cue_words
from corpusclean.lexicons import any_of, load_lexicon

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpusclean.document import Claim
    from corpusclean.infer.facts.lines import Line
    from corpusclean.infer.reading import Reading

_CONFIDENCE = 0.85
_LAST = 40  # lines at the end of a page that are searched
_MAX_BIO = 80  # words of a note
_MAX_ROLE = 10  # words between the verb and the end of a role: "is the chief foreign affairs correspondent"


def claim_bio(reading: Reading) -> Iterator[Claim]:
    """Claim as the author who a note below the text is about; the text itself tells nothing of its author."""
    if not reading.visible.prose:
        return
    first = max(reading.visible.body + 1, len(reading.visible.lines) - _LAST)
    for position in range(first, len(reading.visible.lines)):
        line = reading.visible.lines[position]
        following = reading.visible.lines[position + 1] if position + 1 < len(reading.visible.lines) else None
        name = _introduced(line) or (following and _is_role(following) and person_name(line.text, "bare"))
        if name and not _is_in_story(reading, name, position):
            span = (line.start, line.start + len(name))
            yield reading.line_claim("authors", name, "text-bio", _CONFIDENCE, span)
            return


def _introduced(line: Line) -> str:
    """Return the name that a line begins with, if it goes on with what that person is or how to reach them."""
    if line.words > _MAX_BIO:
        return ""
    tokens = line.text.split()
    for count in range(2, min(MAX_TOKENS, len(tokens) - 2)):
        rest = tokens[count:]
        verb = next((cue for cue in cue_words("bios") if f"{' '.join(rest[:3])} ".startswith(f"{cue} ")), "")
        if verb and _has_role(rest[: _MAX_ROLE + 2]):
            return person_name(" ".join(tokens[:count]), "bare")
        if rest[0].islower() and rest[0].isalpha() and _contact().search(line.text):
            return person_name(" ".join(tokens[:count]), "guess")
    return ""


def _is_role(line: Line) -> bool:
    """Whether a line is a sentence or an address that begins with a role; customers who praise have only a role."""
    return _has_role(line.text.split()[:2]) and (
        "@" in line.text or (line.words > 4 and line.text[-1] == ".")
    )


def _has_role(words: list[str]) -> bool:
    return not load_lexicon("roles").isdisjoint(word.casefold().strip(EDGES) for word in words)


def _is_in_story(reading: Reading, name: str, position: int) -> bool:
    """Whether the paragraphs above have the surname, so that the person is a part of the story."""
    surname = name.rsplit(maxsplit=1)[-1]
    return any(
        surname in reading.visible.lines[place].text for place in reading.visible.prose if place < position
    )


@cache
def _contact() -> re.Pattern[str]:
    return re.compile(rf"\b{any_of('reach_phrases')}\b", re.IGNORECASE)
