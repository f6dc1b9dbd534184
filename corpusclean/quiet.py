"""Peace from libraries that log what they cannot read: on a hostile page that is no event."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def silenced(*names: str) -> Iterator[None]:
    """Within it, loggers tell critical events only; behind it, what their user has set.

    Args:
        names: of the loggers.

    >>> with silenced("ferry"):
    ...     logging.getLogger("ferry").error("sunk")
    """
    loggers = [logging.getLogger(name) for name in names]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)
