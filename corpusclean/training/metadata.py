"""Fit the weights by which `infer` compares the candidates of a plain text: headlines, days, bylines, outlets.

`python -m corpusclean.training.metadata FIELD --data DIR` prints the figures out of fold and the weights of one
field; they stand in the module that the field names. Refit a field whenever a feature of it changes.
"""

from __future__ import annotations

import argparse
import json
import lzma
import re
import unicodedata
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpusclean.infer import byline, headline, printed_lines, source
from corpusclean.infer.reading import Reading
from corpusclean.segment.text import segment_text

FOLDS = 5
DECAY = 1.0  # pull of the weights to zero
STEPS, RATE = 300, 0.05  # of Adam (Kingma and Ba, 2015); more steps change no weight by .01
THRESHOLDS = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8)

_Matrix = NDArray[np.float64]
_Candidates = Iterator[tuple[str, dict[str, float]]]


@dataclass(frozen=True, slots=True)
class Field:
    """How one field is fitted.

    Args:
        candidates: its values on a page, each with its features.
        gold: its name in the data.
        in_text: the name of the flag that says whether the text holds the value.
        matches: whether a value is right.
    """

    candidates: Callable[[Reading], _Candidates]
    gold: str
    in_text: str
    matches: Callable[[str, Any], bool]


@dataclass(frozen=True, slots=True)
class Choice:
    """One text: the features of its candidates and of "none", the last row; which are right; its site."""

    features: _Matrix
    right: NDArray[np.bool_]
    values: Sequence[str]
    site: str
    in_text: bool


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text)
    return re.sub(r"[\W_]+", "", "".join(c for c in plain if not unicodedata.combining(c))).casefold()


def _headlines(reading: Reading) -> _Candidates:
    for position, features in headline.candidates(reading):
        yield reading.lines[position].text, features


def _same_people(value: str, gold: Sequence[str]) -> bool:
    return {_folded(name) for name in value.split("; ")} <= {_folded(name) for name in gold}


def _same_outlet(value: str, gold: Sequence[str]) -> bool:
    name = _folded(value)
    return any(
        name == alias or (min(len(name), len(alias)) >= 4 and name in alias) for alias in map(_folded, gold)
    )


FIELDS = {
    "headline": Field(_headlines, "title", "title", lambda value, gold: _folded(value) == _folded(gold)),
    "date": Field(printed_lines.candidates, "date", "date", lambda value, gold: value == gold),
    "byline": Field(byline.candidates, "authors", "authors", _same_people),
    "source": Field(source.candidates, "site_aliases", "site", _same_outlet),
}


def read_choices(field: Field, data: Path) -> tuple[list[str], list[Choice]]:
    """Read the texts whose gold has a field.

    Args:
        field: which.
        data: folder with `dev_text.jsonl.xz` and `gold_flags.json`.

    Returns:
        The names of the features, and one choice a text.
    """
    suspect = (
        set(json.loads((data / "gold_flags.json").read_text("utf-8"))) if field.gold == "date" else set()
    )
    with lzma.open(data / "dev_text.jsonl.xz", "rt", encoding="utf-8") as lines:
        rows = [
            (row, list(field.candidates(Reading(segment_text(row["text"])))))
            for row in map(json.loads, lines)
            if row["gold"].get(field.gold) and row["id"] not in suspect
        ]
    names = sorted({name for _, found in rows for _, features in found for name in features})
    return names, [_choice(field, row, found, names) for row, found in rows]


def _choice(
    field: Field, row: dict[str, Any], found: list[tuple[str, dict[str, float]]], names: list[str]
) -> Choice:
    matrix = np.array([[features.get(name, 0.0) for name in names] for _, features in [*found, ("", {})]])
    right = np.array([field.matches(value, row["gold"][field.gold]) for value, _ in found] + [False])
    right[-1] = not right.any()
    flag = row["in_text"].get(field.in_text)
    in_text = any(flag) if isinstance(flag, list) else bool(flag)
    return Choice(matrix, right, [value for value, _ in found], row.get("domain") or row["id"], in_text)


def fit_weights(choices: Sequence[Choice]) -> _Matrix:
    """Fit a conditional logit (McFadden, 1974) in which any right candidate will do."""
    weights = np.zeros(choices[0].features.shape[1])
    mean, square = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, STEPS + 1):
        gradient = -DECAY * weights
        for choice in choices:
            chances = _chances(choice, weights)
            wanted = chances * choice.right
            gradient = gradient + choice.features.T @ (wanted / wanted.sum() - chances)
        mean = 0.9 * mean + 0.1 * gradient
        square = 0.999 * square + 0.001 * gradient**2
        weights = weights + RATE * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    return weights


def _chances(choice: Choice, weights: _Matrix) -> _Matrix:
    scores = choice.features @ weights
    odds: _Matrix = np.exp(scores - scores.max())
    chances: _Matrix = odds / odds.sum()
    return chances


def out_of_fold(choices: Sequence[Choice]) -> list[tuple[float, bool, bool]]:
    """For each text the chance of its likeliest value, whether that is right, and whether the text holds it."""
    fold = [zlib.crc32(choice.site.encode()) % FOLDS for choice in choices]
    results: dict[int, tuple[float, bool, bool]] = {}
    for held in range(FOLDS):
        weights = fit_weights([choice for choice, own in zip(choices, fold, strict=True) if own != held])
        for number in (number for number, own in enumerate(fold) if own == held):
            choice = choices[number]
            chances = _chances(choice, weights)
            total: dict[str, float] = {}
            for value, chance in zip(choice.values, chances, strict=False):
                total[value] = total.get(value, 0.0) + float(chance)
            best = max(total, key=total.__getitem__, default="")
            right = best in {v for v, good in zip(choice.values, choice.right, strict=False) if good}
            results[number] = (total.get(best, 0.0), right, choice.in_text)
    return [results[number] for number in range(len(choices))]


def main() -> None:
    """Print precision and recall by threshold, then the weights of all texts."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("field", choices=sorted(FIELDS))
    parser.add_argument("--data", type=Path, required=True, help="folder of the metadata evaluation set")
    options = parser.parse_args()
    names, choices = read_choices(FIELDS[options.field], options.data)
    results = out_of_fold(choices)
    for threshold in THRESHOLDS:
        taken = [(right, held) for chance, right, held in results if chance >= threshold]
        precision = sum(right for right, _ in taken) / max(1, len(taken))
        recall = sum(right and held for right, held in taken) / max(1, sum(held for *_, held in results))
        print(f"threshold {threshold}: precision {precision:.3f}, recall of what is in the text {recall:.3f}")
    weights = sorted(zip(fit_weights(choices), names, strict=True), reverse=True)
    print("\n".join(f'    "{name}": {round(float(weight), 2)},' for weight, name in weights))


if __name__ == "__main__":
    main()
