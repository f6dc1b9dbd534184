"""Each language file runs its own examples; a new file needs no new test."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import corpusclean.languages as languages_folder
from corpusclean.errors import RecipeError
from corpusclean.infer.publisher.mentions import phrase_matches
from corpusclean.infer.reading import Reading
from corpusclean.infer.recognition.outlet_names import outlet_name
from corpusclean.infer.resolve import infer
from corpusclean.languages import (
    Language,
    SourcePattern,
    all_languages,
    cue_words,
    month_numbers,
    read_language,
    weekday_numbers,
)
from corpusclean.page import Page
from corpusclean.recipe import Recipe

HOME = Path(languages_folder.__file__).parent
PROSE = (
    "The old ferry was sold on Monday to a family that wants to live on it, said the harbour master of Tarn."
)
EXAMPLES = [(language, example) for language in all_languages() for example in language.examples]
SOURCES = [(language, source) for language in all_languages() for source in language.sources]


def page_of(text: str) -> Page:
    lines, start = [], 0
    for line in text.split("\n"):
        lines.append((start, start + len(line)))
        start += len(line) + 1
    return Page(text, lines)


@pytest.mark.parametrize(
    ("language", "example"), EXAMPLES, ids=[f"{e.code}-{x['text']}" for e, x in EXAMPLES]
)
def test_an_example_below_a_headline_gives_what_it_says(
    language: Language, example: dict[str, object]
) -> None:
    page = page_of(f"Old ferry of Tarn finds a family to live on it\n{example['text']}\n\n{PROSE}\n\n{PROSE}")
    found = {field: claim.value for field, claim in infer([page], Recipe())[0].items()}
    expected = {key: value for key, value in example.items() if key != "text"}
    if isinstance(expected.get("authors"), list):
        expected["authors"] = "; ".join(map(str, expected["authors"]))  # type: ignore[call-overload]
    assert {
        key: found.get(key) for key in ("date", "date_modified", "authors") if key in found or key in expected
    } == expected
    assert language.examples


@pytest.mark.parametrize("language", all_languages(), ids=lambda language: language.code)
def test_a_language_has_its_words_and_examples(language: Language) -> None:
    assert len(language.months) == 12
    assert len(language.weekdays) == 7
    assert language.published
    assert language.modified
    assert language.bylines
    assert len(language.examples) >= 2
    kinds = (
        "published",
        "modified",
        "undated",
        "until",
        "fillers",
        "bylines",
        "conjunctions",
        "credits",
        "captions",
        "as_of",
    )
    words = [word for kind in kinds for word in getattr(language, kind)]
    assert [word for word in words if word != word.casefold() or word != word.strip() or not word] == []
    for kind in kinds:
        assert len(set(getattr(language, kind))) == len(getattr(language, kind)), kind


@pytest.mark.parametrize(("language", "source"), SOURCES, ids=[f"{s.code}-{p.pattern}" for s, p in SOURCES])
def test_a_source_phrase_finds_its_examples_and_not_its_counterexamples(
    language: Language, source: SourcePattern
) -> None:
    assert len(source.examples) >= 2
    assert len(source.counterexamples) >= 2
    assert 0 < source.confidence < 1
    for text, expected in [
        *((x, True) for x in source.examples),
        *((x, False) for x in source.counterexamples),
    ]:
        names = [outlet_name(match.name) for match in phrase_matches(Reading(page_of(text)))]
        assert any(names) is expected, (language.code, text, names)


@pytest.mark.parametrize(
    "phrase", sorted({phrase for _, source in SOURCES for phrase in source.pattern.strip().split("\n")})
)
@pytest.mark.parametrize("apostrophe", ["'", "’"])
def test_each_source_phrase_finds_a_name_put_into_it(phrase: str, apostrophe: str) -> None:
    name = "海港晚报" if re.search("[\u3040-\ud7af]", phrase) else "The Northern Courier"
    line = phrase.strip("^$").format(source=name).replace("’", apostrophe)
    assert name in [match.name for match in phrase_matches(Reading(page_of(line)))]


def test_a_word_has_one_meaning_in_all_languages() -> None:
    assert all(1 <= number <= 12 for number in month_numbers().values())
    assert all(1 <= number <= 7 for number in weekday_numbers().values())
    assert "so" not in weekday_numbers()  # Saturday in Czech, Sunday in German


def test_longer_cues_come_first() -> None:
    words = cue_words("published")
    assert words.index("published on") < words.index("published")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('code = "xx"\nname = "X"\n', "missing"),
        ('code = "xx"\ncolour = "red"\n', "unexpected keyword"),
    ],
)
def test_a_file_with_wrong_keys_is_refused(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "xx.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(RecipeError, match=message):
        read_language(path)


def test_a_file_with_eleven_months_is_refused(tmp_path: Path) -> None:
    text = (HOME / "ro.toml").read_text("utf-8").replace('"ianuarie ian", ', "")
    path = tmp_path / "xx.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(RecipeError, match="11 months"):
        read_language(path)
