"""Claim the title that a note below the text repeats: "The post Old ferry sold appeared first on Harbour News"."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from corpusclean.languages import cue_words

if TYPE_CHECKING:
    from corpusclean.document import Claim
    from corpusclean.infer.reading import Reading

_CONFIDENCE = 0.85
_LAST = 60  # lines at the end of a page that are searched
_FEWEST, _MOST = 3, 30  # words of a title
_SECTION = re.compile(r"\s\|\s[^|]{1,30}\Z")  # "… | Opinion"


def claim_noted_title(reading: Reading) -> list[Claim]:
    """Claim the title in notes of feeds, of syndication and above comments; none if they name several."""
    found = {}
    for line in reading.visible.lines[-_LAST:]:
        match = next((match for note in _notes() if (match := note.search(line.text))), None)
        if match is None or match["title"] in found:
            continue
        title = _SECTION.sub("", match["title"]).strip()
        if _FEWEST <= len(title.split()) <= _MOST and not title[0].islower():
            start = line.start + match.start("title")
            span = (start, start + len(title))
            found[title] = reading.line_claim("title", title, "text-note", _CONFIDENCE, span)
    return list(found.values()) if len(found) == 1 else []


@cache
def _notes() -> list[re.Pattern[str]]:
    """Compile the notes of all languages, of which each fills its line."""
    notes = []
    for note in cue_words("titles"):
        before, after = (re.escape(part).replace("’", "[’']") for part in note.split("{title}"))
        before = before.replace(r"\{source\}", r"[^:]{2,60}")
        notes.append(
            re.compile(rf"\A(?i:\d*\s?{before})(?P<title>.{{8,250}}?)(?i:{after}{'.*' * bool(after)})\Z")
        )
    return notes
