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
    from corpusclean.decoding import decode
    from corpusclean.document import Document
    from corpusclean.errors import (
        CorpuscleanError,
        IntegrityError,
        RecipeError,
        Rejected,
        ReleaseError,
        UsageError,
    )
    from corpusclean.ledger import restore
    from corpusclean.pipeline import clean, extract
    from corpusclean.recipe import Recipe
    from corpusclean.releases import Release, diff, load, validate
    from corpusclean.repairing import repair

    __version__: str

_HOME = {
    "decode": "decoding",
    "Document": "document",
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
    "Recipe": "recipe",
    "Release": "releases",
    "diff": "releases",
    "load": "releases",
    "validate": "releases",
    "repair": "repairing",
}

__all__ = [
    "CorpuscleanError",
    "Document",
    "IntegrityError",
    "Recipe",
    "RecipeError",
    "Rejected",
    "Release",
    "ReleaseError",
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
