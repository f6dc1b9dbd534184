"""Decode the bytes of a document: find its charset (or charsets), and record how it was found."""

from corpusclean.decoding.binary import binary_kind, is_ebcdic
from corpusclean.decoding.cascade import decode
from corpusclean.decoding.decoded import Decoded

__all__ = ["Decoded", "binary_kind", "decode", "is_ebcdic"]
