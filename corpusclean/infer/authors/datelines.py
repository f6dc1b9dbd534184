"""Claim the reporters whom a Chinese story names in parentheses where it begins: "本报讯（记者 王宁）……"."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from corpusclean.infer.recognition.people import CJK_NAME
from corpusclean.languages import cue_words
from corpusclean.lexicons import load_lexicon
from corpusclean.spelling import is_unspaced

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpusclean.document import Claim
    from corpusclean.infer.reading import Reading

_CONFIDENCE = 0.85
_FIRST = 2  # paragraphs that may begin with reporters
_MAX_GIVEN = 2  # characters of a given name
_APART = re.compile(r"[\s、，,/:：]+")


def claim_reporters(reading: Reading) -> Iterator[Claim]:
    """Claim as authors the people behind the first byline cue in the parentheses with which a story begins."""
    for position in reading.visible.prose[:_FIRST]:
        line = reading.visible.lines[position]
        if match := _reporters().match(line.text):
            printed = _APART.split(_cue().sub(" ", match[1]).strip())
            if all(map(_is_name, printed)):
                span = (line.start + match.start(1), line.start + match.end(1))
                yield reading.line_claim("authors", "; ".join(printed), "text-dateline", _CONFIDENCE, span)
                return


def _is_name(text: str) -> bool:
    """Whether a text is a Chinese name: a usual surname, and one or two characters more."""
    surnames = load_lexicon("chinese_surnames")
    known = next((length for length in (2, 1) if text[:length] in surnames), 0)
    return known > 0 and 1 <= len(text) - known <= _MAX_GIVEN and CJK_NAME.fullmatch(text) is not None


@cache
def _cue() -> re.Pattern[str]:
    """Compile the byline cues in scripts without spaces: "记者", "通讯员"."""
    cues = (cue for cue in cue_words("bylines") if is_unspaced(cue[0]) and cue.isalpha() and len(cue) > 1)
    return re.compile("|".join(cues))


@cache
def _reporters() -> re.Pattern[str]:
    return re.compile(rf"[^（()）。\n]{{0,20}}[（(]\s?((?:{_cue().pattern})[^（()）。\n]{{2,40}})[）)]")
