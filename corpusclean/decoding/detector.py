"""Detect the legacy charset of bytes: the one in which their visible text is most probable.

Declared labels only add to the probability. They are wrong too often to decide alone: where a `<meta>` is wrong,
libraries that trust it decode 55-68 % of legacy pages correctly.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpusclean.decoding.labels import codec_of
from corpusclean.decoding.sample import ASCII, high_run_count, take_sample, visible_text
from corpusclean.models.charsets import weigh

# Costs are in bits: the negative binary logarithm of a probability.
_LABEL_BITS = 8.0  # taken off the cost of a declared charset, as if labels were right 255 times of 256
_DEFAULT_LABEL_BITS = 2.0  # less for the charset that software declares by default
_DEFAULT = "cp1252"
# The mean cost of a pair of bytes with a non-ASCII one is at most 6.2 bits in text of our samples, and at least 9.2 in
# noise and EBCDIC. Too few pairs are no evidence.
_NONSENSE_BITS = 8.0
_NONSENSE_PAIRS = 40
_ASCII_BITS = 1.0  # cost of a pair of ASCII bytes
_CONFIDENCE_BITS = 8.0  # margin by which the error probability (1 - confidence) halves
# First a small sample with its markup is judged; if the best charset does not win by so many bits, a larger one without
# markup. Of 2,662 documents the small sample is wrong in 14, where it wins by at most 5 bits.
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
        payload: the bytes of an HTML or plain-text document, or some of its lines.
        labels: the declared labels.
        among: codec → bits added to its cost, for evidence from elsewhere.

    Returns:
        The charset and how it was found.
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
    """Return the verdict on a sample, after the margin in bits to the next charset that decodes it differently."""
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
    """Return the verdict on bytes that are text in no known charset: a declared one that can decode them, or cp1252."""
    for codec in declared:
        try:
            if not re.search("[\x80-\x9f]", sample.decode(codec)):
                return Verdict(codec, "declared", 0.5)
        except UnicodeDecodeError:
            continue
    return Verdict(_DEFAULT, "fallback", 0.0)
