"""Claim the dates that a page displays, by a conditional logit over the days on its lines."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from corpusclean.infer.caption_dates import is_caption_line
from corpusclean.infer.competition import value_chances
from corpusclean.infer.credits import is_photo_credit
from corpusclean.infer.cues import (
    DateLabel,
    byline_cue,
    is_attribution,
    is_label,
    label_after,
    label_before,
    spent,
    unread_words,
)
from corpusclean.infer.event_dates import is_event_day
from corpusclean.infer.json_ld import item_types
from corpusclean.infer.machine_dates import read_moment
from corpusclean.infer.people import person_name
from corpusclean.infer.placement import container, placement
from corpusclean.infer.roles import chance_features, role_chance
from corpusclean.languages import all_languages, cue_words
from corpusclean.lexicons import load_lexicon

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from corpusclean.document import Claim
    from corpusclean.infer.printed_dates import PrintedDate
    from corpusclean.infer.reading import Line, Reading
    from corpusclean.languages import NumericOrder

_FEW = 12  # a page with fewer lines has little more than its text
_AMERICAN_TIME = re.compile(r"[\s,]{0,3}\d{1,2}:\d\d\s?[ap]\.?m\.?\s?\(?[ECMP][SD]?T\b", re.IGNORECASE)
_SOME = 8  # maximal number of other words on a typical date line
# Words of a line of dates: of all, and of those that are not usual beside dates.
_MOST_OF_DATES, _BESIDE_DATES = 30, 3
_SURE_HEADLINE = 0.2  # minimal probability of a headline that is used
_MAX_SIGHTINGS, _MAX_CLAIMS = 300, 50
_LEAST = 0.05  # minimal probability of a claim
# Minimal number of days of a list; two days on elements of one class may be "published" and "updated"
_LIST = 3
_LAW = 4  # minimal number of words of the name of a law before its date
_ADDRESS = 200  # maximal number of characters of a URL before the date in it
_COUNT = re.compile(r"\d[\d.,]*\Z")
_ABOVE, _BELOW = 5, 25  # lines above and below a headline that are near it
_NUMBERS = re.compile(r"(\d{1,2})\s?[/-]\s?(\d{1,2})\s?[/-]")
_DAY_FIRST_DOMAINS = (".uk", ".au", ".nz", ".ie", ".in", ".za")
_MONTH_FIRST_DOMAINS = (".us", ".gov", ".edu", ".mil")
_DATELINE = re.compile(r"\s?[)\]]?\s?(?:/[^/]{2,30}/\s?)?(?:--?|[–—])\s")
_NUMBERED = re.compile(r"[^\W\d_]+[.:]{0,2}\s?\Z")
_LOGGED = re.compile(r"[ T]\d\d:\d\d:\d\d,\d{3}\b")
_CLOCK = re.compile(r"\b\d{1,2}[:.h]\d\d\b")
_PUBLISHED_NAMES = re.compile(
    r"publi|posted|pubdate|entry-date|post-date|date-created|datecreated", re.IGNORECASE
)
_MODIFIED_NAMES = re.compile(r"updated|modified|revision", re.IGNORECASE)
_DATE_NAMES = re.compile(r"date|time|meta|byline", re.IGNORECASE)
_SKIPPED = frozenset(
    "caption credit related-link comments video-link listing advertisement newsletter".split()
)


@dataclass(frozen=True, slots=True)
class Sighting:
    """A day on a line of the page.

    Args:
        position: index of the line in `Reading.lines`.
        value: ISO date.
        span: half-open range in the page's text, label included.
        label: the date label before or after it.
        features: features by name.
    """

    position: int
    value: str
    span: tuple[int, int]
    label: DateLabel
    features: dict[str, float]


def claim_from_lines(reading: Reading) -> list[Claim]:
    """Claim dates from the lines of a page: from date lines, bylines, labels, datelines and `<time>` elements.

    Returns:
        Claims of "date" with the probability of the day among all candidates, of "date_modified" for days with such
        a label, and of either for `<time>` elements.
    """
    sightings = list(_sightings(reading))
    rivals = _without_lists(reading, _candidate_sightings(reading, sightings))
    chances = value_chances(((seen.value, seen.features) for seen in rivals), reading.weights("date"))
    claims = [
        _claim(reading, rivals[number], "date", _method(rivals[number]), chance)
        for chance, number in chances.values()
        if chance >= _LEAST
    ]
    claims += islice(_modified(reading, sightings), _MAX_CLAIMS)
    return [*claims, *islice(_time_elements(reading), _MAX_CLAIMS)]


def _without_lists(reading: Reading, rivals: Iterable[Sighting]) -> list[Sighting]:
    """Drop the days of teasers: three or more days on elements of one class are a list of other pages."""
    rivals = list(rivals)
    days: dict[tuple[str, str], set[str]] = {}
    for seen in rivals:
        days.setdefault(_element(reading, seen), set()).add(seen.value)
    return [
        seen
        for seen in rivals
        if len(days[_element(reading, seen)]) < _LIST or not any(_element(reading, seen))
    ]


def _element(reading: Reading, seen: Sighting) -> tuple[str, str]:
    """Return tag and attributes of the element of a line; empty without attributes."""
    features = reading.lines[seen.position].features
    return (features.tag, features.attributes) if features and features.attributes else ("", "")


def numeric_order(reading: Reading) -> NumericOrder:
    """Infer the order of day and month: from unambiguous dates and American times, else from domain and language.

    Returns:
        "dmy", "mdy", or "" if it is unknown.
    """
    shown: set[NumericOrder] = set()
    for position, dates in reading.dates.items():
        line = reading.lines[position]
        for printed in dates:
            match = _NUMBERS.match(reading.page.text, printed.start, min(printed.end, line.end))
            if match and not printed.swappable and int(match[1]) != int(match[2]):
                shown.add("dmy" if int(match[1]) > 12 else "mdy")
            elif match and _AMERICAN_TIME.match(reading.page.text, printed.end, line.end):
                shown.add("mdy")
    if len(shown) == 1:
        return shown.pop()
    host = reading.host
    tag = reading.head.language.casefold()
    if host.endswith(_DAY_FIRST_DOMAINS) or (tag.startswith("en-") and tag != "en-us"):
        return "dmy"
    if host.endswith(_MONTH_FIRST_DOMAINS):
        return "mdy"
    by_code = {language.code: language.numeric_order for language in all_languages()}
    return "dmy" if by_code.get(reading.language) == "dmy" else ""


def candidates(reading: Reading) -> Iterator[tuple[str, dict[str, float]]]:
    """Return (ISO date, features) of each candidate for the day of publication, to fit the weights on."""
    return ((seen.value, seen.features) for seen in _candidate_sightings(reading, _sightings(reading)))


def _sightings(reading: Reading) -> list[Sighting]:
    """Return the days on all lines that may date the page itself."""
    swappable = any(printed.swappable for dates in reading.dates.values() for printed in dates)
    order = numeric_order(reading) if swappable else ""
    sightings: list[Sighting] = []
    for position, dates in reading.dates.items():
        if len(sightings) == _MAX_SIGHTINGS:
            break
        line = reading.lines[position]
        if line.reason in _SKIPPED or is_caption_line(reading, position) or is_photo_credit(line.text):
            continue
        if is_attribution(line.text):
            continue
        for number, printed in enumerate(dates):
            told = printed.day and not _is_no_date(reading, line, printed)
            if told and (value := printed.iso(order)) and len(sightings) < _MAX_SIGHTINGS:
                since = dates[number - 1].end if number else line.start
                seen = _sighting(reading, position, printed, (value, since))
                if len(dates) == 2 and sightings and _is_later_of_two(reading, sightings[-1], seen):
                    seen = replace(seen, label="modified")
                sightings.append(seen)
    return sightings


def _is_later_of_two(reading: Reading, first: Sighting, second: Sighting) -> bool:
    """Whether a line shows two days with no word between them, so that the later one is that of a change."""
    if first.position != second.position or second.label or first.label not in ("published", ""):
        return False
    between = reading.page.text[first.span[1] : second.span[0]]
    return first.value < second.value and not second.features["prose"] and not unread_words(between)


def _is_no_date(reading: Reading, line: Line, printed: PrintedDate) -> bool:
    """Whether a date is part of something else.

    That is a URL ("harbour.example/2016/05/03/ferry"), a number ("Version 3.2.21"), the name of a law, a quoted value
    in code, or an entry of a log.
    """
    before = reading.page.text[max(line.start, printed.start - _ADDRESS) : printed.start]
    if printed.short and (word := _NUMBERED.search(before)) and unread_words(word[0]):
        return not person_name(before[byline_cue(before) :].strip(), "bare")
    if (
        _dates_law(before)
        or before.endswith(('"', "'"))
        or _LOGGED.match(reading.page.text, printed.end, line.end)
    ):
        return True
    if not before.endswith("/"):
        return False
    host = before.split()[-1].removeprefix("https://").removeprefix("http://").partition("/")[0]
    return "." in host


def _dates_law(before: str) -> bool:
    """Whether the words before a date name what it was passed on: "Statute on the Use of Berths of"."""
    laws, words = load_lexicon("law_words"), before.casefold().split()
    if len(words) < _LAW or laws.isdisjoint(words) or label_before(before):
        return False
    return words[-1] in laws or words[-1] in load_lexicon("name_particles") or not unread_words(words[-1])


def _sighting(reading: Reading, position: int, printed: PrintedDate, found: tuple[str, int]) -> Sighting:
    """Return a date with its label and features; `found` is its ISO date, and where the text before it begins."""
    value, since = found
    line, text = reading.lines[position], reading.page.text
    before, after = text[since : printed.start], text[printed.end : line.end]
    label = label_before(before) or label_after(after)
    if not label and not before.strip(" :-–|•*") and since == line.start and position:
        above = reading.lines[position - 1]
        label = label_before(above.text) if above.words <= 5 and is_label(above.text) else ""
    if not label and is_event_day(text[line.start : printed.start], printed.day or 0, after):
        label = "undated"
    labelled = bool(label) and len(before) < 40
    start = printed.start - len(before) + spent(before) if labelled else printed.start
    features = {
        "bias": 1.0,
        f"label {label}": bool(label),
        "prose": line.is_prose and not _is_of_dates(reading, line, printed),
        "dateline": _is_dateline(reading, position, printed),
        "as of": not label and before.casefold().strip(" :·|–-") in cue_words("as_of"),
    }
    if features["dateline"] or not features["prose"]:  # other days in paragraphs are no candidates
        features |= _surroundings(reading, position, printed)
    return Sighting(position, value, (start, printed.end), label, features)


def _is_of_dates(reading: Reading, line: Line, printed: PrintedDate) -> bool:
    """Whether a long line has little but dates: "PUBLISHED: May 3, 2016 at 4:58 a.m. | UPDATED: May 4, 2016 at 9:02 a.m."."""
    if line.words > _MOST_OF_DATES:
        return False
    text = reading.page.text
    rest = f"{text[line.start : printed.start]} {text[printed.end : line.end]}"
    return len(unread_words(rest)) <= _BESIDE_DATES


def _surroundings(reading: Reading, position: int, printed: PrintedDate) -> dict[str, float]:
    """Return features of the other words on the line of a date, and of the line's position."""
    line, text = reading.lines[position], reading.page.text
    after = text[printed.end : line.end]
    unread = len(unread_words(text[line.start : printed.start] + " " + after))
    return {
        "bare": unread <= 1,
        "2-3 words": unread in (2, 3),
        "9+ words": unread > _SOME,
        "short year": printed.short,
        "clock": bool(_CLOCK.search(after[:20])),
        "count below": _has_count_below(reading, position),
        **placement(reading, position),
        **_markup(line),
    }


def _has_count_below(reading: Reading, position: int) -> bool:
    """Whether the line below is a number: forums show the number of posts below the day a user joined."""
    below = reading.lines[position + 1 : position + 2]
    return bool(below) and bool(_COUNT.match(below[0].text))


def _markup(line: Line) -> dict[str, float]:
    """Return features of the markup of a line."""
    features = line.features
    if features is None:
        return {}
    named = _named_label(features.attributes)
    return {
        f"named {named}": bool(named),
        "time element": bool(features.time),
        "date markup": bool(_DATE_NAMES.search(features.attributes)),
        **container(line, features),
    }


def _candidate_sightings(reading: Reading, sightings: list[Sighting]) -> list[Sighting]:
    """Return the candidates for the day of publication, with the features that compare them.

    Days with another label are no candidates, nor are days of events and days in paragraphs, except in a dateline.
    On the page of a product, days without a label are none either, since they date customer reviews.
    """
    labels = ("published",) if _is_product(reading) else ("published", "")
    events = {seen.value for seen in sightings if seen.label == "undated" and not seen.features["prose"]}
    rivals = [
        seen
        for seen in sightings
        if seen.label in labels
        and seen.value not in events
        and (seen.features["dateline"] or not seen.features["prose"])
    ]
    headline, chance = reading.headline
    days = Counter(seen.value for seen in rivals)
    below = [seen for seen in rivals if seen.position >= headline - _ABOVE]
    latest = max((int(seen.value[:4]) for seen in sightings), default=0)
    for seen in rivals:
        seen.features["years behind"] = min(5, latest - int(seen.value[:4])) / 5
        seen.features["latest"] = len(days) > 1 and seen.value == max(days)
        seen.features["earliest"] = len(days) > 1 and seen.value == min(days)
        seen.features["few lines"] = len(reading.lines) < _FEW
        seen.features["first"] = seen is rivals[0]
        seen.features["first below"] = chance * (bool(below) and seen is below[0])
        seen.features["many days"] = len(days) >= 5
        seen.features["repeated"] = days[seen.value] > 1
        seen.features.update(chance_features(role_chance(reading, "date", seen.position)))
    return rivals


def _is_product(reading: Reading) -> bool:
    """Whether JSON-LD declares that the page is about a product, and is no article."""
    articles = [item for item in reading.articles if "WebPage" not in item_types(item)]
    return not articles and any("Product" in item_types(item) for item in reading.items)


def _is_dateline(reading: Reading, position: int, printed: PrintedDate) -> bool:
    """Whether a paragraph begins with its place and day: "OSLO (May 3, 2016) – …"."""
    line = reading.lines[position]
    if position > reading.body + 1 or printed.start - line.start > 50 or not line.is_prose:
        return False
    text = reading.page.text
    if text[line.start : printed.start] in ("(", "["):
        return text[printed.end : printed.end + 1] in (")", "]")
    return bool(_DATELINE.match(text, printed.end, printed.end + 40))


def _modified(reading: Reading, sightings: list[Sighting]) -> Iterator[Claim]:
    """Claim the days of modification, with a higher confidence near the headline or if there is only one such day."""
    published = min((sighting.value for sighting in sightings if sighting.label == "published"), default="")
    seen = [
        sighting
        for sighting in sightings
        if sighting.label == "modified" or (sighting.features["as of"] and "" < published < sighting.value)
    ]
    headline, chance = reading.headline
    for sighting in seen:
        near = chance >= _SURE_HEADLINE and -_ABOVE <= sighting.position - headline <= _BELOW
        alone = len({other.value for other in seen}) == 1
        confidence = 0.93 if near else 0.75 if alone else 0.3
        if not sighting.features["prose"]:
            yield _claim(reading, sighting, "date_modified", "text-label", confidence)


def _time_elements(reading: Reading) -> Iterator[Claim]:
    """Claim the days in `<time>` elements: of publication, or of modification if text or class names say so."""
    headline, chance = reading.headline
    for position, line in enumerate(reading.lines):
        features = line.features
        if (
            not features
            or not features.time
            or line.reason in _SKIPPED
            or features.landmark in ("nav", "footer")
        ):
            continue
        near = chance >= _SURE_HEADLINE and -_ABOVE <= position - headline <= _BELOW
        # A second one on the line is mostly that of modification.
        value, precision = read_moment(features.time[0])
        label = label_before(line.text[:40]) or _named_label(features.attributes)
        if not value or precision in ("year", "month") or label == "undated":
            continue
        if not label and _is_product(reading):
            continue
        confidence = (0.9 if label else 0.75) if near else 0.3
        sighting = Sighting(position, value, (line.start, line.end), label, {})
        field = "date_modified" if label == "modified" else "date"
        yield _claim(reading, sighting, field, "time-element", confidence)


def _named_label(attributes: str) -> DateLabel:
    """Return the label that class names and other attributes give to a date."""
    published, modified = _PUBLISHED_NAMES.search(attributes), _MODIFIED_NAMES.search(attributes)
    if bool(published) == bool(modified):
        return ""
    return "published" if published else "modified"


def _method(sighting: Sighting) -> str:
    return "text-label" if sighting.label == "published" else "text-line"


def _claim(reading: Reading, sighting: Sighting, field: str, method: str, confidence: float) -> Claim:
    return reading.line_claim(field, sighting.value, method, round(confidence, 2), sighting.span)
