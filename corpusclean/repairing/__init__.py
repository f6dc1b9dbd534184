"""Text as it was meant: mojibake, misread charsets, controls, line ends, normal form."""

from corpusclean.repairing.flags import text_flags
from corpusclean.repairing.page import Repaired, repair, repair_page

__all__ = ["Repaired", "repair", "repair_page", "text_flags"]
