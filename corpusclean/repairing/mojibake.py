"""UTF-8 that was read as a legacy charset, once or several times. The one door to ftfy.

Each line has some candidates: what ftfy makes of it, and for each charset the line with every UTF-8 sequence
put right. A model of languages judges: a candidate is taken if it is far more probable as text than the line
is. What several lines prove is enough for the weaker evidence of the others.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import Any

from corpusclean.models.text import Weight, is_familiar, weigh_text
from corpusclean.repairing.characters import ASCII, without

# How a line is mended, which is the step of its repairs; most plans add the charset: "mojibake-cp1252".
PLAN = "mojibake"
_CODECS = {
    "cp1252": "sloppy-windows-1252",
    "latin1": "latin-1",
    "cp1251": "sloppy-windows-1251",
    "cp1250": "sloppy-windows-1250",
    "cp1253": "sloppy-windows-1253",
    "cp1254": "sloppy-windows-1254",
    "cp1257": "sloppy-windows-1257",
    "iso8859-2": "iso-8859-2",
    "macroman": "macroman",
    "cp437": "cp437",
}
_C1 = re.compile("[\x80-\x9f]")
_PIECE = re.compile("(?s:.{1,4000}(?:[ \t]|\\Z)|.{4000})")  # what is judged as one; few lines are longer
# Characters of a document that may be judged in vain; after them, only the plans found so far are followed.
_IN_VAIN = 50_000
_ROUNDS = 4  # triple mojibake occurs
_MARGIN_BITS = 14.0
_VOTED_MARGIN_BITS = 4.0
_STRANGE_BITS = 80.0  # where letters come in that the language does not use
_VOTES = 2  # lines
# A pair of characters, one of them not ASCII, costs at most 10.6 bits more than ASCII in what was mended rightly,
# and from 10.9 on in noise; a few pairs show nothing.
_NOISE_BITS = 11.0
_NOISE_PAIRS = 60


def mend_lines(lines: Sequence[str]) -> list[tuple[str, str]]:
    """Put the mojibake in the lines of a document right.

    Args:
        lines: its lines, as they were decoded.

    Returns:
        Each line and the plan that mended it, such as "mojibake-cp1252"; "" for a line that stays.
    """
    pieces = [_PIECE.findall(line) for line in lines]
    mended = _mend_pieces(dict.fromkeys(chain.from_iterable(pieces)))
    return [_joined([mended.get(piece, (piece, "")) for piece in of_line]) for of_line in pieces]


def _mend_pieces(pieces: Iterable[str]) -> dict[str, tuple[str, str]]:
    """The text and plan of each piece that is mojibake: first the evident ones, then those that their plans make credible."""
    candidates = [piece for piece in pieces if has_candidates(piece)]
    mended = dict(_mend_each(candidates, None))
    votes = Counter(plan for _, plan in mended.values())
    plans = {plan for plan, count in votes.items() if count >= _VOTES}
    if plans:
        mended |= _mend_each([piece for piece in candidates if piece not in mended], plans)
    return mended


def _mend_each(pieces: Iterable[str], plans: set[str] | None) -> Iterator[tuple[str, tuple[str, str]]]:
    left = _IN_VAIN
    for piece in pieces:
        if left <= 0:
            return
        text, plan = _mend(piece, plans)
        if plan:
            yield piece, (text, plan)
        else:
            left -= len(piece)


def _joined(pieces: Sequence[tuple[str, str]]) -> tuple[str, str]:
    return "".join(text for text, _ in pieces), next((plan for _, plan in pieces if plan), "")


def has_candidates(text: str) -> bool:
    """Whether anything in a text could be UTF-8 that was misread; cheap, and never wrong with False."""
    beyond = without(ASCII, text)
    if _C1.search(beyond):
        return True
    return _any_sequence().search(beyond) is not None and _any_sequence().search(text) is not None


def _mend(line: str, plans: set[str] | None) -> tuple[str, str]:
    """The most probable reading of a line and its plan; where only some plans are allowed, less evidence will do."""
    first = ""
    for _ in range(_ROUNDS):
        if not has_candidates(line):
            break
        candidates: dict[str, str] = {}
        for text, plan in _candidates(line):
            if text != line and (plans is None or plan in plans):
                candidates.setdefault(text, plan)
        if not candidates:
            break
        weights = {text: weigh_text(text) for text in candidates}
        bits = weigh_text(line).bits
        margin = _MARGIN_BITS if plans is None else _VOTED_MARGIN_BITS
        likely = [
            text
            for text, weight in weights.items()
            if (gain := bits - weight.bits) >= margin
            and not _is_noise(text, weight)
            and (gain >= _STRANGE_BITS or _is_credible(line, text, weight.language))
        ]
        if not likely:
            break
        best = min(likely, key=lambda text: weights[text].bits)
        first = first or candidates[best]
        line = best
    return line, first


def _is_noise(text: str, weight: Weight) -> bool:
    return weight.pairs >= _NOISE_PAIRS and weight.bits > _NOISE_BITS * weight.pairs + len(text)


def _is_credible(line: str, text: str, language: str) -> bool:
    """Whether all of a line was mojibake, or what the mended part brings in is usual in its language."""
    kept = set(line) & set(text)
    return all(map(str.isascii, kept)) or is_familiar(set(text) - kept, language)


def _candidates(line: str) -> Iterator[tuple[str, str]]:
    for name, reading in _readings().items():
        if reading.evident.search(line):
            yield reading.sequence.sub(reading.decode, line), f"{PLAN}-{name}"
            yield reading.spaced.sub(reading.decode, line), f"{PLAN}-{name}"
    if _is_bad(line):
        yield _by_ftfy(line), PLAN


@dataclass(frozen=True, slots=True)
class _Reading:
    """What UTF-8 looks like in a legacy charset.

    Args:
        evident: a run of sequences with ASCII on both sides, or a long one; clean text of another script has
            sequences by chance, but seldom these.
        sequence: one character.
        spaced: one character, where a space may stand for the byte A0.
        decode: what a match means.
    """

    evident: re.Pattern[str]
    sequence: re.Pattern[str]
    spaced: re.Pattern[str]
    decode: Callable[[re.Match[str]], str]


@cache
def _readings() -> dict[str, _Reading]:
    import ftfy.bad_codecs  # noqa: F401 - registers the sloppy codecs

    readings = {}
    for name, codec in _CODECS.items():
        one = _sequence(codec)
        start, rest = _sequence_in_parts(codec)
        evident = f"{start}(?:(?<![^\x00-\x7f].){rest}(?:{one})*(?![^\x00-\x7f])|{rest}(?:{one}){{2}})"
        spaced = re.compile(_sequence(codec, " "))
        readings[name] = _Reading(re.compile(evident), re.compile(one), spaced, _decoder(codec))
    return readings


@cache
def _any_sequence() -> re.Pattern[str]:
    """Finds a UTF-8 sequence that was read in any of the charsets."""
    import ftfy.bad_codecs  # noqa: F401 - registers the sloppy codecs

    starts, rests = zip(*map(_sequence_in_parts, _CODECS.values()), strict=True)
    start = "".join(start[1:-1] for start in starts)
    more = "".join(re.escape(_characters(codec, 0x80, 0xBF)) for codec in _CODECS.values())
    return re.compile(f"[{start}](?=[{more}\ufffd])(?:{'|'.join(rests)})")


def _sequence(codec: str, space: str = "") -> str:
    """The pattern of a UTF-8 sequence of two to four bytes that was read in a charset."""
    more = f"[{re.escape(_characters(codec, 0x80, 0xBF))}{space}]"
    two, three, four = _leads(codec)
    return f"[{two}]{more}|[{three}]{more}{{2}}|[{four}]{more}{{3}}"


def _sequence_in_parts(codec: str) -> tuple[str, str]:
    """The pattern of `_sequence` in two: the class of its first character, which makes a search fast, and the rest."""
    more = f"[{re.escape(_characters(codec, 0x80, 0xBF))}]"
    two, three, four = _leads(codec)
    rest = f"(?:(?<=[{two}]){more}|(?<=[{three}])[{more[1:-1]}\ufffd]{{2}}|(?<=[{four}]){more}{{3}})"
    return f"[{two}{three}{four}]", rest


def _leads(codec: str) -> list[str]:
    """The characters that begin a sequence of two, three and four bytes, each as the inside of a character class."""
    two = _characters(codec, 0xC2, 0xDF)
    if codec == "macroman":  # quotes there, which stand before accented letters in true text; rare as leads
        two = two.translate(dict.fromkeys(map(ord, "“”‘’")))
    return [re.escape(lead) for lead in (two, _characters(codec, 0xE0, 0xEF), _characters(codec, 0xF0, 0xF4))]


def _characters(codec: str, first: int, last: int) -> str:
    return bytes(range(first, last + 1)).decode(codec)


def _decoder(codec: str) -> Callable[[re.Match[str]], str]:
    def decode(match: re.Match[str]) -> str:
        try:
            return match[0].replace(" ", "\xa0").encode(codec).decode()
        except UnicodeError:
            return match[0]

    return decode


def _is_bad(line: str) -> bool:
    """Whether ftfy could change a line."""
    from ftfy.badness import is_bad

    return bool(is_bad(line)) or _C1.search(line) is not None


def _by_ftfy(line: str) -> str:
    import ftfy

    return str(ftfy.fix_encoding(line, _ftfy_config()))


@cache
def _ftfy_config() -> Any:
    import ftfy

    return ftfy.TextFixerConfig(unescape_html=False, normalization=None, explain=False)
