"""Normalize a line for the rules: its text without typography and decoration, its length, and whether it is prose."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from corpusclean.spelling import ends_sentence, unspaced_words

MAX_CHARS = 1_000
"""Longer lines are taken for prose without a look: of 483,725 boilerplate lines 389 are longer."""

MIN_PROSE_WORDS = 10
"""Minimal number of words of a prose line that ends with a full stop. With 8 or 12, word F1 of the rules is the same
within .0005."""

MIN_UNPUNCTUATED_PROSE_WORDS = 30
"""Minimal number of words of a prose line without a full stop: a paragraph that ends in a link or a quotation."""

REMEMBERED_LINES = 32_768
"""Number of lines in the cache: several voters look at each line, and the menu of a site is on each of its pages. Takes
at most 32 MB, for lines of `MAX_CHARS`; some 4 MB in practice."""

MIN_TITLE_WORDS = 4
"""Minimal number of words of a title: of lines below "Read also" with fewer, more are subheadings of the story."""

MAX_TITLE_WORDS = 25

_TERMINALS = (".", "!", "?", "…", "。", "！", "？", "।", "؟", '"', "'", "»", "”", "’", "」", ":", ")")
_NO_TITLE_END = (".", ":", ",", ";", "!", "。", "！", "।", "—", "–", "-")
_CLOSING = " \"'»”’」)"
_NUMBERED = re.compile(r"#?\d+[.:)]")
# Case is ignored, but for RE2 the dotted and dotless i of Turkish have no other case.
_TURKISH = (("İ", "I"), ("ı", "i"))
# Replaced one by one: `str.translate` takes ten times as long.
_STRAIGHT = (
    ("’", "'"),
    ("‘", "'"),
    ("“", '"'),
    ("”", '"'),
    ("„", '"'),
    ("‑", "-"),
    ("\u200b", ""),
    *_TURKISH,
)
# The pictographs are those that sites put before links and channels: hands, arrows, phones, bells, letters, cameras, ticks.
_DECORATION = " •*+‣●▪◦·|»›>«‹<-–—=~_#■▶►→←▼▾↓[]↗↳➡⏩👉👇👍📲📱✅☑📢📣🔔📩📧✉📰🗞📺🎥📹📸📷🎧🔗🔴💬\ufe0f"
_FINAL = _DECORATION + ".:：!…"


class LineShape(NamedTuple):
    """One normalized line.

    Args:
        text: the text that patterns are matched against: white space is collapsed, curly quotes are straight, and
            bullets and other decoration at both ends are removed, as are final full stops, colons and exclamation
            marks; "İ" and "ı" are "I" and "i"; "" for lines over `MAX_CHARS`.
        words: number of words; two characters of a script without spaces count as one.
        prose: whether it looks like a sentence or a paragraph.
        title: whether it may be the title of a text: neither a sentence, nor a word or two, nor a numbered item.
        sentence: whether it ends like a sentence, however short: four words will do.
    """

    text: str
    words: int
    prose: bool
    title: bool = False
    sentence: bool = False


def without_turkish_i(pattern: str) -> str:
    """Write the dotted and dotless i of Turkish as in the text of `LineShape`.

    >>> without_turkish_i("bunları da okuyun|İlgili haber")
    'bunlari da okuyun|Ilgili haber'
    """
    for odd, plain in _TURKISH:
        pattern = pattern.replace(odd, plain)
    return pattern


@lru_cache(REMEMBERED_LINES)
def shape_line(raw: str) -> LineShape:
    """Normalize a line that is not blank.

    >>> shape_line("• About  us:")
    LineShape(text='About us', words=3, prose=False, title=False, sentence=False)
    >>> shape_line("- Advertisement -").text
    'Advertisement'
    """
    if len(raw) > MAX_CHARS:
        return LineShape("", MAX_CHARS, prose=True)
    words = raw.split()
    text = " ".join(words)
    count = len(words)
    if not text.isascii():
        for odd, plain in _STRAIGHT:
            text = text.replace(odd, plain)
        count += unspaced_words(text)
    prose = count >= MIN_UNPUNCTUATED_PROSE_WORDS or (count >= MIN_PROSE_WORDS and text.endswith(_TERMINALS))
    bare = text.lstrip(_DECORATION)
    return LineShape(bare.rstrip(_FINAL), count, prose, _is_title(bare, count), _is_sentence(bare, count))


def _is_title(text: str, words: int) -> bool:
    if not MIN_TITLE_WORDS <= words <= MAX_TITLE_WORDS or text[:1].islower() or _NUMBERED.match(text):
        return False
    return not text.rstrip(_CLOSING).endswith(_NO_TITLE_END)


def _is_sentence(text: str, words: int) -> bool:
    return words >= MIN_TITLE_WORDS and ends_sentence(text)
