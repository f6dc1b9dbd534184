"""Measure the cleaning of plain text on a folder of labelled lines, quality and speed, against peers in one run.

`python benchmarks/text.py --data DIR [--sample SHARE]`, with DIR as corpusclean/training/line_data.py describes it.

- F1: words of the output against those of the gold text, as multisets, mean over texts. "clean" is the gold text
  itself as input, on which doing nothing is right.
- keep, drop: F1 over the lines that are labelled so, lines over 2,000 characters apart; a changed line is a dropped
  one. loss: share of the gold words in the input that are missing in the output.
- docs/s: texts per CPU-second, first use apart; ratio: CPU time against `rules + model`.

The shipped line model was trained on the development set: on that set its figures are in-sample, and those that
count, out of fold, stand in corpusclean/models/lines.md. Peers that read HTML alone get each line as a paragraph.
"""

from __future__ import annotations

import sys

if __name__ == "__main__":
    sys.path.pop(0)  # this folder: html.py in it would stand for the module of the standard library

import argparse
import hashlib
import html
import re
import time
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corpusclean import Recipe, Rejected, clean
from corpusclean.training.line_data import LabelledText, read_texts

_TOKEN = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u0e00-\u0e7f]|[^\W\u3040-\u9fff\uf900-\ufaff\u0e00-\u0e7f]+"
)
_GIANT = 2_000
_GROUPS = ("all", "raw", "half", "articles", "other types", "English", "not English", "clean")
_FINAL = tuple(".?!\"'”’»…。！？؟।॥”」』）)")


def main() -> None:
    """Print a table with a row a method."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of labelled lines")
    parser.add_argument(
        "--sample", type=float, default=1.0, help="share of the pages, by a hash of their ids"
    )
    options = parser.parse_args()
    texts = [text for text in read_texts(options.data) if _share(text.id) < options.sample]
    if not texts:
        parser.error(f"{options.data}: no labelled lines. Do: name their folder, or a larger --sample.")
    texts += [_clean_variant(text) for text in {text.id: text for text in texts}.values()]
    print(
        f"{len(texts)} texts of {len({text.id for text in texts})} pages; figures of the model are in-sample"
    )
    scores = {name: _measure(method, texts) for name, method in _METHODS.items()}
    ours = scores["rules + model"].seconds
    print(f"{'word F1':<27}" + "".join(f"{group:>12}" for group in _GROUPS))
    for name, score in scores.items():
        print(f"{name:<27}" + "".join(f"{score.f1(group):>12.4f}" for group in _GROUPS))
    print(f"{'lines':<27}{'keep F1':>12}{'drop F1':>12}{'loss':>12}{'docs/s':>12}{'ratio':>12}")
    for name, score in scores.items():
        speed = f"{len(texts) / max(score.seconds, 1e-9):>12.0f}{score.seconds / ours:>12.2f}"
        print(f"{name:<27}{score.line_f1('k'):>12.4f}{score.line_f1('d'):>12.4f}{score.loss():>12.4f}{speed}")


@dataclass
class _Score:
    """What one method did on all texts."""

    words: dict[str, list[float]]
    lines: Counter[tuple[str, bool]]
    lost: int = 0
    available: int = 0
    seconds: float = 0.0

    def f1(self, group: str) -> float:
        return sum(self.words[group]) / max(1, len(self.words[group]))

    def line_f1(self, label: str) -> float:
        """Of the lines with a label: "k" are to be kept, "d" are not."""
        right, missed = self.lines[label, label == "k"], self.lines[label, label != "k"]
        wrong = self.lines["d" if label == "k" else "k", label == "k"]
        return 2 * right / max(1, 2 * right + missed + wrong)

    def loss(self) -> float:
        return self.lost / max(1, self.available)


def _share(page: str) -> float:
    return int(hashlib.sha256(page.encode()).hexdigest()[:8], 16) / 2**32


def _clean_variant(text: LabelledText) -> LabelledText:
    lines = tuple(text.gold.split("\n"))
    return replace(text, kind="clean", lines=lines, labels="b" * len(lines), flags=("",) * len(lines))


def _measure(method: Callable[[str], str], texts: Sequence[LabelledText]) -> _Score:
    score = _Score(defaultdict(list), Counter())
    method("\n".join(texts[0].lines))  # what is loaded at first use is not counted
    for text in texts:
        given = "\n".join(text.lines)
        start = time.process_time()
        found = method(given)
        score.seconds += time.process_time() - start
        _compare(text, given, found, score)
    return score


def _compare(text: LabelledText, given: str, found: str, score: _Score) -> None:
    gold = _words(text.gold) & _words(given)
    words = _words(found)
    right = (words & gold).total()
    f1 = 2 * right / max(1, words.total() + gold.total())
    for group in _groups_of(text):
        score.words[group].append(f1)
    if text.kind != "clean":
        score.lost += gold.total() - right
        score.available += gold.total()
    left = Counter(" ".join(line.split()) for line in found.split("\n"))
    for line, label, flags in zip(text.lines, text.labels, text.flags, strict=True):
        if label in "kd" and not set(flags) & set("tup") and len(line) <= _GIANT:
            plain = " ".join(line.split())
            score.lines[label, left[plain] > 0] += 1
            left[plain] -= 1


def _groups_of(text: LabelledText) -> Iterator[str]:
    if text.kind == "clean":
        yield "clean"
        return
    yield from ("all", text.kind)
    yield "articles" if text.page_type == "article" else "other types"
    yield "English" if text.language == "en" else "not English"


def _words(text: str) -> Counter[str]:
    return Counter(_TOKEN.findall(unicodedata.normalize("NFKC", text).casefold()))


def _ours(recipe: Recipe) -> Callable[[str], str]:
    def cleaned(text: str) -> str:
        try:
            return clean(text, content_type="text/plain", recipe=recipe).text
        except Rejected:
            return ""

    return cleaned


def _gopher(text: str) -> str:
    """Lines as Gopher and FineWeb count them, to filter documents by their shares, used to drop them one by one.

    Duplicates, bullets and ellipses: Rae et al. 2021, "Scaling Language Models", table A1; lines of at most 30
    characters without a full stop: Penedo et al. 2024, "The FineWeb Datasets", section 3.6.
    """
    kept: dict[str, None] = {}
    for line in text.split("\n"):
        plain = line.strip()
        words = len(plain.split())
        bullet = plain.startswith(("•", "-", "*", "‣", "●")) and words < 8
        ellipsis = plain.endswith(("...", "…")) and words < 12
        if plain and not bullet and not ellipsis and (len(plain) > 30 or plain.endswith(_FINAL)):
            kept.setdefault(plain)
    return "\n".join(kept)


def _c4(text: str) -> str:
    """The rules for lines of C4 (Raffel et al. 2020, section 2.2): a full stop, five words, no script, no policy."""
    policy = (
        "terms of use",
        "privacy policy",
        "cookie policy",
        "uses cookies",
        "use of cookies",
        "use cookies",
    )
    return "\n".join(
        line
        for line in map(str.strip, text.split("\n"))
        if line.endswith((".", "!", "?", '"', "”"))
        and len(line.split()) >= 5
        and not any(phrase in line.lower() for phrase in ("javascript", *policy))
    )


def _justext(text: str) -> str:
    """Without stop words, since a method is not told the language."""
    import justext

    paragraphs = justext.justext(
        _paragraphs(text), frozenset(), stopwords_low=0, stopwords_high=0, encoding="utf-8"
    )
    return "\n".join(paragraph.text for paragraph in paragraphs if not paragraph.is_boilerplate)


def _trafilatura(text: str) -> str:
    import trafilatura

    return trafilatura.extract(_paragraphs(text).decode(), include_comments=False) or ""


def _paragraphs(text: str) -> bytes:
    lines = "".join(f"<p>{html.escape(line)}</p>\n" for line in text.split("\n") if line.strip())
    return f"<html><body>{lines}</body></html>".encode("utf-8", "replace")


_METHODS: dict[str, Callable[[str], str]] = {
    "nothing": str,
    "Gopher/FineWeb lines": _gopher,
    "C4 lines": _c4,
    "jusText over <p>": _justext,
    "trafilatura over <p>": _trafilatura,
    "rules": _ours(Recipe(line_model=False)),
    "rules + model, no metadata": _ours(Recipe(metadata=False)),
    "rules + model, safe": _ours(Recipe(level="safe")),
    "rules + model": _ours(Recipe()),
    "rules + model, strict": _ours(Recipe(level="strict")),
}


if __name__ == "__main__":
    main()
