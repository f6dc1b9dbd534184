"""The people that a byline names, apart from roles, degrees, agencies, outlets and photographers."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Literal

from corpusclean.infer.cues import byline_cue, conjunctions, is_credit, unread_words
from corpusclean.languages import cue_words, month_numbers
from corpusclean.lexicons import load_lexicon

Trust = Literal["guess", "bare", "cued", "typed"]
PartKind = Literal[
    "person", "suffix", "credential", "agency", "outlet", "role", "credit", "nothing", "unread"
]

_MAX_TEXT = 400  # characters of a byline; longer ones name no people
_MAX_PEOPLE = 20
_MAX_NAME = 100  # characters of a name with titles and degrees; also what keeps the patterns below cheap
_MAX_TOKENS = 6  # "María José de la Cruz" has five, a title before it makes six
# One class of separators each, white space around them optional: linear.
_STRONG = re.compile(r"\s*[|•·∙⋅»;\t\n‖]\s*|\s+[-–—/+]+\s+|\s+[-–—]+\Z|\A[-–—]+\s+|[ \u00a0]{2,}")
# Where markup has put two elements side by side without a space: "Ann ExampleUpdated"; not "McExample", and no
# first word: "AnnExample" is how an account is called.
_GLUED = re.compile(r"(\w\.?[ \u00a0][^\W\d_]+[a-zà-ÿ]{3})(?<!\bMac)(?=[A-Z][a-z])")
_COMMA = re.compile(r"\s*[,，、]\s*")
_PARENTHESIS = re.compile(r"\s*[(\[][^()\[\]]*(?:[)\]]|\Z)")
_UNNAMEABLE = re.compile(r"[\d@_#<>{}=:!?%$€£\"“”„«»]|https?|www\.|\.\w{2,}\Z|\w\.(?:com|org|net|de|uk)\b")
_TOKEN = re.compile(r"[^\W\d_][^\W\d_'’.\u00ad-]*(?:['’.\u00ad-]+[^\W\d_]+)*\.?\Z")
_LETTERS = re.compile(r"[^\W\d_]+")
_CJK_NAME = re.compile(
    "[\u3400-\u9fff\u3040-\u30ff]{2,5}|[\u3400-\u9fff]{1,3}[ \u3000][\u3400-\u9fff\u3040-\u30ff]{1,4}|[\uac00-\ud7af]{2,4}"
)
_SPECIAL_TO = re.compile(r"special to (?=\S)", re.IGNORECASE)
_ACCOUNT = re.compile(r"[\s@]*([^\W_][\w.-]{1,29})(?=[\s:,|·•]|\Z)[\s:,|·•\d]*")
_EDGES = " \t,;.:-–—*·|/&+()[]"


@dataclass(slots=True)
class Credit:
    """What one byline says.

    Args:
        authors: names of people, in order.
        agency, outlet: whom they work for, if it says so.
        unread: parts that are none of all this.
    """

    authors: list[str] = field(default_factory=list)
    agency: str = ""
    outlet: str = ""
    unread: int = 0


def read_credit(text: str, trust: Trust) -> Credit:
    """Read the names in a byline.

    Args:
        text: without the cue ("By") before it.
        trust: "bare" for a line with nothing to say that it names people: first names must be known ones;
            "guess" for such a line where a name is likely: they need not be; "cued" behind a byline cue;
            "typed" where markup says that it names people.

    >>> read_credit("Ann Example and Bo Sample, PhD, Staff Writer | Reuters", "cued")
    Credit(authors=['Ann Example', 'Bo Sample'], agency='Reuters', outlet='', unread=0)
    """
    credit = Credit()
    if len(text) > _MAX_TEXT:
        credit.unread = 1
        return credit
    for place, strong in enumerate(_STRONG.split(_GLUED.sub(r"\1 | ", text))):
        # "3 May 2016 by Ann Example": the date is a bar, and the cue behind it has not been read.
        cue = byline_cue(strong) if place and not credit.authors and trust != "bare" else 0
        pieces = _swapped_back([piece for piece in _COMMA.split(strong[cue:]) if piece.strip(_EDGES)], trust)
        for number, piece in enumerate(pieces):
            if is_credit(piece):
                break  # "Anna Andersson, foto: Erik Ek, Olle Ek": all that follows took pictures
            _read_piece(credit, piece, trust, first=number == 0)
    return credit


@lru_cache(maxsize=8_192)  # menus and names recur from page to page of a site
def person_name(text: str, trust: Trust) -> str:
    """The name of a person without titles and degrees, or "" if the text is no such name.

    >>> person_name("Dr. Sammy Sample, PhD", "cued"), person_name("Harbour News", "cued")
    ('Sammy Sample', '')
    """
    if len(text) > _MAX_NAME:
        return ""
    printed = _PARENTHESIS.sub("", text)
    text = printed.strip(_EDGES + "'’")
    if (trust == "bare" and not holds_given_name(printed.casefold())) or is_agency(text):
        return ""
    if _CJK_NAME.fullmatch(text):
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
    common = load_lexicon("not_names") | load_lexicon("roles") | load_lexicon("organisation_words")
    return (
        ""
        if folded in common
        or folded in words_beside_dates()
        or folded in cue_words("undated")
        or folded in load_lexicon("accounts")
        else match[1]
    )


def is_agency(text: str) -> bool:
    """Whether a text is the name or the code of a news agency.

    >>> is_agency("THE CANADIAN PRESS")
    True
    """
    folded = text.strip(_EDGES).casefold()
    return folded in load_lexicon("agencies") or folded.removeprefix("the ") in load_lexicon("agencies")


def is_photo_credit(text: str) -> bool:
    """Whether a line is a picture credit of the form "Name/AGENCY", or begins with a cue of one.

    >>> is_photo_credit("Ann Example/THE CANADIAN PRESS"), is_photo_credit("Ann Example")
    (True, False)
    """
    if is_credit(text):
        return True
    left, slash, right = text.partition("/")
    if not slash or len(text) > 120 or not left.strip() or not right.strip():
        return False
    if is_agency(left) or is_agency(right):
        return True
    touching = not left.endswith(" ") and not right.startswith(" ")
    return touching and bool(person_name(left, "cued")) != bool(person_name(right, "cued"))


def _read_piece(credit: Credit, piece: str, trust: Trust, *, first: bool) -> None:
    """Add what one piece between two commas says."""
    words = piece.strip(_EDGES)
    known = _is_credential(words) or is_agency(words)
    people = [] if known else _people(piece, trust)
    if people and not (credit.unread and not first):
        credit.authors += [name for name in people if name not in credit.authors]
        del credit.authors[_MAX_PEOPLE:]
        return
    if words.casefold() + "." in load_lexicon("name_suffixes") or words in ("II", "III", "IV"):
        if credit.authors:
            credit.authors[-1] += f", {piece.strip()}" if words[:1] in "JjSs" else f" {words}"
    elif is_agency(words):
        credit.agency = credit.agency or words
    elif match := _SPECIAL_TO.match(words):
        credit.outlet = words[match.end() :]
    elif _is_role(words) or _is_credential(words) or words[:1].isdigit() or not unread_words(words):
        pass
    elif outlet := _outlet(words):
        credit.outlet = credit.outlet or outlet
    else:
        credit.unread += 1


def _people(piece: str, trust: Trust) -> list[str]:
    """The names in a piece: split at "and" if that leaves whole names only, else the piece as one name."""
    before, _, after = piece.strip().partition(" ")
    piece = after if before in conjunctions() else piece  # "Ann Oak, Bo Elm, and Cy Ash"
    parts = [part for part in _conjunction().split(piece) if part.strip()]
    if len(parts) > 1:
        names = [person_name(part, trust) for part in parts[:_MAX_PEOPLE]]
        if all(
            " " in name or (name and trust in ("typed", "cued")) or _CJK_NAME.fullmatch(name)
            for name in names
        ):
            return names
        last = _leading_name(parts[-1], trust)
        if all(" " in name for name in (*names[:-1], last)):
            return [*names[:-1], last]
        if " " in names[0] and (_outlet(parts[1]) or is_agency(parts[1])):
            return names[:1]
    left, slash, right = piece.partition("/")
    if (
        slash
        and (names := [person_name(left, trust), person_name(right, trust)])
        and all(" " in n for n in names)
    ):
        return names
    name = person_name(piece, trust) or _leading_name(piece, trust)
    return [name] if name else []


def _leading_name(piece: str, trust: Trust) -> str:
    """The name before the first word that cannot be in one: "Ann Example for Harbour News" is Ann Example."""
    particles, tokens = load_lexicon("name_particles"), piece.split()[: _MAX_TOKENS + 4]
    folded = [token.casefold().strip(_EDGES) for token in tokens]
    for position, token in enumerate(tokens):
        lowered = token[:1].islower() and folded[position] not in particles
        if lowered and trust in ("guess", "bare"):
            return ""  # a sentence about somebody
        house = folded[position] in load_lexicon("organisation_words")
        if house and load_lexicon("roles").isdisjoint(folded[position:]):
            return ""  # "Harbour Boats News" is a house, "Ann Example News Editor" is not
        barred = len(folded[position]) > 1 and folded[position] in _barred_words()
        if lowered or barred or token[:1].isdigit() or token[:1] in "(–—-@":
            enough = position >= (2 if trust == "typed" else 1)
            return person_name(" ".join(tokens[:position]), trust) if enough else ""
    return ""


def _undressed(tokens: list[str]) -> list[str]:
    """The tokens of a name without titles before and degrees behind it."""
    while tokens and tokens[0].casefold() in load_lexicon("honorifics"):
        tokens = tokens[1:]
    while len(tokens) > 2 and (_is_credential(tokens[-1]) or _is_title_behind(tokens)):
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
    if not fewest <= len(tokens) <= _MAX_TOKENS:
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
    beside, particles = _beside_names(), load_lexicon("name_particles")
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
def _beside_names() -> frozenset[str]:
    """The words that begin what stands behind a name: a date, or the credit of a picture."""
    return words_beside_dates() | {cue for cue in cue_words("credits") if cue.isalpha()}


@cache
def _barred_words() -> frozenset[str]:
    """Words that end a name before them: of roles, houses and page furniture, but for those that are names."""
    barred = (
        load_lexicon("roles")
        | load_lexicon("organisation_words")
        | load_lexicon("not_names")
        | load_lexicon("comment_words")
        | _beside_names()
    )
    return barred - load_lexicon("given_names")


def _is_shouted_code(token: str) -> bool:
    """Whether a token is an abbreviation such as "CNN" or "LLC" rather than a word; initials are not."""
    return token.isupper() and len(token) in (3, 4) and not re.search("[AEIOUYÄÖÜÅØÆ]", token)


def _is_credential(text: str) -> bool:
    credentials = _dotless_credentials()
    words = text.replace(",", " ").split()
    return bool(words) and all(
        word.replace(".", "").casefold() in credentials and ("." in word or sum(map(str.isupper, word)) > 1)
        for word in words
    )


def _is_role(text: str) -> bool:
    """Whether a piece describes someone's work: it holds a word for one, and is short."""
    words = text.casefold().split()
    return len(words) <= 10 and bool(load_lexicon("roles") & {word.strip(_EDGES) for word in words})


def _outlet(text: str) -> str:
    """The text as the name of a publisher, if a word of it says that it is one."""
    words = text.strip(_EDGES).split()
    if (
        len(words) <= 6
        and "/" not in text
        and load_lexicon("media_words") & {word.casefold() for word in words}
    ):
        return " ".join(words)
    return ""


def _swapped_back(pieces: list[str], trust: Trust) -> list[str]:
    """Turn "Example, Ann" into "Ann Example": two lone words of which only the second is a known first name."""
    if len(pieces) == 2 and trust != "bare":
        first_names, particles = load_lexicon("given_names"), load_lexicon("name_particles")
        last, first = pieces[0].strip(), pieces[1].strip()
        lone = all(word in particles for word in last.split()[:-1]) and last.casefold() not in first_names
        if lone and len(first.split()) <= 2 and first.casefold().split()[0] in first_names:
            return [f"{first} {last}"]
    return pieces


@cache
def _dotless_credentials() -> frozenset[str]:
    return frozenset(entry.replace(".", "") for entry in load_lexicon("credentials"))


@cache
def _conjunction() -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in sorted(conjunctions(), key=len, reverse=True))
    return re.compile(rf"\s+(?:{words})\s+|\s*[&]\s*", re.IGNORECASE)
