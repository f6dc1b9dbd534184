"""Word vectors of the models: look hashed words up, and sum the vectors of the known ones of each line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpusclean.mark.line_words import Grams

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_BUCKET_BITS = 18
"""Bits of a hash that select its bucket; so no bucket of a vocabulary of 32,000 has more than a few hashes."""

_RAISED = 128  # offset that makes signed 8-bit numbers positive
_LANES = 4  # 16-bit numbers packed into one of 64 bits, to be added at once; so a line has at most 257 words


@dataclass(frozen=True, slots=True)
class WordVectors:
    """A vocabulary of hashes, and a vector for each.

    Args:
        hashes: (v + 1,) hashes of the known words, ascending; the last one is the largest hash, a sentinel.
        buckets: for each value of the first `_BUCKET_BITS` bits, the index of the first hash with these.
        longest: number of hashes in the largest bucket.
        packed: (v, c) the vectors, with `_RAISED` added to each value, and four values packed into one.
        width: number of values of a vector.
    """

    hashes: NDArray[np.uint32]
    buckets: NDArray[np.int32]
    longest: int
    packed: NDArray[np.uint64]
    width: int

    @classmethod
    def of(cls, hashes: NDArray[np.uint32], vectors: NDArray[np.int8]) -> WordVectors:
        """Index a vocabulary.

        Args:
            hashes: (v,) hashes of the known words, ascending.
            vectors: (v, d) their vectors.
        """
        import numpy as np

        starts = np.arange(1 << _BUCKET_BITS, dtype=np.uint32) << (32 - _BUCKET_BITS)
        buckets = np.searchsorted(hashes, starts)
        raised = np.zeros((len(vectors), -(-vectors.shape[1] // _LANES) * _LANES), np.uint16)
        raised[:, : vectors.shape[1]] = vectors.astype(np.int32) + _RAISED
        return cls(
            np.append(hashes, np.uint32(0xFFFFFFFF)),
            buckets.astype(np.int32),
            int(np.diff(buckets, append=len(hashes)).max()),
            raised.view(np.uint64),
            vectors.shape[1],
        )

    def sums(self, bag: Grams, lines: int) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        """Sum the vectors of the known words of each line.

        Args:
            bag: the hashed words, sorted by line.
            lines: n, the number of lines.

        Returns:
            (n, d) sums and (n,) numbers of known words.

        >>> import numpy as np
        >>> vectors = WordVectors.of(np.array([3, 8], np.uint32), np.array([[1, -1], [5, 0]], np.int8))
        >>> sums, count = vectors.sums(Grams(np.array([8, 3, 4], np.uint32), np.array([0, 0, 1])), 2)
        >>> sums.tolist(), count.tolist()
        ([[6, -1], [0, 0]], [2, 0])
        """
        import numpy as np

        place = self.buckets[bag.hashes >> np.uint32(32 - _BUCKET_BITS)]
        for _ in range(self.longest):
            place += self.hashes[place] < bag.hashes
        is_known = (self.hashes[place] == bag.hashes) & (place < len(self.packed))
        count = np.bincount(bag.line[is_known], minlength=lines)
        packed = np.zeros((lines, self.packed.shape[1]), np.uint64)
        used = np.flatnonzero(count)
        if len(used):
            first = (np.cumsum(count) - count)[used]
            packed[used] = np.add.reduceat(self.packed.take(place[is_known], axis=0), first, axis=0)
        sums = packed.view(np.uint16)[:, : self.width].astype(np.int32)
        sums -= (_RAISED * count)[:, None].astype(np.int32)
        return sums, count
