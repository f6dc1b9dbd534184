"""Measure decoding and repair on a folder of documents with known answers, beside the libraries in use.

`python benchmarks/encoding.py --data DIR` reads from DIR, each where it is there:

- decode_*.jsonl.xz: `bl1` (the bytes, as Latin-1), `codec` or `text` (the answer), `declared`, `group`, `tol`, and
  of real pages (group "realhtml") `kind` and `carrier`, by which speeds are told apart;
- repair_*.jsonl.xz: `bad`, `good`, `group`;
- clean_*.txt.xz: `language<TAB>line`, lines that no repair may change.

Peers are charset-normalizer, chardet and ftfy, each where it is installed. Speeds are ratios of CPU time, peer over
ours, in turns, best of three.
"""

from __future__ import annotations

import sys

if __name__ == "__main__":
    sys.path.pop(0)  # this folder: html.py in it would stand for the module of the standard library

import argparse
import importlib.util
import json
import lzma
import time
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from corpusclean.decoding import decode
from corpusclean.recipe import Recipe
from corpusclean.repairing import repair

Decoder = Callable[[bytes, str | None], str]
Repairer = Callable[[str], str]

_AS_FOUND = Recipe(nfc=False)  # normal forms are a matter of policy and not of damage
_ROUNDS = 3
_PAGE = 40  # lines
_QUOTES = str.maketrans("‘’‛‚ʼ“”„", "'''''\"\"\"")


def main() -> None:
    """Print the tables of all files."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with the files named above")
    folder = parser.parse_args().data
    for file in sorted(folder.glob("decode_*.jsonl.xz")):
        _decoding([json.loads(line) for line in _lines(file)])
    for file in sorted(folder.glob("repair_*.jsonl.xz")):
        _repair([json.loads(line) for line in _lines(file)])
    for file in sorted(folder.glob("clean_*.txt.xz")):
        _clean([line.partition("\t") for line in _lines(file)])


def _lines(file: Path) -> Iterator[str]:
    with lzma.open(file, "rt", encoding="utf-8", newline="\n") as lines:
        for line in lines:
            yield line.rstrip("\n")


def _decoding(items: Sequence[dict[str, Any]]) -> None:
    """Exact texts by group; line ends and the mark at the start do not count."""
    decoders = _decoders()
    right: dict[str, dict[str, list[bool]]] = {name: defaultdict(list) for name in decoders}
    pages: dict[str, list[tuple[bytes, str | None]]] = defaultdict(list)
    texts = []
    for item in items:
        payload, declared = item["bl1"].encode("latin-1"), item["declared"]
        gold = payload.decode(item["codec"]) if item["codec"] else item["text"]
        for name, decoder in decoders.items():
            right[name][item["group"]].append(_equal(decoder(payload, declared), gold, item.get("tol") or 0))
        if item["group"] == "realhtml":
            pages[f"{item['kind']} pages"].append((payload, declared))
            pages[f"{item['kind']} pages, {item['carrier']}"].append((payload, declared))
            texts.append(_visible(gold))
    _print_shares("decoding: exact %", right)
    for name, arguments in sorted(pages.items()):
        _print_ratios(name, arguments, decoders)
    if texts:
        _print_ratios("repair of their text", [(text,) for text in dict.fromkeys(texts)], _repairers())


def _repair(items: Sequence[dict[str, Any]]) -> None:
    """Repaired by group, up to compatibility forms and quotes; and what became worse."""
    repairers = _repairers()
    right: dict[str, dict[str, list[bool]]] = {name: defaultdict(list) for name in repairers}
    for item in items:
        for name, repairer in repairers.items():
            found = repairer(item["bad"])
            is_right = _folded(found) == _folded(item["good"])
            right[name][item["group"]].append(is_right)
            if item["group"] == "mojibake":
                right[name]["(not worse)"].append(is_right or found == item["bad"])
    _print_shares("repair: right %", right)


def _clean(lines: Sequence[tuple[str, str, str]]) -> None:
    by_language = defaultdict(list)
    for language, _, line in lines:
        by_language[language].append(line)
    repairers = _repairers()
    changed = {name: sum(fix(line) != line for _, _, line in lines) for name, fix in repairers.items()}
    print(f"clean lines changed, of {len(lines)}: {changed}")
    pages = [
        ("\n".join(of_one[start : start + _PAGE]),)
        for of_one in by_language.values()
        for start in range(0, min(len(of_one), 10 * _PAGE), _PAGE)
    ]
    _print_ratios(f"pages of {_PAGE} clean lines, all languages", pages, repairers)


def _decoders() -> dict[str, Decoder]:
    decoders: dict[str, Decoder] = {"corpusclean": lambda payload, label: decode(payload, charset=label).text}
    if importlib.util.find_spec("charset_normalizer"):
        from charset_normalizer import from_bytes

        decoders["charset-normalizer"] = lambda payload, _: str(
            from_bytes(payload).best() or payload.decode("utf-8", "replace")
        )
    if importlib.util.find_spec("chardet"):
        import chardet

        decoders["chardet"] = lambda payload, _: payload.decode(
            chardet.detect(payload)["encoding"] or "cp1252", "replace"
        )
    return decoders


def _repairers() -> dict[str, Repairer]:
    """Ours, and ftfy with the settings that dataset makers use."""
    import ftfy

    config = ftfy.TextFixerConfig(
        fix_latin_ligatures=False,
        fix_character_width=False,
        uncurl_quotes=False,
        fix_line_breaks=False,
        normalization=None,
        explain=False,
    )
    return {
        "corpusclean": lambda text: repair(text, recipe=_AS_FOUND).text,
        "ftfy": lambda text: str(ftfy.fix_text(text, config)),
    }


def _print_shares(title: str, right: Mapping[str, Mapping[str, list[bool]]]) -> None:
    print(f"\n{title:<24}{'n':>7}" + "".join(f"{name:>20}" for name in right))
    ours = next(iter(right.values()))
    for group, results in sorted(ours.items()):
        shares = (sum(of_one[group]) / len(results) for of_one in right.values())
        print(f"  {group:<22}{len(results):>7}" + "".join(f"{100 * share:>20.2f}" for share in shares))
    means = (sum(sum(r) / len(r) for r in of_one.values()) / len(of_one) for of_one in right.values())
    print(f"  {'mean':<29}" + "".join(f"{100 * mean:>20.2f}" for mean in means))


def _print_ratios(
    title: str, arguments: Sequence[tuple[Any, ...]], functions: Mapping[str, Callable[..., str]]
) -> None:
    """The CPU time of each peer over ours."""
    best = dict.fromkeys(functions, float("inf"))
    for _ in range(_ROUNDS):
        for name, function in functions.items():
            start = time.process_time()
            for values in arguments:
                function(*values)
            best[name] = min(best[name], time.process_time() - start)
    ours, *peers = best
    ratios = ", ".join(f"{best[peer] / best[ours]:.1f} x {peer}" for peer in peers)
    print(f"  {title} ({len(arguments)}): {ratios}")


def _visible(page: str) -> str:
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(page)
    tree.strip_tags(["script", "style"])
    return tree.body.text(separator="\n") if tree.body else ""


def _equal(found: str, gold: str, tolerance: float) -> bool:
    """Whether texts are equal, up to a share of the characters where the bytes themselves are damaged."""
    found, gold = (text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n") for text in (found, gold))
    if found == gold or not tolerance:
        return found == gold
    from rapidfuzz.distance import Levenshtein

    return bool(Levenshtein.distance(found, gold) <= tolerance * len(gold))


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).translate(_QUOTES)


if __name__ == "__main__":
    main()
