"""Infer whether the numeric dates of a page begin with the day or the month."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from corpusclean.infer.recognition.language_detection import language_code
from corpusclean.languages import all_languages

if TYPE_CHECKING:
    from corpusclean.infer.reading import Reading
    from corpusclean.languages import NumericOrder

_AMERICAN_TIME = re.compile(r"[\s,]{0,3}\d{1,2}:\d\d\s?[ap]\.?m\.?\s?\(?[ECMP][SD]?T\b", re.IGNORECASE)
_NUMBERS = re.compile(r"(\d{1,2})\s?[/-]\s?(\d{1,2})\s?[/-]")
_DAY_FIRST_DOMAINS = (".uk", ".au", ".nz", ".ie", ".in", ".za")
_MONTH_FIRST_DOMAINS = (".us", ".gov", ".edu", ".mil")


def numeric_order(reading: Reading) -> NumericOrder:
    """Infer the order of day and month: from unambiguous dates and American times, else from domain and language.

    Returns:
        "dmy", "mdy", or "" if it is unknown.
    """
    shown: set[NumericOrder] = set()
    for position, dates in reading.signs.dates.items():
        line = reading.visible.lines[position]
        for printed in dates:
            match = _NUMBERS.match(reading.page.text, printed.start, min(printed.end, line.end))
            if match and not printed.swappable and int(match[1]) != int(match[2]):
                shown.add("dmy" if int(match[1]) > 12 else "mdy")
            elif match and _AMERICAN_TIME.match(reading.page.text, printed.end, line.end):
                shown.add("mdy")
    if len(shown) == 1:
        return shown.pop()
    host = reading.declared.host
    tag = reading.declared.head.language.casefold()
    if host.endswith(_DAY_FIRST_DOMAINS) or (tag.startswith("en-") and tag != "en-us"):
        return "dmy"
    if host.endswith(_MONTH_FIRST_DOMAINS):
        return "mdy"
    code = language_code(reading.declared.head.language) or reading.visible.detected_language[0]
    by_code = {language.code: language.numeric_order for language in all_languages()}
    return "dmy" if by_code.get(code) == "dmy" else ""
