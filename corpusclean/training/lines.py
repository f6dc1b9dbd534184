"""Train the line model: `python -m corpusclean.training.lines --data DIR`, with DIR as `line_data` describes it.

Needs torch beside the library. The same data, seed and versions give the same bytes.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import platform
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpusclean.document import Mark
from corpusclean.mark.line_model import mark_lines
from corpusclean.mark.line_network import MODEL, load_network
from corpusclean.training.line_corpus import BATCH, LineCorpus, build_corpus, voted_pages
from corpusclean.training.line_data import FOLDS, LabelledText, data_digest, read_texts, variants
from corpusclean.training.line_fitting import Settings, fit_network

if TYPE_CHECKING:
    from numpy.typing import NDArray

LEVELS = {"safe": 0.75, "balanced": 0.5, "strict": 0.35}
"""The recipe's thresholds that the card gives figures for."""

_TOKEN = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u0e00-\u0e7f]|"
                    "(?:(?![\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u0e00-\u0e7f])\\w)+")  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> int:
    """Train, measure out of fold, and write the model and its card."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, help="folder of labelled lines")
    parser.add_argument("--out", type=Path, default=MODEL, help="the model file; its card stands beside it")
    parser.add_argument(
        "--scores", type=Path, help="write the out-of-fold scores of all texts here (JSON lines)"
    )
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--epochs", type=int, default=Settings().epochs)
    options = parser.parse_args(arguments)
    settings = Settings(seed=options.seed, epochs=options.epochs)
    texts = read_texts(options.data)
    corpus = build_corpus([*texts, *variants(texts, settings.seed)])
    _say(f"{len(corpus.texts)} texts, {len(corpus.words)} lines")
    marks = out_of_fold(corpus, settings, options.out)
    if options.scores:
        _write_scores(options.scores, corpus.texts, marks)
    save_network(fit_network(corpus, _all(corpus), settings), options.out)
    figures = measure(corpus.texts, marks)
    card = _card(options, settings, figures, len({text.id for text in texts}))
    options.out.with_suffix(".md").write_text(card, "utf-8")
    return 0


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _all(corpus: LineCorpus) -> NDArray[Any]:
    import numpy as np

    return np.ones(len(corpus.texts), bool)


def save_network(arrays: Mapping[str, Any], path: Path) -> None:
    """Write a model file; equal arrays give equal bytes."""
    import numpy as np

    with path.open("wb") as file:
        np.savez_compressed(file, **dict(sorted(arrays.items())))


def out_of_fold(corpus: LineCorpus, settings: Settings, path: Path) -> dict[int, list[Mark]]:
    """Mark each raw, half-cleaned and clean text with a network that saw nothing of its site.

    Args:
        corpus: all texts.
        settings: how to fit.
        path: where the networks of the folds are written for a moment.
    """
    import numpy as np

    fold_of = np.array([text.fold for text in corpus.texts])
    marks: dict[int, list[Mark]] = {}
    for fold in range(FOLDS):
        file = path.with_name(f"{path.stem}.fold{fold}.npz")
        save_network(fit_network(corpus, fold_of != fold, settings), file)
        network = load_network(file)
        file.unlink()
        held_out = [
            number
            for number in np.flatnonzero(fold_of == fold).tolist()
            if corpus.texts[number].kind in {"raw", "half", "clean"}
        ]
        for first in range(0, len(held_out), BATCH):
            batch = held_out[first : first + BATCH]
            pages = voted_pages([corpus.texts[number] for number in batch])
            marks.update(zip(batch, mark_lines(pages, network), strict=True))
        _say(f"fold {fold} is done")
    return marks


def _write_scores(path: Path, texts: Sequence[LabelledText], marks: Mapping[int, Sequence[Mark]]) -> None:
    with path.open("w", encoding="utf-8") as file:
        for number in sorted(marks):
            text = texts[number]
            scores = [[mark.line, mark.score, mark.reason] for mark in marks[number]]
            row = {"id": text.id, "rendering": text.rendering, "scores": scores}
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


def measure(
    texts: Sequence[LabelledText], marks: Mapping[int, Sequence[Mark]]
) -> dict[str, dict[str, dict[str, float]]]:
    """Measure the marks of texts.

    Returns:
        For each level, for each group of texts: `texts`, `f1` and `nothing` (mean word F1 with the marked lines
        cut, and with nothing cut) and `loss` (the share of gold words that went).
    """
    rows: dict[str, dict[str, list[tuple[float, float, int, int]]]] = defaultdict(lambda: defaultdict(list))
    for number, found in marks.items():
        text = texts[number]
        gold = _tokens(text.gold)
        before = _tokens("\n".join(text.lines))
        available = gold & before
        for level, threshold in LEVELS.items():
            cut = {mark.line for mark in found if mark.score >= threshold}
            after = _tokens("\n".join(line for place, line in enumerate(text.lines) if place not in cut))
            lost = (available - after).total()
            row = (_f1(after, available), _f1(before, available), lost, available.total())
            for group in _groups(text):
                rows[level][group].append(row)
    return {
        level: {group: _means(values) for group, values in sorted(groups.items())}
        for level, groups in rows.items()
    }


def _groups(text: LabelledText) -> list[str]:
    if text.kind == "clean":
        return ["already clean"]
    return [
        "all",
        text.kind,
        "articles" if text.page_type == "article" else "other types",
        "English" if text.language == "en" else "not English",
    ]


def _means(rows: Sequence[tuple[float, float, int, int]]) -> dict[str, float]:
    f1, nothing, lost, available = zip(*rows, strict=True)
    return {
        "texts": len(rows),
        "f1": sum(f1) / len(rows),
        "nothing": sum(nothing) / len(rows),
        "loss": sum(lost) / max(1, sum(available)),
    }


def _tokens(text: str) -> Counter[str]:
    return Counter(_TOKEN.findall(unicodedata.normalize("NFKC", text).casefold()))


def _f1(found: Counter[str], gold: Counter[str]) -> float:
    right = (found & gold).total()
    return 2 * right / max(1, found.total() + gold.total())


def _facts(options: argparse.Namespace, settings: Settings, pages: int) -> list[str]:
    import numpy as np
    import torch

    digest = hashlib.sha256(options.out.read_bytes()).hexdigest()
    command = (
        f"python -m corpusclean.training.lines --data DIR --seed {settings.seed} --epochs {settings.epochs}"
    )
    data = (
        f"{pages:,} pages in eight plain-text renderings, digest `{data_digest(options.data)}`: the development set "
        "of WCXB (CC-BY-4.0) and news articles of publishers that Fundus reads. No text of it is in the model: "
        "weights, and hashes of words that stand on several sites."
    )
    return [
        f"- File: `{options.out.name}`, {options.out.stat().st_size:,} bytes, sha256 `{digest}`",
        f"- Command: `{command}`",
        f"- Made with Python {platform.python_version()}, torch {torch.__version__}, numpy {np.__version__}",
        f"- Data: {data}",
        f"- Folds: {FOLDS}, by site; the model itself is trained on all pages.",
        f"- Settings: `{asdict(settings)}`",
    ]


def _card(
    options: argparse.Namespace,
    settings: Settings,
    figures: Mapping[str, Mapping[str, Mapping[str, float]]],
    pages: int,
) -> str:
    lines = [
        "# The line model",
        "",
        "Scores the lines of a plain text: how likely each is boilerplate, and of which kind.",
        "`corpusclean/mark/line_model.py` uses it; `corpusclean/training/lines.py` makes it.",
        "",
        *_facts(options, settings, pages),
        "",
        "## Out of fold",
        "",
        "Mean word F1 over texts, all renderings; loss is the share of gold words cut. The labels themselves,",
        "some 3 % of them wrong, give .989.",
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
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    sys.exit(main())
