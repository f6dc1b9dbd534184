"""Recognise the words that announce dates, names and captions: "Published on", "By", "Photo:", "WATCH:"."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Literal

from corpusclean.languages import cue_words, weekday_numbers
from corpusclean.lexicons import load_lexicon

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

DateLabel = Literal["published", "modified", "undated", ""]

_WORD = re.compile(r"[^\W\d_][\w'’*-]*|\d[\w.:]*")
_REACH = 8  # words between a label and its date: "Posted by Jane Q. Public in Politics on"
_CUE_WORDS = 5  # words of the longest label in the language files
_JOINING = ("by", "of", "von", "par", "de", "di", "door", "av", "af")
_CREDIT_SIGNS = tuple("©ⓒ📷📸")
_MAX_ROLE = 3  # words of the role of a party to a lawsuit: "Plaintiffs and Appellants"
_LABEL_ENDS = " ,.:;()-–—"
_VERSUS = frozenset(
    (
        "v",
        "vs",
        "versus",
        "against",
        "gegen",
        "contre",
        "contra",
        "contro",
        "tegen",
        "mot",
        "przeciwko",
        "против",
    )
)
_STAMPED = re.compile(r"\d\d?[:.h]\d\d|\S@\S|(?:19|20)\d\d")  # with a time, an address or a year
_SIGNS = re.compile(r"[\s,.;:|·•–—)/-]+")
# A clock time, a time zone, or a reading time.
_TIMES = re.compile(
    r"\b\d{1,2}\s?[:.h]\s?\d\d(?:[:.]\d\d)?(?:\s?[ap]\.?m\b\.?)?|\b\d{1,2}\s?[ap]\.?m\b\.?"
    r"|\b(?:UTC|GMT|Z|[A-Z]{1,3}[SD]T|[ECMP]T)\b(?:\s?[+-]\d{1,2}(?::?\d\d)?)?"
    r"|\b\d{1,3}[\s-]?(?:min|mins|minutes?|minuten|minuti|minutos|minut|minutter|Min\.)\b(?:\s?(?:read(?:ing)?|de lecture|de lectura|di lettura|de leitura|Lesezeit|leestijd|time)\b){0,2}",
    re.IGNORECASE,
)


def label_before(text: str) -> DateLabel:
    """Return the date label in the words before a date.

    Args:
        text: what precedes the date on its line, or the line above.

    Returns:
        The label nearest to the date, or "". "undated" is the label of a date of something else, such as an event;
        it counts only directly before the date.

    >>> label_before("Last updated on Monday, ")
    'modified'
    >>> label_before("Posted by Ann in Travel on ")
    'published'
    """
    folded = text[-120:].casefold()
    words = [word.strip(".:") for word in _WORD.findall(folded)]
    for cues, touching in _unspaced_labels():
        if folded.rstrip(" :：").endswith(cues):
            return touching
    while words and (words[-1] in _fillers() or words[-1] in weekday_numbers() or words[-1][:1].isdigit()):
        words.pop()
    for end in range(len(words), max(0, len(words) - _REACH), -1):
        for length in range(min(_CUE_WORDS, end), 0, -1):
            label = _labels().get(" ".join(words[end - length : end]), "")
            if label and (label != "undated" or end == len(words)):
                return label
    return ""


def label_after(text: str) -> DateLabel:
    """Return the date label after a date, for languages that put it there; "" if there is none.

    >>> label_after(" 更新")
    'modified'
    """
    start = text[:16].lstrip(" )）")
    return next((label for cues, label in _unspaced_labels() if start.startswith(cues)), "")


def is_label(text: str) -> bool:
    """Whether a line is a date label and nothing else.

    >>> is_label("Published:"), is_label("Published works")
    (True, False)
    """
    words = [word.strip(".:") for word in _WORD.findall(text[:60].casefold())]
    while words and words[-1] in _fillers():
        words.pop()
    return " ".join(words) in _labels() or text.strip(" :：") in {
        cue for cues, _ in _unspaced_labels() for cue in cues
    }


def unread_words(text: str) -> list[str]:
    """Return the words of a text that are no clock time, reading time, weekday, date label or filler.

    >>> unread_words("Published on Monday at 10:05 GMT in Travel")
    ['Travel']
    """
    words = _WORD.findall(_TIMES.sub(" ", text))
    known = _labelling_words()
    return [word for word in words if word.casefold().strip(".:") not in known]


def spent(text: str) -> int:
    """Return the number of characters of the clock times and separators at the start of a text.

    >>> " 10:05 a.m. | Updated "[spent(" 10:05 a.m. | Updated ") :]
    'Updated '
    """
    at = 0
    while match := _SIGNS.match(text, at) or _TIMES.match(text, at):
        at = match.end()
    return at


def byline_cue(text: str) -> int:
    """Return the number of characters of the byline cue ("By ", "Text: ") at the start of a line, or 0.

    >>> byline_cue("Written by Ann Example"), byline_cue("Bypass closed"), byline_cue("Von")
    (11, 0, 3)
    """
    match = _begins(text, "bylines", byline_pattern)
    return match.end() if match else 0


def is_credit(text: str) -> bool:
    """Whether a text begins with the credit of somebody who is not the author: a photographer, an editor, ….

    >>> is_credit("Photo: Ann Example"), is_credit("Photography tips")
    (True, False)
    """
    text = text.lstrip("([")
    return text.startswith(_CREDIT_SIGNS) or _begins(text, "credits", _credit_pattern) is not None


def names_helper(before: str) -> bool:
    """Whether a text that ends with a byline cue credits somebody but the author: "Medically reviewed by".

    >>> names_helper("A guide, edited by "), names_helper("A guide by ")
    (True, False)
    """
    words = before.casefold().split()
    return any(" ".join(words[-length:]) in cue_words("credits") for length in (2, 3))


def names_other(above: str, below: str) -> bool:
    """Whether the lines beside a name tell that it is not the author's: of a press contact, or of a party to a lawsuit.

    >>> names_other("Media contact:", ""), names_other("", "Plaintiff,"), names_other("3 May 2016", "Contact sports")
    (True, True, False)
    """
    before, behind = (line.casefold().strip(_LABEL_ENDS) for line in (above, below))
    role = behind.replace("-", " ").split()
    is_party = 0 < len(role) <= _MAX_ROLE and role[0] in load_lexicon("party_roles")
    return before in load_lexicon("contact_labels") or is_party or before in _VERSUS


def is_attribution(text: str) -> bool:
    """Whether a line names who wrote what is quoted below it.

    >>> is_attribution("On 3 May 2016, Ann Example wrote:"), is_attribution("Ann Example wrote this:")
    (True, False)
    """
    text = text.casefold().rstrip()
    if not text.endswith((":", "：")):
        return False
    words = f" {' '.join(text[:-1].split())} "
    told = (verb for verb in load_lexicon("reply_verbs") if verb in words)
    return any(words.endswith(f"{verb} ") or _STAMPED.search(words) for verb in told)


def name_before_role(text: str) -> str:
    """Return the name before one of the `author_roles` that touch it or follow a space, "" if there is none.

    >>> name_before_role("박지훈 기자 jh@example.org"), name_before_role("젊은 기자들")
    ('박지훈', '')
    """
    match = _before_role().fullmatch(text.strip())
    return match[1] if match else ""


def is_caption(text: str) -> bool:
    """Whether a line begins with a cue of captions of pictures and videos.

    >>> is_caption("WATCH: Ferry leaves port"), is_caption("Watch this space")
    (True, False)
    """
    return _begins(text, "captions", _caption_pattern) is not None


def _begins(
    text: str, kind: str, pattern: Callable[[tuple[str, ...]], re.Pattern[str]]
) -> re.Match[str] | None:
    """Match the cues of a kind at the start of a text; most texts are ruled out by their first two characters."""
    beginnings, start = cue_beginnings(kind), text[:2].casefold()
    cues = beginnings.get(start) or beginnings.get(start[:1])
    return pattern(cues).match(text) if cues else None


@cache
def cue_beginnings(kind: str) -> dict[str, tuple[str, ...]]:
    """Return the cues of a kind, grouped by their first two characters (or the only one).

    >>> cue_beginnings("bylines")["by"], "xy" in cue_beginnings("bylines")
    (('by',), False)
    """
    first = {cue: cue.rstrip(":").partition(" ")[0].casefold()[:2] for cue in cue_words(kind)}
    return {
        start: tuple(cue for cue, other in first.items() if start.startswith(other))
        for start in set(first.values())
    }


@cache
def conjunctions() -> frozenset[str]:
    """Return the words that join the last two names of a list, in all languages."""
    return frozenset(cue_words("conjunctions"))


@cache
def _fillers() -> frozenset[str]:
    return frozenset(cue_words("fillers"))


@cache
def _labels() -> dict[str, DateLabel]:
    """Map cues to labels, for languages with spaces between words; ambiguous cues are left out."""
    found: dict[str, set[DateLabel]] = {}
    kinds: tuple[DateLabel, ...] = ("published", "modified", "undated")
    for kind in kinds:
        for cue in cue_words(kind):
            found.setdefault(_without_fillers(cue), set()).add(kind)
    return {cue: labels.pop() for cue, labels in found.items() if len(labels) == 1}


def _without_fillers(cue: str) -> str:
    """Return a cue as `label_before` looks it up, without fillers at its end: "né" for "né le"."""
    words = [word.strip(".:") for word in _WORD.findall(cue)]
    while len(words) > 1 and words[-1] in _fillers():
        words.pop()
    return " ".join(words)


@cache
def _labelling_words() -> frozenset[str]:
    words = {word for label, kind in _labels().items() if kind != "undated" for word in label.split()}
    return frozenset(words | _fillers() | set(weekday_numbers()))


@cache
def _unspaced_labels() -> tuple[tuple[tuple[str, ...], DateLabel], ...]:
    """Return (cues, label) for languages without spaces between words, where cues touch the date."""
    # "活动时间" and "更新时间" also end in "时间" (published), so the more specific labels come first.
    kinds: tuple[DateLabel, ...] = ("undated", "modified", "published")
    return tuple((tuple(cue for cue in cue_words(kind) if cue[0] >= "\u2e80"), kind) for kind in kinds)


@cache
def _before_role() -> re.Pattern[str]:
    """Compile a name in Korean, Chinese or Japanese before a role, with an optional address behind it."""
    roles = _alternatives(cue_words("author_roles"))
    return re.compile(
        rf"([\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{{2,5}})\s?{roles}(?:\s*[=|(\s]\s*[\w.+-]+@[\w.-]+\)?)?[\s=|]*"
    )


@cache
def byline_pattern(cues: tuple[str, ...]) -> re.Pattern[str]:
    """Compile byline cues at the start of a line; some require a colon or the line's end, the others a word's end."""
    bare = _alternatives(cue for cue in cues if not cue.endswith(":") and cue[0] < "\u2e80")
    noun = _alternatives(cue[:-1] for cue in cues if cue.endswith(":"))
    touching = _alternatives(cue for cue in cues if not cue.endswith(":") and cue[0] >= "\u2e80")
    return re.compile(
        rf"(?:{bare}(?:\s?:|(?!\w))|(?-i:(?:Author|Autor|By|Von|Par|Por)(?=[A-Z][a-z]))"
        rf"|{noun}(?:\s?[:：/／]|\Z)|{touching}(?:[:：/／]|\s(?=\w{{2,4}}[)）]?\Z)))\s*",
        re.IGNORECASE,
    )


@cache
def _credit_pattern(cues: tuple[str, ...]) -> re.Pattern[str]:
    """Compile credit cues; those that do not end in "by" or the like require that or a colon after them."""
    whole = tuple(cue for cue in cues if cue.rpartition(" ")[2] in _JOINING)
    nouns = _alternatives(cue for cue in cues if cue not in whole)
    joined = (
        rf"(?:\s?(?:&|/|and|und|et|y|e|och|og)\s?\w+)?\s?(?:[:：/©|]|(?:{'|'.join(_JOINING)})\b|courtesy\b)"
    )
    return re.compile(rf"{_alternatives(whole)}\b|{nouns}{joined}", re.IGNORECASE)


@cache
def _caption_pattern(cues: tuple[str, ...]) -> re.Pattern[str]:
    """Compile caption cues, which are in capitals or have a colon after them."""
    upper = _alternatives(cue.upper() for cue in cues if cue.upper() != cue)
    return re.compile(rf"(?i:{_alternatives(cues)})\s?[:：]|{upper}(?:\s[A-Z]+)?[:\s–-]")


def _alternatives(cues: Iterable[str]) -> str:
    """Return a pattern that matches any of the cues, with any white space for a space; nothing if there are none."""
    literals = "|".join(re.escape(cue).replace(r"\ ", r"\s") for cue in cues)
    return f"(?:{literals or '(?!)'})"
