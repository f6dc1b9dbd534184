"""Cut lines that are repeated in many documents of one source, after the workers of a build have cleaned all documents.

Workers store the key (hash) and the score of each line in the staged files beside the rows. So this pass counts keys
without reading texts, and rewrites only the documents in which it cuts a line.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, deque
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpusclean.corpus.repetition import Line, count_lines, line_keys, repeated_lines
from corpusclean.document import CutReason, Document, Mark, ScoredLine
from corpusclean.infer.recognition.addresses import registered_domain
from corpusclean.ledger import undo_cuts
from corpusclean.mark.cuts import cut_lines, cut_text
from corpusclean.package.parquet import opened
from corpusclean.package.staging import change_rows
from corpusclean.page import Page
from corpusclean.recipe import Recipe
from corpusclean.repairing import text_flags
from corpusclean.rows import cut_row, text_columns
from corpusclean.segment.text import line_spans

if TYPE_CHECKING:
    import pyarrow as pa

BY = "corpus/repetition"
REASON: CutReason = "repeated-in-corpus"


def with_lines(table: pa.Table, documents: Sequence[Document | None], paths: Sequence[str]) -> pa.Table:
    """Add to a table the columns that `cut_repeated` needs: `source` and `lines`.

    Args:
        table: a table from `results_table`.
        documents: the documents it was made from, one per row; None for a reject.
        paths: for each row, the path of the file that it was read from; not stored in the release.

    Returns:
        The table with the two columns; both are null for a reject.
    """
    import pyarrow as pa

    fields = {
        "start": pa.int64(), "end": pa.int64(), "key": pa.int64(), "score": pa.float64(), "gone": pa.bool_(),
    }  # fmt: skip
    pairs = list(zip(documents, paths, strict=True))
    lines = [document and [line._asdict() for line in _lines(document, path)] for document, path in pairs]
    sources = [document and _source(document, path) for document, path in pairs]
    table = table.append_column("source", pa.array(sources, pa.string()))
    return table.append_column("lines", pa.array(lines, pa.list_(pa.struct(fields))))


def _source(document: Document, path: str) -> str:
    """Return the group in which repeated lines are counted: the domain of the URL, else the folder or records file."""
    url = document.url or document.origin.url
    if url and (domain := registered_domain(url)):
        return domain
    place = path if document.origin.record is not None else str(Path(path).parent)
    return place.encode("utf-8", "backslashreplace").decode()


def _lines(document: Document, path: str) -> Iterator[Line]:
    cuts = [cut_row(cut) for cut in document.cuts]
    text = undo_cuts(document.text, cuts)
    keys = line_keys([text[line.start : line.end] for line in document.lines], _source(document, path))
    gone = _cut_places(document.lines, cuts)
    for place, (line, key) in enumerate(zip(document.lines, keys, strict=True)):
        yield Line(line.start, line.end, key, line.score, place in gone)


def _cut_places(
    lines: Sequence[Line | ScoredLine], cuts: Sequence[Mapping[str, Any]]
) -> dict[int, Mapping[str, Any]]:
    """Map the index in `lines` of each cut line to its cut."""
    starts = [line.start for line in lines]
    return {bisect_left(starts, cut["start"]): cut for cut in cuts if cut["reason"] != "whitespace"}


def cut_repeated(files: Sequence[Path], replaced: Collection[tuple[int, int]], recipe: Recipe) -> None:
    """Cut, in staged files, the lines that are repeated in many documents of one source.

    Args:
        files: staged files with the columns of `with_lines`; those in which a line is cut are rewritten.
        replaced: (index of the file, row in it) of the duplicate and superseded documents, which are left out.
        recipe: the settings; `repetition`, `level` and `keep` are used.
    """
    if not recipe.repetition or REASON in recipe.keep:
        return
    siblings: Counter[str] = Counter()
    total = 0
    for table in _rows(files, replaced, ["source", "lines.list.element.key"]):
        siblings.update(table["source"].to_pylist())
        total += len(_keys(table))
    counts = count_lines(lambda: map(_keys, _rows(files, replaced, ["lines.list.element.key"])), total)
    for path in files if counts else ():
        with opened(path) as file:
            table = file.read(columns=["source", "lines"])
        found = _repeated(table, counts, siblings, recipe)
        if found:
            change_rows(path, found, partial(_cut_again, recipe))


def _rows(
    files: Sequence[Path], replaced: Collection[tuple[int, int]], columns: list[str]
) -> Iterator[pa.Table]:
    """Read columns of the staged documents, without rejected and replaced ones, one table per file."""
    import pyarrow as pa

    for index, path in enumerate(files):
        with opened(path) as file:
            table = file.read(columns=columns)
        present = table["lines"].is_valid().to_pylist()
        mask = [valid and (index, row) not in replaced for row, valid in enumerate(present)]
        yield table.filter(pa.array(mask, pa.bool_()))


def _keys(table: pa.Table) -> pa.Array:
    import pyarrow.compute as pc

    return pc.list_flatten(table["lines"].combine_chunks()).field("key")


def _repeated(
    table: pa.Table, counts: Mapping[int, int], siblings: Mapping[str, int], recipe: Recipe
) -> dict[int, tuple[list[Line], dict[int, float]]]:
    """Find the lines to cut: row → (its lines, index of each line to cut → score)."""
    found = {}
    for row, (source, lines) in enumerate(
        zip(table["source"].to_pylist(), _staged_lines(table), strict=True)
    ):
        if scores := repeated_lines(lines, counts, siblings.get(source, 1), recipe.threshold):
            found[row] = lines, scores
    return found


def _staged_lines(table: pa.Table) -> Iterator[list[Line]]:
    """Yield the lines of each row, none for a reject; by column, since Arrow converts structs slowly, one at a time."""
    column = table["lines"].combine_chunks()
    values = [column.values.field(name).to_pylist() for name in Line._fields]
    for first, end in pairwise(column.offsets.to_pylist()):
        yield list(map(Line, *(value[first:end] for value in values)))


def _cut_again(
    recipe: Recipe,
    repeated: tuple[Sequence[Line], Mapping[int, float]],
    document: dict[str, Any],
    ledger: dict[str, Any],
) -> None:
    """Change a document row and its ledger row as if the repeated lines had been marked before the first cuts.

    Args:
        recipe: the settings.
        repeated: the lines of the document, and index → score of those to cut.
        document: its row of the documents, changed in place.
        ledger: its row of the ledger, changed in place.
    """
    lines, scores = repeated
    text = undo_cuts(document["text"], ledger["cuts"])
    spans, index = _all_lines(text, lines)
    marks = [Mark(index[place], REASON, BY, score) for place, score in scores.items()]
    for place, cut in _cut_places(lines, ledger["cuts"]).items():
        marks.append(Mark(index[place], cut["reason"], cut["by"], cut["score"]))
    cuts = cut_lines(Page(text, spans), marks, recipe)
    left = cut_text(text, cuts)
    gone = set(text_flags(document["text"])) - set(text_flags(left))
    ledger["cuts"] = [cut_row(cut) for cut in cuts]
    flags = [flag for flag in document["flags"] if flag not in gone]
    document.update(text_columns(left, ledger["cuts"]), flags=flags)
    ledger["text_sha256"] = document["text_sha256"]


def _all_lines(text: str, lines: Sequence[Line]) -> tuple[list[tuple[int, int]], list[int]]:
    """Return the spans of all lines of a text, blank ones included, and the index in these of each of `lines`."""
    spans: list[tuple[int, int]] = []
    index: list[int] = []
    rest = deque(lines)
    for start, end in line_spans(text):
        if not rest or rest[0].start >= end:
            spans.append((start, end))
        while rest and rest[0].start < end:
            line = rest.popleft()
            index.append(len(spans))
            spans.append((line.start, line.end))
    return spans, index
