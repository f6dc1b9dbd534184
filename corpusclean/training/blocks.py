"""Train the block model: `python -m corpusclean.training.blocks --data DIR [--unlabelled FILE]`.

The format of DIR is described in `block_data`, that of FILE in `block_agreement`. Needs torch. The same data, seed and
library versions give the same bytes.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import platform
import re
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpusclean.mark.block_model import DECIDED, NAME, block_drop_scores, whole_tables
from corpusclean.mark.block_network import MODEL, BlockNetwork, load_block_network, score_blocks
from corpusclean.spelling import HANGUL, UNSPACED_SCRIPTS
from corpusclean.training.block_agreement import agreed, read_unlabelled
from corpusclean.training.block_batches import Settings
from corpusclean.training.block_data import (
    FOLDS,
    LabelledPage,
    addresses,
    data_files,
    read_pages,
    read_variants,
)
from corpusclean.training.block_fitting import fit_blocks
from corpusclean.training.digests import data_digest
from corpusclean.training.lines import save_network

if TYPE_CHECKING:
    from numpy.typing import NDArray

_TOKEN = re.compile(rf"[{UNSPACED_SCRIPTS}{HANGUL}]|[^\W{UNSPACED_SCRIPTS}{HANGUL}]+")


@dataclass(frozen=True, slots=True)
class Verdict:
    """The out-of-fold prediction for a page, by a network that was not fitted to its site.

    Args:
        keep: (n,) probability that each line is content, in thousandths.
        types: logits of `PAGE_TYPES`.
        quick_keep, quick_types: the same in the profile `fast`.
    """

    keep: list[int]
    types: list[float]
    quick_keep: list[int]
    quick_types: list[float]


def main(arguments: Sequence[str] | None = None) -> int:
    """Train, measure out of fold, and write the model and its card."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, help="folder of labelled pages")
    parser.add_argument("--unlabelled", type=Path, help="pages that teach where two extractors agree")
    parser.add_argument("--out", type=Path, default=MODEL, help="the model file; its card stands beside it")
    parser.add_argument(
        "--scores", type=Path, help="write the out-of-fold scores of all pages here (JSON lines)"
    )
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--members", type=int, default=Settings().members)
    parser.add_argument("--workers", type=int, default=1, help="folds that are fitted at once")
    parser.add_argument("--fold", type=int, help="fit and measure this fold only, and write no model")
    options = parser.parse_args(arguments)
    settings = Settings(seed=options.seed, members=options.members)
    pages = _pages(options.data)
    print(f"{len(pages)} pages, {sum(len(page.lines) for page in pages)} lines", file=sys.stderr, flush=True)
    folds = range(FOLDS) if options.fold is None else [options.fold]
    with ProcessPoolExecutor(options.workers) as pool:
        data = (options.data, options.unlabelled)
        fitted = [pool.submit(judge_fold, data, fold, settings) for fold in folds]
        whole = pool.submit(fit_on_all, data, settings, options.out) if options.fold is None else None
        verdicts = {name: verdict for fold in fitted for name, verdict in fold.result().items()}
        if whole is not None:
            whole.result()
    if options.scores:
        _write_scores(options.scores, verdicts)
    judged = [page for page in pages if page.id in verdicts]
    measured = measure(judged, verdicts)
    measured |= {f"{name}, fast": row for name, row in measure(judged, verdicts, quick=True).items()}
    for name, row in measured.items():
        print(f"{name:34} {_line(row)}", file=sys.stderr)
    if options.fold is None:
        options.out.with_suffix(".md").write_text(_card(options, settings, measured, len(pages)), "utf-8")
    return 0


_Data = tuple[Path, Path | None]
_pages = cache(read_pages)
_variants = cache(read_variants)


@cache
def _unlabelled(data: Path, file: Path) -> list[LabelledPage]:
    return read_unlabelled(file, addresses(data))


def judge_fold(data: _Data, fold: int, settings: Settings) -> dict[str, Verdict]:
    """Predict the pages of one fold with a network fitted to the other folds."""
    arrays = _fit(data, fold, settings)
    network, quick_network = _network(arrays), _network(arrays, members=1)
    verdicts = {}
    for page in _pages(data[0]):
        if page.fold == fold:
            scores, quick = score_blocks(page.table, network), score_blocks(page.quick_table, quick_network)
            verdicts[page.id] = Verdict(
                scores.keep.tolist(), scores.types[0].tolist(), quick.keep.tolist(), quick.types[0].tolist()
            )
    print(f"fold {fold} is done", file=sys.stderr, flush=True)
    return verdicts


def fit_on_all(data: _Data, settings: Settings, path: Path) -> None:
    """Fit a network to all pages, and write it to a model file."""
    save_network(_fit(data, None, settings), path)


def _fit(data: _Data, fold: int | None, settings: Settings) -> dict[str, NDArray[Any]]:
    """Fit networks to all pages of the other folds; unlabelled ones get pseudo-labels from a network fitted before."""
    folder, file = data
    pages = [page for page in (*_pages(folder), *_variants(folder)) if page.fold != fold]
    if file is not None:
        teacher = _network(fit_blocks(pages, replace(settings, members=1)))
        unlabelled = [page for page in _unlabelled(folder, file) if page.fold != fold]
        pages += agreed(unlabelled, teacher)
    return fit_blocks(pages, settings)


def _network(arrays: Mapping[str, Any], members: int | None = None) -> BlockNetwork:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "network.npz"
        save_network(arrays, path)
        return load_block_network(members, path)


def _write_scores(path: Path, verdicts: Mapping[str, Verdict]) -> None:
    with path.open("w", encoding="utf-8") as file:
        for name in sorted(verdicts):
            file.write(json.dumps({"id": name, **asdict(verdicts[name])}) + "\n")


def measure(
    pages: Sequence[LabelledPage], verdicts: Mapping[str, Verdict], *, quick: bool = False
) -> dict[str, dict[str, float]]:
    """Measure predictions, together with the marks of the voters before the model.

    Args:
        pages: the pages to measure.
        verdicts: id of a page → prediction.
        quick: whether to measure the profile `fast`.

    Returns:
        For each data set, page type and language in a data set: `pages` and the mean `precision`, `recall` and `f1` of
        words over pages.
    """
    import numpy as np

    rows: dict[str, list[tuple[float, float, float]]] = defaultdict(list)
    for page in pages:
        verdict = verdicts[page.id]
        keep, types, marks = (
            (verdict.quick_keep, verdict.quick_types, page.quick_marks)
            if quick
            else (verdict.keep, verdict.types, page.marks)
        )
        decided = np.zeros(len(keep), bool)
        decided[[mark.line for mark in marks if mark.score >= DECIDED]] = True
        whole = whole_tables(np.array(keep), page.lines)
        drop = block_drop_scores(whole, page.table.lines.words, np.array(types), decided)
        cut = {line for line, score in enumerate(drop) if score >= DECIDED or decided[line]}
        kept = _tokens("\n".join(line for number, line in enumerate(page.lines) if number not in cut))
        row = _prf(kept, _tokens(page.gold))
        groups = [page.set, f"{page.set} {page.page_type}"]
        groups += [f"{page.set} {page.language}"] if page.language not in {"", "en"} else []
        for group in groups:
            rows[group].append(row)
    measured = {}
    for group, values in sorted(rows.items()):
        precision, recall, f1 = (sum(column) / len(values) for column in zip(*values, strict=True))
        measured[group] = {"pages": len(values), "precision": precision, "recall": recall, "f1": f1}
    return measured


def _tokens(text: str) -> Counter[str]:
    return Counter(_TOKEN.findall(text.lower()))


def _prf(found: Counter[str], gold: Counter[str]) -> tuple[float, float, float]:
    """Return precision, recall and F1 of multisets of words."""
    if not found or not gold:
        return (1.0, 1.0, 1.0) if not found and not gold else (0.0, 0.0, 0.0)
    right = (found & gold).total()
    return right / found.total(), right / gold.total(), 2 * right / (found.total() + gold.total())


def _line(row: Mapping[str, float]) -> str:
    return f"{int(row['pages']):5} | {row['precision']:.4f} | {row['recall']:.4f} | {row['f1']:.4f}"


def _card(
    options: argparse.Namespace, settings: Settings, measured: Mapping[str, Mapping[str, float]], pages: int
) -> str:
    import numpy as np
    import torch

    digest = hashlib.sha256(options.out.read_bytes()).hexdigest()
    command = f"python -m corpusclean.training.blocks --data DIR --seed {settings.seed} --members {settings.members}"
    data = (
        f"{pages:,} HTML pages, digest `{data_digest(data_files(options.data))}`: the development set of WCXB (Web Content "
        "Extraction Benchmark, CC-BY-4.0) and news articles of publishers that Fundus reads. No text of it is in the "
        "model: weights, and hashes of words and of names in the markup that stand on several sites."
    )
    if options.unlabelled:
        command += " --unlabelled FILE"
        file = hashlib.sha256(options.unlabelled.read_bytes()).hexdigest()
        data += f" Articles without labels (of a file with sha256 `{file}`) teach where the model and trafilatura agree."
    lines = [
        "# The block model",
        "",
        "Scores the lines of an HTML page: how likely each is boilerplate, and of which kind; and says of which",
        "type the page is. `corpusclean/mark/block_model.py` uses it; `corpusclean/training/blocks.py` makes it.",
        "",
        f"- File: `{options.out.name}`, {options.out.stat().st_size:,} bytes, sha256 `{digest}`",
        f"- Command: `{command}`",
        f"- Made with Python {platform.python_version()}, torch {torch.__version__}, numpy {np.__version__}",
        f"- Data: {data}",
        f"- Folds: {FOLDS}, by site; the model itself is fitted to all pages.",
        f"- Settings: `{asdict(settings)}`",
        "",
        "## Out of fold",
        "",
        f"Of words, means over pages, with the voters before the model ({NAME} never overrules them); `fast` is the",
        "profile that has no rules for lines.",
        "",
        "| pages | n | precision | recall | F1 |",
        "|---|---|---|---|---|",
        *(f"| {name} | {_line(row)} |" for name, row in measured.items()),
    ]
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    sys.exit(main())
