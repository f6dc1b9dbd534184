"""Claim dates, authors and publishers by htmldate and trafilatura, if the recipe names them as claimants."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpusclean.infer.facts.claims import head_claim, moment_claim
from corpusclean.infer.recognition.credits import read_credit
from corpusclean.infer.recognition.cues import byline_cue
from corpusclean.infer.recognition.printed_dates import LAST_YEAR
from corpusclean.quiet import silenced
from corpusclean.spelling import squeezed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from corpusclean.document import Claim
    from corpusclean.infer.reading import Reading

# Confidences: where our own inferrers abstain or disagree, at most this share of their values is right (metadata
# evaluation set, HTML, November 2026). So they support other claims, but do not win alone.
_HTMLDATE = 0.4
_TRAFILATURA = {"authors": 0.3, "date": 0.4, "source.name": 0.45}


def claim_by_peers(reading: Reading, claimants: Sequence[str]) -> list[Claim]:
    """Claim metadata with other libraries.

    Args:
        reading: the page; plain text gives no claims, since they read markup.
        claimants: "htmldate", "trafilatura" or both; see `Recipe.claimants`.

    Returns:
        Claims whose method is the name of the library; none of a library that raises an exception on the page.
    """
    if not reading.page.html:
        return []
    return [claim for name in claimants for claim in _PEERS[name](reading)]


def _latest_day(reading: Reading) -> str:
    """Return the latest day that a library may find: that of fetching, if known.

    Their default is today, so that results would depend on the day of the run.
    """
    fetched = reading.page.fetched_at
    return fetched.date().isoformat() if fetched else f"{LAST_YEAR}-12-31"


def _ask_htmldate(reading: Reading) -> Iterator[Claim]:
    """Claim the date of publication by htmldate's fast search; the extensive one took 34 s on one page."""
    from htmldate import find_date

    try:
        with silenced("htmldate"):
            day = find_date(
                reading.page.html,
                extensive_search=False,
                original_date=True,
                url=reading.page.url or None,
                max_date=_latest_day(reading),
            )
    except Exception:  # noqa: BLE001 - a library may raise anything on a hostile page
        return
    yield from _date_claim(day, "htmldate", _HTMLDATE)


def _ask_trafilatura(reading: Reading) -> Iterator[Claim]:
    """Claim authors, date and publisher by trafilatura, which takes the date from htmldate.

    Its title is not used: where it differs from ours, it is right on one page in ten.
    """
    from trafilatura.metadata import extract_metadata

    settings = {"original_date": True, "extensive_search": False, "max_date": _latest_day(reading)}
    try:
        with silenced("trafilatura", "htmldate"):
            found = extract_metadata(reading.page.html, reading.page.url or None, settings)
    except Exception:  # noqa: BLE001 - as above
        return
    yield from _date_claim(found.date, "trafilatura", _TRAFILATURA["date"])
    printed = found.author or ""
    names: list[str] = []
    for name in printed.split("; "):
        people = read_credit(name[byline_cue(name) :], "typed").authors
        names += [person for person in people if person not in names]
    own = [name for name in names if squeezed(name) not in reading.declared.site_names]
    # With a dot it is the host, their fallback.
    site = found.sitename if "." not in (found.sitename or "") else None
    values = {"authors": "; ".join(own), "source.name": site}
    for field, value in values.items():
        if value:
            yield head_claim(field, value, "trafilatura", _TRAFILATURA[field])


def _date_claim(day: str | None, method: str, confidence: float) -> Iterator[Claim]:
    claim = moment_claim("date", day or "", method, confidence)
    # Both libraries turn a month into a day by adding "-01".
    if claim and claim.precision == "day" and not claim.value.endswith("-01"):
        yield claim


_PEERS: Mapping[str, Callable[[Reading], Iterator[Claim]]] = {
    "htmldate": _ask_htmldate,
    "trafilatura": _ask_trafilatura,
}
