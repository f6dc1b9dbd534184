"""Measure decoding and repair on a folder of documents with known answers, and their speed against peers.

`python benchmarks/encoding.py --data DIR` reads from DIR, each where it is there:

- decode_*.jsonl.xz: `bl1` (the bytes, as Latin-1), `codec` or `text` (the answer), `declared`, `group`, `tol`;
- repair_*.jsonl.xz: `bad`, `good`, `group`;
- clean_*.txt.xz: `language<TAB>line`, lines that no repair may change.

Speeds are ratios of CPU time against charset-normalizer and ftfy in the same run, in turns, best of three.
"""

from __future__ import annotations

import argparse
import json
import lzma
import time
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from corpusclean.decoding import decode
from corpusclean.recipe import Recipe
from corpusclean.repairing import repair

_AS_FOUND = Recipe(nfc=False)  # normal forms are a matter of policy and not of damage
_ROUNDS = 3
_QUOTES = str.maketrans("‘’‛‚ʼ“”„", "'''''\"\"\"")


def main() -> None:
    """Print a table a task."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with the files named above")
    folder = parser.parse_args().data
    for task, pattern in ((_decoding, "decode_*.jsonl.xz"), (_repair, "repair_*.jsonl.xz")):
        for file in sorted(folder.glob(pattern)):
            with lzma.open(file, "rt", encoding="utf-8") as lines:
                task([json.loads(line) for line in lines])
    for file in sorted(folder.glob("clean_*.txt.xz")):
        with lzma.open(file, "rt", encoding="utf-8", newline="\n") as lines:
            _clean([line.rstrip("\n").partition("\t")[2] for line in lines])


def _decoding(items: Sequence[dict[str, Any]]) -> None:
    """Exact texts by group; line ends and the mark at the start do not count."""
    right: dict[str, list[bool]] = defaultdict(list)
    utf8: list[bytes] = []
    legacy: list[bytes] = []
    for item in items:
        payload = item["bl1"].encode("latin-1")
        gold = payload.decode(item["codec"]) if item["codec"] else item["text"]
        found = decode(payload, charset=item["declared"]).text
        right[item["group"]].append(_equal(found, gold, item.get("tol") or 0))
        if item["group"] == "realhtml":
            (utf8 if _is_utf8(payload) else legacy).append(payload)
    print("decoding: exact %")
    _print_shares(right)
    for name, pages in (("UTF-8 pages", utf8), ("legacy pages", legacy)):
        if pages:
            print(f"  {name}: {_ratio(pages, decode, _charset_normalizer):.1f} x charset-normalizer")


def _repair(items: Sequence[dict[str, Any]]) -> None:
    """Repaired by group, up to compatibility forms and quotes; and what became worse."""
    right: dict[str, list[bool]] = defaultdict(list)
    worse = 0
    for item in items:
        found = repair(item["bad"], recipe=_AS_FOUND).text
        is_right = _folded(found) == _folded(item["good"])
        right[item["group"]].append(is_right)
        worse += item["group"] == "mojibake" and not is_right and found != item["bad"]
    print("repair: right %")
    _print_shares(right)
    print(f"  mojibake repaired wrongly: {100 * worse / max(1, len(right['mojibake'])):.2f} %")


def _clean(lines: Sequence[str]) -> None:
    changed = sum(repair(line, recipe=_AS_FOUND).text != line for line in lines)
    pages = ["\n".join(lines[start : start + 40]) for start in range(0, len(lines), 400)]
    ratio = _ratio(pages, lambda text: repair(text, recipe=_AS_FOUND), _ftfy)
    print(f"clean lines: {changed} of {len(lines)} changed; {ratio:.1f} x ftfy on pages of 40 lines")


def _print_shares(right: dict[str, list[bool]]) -> None:
    for group, results in sorted(right.items()):
        print(f"  {group:<14}{len(results):>6}{100 * sum(results) / len(results):>8.2f}")
    mean = sum(sum(results) / len(results) for results in right.values()) / len(right)
    print(f"  {'mean':<20}{100 * mean:>8.2f}")


def _equal(found: str, gold: str, tolerance: float) -> bool:
    """Whether texts are equal, up to a share of the characters where the bytes themselves are damaged."""
    found, gold = (text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n") for text in (found, gold))
    if found == gold or not tolerance:
        return found == gold
    from rapidfuzz.distance import Levenshtein

    return bool(Levenshtein.distance(found, gold) <= tolerance * len(gold))


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).translate(_QUOTES)


def _is_utf8(payload: bytes) -> bool:
    try:
        payload.decode()
    except UnicodeDecodeError:
        return False
    return True


def _ratio(items: Iterable[Any], ours: Callable[[Any], Any], peer: Callable[[Any], Any]) -> float:
    """The CPU time of the peer over ours."""
    best = [float("inf"), float("inf")]
    for _ in range(_ROUNDS):
        for index, function in enumerate((ours, peer)):
            start = time.process_time()
            for item in items:
                function(item)
            best[index] = min(best[index], time.process_time() - start)
    return best[1] / best[0]


def _charset_normalizer(payload: bytes) -> object:
    from charset_normalizer import from_bytes

    return str(from_bytes(payload).best())


def _ftfy(text: str) -> str:
    import ftfy

    return str(ftfy.fix_text(text, uncurl_quotes=False, fix_character_width=False, normalization=None))


if __name__ == "__main__":
    main()
