"""Fit the network of the block model with torch, and quantise it for exact inference in `block_network`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from corpusclean.document import CUT_REASONS
from corpusclean.mark.block_features import BlockTable
from corpusclean.mark.block_network import DILATIONS, PAGE_TYPES
from corpusclean.mark.block_tree import INWARDS, OUTWARDS
from corpusclean.mark.line_words import BAGS, Grams
from corpusclean.training.block_batches import Batch, Batches, KnownPage, Settings, features_of
from corpusclean.training.block_data import LabelledPage
from corpusclean.training.line_fitting import rounded_layers, rounded_vectors
from corpusclean.training.optimizing import averaged_weights
from corpusclean.training.word_vectors import cooccurrence_vectors, embed

if TYPE_CHECKING:
    from numpy.typing import NDArray

POOLS = 2 + OUTWARDS + INWARDS + 1
"""Number of pooled means per line: of its page, plain and weighted by words; of its containers; of like lines."""


def fit_blocks(pages: Sequence[LabelledPage], settings: Settings) -> dict[str, NDArray[Any]]:
    """Fit the networks of a model, deterministically for the same pages, settings and library versions.

    Args:
        pages: the training pages.
        settings: the hyperparameters.

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
        lambda table: (table.looks, table.page_names),
        settings.min_name_sites,
        settings.names,
    )
    short = [page for page in pages if len(page.lines) <= settings.lines]
    known = [KnownPage(page, words, names, settings) for page in short]
    seen = np.any([np.concatenate(features_of(page), axis=1).any(axis=0) for page in short], axis=0)
    initial = cooccurrence_vectors(
        (page.table.lines.bags for page in pages), words, settings.vector, settings.seed
    )
    arrays: dict[str, NDArray[Any]] = {"vocabulary": words, "names": names}
    steps: dict[str, list[float]] = {"word": [], "name": []}
    for member in range(settings.members):
        weights = _fit_member(known, initial, settings, settings.seed + member)
        weights["input.weight"][:, : len(seen)] *= seen  # features that were always 0 have random weights
        for kind, own in steps.items():
            arrays[f"{member}-{kind}_vectors"], step = rounded_vectors(weights.pop(f"{kind}.weight")[1:])
            own.append(step)
        arrays |= {f"{member}-{name}": values for name, values in rounded_layers(weights).items()}
    return arrays | {f"{kind}_steps": np.array(values) for kind, values in steps.items()}


def _vocabulary(
    pages: Sequence[LabelledPage], bags: Callable[[BlockTable], Sequence[Grams]], min_sites: int, most: int
) -> NDArray[Any]:
    """Return the `most` hashes that occur on most sites, and on at least `min_sites`; ascending."""
    import numpy as np

    sites = {site: number for number, site in enumerate(sorted({page.site for page in pages}))}
    keys = []
    for page in pages:
        own = np.unique(np.concatenate([bag.hashes for bag in bags(page.table)]))
        keys.append((own.astype(np.uint64) << np.uint64(32)) | np.uint64(sites[page.site]))
    values, counts = np.unique(np.unique(np.concatenate(keys)) >> np.uint64(32), return_counts=True)
    values, counts = values[counts >= min_sites], counts[counts >= min_sites]
    return np.sort(values[np.lexsort((values, -counts))[:most]]).astype(np.uint32)


def _fit_member(
    pages: Sequence[KnownPage], initial: NDArray[Any], settings: Settings, seed: int
) -> dict[str, Any]:
    import torch

    torch.manual_seed(seed)
    batches = Batches(pages, settings, seed)
    plan = [batch for _ in range(settings.epochs) for batch in batches.epoch()]
    features = sum(part.shape[1] for part in features_of(pages[0].page))
    model = _module(features, initial, len(pages[0].name_vocabulary), settings)
    return averaged_weights(
        model,
        plan,
        lambda batch: _loss(model, batches.make(batch), settings),
        (settings.rate, settings.decay, settings.average),
    )


def _module(features: int, initial: NDArray[Any], names: int, settings: Settings) -> Any:
    """Make the layers, with the names that `block_network` uses; its docstring describes the network."""
    from torch import nn

    hidden, inputs = settings.hidden, features + len(BAGS) * settings.vector + 5 * settings.name_vector
    module = nn.ModuleDict(
        {
            "word": embed(initial),
            "name": nn.EmbeddingBag(names + 1, settings.name_vector, mode="mean", padding_idx=0),
            "input": nn.Linear(inputs, hidden),
            **{name: nn.Linear(hidden, settings.told) for name in ("telling0", "telling1")},
            **{name: nn.Linear(POOLS * settings.told, hidden) for name in ("opening", "summary")},
            "scan": nn.Linear(hidden, 2 * settings.scanned),
            "joining": nn.Linear(2 * settings.scanned, hidden),
            **{
                f"convolution{number}-{dilation}": nn.Linear(3 * hidden, hidden)
                for number, run in enumerate(DILATIONS)
                for dilation in run
            },
            "closing": nn.Linear(hidden, hidden),
            "keep": nn.Linear(hidden, 1),
            "reason": nn.Linear(hidden, len(CUT_REASONS)),
            "page_type": nn.Linear(2 * settings.told, len(PAGE_TYPES)),
        }
    )
    vectors: Any = module["name"].weight
    nn.init.normal_(vectors, 0, 0.05)
    vectors.data[0] = 0
    return module


def _loss(model: Any, batch: Batch, settings: Settings) -> Any:
    from torch.nn import functional

    keep, reason, kind = _forward(model, batch, settings)
    target = batch.target * (1 - 2 * settings.smoothing) + settings.smoothing
    loss = functional.binary_cross_entropy_with_logits(keep, target, reduction="none")
    total = (loss * batch.weight).sum() / batch.weight.sum()
    total = total + settings.types * functional.cross_entropy(kind, batch.type)
    if bool((batch.reason >= 0).any()):
        total = total + settings.reasons * functional.cross_entropy(reason, batch.reason, ignore_index=-1)
    return total


def _forward(model: Any, batch: Batch, settings: Settings) -> tuple[Any, Any, Any]:
    """Return the logits (lines,), (lines, reasons) and (pages, types)."""
    import torch
    from torch.nn import functional

    def drop(values: Any) -> Any:
        return functional.dropout(values, settings.dropout)

    words = [functional.dropout(model["word"](*bag), settings.vector_dropout) for bag in batch.words]
    elements = model["name"](*batch.looks)[batch.look]
    around = [
        functional.embedding_bag(numbers, elements, begins, mode="mean")
        for numbers, begins in (batch.near, batch.path)
    ]
    page = model["name"](*batch.page_names)[batch.page]
    names = drop(torch.cat([elements[batch.block], elements[batch.parent], *around, page], 1))
    lines = drop(torch.relu(model["input"](torch.cat([batch.features, *words, names], 1))))

    def pools(name: str) -> list[Any]:
        return _pools(torch.relu(model[name](lines)), batch)

    lines = torch.relu(lines + model["opening"](torch.cat(pools("telling0"), 1)))
    for number, run in enumerate(DILATIONS):
        if number:
            lines = drop(torch.relu(lines + _scan(model, lines, batch)))
        for dilation in run:
            lines = _convolve(model[f"convolution{number}-{dilation}"], lines, batch.row, dilation, drop)
    heard = pools("telling1")
    lines = drop(torch.relu(model["closing"](lines) + model["summary"](torch.cat(heard, 1))))
    kind = model["page_type"](torch.cat(heard[:2], 1)[batch.first])
    return model["keep"](lines).squeeze(-1), model["reason"](lines), kind


def _convolve(layer: Any, lines: Any, row: Any, dilation: int, drop: Any) -> Any:
    import torch

    rows = torch.zeros(int(row[-1]) + 1 + dilation, lines.shape[1]).index_copy(0, row, drop(lines))
    around = torch.cat([rows[row - dilation], rows[row], rows[row + dilation]], 1)
    return torch.relu(lines + torch.relu(layer(around)))


def _scan(model: Any, lines: Any, batch: Batch) -> Any:
    """Return the contribution of the running maxima over the lines above and below each line."""
    import torch

    values = torch.relu(model["scan"](lines))
    half = values.shape[1] // 2
    heard = [
        torch.cat([page[:, :half].cummax(0)[0], page[:, half:].flip(0).cummax(0)[0].flip(0)], 1)
        for page in values.split((batch.end - batch.first).tolist())
    ]
    return torch.relu(model["joining"](torch.cat(heard)))


def _pools(lines: Any, batch: Batch) -> list[Any]:
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
