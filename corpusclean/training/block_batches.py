"""Settings of the block model's training, and batches of labelled pages as tensors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from corpusclean.document import CUT_REASONS
from corpusclean.mark.block_network import NEAREST, PAGE_TYPES
from corpusclean.mark.exact_layers import GAP
from corpusclean.mark.line_network import MAX_COUNTED_WORDS
from corpusclean.mark.line_words import BAGS, Grams
from corpusclean.training.block_data import LabelledPage
from corpusclean.training.word_vectors import embedding_rows

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Settings:
    """Hyperparameters; the values were chosen on the first of the five folds.

    Args:
        seed: seed of all random choices.
        members: number of networks in the ensemble, which differ by their seed only.
        epochs: passes over the pages.
        rate: the highest learning rate; it rises over 100 steps and falls as a cosine.
        decay: weight decay.
        hidden, vector, name_vector: sizes of the hidden layers, of word vectors and of vectors of element names.
        told, scanned: numbers of values that are pooled by means, and by running maxima in each direction.
        words, min_word_sites: maximal size of the vocabulary, and minimal number of sites with a word.
        names, min_name_sites: the same for the names of elements.
        dropout, vector_dropout, word_dropout, name_dropout: dropout of hidden values, of values of word vectors, of
            words and of names.
        unknown, unknown_foreign: share of English and of other pages in which two words in five to all are replaced
            by the unknown word, to imitate languages without training pages.
        unvoted: share of pages without the features of marks by rules.
        smoothing: label smoothing.
        average: the weights are averaged over the last 1 / (1 - average) steps.
        lines: maximal number of lines in a batch; longer pages are left out.
        weights: (set, weight) of the pages of a data set, 1 by default.
        types: weight of the loss of the page type, that of the lines being 1.
        reasons: weight of the loss of the reasons.
    """

    seed: int = 0
    members: int = 2
    epochs: int = 6
    rate: float = 3e-3
    decay: float = 0.05
    hidden: int = 64
    told: int = 24
    scanned: int = 16
    vector: int = 12
    name_vector: int = 16
    words: int = 24_000
    min_word_sites: int = 5
    names: int = 8_000
    min_name_sites: int = 4
    dropout: float = 0.3
    vector_dropout: float = 0.3
    word_dropout: float = 0.15
    name_dropout: float = 0.15
    unknown: float = 0.2
    unknown_foreign: float = 0.5
    unvoted: float = 0.3
    smoothing: float = 0.02
    average: float = 0.995
    lines: int = 3_000
    weights: tuple[tuple[str, float], ...] = (("fundus", 4.0),)
    types: float = 0.1
    reasons: float = 0.05


def features_of(page: LabelledPage) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return the features of the line model, and those of the DOM, for the lines of a page."""
    return page.table.lines.features, page.table.features


@dataclass(frozen=True)
class KnownPage:
    """A page with the rows of its words and names in the embeddings; row 0 is for unknown ones."""

    page: LabelledPage
    vocabulary: NDArray[Any]
    name_vocabulary: NDArray[Any]
    settings: Settings

    @cached_property
    def words(self) -> list[NDArray[Any]]:
        """Embedding rows of the words, for each bag."""
        return [embedding_rows(self.vocabulary, bag.hashes) for bag in self.page.table.lines.bags]

    @cached_property
    def looks(self) -> NDArray[Any]:
        """Embedding rows of the names of elements, for each distinct look."""
        return embedding_rows(self.name_vocabulary, self.page.table.looks.hashes)

    @cached_property
    def page_names(self) -> NDArray[Any]:
        """Embedding rows of the names in the head and the URL of the page."""
        return embedding_rows(self.name_vocabulary, self.page.table.page_names.hashes)

    @cached_property
    def near(self) -> NDArray[Any]:
        """(n, NEAREST) numbers of the nearest ancestors of the element of each line."""
        import numpy as np

        around = [self.page.table.parent[self.page.table.block]]
        while len(around) < NEAREST:
            around.append(self.page.table.parent[around[-1]])
        return np.stack(around, axis=1)

    @cached_property
    def path(self) -> tuple[NDArray[Any], NDArray[Any]]:
        """Numbers of all ancestors of the element of each line, concatenated, and (n,) how many each line has."""
        import numpy as np

        parent = self.page.table.parent.tolist()
        numbers: list[int] = []
        counts = []
        for block in self.near[:, 0].tolist():
            before, at = len(numbers), block
            numbers.append(at)
            while at:
                at = parent[at]
                numbers.append(at)
            counts.append(len(numbers) - before)
        return np.array(numbers, np.int64), np.array(counts, np.int64)

    @cached_property
    def weight(self) -> NDArray[Any]:
        """(n,) weight of each line, by its words; the weight of a page grows less than its length."""
        words, target = self.page.table.lines.words, self.page.target
        weight: NDArray[Any] = ((words + 2) / (float((words * target).sum()) + 100)) ** 0.7
        total = max(float(weight.sum()), 1e-9)
        of_page = min(total, 30) * dict(self.settings.weights).get(self.page.set, 1.0)
        weight *= of_page / total * self.page.trust
        return weight

    @cached_property
    def reason(self) -> NDArray[Any]:
        """(n,) index in `CUT_REASONS` of a rule's reason to cut a line that is no content, or -1."""
        import numpy as np

        reasons, scores = np.full(len(self.page.lines), -1), np.full(len(self.page.lines), 0.499)
        for mark in self.page.marks:
            if mark.score > scores[mark.line] and self.page.target[mark.line] < 0.5:
                reasons[mark.line], scores[mark.line] = CUT_REASONS.index(mark.reason), mark.score
        return reasons


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch of pages as tensors."""

    features: Any
    words: list[tuple[Any, Any]]  # for each bag: embedding rows, and where those of each line begin
    looks: tuple[Any, Any]
    look: Any  # look of each element
    page_names: tuple[Any, Any]  # for each page
    block: Any  # element of each line, numbered in the batch
    parent: Any  # parent of the element of each line
    near: tuple[Any, Any]
    path: tuple[Any, Any]
    page: Any
    first: Any  # first line of each page
    end: Any
    containers: Any
    alike: Any
    row: Any  # row of each line in an array with empty rows between the pages
    counted: Any  # weight of each line in means
    target: Any
    weight: Any
    reason: Any
    type: Any


class Batches:
    """Makes batches of pages, with random dropout of words, names and marks."""

    def __init__(self, pages: Sequence[KnownPage], settings: Settings, seed: int) -> None:
        import numpy as np

        self.pages, self.settings = pages, settings
        self.chance = np.random.default_rng(seed)

    def epoch(self) -> Iterator[list[int]]:
        """Yield batches as numbers of pages of similar length, in random order."""
        order = self.chance.permutation(len(self.pages)).tolist()
        size = [len(known.page.lines) for known in self.pages]
        batches: list[list[int]] = []
        for first in range(0, len(order), 256):
            batch: list[int] = []
            lines = 0
            for number in sorted(order[first : first + 256], key=lambda number: (size[number], number)):
                if batch and lines + size[number] > self.settings.lines:
                    batches.append(batch)
                    batch, lines = [], 0
                batch.append(number)
                lines += size[number]
            batches.append(batch)
        self.chance.shuffle(batches)
        yield from batches

    def make(self, numbers: Sequence[int]) -> Batch:
        """Make the tensors of some pages."""
        import numpy as np
        import torch

        pages = [self.pages[number] for number in numbers]
        tables = [known.page.table for known in pages]
        size = np.array([len(table.block) for table in tables])
        first = np.cumsum(size) - size
        page = np.repeat(np.arange(len(pages)), size)
        elements = np.cumsum([0, *(len(table.parent) for table in tables)])
        looks = [int(table.look.max()) + 1 for table in tables]
        groups = np.cumsum([0, *(int(table.alike.max()) + 1 for table in tables)])
        return Batch(
            torch.from_numpy(self._features(pages, page)),
            self._words(pages),
            self._names([known.looks for known in pages], [table.looks for table in tables], looks),
            _shifted([table.look for table in tables], np.cumsum([0, *looks])),
            self._names(
                [known.page_names for known in pages],
                [table.page_names for table in tables],
                [1] * len(pages),
            ),
            _shifted([table.block for table in tables], elements),
            _shifted([known.near[:, 0] for known in pages], elements),
            (
                _shifted([known.near.ravel() for known in pages], elements),
                torch.arange(0, len(page) * NEAREST, NEAREST),
            ),
            (
                _shifted([known.path[0] for known in pages], elements),
                _begins([known.path[1] for known in pages]),
            ),
            torch.from_numpy(page),
            torch.from_numpy(first),
            torch.from_numpy(first + size),
            _shifted([table.containers for table in tables], first),
            _shifted([table.alike for table in tables], groups),
            torch.from_numpy(np.arange(len(page)) + GAP * (page + 1)),
            _joined([np.minimum(table.lines.words, MAX_COUNTED_WORDS) + 1.0 for table in tables]),
            _joined([known.page.target for known in pages]),
            _joined([known.weight for known in pages]).float(),
            _joined([known.reason for known in pages]),
            torch.tensor([PAGE_TYPES.index(known.page.page_type) for known in pages]),
        )

    def _features(self, pages: Sequence[KnownPage], page: NDArray[Any]) -> NDArray[Any]:
        """Return the features of all lines; for some pages those of the rules' marks are set to 0."""
        import numpy as np

        text = np.concatenate([known.page.table.lines.features for known in pages])
        voted = self.chance.random(len(pages)) >= self.settings.unvoted
        text[:, -len(CUT_REASONS) :] *= voted[page][:, None]
        place = np.concatenate([known.page.table.features for known in pages])
        return np.concatenate([text, place], axis=1).astype(np.float32)

    def _words(self, pages: Sequence[KnownPage]) -> list[tuple[Any, Any]]:
        import numpy as np

        unknown = [self._strangeness(known) * 1_000 for known in pages]
        words = []
        for number in range(len(BAGS)):
            rows, counts = [], []
            for known, share in zip(pages, unknown, strict=True):
                own = known.words[number]
                # A word is unknown everywhere in a page, as in a language of which the model knows some words.
                own = np.where((own * 2_654_435_761 >> 8) % 1_000 < share, 0, own)
                rows.append(self._dropped(own, self.settings.word_dropout))
                line = known.page.table.lines.bags[number].line
                counts.append(np.bincount(line, minlength=len(known.page.lines)))
            words.append((_joined(rows), _begins(counts)))
        return words

    def _strangeness(self, known: KnownPage) -> float:
        """Choose the share of the words of a page that is replaced by the unknown word."""
        english = known.page.language == "en"
        rate = self.settings.unknown if english else self.settings.unknown_foreign
        return float(self.chance.uniform(0.4, 1.1)) if self.chance.random() < rate else 0.0

    def _names(self, rows: Sequence[Any], bags: Sequence[Grams], counts: Any) -> tuple[Any, Any]:
        import numpy as np

        return (
            _joined([self._dropped(own, self.settings.name_dropout) for own in rows]),
            _begins([np.bincount(bag.line, minlength=n) for bag, n in zip(bags, counts, strict=True)]),
        )

    def _dropped(self, rows: Any, rate: float) -> Any:
        import numpy as np

        return np.where(self.chance.random(len(rows)) < rate, 0, rows)


def _joined(values: Sequence[Any]) -> Any:
    import numpy as np
    import torch

    return torch.from_numpy(np.concatenate(values))


def _shifted(values: Sequence[Any], by: Any) -> Any:
    return _joined([value + shift for value, shift in zip(values, by, strict=False)])


def _begins(counts: Sequence[Any]) -> Any:
    """Return the offsets of concatenated parts with the given lengths."""
    import numpy as np
    import torch

    count = np.concatenate(counts)
    return torch.from_numpy(np.cumsum(count) - count)
