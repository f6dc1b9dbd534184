"""Silence the loggers of libraries, which log errors for pages that they cannot parse."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def silenced(*names: str) -> Iterator[None]:
    """Context manager in which loggers emit critical messages only; their levels are restored afterwards.

    Args:
        names: names of the loggers.

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
