"""Fit the linear model of page types, and print its quality out of fold.

`python -m corpusclean.training.page_types --data FILE --out corpusclean/models/page_types.toml`, where FILE
is a .jsonl.xz with `html`, `url` and `page_type`. The same data give the same weights.
"""

from __future__ import annotations

import argparse
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpusclean.infer.page_fields.page_type import page_type_features
from corpusclean.infer.reading import Reading
from corpusclean.segment.html import segment_html
from corpusclean.training.block_data import site_of
from corpusclean.training.line_data import read_rows

FOLDS = 5
DECAY = 2.0  # strength of L2 regularisation; with 1, recall is .003 higher and precision .01 lower
STEPS, RATE = 400, 0.05  # of Adam (Kingma and Ba, 2015)
THRESHOLDS = (0.4, 0.5, 0.6, 0.7, 0.8, 0.9)

_Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Example:
    """One page: its features, type and site."""

    features: dict[str, float]
    kind: str
    site: str


def read_examples(file: Path) -> list[Example]:
    """Read the pages with their types."""
    return [
        Example(
            dict(page_type_features(Reading(segment_html(row["html"], row["url"])))),
            row["page_type"],
            site_of(row),
        )
        for row in read_rows(file)
    ]


def fit_weights(examples: Sequence[Example], kinds: Sequence[str], names: Sequence[str]) -> _Matrix:
    """Fit a multinomial logistic regression with an L2 penalty on all weights but those of the bias, the last name."""
    features = _matrix(examples, names)
    wanted = np.array([[float(example.kind == kind) for kind in kinds] for example in examples])
    weights = np.zeros((len(names), len(kinds)))
    mean, square = np.zeros_like(weights), np.zeros_like(weights)
    pull = np.full((len(names), 1), DECAY)
    pull[-1] = 0.0
    for step in range(1, STEPS + 1):
        gradient = features.T @ (wanted - _chances(features, weights)) - pull * weights
        mean = 0.9 * mean + 0.1 * gradient
        square = 0.999 * square + 0.001 * gradient**2
        weights = weights + RATE * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    return weights


def out_of_fold(
    examples: Sequence[Example], kinds: Sequence[str], names: Sequence[str]
) -> list[tuple[str, float, str]]:
    """Predict each page without its site: return (most probable type, its probability, true type)."""
    fold = np.array([zlib.crc32(example.site.encode()) % FOLDS for example in examples])
    results: list[tuple[str, float, str]] = [("", 0.0, "")] * len(examples)
    for held in range(FOLDS):
        seen = [example for example, own in zip(examples, fold, strict=True) if own != held]
        weights = fit_weights(seen, kinds, names)
        for number in np.flatnonzero(fold == held).tolist():
            (chances,) = _chances(_matrix([examples[number]], names), weights)
            best = int(chances.argmax())
            results[number] = (kinds[best], float(chances[best]), examples[number].kind)
    return results


def _matrix(examples: Sequence[Example], names: Sequence[str]) -> _Matrix:
    rows = [[{"bias": 1.0, **example.features}.get(name, 0.0) for name in names] for example in examples]
    return np.array(rows, dtype=float)


def _chances(features: _Matrix, weights: _Matrix) -> _Matrix:
    scores = features @ weights
    odds: _Matrix = np.exp(scores - scores.max(axis=1, keepdims=True))
    chances: _Matrix = odds / odds.sum(axis=1, keepdims=True)
    return chances


def report(results: Sequence[tuple[str, float, str]]) -> str:
    """Format precision and recall by threshold, and for each type at .5."""
    lines = ["threshold  precision  recall"]
    for threshold in THRESHOLDS:
        taken = [found == true for found, chance, true in results if chance >= threshold]
        right = sum(taken)
        lines.append(f"{threshold:>9}  {right / max(1, len(taken)):>9.3f}  {right / len(results):>6.3f}")
    lines.append(f"{'type':<15}{'pages':>6}{'precision':>11}{'recall':>8}   at .5")
    for kind in sorted({true for *_, true in results}):
        given = [true == kind for found, chance, true in results if found == kind and chance >= 0.5]
        pages = sum(true == kind for *_, true in results)
        right = sum(given)
        lines.append(f"{kind:<15}{pages:>6}{right / max(1, len(given)):>11.3f}{right / pages:>8.3f}")
    return "\n".join(lines)


def main() -> None:
    """Print the quality out of fold, and write the weights fitted to all pages."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, help=".jsonl.xz with html, url and page_type")
    parser.add_argument("--out", type=Path, help="where to write the weights")
    options = parser.parse_args()
    examples = read_examples(options.data)
    kinds = sorted({example.kind for example in examples})
    names = [*sorted({name for example in examples for name in example.features}), "bias"]
    print(report(out_of_fold(examples, kinds, names)))
    if options.out:
        weights = fit_weights(examples, kinds, names)
        rows = zip(names, weights.round(2).tolist(), strict=True)
        tables = [
            f'"{name}" = {{ {", ".join(f"{k} = {w}" for k, w in zip(kinds, row, strict=True))} }}'
            for name, row in rows
        ]
        options.out.write_text(_HEADER + "\n".join(tables) + "\n", "utf-8")


_HEADER = "# Written by `python -m corpusclean.training.page_types`; see page_types.md. Do not edit.\n"

if __name__ == "__main__":
    main()
