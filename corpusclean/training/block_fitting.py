"""Fit the network of the block model with torch, and round it to the numbers that the library adds up exactly."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from corpusclean.document import CUT_REASONS
from corpusclean.mark.block_features import INWARDS, OUTWARDS
from corpusclean.mark.block_network import DILATIONS, MAX_COUNTED_WORDS, NEAREST, PAGE_TYPES
from corpusclean.mark.line_words import BAGS
from corpusclean.training.block_data import LabelledPage
from corpusclean.training.line_fitting import rounded_layers, rounded_vectors

if TYPE_CHECKING:
    from numpy.random import Generator
    from numpy.typing import NDArray

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
    members: int = 3
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
    words = _vocabulary(
        pages, [[bag.hashes for bag in page.table.lines.bags] for page in pages],
        (settings.min_word_sites, settings.words),
    )  # fmt: skip
    names = _vocabulary(
        pages, [[bag.hashes for bag in (page.table.names, page.table.tokens, page.table.page_names)] for page in pages],
        (settings.min_name_sites, settings.names),
    )  # fmt: skip
    short = [page for page in pages if len(page.lines) <= settings.lines]
    known = [_Known(page, words, names, settings) for page in short]
    seen = np.any([np.concatenate(_features(page), axis=1).any(axis=0) for page in short], axis=0)
    arrays: dict[str, NDArray[Any]] = {"vocabulary": words, "names": names}
    word_steps, name_steps = [], []
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
    pages: Sequence[LabelledPage], hashes: Sequence[Sequence[NDArray[Any]]], bounds: tuple[int, int]
) -> NDArray[Any]:
    """The hashes on the pages of the most sites: on so many sites at least, and so many at most; ascending."""
    import numpy as np

    sites = {site: number for number, site in enumerate(sorted({page.site for page in pages}))}
    keys = [
        (np.unique(np.concatenate(own)).astype(np.uint64) << np.uint64(32)) | np.uint64(sites[page.site])
        for page, own in zip(pages, hashes, strict=True)
    ]
    values, counts = np.unique(np.unique(np.concatenate(keys)) >> np.uint64(32), return_counts=True)
    values, counts = values[counts >= bounds[0]], counts[counts >= bounds[0]]
    return np.sort(values[np.lexsort((values, -counts))[: bounds[1]]]).astype(np.uint32)


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
    import numpy as np
    import torch

    torch.manual_seed(seed)
    chance = np.random.default_rng(seed)
    plan = [batch for _ in range(settings.epochs) for batch in _epoch(pages, settings.lines, chance)]
    model = _module(sum(part.shape[1] for part in _features(pages[0].page)), sizes, settings)
    optimizer = torch.optim.AdamW(
        model.parameters(), lr=settings.rate, weight_decay=settings.decay, betas=(0.9, 0.98)
    )
    mean = {name: value.clone() for name, value in model.state_dict().items()}
    for step, batch in enumerate(plan):
        for group in optimizer.param_groups:
            falling = 0.5 * (1 + np.cos(np.pi * step / len(plan))) + 0.01
            group["lr"] = settings.rate * min(1.0, step / 100) * falling
        optimizer.zero_grad()
        _loss(model, _batch([pages[number] for number in batch], chance, settings), settings).backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        share = min(settings.average, (step + 1) / (step + 11))
        for name, value in model.state_dict().items():
            mean[name].lerp_(value, 1 - share)
    return {name: value.double().numpy() for name, value in mean.items()}


def _epoch(pages: Sequence[_Known], most: int, chance: Generator) -> Iterator[list[int]]:
    """Batches of pages of about one length, in random order."""
    order = chance.permutation(len(pages)).tolist()
    batches: list[list[int]] = []
    for first in range(0, len(order), 256):
        batch: list[int] = []
        lines = 0
        for number in sorted(order[first : first + 256], key=lambda number: (len(pages[number].page.lines), number)):
            size = len(pages[number].page.lines)
            if batch and lines + size > most:
                batches.append(batch)
                batch, lines = [], 0
            batch.append(number)
            lines += size
        batches.append(batch)
    chance.shuffle(batches)
    yield from batches


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
            "type": nn.Linear(2 * hidden, len(PAGE_TYPES)),
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


def _batch(pages: Sequence[_Known], chance: Generator, settings: Settings) -> _Batch:
    """The tensors of some pages, with things left out at random."""
    import numpy as np
    import torch

    size = np.array([len(each.page.lines) for each in pages])
    first = np.cumsum(size) - size
    elements = np.array([len(each.page.table.parent) for each in pages])
    element_first = np.cumsum(elements) - elements
    groups = np.array([int(each.page.table.alike.max()) + 1 for each in pages])
    group_first = np.cumsum(groups) - groups
    page = np.repeat(np.arange(len(pages)), size)

    def joined(values: Sequence[Any]) -> Any:
        return torch.from_numpy(np.concatenate(list(values)))

    def shifted(values: Sequence[Any], by: Any) -> Any:
        return joined([value + shift for value, shift in zip(values, by.tolist(), strict=True)])

    def dropped(rows: Any, rate: float) -> Any:
        return np.where(chance.random(len(rows)) < rate, 0, rows)

    features = np.concatenate([np.concatenate(_features(each.page), axis=1) for each in pages]).astype(np.float32)
    votes = slice(pages[0].page.table.lines.features.shape[1] - len(CUT_REASONS), pages[0].page.table.lines.features.shape[1])
    features[:, votes] *= (chance.random(len(pages)) >= settings.unvoted)[page][:, None]
    words = []
    strange = [_strangeness(each, chance, settings) for each in pages]
    for number in range(len(BAGS)):
        rows = [
            dropped(np.where((each.words[number] * 2_654_435_761 >> 8) % 1_000 < share * 1_000, 0, each.words[number]), settings.word_dropout)
            for each, share in zip(pages, strange, strict=True)
        ]  # the same words are unknown all over a page, as in a language of which the model knows some words
        counts = [np.bincount(each.page.table.lines.bags[number].line, minlength=len(each.page.lines)) for each in pages]
        words.append((joined(rows), _begins(counts)))
    gap = max(max(run) for run in DILATIONS)
    return _Batch(
        torch.from_numpy(features),
        words,
        (
            joined([dropped(each.names, settings.name_dropout) for each in pages]),
            _begins([np.bincount(each.page.table.names.line, minlength=len(each.page.lines)) for each in pages]),
        ),
        (
            joined([dropped(each.tokens, settings.name_dropout) for each in pages]),
            _begins([np.bincount(each.page.table.tokens.line, minlength=len(each.page.table.parent)) for each in pages]),
        ),
        (
            joined([dropped(each.page_names, settings.name_dropout) for each in pages]),
            _begins([np.array([len(each.page_names)]) for each in pages]),
        ),
        shifted([each.page.table.block for each in pages], element_first),
        (
            shifted([each.near.ravel() for each in pages], element_first),
            torch.arange(0, int(size.sum()) * NEAREST, NEAREST),
        ),
        (
            shifted([each.path[0] for each in pages], element_first),
            _begins([each.path[1] for each in pages]),
        ),
        torch.from_numpy(page),
        torch.from_numpy(first),
        torch.from_numpy(first + size),
        shifted([each.page.table.containers for each in pages], first),
        shifted([each.page.table.alike for each in pages], group_first),
        torch.from_numpy(np.arange(len(page)) + gap * (page + 1)),
        joined([np.minimum(each.page.table.lines.words, MAX_COUNTED_WORDS) + 1.0 for each in pages]),
        joined([each.page.target for each in pages]),
        joined([each.weight for each in pages]).float(),
        joined([each.reason for each in pages]),
        torch.tensor([PAGE_TYPES.index(each.page.page_type) for each in pages]),
    )  # fmt: skip


def _strangeness(page: _Known, chance: Generator, settings: Settings) -> float:
    """The share of the words of a page that is made unknown."""
    rate = settings.unknown if page.page.language == "en" else settings.unknown_foreign
    return float(chance.uniform(0.4, 1.1)) if chance.random() < rate else 0.0


def _begins(counts: Sequence[Any]) -> Any:
    """Where the stretches of such lengths begin."""
    import numpy as np
    import torch

    count = np.concatenate(list(counts))
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
    around = [functional.embedding_bag(numbers, elements, begins, mode="mean") for numbers, begins in (batch.near, batch.path)]  # fmt: skip
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
    kind = model["type"](torch.cat(pools[:2], 1)[batch.first])
    return model["keep"](lines).squeeze(-1), model["reason"](lines), kind


def _convolve(layer: Any, lines: Any, row: Any, dilation: int, drop: Any) -> Any:
    import torch

    rows = torch.zeros(int(row[-1]) + 1 + dilation, lines.shape[1]).index_copy(0, row, drop(lines))
    return torch.relu(lines + torch.relu(layer(torch.cat([rows[row - dilation], rows[row], rows[row + dilation]], 1))))


def _pools(lines: Any, batch: _Batch) -> list[Any]:
    import torch

    def running(values: Any) -> Any:
        return torch.cat([torch.zeros(1, *values.shape[1:], dtype=torch.float64), torch.cumsum(values.double(), 0)])

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
        *(mean(batch.containers[:, level, 0], batch.containers[:, level, 1]) for level in range(OUTWARDS + INWARDS)),
        alike[batch.alike],
    ]
