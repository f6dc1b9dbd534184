"""Each notice runs its own examples; a new file needs no new test."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpusclean.errors import RecipeError
from corpusclean.infer.page_fields.notices import claim_notices
from corpusclean.infer.reading import Reading
from corpusclean.lexicons.notices import Notice, all_notices, read_notice
from corpusclean.segment.text import segment_text

EXAMPLES = [
    (notice, text, expected)
    for notice in all_notices()
    for texts, expected in ((notice.examples, True), (notice.counterexamples, False))
    for text in texts
]


@pytest.mark.parametrize(
    ("notice", "text", "expected"), EXAMPLES, ids=[f"{n.value}-{t.strip()[:30]}" for n, t, _ in EXAMPLES]
)
def test_a_notice_finds_its_examples_and_not_its_counterexamples(
    notice: Notice, text: str, expected: object
) -> None:
    claims = claim_notices(Reading(segment_text(text.strip())))
    assert any((claim.field, claim.value) == (notice.field, notice.value) for claim in claims) is expected


@pytest.mark.parametrize("notice", all_notices(), ids=lambda notice: notice.value)
def test_a_notice_is_complete(notice: Notice) -> None:
    assert len(notice.examples) >= 2
    assert notice.counterexamples
    assert 0.5 <= notice.confidence < 1
    parts = [part for listed in notice.phrases.values() for phrase in listed for part in phrase]
    assert [part for part in parts if part != part.casefold().strip() or "’" in part] == []
    assert len(notice.phrases) >= 8


def test_a_notice_with_an_unknown_key_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_text('field = "flag.x"\nvalue = "x"\nconfidence = 0.5\ncolour = "red"\n[phrases]\n', "utf-8")
    with pytest.raises(RecipeError, match="colour"):
        read_notice(path)
