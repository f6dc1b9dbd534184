"""Find labels that are probably wrong, since a network fitted to other sites is sure of the opposite.

Labels are made by aligning lines with the gold text, and some 3 % are wrong: a heading that the gold text leaves out, a
listing that its annotator took for an aside. Training without them gives a better model (confident learning, Northcutt,
Jiang & Chuang 2021).
"""

from __future__ import annotations

import tempfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpusclean.mark.exact_layers import THOUSAND
from corpusclean.mark.line_network import load_network, score_lines
from corpusclean.training.line_corpus import BATCH, LineCorpus
from corpusclean.training.written_pages import is_written

if TYPE_CHECKING:
    from numpy.typing import NDArray

SURE = 940
"""Minimal probability, in thousandths, with which a network is sure that a line is content, or that it is not."""

TRUST = 0.2
"""Factor of the weight of a doubtful label. On one fold, with one network, word F1 rises from .9110 to .9126 with .3 and
to .9129 with .1, and F1 of dropped lines in half-cleaned texts from .510 to .544 and .546; with `SURE` at 900 word F1 is
.9115. Averaging labels and predictions of the network gave .9108."""

Fit = Callable[[LineCorpus, "NDArray[Any]"], Mapping[str, Any]]
"""Function that fits a network to some texts of a corpus, and returns the arrays of its model file."""


def weigh_doubts(corpus: LineCorpus, chosen: NDArray[Any], fit: Fit) -> LineCorpus:
    """Reduce the weight of the lines whose labels are probably wrong.

    The chosen texts are divided into halves by site; the labels of each half are compared with the predictions of a
    network fitted to the other half. Other texts are not used. The labels of pages written for training are not doubted:
    nothing was aligned there, and lines that the network does not understand are what they are for.

    Args:
        corpus: all texts.
        chosen: (texts,) whether a text is used for training.
        fit: function that fits the networks.

    Returns:
        The corpus with the new weights.
    """
    import numpy as np

    half = np.array([zlib.crc32(text.site.encode()) % 2 for text in corpus.texts])
    weight = corpus.weight.copy()
    for side in (0, 1):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, "half.npz")
            np.savez(file, **dict(fit(corpus, chosen & (half != side))))
            network = load_network(file)
        aligned = [
            number
            for number in np.flatnonzero(chosen & (half == side)).tolist()
            if corpus.start[number] < corpus.start[number + 1] and not is_written(corpus.texts[number])
        ]
        for first in range(0, len(aligned), BATCH):
            batch = aligned[first : first + BATCH]
            keep = score_lines(corpus.table(batch), network, roles=False).keep
            lines = np.concatenate([np.r_[corpus.lines_of(number)] for number in batch])
            weight[lines[doubtful(keep, corpus.target[lines])]] *= TRUST
    return replace(corpus, weight=weight)


def doubtful(keep: NDArray[Any], target: NDArray[Any]) -> NDArray[Any]:
    """Find the lines whose label a network contradicts.

    Args:
        keep: (n,) probability that each line is content, in thousandths.
        target: (n,) share of each line that is main content, 0..1.

    Returns:
        (n,) bool; never True for a line that is main content in part.

    >>> import numpy as np
    >>> doubtful(np.array([990, 990, 990, 5]), np.array([0.0, 1.0, 0.5, 1.0])).tolist()
    [True, False, False, True]
    """
    doubts: NDArray[Any] = ((keep >= SURE) & (target < 0.2)) | ((keep <= THOUSAND - SURE) & (target > 0.8))
    return doubts
