"""Read and write the weights of the linear models that choose metadata among candidates.

The weights are in `metadata.toml`, their card is `metadata.md`, and `training/metadata.py` fits them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal

MODEL = Path(__file__).with_name("metadata.toml")

Mode = Literal["text", "html"]
Weights = Mapping[str, float]
MetadataModel = Mapping[str, Weights]
"""Name of a model, such as "text.headline" or "html.claims.date" → feature → weight."""


@cache
def load_metadata_model() -> MetadataModel:
    """Load the weights that are part of the library.

    >>> load_metadata_model()["text.headline"]["period"] < 0
    True
    """
    return tomllib.loads(MODEL.read_text("utf-8"))


def save_metadata_model(model: MetadataModel, path: Path) -> None:
    """Write weights as TOML, models sorted by name and features by weight; zeros are left out.

    Args:
        model: the weights.
        path: the file to write.
    """
    parts = []
    for name in sorted(model):
        ranked = sorted(model[name].items(), key=lambda item: (-round(item[1], 2), item[0]))
        rows = [f'"{feature}" = {round(weight, 2)}' for feature, weight in ranked if round(weight, 2)]
        parts.append("\n".join([f'["{name}"]', *rows]))
    path.write_text("\n\n".join(parts) + "\n", "utf-8")
