"""Recognise names of outlets, which people, agencies and platforms do not have."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from corpusclean.infer.recognition.people import is_agency, is_outlet, person_name
from corpusclean.lexicons import any_of, load_lexicon
from corpusclean.spelling import plain

_MAX_WORDS = 7
_SIGNS = re.compile(
    r"(?:[©ⓒ]|\(c\)|\bcopyrights?\b)(?:[\s,:–/-]|[©ⓒ]|\(c\)|\bcopyrights?\b|\bby\b|(?:19|20)\d\d)*",
    re.IGNORECASE,
)
# An address; the number of a section; a domain behind other words ("First published on tarn.org").
_UNNAMEABLE = re.compile(r"://|\S@\S|\d+(?:\.\d+)+\.?\s|\s\S*\w\.[a-z]{2,10}(?:\.[a-z]{2})?\Z")
_CALL_LETTERS = re.compile(r"[KW][A-Z]{2,3}(?:-?(?:TV|FM|AM|DT))?")  # of stations in North America
_CHANNEL_DIGITS = 2


@lru_cache(maxsize=8_192)  # menus and notices recur from page to page of a site
def outlet_name(text: str) -> str:
    """Return a name without its legal form, or "" if it cannot be an outlet's: of people, agencies, platforms.

    >>> outlet_name("Harbour News Inc."), outlet_name("El País"), outlet_name("Reuters"), outlet_name("us")
    ('Harbour News', 'El País', '', '')
    """
    name = (
        _legal_form()
        .sub("", _SIGNS.sub("", plain(text), 1))
        .strip(" .,:;|–-'’®™\"“”«»„()")
        .removeprefix("the ")
    )
    if name.startswith("The ") and name.casefold() not in (known := load_lexicon("outlets")):
        bare = name.removeprefix("The ")
        name = bare if bare.casefold() in known else name  # "The BBC says", but "The Guardian"
    words = name.split()
    if len(words) > 1 and is_outlet(name):  # "National Review" consists of words that are no names
        return name
    common = load_lexicon("not_names")
    if not 1 <= len(words) <= _MAX_WORDS or all(word.casefold() in common for word in words):
        return ""
    if not any(map(str.isalpha, name)) or len(name) < 2 or _UNNAMEABLE.search(name):
        return ""
    if _nameless().match(name) or is_agency(name):
        return ""
    if name.casefold() in load_lexicon("platforms"):
        return ""
    return "" if person_name(name, "bare") else name


@cache
def _nameless() -> re.Pattern[str]:
    """Compile what notices have instead of a name: "us", "by Ann Oak", "all rights reserved"."""
    entries = [re.escape(entry) for entry in sorted(load_lexicon("nameless"))]
    endless = (entry.replace(r"\ …", r"\b.*").replace("…", ".*") for entry in entries)
    return re.compile(rf"(?:{'|'.join(endless)}|{any_of('maker_prepositions')}[ :].*)\Z", re.IGNORECASE)


@cache
def _legal_form() -> re.Pattern[str]:
    """Compile the legal forms at the end of a name, with what follows them."""
    forms = any_of("legal_forms").replace(r"\.", r"\.?").replace(r"\s", r"\s?")
    return re.compile(rf"[\s,.]+{forms}\b\.?.*\Z", re.IGNORECASE)


def is_station(name: str) -> bool:
    """Whether a name is that of a network or the call letters of a station, with a channel.

    >>> is_station("NBC 77"), is_station("KXYZ 8"), is_station("ANN 8"), is_station("NBC")
    (True, True, False, False)
    """
    house, _, channel = name.removeprefix("the ").rpartition(" ")
    numbered = channel.isdecimal() and len(channel) <= _CHANNEL_DIGITS
    return numbered and (bool(_CALL_LETTERS.fullmatch(house)) or house.casefold() in load_lexicon("networks"))


def is_media_name(name: str) -> bool:
    """Whether a name is that of a known outlet, or a word of it ends like one of an outlet.

    >>> is_media_name("Hafenzeitung"), is_media_name("The Northern Courier"), is_media_name("KXYZ-TV")
    (True, True, True)
    """
    if _CALL_LETTERS.fullmatch(name):
        return True
    words = name.casefold().strip(" .,»“”").split()
    return is_outlet(name) or any(word.endswith(_media_endings()) for word in words)


@cache
def _media_endings() -> tuple[str, ...]:
    return tuple(load_lexicon("media_words") | load_lexicon("outlet_words"))


def is_menu(name: str) -> bool:
    """Whether a name consists of words of menus only.

    >>> is_menu("Sport & Culture"), is_menu("Harbour News")
    (True, False)
    """
    words = name.casefold().split()
    return bool(words) and menu_words().issuperset(words)


@cache
def menu_words() -> frozenset[str]:
    """Return the words of sections, menus and buttons, and the signs between them."""
    return load_lexicon("menu_words") | load_lexicon("not_names") | {*"&|/+-–—·"}
