"""Which legacy charset bytes are in: the one in which their visible text is the most probable.

Labels are evidence like any other. They lie too often to decide alone: with a wrong `<meta>` the libraries that
trust it read 55-68 % of legacy pages right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpusclean.decoding.labels import codec_of
from corpusclean.models.charsets import weigh

_HIGH = re.compile(rb"[\x80-\xff]+")
ASCII = bytes(range(0x80))
# What a page does not show; what is never closed goes to its end, which keeps the search linear. Written for
# speed: the most usual tags first, and no flag that slows each character down.
_MARKUP = re.compile(
    rb"<(?:[^<>sS!][^<>]*>|[sS][cC][rR][iI][pP][tT]\b.*?(?:</[sS][cC][rR]|\Z)"
    rb"|[sS][tT][yY][lL][eE]\b.*?(?:</[sS][tT][yY]|\Z)|!--.*?(?:-->|\Z)|[^<>]*>)",
    re.DOTALL,
)
_REFERENCE = re.compile(rb"&#?\w{1,31};")
_CONTEXT = 30  # bytes around high bytes, which tell the language
_FOCUS_BYTES = 3_000  # more than this changes no verdict and costs time
_LONE_RUN = 4  # longer runs of high bytes are text of a non-Latin script, whose bytes all occur early
_LABEL_BITS = 8.0  # as if a label were right 255 times of 256, the usual default excepted
_DEFAULT_LABEL_BITS = 2.0
_DEFAULT = "cp1252"
# A pair of bytes, one of them high, costs at most 6.2 bits in the text of our samples, and from 9.2 on in noise
# and EBCDIC; a few pairs show nothing.
_NONSENSE_BITS = 8.0
_NONSENSE_PAIRS = 40
_ASCII_BITS = 1.0  # what other pairs cost
_CONFIDENCE_BITS = 8.0


@dataclass(frozen=True, slots=True)
class Verdict:
    """The charset of some bytes.

    Args:
        codec: Python codec name.
        decided_by: "detector", "declared" or "fallback".
        confidence: 0..1.
    """

    codec: str
    decided_by: str
    confidence: float


def detect(payload: bytes, labels: Sequence[str] = (), among: dict[str, float] | None = None) -> Verdict:
    """Find the legacy charset of bytes that are not UTF-8.

    Args:
        payload: the bytes; HTML or plain text.
        labels: the declared labels.
        among: bits against single codecs, from what is known otherwise.

    Returns:
        The charset and who decided it.
    """
    focus = _focus(payload)
    costs = weigh(focus)
    for codec, bits in (among or {}).items():
        if codec in costs:
            costs[codec] += bits
    declared = [codec for codec in map(codec_of, labels) if codec and codec != "utf-8"]
    for codec in declared:
        if codec in costs:
            costs[codec] -= _DEFAULT_LABEL_BITS if codec == _DEFAULT else _LABEL_BITS
    best = min(costs, key=costs.__getitem__)
    pairs = len(focus.translate(None, ASCII)) + len(
        _HIGH.findall(focus)
    )  # a run of n bytes is in n + 1 pairs
    if pairs >= _NONSENSE_PAIRS and costs[best] > _NONSENSE_BITS * pairs + _ASCII_BITS * len(focus):
        return _unknown(focus, declared)
    text = focus.decode(best, "replace")
    others = (
        codec for codec in sorted(costs, key=costs.__getitem__) if focus.decode(codec, "replace") != text
    )
    rival = next((costs[codec] for codec in others), float("inf"))
    confidence = 1 - 0.5 ** (1 + (rival - costs[best]) / _CONFIDENCE_BITS)
    for codec in declared:
        if codec in costs and focus.decode(codec, "replace") == text:
            return Verdict(codec, "declared", confidence)
    return Verdict(best, "detector", confidence)


def _unknown(focus: bytes, declared: Sequence[str]) -> Verdict:
    """What no charset that we know explains: a label is believed if it can be true."""
    for codec in declared:
        try:
            if not re.search("[\x80-\x9f]", focus.decode(codec)):
                return Verdict(codec, "declared", 0.5)
        except UnicodeDecodeError:
            continue
    return Verdict(_DEFAULT, "fallback", 0.0)


def _focus(payload: bytes) -> bytes:
    """The visible stretches with high bytes and, so that each of them counts, the first of each other one."""
    visible = _MARKUP.sub(b"\n", payload) if b"<" in payload else payload
    stretches = list(_stretches(visible)) or list(_stretches(payload))
    for byte in sorted(set(payload.translate(None, ASCII)) - set(b"".join(stretches))):
        at = payload.index(byte)
        end = at + len(payload[at : at + _LONE_RUN + 1].translate(None, ASCII))
        if end - at <= _LONE_RUN:
            stretches.append(payload[max(0, at - _CONTEXT) : end + _CONTEXT])
    return b" ".join(_REFERENCE.sub(b" ", b" ".join(stretches)).split())


def _stretches(text: bytes) -> Iterator[bytes]:
    """The runs of high bytes with their context, joined where they are near, up to a number of bytes."""
    text = b"\n".join(line for line in text.split(b"\n") if not line.isascii())
    start, end, left = 0, -1, _FOCUS_BYTES
    for run in _HIGH.finditer(text):
        if end >= 0 and (run.start() - end > 2 * _CONTEXT or end - start > left):
            yield text[max(0, start - _CONTEXT) : end + _CONTEXT]
            left -= end - start + 2 * _CONTEXT
            if left <= 0:
                return
            start = run.start()
        elif end < 0:
            start = run.start()
        end = min(run.end(), run.start() + left)
    if end >= 0:
        yield text[max(0, start - _CONTEXT) : end + _CONTEXT]
