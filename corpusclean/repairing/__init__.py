"""Repair decoded text: mojibake, text decoded in a wrong charset, control characters, line ends, Unicode NFC."""

from corpusclean.repairing.flags import text_flags
from corpusclean.repairing.page import Repaired, repair, repair_page

__all__ = ["Repaired", "repair", "repair_page", "text_flags"]
