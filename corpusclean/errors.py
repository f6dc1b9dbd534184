"""The exceptions of corpusclean.

::

    CorpuscleanError            everything that we raise on purpose
    ├── UsageError              a call or a command line that cannot mean anything (also a ValueError)
    │   └── RecipeError         a recipe or a rule file with a mistake in it
    ├── Rejected                this document cannot become a row; carries the reason
    └── ReleaseError            a dataset that is missing, broken or cannot be written
        └── IntegrityError      the files of a release are not the ones that its manifest names
"""


class CorpuscleanError(Exception):
    """Anything that corpusclean raises on purpose; its text says what, where and what to do."""


class UsageError(CorpuscleanError, ValueError):
    """A call or a command line that cannot mean anything."""


class RecipeError(UsageError):
    """A recipe or a rule file with a mistake in it."""


class ReleaseError(CorpuscleanError):
    """A dataset that is missing, broken or cannot be written."""


class IntegrityError(ReleaseError):
    """The files of a release are not the ones that its manifest names."""


class Rejected(CorpuscleanError):  # noqa: N818 - a verdict on a document, not a fault of the program
    """This document cannot become a row.

    Args:
        reason: one of `corpusclean.document.REJECT_REASONS`.
        detail: what was seen, in words.
    """

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail

    def __reduce__(self) -> tuple[type["Rejected"], tuple[str, str]]:
        return (Rejected, (self.reason, self.detail))
