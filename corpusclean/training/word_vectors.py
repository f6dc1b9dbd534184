"""Compute word vectors from co-occurrence, with which the word embeddings of the networks are initialised.

Words with similar contexts, in their own line and in the lines before and after, get similar vectors, even if they are
rare in labelled lines: a factorisation of positive pointwise mutual information (Levy, Goldberg & Dagan 2015,
"Improving distributional similarity with lessons learned from word embeddings").
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from corpusclean.mark.line_words import Grams

if TYPE_CHECKING:
    from numpy.typing import NDArray

CONTEXTS = 512
"""Number of context words: the most frequent words."""

SMOOTHING = 0.75
"""Exponent of the frequencies of contexts, which reduces the influence of rare ones (Levy, Goldberg & Dagan 2015)."""

MOST_IN_A_LINE = 2
"""Maximal count of one word in a line."""

MOST_LINES = 3_000
"""Maximal number of lines used of a text, from its beginning."""

START = 0.1
"""Standard deviation of the values of initial vectors."""

_SPARE, _POWERS = 12, 4  # oversampling and number of power iterations of the randomised factorisation


def cooccurrence_vectors(
    texts: Iterable[Sequence[Grams]], vocabulary: NDArray[Any], size: int, seed: int = 0
) -> NDArray[Any]:
    """Compute word vectors from co-occurrence.

    Args:
        texts: for each text its bags of hashes by line; the first bag has the words, which are the contexts.
        vocabulary: (v,) the hashes that get a vector, ascending.
        size: size of a vector.
        seed: seed of the factorisation.

    Returns:
        (v, size) float64; each column has the mean 0 and the standard deviation 1.

    >>> import numpy as np
    >>> rain, sleet, menu, login = range(4)
    >>> def text(*words: int) -> list[Grams]:
    ...     return [Grams(np.array(words, np.uint32), np.zeros(len(words), np.int64))]
    >>> texts = [text(rain, 10), text(sleet, 10), text(menu, 20), text(login, 20)] * 5
    >>> vectors = cooccurrence_vectors(texts, np.array([rain, sleet, menu, login, 10, 20]), 2)
    >>> bool(vectors[rain] @ vectors[sleet] > vectors[rain] @ vectors[login])
    True
    """
    import numpy as np

    read = [[_known(bag, vocabulary) for bag in bags] for bags in texts]
    column = _columns([rows for (rows, _), *_ in read], len(vocabulary))
    counts = np.zeros((len(vocabulary), 3 * CONTEXTS), np.float32)
    for bags in read:
        lines = 1 + max(int(line.max(initial=-1)) for _, line in bags)
        contexts = _contexts(*bags[0], lines, column)
        for rows, line in bags:
            _add(counts, rows, contexts[line])
    vectors: NDArray[Any] = _factored(_mutual_information(counts), size, seed)
    return vectors


def _known(bag: Grams, vocabulary: NDArray[Any]) -> tuple[Any, Any]:
    """Return the indices in the vocabulary of the known hashes of a bag, and their lines."""
    rows = embedding_rows(vocabulary, bag.hashes)
    known = (rows > 0) & (bag.line < MOST_LINES)
    return rows[known] - 1, bag.line[known]


def _columns(words: Sequence[Any], size: int) -> Any:
    """Return (size,): the column of each word of the vocabulary that is a context, -1 for the others."""
    import numpy as np

    frequency = np.bincount(np.concatenate(words), minlength=size)
    contexts = np.argsort(-frequency, kind="stable")[:CONTEXTS]
    column = np.full(size, -1)
    column[contexts] = np.arange(len(contexts))
    return column


def _contexts(rows: Any, line: Any, lines: int, column: Any) -> Any:
    """Return (lines, 3 CONTEXTS): counts of each context in each line, in the previous and in the next line."""
    import numpy as np

    context = column[rows]
    place = ((line + 1) * CONTEXTS + context)[context >= 0]
    own = np.bincount(place, minlength=(lines + 2) * CONTEXTS).reshape(lines + 2, CONTEXTS)
    own = np.minimum(own, MOST_IN_A_LINE).astype(np.float32)
    return np.concatenate([own[1:-1], own[:-2], own[2:]], axis=1)


def _add(counts: Any, rows: Any, values: Any) -> None:
    """Add values to rows of a table, in place; rows may be repeated."""
    import numpy as np

    order = np.argsort(rows, kind="stable")
    rows = rows[order]
    if len(first := np.flatnonzero(np.diff(rows, prepend=-1))):
        counts[rows[first]] += np.add.reduceat(values[order], first, axis=0)


def _mutual_information(counts: Any) -> Any:
    """Return the positive pointwise mutual information of rows and columns."""
    import numpy as np

    of_row = np.maximum(counts.sum(axis=1, keepdims=True), 1)
    of_column = np.maximum(counts.sum(axis=0, keepdims=True), 1).astype(np.float64) ** SMOOTHING
    expected = of_row * (of_column / of_column.sum()).astype(np.float32)
    return np.log(np.maximum(counts / expected, 1))


def _factored(table: Any, size: int, seed: int) -> Any:
    """Return the first left singular vectors times the roots of their values (Halko, Martinsson & Tropp 2011)."""
    import numpy as np

    basis = np.random.default_rng(seed).standard_normal((table.shape[1], size + _SPARE)).astype(table.dtype)
    basis, _ = np.linalg.qr(table @ basis)
    for _ in range(_POWERS):
        basis, _ = np.linalg.qr(table.T @ basis)
        basis, _ = np.linalg.qr(table @ basis)
    left, values, _ = np.linalg.svd(basis.T @ table, full_matrices=False)
    vectors = ((basis @ left) * np.sqrt(values))[:, :size].astype(np.float64)
    vectors -= vectors.mean(axis=0)  # the common part of all vectors has no information
    return vectors / np.maximum(vectors.std(axis=0), 1e-9)


def embedding_rows(vocabulary: NDArray[Any], hashes: NDArray[Any]) -> NDArray[Any]:
    """Return the rows of hashed words in the layer that `embed` makes.

    Args:
        vocabulary: (v,) the hashes that have a vector, ascending.
        hashes: the hashes of any words.

    Returns:
        The row of each word; 0 for one that is not in the vocabulary.
    """
    import numpy as np

    place = np.minimum(np.searchsorted(vocabulary, hashes), len(vocabulary) - 1)
    return np.where(vocabulary[place] == hashes, place + 1, 0)


def embed(vectors: NDArray[Any]) -> Any:
    """Make a torch layer of mean vectors, initialised with these; row 0 is for unknown words."""
    import torch
    from torch import nn

    layer = nn.EmbeddingBag(len(vectors) + 1, vectors.shape[1], mode="mean", padding_idx=0)
    known: Any = layer.weight
    known.data[0] = 0
    known.data[1:] = torch.from_numpy(vectors * START)
    return layer
