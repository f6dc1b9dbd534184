"""Print the errors of the line model: `python -m corpusclean.training.line_errors --data DIR --scores FILE`.

FILE is the output of `corpusclean.training.lines --scores`. Prints the texts that lose most word F1 by wrong lines,
with these lines, and sums over all texts by kind and place of the error.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpusclean.recipe import LEVELS
from corpusclean.training.line_data import LabelledText, read_texts
from corpusclean.training.line_measure import TextWords

if TYPE_CHECKING:
    from numpy.typing import NDArray

LONG = 100
"""Minimal number of characters of a long line, which is a paragraph."""

SHOWN_LINES = 8
SHOWN_CHARS = 120


@dataclass(frozen=True, slots=True)
class WrongLine:
    """A line that was wrongly kept or cut.

    Args:
        kind: "left" (wrongly kept) or "lost" (wrongly cut); "above", "between" or "below" the lines of main
            content; "long" or "short".
        line: its text.
        keep: probability of content according to the model, in thousandths.
        cost: the word F1 that the text would gain if only this line were decided correctly.
    """

    kind: str
    line: str
    keep: int
    cost: float


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the worst texts and the sums."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, help="folder of labelled lines")
    parser.add_argument("--scores", type=Path, required=True, help="their scores out of fold")
    parser.add_argument("--worst", type=int, default=50, help="how many texts to show")
    options = parser.parse_args(arguments)
    texts = {(text.id, text.rendering): text for text in read_texts(options.data)}
    with options.scores.open(encoding="utf-8") as rows:
        found = [
            (list(wrong_lines(text, row["keep"], row["drop"])), text)
            for row in map(json.loads, rows)
            if (text := texts.get((row["id"], row["rendering"])))
        ]
    found.sort(key=lambda item: (-sum(wrong.cost for wrong in item[0]), item[1].id, item[1].rendering))
    for wrongs, text in found[: options.worst]:
        _show(wrongs, text)
    costs: defaultdict[str, float] = defaultdict(float)
    for wrong in (wrong for wrongs, _ in found for wrong in wrongs):
        costs[wrong.kind] += wrong.cost
    for kind, cost in sorted(costs.items(), key=lambda item: -item[1]):
        print(f"{kind:22} {cost / len(found):.4f} of word F1")
    return 0


def wrong_lines(text: LabelledText, keep: Sequence[int], drop: Sequence[float]) -> Iterator[WrongLine]:
    """Yield the wrongly kept or cut lines of a text with certain labels, by falling cost.

    Args:
        text: the text.
        keep: (n,) probability of content of each line that is not blank, in thousandths.
        drop: (n,) their boilerplate scores.
    """
    import numpy as np

    index = [place for place, line in enumerate(text.lines) if line.strip()]
    cut = np.array(drop) >= LEVELS["balanced"]
    wrong = [
        n
        for n, place in enumerate(index)
        if text.labels[place] in "kd"
        and not set("tup") & set(text.flags[place])
        and (text.labels[place] == "k") == cut[n]
    ]
    words = TextWords(text, index)
    f1 = words.after(cut).f1
    costs = [words.after(_turned(cut, n)).f1 - f1 for n in wrong]
    for cost, n in sorted(zip(costs, wrong, strict=True), reverse=True):
        line = text.lines[index[n]].strip()
        yield WrongLine(_kind(text, index[n]), line, keep[n], cost)


def _turned(cut: NDArray[Any], place: int) -> NDArray[Any]:
    turned = cut.copy()
    turned[place] = not turned[place]
    return turned


def _kind(text: LabelledText, place: int) -> str:
    first, last = text.labels.find("k"), text.labels.rfind("k")
    fate = "lost" if text.labels[place] == "k" else "left"
    where = "above" if place < first else "below" if place > last else "between"
    return f"{fate} {where}, {'long' if len(text.lines[place].strip()) >= LONG else 'short'}"


def _show(wrongs: Sequence[WrongLine], text: LabelledText) -> None:
    print(
        f"## {text.id} {text.rendering} {text.language} {text.page_type}: {sum(w.cost for w in wrongs):.3f}"
    )
    for wrong in wrongs[:SHOWN_LINES]:
        print(f"   {wrong.cost:+.3f} {wrong.kind}, {wrong.keep}: {wrong.line[:SHOWN_CHARS]}")


if __name__ == "__main__":
    sys.exit(main())
