"""The documents of tests/cases, each of them input and expected answer in one."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpusclean.mark.context_rules import context_rule_marks
from corpusclean.mark.cuts import cut_lines, cut_text, verdicts
from corpusclean.mark.duplicates import duplicate_marks
from corpusclean.mark.rules import rule_marks
from corpusclean.page import Page
from corpusclean.recipe import Recipe
from corpusclean.segment.text import segment_text

CASES = Path(__file__).parent.parent / "cases"
VOTERS = (rule_marks, context_rule_marks, duplicate_marks)


def cases(kind: str) -> list[Path]:
    return sorted((CASES / kind).glob("*.txt"))


def read_case(file: Path) -> list[str]:
    """The lines of a marked document, remarks left out; an empty line counts as kept."""
    lines = [line for line in file.read_text("utf-8").splitlines() if not line.startswith("#")]
    return [line or "  " for line in lines]


def marked(text: str) -> Page:
    page = segment_text(text)
    for vote in VOTERS:
        page.marks += vote([page], Recipe())[0]
    return page


def answer(lines: list[str]) -> list[str]:
    """The same document, marked by us."""
    page = marked("\n".join(line[2:] for line in lines))
    gone = verdicts(page.marks, Recipe())
    return [("- " if index in gone else "  ") + line[2:] for index, line in enumerate(lines)]


@pytest.mark.parametrize("file", [*cases("wild"), *cases("negative")], ids=lambda file: file.stem)
def test_a_marked_document_comes_out_as_marked(file: Path) -> None:
    lines = read_case(file)
    assert answer(lines) == lines


@pytest.mark.parametrize("file", cases("known-failures"), ids=lambda file: file.stem)
@pytest.mark.xfail(reason="not solved yet", strict=True)
def test_a_known_failure_still_fails(file: Path) -> None:
    lines = read_case(file)
    assert answer(lines) == lines


@pytest.mark.parametrize("file", sorted(CASES.glob("*/*.txt")), ids=lambda file: file.stem)
def test_cleaning_twice_cuts_nothing_more(file: Path) -> None:
    page = marked("\n".join(line[2:] for line in read_case(file)))
    cleaned = cut_text(page.text, cut_lines(page, page.marks, Recipe()))
    again = marked(cleaned)
    assert cut_lines(again, again.marks, Recipe()) == []


@pytest.mark.parametrize("file", cases("negative"), ids=lambda file: file.stem)
def test_a_clean_text_stays_byte_for_byte(file: Path) -> None:
    text = "\n".join(line[2:] for line in read_case(file)) + "\n\n"
    page = marked(text)
    assert cut_text(text, cut_lines(page, page.marks, Recipe())) == text
