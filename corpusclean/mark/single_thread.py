"""Limit matrix products to one thread: for small matrices, waiting for other threads costs more than they save."""

from __future__ import annotations

from contextlib import AbstractContextManager
from functools import cache
from typing import Any


def single_threaded() -> AbstractContextManager[Any]:
    """Context manager in which numpy multiplies matrices on the calling thread only.

    With it, a page of 300 lines takes 6 ms of CPU time on a busy machine with two cores, without it 167 ms.
    """
    limits: AbstractContextManager[Any] = _thread_pools().limit(limits=1, user_api="blas")
    return limits


@cache
def _thread_pools() -> Any:
    import numpy as np  # noqa: F401 - the pools of what is loaded are found
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()
