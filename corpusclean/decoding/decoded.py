"""The result of decoding: a text, and how it was decoded."""

from __future__ import annotations

from dataclasses import dataclass

from corpusclean.document import Charset


@dataclass(frozen=True, slots=True)
class Decoded:
    """Decoded text, and how it was decoded.

    Args:
        text: the decoded text, with U+FFFD for bytes that could not be decoded.
        charset: Python codec name; for a document in two charsets, that of most of its non-ASCII bytes.
        decided_by: "bom", "utf-8", "declared", "detector" or "fallback".
        confidence: 0..1.
        labels: the declared labels, most trusted first.
        replaced: number of bytes that became U+FFFD.
        other_lines: (line number from 0, codec) of each line with bytes in another charset.
    """

    text: str
    charset: str
    decided_by: str
    confidence: float
    labels: tuple[str, ...] = ()
    replaced: int = 0
    other_lines: tuple[tuple[int, str], ...] = ()

    def provenance(self) -> Charset:
        """Return everything but the text."""
        return Charset(
            self.charset, self.decided_by, self.confidence, self.labels, self.replaced, self.other_lines
        )
