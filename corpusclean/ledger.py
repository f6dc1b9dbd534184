"""The way back: from a cleaned text and the row of its ledger to the input as it was decoded."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from corpusclean.errors import UsageError

_MISMATCH = (
    "restore: the ledger does not belong to this text: {}. Do: take the text of the row that has the id of the ledger "
    "row, unaltered."
)
_NO_ROW = (
    "restore: ledger is {!r:.80}, no row of a ledger. Do: give one with its cuts and repairs, as a dict."
)


def restore(text: str, ledger: Mapping[str, Any]) -> str:
    """Undo the cuts and repairs of a cleaned text.

    Args:
        text: the cleaned text of a row.
        ledger: the ledger row of the same id; only its `cuts`, `repairs` and `text_sha256` are read. Without the
            last, a text that was altered, or is another document's, is noticed only if the ranges do not fit it.

    Returns:
        The decoded input: the whole text of a text document, the visible text of an HTML page.

    Raises:
        UsageError: if `text` is no `str`, `ledger` is no ledger row, or it belongs to another text.

    >>> restore("ab", {"cuts": [{"start": 1, "end": 2, "text": "x"}], "repairs": []})
    'axb'
    """
    if not isinstance(text, str):
        raise UsageError(
            f"restore: text is a {type(text).__name__}. Do: give the cleaned text of a row, a str."
        )
    if not isinstance(ledger, Mapping) or not {"cuts", "repairs"} <= ledger.keys():
        raise UsageError(_NO_ROW.format(ledger))
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    if ledger.get("text_sha256") not in (None, digest):
        raise UsageError(_MISMATCH.format("the text is another, or was altered"))
    try:
        return _undo_repairs(undo_cuts(text, ledger["cuts"]), ledger["repairs"])
    except UsageError:
        raise
    except (KeyError, TypeError, ValueError):  # its cuts or repairs are none
        raise UsageError(_NO_ROW.format(ledger)) from None


def undo_cuts(text: str, cuts: Sequence[Mapping[str, Any]]) -> str:
    """Return the repaired text: the cleaned text with its cuts put back.

    Raises:
        UsageError: if the cuts do not belong to the text.
    """
    parts: list[str] = []
    position = 0  # in the repaired text
    kept = 0  # in the cleaned text
    for cut in cuts:
        step = cut["start"] - position
        if step < 0 or kept + step > len(text) or cut["end"] - cut["start"] != len(cut["text"]):
            raise UsageError(_MISMATCH.format(f"cut at {cut['start']}"))
        parts += (text[kept : kept + step], cut["text"])
        kept, position = kept + step, cut["end"]
    return "".join((*parts, text[kept:]))


def _undo_repairs(text: str, repairs: Sequence[Mapping[str, Any]]) -> str:
    """Return the decoded text: the repaired text with its repairs undone."""
    parts: list[str] = []
    position = 0
    for repair in repairs:
        if not position <= repair["start"] <= repair["end"] <= len(text):
            raise UsageError(_MISMATCH.format(f"repair at {repair['start']}"))
        code = repair["original_hex"]
        original = bytes.fromhex(code).decode("utf-8", "surrogatepass") if code else repair["original"]
        parts += (text[position : repair["start"]], original)
        position = repair["end"]
    return "".join((*parts, text[position:]))
