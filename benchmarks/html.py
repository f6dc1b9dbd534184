"""Measure main-content extraction from HTML on pages with known main content, and its speed against peers.

`python benchmarks/html.py --data DIR` reads each `DIR/*/pages.jsonl[.xz]`, one page a line: `url`, `html`, `gold`
(the main content as text) and `page_type`. Quality is the F1 of words (a multiset for each page, small letters), by
page type; speed is CPU time on the same pages, page by page in turns in this one run, as a multiple of trafilatura's
speed. Differences from trafilatura are paired by page, with 95 % bootstrap intervals over pages.
"""

from __future__ import annotations

import os
import sys

if __name__ == "__main__":
    sys.path.pop(0)  # this folder: html.py in it would stand for the module of the standard library
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # or threads that wait for each other count as CPU time

import argparse
import json
import lzma
import random
import re
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import corpusclean

Extract = Callable[[str, str | None], str | None]

YARDSTICK = "trafilatura"
RESAMPLINGS = 1_000
_WORD = re.compile(r"\w+")
_CAVEAT = """The model that is shipped has learned from such pages. On the pages that it has learned from (see the data
digest in corpusclean/models/blocks.md) these figures are in-sample; the card has the out-of-fold ones."""


def main() -> None:
    """Print quality, differences and speed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with one folder a set")
    parser.add_argument("--sample", type=float, default=1.0, help="share of the pages, evenly spread")
    arguments = parser.parse_args()
    pages = list(_pages(arguments.data, arguments.sample))
    if not pages:
        parser.error(f"{arguments.data}: no pages. Do: name a folder that holds SET/pages.jsonl or .xz.")
    extractors = _extractors()
    scores, seconds, failures = _run(pages, extractors)
    types = ["all", *sorted({page["page_type"] for page in pages})]
    rows = {kind: [n for n, page in enumerate(pages) if kind in ("all", page["page_type"])] for kind in types}
    print(f"{len(pages)} pages. {_CAVEAT}\n\nF1 of words, and CPU speed")
    _print_row("", [*(f"{kind} ({len(rows[kind])})" for kind in types), "ms/page", "x speed", "failed"])
    for name, own in scores.items():
        means = [f"{_mean([own[n] for n in rows[kind]]):.3f}" for kind in types]
        speed = f"{seconds[YARDSTICK] / seconds[name]:.1f}" if YARDSTICK in seconds else "-"
        _print_row(name, [*means, f"{1e3 * seconds[name] / len(pages):.1f}", speed, str(failures[name])])
    if YARDSTICK in scores:
        print(f"\nF1 minus that of {YARDSTICK} on the same page, with 95 % intervals")
        _print_row("", types)
        for name, own in scores.items():
            if name != YARDSTICK:
                pairs = [a - b for a, b in zip(own, scores[YARDSTICK], strict=True)]
                _print_row(name, [_difference([pairs[n] for n in rows[kind]]) for kind in types])


def _pages(folder: Path, share: float) -> Iterator[dict[str, Any]]:
    """An even sample of the pages of all sets."""
    due = 0.0
    for path in sorted(file for file in folder.glob("*/pages.jsonl*") if file.suffix in {".jsonl", ".xz"}):
        opener = lzma.open if path.suffix == ".xz" else open
        with opener(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                due += share
                if due >= 1 - 1e-9:
                    due -= 1
                    yield json.loads(line)


def _extractors() -> dict[str, Extract]:
    """Ours and the peers that are installed; names the others."""
    fast = corpusclean.Recipe(profile="fast")
    found: dict[str, Extract] = {
        "corpusclean accurate": corpusclean.extract,
        "corpusclean fast": lambda html, url: corpusclean.extract(html, url, recipe=fast),
    }
    for module, names in _PEERS.items():
        try:
            import_module(module)
        except ImportError:
            print(f"missing: {', '.join(names)} (module {module})")
        else:
            found |= names
    return found


def _trafilatura(html: str, url: str | None, **options: bool) -> str | None:
    import trafilatura

    text: str | None = trafilatura.extract(html, url=url, **options)
    return text


def _resiliparse(html: str, _: str | None) -> str:
    from resiliparse.extract.html2text import extract_plain_text

    return str(extract_plain_text(html, main_content=True))


def _readability(html: str, _: str | None) -> str:
    from lxml.html import fromstring
    from readability import Document

    return str(fromstring(Document(html).summary()).text_content())


def _justext(html: str, _: str | None) -> str:
    import justext

    paragraphs = justext.justext(html, justext.get_stoplist("English"))
    return "\n".join(paragraph.text for paragraph in paragraphs if not paragraph.is_boilerplate)


_PEERS: dict[str, dict[str, Extract]] = {
    "trafilatura": {
        YARDSTICK: _trafilatura,
        "trafilatura fast": lambda html, url: _trafilatura(html, url, fast=True),
        "trafilatura precision": lambda html, url: _trafilatura(html, url, favor_precision=True),
        "trafilatura recall": lambda html, url: _trafilatura(html, url, favor_recall=True),
    },
    "resiliparse.extract.html2text": {"resiliparse": _resiliparse},
    "readability": {"readability-lxml": _readability},
    "justext": {"jusText": _justext},
}


def _run(
    pages: Sequence[dict[str, Any]], extractors: dict[str, Extract]
) -> tuple[dict[str, list[float]], dict[str, float], Counter[str]]:
    """By extractor the F1 of each page, the CPU seconds for all, and on how many it failed: there it found nothing."""
    scores: dict[str, list[float]] = defaultdict(list)
    seconds: dict[str, float] = defaultdict(float)
    failures: Counter[str] = Counter()
    # The first page comes once more and does not count, since it loads modules and models.
    for number, page in enumerate([pages[0], *pages]):
        gold = _words(page["gold"])
        for name, extract in extractors.items():
            start = time.process_time()
            try:
                text = extract(page["html"], page["url"]) or ""
            except Exception:  # noqa: BLE001 - whatever it is, the extractor has not read the page
                text = ""
                failures[name] += number > 0
            if number:
                seconds[name] += time.process_time() - start
                scores[name].append(_f1(_words(text), gold))
    return scores, seconds, failures


def _words(text: str) -> Counter[str]:
    return Counter(_WORD.findall(text.lower()))


def _f1(found: Counter[str], gold: Counter[str]) -> float:
    if not found and not gold:
        return 1.0
    return 2 * (found & gold).total() / (found.total() + gold.total())


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _difference(values: Sequence[float]) -> str:
    """The mean and its interval."""
    chance = random.Random(0)  # noqa: S311 - the same intervals each time
    means = sorted(_mean(chance.choices(values, k=len(values))) for _ in range(RESAMPLINGS))
    low, high = means[int(0.025 * RESAMPLINGS)], means[int(0.975 * RESAMPLINGS)]
    return f"{_mean(values):+.3f} [{low:+.3f}, {high:+.3f}]"


def _print_row(name: str, cells: Sequence[str]) -> None:
    print(f"{name:<24}" + "".join(f"{cell:>25}" if "[" in cell else f"{cell:>20}" for cell in cells))


if __name__ == "__main__":
    main()
