"""Labels that are likely wrong: a network that has not seen their site is sure of the opposite.

Labels are made by aligning lines with gold text, and some 3 % are wrong: a heading that the gold text leaves out, a
listing that its annotator took for an aside. To learn from them costs more than to do without (confident learning,
Northcutt, Jiang & Chuang 2021).
"""

from __future__ import annotations

import tempfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpusclean.mark.line_network import THOUSAND, load_network, score_lines
from corpusclean.training.line_corpus import LineCorpus

if TYPE_CHECKING:
    from numpy.typing import NDArray

SURE = 940
"""From this probability on (in thousandths) a network is sure that a line is content, or that it is not."""

TRUST = 0.2
"""The weight that a doubtful label keeps. On one fold, with one network, word F1 rises from .9110 to .9126 with .3 and to
.9129 with .1, and F1 of dropped lines in half-cleaned texts from .510 to .544 and .546; with `SURE` at 900 word F1 is
.9115. To mix the network's own opinion into the labels gave .9108."""

Fit = Callable[[LineCorpus, "NDArray[Any]"], Mapping[str, Any]]
"""Fits a network on some texts of a corpus and returns the arrays of its model file."""


def weigh_doubts(corpus: LineCorpus, chosen: NDArray[Any], fit: Fit) -> LineCorpus:
    """Reduce the weight of the lines whose labels are likely wrong.

    The chosen texts are parted in two halves by site, and each half is judged by a network that has learnt from the
    other one; what was not chosen teaches nobody anything.

    Args:
        corpus: all texts.
        chosen: (texts,) whether to learn from a text.
        fit: makes the networks.

    Returns:
        The corpus with other weights.
    """
    import numpy as np

    half = np.array([zlib.crc32(text.site.encode()) % 2 for text in corpus.texts])
    weight = corpus.weight.copy()
    for side in (0, 1):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, "half.npz")
            np.savez(file, **dict(fit(corpus, chosen & (half != side))))
            network = load_network(file)
        for number in np.flatnonzero(chosen & (half == side)).tolist():
            lines = corpus.lines_of(number)
            if lines.start < lines.stop:
                keep = score_lines(corpus.table([number]), network, roles=False).keep
                weight[lines][doubtful(keep, corpus.target[lines])] *= TRUST
    return replace(corpus, weight=weight)


def doubtful(keep: NDArray[Any], target: NDArray[Any]) -> NDArray[Any]:
    """Whether a network contradicts the label of each line.

    Args:
        keep: (n,) how likely each line is content, in thousandths.
        target: (n,) how much of it should stay, 0..1.

    Returns:
        (n,) bool; a line that is half content is never doubtful.

    >>> import numpy as np
    >>> doubtful(np.array([990, 990, 990, 5]), np.array([0.0, 1.0, 0.5, 1.0])).tolist()
    [True, False, False, True]
    """
    doubts: NDArray[Any] = ((keep >= SURE) & (target < 0.2)) | ((keep <= THOUSAND - SURE) & (target > 0.8))
    return doubts
