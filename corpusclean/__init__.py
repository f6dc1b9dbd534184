"""Turn raw web documents into a clean, versioned dataset, with every change explained and reversible.

>>> import corpusclean
>>> corpusclean.clean("It rained.\\n\\nAdvertisement\\n\\nThen it stopped.").text
'It rained.\\n\\nThen it stopped.'
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from corpusclean.batches import clean_batch
    from corpusclean.building import build
    from corpusclean.decoding import Decoded, decode
    from corpusclean.document import Charset, Claim, Cut, Document, Origin, Repair, Rights, ScoredLine, Source
    from corpusclean.errors import (
        CorpuscleanError,
        IntegrityError,
        RecipeError,
        Rejected,
        ReleaseError,
        UsageError,
    )
    from corpusclean.findings import Finding
    from corpusclean.ledger import restore
    from corpusclean.package.changes import Diff
    from corpusclean.pipeline import clean, extract
    from corpusclean.recipe import Recipe
    from corpusclean.releases import Release, diff, load, validate
    from corpusclean.repairing import Repaired, repair
    from corpusclean.schema import SchemaChange

    __version__: str

_HOME = {
    "Decoded": "decoding",
    "decode": "decoding",
    "Charset": "document",
    "Claim": "document",
    "Cut": "document",
    "Document": "document",
    "Origin": "document",
    "Repair": "document",
    "Rights": "document",
    "ScoredLine": "document",
    "Source": "document",
    "Finding": "findings",
    "restore": "ledger",
    "CorpuscleanError": "errors",
    "IntegrityError": "errors",
    "RecipeError": "errors",
    "Rejected": "errors",
    "ReleaseError": "errors",
    "UsageError": "errors",
    "build": "building",
    "clean": "pipeline",
    "clean_batch": "batches",
    "extract": "pipeline",
    "Diff": "package.changes",
    "Recipe": "recipe",
    "Release": "releases",
    "diff": "releases",
    "load": "releases",
    "validate": "releases",
    "Repaired": "repairing",
    "repair": "repairing",
    "SchemaChange": "schema",
}

__all__ = [
    "Charset",
    "Claim",
    "CorpuscleanError",
    "Cut",
    "Decoded",
    "Diff",
    "Document",
    "Finding",
    "IntegrityError",
    "Origin",
    "Recipe",
    "RecipeError",
    "Rejected",
    "Release",
    "ReleaseError",
    "Repair",
    "Repaired",
    "Rights",
    "SchemaChange",
    "ScoredLine",
    "Source",
    "UsageError",
    "build",
    "clean",
    "clean_batch",
    "decode",
    "diff",
    "extract",
    "load",
    "repair",
    "restore",
    "validate",
]


if not TYPE_CHECKING:  # else type checkers would take any name for one of ours

    def __getattr__(name: str) -> Any:
        """Import a public name when it is first used, so that `import corpusclean` costs nothing."""
        if name == "__version__":
            from importlib.metadata import version

            return version("corpusclean")
        if name not in _HOME:
            raise AttributeError(f"module 'corpusclean' has no attribute {name!r}")
        value = getattr(import_module(f"corpusclean.{_HOME[name]}"), name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return __all__
