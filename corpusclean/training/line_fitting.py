"""Fit the network of the line model with torch, and quantise it for exact inference in `line_network`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from corpusclean.document import CUT_REASONS
from corpusclean.mark.exact_layers import ACTIVATION_STEP, EXACT, MAX_ACTIVATION, MAX_FEATURE
from corpusclean.mark.line_features import STEP
from corpusclean.mark.line_network import DILATIONS, MAX_COUNTED_WORDS, SCAN_AFTER
from corpusclean.mark.line_words import BAGS
from corpusclean.page import ROLES
from corpusclean.training.line_corpus import LineCorpus, find_vocabulary, hold_words
from corpusclean.training.optimizing import averaged_weights
from corpusclean.training.word_vectors import cooccurrence_vectors, embed, embedding_rows
from corpusclean.training.written_pages import is_written

if TYPE_CHECKING:
    from numpy.random import Generator
    from numpy.typing import NDArray


MAX_ROLE = 15.0
"""Bound of the logit of a role, so that its exponential does not overflow."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Hyperparameters; the values were chosen on one of the three folds.

    Args:
        seed: seed of all random choices.
        epochs: passes over the pages; each takes one raw and one half-cleaned rendering of a page.
        rate: the highest learning rate; it rises over 100 steps and falls as a cosine.
        decay: weight decay.
        members: number of networks that detect boilerplate, which differ by their seed only; one more detects roles.
        role: weight of the loss of each role in that one; with 0 there is none.
        hidden, vector: sizes of the hidden layers and of word vectors.
        scanned: number of values that are pooled by running maxima, in each direction.
        vocabulary, min_sites: maximal size of the vocabulary, and minimal number of sites with a word.
        dropout, vector_dropout, word_dropout: dropout of hidden values, of values of word vectors, and of words.
        unknown, unknown_foreign: share of English and of other texts in which two words in five to all are replaced
            by the unknown word, to imitate languages without training pages.
        unvoted: share of texts without the features of marks by rules.
        written: how many times more a page that was written for training is taken in an epoch.
        injected, cropped, clean, other_script: share of pages of which such a variant is added in an epoch.
        smoothing: label smoothing.
        average: the weights are averaged over the last 1 / (1 - average) steps.
        lines: maximal number of lines in a batch, and of a text.
    """

    seed: int = 0
    epochs: int = 8
    rate: float = 3e-3
    decay: float = 0.05
    members: int = 2
    role: float = 0.5
    hidden: int = 48
    vector: int = 12
    scanned: int = 16
    vocabulary: int = 32_000
    min_sites: int = 5
    dropout: float = 0.2
    vector_dropout: float = 0.3
    word_dropout: float = 0.15
    unknown: float = 0.2
    unknown_foreign: float = 0.5
    unvoted: float = 0.3
    written: int = 2
    injected: float = 0.5
    cropped: float = 0.5
    clean: float = 1.0
    other_script: float = 0.25
    smoothing: float = 0.02
    average: float = 0.995
    lines: tuple[int, int] = (5_000, 512)


def fit_network(corpus: LineCorpus, chosen: NDArray[Any], settings: Settings) -> dict[str, NDArray[Any]]:
    """Fit the networks of a model, deterministically for the same arguments and library versions.

    Args:
        corpus: a corpus from `build_corpus`.
        chosen: (texts,) whether to use a text.
        settings: the hyperparameters.

    Returns:
        The arrays of a model file.
    """
    import numpy as np
    import torch

    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(mode=True)
    counted = chosen & hold_words(corpus)
    vocabulary = find_vocabulary(corpus, counted, settings.min_sites, settings.vocabulary)
    bags = (corpus.table([text]).bags for text in np.flatnonzero(counted).tolist())
    initial = cooccurrence_vectors(bags, vocabulary, settings.vector, settings.seed)
    batches = _Batches(corpus, vocabulary, settings)
    arrays: dict[str, NDArray[Any]] = {"vocabulary": vocabulary}
    vectors, steps = [], []
    # Features that were always 0, such as a reason that no rule has yet, have random weights.
    seen: Any = corpus.features.any(axis=0)
    for member in range(settings.members + (settings.role > 0)):
        torch.manual_seed(settings.seed + member)
        batches.chance = np.random.default_rng(settings.seed + member)
        tells_roles = member == settings.members
        weights = _fit_member(
            batches, initial, chosen, settings if tells_roles else replace(settings, role=0.0)
        )
        for head in {"keep", "reason"} if tells_roles else {"role"}:
            weights = {name: values for name, values in weights.items() if not name.startswith(f"{head}.")}
        weights["input.weight"][:, : len(seen)] *= seen
        vector, step = rounded_vectors(weights.pop("embedding.weight")[1:])
        vectors.append(vector)
        steps.append(step)
        arrays |= {f"{member}-{name}": values for name, values in rounded_layers(weights).items()}
    return arrays | {"vectors": np.concatenate(vectors, axis=1), "vector_steps": np.array(steps)}


def _fit_member(
    batches: _Batches, initial: NDArray[Any], chosen: NDArray[Any], settings: Settings
) -> dict[str, Any]:
    plan = [batch for _ in range(settings.epochs) for batch in batches.epoch(chosen)]
    model = _module(batches.corpus.features.shape[1], initial, settings)
    return averaged_weights(
        model,
        plan,
        lambda batch: _loss(model, batches.make(batch), settings),
        (settings.rate, settings.decay, settings.average),
    )


def _module(features: int, initial: NDArray[Any], settings: Settings) -> Any:
    """Make the layers, with the names that `line_network` uses; its docstring describes the network."""
    from torch import nn

    hidden, mean = settings.hidden, 2 * settings.hidden
    return nn.ModuleDict(
        {
            "embedding": embed(initial),
            "input": nn.Linear(features + len(BAGS) * (1 + settings.vector), hidden),
            "opening": nn.Linear(mean, hidden),
            **{
                f"convolution{number}": nn.Conv1d(hidden, hidden, 3, padding=dilation, dilation=dilation)
                for number, dilation in enumerate(DILATIONS)
            },
            "scan": nn.Linear(hidden, 2 * settings.scanned),
            "joining": nn.Linear(2 * settings.scanned, hidden),
            "summary": nn.Linear(mean, hidden),
            "closing": nn.Linear(hidden, hidden),
            "keep": nn.Linear(hidden, 1),
            "reason": nn.Linear(hidden, len(CUT_REASONS)),
            "role": nn.Linear(hidden, len(ROLES)),
        }
    )


@dataclass(frozen=True, slots=True)
class _Batch:
    """A batch of texts as tensors; their lines are at `row` in an array of `texts` times `length` rows."""

    features: Any
    words: list[tuple[Any, Any]]  # for each bag: embedding rows, and where those of each line begin
    shares: Any
    row: Any
    texts: int
    length: int
    target: Any
    weight: Any
    counted: Any  # words in the mean of the page
    reason: Any  # -1 without a mark by a rule
    role_targets: Any


class _Batches:
    """Makes batches of a corpus, with random dropout of words and marks."""

    def __init__(self, corpus: LineCorpus, vocabulary: NDArray[Any], settings: Settings) -> None:
        import numpy as np

        self.corpus, self.vocabulary, self.settings = corpus, vocabulary, settings
        self.chance: Generator = np.random.default_rng(settings.seed)
        self.rows = [embedding_rows(vocabulary, hashes).astype(np.int32) for hashes in corpus.hashes]

    def epoch(self, chosen: NDArray[Any]) -> Iterator[list[int]]:
        """Yield batches as numbers of texts of similar length, in random order."""
        size = self.corpus.start[1:] - self.corpus.start[:-1]
        most, longest = self.settings.lines
        taken = self._take(chosen)
        batches: list[list[int]] = []
        for first in range(0, len(taken), 256):
            batch: list[int] = []
            for text in sorted(taken[first : first + 256], key=lambda number: (size[number], number)):
                if batch and (len(batch) + 1) * min(longest, size[text]) > most:
                    batches.append(batch)
                    batch = []
                batch.append(text)
            batches.append(batch)
        self.chance.shuffle(batches)
        yield from batches

    def _take(self, chosen: NDArray[Any]) -> list[int]:
        """Choose one text of each kind for each page; written ones, and those not in English, are taken more often."""
        pages: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        for number, text in enumerate(self.corpus.texts):
            if chosen[number] and self.corpus.start[number] < self.corpus.start[number + 1]:
                pages[text.id][text.kind].append(number)
        settings = self.settings
        rates = {"raw": 1.0, "half": 1.0, "injected": settings.injected, "cropped": settings.cropped}
        rates |= {"clean": settings.clean, "other-script": settings.other_script}
        taken: list[int] = []
        for page in pages.values():
            for kind, rate in rates.items():
                rounds = [rate]
                if kind in {"raw", "half"} and page[kind]:
                    text = self.corpus.texts[page[kind][0]]
                    rounds += [0.5] * (text.language != "en") + [1.0] * settings.written * is_written(text)
                taken += [
                    page[kind][self.chance.integers(len(page[kind]))]
                    for share in rounds
                    if page[kind] and self.chance.random() < share
                ]
        self.chance.shuffle(taken)
        return taken

    def make(self, texts: Sequence[int]) -> _Batch:
        """Make the tensors of some texts; of a long one a random part is taken."""
        import numpy as np
        import torch

        corpus, settings, chance = self.corpus, self.settings, self.chance
        spans = []
        for text in texts:
            first, end = int(corpus.start[text]), int(corpus.start[text + 1])
            if end - first > settings.lines[1]:
                first += int(chance.integers(0, end - first - settings.lines[1] + 1))
                end = first + settings.lines[1]
            spans.append((first, end))
        lines = np.concatenate([np.arange(first, end) for first, end in spans])
        size = np.array([end - first for first, end in spans])
        text_of = np.repeat(np.arange(len(texts)), size)
        place = np.arange(len(lines)) - np.repeat(np.cumsum(size) - size, size)
        features = corpus.features[lines].astype(np.float32)
        votes = features[:, -len(CUT_REASONS) :].copy()
        unvoted = chance.random(len(texts)) < settings.unvoted
        features[:, -len(CUT_REASONS) :] *= ~unvoted[text_of][:, None]
        words, shares = self._known_words(texts, spans, text_of)
        voted = (votes.max(axis=1) >= 0.5) & (corpus.target[lines] < 0.5)
        return _Batch(
            torch.from_numpy(features),
            words,
            torch.from_numpy(shares),
            torch.from_numpy(text_of * int(size.max()) + place),
            len(texts),
            int(size.max()),
            torch.from_numpy(corpus.target[lines]),
            torch.from_numpy(corpus.weight[lines]),
            torch.from_numpy((np.minimum(corpus.words[lines], MAX_COUNTED_WORDS) / 32).astype(np.float32)),
            torch.from_numpy(np.where(voted, votes.argmax(axis=1), -1)),
            torch.from_numpy(corpus.role_targets[lines].astype(np.float32)),
        )

    def _known_words(
        self, texts: Sequence[int], spans: Sequence[tuple[int, int]], text_of: NDArray[Any]
    ) -> tuple[list[tuple[Any, Any]], NDArray[Any]]:
        import numpy as np
        import torch

        settings = self.settings
        rate = [
            settings.unknown if self.corpus.texts[text].language == "en" else settings.unknown_foreign
            for text in texts
        ]
        strange = self.chance.random(len(texts)) < np.array(rate)
        unknown = (strange * self.chance.uniform(0.4, 1.1, len(texts)))[text_of]
        salt = self.chance.integers(0, 2**31, len(texts))[text_of]
        words, shares = [], []
        for rows, start in zip(self.rows, self.corpus.hash_start, strict=True):
            known = np.concatenate([rows[start[first] : start[end]] for first, end in spans])
            count = np.concatenate([np.diff(start[first : end + 1]) for first, end in spans])
            # A word is unknown everywhere in a text, as in a language of which the model knows some words.
            draw = ((known + np.repeat(salt, count)) * 2_654_435_761 >> 8) % 1_000 / 1_000
            left_out = draw < np.repeat(unknown, count)
            left_out |= self.chance.random(len(known)) < settings.word_dropout
            known = np.where(left_out, 0, known)
            begin = np.cumsum(count) - count
            total = np.concatenate([[0], np.cumsum(known > 0)])
            shares.append((total[begin + count] - total[begin]) / np.maximum(count, 1))
            words.append((torch.from_numpy(known.astype(np.int64)), torch.from_numpy(begin)))
        return words, np.stack(shares, axis=1).astype(np.float32)


def _loss(model: Any, batch: _Batch, settings: Settings) -> Any:
    import torch
    from torch.nn import functional

    keep, reason, role = _forward(model, batch, settings)
    target = batch.target * (1 - 2 * settings.smoothing) + settings.smoothing
    loss = functional.binary_cross_entropy_with_logits(keep, target, reduction="none")
    total = (loss * batch.weight).sum() / batch.weight.sum()
    if bool((batch.reason >= 0).any()):
        # The reasons of rules are learnt as well; with a weight of 1/20 this does not harm the other outputs.
        total = total + 0.05 * functional.cross_entropy(reason, batch.reason, ignore_index=-1)
    if settings.role:
        total = total + settings.role * _role_loss(role, batch)
    return torch.nan_to_num(total)


def _role_loss(role: Any, batch: _Batch) -> Any:
    """Return the cross entropy of the lines with the right value among all lines of a text, summed over roles.

    Their probabilities are added, since any of them is right: a title may be in a text twice.
    """
    import torch

    text = batch.row // batch.length
    odds = torch.exp(role.clamp(-MAX_ROLE, MAX_ROLE))
    total, right = (
        torch.zeros(batch.texts, role.shape[1]).index_add(0, text, part)
        for part in (odds, odds * batch.role_targets)
    )
    known = right > 0
    count = known.sum(0).clamp(min=1)
    return (torch.where(known, torch.log(total / right.clamp(min=1e-30)), 0.0).sum(0) / count).sum()


def _forward(model: Any, batch: _Batch, settings: Settings) -> tuple[Any, Any, Any]:
    """Return the logits (lines,), (lines, reasons) and (lines, roles)."""
    import torch
    from torch.nn import functional

    def drop(values: Any) -> Any:
        return functional.dropout(values, settings.dropout)

    def block(values: Any) -> Any:
        rows = torch.zeros(batch.texts * batch.length, values.shape[1])
        return rows.index_copy(0, batch.row, values).view(batch.texts, batch.length, -1)

    mask, counted = block(torch.ones(len(batch.row), 1)), block(batch.counted[:, None])

    def page_mean(values: Any) -> Any:
        plain = (values * mask).sum(1) / mask.sum(1).clamp(min=1)
        weighted = (values * counted).sum(1) / counted.sum(1).clamp(min=1 / 1024)
        return torch.cat([plain, weighted], -1)

    vectors = [model["embedding"](rows, begin) for rows, begin in batch.words]
    vectors = functional.dropout(torch.cat(vectors, 1), settings.vector_dropout)
    lines = block(torch.cat([batch.features, batch.shares, vectors], 1))
    lines = drop(torch.relu(model["input"](lines)))
    lines = torch.relu(lines + model["opening"](page_mean(lines)).unsqueeze(1)) * mask
    for number in range(len(DILATIONS)):
        if number == SCAN_AFTER:
            heard = _scan(torch.relu(model["scan"](lines)) * mask)
            lines = (lines + torch.relu(model["joining"](drop(heard)))) * mask
        around = model[f"convolution{number}"](drop(lines).transpose(1, 2)).transpose(1, 2)
        lines = (lines + torch.relu(around)) * mask
    lines = drop(torch.relu(model["closing"](lines) + model["summary"](page_mean(lines)).unsqueeze(1)))
    flat = lines.reshape(batch.texts * batch.length, -1)[batch.row]
    return model["keep"](flat).squeeze(-1), model["reason"](flat), model["role"](flat)


def _scan(lines: Any) -> Any:
    """Return running maxima over the lines: downwards for the first half of the columns, upwards for the others."""
    import torch

    half = lines.shape[2] // 2
    down = torch.cummax(lines[:, :, :half], 1)[0]
    up = torch.cummax(lines[:, :, half:].flip(1), 1)[0].flip(1)
    return torch.cat([down, up], -1)


def rounded_vectors(vectors: Any) -> tuple[Any, float]:
    """Quantise vectors to 8-bit integers; also return the quantisation step."""
    import numpy as np

    step = float(2.0 ** np.ceil(np.log2(np.abs(vectors).max() / 127)))
    return np.rint(vectors / step).astype(np.int8), step


def rounded_layers(weights: dict[str, Any]) -> dict[str, NDArray[Any]]:
    """Quantise weights to integers, with a step for each layer (see `exact_layers.EXACT`)."""
    import numpy as np

    arrays = {}
    for name in sorted({key.split(".")[0] for key in weights}):
        weight, bias = weights[f"{name}.weight"], weights[f"{name}.bias"]
        # A convolution (out, in, 3) reads the line before, the line and the line after, side by side.
        matrix = weight.T if weight.ndim == 2 else np.concatenate([weight[:, :, k].T for k in range(3)])
        units = MAX_FEATURE / STEP if name == "input" else MAX_ACTIVATION / ACTIVATION_STEP
        step = 2.0**-14
        while _largest_sum(matrix, step, units) >= EXACT:
            step *= 2
        arrays[f"{name}.weight"] = np.rint(matrix / step).astype(np.int16)
        arrays[f"{name}.bias"] = np.rint(bias / ACTIVATION_STEP).astype(np.int16)
        arrays[f"{name}.step"] = np.float32(step)
    return arrays


def _largest_sum(matrix: NDArray[Any], step: float, units: float) -> float:
    import numpy as np

    return float(np.abs(np.rint(matrix / step)).sum(axis=0).max() * units)
