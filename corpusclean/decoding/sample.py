"""Take a sample of a document's bytes for charset detection: the non-ASCII bytes with their context."""

from __future__ import annotations

import re
from collections.abc import Iterator

ASCII = bytes(range(0x80))
_HIGH = re.compile(rb"[\x80-\xff]+")
_REFERENCE = re.compile(rb"&#?\w{1,31};")
_HIDDEN = ((b"<script", b"</script"), (b"<style", b"</style"), (b"<!--", b"-->"))
_CONTEXT = 30  # bytes before and after non-ASCII ("high") bytes, which show the language
_LONE_RUN = 4  # longer runs of high bytes are text in a non-Latin script, whose bytes all occur early


def take_sample(payload: bytes, text: bytes, size: int) -> bytes:
    """Sample the non-ASCII bytes of a document with their context, so that each of these byte values occurs.

    Args:
        payload: the bytes of a document.
        text: the part of it to take the sample from: all, or its visible text.
        size: approximate size of the sample in bytes.

    Returns:
        The sample, with white space collapsed.
    """
    stretches = list(_stretches(text, size)) or list(_stretches(payload, size))
    for byte in sorted(set(payload.translate(None, ASCII)) - set(b"".join(stretches))):
        at = payload.index(byte)
        end = at + len(payload[at : at + _LONE_RUN + 1].translate(None, ASCII))
        if end - at <= _LONE_RUN:
            stretches.append(payload[max(0, at - _CONTEXT) : end + _CONTEXT])
    return b" ".join(_REFERENCE.sub(b" ", b" ".join(stretches)).split())


def high_run_count(sample: bytes) -> int:
    """Count the runs of non-ASCII bytes."""
    return len(_HIGH.findall(sample))


def visible_text(payload: bytes) -> bytes:
    r"""Return the visible texts of an HTML page that have non-ASCII bytes; an unclosed element extends to the end.

    >>> visible_text(b"<p title='caf\xe9'>th\xe9</p><script>'\xe9'</script>")
    b'th\xe9'
    """
    for opening, closing in _HIDDEN:
        payload = _without(payload, opening, closing)
    *pieces, last = payload.split(b">")
    texts = [piece.rpartition(b"<")[0] for piece in pieces if not piece.isascii()]
    return b"\n".join(text for text in (*texts, last) if not text.isascii())


def _without(payload: bytes, opening: bytes, closing: bytes) -> bytes:
    lower = payload.lower()
    kept = []
    at = 0
    while (start := lower.find(opening, at)) >= 0:
        kept.append(payload[at:start])
        end = lower.find(closing, start)
        at = end if end >= 0 else len(payload)
    return b"".join([*kept, payload[at:]]) if kept else payload


def _stretches(text: bytes, left: int) -> Iterator[bytes]:
    """Yield runs of non-ASCII bytes with their context, `left` bytes in all; runs with common context are joined."""
    import numpy as np

    high = np.flatnonzero(np.frombuffer(text, np.uint8) > 0x7F)
    if not len(high):
        return
    gaps = np.flatnonzero(np.diff(high) > 2 * _CONTEXT)[: left // _CONTEXT]
    starts = high[[0, *(gaps + 1)]].tolist()
    ends = high[[*gaps, -1]].tolist()
    for start, last in zip(starts, ends, strict=True):
        end = min(last + 1, start + left)
        yield text[max(0, start - _CONTEXT) : end + _CONTEXT]
        left -= end - start + 2 * _CONTEXT
        if left <= 0:
            return
