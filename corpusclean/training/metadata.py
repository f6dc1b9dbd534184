"""Fit the weights of metadata inference, and measure them out of fold.

`python -m corpusclean.training.metadata --data DIR --networks DIR` writes `models/metadata.toml` and its card. The
format of `--data` is described in `metadata_data`; `--networks` has the networks of the line model for its folds, which
give the roles of lines of plain text. First the models that choose lines are fitted (headline, date, byline, source),
then, on claims of pages whose site was held out, the model that chooses among claims. Run it after any change of a
feature.
"""

from __future__ import annotations

import argparse
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from corpusclean.document import Claim
from corpusclean.infer.authors.byline import byline_candidates
from corpusclean.infer.dates.candidates import date_candidates
from corpusclean.infer.headline.candidates import headline_candidates
from corpusclean.infer.publisher.source import outlet_candidates
from corpusclean.infer.ranking.claim_groups import claim_features, group_claims
from corpusclean.infer.ranking.conditional_logit import calibrated
from corpusclean.infer.reading import Reading
from corpusclean.infer.resolve import FITTED, infer, resolve_claims
from corpusclean.mark.line_network import load_network
from corpusclean.models.metadata import MODEL, MetadataModel, Mode, load_metadata_model, save_metadata_model
from corpusclean.recipe import Recipe
from corpusclean.training.digests import data_digest
from corpusclean.training.line_data import FOLDS as LINE_FOLDS
from corpusclean.training.line_data import network_name
from corpusclean.training.metadata_data import (
    AnnotatedPage,
    data_files,
    is_right,
    read_pages,
    read_renderings,
)
from corpusclean.training.metadata_fitting import DECAY, Choice, fit_calibration, fit_weights

FOLDS = 5
GOLD = {"title": "title", "date": "date", "authors": "authors", "source.name": "site_aliases", "source.domain": "site_aliases"}  # fmt: skip
HELD = {"site_aliases": "site"}  # name of a field in `in_text`, if different
# Wanted precision: the minimal confidence of a field is the lowest with this precision out of fold.
WANTED = {
    "html": {"title": 0.83, "date": 0.95, "authors": 0.885, "source.name": 0.83, "source.domain": 0.83},
    "text": {"title": 0.8, "date": 0.935, "authors": 0.89, "source.name": 0.912, "source.domain": 0.912},
}
THRESHOLDS = tuple(percent / 100 for percent in range(50, 91))
STEPS = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.01)

_Candidates = Iterator[tuple[str, dict[str, float]]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result for one field of one page.

    Args:
        gold: whether the right value is known.
        held: whether the page has it.
        right: whether the inferred value is right; None if none was inferred.
        confidence: confidence of the inferred value.
    """

    gold: bool
    held: bool
    right: bool | None
    confidence: float


def _headlines(reading: Reading) -> _Candidates:
    for position, features in headline_candidates(reading):
        yield reading.visible.lines[position].text, features


# Fitted in this order, since the features of date and byline lines depend on the headline.
COMPETITIONS: dict[str, tuple[str, Callable[[Reading], _Candidates]]] = {
    "headline": ("title", _headlines),
    "date": ("date", date_candidates),
    "byline": ("authors", byline_candidates),
    "source": ("site_aliases", outlet_candidates),
}


# Of titles in text, a harder pull of the weights to zero finds .014 more at the same precision (mean of four ways to part
# the sites into folds); of sources, days and names it finds no more.
DECAYS = {"text.headline": 3.0}


def fit_lines(pages: Sequence[AnnotatedPage], mode: Mode) -> MetadataModel:
    """Fit the models that choose lines, on pages of one kind."""
    model: dict[str, Mapping[str, float]] = {}
    for name, (field, candidates) in COMPETITIONS.items():
        choices = []
        for annotated in pages:
            if field in annotated.gold:
                found = list(candidates(Reading(annotated.page, model)))
                right = [is_right(field, value, annotated.gold[field]) for value, _ in found]
                choices.append(Choice([features for _, features in found], right, annotated.weight))
        key = f"{mode}.{name}"
        model[key] = fit_weights(choices, DECAYS.get(key, DECAY))
    return model


def fit_claims(
    pages: Sequence[AnnotatedPage], claims: Sequence[Sequence[Claim]], mode: Mode
) -> MetadataModel:
    """Fit the models that choose among the claims of a page; fields with one method of claims need none."""
    model = {}
    for field in FITTED:
        methods = {claim.method for found in claims for claim in found if claim.field == field}
        if len(methods) > 1:
            model[f"{mode}.claims.{field}"] = fit_weights(
                _claim_choice(field, annotated.gold[GOLD[field]], found)
                for annotated, found in zip(pages, claims, strict=True)
                if GOLD[field] in annotated.gold
            )
    return model


def _claim_choice(field: str, gold: object, claims: Sequence[Claim]) -> Choice:
    groups = group_claims(claims)
    if field not in groups:
        return Choice([], [])
    features = dict(claim_features(field, groups))
    sizes = {
        key: len(key.split(";")) * is_right(GOLD[field], groups[field][key][0].value, gold)
        for key in features
    }
    most = max(sizes.values())  # of several lists of right names the longest is wanted
    return Choice(list(features.values()), [0 < size == most for size in sizes.values()])


def cross_fit(
    pages: Sequence[AnnotatedPage], mode: Mode, others: Sequence[AnnotatedPage] = ()
) -> tuple[MetadataModel, dict[str, list[Outcome]]]:
    """Fit a model, and measure it by cross-validation over sites.

    Args:
        pages: pages of one kind, which are measured.
        mode: their kind.
        others: more pages of this kind, with fewer annotations, on which only the models that choose lines are fitted.

    Returns:
        The model fitted on all pages, and field → outcomes out of fold.
    """
    folds = [_fold(annotated) for annotated in pages]
    claims: list[list[Claim]] = [[] for _ in pages]
    for held in range(FOLDS):
        model = fit_lines([page for page in (*pages, *others) if _fold(page) != held], mode)
        for number in (number for number, fold in enumerate(folds) if fold == held):
            page = pages[number].page
            infer([page], Recipe(), model)
            claims[number], page.claims = page.claims, []
    outcomes: dict[str, list[tuple[int, Outcome]]] = {field: [] for field in GOLD}
    for held in range(FOLDS):
        seen = [number for number, fold in enumerate(folds) if fold != held]
        believed = fit_claims([pages[n] for n in seen], [claims[n] for n in seen], mode)
        weights = {field: believed.get(f"{mode}.claims.{field}", {}) for field in FITTED}
        for number in (number for number, fold in enumerate(folds) if fold == held):
            won = resolve_claims(list(claims[number]), 0.0, weights)
            for field, outcome in _outcomes(pages[number], won):
                outcomes[field].append((held, outcome))
    # All HTML pages of the set have a URL, which shows the source, so pages without one cannot be measured.
    fields = [field for field in GOLD if mode == "text" or not field.startswith("source")]
    calibration = {key: value for field in fields for key, value in _calibration(field, outcomes[field])}
    told = {
        field: list(_calibrated(field, found)) if field in fields else _given(pair[1] for pair in found)
        for field, found in outcomes.items()
    }
    decided = {
        f"{mode}.least": {field: least_confidence(WANTED[mode][field], told[field]) for field in GOLD},
        f"{mode}.calibration": calibration,
    }
    return {**fit_lines([*pages, *others], mode), **fit_claims(pages, claims, mode), **decided}, told


def _fold(annotated: AnnotatedPage) -> int:
    return zlib.crc32(annotated.site.encode()) % FOLDS


def _calibration(field: str, outcomes: Iterable[tuple[int, Outcome]]) -> Iterator[tuple[str, float]]:
    """Fit slope and shift of the calibration of a field, as weights for `calibrated`."""
    given = [outcome for _, outcome in outcomes if outcome.right is not None and outcome.gold]
    slope, shift = fit_calibration([o.confidence for o in given], [bool(o.right) for o in given])
    yield f"{field} slope", slope
    yield f"{field} shift", shift


def _calibrated(field: str, outcomes: Sequence[tuple[int, Outcome]]) -> Iterator[Outcome]:
    """Calibrate the confidences of each fold by the outcomes of the others, and drop values with a low confidence."""
    for held in range(FOLDS):
        calibration = dict(_calibration(field, (pair for pair in outcomes if pair[0] != held)))
        told = (
            replace(outcome, confidence=calibrated(outcome.confidence, field, calibration))
            for fold, outcome in outcomes
            if fold == held
        )
        yield from _given(told)


def least_confidence(wanted: float, outcomes: Sequence[Outcome]) -> float:
    """Return the lowest confidence from which on values have the wanted precision out of fold."""
    for threshold in THRESHOLDS:
        if figures(_from(threshold, outcomes))[0] >= wanted:
            return threshold
    return THRESHOLDS[-1]


def _from(threshold: float, outcomes: Iterable[Outcome]) -> list[Outcome]:
    """Return the outcomes if values below a confidence are dropped."""
    return [o if o.confidence >= threshold else replace(o, right=None) for o in outcomes]


def _given(outcomes: Iterable[Outcome]) -> list[Outcome]:
    """Return the outcomes without values below the default `Recipe.min_confidence`."""
    return _from(Recipe().min_confidence, outcomes)


def _outcomes(annotated: AnnotatedPage, won: Mapping[str, Claim]) -> Iterator[tuple[str, Outcome]]:
    for field, name in GOLD.items():
        if name in annotated.gold:
            gold, claim = annotated.gold[name], won.get(field)
            right = is_right(name, claim.value, gold) if claim else None
            held = annotated.holds(HELD.get(name, name))
            yield field, Outcome(gold is not None, held, right, claim.confidence if claim else 0.0)


def figures(outcomes: Iterable[Outcome]) -> tuple[float, float, int, int]:
    """Return precision, recall of values that pages have, and number of values on, and number of, pages without one."""
    listed = [outcome for outcome in outcomes if outcome.gold]
    given = [outcome for outcome in listed if outcome.right is not None]
    held = [outcome for outcome in listed if outcome.held]
    return (
        sum(bool(outcome.right) for outcome in given) / max(1, len(given)),
        sum(bool(outcome.right) for outcome in held) / max(1, len(held)),
        sum(not outcome.held for outcome in given),
        len(listed) - len(held),
    )


def reliability(outcomes: Iterable[Outcome]) -> list[tuple[float, float, int]]:
    """Return, for each step of confidence, its mean, the share of right values, and their number."""
    given = [outcome for outcome in outcomes if outcome.right is not None and outcome.gold]
    rows = []
    for low, high in pairwise(STEPS):
        part = [outcome for outcome in given if low <= outcome.confidence < high]
        if part:
            mean = sum(outcome.confidence for outcome in part) / len(part)
            rows.append((mean, sum(bool(outcome.right) for outcome in part) / len(part), len(part)))
    return rows


def main(arguments: Sequence[str] | None = None) -> int:
    """Fit, measure out of fold, and write the model and its card."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, help="folder of annotated pages")
    parser.add_argument(
        "--networks", type=Path, help="folder of networks of folds, as `lines` keeps them, for text"
    )
    parser.add_argument("--out", type=Path, default=MODEL, help="the model file; its card stands beside it")
    parser.add_argument("--mode", choices=["text", "html"], help="fit this one only, and keep the other")
    options = parser.parse_args(arguments)
    modes: tuple[Mode, ...] = (options.mode,) if options.mode else ("html", "text")
    if "text" in modes and not options.networks:
        parser.error("for texts, give --networks")
    model = dict(load_metadata_model()) if options.mode else {}
    files = [options.networks / network_name(fold) for fold in range(LINE_FOLDS)] if options.networks else []
    networks = [load_network(file) for file in files]
    tables = []
    for mode in modes:
        pages = list(read_pages(options.data, mode, networks if mode == "text" else []))
        others = list(read_renderings(options.data, networks)) if mode == "text" else []
        fitted, outcomes = cross_fit(pages, mode, others)
        model |= fitted
        tables.append(_tables(mode, len(pages), outcomes, model[f"{mode}.least"]))
    save_metadata_model(model, options.out)
    card = _card(data_digest(data_files(options.data)), "\n\n".join(tables))
    if not options.mode:
        options.out.with_suffix(".md").write_text(card, "utf-8")
    sys.stdout.write(card)
    return 0


def _tables(
    mode: Mode, pages: int, outcomes: Mapping[str, Sequence[Outcome]], least: Mapping[str, float]
) -> str:
    rows = [f"## {mode}, {pages} pages", ""]
    rows += [
        "| field | least confidence | precision | recall | values where there are none |",
        "|---|---|---|---|---|",
    ]
    for field, listed in outcomes.items():
        precision, recall, guesses, none = figures(_from(least[field], listed))
        rows.append(f"| {field} | {least[field]} | {precision:.3f} | {recall:.3f} | {guesses} of {none} |")
    rows += ["", "Confidence (of all values from .5 on), share of right ones and their number:", ""]
    rows += [
        f"- {field}: "
        + "; ".join(f"{mean:.2f} → {share:.2f} ({n})" for mean, share, n in reliability(listed))
        for field, listed in outcomes.items()
    ]
    return "\n".join(rows)


def _card(digest: str, tables: str) -> str:
    return f"""# The metadata model

The weights of `infer`: which line is a headline, which day on a page is that of its publication, which names are
its authors, whose page it is; and whom to believe where the claims of a page differ. `metadata.toml` holds them
by competition ("text.headline", "html.claims.date"); there are no names and no text of any page in it.

- Made by: `python -m corpusclean.training.metadata --data DIR --networks DIR`, which gives equal weights for equal data.
- Data: annotated pages of the Fundus, WCXB, trafilatura, htmldate and newspaper4k evaluations, and for headlines and
  outlets of text other renderings of the first two, SHA-256 `{digest}`.
- Method: conditional logits with an L2 penalty; {FOLDS} folds by site. The weights of claims are fitted on claims
  of pages whose site the weights of lines had not seen.
- What lines of text tell is told by the networks of the line model that had not seen their site: a small leak, since
  the sets call some sites (13 of this data) by two names, which stand in two folds of that model.

All figures are out of fold. Recall counts what the page holds; authors are counted by page here.

{tables}
"""


if __name__ == "__main__":
    sys.exit(main())
