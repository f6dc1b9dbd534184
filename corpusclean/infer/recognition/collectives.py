"""Recognise authors that are no single person: organisations, teams and user accounts in bylines."""

from __future__ import annotations

import re
from functools import cache

from corpusclean.infer.recognition.cues import byline_cue, conjunctions, is_credit
from corpusclean.infer.recognition.date_labels import words_beside_dates
from corpusclean.infer.recognition.outlet_names import is_station
from corpusclean.infer.recognition.people import is_agency
from corpusclean.languages import cue_words, month_numbers, weekday_numbers
from corpusclean.lexicons import load_lexicon
from corpusclean.spelling import plain, squeezed

ORGANIZATION, ACCOUNT = "organization", "account"
"""The method of a claim of "authors" that names no person ends with one of these."""

_MAX_TOKENS, _MAX_CHARS = 6, 60
_PART = re.compile(
    r"\s*[|•·∙⋅»;,，、\t\n‖()\[\]]\s*|\s+[-–—/+]+\s+|\s+[-–—]+\Z|[ \u00a0]{2,}|\s(?=[^\W\d_]{2,14}[:：])"
)
_UNNAMEABLE = re.compile(r"[@<>{}=:：!?%$€£\"“”„«»]|https?:|www\.")
_EDGES = " \t,;.:-–—*·|/&+"


def collective_author(text: str, *, whole: bool = False) -> str:
    """Return the organisation, team or account at the start of a byline, as printed, or "" if there is none.

    Args:
        text: the byline without its cue ("By"); dates are replaced by "|".
        whole: whether the text holds nothing but names; else a name ends at the first lower-case word.

    >>> collective_author("the Tarn News Team on Monday"), collective_author("Redaktion"), collective_author("admin")
    ('the Tarn News Team', 'Redaktion', '')
    """
    part = next((part for part in _PART.split(plain(text)) if part.strip(_EDGES)), "").strip(_EDGES)
    part = part[byline_cue(part) :]
    tokens: list[str] = []
    inside = load_lexicon("institution_particles")
    for token in part.split()[: _MAX_TOKENS + 1]:
        goes_on = whole or _is_of_institution(tokens, token) or is_station(" ".join([*tokens, token]))
        if tokens and not goes_on and _ends_name(token):
            break
        tokens.append(token)
    while tokens and (tokens[-1] in inside or (tokens[-1].islower() and tokens[-1] in conjunctions())):
        tokens.pop()
    name = " ".join(tokens).strip(_EDGES)
    named = 1 < len(name) <= _MAX_CHARS and (name[0].isalnum() or name[0] == "_")
    if len(tokens) > _MAX_TOKENS or not named or _UNNAMEABLE.search(name):
        return ""
    return "" if is_credit(name) or _names_nobody(name.casefold().split()) else name


def collective_kind(name: str, sites: frozenset[str]) -> str:
    """Classify a name from `collective_author`.

    Args:
        name: the name.
        sites: `Declared.site_names`.

    Returns:
        `ORGANIZATION` for organisations and teams, or `ACCOUNT`.

    >>> collective_kind("Tarn News", frozenset()), collective_kind("tin_whistle42", frozenset())
    ('organization', 'account')
    """
    words = set(name.casefold().split())
    housed = " " in name or is_agency(name) or not _publisher_words().isdisjoint(words)
    return ORGANIZATION if housed or squeezed(name) in sites else ACCOUNT


def is_team(name: str) -> bool:
    """Whether a name is that of an agency, or begins or ends with a word for a team.

    >>> is_team("Tarn Boats Team"), is_team("Reuters"), is_team("Tarn Boats")
    (True, True, False)
    """
    words = name.casefold().split()
    return is_agency(name) or not load_lexicon("collectives").isdisjoint((*words[:1], *words[-1:]))


def is_collective(method: str) -> bool:
    """Whether the method of a claim of "authors" says that it names no person."""
    return method.endswith((ORGANIZATION, ACCOUNT))


def _is_of_institution(tokens: list[str], token: str) -> bool:
    """Whether a small word goes on with the name of an institution: "University of the Fells"."""
    inside = load_lexicon("institution_particles")
    return token in inside and not _business_words().isdisjoint(word.casefold() for word in tokens)


def _ends_name(token: str) -> bool:
    """Whether a name ends before a word: in lower case, a number, or a word that is usual beside dates."""
    folded = token.casefold().strip(_EDGES)
    joining = folded in load_lexicon("name_particles") or folded in conjunctions() - load_lexicon(
        "with_words"
    )
    small = token.islower() and not joining and folded not in _publisher_words()
    return small or token[0].isdigit() or folded in words_beside_dates()


def _names_nobody(words: list[str]) -> bool:
    """Whether the words are those of menus, dates, roles or generic accounts ("admin")."""
    teams = load_lexicon("collectives")
    accounts = load_lexicon("accounts")
    if " ".join(words) in accounts - teams or all(word in accounts and word not in teams for word in words):
        return True
    if words[0].isdecimal() or (words[-1] in load_lexicon("roles") and words[-1] not in teams):
        return True
    if any(word in month_numbers() or word in weekday_numbers() for word in words):
        return True
    return (
        all(word in _common_words() and word not in _business_words() for word in words)
        or sum(map(str.isalpha, "".join(words))) < 2
    )


@cache
def _publisher_words() -> frozenset[str]:
    """Return the words that mark a name as that of a team or a publisher."""
    return load_lexicon("collectives") | load_lexicon("media_words")


@cache
def _business_words() -> frozenset[str]:
    """Return the words that mark a name as that of any organisation."""
    return _publisher_words() | load_lexicon("organisation_words")


@cache
def _common_words() -> frozenset[str]:
    """Return the words that are no name by themselves."""
    words = load_lexicon("not_names") | words_beside_dates() | load_lexicon("name_particles") | conjunctions()
    return words.union(cue_words("undated"))
