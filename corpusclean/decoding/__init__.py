"""Bytes into text: which charset, and who decided it."""

from corpusclean.decoding.binary import binary_kind
from corpusclean.decoding.cascade import Decoded, decode

__all__ = ["Decoded", "binary_kind", "decode"]
