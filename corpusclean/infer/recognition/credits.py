"""Parse bylines into names of people, agencies and outlets; roles, degrees and photographers are left out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from itertools import takewhile

from corpusclean.infer.recognition.cues import byline_cue, conjunctions, is_credit
from corpusclean.infer.recognition.date_labels import unread_words
from corpusclean.infer.recognition.people import (
    CJK_NAME,
    EDGES,
    MAX_TOKENS,
    Trust,
    beside_names,
    holds_given_name,
    is_agency,
    is_credential,
    is_outlet,
    is_supplier,
    person_name,
)
from corpusclean.lexicons import any_of, load_lexicon

_MAX_TEXT = 400  # characters; longer texts are no bylines
_MAX_PEOPLE = 20
# Separators of a byline, of which a space before a label ("Source:") is the last. Each alternative is one class of
# characters with optional white space, or looks ahead a little, so matching is linear.
_SEPARATOR = re.compile(
    r"\s*[|•·∙⋅»;\t\n‖]\s*|\s+[-–—/+]+\s+|\s+[-–—]+\Z|\A[-–—]+\s+|[ \u00a0]{2,}|\s(?=[^\W\d_]{2,14}[:：])"
)
# Two elements of the markup without a space between them: "Ann ExampleUpdated"; but not "McExample", and not in the
# first word, since "AnnExample" may be a user account.
_GLUED = re.compile(r"(\w\.?[ \u00a0][^\W\d_]+[a-zà-ÿ]{3})(?<!\bMac)(?=[A-Z][a-z])")
# Signs of footnotes behind names in the bylines of papers.
_NOTE_SIGNS = re.compile(r"(?<=[^\W\d_])[¹²³⁰⁴-⁹*†‡§]+(?:,[¹²³⁰⁴-⁹*†‡§]+)*")
_ADDRESS = re.compile(r"\s[(<]?[\w.+-]{1,64}@[\w.-]{1,100}[)>]?")
_COMMA = re.compile(r"\s*[,，、]\s*")
_PLACE_WORDS = 2
# A score, or the minute of a goal.
_SCORE = re.compile(r"\d{1,3}(?:\s?[-–:]\s?\d{1,3}|['’])")
_LIFE = re.compile(r"\(\D{0,6}\d{4}\s?[-–]|\b\d{4}\s?[-–]\s?\d{4}\b")  # years of birth and death
_TASK = re.compile(r"\(([^()]{2,40})\)\s*\Z")  # of a person: "(photos)"
_WEAK = ("guess", "bare")  # trusts of names without a cue
_MAX_PLACE = 4  # words of a place or house behind a name


@dataclass(slots=True)
class Credit:
    """The parsed content of a byline.

    Args:
        authors: names of people, in order.
        agency, outlet: the organisations that they work for, or "".
        unread: number of parts that were not recognised.
    """

    authors: list[str] = field(default_factory=list)
    agency: str = ""
    outlet: str = ""
    unread: int = 0


def read_credit(text: str, trust: Trust) -> Credit:
    """Parse a byline.

    Args:
        text: the byline without its cue ("By").
        trust: the evidence that it names people.

    Returns:
        Its recognised parts.

    >>> read_credit("Ann Example and Bo Sample, PhD, Staff Writer | Reuters", "cued")
    Credit(authors=['Ann Example', 'Bo Sample'], agency='Reuters', outlet='', unread=0)
    """
    credit = Credit()
    if len(text) > _MAX_TEXT or (trust in _WEAK and _LIFE.search(text)):
        credit.unread = 1
        return credit
    plain = _NOTE_SIGNS.sub("", _ADDRESS.sub(" | ", text))
    for place, part in enumerate(_SEPARATOR.split(_GLUED.sub(r"\1 | ", plain))):
        # "3 May 2016 by Ann Example": the date has been replaced by a bar, and the cue is after it.
        cue = byline_cue(part) if place and not credit.authors and trust != "bare" else 0
        pieces = _swapped_back([piece for piece in _COMMA.split(part[cue:]) if piece.strip(EDGES)], trust)
        for number, piece in enumerate(pieces):
            if is_credit(piece):
                break  # "Anna Andersson, foto: Erik Ek, Olle Ek": the rest are photographers
            rest, agency = _without_agency(piece)
            credit.agency = credit.agency or agency
            # Behind a separator, an outlet is followed by its town: "Ann Oak, Tarn News — Juiz de Fora".
            sure: Trust = "bare" if place and credit.outlet and credit.authors else trust
            _read_piece(credit, rest, sure, first=number == 0)
    return credit


def _without_agency(piece: str) -> tuple[str, str]:
    """Split the agencies from the end of a piece, and return the first of them: "Ann Example with AFP and Reuters".

    Without a word between, the agency must have several words or be a code in capitals beside a name that is not; two
    letters may be a degree.
    """
    before, agency = piece, ""
    while (match := _credited_agency().fullmatch(before)) and is_supplier(match[2]):
        before, agency = (match[1] or "").rstrip(" ,"), match[2].strip(EDGES)
    if agency and is_supplier(before):
        return "", before.strip(EDGES)
    tokens = before.split()
    for position in range(2, len(tokens)) if not agency else ():
        name, behind = " ".join(tokens[:position]), " ".join(tokens[position:])
        coded = behind.isupper() and len(behind) > 2 and not (name.isupper() or is_credential(behind))
        if is_supplier(behind) and (" " in behind or coded) and person_name(name, "cued"):
            return name, behind
    return (before, agency) if agency else (piece, "")


def _makes_pictures(part: str) -> bool:
    """Whether a part of a byline says that somebody made its pictures: "Bo Sample (photos)"."""
    task = _TASK.search(part)
    return task is not None and is_credit(f"{task[1]}:")


def is_photo_credit(text: str) -> bool:
    """Whether a line is a photo credit: of the form "Name/AGENCY", or beginning with a cue ("Photo: ").

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
    if not touching or _is_writer(right):
        return False
    return bool(person_name(left, "cued")) != bool(person_name(right, "cued"))


def is_outlet_name(outlet: str) -> bool:
    """Whether the outlet in a byline has two capitalised words; "in News" and "TV" are sections."""
    return sum(not word.islower() for word in outlet.split()) > 1


def _read_piece(credit: Credit, piece: str, trust: Trust, *, first: bool) -> None:
    """Recognise one piece of a byline, between two commas, and add it to the credit."""
    if credit.authors:
        piece = _behind_place(piece)
    words = piece.strip(EDGES)
    house = words if credit.authors and _is_house(words) else ""
    known = house or is_credential(words) or is_agency(words)
    people = [] if known else _writers(piece, trust)
    joined = piece.lstrip().partition(" ")[0] in conjunctions()  # "Ann Oak, Tarn, and Bo Elm"
    if people and (first or not credit.unread or (credit.authors and joined)):
        credit.authors += [name for name in people if name not in credit.authors]
        del credit.authors[_MAX_PEOPLE:]
        return
    if words.casefold() + "." in load_lexicon("name_suffixes") or words in ("II", "III", "IV"):
        if credit.authors:
            credit.authors[-1] += f", {piece.strip()}" if words[:1] in "JjSs" else f" {words}"
    elif _names_agency(words):
        credit.agency = credit.agency or words
    elif match := _written_for().match(words):
        credit.outlet = words[match.end() :]
    elif _is_score(words) or (words.isdecimal() and not first):  # "Ann Example, 71, of Tarn"
        credit.unread += 1
    elif (
        is_role(words)
        or is_credential(words)
        or words[:1].isdigit()
        or not unread_words(words)
        or _makes_pictures(piece)
    ):
        pass
    elif outlet := house or _outlet(words):
        credit.outlet = credit.outlet or outlet
    else:
        credit.unread += 1


def _writers(piece: str, trust: Trust) -> list[str]:
    """Return the names in a piece, but for those who made the pictures: "Ann Example (words) and Bo Sample (photos)"."""
    parts = _conjunction().split(piece)
    writers = [part for part in parts if not _makes_pictures(part)]
    if len(writers) == len(parts):
        return _people(piece, trust)
    return [name for part in writers for name in _people(part, trust)]


def _people(piece: str, trust: Trust) -> list[str]:
    """Return the names in a piece: split at "and" if all parts are full names, else the piece as one name."""
    before, _, after = piece.strip().partition(" ")
    piece = after if before in conjunctions() else piece  # "Ann Oak, Bo Elm, and Cy Ash"
    parts = [part for part in _conjunction().split(piece) if part.strip()]
    if len(parts) > 1:
        names = [person_name(part, trust) for part in parts[:_MAX_PEOPLE]]
        if all(
            " " in name or (name and trust in ("typed", "cued")) or CJK_NAME.fullmatch(name) for name in names
        ):
            return names
        names = [name or _leading_name(part, trust) for name, part in zip(names, parts, strict=False)]
        if all(" " in name for name in names):
            return names
        if " " in names[0] and (_outlet(parts[1]) or is_agency(parts[1])):
            return names[:1]
    halves = [person_name(half, trust) for half in piece.split("/", 1)]
    if len(halves) == 2 and " " in halves[0]:
        if " " in halves[1]:
            return halves
        if _is_writer(piece.partition("/")[2]):
            return halves[:1]
    name = person_name(piece, trust) or _leading_name(piece, trust) or _name_beside_outlet(piece, trust)
    return [name] if name else []


def _leading_name(piece: str, trust: Trust) -> str:
    """Return the name before the first word that cannot be in one: "Ann Example for Harbour News" → "Ann Example"."""
    particles, tokens = load_lexicon("name_particles"), piece.split()[: MAX_TOKENS + 4]
    folded = [token.casefold().strip(EDGES) for token in tokens]
    for position, token in enumerate(tokens):
        lowered = token[:1].islower() and folded[position] not in particles
        if lowered and trust in _WEAK and not (trust == "guess" and _is_placed(tokens[position:])):
            return ""  # a sentence about somebody
        house = folded[position] in load_lexicon("organisation_words")
        if house and load_lexicon("roles").isdisjoint(folded[position:]):
            return ""  # "Harbour Boats News" is an organisation, "Ann Example News Editor" is not
        shouted = token.isupper() and folded[position] in load_lexicon("name_ends")
        barred = len(folded[position]) > 1 and folded[position] in _barred_words()
        titled = position > 1 and _begins_title(folded[position:])
        if lowered or barred or shouted or titled or token[:1].isdigit() or token[:1] in "(–—-@":
            enough = position >= (2 if trust == "typed" else 1)
            told = trust in _WEAK and _is_told_of(tokens[position:])
            return person_name(" ".join(tokens[:position]), trust) if enough and not told else ""
    return ""


def _behind_place(piece: str) -> str:
    """Return the second name in "Ann Example, Tarn and Bo Sample, Fell", of which the piece is "Tarn and Bo Sample"."""
    place, *others = _conjunction().split(piece)
    words = place.split()
    is_place = 0 < len(words) <= _PLACE_WORDS and all(word[0].isupper() and word.isalpha() for word in words)
    return others[0] if is_place and len(others) == 1 and not holds_given_name(place.casefold()) else piece


def _begins_title(words: list[str]) -> bool:
    """Whether case-folded words begin with a job title and its subject or outlet: "court reporter", "courier staff"."""
    subject, *rest = words
    is_subject = any(subject in load_lexicon(name) for name in ("beats", "media_words"))
    return is_subject and any(
        rest[0] in load_lexicon(name) for name in ("roles", "collectives", "beats") if rest
    )


def _is_placed(tokens: list[str]) -> bool:
    """Whether the words behind a name are its place or house and no more: "in Tarn", "for Harbour News"."""
    if tokens[0] not in load_lexicon("name_ends") or not 1 < len(tokens) <= _MAX_PLACE + 1:
        return False
    articles = load_lexicon("name_particles") | {"the"}
    return all((token[0].isupper() or token in articles) and token[-1].isalnum() for token in tokens[1:])


def _is_score(text: str) -> bool:
    return bool(_SCORE.fullmatch(text)) and bool(unread_words(text))


def _is_told_of(tokens: list[str]) -> bool:
    """Whether the words behind a name tell of somebody: "3-2 Bo Sample", "(Tarn) beat Bo Sample (Fell)"."""
    if not tokens[0].startswith("("):
        return _is_score(tokens[0])
    closed = next((n for n, token in enumerate(tokens) if token.rstrip(",;:.").endswith(")")), len(tokens))
    told = takewhile(lambda token: not token[0].isdigit(), tokens[closed + 1 :])
    return any(token[0].islower() and unread_words(token) for token in told)


def _name_beside_outlet(piece: str, trust: Trust) -> str:
    """Return the name beside that of an outlet without a sign between: "The Northern Courier Ann EXAMPLE".

    If the name is first, the outlet must be a known one, or a role must follow: "Ann Example Harbour News staff".
    """
    tokens = piece.split()
    if trust not in ("guess", "cued") or not 4 <= len(tokens) <= 2 * MAX_TOKENS:
        return ""
    for position in range(2, len(tokens) - 1):
        before, behind = " ".join(tokens[:position]), " ".join(tokens[position:])
        if (name := person_name(behind, "bare")) and (_outlet(before) or is_outlet(before)):
            return name
        staffed = tokens[-1].casefold() in load_lexicon("collectives") or is_role(tokens[-1])
        apart = before.isupper() and not behind.isupper()  # "ANN EXAMPLE Plainsman staff"
        known = is_outlet(behind) or (staffed and (apart or _outlet(behind)))
        if known and (name := person_name(before, "bare")):
            return name
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


def is_role(text: str) -> bool:
    """Whether a text is a job title: short, with a word of the lexicon of roles."""
    words = text.casefold().split()
    return len(words) <= 10 and bool(load_lexicon("roles") & {word.strip(EDGES) for word in words})


def _is_writer(text: str) -> bool:
    """Whether a piece is a job title, and not that of somebody who makes pictures."""
    beginnings = tuple(load_lexicon("picture_roles"))
    return is_role(text) and not any(word.startswith(beginnings) for word in text.casefold().split())


def _outlet(text: str) -> str:
    """Return the text as the name of a publisher if it is short and has a word typical of them, else ""."""
    words = text.strip(EDGES).split()
    if (
        len(words) <= 6
        and "/" not in text
        and load_lexicon("media_words") & {word.casefold() for word in words}
    ):
        return " ".join(words)
    return ""


def _is_house(text: str) -> bool:
    """Whether a piece behind a name is that of its outlet: "Ann Example, Tarn Folha"."""
    words = text.casefold().split()
    if not 1 < len(words) <= _MAX_PLACE or _names_agency(text) or is_role(text):
        return False
    is_media = any(not load_lexicon(name).isdisjoint(words) for name in ("media_words", "outlet_words"))
    return is_media and not holds_given_name(text.casefold())


@cache
def _barred_words() -> frozenset[str]:
    """Return the words that end a name: roles, organisations and page furniture, except first names."""
    barred = (
        load_lexicon("roles")
        | load_lexicon("organisation_words")
        | load_lexicon("not_names")
        | load_lexicon("comment_words")
        | beside_names()
    )
    return barred - load_lexicon("given_names")


@cache
def _credited_agency() -> re.Pattern[str]:
    """Compile what joins the last agency to a byline, before it: "Ann Example with files from Reuters"."""
    credited = {cue for cue in load_lexicon("agency_credits") if cue.replace(" ", "").isalpha()}
    words = "|".join(re.escape(word) for word in sorted(credited | conjunctions(), key=len, reverse=True))
    return re.compile(rf"(?:(.*\S)\s+)?\(?(?:{words})\s+([^()]+)\)?\s*", re.IGNORECASE)


@cache
def _conjunction() -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in sorted(conjunctions(), key=len, reverse=True))
    return re.compile(rf"\s+(?:{words})\s+|\s*[&]\s*", re.IGNORECASE)


@cache
def _written_for() -> re.Pattern[str]:
    return re.compile(rf"{any_of('written_for')}\s(?=\S)", re.IGNORECASE)


def _names_agency(text: str) -> bool:
    """Whether a text is the name of an agency, or ends like that of one that is not in the lexicon."""
    folded, ends = text.casefold(), load_lexicon("agency_ends")
    return is_agency(text) or (folded.endswith(tuple(ends)) and folded not in ends)
