"""Parse dates and times in machine-readable formats, as in meta tags, attributes and JSON-LD."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from corpusclean.infer.recognition.printed_dates import FIRST_YEAR, LAST_YEAR, find_dates, real_day

if TYPE_CHECKING:
    from corpusclean.document import Precision

# ISO 8601 and common variants: hyphens, "T" and seconds are optional. All repetitions are bounded, so matching is linear.
_ISO = re.compile(
    r"\s*(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?|(\d\d)(\d\d))?(?:[T ]{1,2}(\d{1,2}):?(\d\d)(:?\d\d)?)?(?!\d)(?!\s?[A-Za-z]{3,})"
)
_EPOCH = re.compile(r"\s*(\d{10})(\d{3})?\s*\Z")


def read_moment(text: str) -> tuple[str, Precision | None]:
    """Parse a machine-readable date; the day is kept as printed, whatever the time zone.

    Args:
        text: ISO 8601, Unix time in seconds or milliseconds, or a date as people write it.

    Returns:
        (ISO date, precision); ("", None) if there is no valid date.

    >>> read_moment("2018-01-18T23:30:00Z"), read_moment("2018-01"), read_moment("Thu, 18 Jan 2018 10:00 GMT")
    (('2018-01-18', 'second'), ('2018-01', 'month'), ('2018-01-18', 'day'))
    """
    text = text[:100]
    if match := _EPOCH.match(text):
        moment = datetime.fromtimestamp(int(match[1]), UTC)
        return (moment.date().isoformat(), "second") if FIRST_YEAR <= moment.year <= LAST_YEAR else ("", None)
    match = _ISO.match(text)
    if match and (match[2] or match[4] or match.end() == len(text.rstrip())):
        return _from_iso(match)
    for printed in find_dates(text)[:1]:
        if value := printed.iso():
            return value, printed.precision
    return "", None


def _from_iso(match: re.Match[str]) -> tuple[str, Precision | None]:
    year, month, day = int(match[1]), int(match[2] or match[4] or 0), int(match[3] or match[5] or 0)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return "", None
    if not month:
        return f"{year:04d}", "year"
    if not real_day(year, month, day or 1):
        return "", None
    if not day:
        return f"{year:04d}-{month:02d}", "month"
    precision: Precision = "second" if match[8] else "minute" if match[6] else "day"
    return f"{year:04d}-{month:02d}-{day:02d}", precision
