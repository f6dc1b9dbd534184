"""Recognise the words that announce names and captions: "By", "Photo:", "WATCH:"."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from corpusclean.infer.recognition.date_labels import unread_words
from corpusclean.languages import cue_words
from corpusclean.lexicons import any_of, load_lexicon
from corpusclean.spelling import HANGUL, UNSPACED_SCRIPTS, is_unspaced

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_CREDIT_SIGNS = tuple("©ⓒ📷📸")
_MAX_ROLE = 3  # words of the role of a party to a lawsuit: "Plaintiffs and Appellants"
_LABEL_ENDS = " ,.:;()-–—"
_BEFORE_KICKER = " :：/|–—•·"
_STAMPED = re.compile(r"\d\d?[:.h]\d\d|\S@\S|(?:19|20)\d\d")  # with a time, an address or a year


def byline_cue(text: str) -> int:
    """Return the number of characters of the byline cue ("By ", "Text: ") at the start of a line, or 0.

    >>> byline_cue("Written by Ann Example"), byline_cue("Bypass closed"), byline_cue("Von")
    (11, 0, 3)
    """
    match = _begins(text, "bylines", byline_pattern)
    return match.end() if match and not is_kicker(text, match.end()) else 0


def is_kicker(text: str, end: int, *, first: bool = False) -> bool:
    """Whether a byline cue that names a kind of article stands before a headline instead of nothing but names.

    Args:
        text: a line that begins with a byline cue.
        end: number of characters to the end of the cue.
        first: whether it is the first line of a page, where a headline is likelier than names.

    >>> is_kicker("Interview: Ann Example on boats", 11), is_kicker("Interview: Ann Example und Bo Sample", 11)
    (True, False)
    """
    if text[:end].strip(_BEFORE_KICKER).casefold() not in load_lexicon("kickers"):
        return False
    within = conjunctions() | load_lexicon("name_particles")
    return first or any(word.islower() and word not in within for word in unread_words(text[end:]))


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
    return before in load_lexicon("contact_labels") or is_party(behind) or before in load_lexicon("versus")


def is_party(text: str) -> bool:
    """Whether a text is the role of a party to a lawsuit.

    >>> is_party("Plaintiffs and Appellants,"), is_party("Defendant moves to dismiss")
    (True, False)
    """
    role = text.casefold().strip(_LABEL_ENDS).replace("-", " ").split()
    return 0 < len(role) <= _MAX_ROLE and role[0] in load_lexicon("party_roles")


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

    >>> "by" in cue_beginnings("bylines")["by"], "xy" in cue_beginnings("bylines")
    (True, False)
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
def _before_role() -> re.Pattern[str]:
    """Compile a name in Korean, Chinese or Japanese before a role, with an optional address behind it."""
    roles = _alternatives(cue_words("author_roles"))
    return re.compile(
        rf"([{UNSPACED_SCRIPTS}{HANGUL}]{{2,5}})\s?{roles}(?:\s*[=|(\s]\s*[\w.+-]+@[\w.-]+\)?)?[\s=|]*"
    )


@cache
def byline_pattern(cues: tuple[str, ...]) -> re.Pattern[str]:
    """Compile byline cues at the start of a line; some require a colon or the line's end, the others a word's end."""
    bare = _alternatives(cue for cue in cues if not cue.endswith(":") and not is_unspaced(cue[0]))
    noun = _alternatives(cue[:-1] for cue in cues if cue.endswith(":"))
    touching = _alternatives(cue for cue in cues if not cue.endswith(":") and is_unspaced(cue[0]))
    glued = (cue.title() for cue in load_lexicon("glued_cues"))
    return re.compile(
        rf"(?:{bare}(?:\s?:|(?!\w))|(?-i:{_alternatives(glued)}(?=[A-Z][a-z]))"
        rf"|{noun}(?:\s?[:：/／]|\Z)|{touching}(?:[:：/／]|\s(?=\w{{2,4}}[)）]?\Z)))\s*",
        re.IGNORECASE,
    )


@cache
def _credit_pattern(cues: tuple[str, ...]) -> re.Pattern[str]:
    """Compile credit cues; those that do not end in "by" or the like require that or a colon after them."""
    ends = load_lexicon("credit_prepositions")
    whole = tuple(cue for cue in cues if " " in cue and cue.rpartition(" ")[2] in ends)
    nouns = _alternatives(cue for cue in cues if cue not in whole)
    joint = rf"(?:\s?[&/]\s?|\s{_alternatives(sorted(conjunctions()))}\s)"
    joined = rf"(?:{joint}\w+)?\s?(?:[:：/©|]|{any_of('credit_prepositions')}\b)"
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
