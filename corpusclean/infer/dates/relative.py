"""Claim dates relative to the present ("3 hours ago", "gestern"), for pages whose time of fetching is known."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING

from corpusclean.infer.recognition.date_labels import label_before
from corpusclean.infer.recognition.printed_dates import FIRST_YEAR, LAST_YEAR
from corpusclean.languages import all_languages
from corpusclean.spelling import is_unspaced

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpusclean.document import Claim
    from corpusclean.infer.reading import Reading

_ABOVE, _BELOW = 2, 8  # lines around the headline; farther down are comments and other stories
_MAX_WORDS = 14  # of a line with such a date
_MAX_COUNT = 400  # of days, hours or minutes ago
_SURE_HEADLINE = 0.3
_DAY, _BOUND = 0.8, 0.8  # confidences, not measured: no evaluation set has times of fetching
_MAX_CLOCK = 12  # characters of ", 14:05 Uhr"
_WORD = re.compile(r"[^\W\d_]+")
_STEPS = {"hours": timedelta(hours=1), "minutes": timedelta(minutes=1)}


@dataclass(frozen=True, slots=True)
class _Form:
    """The meaning of a relative date.

    Args:
        unit: "today", "yesterday", "days", "hours" or "minutes".
        west, east: lowest and highest UTC offset, in hours, of the places where its language is used.
    """

    unit: str
    west: int
    east: int


def claim_relative_dates(reading: Reading) -> list[Claim]:
    """Claim the first relative date near the headline.

    Returns:
        A claim of "date" (or of "date_modified" after such a label) if only one day is possible in all time zones
        of the language. Sites round "3 days ago" in different ways, so it gives the bound "date.not_before". No
        claim if the time of fetching is unknown.
    """
    fetched = reading.page.fetched_at
    position, chance = reading.headline
    if (
        fetched is None
        or not FIRST_YEAR <= fetched.year <= LAST_YEAR
        or position < 0
        or chance < _SURE_HEADLINE
    ):
        return []
    fetched = fetched.replace(tzinfo=UTC) if fetched.tzinfo is None else fetched.astimezone(UTC)
    for number in range(max(0, position - _ABOVE), min(len(reading.visible.lines), position + _BELOW + 1)):
        line = reading.visible.lines[number]
        if number == position or line.words > _MAX_WORDS or line.is_prose or number in reading.signs.dates:
            continue
        if match := _pattern().search(line.text.replace("’", "'")):
            return list(_claims(reading, number, match, fetched))
    return []


def _claims(reading: Reading, number: int, match: re.Match[str], fetched: datetime) -> Iterator[Claim]:
    line = reading.visible.lines[number]
    form, count = _meaning(match[0])
    before, after = line.text[: match.start()], line.text[match.end() :]
    label = label_before(before)
    if form is None or count > _MAX_COUNT or label == "undated":
        return
    if form.unit in ("today", "yesterday") and not (_is_no_word(after) and (label or _is_no_word(before))):
        return  # "What opens today in Tarn"
    span = (line.start + match.start(), line.start + match.end())
    if form.unit == "days":
        first = fetched + timedelta(hours=form.west) - timedelta(days=count + 1)
        if label != "modified":
            yield _day_claim(reading, "date.not_before", first, _BOUND, span)
        return
    earliest, latest = _limits(form, count, fetched)
    if earliest.date() == latest.date():
        yield _day_claim(reading, "date_modified" if label == "modified" else "date", latest, _DAY, span)


def _day_claim(
    reading: Reading, field: str, moment: datetime, confidence: float, span: tuple[int, int]
) -> Claim:
    return reading.line_claim(field, moment.date().isoformat(), "text-relative", confidence, span)


def _limits(form: _Form, count: int, fetched: datetime) -> tuple[datetime, datetime]:
    """Return the earliest and latest local time of publication; sites round down, up or to the nearest unit."""
    if step := _STEPS.get(form.unit):
        earliest, latest = fetched - (count + 1) * step, fetched - max(0, count - 1) * step
    else:
        earliest = latest = fetched - timedelta(days=form.unit == "yesterday")
    return earliest + timedelta(hours=form.west), latest + timedelta(hours=form.east)


def _is_no_word(text: str) -> bool:
    """Whether a text is a clock time, a sign or empty."""
    return len(_WORD.findall(text)) <= 1 and len(text) <= _MAX_CLOCK


def _meaning(printed: str) -> tuple[_Form | None, int]:
    """Return the form of a relative date, or None, and its number."""
    digits = "".join(filter(str.isdecimal, printed))
    form = " ".join(re.sub(r"\d+", "{n}", printed).casefold().split())
    return _forms().get(form), int(digits) if digits else 1


@cache
def _forms() -> dict[str, _Form]:
    """Map the forms of all languages to their meanings; a form in several languages has the UTC offsets of all."""
    found: dict[str, _Form] = {}
    for language in all_languages():
        west, east = language.utc_offsets
        for unit, forms in language.relative.items():
            for form in forms:
                known = found.get(form, _Form(unit, west, east))
                found[form] = _Form(unit, min(west, known.west), max(east, known.east))
    return found


@cache
def _pattern() -> re.Pattern[str]:
    """Compile all forms, between word boundaries; they are literals with a short number, so matching is linear."""
    forms = sorted(_forms(), key=lambda form: (-len(form), form))
    spaced = "|".join(_literal(form) for form in forms if not is_unspaced(form[-1]))
    unspaced = "|".join(_literal(form) for form in forms if is_unspaced(form[-1]))
    return re.compile(rf"(?<!\w)(?:{spaced})(?!\w)|(?<!\d)(?:{unspaced})", re.IGNORECASE)


def _literal(form: str) -> str:
    return re.escape(form).replace(r"\{n\}", r"\d{1,4}").replace(r"\ ", r"\s")
