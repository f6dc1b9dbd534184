"""Fit the network of the block model with torch, and round it to the numbers that the library adds up exactly."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from corpusclean.document import CUT_REASONS
from corpusclean.mark.block_features import BlockTable
from corpusclean.mark.block_network import DILATIONS, MAX_COUNTED_WORDS, NEAREST, PAGE_TYPES
from corpusclean.mark.block_tree import INWARDS, OUTWARDS
from corpusclean.mark.line_words import BAGS, Grams
from corpusclean.training.block_data import LabelledPage
from corpusclean.training.line_fitting import rounded_layers, rounded_vectors
from corpusclean.training.optimizing import averaged_weights

if TYPE_CHECKING:
    from numpy.typing import NDArray

_GAP = max(max(run) for run in DILATIONS)

POOLS = 2 + OUTWARDS + INWARDS + 1
"""Means that a line hears: of its page, plain and by words; of its containers; of the lines that look like it."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How to fit; the values were chosen on the first of the five folds.

    Args:
        seed: of all that is left to chance.
        members: networks that differ by their seed only.
        epochs: passes over the pages.
        rate: the highest learning rate; it rises over 100 steps and falls as a cosine.
        decay: weight decay.
        hidden, vector, name_vector: numbers in the vector of a line, of a word, of the name of an element.
        words, min_word_sites: the words known: so many, and each on so many sites at least.
        names, min_name_sites: the same for the names of elements.
        dropout, vector_dropout, word_dropout, name_dropout: what is left out at random.
        unknown, unknown_foreign: share of English and of other pages of which two words in five to all are made
            unknown, as in languages that no page is in.
        unvoted: share of pages without the marks of the rules.
        smoothing: how unsure labels are.
        average: of the weights over the last 1 / (1 - average) steps.
        lines: of a batch, at most; longer pages teach nothing.
        weights: how much the pages of a set count, 1 by default.
        types: how much the loss of the page type counts beside that of the lines.
        reasons: the same for the reasons.
    """

    seed: int = 0
    members: int = 2
    epochs: int = 6
    rate: float = 3e-3
    decay: float = 0.05
    hidden: int = 64
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
    weights: tuple[tuple[str, float], ...] = (("fundus", 3.0),)
    types: float = 0.1
    reasons: float = 0.05


def fit_blocks(pages: Sequence[LabelledPage], settings: Settings) -> dict[str, NDArray[Any]]:
    """Fit the networks of a model; the same pages, settings and versions give the same numbers.

    Args:
        pages: to learn from.
        settings: how.

    Returns:
        The arrays of a model file.
    """
    import numpy as np
    import torch

    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(mode=True)
    words = _vocabulary(pages, lambda table: table.lines.bags, settings.min_word_sites, settings.words)
    names = _vocabulary(
        pages,
        lambda table: (table.names, table.tokens, table.page_names),
        settings.min_name_sites,
        settings.names,
    )
    short = [page for page in pages if len(page.lines) <= settings.lines]
    known = [_Known(page, words, names, settings) for page in short]
    seen = np.any([np.concatenate(_features(page), axis=1).any(axis=0) for page in short], axis=0)
    arrays: dict[str, NDArray[Any]] = {"vocabulary": words, "names": names}
    word_steps: list[float] = []
    name_steps: list[float] = []
    for member in range(settings.members):
        weights = _fit_member(known, (len(words), len(names)), settings, settings.seed + member)
        weights["input.weight"][:, : len(seen)] *= seen  # what was never seen must not count later
        for kind, steps in (("word", word_steps), ("name", name_steps)):
            vectors, step = rounded_vectors(weights.pop(f"{kind}.weight")[1:])
            arrays[f"{member}-{kind}_vectors"] = vectors
            steps.append(step)
        arrays |= {f"{member}-{name}": values for name, values in rounded_layers(weights).items()}
    return arrays | {"word_steps": np.array(word_steps), "name_steps": np.array(name_steps)}


def _vocabulary(
    pages: Sequence[LabelledPage], bags: Callable[[BlockTable], Sequence[Grams]], min_sites: int, most: int
) -> NDArray[Any]:
    """The hashes on the pages of the most sites: on so many sites at least, and so many at most; ascending."""
    import numpy as np

    sites = {site: number for number, site in enumerate(sorted({page.site for page in pages}))}
    keys = []
    for page in pages:
        own = np.unique(np.concatenate([bag.hashes for bag in bags(page.table)]))
        keys.append((own.astype(np.uint64) << np.uint64(32)) | np.uint64(sites[page.site]))
    values, counts = np.unique(np.unique(np.concatenate(keys)) >> np.uint64(32), return_counts=True)
    values, counts = values[counts >= min_sites], counts[counts >= min_sites]
    return np.sort(values[np.lexsort((values, -counts))[:most]]).astype(np.uint32)


def _features(page: LabelledPage) -> tuple[NDArray[Any], NDArray[Any]]:
    return page.table.lines.features, page.table.features


@dataclass(frozen=True)
class _Known:
    """A page, with the rows of its words and names in the embeddings; row 0 is all that is unknown."""

    page: LabelledPage
    vocabulary: NDArray[Any]
    name_vocabulary: NDArray[Any]
    settings: Settings

    @cached_property
    def words(self) -> list[NDArray[Any]]:
        return [_embedding_rows(self.vocabulary, bag.hashes) for bag in self.page.table.lines.bags]

    @cached_property
    def names(self) -> NDArray[Any]:
        return _embedding_rows(self.name_vocabulary, self.page.table.names.hashes)

    @cached_property
    def tokens(self) -> NDArray[Any]:
        return _embedding_rows(self.name_vocabulary, self.page.table.tokens.hashes)

    @cached_property
    def page_names(self) -> NDArray[Any]:
        return _embedding_rows(self.name_vocabulary, self.page.table.page_names.hashes)

    @cached_property
    def near(self) -> NDArray[Any]:
        """(n, NEAREST) the numbers of the elements around the element of each line."""
        import numpy as np

        around = [self.page.table.parent[self.page.table.block]]
        while len(around) < NEAREST:
            around.append(self.page.table.parent[around[-1]])
        return np.stack(around, axis=1)

    @cached_property
    def path(self) -> tuple[NDArray[Any], NDArray[Any]]:
        """The numbers of all elements around the element of each line, line after line, and how many each has."""
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
        """(n,) how much each line matters: by its words, long pages more, but less than they are longer."""
        words, target = self.page.table.lines.words, self.page.target
        weight = ((words + 2) / (float((words * target).sum()) + 100)) ** 0.7
        total = max(float(weight.sum()), 1e-9)
        return weight / total * min(total, 30) * dict(self.settings.weights).get(self.page.set, 1.0)

    @cached_property
    def reason(self) -> NDArray[Any]:
        """(n,) the reason that a rule gives for a line that is no content, or -1."""
        import numpy as np

        reasons, scores = np.full(len(self.page.lines), -1), np.full(len(self.page.lines), 0.499)
        for mark in self.page.marks:
            if mark.score > scores[mark.line] and self.page.target[mark.line] < 0.5:
                reasons[mark.line], scores[mark.line] = CUT_REASONS.index(mark.reason), mark.score
        return reasons


def _embedding_rows(known: NDArray[Any], hashes: NDArray[Any]) -> NDArray[Any]:
    import numpy as np

    place = np.minimum(np.searchsorted(known, hashes), len(known) - 1)
    return np.where(known[place] == hashes, place + 1, 0).astype(np.int64)


def _fit_member(
    pages: Sequence[_Known], sizes: tuple[int, int], settings: Settings, seed: int
) -> dict[str, Any]:
    import torch

    torch.manual_seed(seed)
    batches = _Batches(pages, settings, seed)
    plan = [batch for _ in range(settings.epochs) for batch in batches.epoch()]
    model = _module(sum(part.shape[1] for part in _features(pages[0].page)), sizes, settings)
    return averaged_weights(
        model,
        plan,
        lambda batch: _loss(model, batches.make(batch), settings),
        (settings.rate, settings.decay, settings.average),
    )


def _module(features: int, sizes: tuple[int, int], settings: Settings) -> Any:
    """The layers, by the names that `block_network` gives them; its docstring says how they are joined."""
    from torch import nn

    hidden, inputs = settings.hidden, features + len(BAGS) * settings.vector + 5 * settings.name_vector
    module = nn.ModuleDict(
        {
            "word": nn.EmbeddingBag(sizes[0] + 1, settings.vector, mode="mean", padding_idx=0),
            "name": nn.EmbeddingBag(sizes[1] + 1, settings.name_vector, mode="mean", padding_idx=0),
            "input": nn.Linear(inputs, hidden),
            **{name: nn.Linear(POOLS * hidden, hidden) for name in ("opening", "middle", "summary")},
            **{
                f"convolution{number}-{dilation}": nn.Linear(3 * hidden, hidden)
                for number, run in enumerate(DILATIONS)
                for dilation in run
            },
            "closing": nn.Linear(hidden, hidden),
            "keep": nn.Linear(hidden, 1),
            "reason": nn.Linear(hidden, len(CUT_REASONS)),
            "page_type": nn.Linear(2 * hidden, len(PAGE_TYPES)),
        }
    )
    for name in ("word", "name"):
        vectors: Any = module[name].weight
        nn.init.normal_(vectors, 0, 0.05)
        vectors.data[0] = 0
    return module


@dataclass(frozen=True, slots=True)
class _Batch:
    """Some pages, as tensors."""

    features: Any
    words: list[tuple[Any, Any]]  # of each bag: rows of the embedding, and where those of a line begin
    names: tuple[Any, Any]
    tokens: tuple[Any, Any]  # of each element
    page_names: tuple[Any, Any]  # of each page
    block: Any  # of each line the element, in the batch
    near: tuple[Any, Any]
    path: tuple[Any, Any]
    page: Any
    first: Any  # of each page
    end: Any
    containers: Any
    alike: Any
    row: Any  # of each line, among the rows with empty ones between the pages
    counted: Any  # weight in a mean
    target: Any
    weight: Any
    reason: Any
    type: Any


class _Batches:
    """Makes batches of pages, and leaves things out at random."""

    def __init__(self, pages: Sequence[_Known], settings: Settings, seed: int) -> None:
        import numpy as np

        self.pages, self.settings = pages, settings
        self.chance = np.random.default_rng(seed)

    def epoch(self) -> Iterator[list[int]]:
        """The numbers of pages of about one length, in random order."""
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

    def make(self, numbers: Sequence[int]) -> _Batch:
        """The tensors of some pages."""
        import numpy as np
        import torch

        pages = [self.pages[number] for number in numbers]
        tables = [known.page.table for known in pages]
        size = np.array([len(table.block) for table in tables])
        first = np.cumsum(size) - size
        page = np.repeat(np.arange(len(pages)), size)
        elements = np.cumsum([0, *(len(table.parent) for table in tables)])
        groups = np.cumsum([0, *(int(table.alike.max()) + 1 for table in tables)])
        return _Batch(
            torch.from_numpy(self._features(pages, page)),
            self._words(pages),
            self._names([known.names for known in pages], [table.names for table in tables], size),
            self._names(
                [known.tokens for known in pages],
                [table.tokens for table in tables],
                [len(table.parent) for table in tables],
            ),
            self._names(
                [known.page_names for known in pages],
                [table.page_names for table in tables],
                [1] * len(pages),
            ),
            _shifted([table.block for table in tables], elements),
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
            torch.from_numpy(np.arange(len(page)) + _GAP * (page + 1)),
            _joined([np.minimum(table.lines.words, MAX_COUNTED_WORDS) + 1.0 for table in tables]),
            _joined([known.page.target for known in pages]),
            _joined([known.weight for known in pages]).float(),
            _joined([known.reason for known in pages]),
            torch.tensor([PAGE_TYPES.index(known.page.page_type) for known in pages]),
        )

    def _features(self, pages: Sequence[_Known], page: NDArray[Any]) -> NDArray[Any]:
        """The features of all lines; those of some pages without the votes of the rules."""
        import numpy as np

        text = np.concatenate([known.page.table.lines.features for known in pages])
        voted = self.chance.random(len(pages)) >= self.settings.unvoted
        text[:, -len(CUT_REASONS) :] *= voted[page][:, None]
        place = np.concatenate([known.page.table.features for known in pages])
        return np.concatenate([text, place], axis=1).astype(np.float32)

    def _words(self, pages: Sequence[_Known]) -> list[tuple[Any, Any]]:
        import numpy as np

        unknown = [self._strangeness(known) * 1_000 for known in pages]
        words = []
        for number in range(len(BAGS)):
            rows, counts = [], []
            for known, share in zip(pages, unknown, strict=True):
                own = known.words[number]
                # The same words are unknown all over a page, as in a language of which the model knows some.
                own = np.where((own * 2_654_435_761 >> 8) % 1_000 < share, 0, own)
                rows.append(self._dropped(own, self.settings.word_dropout))
                line = known.page.table.lines.bags[number].line
                counts.append(np.bincount(line, minlength=len(known.page.lines)))
            words.append((_joined(rows), _begins(counts)))
        return words

    def _strangeness(self, known: _Known) -> float:
        """The share of the words of a page that is made unknown."""
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
    """Where the stretches of such lengths begin."""
    import numpy as np
    import torch

    count = np.concatenate(counts)
    return torch.from_numpy(np.cumsum(count) - count)


def _loss(model: Any, batch: _Batch, settings: Settings) -> Any:
    from torch.nn import functional

    keep, reason, kind = _forward(model, batch, settings)
    target = batch.target * (1 - 2 * settings.smoothing) + settings.smoothing
    loss = functional.binary_cross_entropy_with_logits(keep, target, reduction="none")
    total = (loss * batch.weight).sum() / batch.weight.sum()
    total = total + settings.types * functional.cross_entropy(kind, batch.type)
    if bool((batch.reason >= 0).any()):
        total = total + settings.reasons * functional.cross_entropy(reason, batch.reason, ignore_index=-1)
    return total


def _forward(model: Any, batch: _Batch, settings: Settings) -> tuple[Any, Any, Any]:
    """(lines,), (lines, reasons) and (pages, types) logits."""
    import torch
    from torch.nn import functional

    def drop(values: Any) -> Any:
        return functional.dropout(values, settings.dropout)

    words = [functional.dropout(model["word"](*bag), settings.vector_dropout) for bag in batch.words]
    elements = model["name"](*batch.tokens)
    around = [
        functional.embedding_bag(numbers, elements, begins, mode="mean")
        for numbers, begins in (batch.near, batch.path)
    ]
    page = model["name"](*batch.page_names)[batch.page]
    names = drop(torch.cat([model["name"](*batch.names), elements[batch.block], *around, page], 1))
    lines = drop(torch.relu(model["input"](torch.cat([batch.features, *words, names], 1))))
    for number, (pool, run) in enumerate(zip(("opening", "middle"), DILATIONS, strict=True)):
        lines = torch.relu(lines + model[pool](torch.cat(_pools(lines, batch), 1)))
        for dilation in run:
            lines = _convolve(model[f"convolution{number}-{dilation}"], lines, batch.row, dilation, drop)
        lines = drop(lines) if number == 0 else lines
    pools = _pools(lines, batch)
    lines = drop(torch.relu(model["closing"](lines) + model["summary"](torch.cat(pools, 1))))
    kind = model["page_type"](torch.cat(pools[:2], 1)[batch.first])
    return model["keep"](lines).squeeze(-1), model["reason"](lines), kind


def _convolve(layer: Any, lines: Any, row: Any, dilation: int, drop: Any) -> Any:
    import torch

    rows = torch.zeros(int(row[-1]) + 1 + dilation, lines.shape[1]).index_copy(0, row, drop(lines))
    around = torch.cat([rows[row - dilation], rows[row], rows[row + dilation]], 1)
    return torch.relu(lines + torch.relu(layer(around)))


def _pools(lines: Any, batch: _Batch) -> list[Any]:
    import torch

    def running(values: Any) -> Any:
        start = torch.zeros(1, *values.shape[1:], dtype=torch.float64)
        return torch.cat([start, torch.cumsum(values.double(), 0)])

    weight, weighted = running(batch.counted), running(lines * batch.counted[:, None])
    plain = running(lines)

    def mean(first: Any, end: Any) -> Any:
        return ((weighted[end] - weighted[first]) / (weight[end] - weight[first])[:, None]).float()

    page_mean = ((plain[batch.end] - plain[batch.first]) / (batch.end - batch.first)[:, None]).float()
    groups = torch.bincount(batch.alike)
    alike = torch.zeros(len(groups), lines.shape[1]).index_add(0, batch.alike, lines) / groups[:, None]
    return [
        page_mean[batch.page],
        mean(batch.first, batch.end)[batch.page],
        *(
            mean(batch.containers[:, level, 0], batch.containers[:, level, 1])
            for level in range(OUTWARDS + INWARDS)
        ),
        alike[batch.alike],
    ]
