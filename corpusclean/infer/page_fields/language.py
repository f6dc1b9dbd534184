"""Claim the language of a page: as declared in its head, and as detected in its text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpusclean.infer.facts.claims import head_claim
from corpusclean.infer.recognition.language_detection import language_code

if TYPE_CHECKING:
    from corpusclean.document import Claim
    from corpusclean.infer.reading import Reading


def claim_language(reading: Reading) -> list[Claim]:
    """Claim the language of a page.

    Returns:
        Claims of "language" as BCP 47 codes without script and region ("zh", not "zh-CN").
    """
    claims = []
    if code := language_code(declared := reading.declared.head.language):
        claims.append(head_claim("language", code, "html-lang", 0.6, quote=declared))
    claims += [
        head_claim("language", code, "meta:og:locale", 0.4, quote=value)
        for value in reading.declared.meta.get("og:locale", [])[:1]
        if (code := language_code(value))
    ]
    code, confidence = reading.visible.detected_language
    if code:
        claims.append(
            head_claim("language", code, "text", confidence, quote=reading.visible.running_text[:80])
        )
    return claims
