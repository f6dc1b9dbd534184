"""Digests of training data, for the cards of the models."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path


def data_digest(files: Iterable[Path]) -> str:
    """Return the SHA-256 over the names and contents of data files."""
    digest = hashlib.sha256()
    for file in files:
        digest.update(f"{file.name} {hashlib.sha256(file.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()
