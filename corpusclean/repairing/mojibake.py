"""Repair mojibake: UTF-8 that was decoded in a legacy charset, once or several times. The only module that uses ftfy.

The candidates for a line are the output of ftfy and, for each charset, the line with all its UTF-8 sequences decoded.
A candidate is taken if a character model finds it far more probable than the line. Once several lines of a document
were repaired in the same way, weaker evidence suffices for the others.
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

# A plan names how a line was repaired; it becomes `Repair.step`. Most add the charset: "mojibake-cp1252".
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
_PIECE = re.compile("(?s:.{1,4000}(?:[ \t]|\\Z)|.{4000})")  # a line is judged in pieces of so many characters
# After so many characters of a document were judged without a repair, only plans found so far are tried.
_IN_VAIN = 50_000
_ROUNDS = 4  # triple mojibake occurs
# Minimal gains of a repair, in bits (negative log2 probability): in general, for a plan with `_VOTES`, and for one that
# brings in letters which the language does not use.
_MARGIN_BITS = 14.0
_VOTED_MARGIN_BITS = 4.0
_STRANGE_BITS = 80.0
_VOTES = 2  # lines repaired by a plan, from which on weaker evidence suffices for it
# In correct repairs, a pair of characters with a non-ASCII one costs at most 10.6 bits more than ASCII, in noise at
# least 10.9. Too few pairs are no evidence.
_NOISE_BITS = 11.0
_NOISE_PAIRS = 60


def mend_lines(lines: Sequence[str]) -> list[tuple[str, str]]:
    """Repair the mojibake in the lines of a document.

    Args:
        lines: the decoded lines of the document.

    Returns:
        For each line the repaired text and the plan, such as "mojibake-cp1252"; "" for an unchanged line.
    """
    pieces = [_PIECE.findall(line) for line in lines]
    mended = _mend_pieces(dict.fromkeys(chain.from_iterable(pieces)))
    return [_joined([mended.get(piece, (piece, "")) for piece in of_line]) for of_line in pieces]


def _mend_pieces(pieces: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Map each piece that is mojibake to its text and plan: first the clear cases, then others with the same plans."""
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
    """Whether a text may have mojibake; a cheap test, never wrong if False."""
    beyond = without(ASCII, text)
    if _C1.search(beyond):
        return True
    return _any_sequence().search(beyond) is not None and _any_sequence().search(text) is not None


def _mend(line: str, plans: set[str] | None) -> tuple[str, str]:
    """Return the most probable repair of a line and its plan, "" if none; given plans need less evidence."""
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
    """Whether all non-ASCII characters of a line were repaired, or the new characters are usual in its language."""
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
    """How to recognize and decode UTF-8 that was decoded in one legacy charset.

    Args:
        evident: matches UTF-8 sequences between ASCII characters, or three in a row. Single sequences occur by
            chance in clean text of other scripts, these seldom.
        sequence: matches one UTF-8 sequence, which is one original character.
        spaced: the same, where a space may stand for the byte A0.
        decode: turns a match into the original character.
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
    """Return a pattern that matches a UTF-8 sequence decoded in any of the charsets."""
    import ftfy.bad_codecs  # noqa: F401 - registers the sloppy codecs

    starts, rests = zip(*map(_sequence_in_parts, _CODECS.values()), strict=True)
    start = "".join(start[1:-1] for start in starts)
    more = "".join(re.escape(_characters(codec, 0x80, 0xBF)) for codec in _CODECS.values())
    return re.compile(f"[{start}](?=[{more}\ufffd])(?:{'|'.join(rests)})")


def _sequence(codec: str, space: str = "") -> str:
    """Return the pattern of a UTF-8 sequence of two to four bytes that was decoded in a charset."""
    more = f"[{re.escape(_characters(codec, 0x80, 0xBF))}{space}]"
    two, three, four = _leads(codec)
    return f"[{two}]{more}|[{three}]{more}{{2}}|[{four}]{more}{{3}}"


def _sequence_in_parts(codec: str) -> tuple[str, str]:
    """Return the pattern of `_sequence` as the class of its first character, for a fast search, and the rest."""
    more = f"[{re.escape(_characters(codec, 0x80, 0xBF))}]"
    two, three, four = _leads(codec)
    rest = f"(?:(?<=[{two}]){more}|(?<=[{three}])[{more[1:-1]}\ufffd]{{2}}|(?<=[{four}]){more}{{3}})"
    return f"[{two}{three}{four}]", rest


def _leads(codec: str) -> list[str]:
    """Return the first characters of sequences of two, three and four bytes, as contents of character classes."""
    two = _characters(codec, 0xC2, 0xDF)
    if codec == "macroman":  # without its quotes, which in correct text precede accented letters
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
