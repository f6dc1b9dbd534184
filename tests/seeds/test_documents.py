"""Each sample document comes out as `seeds/expected.toml` says."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from corpusclean import Document, Recipe, Rejected, clean
from corpusclean.document import REJECT_REASONS, RawDocument
from corpusclean.readers.documents import read_document
from corpusclean.readers.files import InputFile, list_files

SEEDS = Path(__file__).parents[2] / "seeds"
DOCUMENTS = SEEDS / "documents"
EXPECTED: dict[str, dict[str, Any]] = tomllib.loads((SEEDS / "expected.toml").read_text("utf-8"))
COLUMNS = ("title", "source", "date", "date_modified", "authors", "language", "license")

ROWS = sorted(name for name, expected in EXPECTED.items() if expected["outcome"] == "row")
TEXT_ROWS = [name for name in ROWS if ".txt" in name or ".jsonl" in name]
PAGE_ROWS = [name for name in ROWS if name not in TEXT_ROWS]
UNCHANGED_ROWS = [name for name in ROWS if EXPECTED[name].get("unchanged")]
LEGACY_ROWS = [name for name in ROWS if "charset" in EXPECTED[name]]
REJECTS = sorted(name for name, expected in EXPECTED.items() if expected["outcome"] == "reject")
DUPLICATES = [name for name in REJECTS if "duplicate_of" in EXPECTED[name]]
LONE_REJECTS = [name for name in REJECTS if name not in DUPLICATES]


@cache
def read(name: str) -> RawDocument:
    file, _, record = name.partition("#")
    return read_document(InputFile(str(DOCUMENTS / file), file, int(record) if record else None), Recipe())


def payload(name: str) -> bytes:
    """The bytes of a sample document, as a reader hands them on."""
    found = read(name).payload
    return found.encode() if isinstance(found, str) else found


def decoded(name: str) -> str:
    """The text of a sample document, without a byte order mark and with its own line ends."""
    return payload(name).decode(EXPECTED[name].get("charset", "utf-8"))


@cache
def cleaned(name: str) -> Document:
    return clean(payload(name), url=read(name).origin.url)


def described(name: str) -> dict[str, Any]:
    """The metadata that we found, under the names of `expected.toml` and without what is empty."""
    document = cleaned(name)
    found = {
        "title": document.title,
        "source": document.source.name,
        "date": document.date,
        "date_modified": document.date_modified,
        "authors": list(document.authors),
        "language": document.language,
        "license": document.license,
    }
    unsettled = EXPECTED[name].get("unsettled", [])
    return {column: value for column, value in found.items() if value and column not in unsettled}


@pytest.mark.parametrize("name", ROWS)
def test_the_metadata_is_what_the_document_supports_and_no_more(name: str) -> None:
    expected = EXPECTED[name]
    found = {c for c in COLUMNS if c in expected and c not in expected.get("not_yet", [])}
    assert described(name) == {column: expected[column] for column in found}


@pytest.mark.parametrize("name", ROWS)
def test_no_word_of_the_story_is_lost(name: str) -> None:
    text = cleaned(name).text
    assert [phrase for phrase in EXPECTED[name].get("keeps", []) if phrase not in text] == []


@pytest.mark.parametrize("name", ROWS)
def test_no_boilerplate_is_left(name: str) -> None:
    text = cleaned(name).text
    assert [phrase for phrase in EXPECTED[name].get("drops", []) if phrase in text] == EXPECTED[name].get(
        "left", []
    )


@pytest.mark.parametrize("name", ROWS)
def test_the_title_is_not_repeated_in_a_text_that_is_cut(name: str) -> None:
    document = cleaned(name)
    assert not document.cuts or document.title not in document.text.split("\n")


@pytest.mark.parametrize("name", UNCHANGED_ROWS)
def test_a_clean_text_comes_out_unchanged(name: str) -> None:
    assert cleaned(name).text == decoded(name)


@pytest.mark.parametrize("name", TEXT_ROWS)
def test_restore_gives_the_whole_text_again(name: str) -> None:
    assert cleaned(name).restore() == decoded(name)


@pytest.mark.parametrize("name", PAGE_ROWS)
def test_restore_gives_all_that_a_page_shows(name: str) -> None:
    shown = cleaned(name).restore()
    phrases = [*EXPECTED[name]["keeps"], *EXPECTED[name]["drops"]]
    assert [phrase for phrase in phrases if phrase not in shown] == []


@pytest.mark.parametrize("name", LONE_REJECTS)
def test_what_is_no_document_is_rejected_with_its_reason(name: str) -> None:
    with pytest.raises(Rejected) as rejection:
        cleaned(name)
    assert rejection.value.reason == EXPECTED[name]["reason"]


def test_what_lies_beside_the_documents_is_ignored() -> None:
    expected = sorted(name for name in EXPECTED if EXPECTED[name]["outcome"] == "ignored")
    assert sorted(ignored.name for ignored in list_files([DOCUMENTS]).ignored) == expected


@pytest.mark.parametrize("name", DUPLICATES)
def test_the_copy_has_the_same_bytes_and_the_same_content_hash(name: str) -> None:
    original = EXPECTED[name]["duplicate_of"]
    assert payload(name) == payload(original)
    assert clean(payload(name)).raw_sha256 == cleaned(original).raw_sha256


@pytest.mark.parametrize("name", LEGACY_ROWS)
def test_the_bytes_of_a_legacy_document_are_not_utf_8(name: str) -> None:
    with pytest.raises(UnicodeDecodeError):
        payload(name).decode("utf-8")


def test_the_folder_the_expectations_and_the_readme_name_the_same_files() -> None:
    files = sorted(str(p.relative_to(DOCUMENTS).as_posix()) for p in DOCUMENTS.rglob("*") if p.is_file())
    rows = re.findall(r"^\| `([^`]+)` \|", (SEEDS / "README.md").read_text("utf-8"), flags=re.MULTILINE)
    assert sorted({name.partition("#")[0] for name in EXPECTED}) == files
    assert sorted(rows) == files


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_an_expectation_can_be_met(name: str) -> None:
    expected = EXPECTED[name]
    known = {
        *COLUMNS,
        "outcome",
        "charset",
        "unsettled",
        "not_yet",
        "left",
        "unchanged",
        "keeps",
        "drops",
        "reason",
        "duplicate_of",
    }
    assert set(expected) <= known
    assert expected["outcome"] in {"row", "reject", "ignored"}
    assert ("reason" in expected) == (expected["outcome"] == "reject")
    assert expected.get("reason", "empty") in REJECT_REASONS
    assert set(expected.get("unsettled", [])) <= set(COLUMNS) - set(expected)


@pytest.mark.parametrize("name", TEXT_ROWS)
def test_what_must_go_is_there_at_first(name: str) -> None:
    raw = decoded(name)
    assert [phrase for phrase in EXPECTED[name].get("drops", []) if phrase not in raw] == []
