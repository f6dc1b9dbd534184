"""Variants of HTML pages in other scripts, to train the block model for languages without training pages."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import replace

from corpusclean.mark.block_head_overlap import DESCRIPTIONS, json_ld_texts
from corpusclean.page import Head, Page
from corpusclean.segment.text import line_spans
from corpusclean.training.other_scripts import caseless, unspaced

SHARE = 0.3
"""Share of the pages of which a variant is made."""

_WRITERS = (caseless, unspaced, unspaced)
_UNTOUCHED = ("ja", "ko", "zh", "th")
_TITLES = ("og:title", *DESCRIPTIONS)


def in_other_script(page: Page, name: str, language: str) -> Page | None:
    """Replace the letters in the text and the head of a page by those of another script; the markup is kept.

    Args:
        page: a segmented page.
        name: seed of the random choices.
        language: ISO 639-1.

    Returns:
        The variant, or None for the pages of which none is made.
    """
    chance = random.Random(name)  # noqa: S311 - reproducible on purpose
    if language in _UNTOUCHED or chance.random() >= SHARE or page.head is None:
        return None
    writer, key = chance.choice(_WRITERS), chance.randrange(1_000)

    def write(text: str) -> str:
        return writer(text, key)

    old = page.line_texts()
    lines = [write(line) for line in old]
    text = "\n".join(lines)
    features = [
        own._replace(
            link_chars=own.link_chars * len(new) // max(len(line), 1),
            bold_chars=own.bold_chars * len(new) // max(len(line), 1),
        )
        for own, line, new in zip(page.features, old, lines, strict=True)
    ]
    return replace(
        page, text=text, lines=line_spans(text), features=features, head=_rewritten(page.head, write)
    )


def _rewritten(head: Head, write: Callable[[str], str]) -> Head:
    said = [json.dumps({key: write(text)}) for key, text in json_ld_texts(head.json_ld)]
    meta = [(name, write(content) if name in _TITLES else content) for name, content in head.meta]
    return replace(head, title=write(head.title), meta=tuple(meta), json_ld=tuple(said))
