"""Read back the rows of a release from disk, and check, hash and count them."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from corpusclean.checks import check_ledgers, check_rows
from corpusclean.errors import IntegrityError, UsageError
from corpusclean.findings import Findings, damage
from corpusclean.package.layout import FOLDERS, Shards
from corpusclean.package.pairing import paired
from corpusclean.schema import SchemaName, canonical_json

Row = Mapping[str, Any]


@dataclass(slots=True)
class Inspection:
    """Findings, hashes and counts of the rows of a release.

    Args:
        findings: the errors and warnings.
        content_sha256: kind of row → SHA-256 of the lines "id hash", one per row sorted by id, where hash is the
            SHA-256 of the row as canonical JSON. It does not depend on shards, compression or the version of pyarrow.
        rows: kind of row → number of rows.
        rejected: reason → number of rejects.
        languages: language → number of documents.
        removed: reason → number of lines that were cut, blank ones not counted.
        stand_ins: ids in `duplicate_of` of rejects that are not the id of a document row.
    """

    findings: Findings = field(default_factory=Findings)
    content_sha256: dict[SchemaName, str] = field(default_factory=dict)
    rows: Counter[SchemaName] = field(default_factory=Counter)
    rejected: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)
    removed: Counter[str] = field(default_factory=Counter)
    stand_ins: set[str] = field(default_factory=set)


def inspect(kinds: Sequence[Shards]) -> Inspection:
    """Read all rows back and check them against their schemas and against each other.

    Args:
        kinds: the documents, and their ledger and rejects if the audit is there.

    Returns:
        The result; row numbers in the findings count through all shards of a kind, as in `datasets`.
    """
    result = Inspection()
    by_name = {kind.name: kind for kind in kinds}
    # Rejects come before documents, so that the ids in their `duplicate_of` can be checked off.
    order: tuple[SchemaName, ...] = ("reject", "document", "ledger")
    sound = [name for name in order if name in by_name and _check_kind(by_name[name], result)]
    if "document" in sound:
        for id_ in sorted(result.stand_ins):
            result.findings.add(damage("duplicate-of", "rejects", f"names {id_}, which is no row"))
    if "document" in sound and "ledger" in sound:
        pairs = _matching(by_name["document"], by_name["ledger"], result.findings)
        result.findings.add(*check_ledgers(pairs, file="ledger"))
    return result


def _check_kind(kind: Shards, result: Inspection) -> bool:
    """Check the rows of one kind; return whether they can be compared with those of other kinds."""
    folder = FOLDERS[kind.name]
    try:
        result.findings.add(*check_rows(_watched(kind, result), kind.name, schema=kind.schema, file=folder))
    except (IntegrityError, UsageError) as error:
        result.findings.add(damage("unreadable", folder, str(error).partition(". Do: ")[0]))
        return False
    return kind.is_ours


def _watched(kind: Shards, result: Inspection) -> Iterator[Row]:
    """Yield the rows unchanged, and count and hash them on the way."""
    digest = hashlib.sha256()
    for row in kind.rows():
        digest.update(f"{row.get('id')} {hashlib.sha256(canonical_json(row)).hexdigest()}\n".encode())
        result.rows[kind.name] += 1
        if kind.is_ours:
            _tally(kind.name, row, result)
        yield row
    result.content_sha256[kind.name] = digest.hexdigest()


def _tally(name: SchemaName, row: Row, result: Inspection) -> None:
    if name == "reject":
        result.rejected[row["reason"]] += 1
        result.stand_ins.update([row["duplicate_of"]] if row["duplicate_of"] else [])
    elif name == "document":
        result.stand_ins.discard(row["id"])
        result.languages.update([row["language"]] if row["language"] else [])
        result.removed += Counter({part["reason"]: part["lines"] for part in row["removed"]["by_reason"]})


def _matching(documents: Shards, ledgers: Shards, findings: Findings) -> Iterator[tuple[Row, Row]]:
    """Yield documents with their ledgers; a document or ledger without a partner becomes a finding."""
    for document, ledger in paired(documents.rows(), ledgers.rows()):
        if document is not None and ledger is not None:
            yield document, ledger
        elif document is not None:
            findings.add(damage("ledger-missing", "ledger", f"{document['id']} has no ledger"))
        elif ledger is not None:
            findings.add(damage("ledger-missing", "data", f"{ledger['id']} has a ledger, but is no row"))
