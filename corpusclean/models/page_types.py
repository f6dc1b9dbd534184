"""Read the weights of the linear model of page types, `page_types.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

_FILE = Path(__file__).parent / "page_types.toml"


@cache
def load_page_type_weights() -> dict[str, dict[str, float]]:
    """Load the weights: feature → page type → weight; the feature "bias" is always present.

    >>> sorted(load_page_type_weights()["bias"])[:3]
    ['article', 'collection', 'documentation']
    """
    return {name: dict(weights) for name, weights in tomllib.loads(_FILE.read_text("utf-8")).items()}
