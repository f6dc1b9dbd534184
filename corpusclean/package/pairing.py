"""Pair two sorted streams of rows by id, in constant memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

Row = Mapping[str, Any]


def paired(left: Iterable[Row], right: Iterable[Row]) -> Iterator[tuple[Row | None, Row | None]]:
    """Pair the rows of two streams that are both sorted by id.

    Returns:
        (left, right) for each id, in order; None where one side has no such row.

    >>> list(paired([{"id": "a"}], [{"id": "a"}, {"id": "b"}]))
    [({'id': 'a'}, {'id': 'a'}), (None, {'id': 'b'})]
    """
    lefts, rights = iter(left), iter(right)
    a, b = next(lefts, None), next(rights, None)
    while a is not None or b is not None:
        if b is None or (a is not None and a["id"] < b["id"]):
            yield a, None
            a = next(lefts, None)
        elif a is None or b["id"] < a["id"]:
            yield None, b
            b = next(rights, None)
        else:
            yield a, b
            a, b = next(lefts, None), next(rights, None)
