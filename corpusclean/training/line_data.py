"""Labelled lines to learn from: the pages of a data folder, and variants of them that a reader never sees enough of.

A data folder holds JSON lines, one document a line, in files named `<set>.<rendering>.jsonl` or `.jsonl.xz`:
the `lines` of one rendering of a page as plain text, a `label` of one character each (k keep, d drop, a between,
b blank), `cov` (how much of each line is in the gold text), `flag` (t title, u second copy, p partial), the
`gold` text, `gold_recall` (how much of it is in the lines), `id` of the page, its `group` (the site), `lang` and
`ptype`, and the `url` and the `title` of the page, if known.
"""

from __future__ import annotations

import hashlib
import json
import lzma
import random
import re
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

RAW = ("wet", "inscriptis", "bs4", "lxmltext")
HALF = ("resmain", "justext", "trafrecall", "readability")
"""Renderings of all the visible text, and half-cleaned ones."""

MIN_RECALL = {"raw": 0.9, "half": 0.5}
"""How much of the gold text a rendering has to hold, to be worth learning from or measured with."""

MIN_GOLD = 30
"""Words (and sixths of characters) of the gold text: below, the page has no text to speak of."""

FOLDS = 3

INJECTION_RATES = (0.03, 0.06, 0.12, 0.25, 0.4)
"""Share of kept lines behind which lines of other sites are put in."""

MIN_KEPT = 3
"""Lines to keep that tell where the main text begins and ends."""

MIN_POOL = 50
"""Lines of one language and fold that must be there to inject some."""

MAX_INJECTED_CHARS = 400

CROPPED = 0.6
"""Share of raw texts of which a crop is made."""

LINES_ABOVE, LINES_BELOW = 4, 8
"""How many lines a crop holds, on average, above and below the main text."""

THINNING = (1, 0.7, 0.4, 0.2)
"""Share of the lines to drop that a crop holds: boilerplate is rare in half-cleaned text, but of every kind."""


@dataclass(frozen=True, slots=True)
class LabelledText:
    """One rendering of one page.

    Args:
        id: of the page.
        site: pages of one site stand in one fold.
        language: ISO 639-1.
        page_type: "article", "forum", …
        kind: "raw", "half", or of a variant "injected", "cropped", "clean", "other-script".
        rendering: its name.
        lines: the text.
        labels: one character a line.
        coverage: how much of each line is in the gold text.
        flags: of each line.
        gold: what should stay.
        url, title: of the page, if known.
    """

    id: str
    site: str
    language: str
    page_type: str
    kind: str
    rendering: str
    lines: tuple[str, ...]
    labels: str
    coverage: tuple[float, ...]
    flags: tuple[str, ...]
    gold: str
    url: str = ""
    title: str = ""

    @property
    def fold(self) -> int:
        """The fold of its site."""
        return fold_of(self.site)


def fold_of(site: str) -> int:
    """The fold in which the pages of a site stand."""
    return int(hashlib.sha1(site.encode(), usedforsecurity=False).hexdigest(), 16) % FOLDS


def network_name(fold: int) -> str:
    """The name of the file of the network that learnt from all folds but one; `FOLDS` for the one that saw all."""
    return f"fold{fold}.npz"


def data_files(folder: Path) -> list[Path]:
    """The files of a data folder that hold renderings, by name."""
    names = {*RAW, *HALF}
    return sorted(file for file in folder.glob("*.jsonl*") if file.name.split(".")[1] in names)


def data_digest(*folders: Path) -> str:
    """SHA-256 over the names and the contents of the files of data folders."""
    digest = hashlib.sha256()
    for file in (file for folder in folders for file in data_files(folder)):
        digest.update(f"{file.name} {hashlib.sha256(file.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()


def read_texts(folder: Path) -> list[LabelledText]:
    """Read the renderings of a data folder that are worth learning from."""
    return [text for file in data_files(folder) for text in _read_file(file)]


def _read_file(file: Path) -> Iterator[LabelledText]:
    rendering = file.name.split(".")[1]
    kind = "raw" if rendering in RAW else "half"
    for row in read_rows(file):
        gold = row["gold"]
        if (
            row["lines"]
            and row["gold_recall"] >= MIN_RECALL[kind]
            and len(gold.split()) + len(gold) // 6 >= MIN_GOLD
        ):
            yield LabelledText(
                row["id"], row["group"], row["lang"], row["ptype"], kind, rendering, tuple(row["lines"]),
                row["label"], tuple(row["cov"]), tuple(row["flag"]), gold, row.get("url", ""),
                row.get("title") or "",
            )  # fmt: skip


def read_rows(file: Path) -> Iterator[dict[str, Any]]:
    """Read JSON lines, which may be compressed with xz."""
    with (lzma.open if file.suffix == ".xz" else open)(file, "rt", encoding="utf-8") as rows:
        yield from map(json.loads, rows)


def variants(texts: Sequence[LabelledText], seed: int) -> list[LabelledText]:
    """Make variants of texts.

    Injected ones have lines of other sites (of the same fold) put into a half-cleaned or a clean text. Cropped
    ones are a raw text from a little above its main text to a little below, with fewer of the lines to drop: they
    look half-cleaned and hold what really stood there. Clean ones are the gold text. Those in another script stand
    for the languages that no page is in: the letters of a script without capitals, or of one without spaces, in place
    of the Latin ones.

    Args:
        texts: of all folds.
        seed: of what is left to chance.
    """
    chance = random.Random(seed)  # noqa: S311 - reproducible on purpose
    pools = _inner_boilerplate(texts)
    made: list[LabelledText] = []
    seen: set[str] = set()
    for text in texts:
        if text.kind == "half" and chance.random() < 0.6:
            made += _injected(text, pools, chance)
        if text.kind == "raw" and chance.random() < CROPPED:
            made += _cropped(text, chance)
        if text.id not in seen:
            seen.add(text.id)
            clean = _clean(text)
            made.append(clean)
            if text.page_type == "article":
                made += _injected(clean, pools, chance)
        if text.language not in ("ja", "ko") and chance.random() < 0.26:
            made.append(_in_other_script(text, chance))
    return made


_Pools = dict[tuple[str, int], list[tuple[str, str]]]
_Row = tuple[str, str, float, str]  # a line, its label, its coverage, its flags


def _inner_boilerplate(texts: Iterable[LabelledText]) -> _Pools:
    """Dropped lines that stand between kept ones or just after the last: (line, site) by language and fold."""
    pools: _Pools = defaultdict(list)
    for text in texts:
        kept = [place for place, label in enumerate(text.labels) if label == "k"]
        if text.rendering not in RAW[:3] or text.page_type != "article" or len(kept) < MIN_KEPT:
            continue
        for place in range(kept[0], min(len(text.lines), kept[-1] + 25)):
            line = text.lines[place].strip()
            if text.labels[place] == "d" and not text.flags[place] and 1 < len(line) < MAX_INJECTED_CHARS:
                pools[text.language, text.fold].append((line, text.site))
    return pools


def _injected(text: LabelledText, pools: _Pools, chance: random.Random) -> list[LabelledText]:
    pool = pools.get((text.language, text.fold), [])
    if len(pool) < MIN_POOL:
        return []
    rate = chance.choice(INJECTION_RATES)
    spaced = "" in text.lines[:10]
    rows: list[_Row] = []
    for row in zip(text.lines, text.labels, text.coverage, text.flags, strict=True):
        rows.append(row)
        if row[1] == "k" and chance.random() < rate:
            first = chance.randrange(len(pool))
            for line, site in pool[first : first + chance.choice((1, 1, 1, 2, 3))]:
                if site != text.site:
                    rows += [("", "b", 0.0, "")] * spaced + [(line, "d", 0.0, "")]
    return [_with_rows(text, "injected", rows)]


def _cropped(text: LabelledText, chance: random.Random) -> list[LabelledText]:
    kept = [place for place, label in enumerate(text.labels) if label == "k" and not text.flags[place]]
    if len(kept) < MIN_KEPT:
        return []
    first = max(0, kept[0] - int(chance.expovariate(1 / LINES_ABOVE)))
    end = kept[-1] + 1 + int(chance.expovariate(1 / LINES_BELOW))
    rate = chance.choice(THINNING)
    rows = list(zip(text.lines, text.labels, text.coverage, text.flags, strict=True))[first:end]
    return [_with_rows(text, "cropped", [row for row in rows if row[1] != "d" or chance.random() < rate])]


def _with_rows(text: LabelledText, kind: str, rows: Sequence[_Row]) -> LabelledText:
    lines, labels, coverage, flags = zip(*rows, strict=True)
    return replace(text, kind=kind, lines=lines, labels="".join(labels), coverage=coverage, flags=flags)


def _clean(text: LabelledText) -> LabelledText:
    lines = tuple(text.gold.split("\n"))
    labels = "".join("k" if line.strip() else "b" for line in lines)
    return replace(
        text, kind="clean", rendering="gold", lines=lines, labels=labels, coverage=(1.0,) * len(lines),
        flags=("",) * len(lines),
    )  # fmt: skip


_LETTERS = re.compile(r"[^\W\d_]+")
_BETWEEN_HAN = re.compile("(?<=[\u4e00-\u5fff]) (?=[\u4e00-\u5fff])")
_FULL_WIDTH = str.maketrans({".": "。", "!": "！", "?": "？"})


def _in_other_script(text: LabelledText, chance: random.Random) -> LabelledText:
    write = chance.choice((caseless, unspaced))
    key = chance.randrange(1_000)
    return replace(text, kind="other-script", lines=tuple(write(line, key) for line in text.lines))


def _number(word: str, key: int) -> int:
    return (zlib.crc32(word.encode()) ^ key * 2_654_435_761) & 0xFFFFFFFF


def caseless(line: str, key: int) -> str:
    """A line as Hebrew or Arabic would look, the same words the same for a key; one word in 25 (names, brands) stays Latin."""

    def write(match: re.Match[str]) -> str:
        word = match[0]
        if _number(word, key) % 25 == 0:
            return word
        return "".join(chr(0x5D0 + (ord(char) * 7 + key) % 27) for char in word.lower())

    line = _LETTERS.sub(write, line)
    return line.replace(",", "،").replace("?", "؟") if key % 2 else line


def unspaced(line: str, key: int) -> str:
    """A line as Chinese would look: one character for 2.8 letters, no spaces; one word in 20 stays Latin."""

    def write(match: re.Match[str]) -> str:
        word = match[0].lower()
        if _number(word, key) % 20 == 0:
            return match[0]
        size = max(1, round(len(word) / 2.8))
        return "".join(chr(0x4E00 + _number(word[2 * i : 2 * i + 4], key) % 3_000) for i in range(size))

    line = _BETWEEN_HAN.sub("", _LETTERS.sub(write, line))
    line = line.replace(". ", "。").replace(", ", "、").replace("! ", "！").replace("? ", "？")
    return line[:-1] + line[-1:].translate(_FULL_WIDTH)
