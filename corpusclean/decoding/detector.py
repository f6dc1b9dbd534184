"""Which legacy charset bytes are in: the one in which their visible text is the most probable.

Labels are evidence like any other. They lie too often to decide alone: with a wrong `<meta>` the libraries that
trust it read 55-68 % of legacy pages right.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpusclean.decoding.labels import codec_of
from corpusclean.decoding.sample import ASCII, high_run_count, take_sample, visible_text
from corpusclean.models.charsets import weigh

_LABEL_BITS = 8.0  # as if a label were right 255 times of 256, the usual default excepted
_DEFAULT_LABEL_BITS = 2.0
_DEFAULT = "cp1252"
# A pair of bytes, one of them high, costs at most 6.2 bits in the text of our samples, and from 9.2 on in noise
# and EBCDIC; a few pairs show nothing.
_NONSENSE_BITS = 8.0
_NONSENSE_PAIRS = 40
_ASCII_BITS = 1.0  # what other pairs cost
_CONFIDENCE_BITS = 8.0
# What a glance at a page with its markup is so sure of, a close look without the markup finds as well: of 2,662
# documents the glance errs in 14, by 5 bits at most.
_SURE_BITS = 8.0
_GLANCE_BYTES = 1_000
_CLOSE_LOOK_BYTES = 3_000  # more than this changes no verdict and costs time


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


def detect(payload: bytes, labels: Sequence[str] = (), among: Mapping[str, float] | None = None) -> Verdict:
    """Find the legacy charset of bytes that are not UTF-8.

    Args:
        payload: the bytes; HTML or plain text.
        labels: the declared labels.
        among: bits against single codecs, from what is known otherwise.

    Returns:
        The charset and who decided it.
    """
    declared = [codec for codec in map(codec_of, labels) if codec and codec != "utf-8"]
    against = dict(among or {})
    for codec in declared:
        bits = _DEFAULT_LABEL_BITS if codec == _DEFAULT else _LABEL_BITS
        against[codec] = against.get(codec, 0.0) - bits
    margin, verdict = _judge(take_sample(payload, payload, _GLANCE_BYTES), declared, against)
    if margin < _SURE_BITS:
        text = visible_text(payload) if b"<" in payload else payload
        _, verdict = _judge(take_sample(payload, text, _CLOSE_LOOK_BYTES), declared, against)
    return verdict


def _judge(sample: bytes, declared: Sequence[str], against: Mapping[str, float]) -> tuple[float, Verdict]:
    """The bits between the most probable charset and the next that reads the bytes otherwise; and the verdict."""
    costs = weigh(sample)
    for codec, bits in against.items():
        if codec in costs:
            costs[codec] += bits
    best = min(costs, key=costs.__getitem__)
    if _is_nonsense(sample, costs[best]):
        return 0.0, _unknown(sample, declared)
    text = sample.decode(best, "replace")
    others = (
        codec for codec in sorted(costs, key=costs.__getitem__) if sample.decode(codec, "replace") != text
    )
    margin = next((costs[codec] for codec in others), float("inf")) - costs[best]
    confidence = 1 - 0.5 ** (1 + margin / _CONFIDENCE_BITS)
    for codec in declared:
        if codec in costs and sample.decode(codec, "replace") == text:
            return margin, Verdict(codec, "declared", confidence)
    return margin, Verdict(best, "detector", confidence)


def _is_nonsense(sample: bytes, bits: float) -> bool:
    pairs = len(sample.translate(None, ASCII)) + high_run_count(sample)  # a run of n bytes is in n + 1 pairs
    return pairs >= _NONSENSE_PAIRS and bits > _NONSENSE_BITS * pairs + _ASCII_BITS * len(sample)


def _unknown(sample: bytes, declared: Sequence[str]) -> Verdict:
    """The verdict on bytes that no known charset explains: a declared label is believed if it can be true."""
    for codec in declared:
        try:
            if not re.search("[\x80-\x9f]", sample.decode(codec)):
                return Verdict(codec, "declared", 0.5)
        except UnicodeDecodeError:
            continue
    return Verdict(_DEFAULT, "fallback", 0.0)
