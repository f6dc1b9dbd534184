"""Whether a text is the name of a person, of an account or of a news agency."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Literal

from corpusclean.infer.cues import unread_words
from corpusclean.languages import cue_words, month_numbers
from corpusclean.lexicons import load_lexicon

Trust = Literal["guess", "bare", "cued", "typed"]
"""What speaks for a name where it stands; the less it is, the more the name itself must show.

- "bare": nothing does, so the first name must be a known one.
- "guess": nothing but its place, where a name is likely; two or three words that are spelt like one will do.
- "cued": a cue such as "By" stands before it.
- "typed": markup says that it is a name.
"""

_MAX_NAME = 100  # characters of a name with titles and degrees; also what keeps the patterns below cheap
MAX_TOKENS = 6  # "María José de la Cruz" has five, a title before it makes six
_PARENTHESIS = re.compile(r"\s*[(\[][^()\[\]]*(?:[)\]]|\Z)")
_UNNAMEABLE = re.compile(r"[\d@_#<>{}=:!?%$€£\"“”„«»]|https?|www\.|\.\w{2,}\Z|\w\.(?:com|org|net|de|uk)\b")
_TOKEN = re.compile(r"[^\W\d_][^\W\d_'’.\u00ad-]*(?:['’.\u00ad-]+[^\W\d_]+)*\.?\Z")
_LETTERS = re.compile(r"[^\W\d_]+")
# A whole name in Chinese, Japanese or Korean, which no capital shows.
CJK_NAME = re.compile(
    "[\u3400-\u9fff\u3040-\u30ff]{2,5}|[\u3400-\u9fff]{1,3}[ \u3000][\u3400-\u9fff\u3040-\u30ff]{1,4}|[\uac00-\ud7af]{2,4}"
)
_ACCOUNT = re.compile(r"[\s@]*([^\W_][\w.-]{1,29})(?=[\s:,|·•]|\Z)[\s:,|·•\d]*")
# What stands around names without being part of them.
EDGES = " \t,;.:-–—*·|/&+()[]"


@lru_cache(maxsize=8_192)  # menus and names recur from page to page of a site
def person_name(text: str, trust: Trust) -> str:
    """The name of a person without titles and degrees, or "" if the text is no such name.

    >>> person_name("Dr. Sammy Sample, PhD", "cued"), person_name("Harbour News", "cued")
    ('Sammy Sample', '')
    """
    if len(text) > _MAX_NAME:
        return ""
    printed = _PARENTHESIS.sub("", text)
    text = printed.strip(EDGES + "'’")
    if (trust == "bare" and not holds_given_name(printed.casefold())) or is_agency(text):
        return ""
    if CJK_NAME.fullmatch(text):
        return text if trust in ("cued", "typed") else ""
    if not text or _UNNAMEABLE.search(text):
        return ""
    tokens = _undressed(text.replace(",", " ").split())
    if not _is_name(tokens, trust):
        return ""
    name = " ".join(tokens)
    if tokens[-1].casefold() in load_lexicon("name_suffixes") and f"{tokens[-1]}." in printed:
        name += "."
    return name


def holds_given_name(folded: str) -> bool:
    """Whether one of the words of a case-folded text is a known first name, or the first half of one.

    >>> holds_given_name("by jean-luc example"), holds_given_name("harbour news")
    (True, False)
    """
    return not load_lexicon("given_names").isdisjoint(_LETTERS.findall(folded))


def account_name(text: str) -> str:
    """The name of an account at the start of a text: one word, with nothing but a date or a number behind it.

    Args:
        text: from a place where an account is named; dates in it are bars.

    >>> account_name("tin_whistle42 | 1"), account_name("Registered User"), account_name("Joined: |"), account_name("12")
    ('tin_whistle42', '', '', '')
    """
    match = _ACCOUNT.match(text)
    if match is None or sum(map(str.isalpha, match[1])) < 2 or unread_words(text[match.end() :]):
        return ""
    folded = match[1].casefold()
    lexicons = ("not_names", "roles", "organisation_words", "accounts")
    if any(folded in load_lexicon(lexicon) for lexicon in lexicons):
        return ""
    return "" if folded in words_beside_dates() or folded in cue_words("undated") else match[1]


def is_agency(text: str) -> bool:
    """Whether a text is the name or the code of a news agency.

    >>> is_agency("THE CANADIAN PRESS")
    True
    """
    folded = text.strip(EDGES).casefold()
    return folded in load_lexicon("agencies") or folded.removeprefix("the ") in load_lexicon("agencies")


def _undressed(tokens: list[str]) -> list[str]:
    """The tokens of a name without titles before and degrees behind it."""
    while tokens and tokens[0].casefold() in load_lexicon("honorifics"):
        tokens = tokens[1:]
    while len(tokens) > 2 and (is_credential(tokens[-1]) or _is_title_behind(tokens)):
        tokens = tokens[:-1]
    half = len(tokens) // 2
    return tokens[:half] if half >= 2 and tokens[:half] == tokens[half:] else tokens


def _is_title_behind(tokens: list[str]) -> bool:
    """Whether the last token is in capitals and short, and the others are not: "Ann Example CPP"."""
    last = tokens[-1]
    suffix = last.casefold() in load_lexicon("name_suffixes")
    return last.isupper() and 2 < len(last) <= 5 and not suffix and not tokens[-2].isupper()


def _is_name(tokens: list[str], trust: Trust) -> bool:
    fewest = 1 if trust in ("cued", "typed") else 2
    if not fewest <= len(tokens) <= MAX_TOKENS:
        return False
    folded = [token.casefold() for token in tokens]
    if trust == "bare" and not _is_known(tokens, folded):
        return False
    return _is_spelt(tokens, folded) and not _is_barred(tokens, folded) and _is_likely(tokens, folded, trust)


def _is_spelt(tokens: list[str], folded: list[str]) -> bool:
    """Whether every token is spelt as one of a name: a capital, a particle or a suffix."""
    particles, suffixes = load_lexicon("name_particles"), load_lexicon("name_suffixes")
    for position, token in enumerate(tokens):
        suffix = position > 0 and folded[position] in suffixes
        particle = token.islower() and folded[position] in particles and position < len(tokens) - 1
        word = _TOKEN.match(token) and not token.islower() and not _is_shouted_code(token)
        if not (suffix or particle or word):
            return False
    return True


def _is_barred(tokens: list[str], folded: list[str]) -> bool:
    """Whether a token can be in no name: of a house, a role, an agency, a link to comments, a menu or a date."""
    barring = ("organisation_words", "roles", "comment_words")
    if not all(load_lexicon(lexicon).isdisjoint(folded) for lexicon in barring):
        return True
    if tokens[0].isupper() and folded[0] in load_lexicon("agencies"):
        return True
    if tokens[-1].endswith(("'s", "’s")) or all(len(token) == 2 and token.isupper() for token in tokens):
        return True
    beside, particles = beside_names(), load_lexicon("name_particles")
    return any(len(word) > 1 and word in beside and word not in particles for word in folded[1:])


def _is_likely(tokens: list[str], folded: list[str], trust: Trust) -> bool:
    """Whether a name is likely where it stands: the less says that it is one, the more it must show."""
    furniture, first_names = load_lexicon("not_names"), load_lexicon("given_names")
    if trust in ("bare", "guess"):
        words = {word for word, token in zip(folded, tokens, strict=True) if not token.islower()}
        return (
            len(tokens) <= 5 and furniture.isdisjoint(words) and (trust == "bare" or _is_well_formed(tokens))
        )
    if len(tokens) == 1:
        known = folded[0] in first_names if trust == "cued" else len(tokens[0]) > 2
        return known and folded[0] not in furniture and folded[0] not in month_numbers()
    return folded[0] not in furniture or folded[0] in first_names


def _is_known(tokens: list[str], folded: list[str]) -> bool:
    """Whether a name begins with a known first name, or with an initial and one."""
    first_names = load_lexicon("given_names")
    first = folded[0].rstrip(".")
    if len(first) == 1 and len(tokens) > 2:
        first = folded[1]
    return len(tokens) > 1 and (first in first_names or first.split("-")[0] in first_names)


def _is_well_formed(tokens: list[str]) -> bool:
    """Whether tokens look like an unknown name: two or three words, each with one capital, or all in capitals."""
    if not 2 <= len(tokens) <= 3:
        return False
    titled = all(token.istitle() or (len(token) <= 2 and token[0].isupper()) for token in tokens)
    return titled or all(token.isupper() and len(token) > 2 for token in tokens)


@cache
def words_beside_dates() -> frozenset[str]:
    """The words that stand between a name and a date: "on", "updated", "veröffentlicht"."""
    labels = {cue for kind in ("fillers", "published", "modified") for cue in cue_words(kind)}
    return frozenset(word for label in labels for word in label.split())


@cache
def beside_names() -> frozenset[str]:
    """The words that begin what stands behind a name: a date, or the credit of a picture."""
    return words_beside_dates() | {cue for cue in cue_words("credits") if cue.isalpha()}


def _is_shouted_code(token: str) -> bool:
    """Whether a token is an abbreviation such as "CNN" or "LLC" rather than a word; initials are not."""
    return token.isupper() and len(token) in (3, 4) and not re.search("[AEIOUYÄÖÜÅØÆ]", token)


def is_credential(text: str) -> bool:
    """Whether a text is nothing but degrees and the like.

    >>> is_credential("PhD, M.D."), is_credential("Ma")
    (True, False)
    """
    credentials = _dotless_credentials()
    words = text.replace(",", " ").split()
    return bool(words) and all(
        word.replace(".", "").casefold() in credentials and ("." in word or sum(map(str.isupper, word)) > 1)
        for word in words
    )


@cache
def _dotless_credentials() -> frozenset[str]:
    return frozenset(entry.replace(".", "") for entry in load_lexicon("credentials"))
