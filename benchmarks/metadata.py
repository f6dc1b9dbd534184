"""Measure the inferred metadata on documents with known values, and its speed against peers.

`python benchmarks/metadata.py --data DIR [--sample N]` reads from DIR, each where it is there:

- dev.jsonl.xz: pages with `html` (or `html_ref`, the `id` of a page in --pages), `url` and `gold`;
- dev_text.jsonl.xz: the same as plain text in `text`, with `in_text`: which values the text holds;
- gold_flags.json: ids whose date is doubtful.

`gold` has title, date, authors, site_aliases, language, page_type, section, license. Precision counts the
documents whose value is known; recall in text only values that the text holds. Speeds are ratios of CPU time
in the same run, page by page in turns: trafilatura's extraction, its metadata alone and htmldate for HTML,
a baseline of regular expressions for text.
"""

from __future__ import annotations

import sys

if __name__ == "__main__":
    sys.path.pop(0)  # this folder: html.py in it would stand for the module of the standard library

import argparse
import json
import lzma
import re
import time
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from corpusclean.document import Claim
from corpusclean.infer.resolve import infer
from corpusclean.page import Page
from corpusclean.recipe import Recipe
from corpusclean.segment.html import segment_html
from corpusclean.segment.text import segment_text

Row = Mapping[str, Any]
_BINS = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.01)
_LEAST_PAGES = 5  # of a language that has a line of its own
_CREATIVE_COMMONS = re.compile(r"\bcc[ -]?(0|by(?:-(?:nc|nd|sa))*)", re.IGNORECASE)
_REGEX_DATE = re.compile(
    r"\b(?:\d{1,2}\.? )?(?:jan|feb|m[aä]r|apr|ma[iy]|jun|jul|aug|sep|o[ck]t|nov|de[cz])\w*\.? (?:\d{1,2},? )?\d{4}\b|\b\d{4}-\d\d-\d\d\b",
    re.IGNORECASE,
)
_REGEX_BYLINE = re.compile(r"^(?:by|von|par|por) ([^\n]{4,60})$", re.IGNORECASE | re.MULTILINE)


@dataclass(slots=True)
class _Counts:
    """Of one field: values given and right, values known, and those right that count for recall."""

    right: int = 0
    given: int = 0
    found: int = 0
    known: int = 0

    def add(self, other: _Counts) -> None:
        self.right += other.right
        self.given += other.given
        self.found += other.found
        self.known += other.known

    def __str__(self) -> str:
        precision = f"{100 * self.right / self.given:6.1f}" if self.given else "     -"
        recall = f"{100 * self.found / self.known:6.1f}" if self.known else "     -"
        return f"{precision} {recall} {self.given:>6} {self.known:>6}"


@dataclass(slots=True)
class _Tally:
    """What was counted over all documents of one mode."""

    fields: dict[str, _Counts] = field(default_factory=lambda: defaultdict(_Counts))
    languages: dict[tuple[str, str], _Counts] = field(default_factory=lambda: defaultdict(_Counts))
    confidences: dict[str, list[tuple[float, bool]]] = field(default_factory=lambda: defaultdict(list))
    undated: list[bool] = field(default_factory=list)

    def add(self, name: str, language: str, counts: _Counts) -> None:
        self.fields[name].add(counts)
        self.languages[name, language].add(counts)


@dataclass(frozen=True, slots=True)
class _Check:
    """How the value of one field is held against the gold.

    Args:
        gold: the key of the gold.
        claims: the fields of the claims, the first that won counts.
        is_right: of value and gold.
        flag: the key in `in_text`; "" where the text always tells, None where it is not asked.
    """

    gold: str
    claims: tuple[str, ...]
    is_right: Callable[[str, Any], bool]
    flag: str | None = None


def main() -> None:
    """Print the tables of both modes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with the files named above")
    parser.add_argument("--pages", type=Path, help="pages.jsonl.xz with the html of rows with html_ref")
    parser.add_argument("--sample", type=int, default=1, help="take every so many documents")
    parser.add_argument("--speed", type=int, default=60, help="time so many documents; 0 for none")
    options = parser.parse_args()
    flags = options.data / "gold_flags.json"
    doubtful = set(json.loads(flags.read_text("utf-8"))) if flags.exists() else set()
    for mode, name in (("html", "dev.jsonl.xz"), ("text", "dev_text.jsonl.xz")):
        if (options.data / name).exists():
            rows = list(_read(options.data / name, options.pages, options.sample))
            _measure(mode, rows, doubtful)
            if options.speed:
                _time(mode, rows[:: max(1, len(rows) // options.speed)])


def _read(file: Path, pages: Path | None, sample: int) -> Iterator[dict[str, Any]]:
    with lzma.open(file, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for number, line in enumerate(lines) if number % sample == 0]
    wanted = {row["html_ref"] for row in rows if "html_ref" in row}
    markup: dict[str, str] = {}
    if wanted and pages:
        with lzma.open(pages, "rt", encoding="utf-8") as lines:
            markup = {page["id"]: page["html"] for page in map(json.loads, lines) if page["id"] in wanted}
    for row in rows:
        if "html_ref" in row:
            row["html"] = markup.get(row["html_ref"])
        if row.get("html") or row.get("text"):
            yield row


def _page(row: Row) -> Page:
    return segment_html(row["html"], row["url"] or "") if row.get("html") else segment_text(row["text"])


def _measure(mode: str, rows: Sequence[Row], doubtful: set[str]) -> None:
    tally, slowest = _Tally(), 0.0
    for row in rows:
        page = _page(row)
        start = time.process_time()
        (won,) = infer([page], Recipe())
        slowest = max(slowest, time.process_time() - start)
        _count(tally, row, won, dated=row["id"] not in doubtful)
    print(f"\n{mode}: {len(rows)} documents, the slowest {slowest:.2f} CPU seconds")
    print(f"  {'field':<14}{'P %':>6} {'R %':>6} {'given':>6} {'known':>6}")
    for name, counts in tally.fields.items():
        print(f"  {name:<14}{counts}")
    if tally.undated:
        print(f"  dates given where the text holds none: {sum(tally.undated)} of {len(tally.undated)}")
    _print_languages(tally)
    _print_reliability(tally)


def _print_languages(tally: _Tally) -> None:
    print("  by language: title, date, authors, source (P % R % given known)")
    for language in sorted({language for _, language in tally.languages}):
        cells = [tally.languages[name, language] for name in ("title", "date", "authors", "source")]
        if cells[3].known >= _LEAST_PAGES:
            print(f"  {language:<4}" + " |".join(map(str, cells)))


def _print_reliability(tally: _Tally) -> None:
    print("  reliability: of values of a confidence, the share that is right (and how many)")
    print("  " + " " * 14 + "".join(f"{low:>12}+" for low in _BINS[:-1]))
    for name, pairs in sorted(tally.confidences.items()):
        cells = []
        for low, high in pairwise(_BINS):
            right = [ok for confidence, ok in pairs if low <= confidence < high]
            cells.append(f"{sum(right) / len(right):>6.2f} ({len(right):>3})" if right else " " * 12)
        print(f"  {name:<14} " + " ".join(cells))


def _count(tally: _Tally, row: Row, won: Mapping[str, Claim], *, dated: bool) -> None:
    held = row["in_text"] if row.get("text") else None
    for name, check in _CHECKS.items():
        gold = row["gold"].get(check.gold)
        is_asked = bool(gold) and (held is None or check.flag is not None)
        if not is_asked or (name == "date" and not dated) or (name == "license" and not _terms(gold)):
            continue
        claim = next((won[field] for field in check.claims if field in won), None)
        is_held = not held or not check.flag or bool(held.get(check.flag))
        right = claim is not None and check.is_right(claim.value, gold)
        tally.add(name, _language(row), _Counts(right, claim is not None, right and is_held, is_held))
        if claim is not None:
            tally.confidences[name].append((claim.confidence, right))
        if name == "date" and not is_held:
            tally.undated.append(claim is not None)
    if row["gold"].get("authors"):
        _count_authors(tally, row, won.get("authors"))


def _language(row: Row) -> str:
    return (row.get("lang") or "?")[:2]


def _count_authors(tally: _Tally, row: Row, claim: Claim | None) -> None:
    """People one by one, not lists of them."""
    known = [_squeezed(name) for name in row["gold"]["authors"]]
    flags = row["in_text"].get("authors", []) if row.get("text") else [True] * len(known)
    held = {name for name, is_held in zip(known, flags, strict=False) if is_held}
    given = {_squeezed(name) for name in claim.value.split("; ")} if claim else set()
    counts = _Counts(len(given & set(known)), len(given), len(given & held), len(held))
    tally.add("authors", _language(row), counts)
    if claim:
        tally.confidences["authors"].append((claim.confidence, given <= set(known)))


def _squeezed(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text)
    return re.sub(r"[\W_]+", "", "".join(c for c in plain if not unicodedata.combining(c))).casefold()


def _is_most(value: str, gold: str) -> bool:
    """Whether one title holds the other and is little longer: a site's name or a kicker beside it."""
    short, long = sorted((_squeezed(value), _squeezed(gold)), key=len)
    return bool(short) and short in long and len(short) >= 0.6 * len(long)


def _is_site(value: str, aliases: Iterable[str]) -> bool:
    name = _squeezed(value)
    return any(
        name == alias or (min(len(name), len(alias)) >= 4 and (name in alias or alias in name))
        for alias in map(_squeezed, aliases)
    )


def _is_listed(value: str, gold: str | Sequence[str]) -> bool:
    return _squeezed(value) in {_squeezed(one) for one in ([gold] if isinstance(gold, str) else gold)}


def _terms(license_id: str) -> str:
    match = _CREATIVE_COMMONS.search(license_id)
    return match[1].lower() if match else ""


_CHECKS = {
    "title": _Check("title", ("title",), lambda value, gold: _squeezed(value) == _squeezed(gold), "title"),
    "title (part)": _Check("title", ("title",), _is_most, "title"),
    "date": _Check("date", ("date",), lambda value, gold: value[:10] == gold, "date"),
    "source": _Check("site_aliases", ("source.name", "source.domain"), _is_site, "site"),
    "language": _Check("language", ("language",), lambda value, gold: value == gold[: len(value)], ""),
    "page_type": _Check("page_type", ("page_type",), lambda value, gold: value == gold),
    "section": _Check("section", ("section",), _is_listed),
    "license": _Check("license", ("license",), lambda value, gold: _terms(value) == _terms(gold)),
}


def _time(mode: str, rows: Sequence[Row]) -> None:
    """CPU time of peers over ours, in turns."""
    peers = _HTML_PEERS if mode == "html" else {"regular expressions": _by_regex}
    for peer in (_ours, *peers.values()):  # load what is loaded once
        peer(rows[0])
    spent: dict[str, float] = defaultdict(float)
    for row in rows:
        for name, function in (("ours", _ours), ("segmenting", _page), *peers.items()):
            start = time.process_time()
            function(row)
            spent[name] += time.process_time() - start
    own = spent["ours"] - spent["segmenting"]
    print(
        f"  speed on {len(rows)} documents: {1000 * own / len(rows):.1f} CPU ms each for the metadata alone"
    )
    for name in peers:
        print(
            f"    {name}: {spent[name] / own:.2f} x our time, {spent[name] / spent['ours']:.2f} x with parsing"
        )


def _ours(row: Row) -> object:
    return infer([_page(row)], Recipe())


def _extraction(row: Row) -> object:
    import trafilatura

    return trafilatura.extract(row["html"], url=row["url"])


def _trafilatura_metadata(row: Row) -> object:
    from trafilatura.metadata import extract_metadata

    return extract_metadata(row["html"], row["url"], extensive=False)


def _htmldate(row: Row) -> object:
    from htmldate import find_date

    return find_date(row["html"], extensive_search=False, original_date=True, url=row["url"])


def _by_regex(row: Row) -> object:
    """The first date, the first "By" line and the first line."""
    text = row["text"]
    return _REGEX_DATE.search(text), _REGEX_BYLINE.search(text), text.lstrip().partition("\n")[0]


_HTML_PEERS: dict[str, Callable[[Row], object]] = {
    "trafilatura's extraction": _extraction,
    "trafilatura's metadata": _trafilatura_metadata,
    "htmldate, fast": _htmldate,
}

if __name__ == "__main__":
    main()
