"""Recognise names of people, of user accounts, of news agencies and of outlets."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Literal

from corpusclean.infer.recognition.date_labels import unread_words, words_beside_dates
from corpusclean.languages import cue_words, month_numbers, weekday_numbers
from corpusclean.lexicons import any_of, load_lexicon

Trust = Literal["guess", "bare", "cued", "typed"]
"""The evidence that a text is a name, beside the text itself; the weaker it is, the stricter are the checks.

- "bare": none, so the first name must be in the lexicon.
- "guess": a position where names are usual; two or three words that are spelt like a name are accepted.
- "cued": a cue such as "By" before it.
- "typed": markup that declares a name.
"""

_MAX_NAME = 100  # characters of a name with titles and degrees; also bounds the work of the patterns below
MAX_TOKENS = 6  # "María José de la Cruz" has five, a title before it makes six
_PARENTHESIS = re.compile(r"\s*[(\[][^()\[\]]*(?:[)\]]|\Z)")
_UNNAMEABLE = re.compile(r"[\d@_#<>{}=:!?%$€£\"“”„«»]|https?|www\.|\.\w{2,}\Z|\w\.(?:com|org|net|de|uk)\b")
_TOKEN = re.compile(r"[^\W\d_][^\W\d_'’.\u00ad-]*(?:['’.\u00ad-]+[^\W\d_]+)*\.?\Z")
_LETTERS = re.compile(r"[^\W\d_]+")
# A whole name in Chinese, Japanese or Korean, which have no capitals.
CJK_NAME = re.compile(
    "[\u3400-\u9fff\u3040-\u30ff]{2,5}|[\u3400-\u9fff]{1,3}[ \u3000][\u3400-\u9fff\u3040-\u30ff]{1,4}|[\uac00-\ud7af]{2,4}"
)
_ACCOUNT = re.compile(r"[\s@]*([^\W_][\w.-]{1,29})(?=[\s:,|·•]|\Z)[\s:,|·•\d]*")
_MAX_CODE = 4  # letters of most codes of agencies
_NUMERAL = re.compile(r"I{2,3}|IV|VI{0,3}")
# The first letter of a part of a name, also behind "Mc" and a lone letter with an apostrophe.
_PART_START = re.compile(r"(?:\A|-)(?:mc|[^\W\d_]['’])?[^\W\d_]")
# Characters that are stripped from both ends of names.
EDGES = " \t,;.:-–—*·|/&+()[]（）"


@lru_cache(maxsize=8_192)  # menus and names recur from page to page of a site
def person_name(text: str, trust: Trust) -> str:
    """Return the name of a person without titles and degrees, or "" if the text is not such a name.

    Args:
        text: the text.
        trust: the evidence that it is a name.

    >>> person_name("Dr. Sammy Sample, PhD", "cued"), person_name("Ars Technica", "cued")
    ('Sammy Sample', '')
    """
    if len(text) > _MAX_NAME:
        return ""
    printed = _PARENTHESIS.sub("", text)
    text = printed.strip(EDGES + "'’")
    if (trust == "bare" and not holds_given_name(printed.casefold())) or _names_no_person(text):
        return ""
    if CJK_NAME.fullmatch(text):
        return text if trust in ("cued", "typed") else ""
    if not text or _UNNAMEABLE.search(text):
        return ""
    tokens = _without_titles(text.replace(",", " ").split())
    if not _is_name(tokens, trust):
        return ""
    name = " ".join(_unshouted(tokens))
    if tokens[-1].casefold() in load_lexicon("name_suffixes") and f"{tokens[-1]}." in printed:
        name += "."
    return name


def holds_given_name(folded: str) -> bool:
    """Whether a case-folded text has a known first name as a word or as a part of a hyphenated word.

    >>> holds_given_name("by jean-luc example"), holds_given_name("harbour news")
    (True, False)
    """
    return not load_lexicon("given_names").isdisjoint(_LETTERS.findall(folded))


def account_name(text: str) -> str:
    """Return the user account at the start of a text, or "" if there is none.

    It is one word, followed by nothing but dates and numbers.

    Args:
        text: from a place where an account is named; dates are replaced by "|".

    >>> account_name("tin_whistle42 | 1"), account_name("Registered User"), account_name("Joined: |"), account_name("Wed |")
    ('tin_whistle42', '', '', '')
    """
    match = _ACCOUNT.match(text)
    if match is None or sum(map(str.isalpha, match[1])) < 2 or unread_words(text[match.end() :]):
        return ""
    folded = match[1].casefold()
    lexicons = ("not_names", "roles", "organisation_words", "accounts")
    if any(folded in load_lexicon(lexicon) for lexicon in lexicons):
        return ""
    beside = (words_beside_dates(), cue_words("undated"), weekday_numbers(), month_numbers())
    return "" if any(folded in words for words in beside) else match[1]


def is_agency(text: str) -> bool:
    """Whether a text is the name or the code of a news agency.

    >>> is_agency("THE CANADIAN PRESS")
    True
    """
    folded = text.strip(EDGES).casefold()
    return folded in load_lexicon("agencies") or folded.removeprefix("the ") in load_lexicon("agencies")


def is_supplier(text: str) -> bool:
    """Whether a text by itself says that a story is from an agency.

    Not so those of pictures, words that are mostly entries of menus, and short codes that are spelt like first names.

    >>> is_supplier("dpa"), is_supplier("AP"), is_supplier("Newsroom"), is_supplier("Sid")
    (True, True, False, False)
    """
    name = text.strip(EDGES)
    is_short_word = name.istitle() and len(name) <= _MAX_CODE
    return is_agency(name) and not is_short_word and name.casefold() not in load_lexicon("not_suppliers")


def is_outlet(text: str) -> bool:
    """Whether a text is the name of a known outlet; one that is also a first name does not count.

    >>> is_outlet("El País"), is_outlet("Calgary Sun"), is_outlet("Brigitte")
    (True, True, False)
    """
    folded = text.strip(EDGES).casefold()
    known = not load_lexicon("outlets").isdisjoint((folded, f"the {folded}"))
    return known and (" " in folded or not holds_given_name(folded))


def _names_no_person(text: str) -> bool:
    """Whether a text is the name of an agency, an outlet, a town, or an account that nobody in particular has."""
    folded = text.casefold()
    return (
        is_agency(text)
        or is_outlet(text)
        or folded in load_lexicon("accounts")
        or _town().match(text) is not None
    )


@cache
def _town() -> re.Pattern[str]:
    """Compile the words before the name of a town; after an apostrophe there is no space."""
    return re.compile(rf"{any_of('town_prefixes')}(?:\s|(?<=['’]))", re.IGNORECASE)


def _without_titles(tokens: list[str]) -> list[str]:
    """Return the tokens of a name without titles before it and degrees after it, and once if it is repeated."""
    honorifics = load_lexicon("honorifics")
    if tokens[:1] == ["the"] and tokens[1:] and tokens[1].casefold() in honorifics:
        tokens = tokens[1:]
    while tokens and tokens[0].casefold() in honorifics:
        tokens = tokens[1:]
    while len(tokens) > 2 and (is_credential(tokens[-1]) or _is_title_behind(tokens)):
        tokens = tokens[:-1]
    half = len(tokens) // 2
    return tokens[:half] if half >= 2 and tokens[:half] == tokens[half:] else tokens


def _is_title_behind(tokens: list[str]) -> bool:
    """Whether the last token is a short abbreviation in capitals after a name that is not: "Ann Example CPP"."""
    last = tokens[-1]
    suffix = last.casefold() in load_lexicon("name_suffixes")
    return last.isupper() and 2 < len(last) <= 5 and not suffix and not tokens[-2].isupper()


def _unshouted(tokens: list[str]) -> list[str]:
    """Return the words of a name without mere emphasis: "ANN VAN DER OAK" → "Ann van der Oak", "Ann OAK" → "Ann Oak".

    Initials, numerals and names of one word, such as those of accounts, keep their capitals.
    """
    if len(tokens) < 2 or not any(token.isupper() and len(token) > 2 for token in tokens):
        return tokens
    whole = all(map(str.isupper, tokens))
    small, articles = load_lexicon("small_particles"), load_lexicon("name_articles")
    spelt: list[str] = []
    for token in tokens:
        folded = token.casefold()
        if whole and spelt and folded in small and (folded not in articles or spelt[-1] in small):
            spelt.append(token.lower())
        elif token.isupper() and not _is_code(token, first=not spelt):
            spelt.append(_capitalized(token))
        else:
            spelt.append(token)
    return spelt


def _is_code(token: str, *, first: bool) -> bool:
    """Whether the capitals of a word are initials ("J.K.", "AJ") or a numeral, rather than emphasis."""
    folded = token.casefold()
    if token.rstrip(".").count(".") or len(token.strip(".")) < 2 or _NUMERAL.fullmatch(token):
        return True
    return first and len(token) == 2 and folded not in load_lexicon("given_names")


def _capitalized(token: str) -> str:
    """Return a word in capitals with one at the start of each part: "O'BRIEN-MCKAY" → "O'Brien-McKay"."""
    lowered = token.lower().replace("i\u0307", "i")
    return _PART_START.sub(lambda match: match[0][:-1].title() + match[0][-1].upper(), lowered)


def _is_name(tokens: list[str], trust: Trust) -> bool:
    """Whether tokens pass the checks for a name with this evidence."""
    fewest = 1 if trust in ("cued", "typed") else 2
    if not fewest <= len(tokens) <= MAX_TOKENS:
        return False
    folded = [token.casefold() for token in tokens]
    if trust == "bare" and not _is_known(tokens, folded):
        return False
    return (
        _is_spelt(tokens, folded)
        and not _has_barred_word(tokens, folded)
        and _is_likely(tokens, folded, trust)
    )


def _is_spelt(tokens: list[str], folded: list[str]) -> bool:
    """Whether every token is spelt like a part of a name: capitalised, a particle or a suffix."""
    particles, suffixes = load_lexicon("name_particles"), load_lexicon("name_suffixes")
    for position, token in enumerate(tokens):
        suffix = position > 0 and folded[position] in suffixes
        particle = token.islower() and folded[position] in particles and position < len(tokens) - 1
        word = _TOKEN.match(token) and not token.islower() and not _is_shouted_code(token)
        if not (suffix or particle or word):
            return False
    return True


def _has_barred_word(tokens: list[str], folded: list[str]) -> bool:
    """Whether a token rules out a name: a word of organisations, roles, agencies, comment links, credits or dates."""
    barring = ("organisation_words", "roles", "comment_words")
    if not all(load_lexicon(lexicon).isdisjoint(folded) for lexicon in barring):
        return True
    if tokens[0].isupper() and folded[0] in load_lexicon("agencies"):
        return True
    if tokens[-1].endswith(("'s", "’s")) or all(len(token) == 2 and token.isupper() for token in tokens):
        return True
    ends = load_lexicon("name_ends")
    if any(token.isupper() and word in ends for token, word in zip(tokens[1:-1], folded[1:-1], strict=True)):
        return True
    beside, particles = beside_names(), load_lexicon("name_particles")
    return any(len(word) > 1 and word in beside and word not in particles for word in folded[1:])


def _is_likely(tokens: list[str], folded: list[str], trust: Trust) -> bool:
    """Whether tokens that are spelt like a name are one; the weaker the evidence, the stricter."""
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
    """Whether tokens look like an unknown name: two or three, each with one capital, or all in capitals."""
    if not 2 <= len(tokens) <= 3:
        return False
    titled = all(token.istitle() or (len(token) <= 2 and token[0].isupper()) for token in tokens)
    return titled or all(token.isupper() and len(token) > 2 for token in tokens)


@cache
def beside_names() -> frozenset[str]:
    """Return the words that begin what follows a name: those of a date or of a photo credit."""
    return words_beside_dates() | {cue for cue in cue_words("credits") if cue.isalpha()}


def _is_shouted_code(token: str) -> bool:
    """Whether a token is an abbreviation such as "CNN" or "LLC" rather than a word; initials are not."""
    return token.isupper() and len(token) in (3, 4) and not re.search("[AEIOUYÄÖÜÅØÆ]", token)


def is_credential(text: str) -> bool:
    """Whether a text has nothing but academic degrees and the like.

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
