"""Recognise who answers in threads of forums, where every post is signed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpusclean.infer.authors.byline_lines import is_account
from corpusclean.infer.recognition.collectives import ACCOUNT
from corpusclean.lexicons import load_lexicon

if TYPE_CHECKING:
    from corpusclean.infer.authors.byline_lines import Byline
    from corpusclean.infer.reading import Reading


def without_replies(reading: Reading, found: list[Byline]) -> list[Byline]:
    """Drop the bylines of the posts that answer the first one, if a page is a thread.

    A plain text is one if it describes several members, or if the same account and others sign it several times.

    Args:
        reading: the page; for HTML, the first line that is marked up as an account opened the thread.
        found: candidate bylines in page order.

    Returns:
        The candidates; of a thread, those with the names of the first signature.
    """
    if found and reading.page.is_html and reading.declared.is_thread:
        return _of_opener(reading, found)
    if not found or reading.page.is_html:
        return found
    cued = [
        byline for byline in found if byline.trust == "cued" and byline.position in reading.signs.byline_cues
    ]
    signed = [byline for byline in cued if byline.position in reading.signs.dates]
    if not _describes_members(reading):
        # Where members are not described, the day of a post may be below the name of its author.
        signed = [
            byline
            for byline in cued
            if not reading.signs.dates.keys().isdisjoint((byline.position, byline.position + 1))
        ]
        names = {byline.credit.authors[0] for byline in signed}
        accounts = any(byline.method.endswith(ACCOUNT) for byline in signed)
        if not (accounts and 1 < len(names) < len(signed) and signed[0] is found[0]):
            return found
    return [byline for byline in found if signed and byline.credit.authors == signed[0].credit.authors]


def _of_opener(reading: Reading, found: list[Byline]) -> list[Byline]:
    """Drop the bylines below the line of the first account, unless they repeat a name on it or above."""
    headline, _ = reading.headline
    lines = reading.visible.lines
    accounts = (
        position
        for position, line in enumerate(lines)
        if position > headline and line.features and not line.features.hidden and is_account(line)
    )
    if (first := next(accounts, -1)) < 0:
        return found
    openers = {
        name
        for byline in found
        for name in byline.credit.authors
        if byline.position <= first or name in lines[first].text
    }
    return [
        byline
        for byline in found
        if byline.position <= first or not openers.isdisjoint(byline.credit.authors)
    ]


def _describes_members(reading: Reading) -> bool:
    """Whether two lines have the same label of a member of a forum and a number: "Posts: 12"."""
    labels = (
        label.rstrip()
        for label, colon, value in (line.partition(":") for line in reading.visible.folded)
        if colon and any(map(str.isdecimal, value))
    )
    described = [label for label in labels if label in load_lexicon("member_labels")]
    return len(described) > len(set(described))
