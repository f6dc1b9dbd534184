"""Train the line model: `python -m corpusclean.training.lines --data DIR --more DIR --written DIR --annotated DIR`.

`--data` and `--more` have the format of `line_data`, `--written` that of `written_pages`. The texts of `--more`, which
`line_labelling` has labelled, and those of `--written`, which we wrote, are used for training, but not for measuring.
`--annotated` has the format of `metadata_data`: right metadata of pages, from which the model learns which lines have it.

Needs torch. The same data, seed and library versions give the same bytes.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import multiprocessing
import platform
import shutil
import sys
import tempfile
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpusclean.document import CUT_REASONS
from corpusclean.mark.line_model import VOTED, drop_scores, following_sentences, most_caution
from corpusclean.mark.line_network import MODEL, load_network, score_lines
from corpusclean.mark.list_items import even_items, find_lists
from corpusclean.recipe import LEVELS
from corpusclean.training.digests import data_digest
from corpusclean.training.line_corpus import BATCH, LineCorpus, build_corpus
from corpusclean.training.line_data import (
    FOLDS,
    LabelledText,
    data_files,
    network_name,
    read_texts,
)
from corpusclean.training.line_doubts import weigh_doubts
from corpusclean.training.line_fitting import Settings, fit_network
from corpusclean.training.line_measure import TextWords, measure, measure_roles
from corpusclean.training.line_roles import read_facts
from corpusclean.training.line_variants import variants
from corpusclean.training.metadata_data import data_files as annotated_files
from corpusclean.training.role_network import with_roles_of
from corpusclean.training.written_pages import read_written, written_files

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from corpusclean.page import Role


def main(arguments: Sequence[str] | None = None) -> int:
    """Train, measure out of fold, and write the model and its card."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, help="folder of labelled lines")
    parser.add_argument("--more", type=Path, help="folder of lines that a machine has labelled")
    parser.add_argument("--written", type=Path, help="folder of pages written to learn from")
    parser.add_argument("--annotated", type=Path, help="folder of annotated pages")
    parser.add_argument("--roles", type=Path, help="keep the network of this model file that tells roles")
    parser.add_argument("--networks", type=Path, help="keep the networks of the folds in this folder")
    parser.add_argument("--out", type=Path, default=MODEL, help="the model file; its card stands beside it")
    parser.add_argument(
        "--scores", type=Path, help="write the out-of-fold scores of all texts here (JSON lines)"
    )
    parser.add_argument("--workers", type=int, default=1, help="processes; each needs 2 GB")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--epochs", type=int, default=Settings().epochs)
    options = parser.parse_args(arguments)
    settings = Settings(
        seed=options.seed, epochs=options.epochs, role=0.0 if options.roles else Settings().role
    )
    texts = read_texts(options.data)
    learned = [*texts, *(read_texts(options.more) if options.more else [])]
    facts = read_facts(options.annotated) if options.annotated else {}
    pairs = read_written(options.written) if options.written else []
    written = [text for text, _ in pairs]
    facts |= {text.id: own for text, own in pairs}
    varied = [more for some in (learned, written) for more in (*some, *variants(some, settings.seed))]
    corpus = build_corpus(varied, facts)
    _say(f"{len(corpus.texts)} texts, {len(corpus.words)} lines")
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.networks or Path(temporary)
        networks = fit_networks(corpus, settings, folder, options.workers)
        scored = out_of_fold(corpus, networks[:FOLDS], frozenset(text.id for text in texts))
        _write_model(networks[FOLDS], options.roles, options.out)
    drop = [_drop(row) for row in scored]
    if options.scores:
        _write_scores(options.scores, scored, drop)
    figures = measure((row.text, row.words, scores) for row, scores in zip(scored, drop, strict=True))
    roles = (
        []
        if options.roles
        else _role_figures(measure_roles((row.text, row.role_targets, row.roles) for row in scored))
    )
    pages = [len({text.id for text in some}) for some in (texts, learned, written)]
    card = _card([*_facts(options, settings, pages), "", *_figures(figures), "", *roles])
    options.out.with_suffix(".md").write_text(card, "utf-8")
    return 0


def _drop(row: Scored) -> NDArray[Any]:
    """Return the boilerplate score of each line, by rules or model."""
    import numpy as np

    witnesses = int((row.votes >= VOTED).sum())
    own = np.array(drop_scores(row.keep, row.size, row.most_caution, witnesses, row.following))
    highest: NDArray[Any] = np.maximum(own, row.votes)
    return highest


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _write_model(fitted: Path, roles: Path | None, out: Path) -> None:
    import numpy as np

    if roles is None:
        shutil.copyfile(fitted, out)
        return
    with np.load(fitted, allow_pickle=False) as own, np.load(roles, allow_pickle=False) as other:
        save_network(with_roles_of(own, other), out)


def save_network(arrays: Mapping[str, Any], path: Path) -> None:
    """Write a model file; equal arrays give equal bytes."""
    import numpy as np

    with path.open("wb") as file:
        np.savez_compressed(file, **dict(sorted(arrays.items())))


@dataclass(frozen=True, slots=True)
class Scored:
    """The out-of-fold prediction for a text, by a network that was not fitted to its site.

    Args:
        text: the text.
        words: its words.
        votes: (n,) the highest score of each line by rules.
        keep: (n,) probability of content of each line, in thousandths.
        size: (n,) number of words of each line.
        most_caution: (n,) maximal factor of the threshold of each line.
        following: sentence → the one above, from `following_sentences`.
        role_targets: (n, `ROLES`) whether each line has the right value of a role.
        roles: (n, `ROLES`) what the network predicts about that.
    """

    text: LabelledText
    words: TextWords
    votes: NDArray[Any]
    keep: NDArray[Any]
    size: NDArray[Any]
    most_caution: NDArray[Any]
    following: Mapping[int, int]
    role_targets: NDArray[Any]
    roles: NDArray[Any]


def fit_networks(corpus: LineCorpus, settings: Settings, folder: Path, workers: int) -> list[Path]:
    """Fit a network for each fold, to the texts of the other folds, and one to all texts.

    Args:
        corpus: all texts.
        settings: the hyperparameters.
        folder: folder for the model files.
        workers: number of processes, which share the memory of the corpus.

    Returns:
        The model files.

    Raises:
        RuntimeError: if a process failed; names the fold.
    """
    import numpy as np

    folder.mkdir(parents=True, exist_ok=True)
    fold_of = np.array([text.fold for text in corpus.texts])
    context = multiprocessing.get_context("fork")
    files = [folder / network_name(fold) for fold in range(FOLDS + 1)]
    for file in files:  # of an earlier run
        file.unlink(missing_ok=True)
    for first in range(0, FOLDS + 1, workers):
        processes = [
            context.Process(target=_fit, args=(corpus, fold_of != fold, settings, files[fold]))
            for fold in range(first, min(FOLDS + 1, first + workers))
        ]
        for process in processes:
            process.start()
        for process in processes:
            process.join()
        for fold, process in enumerate(processes, first):
            if process.exitcode:
                raise RuntimeError(f"fitting {files[fold].name} failed with exit code {process.exitcode}")
        _say(f"{sum(file.exists() for file in files)} networks of {len(files)} are fitted")
    return files


def _fit(corpus: LineCorpus, chosen: NDArray[Any], settings: Settings, file: Path) -> None:
    single = replace(settings, members=1, role=0.0)
    weighed = weigh_doubts(corpus, chosen, lambda texts, some: fit_network(texts, some, single))
    save_network(fit_network(weighed, chosen, settings), file)


def out_of_fold(corpus: LineCorpus, networks: Sequence[Path], pages: Collection[str]) -> list[Scored]:
    """Score each raw, half-cleaned and clean text with the network that was not fitted to its fold.

    Args:
        corpus: all texts.
        networks: the model files of the folds.
        pages: the ids of the pages to score.
    """
    import numpy as np

    scored: list[Scored] = []
    for fold, file in enumerate(networks):
        network = load_network(file)
        held_out = [
            number
            for number, text in enumerate(corpus.texts)
            if text.fold == fold
            and text.id in pages
            and text.kind in {"raw", "half", "clean"}
            and corpus.start[number] < corpus.start[number + 1]
        ]
        for first in range(0, len(held_out), BATCH):
            batch = held_out[first : first + BATCH]
            scores = score_lines(corpus.table(batch), network)
            ends = np.cumsum([corpus.start[number + 1] - corpus.start[number] for number in batch])[:-1]
            parts = zip(batch, np.split(scores.keep, ends), np.split(scores.roles, ends), strict=True)
            scored += [_scored(corpus, *part) for part in parts]
    return scored


def _scored(corpus: LineCorpus, number: int, keep: NDArray[Any], roles: NDArray[Any]) -> Scored:
    text, lines = corpus.texts[number], corpus.lines_of(number)
    words = TextWords(text, corpus.index[lines].tolist())
    votes, size = corpus.features[lines, -len(CUT_REASONS) :].max(axis=1), corpus.words[lines]
    index = corpus.index[lines].tolist()
    printed = [text.lines[place] for place in index]
    runs = list(find_lists(printed, index))
    even, most = even_items(keep, runs), most_caution(size, runs)
    following = following_sentences(printed, votes >= VOTED)
    return Scored(text, words, votes, even, size, most, following, corpus.role_targets[lines], roles)


def _write_scores(path: Path, scored: Sequence[Scored], drop: Sequence[NDArray[Any]]) -> None:
    with path.open("w", encoding="utf-8") as file:
        for row, scores in zip(scored, drop, strict=True):
            fields = {
                "id": row.text.id, "rendering": row.text.rendering, "keep": row.keep.tolist(),
                "votes": row.votes.tolist(), "drop": scores.tolist(),
            }  # fmt: skip
            file.write(json.dumps(fields) + "\n")


_LEAK = " The block model that labelled the added pages had seen the HTML of all sites: a small leak."


def _facts(options: argparse.Namespace, settings: Settings, pages: Sequence[int]) -> list[str]:
    import numpy as np
    import torch

    digest = hashlib.sha256(options.out.read_bytes()).hexdigest()
    listed = (
        (options.data, data_files),
        (options.more, data_files),
        (options.written, written_files),
        (options.annotated, annotated_files),
    )
    files = [file for folder, of in listed if folder for file in of(folder)]
    folders = ("data", "more", "written", "annotated")
    command = (
        f"python -m corpusclean.training.lines "
        f"{''.join(f'--{name} DIR ' for name in folders if getattr(options, name))}"
        f"{'--roles FILE ' * bool(options.roles)}"
        f"--seed {settings.seed} --epochs {settings.epochs}"
    )
    data = (
        f"{pages[1]:,} pages in eight plain-text renderings, digest `{data_digest(files)}`: the development set "
        f"of WCXB (CC-BY-4.0) and news articles of publishers that Fundus reads, {pages[0]:,} pages with labels by "
        f"hand or by site; and {pages[1] - pages[0]:,} pages in many languages whose lines `line_labelling` labelled by "
        f"what the block model extracts from their HTML; and {pages[2]:,} pages with invented people and outlets that "
        "were written for training, and labelled line by line. What lines tell is learnt from the annotated pages of "
        "`metadata.md`, and from title and site of the others. No text of it is in the model: weights, and hashes of words "
        "that stand on several sites."
    )
    return [
        f"- File: `{options.out.name}`, {options.out.stat().st_size:,} bytes, sha256 `{digest}`",
        f"- Command: `{command}`",
        f"- Made with Python {platform.python_version()}, torch {torch.__version__}, numpy {np.__version__}",
        f"- Data: {data}",
        f"- Folds: {FOLDS}, by site; the model itself is trained on all pages.{_LEAK * bool(options.more)}",
        f"- Settings: `{asdict(settings)}`",
    ]


def _figures(figures: Mapping[str, Mapping[str, Mapping[str, float]]]) -> list[str]:
    lines = [
        "## Out of fold",
        "",
        "Mean word F1 over texts, all renderings, of rules and model together; loss is the share of gold words cut.",
        "The labels themselves, some 3 % of them wrong, give .989.",
        "",
        "| threshold | texts | n | F1 | doing nothing | loss |",
        "|---|---|---|---|---|---|",
    ]
    for level, threshold in LEVELS.items():
        for group, row in figures[level].items():
            lines.append(
                f"| {level} ({threshold}) | {group} | {int(row['texts']):,} | {row['f1']:.4f} | "
                f"{row['nothing']:.4f} | {row['loss']:.4f} |"
            )
    return lines


def _role_figures(figures: Mapping[Role, Mapping[str, tuple[int, float, float]]]) -> list[str]:
    return [
        "## What lines tell, out of fold",
        "",
        "Of the texts in which some line holds the right value: how often the likeliest line does, and one of the",
        "three likeliest. `infer` weighs this with what else it knows.",
        "",
        "| role | texts | n | likeliest | one of three |",
        "|---|---|---|---|---|",
        *(
            f"| {role} | {kind} | {n:,} | {first:.3f} | {three:.3f} |"
            for role, kinds in figures.items()
            for kind, (n, first, three) in kinds.items()
        ),
    ]


def _card(parts: Sequence[str]) -> str:
    lines = [
        "# The line model",
        "",
        "Scores the lines of a plain text: how likely each is boilerplate, and of which kind; and how likely each tells",
        "the title, the source, the authors or the date. `corpusclean/mark/line_model.py` uses it;",
        "`corpusclean/training/lines.py` makes it.",
        "",
        *parts,
    ]
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    sys.exit(main())
