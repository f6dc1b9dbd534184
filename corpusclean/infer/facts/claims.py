"""Make claims from what the head of a page declares."""

from __future__ import annotations

from dataclasses import replace

from corpusclean.document import Claim
from corpusclean.infer.recognition.machine_dates import read_moment
from corpusclean.spelling import plain

MAX_QUOTE = 200
"""Maximal number of characters of the evidence that a claim quotes."""


def head_claim(field: str, value: str, method: str, confidence: float, *, quote: str = "") -> Claim:
    """Make a claim from the head or the URL of a page.

    Args:
        field: field of the claim.
        value: its value; control characters are removed.
        method: its method.
        confidence: its confidence, 0..1.
        quote: the evidence as printed; by default the value.
    """
    return Claim(field, plain(value), method, confidence, quote=plain(quote or value)[:MAX_QUOTE])


def moment_claim(field: str, printed: str, method: str, confidence: float) -> Claim | None:
    """Make a claim of a date in the head of a page, with its precision; None if it cannot be parsed.

    >>> claim = moment_claim("date", "2018-01-18T23:30:00Z", "meta:date", 0.7)
    >>> claim and (claim.value, claim.precision)
    ('2018-01-18', 'second')
    """
    value, precision = read_moment(printed)
    if precision is None:
        return None
    return replace(head_claim(field, value, method, confidence, quote=printed), precision=precision)
