"""The exceptions of corpusclean.

::

    CorpuscleanError            everything that we raise on purpose
    ├── UsageError              an invalid argument or command line (also a ValueError)
    │   └── RecipeError         a recipe or a rule file with a mistake in it
    ├── Rejected                a document that cannot become a row; has the reason
    └── ReleaseError            a dataset that is missing, broken or cannot be written
        └── IntegrityError      files of a release that do not match its manifest
"""


class CorpuscleanError(Exception):
    """Base class of all errors of corpusclean; the message says what is wrong, where, and what to do."""


class UsageError(CorpuscleanError, ValueError):
    """An invalid argument or command line."""


class RecipeError(UsageError):
    """A recipe or a rule file with a mistake in it."""


class ReleaseError(CorpuscleanError):
    """A dataset that is missing, broken or cannot be written."""


class IntegrityError(ReleaseError):
    """Files of a release are missing or do not match the hashes in its manifest."""


class Rejected(CorpuscleanError):  # noqa: N818 - a verdict on a document, not a fault of the program
    """A document cannot become a row of a dataset.

    Args:
        reason: one of `corpusclean.document.REJECT_REASONS`.
        detail: the reason in words, with the values seen.
    """

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail

    def __reduce__(self) -> tuple[type["Rejected"], tuple[str, str]]:
        return (Rejected, (self.reason, self.detail))
