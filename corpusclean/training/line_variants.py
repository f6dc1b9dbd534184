"""Variants of labelled texts, to augment the training data of the line model."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from corpusclean.training.line_data import RAW, LabelledText
from corpusclean.training.other_scripts import caseless, unspaced

INJECTION_RATES = (0.03, 0.06, 0.12, 0.25, 0.4)
"""Shares of kept lines after which lines of other sites are inserted."""

MIN_KEPT = 3
"""Minimal number of lines of main content in a text of which a cropped or clean variant is made."""

MIN_POOL = 50
"""Minimal number of lines of a language and fold to choose injected lines from."""

MAX_INJECTED_CHARS = 400

INJECTED, CROPPED, OTHER_SCRIPT = 0.6, 0.6, 0.26
"""Share of half-cleaned texts of which an injected variant is made, of raw texts of which a cropped one is made, and of
all texts of which one in another script is made."""

LINES_ABOVE, LINES_BELOW = 4, 8
"""Mean number of lines of a cropped text above and below the main text."""

THINNING = (1, 0.7, 0.4, 0.2)
"""Shares of boilerplate lines that are left in a cropped text, since half-cleaned texts have little of every kind."""


def variants(texts: Sequence[LabelledText], seed: int) -> list[LabelledText]:
    """Make variants of texts.

    Injected: a half-cleaned or clean text with boilerplate lines of other sites of the same fold. Cropped: a raw text
    from a little above to a little below its main text, with fewer boilerplate lines, so that it looks half-cleaned.
    Clean: the gold text. In another script: Latin letters are replaced by those of a script without capitals, or of
    one without spaces, to imitate languages without training pages.

    Args:
        texts: the texts of all folds.
        seed: seed of the random choices.
    """
    chance = random.Random(seed)  # noqa: S311 - reproducible on purpose
    pools = _inner_boilerplate(texts)
    made: list[LabelledText] = []
    seen: set[str] = set()
    for text in texts:
        if text.kind == "half" and chance.random() < INJECTED:
            made += _injected(text, pools, chance)
        if text.kind == "raw" and chance.random() < CROPPED:
            made += _cropped(text, chance)
        if text.id not in seen:
            seen.add(text.id)
            clean = _clean(text)
            made.append(clean)
            if text.page_type == "article":
                made += _injected(clean, pools, chance)
        if text.language not in ("ja", "ko") and chance.random() < OTHER_SCRIPT:
            made.append(_in_other_script(text, chance))
    return made


_Pools = dict[tuple[str, int], list[tuple[str, str]]]
_Row = tuple[str, str, float, str]  # a line, its label, its coverage, its flags


def _inner_boilerplate(texts: Iterable[LabelledText]) -> _Pools:
    """Return boilerplate lines between kept ones or just after the last: (line, site) by language and fold."""
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


def _in_other_script(text: LabelledText, chance: random.Random) -> LabelledText:
    write = chance.choice((caseless, unspaced))
    key = chance.randrange(1_000)
    return replace(text, kind="other-script", lines=tuple(write(line, key) for line in text.lines))
