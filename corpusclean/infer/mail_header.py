"""Claim subject and sender of an e-mail, from the header at the beginning of a plain text."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING

from corpusclean.infer.recognition.credits import read_credit

if TYPE_CHECKING:
    from corpusclean.document import Claim
    from corpusclean.infer.reading import Reading

_FIELD = re.compile(r"([A-Z][A-Za-z-]{1,30}):\s+(\S.*)")
_LONGEST = 40  # lines of a header
_FEWEST = 3  # a header has the fields From, Subject, and one that says when or to whom
_SENT = frozenset(("date", "sent", "to"))
_SENDERS = ("from", "x-from")
_ADDRESS = re.compile(r"\s*[<(\[].*|\S*@\S*")
_TITLE, _AUTHOR = 0.95, 0.97  # confidences: a header is written by the mail program


def claim_mail_header(reading: Reading) -> list[Claim]:
    """Claim the title and the author of an e-mail with a header; the header's date is read like any labelled date.

    Returns:
        Claims of "title", "authors" and "byline"; none for HTML, and for texts that do not begin with a header.
    """
    if reading.page.is_html:
        return []
    lines = reading.visible.lines[:_LONGEST]
    matches = takewhile(bool, (_FIELD.fullmatch(line.text) for line in lines))
    found = [match for match in matches if match]
    fields = {match[1].casefold(): number for number, match in reversed(list(enumerate(found)))}
    if len(fields) < _FEWEST or not {"from", "subject"} <= fields.keys() or _SENT.isdisjoint(fields):
        return []
    claims = [_claim(reading, "title", found[fields["subject"]], fields["subject"])]
    for number, match in ((fields[name], found[fields[name]]) for name in _SENDERS if name in fields):
        if senders := read_credit(_ADDRESS.sub("", match[2]).strip(" \"'"), "typed").authors:
            sender = "; ".join(senders)
            return [
                *claims,
                *(_claim(reading, field, match, number, sender) for field in ("authors", "byline")),
            ]
    return claims


def _claim(reading: Reading, field: str, match: re.Match[str], number: int, value: str = "") -> Claim:
    """Make a claim from the content of a header field; by default it is the value."""
    line = reading.visible.lines[number]
    start = line.start + line.text.find(match[2])
    method, confidence = ("text-note", _TITLE) if field == "title" else ("text-byline", _AUTHOR)
    return reading.line_claim(field, value or match[2], method, confidence, (start, start + len(match[2])))
