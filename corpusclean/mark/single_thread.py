"""Small matrix products on one thread: several would spend more time waiting for each other than they save."""

from __future__ import annotations

from contextlib import AbstractContextManager
from functools import cache
from typing import Any


def single_threaded() -> AbstractContextManager[Any]:
    """Within it, numpy multiplies matrices on the calling thread alone.

    Without it, a page of 300 lines took 167 ms of CPU time on a busy machine of two cores, 6 ms with it.
    """
    limits: AbstractContextManager[Any] = _thread_pools().limit(limits=1, user_api="blas")
    return limits


@cache
def _thread_pools() -> Any:
    import numpy as np  # noqa: F401 - the pools of what is loaded are found
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()
