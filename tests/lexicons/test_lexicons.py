"""Each list keeps its form, and each kind of entry does what it is there for."""

from __future__ import annotations

from pathlib import Path

import pytest

import corpusclean.lexicons as home
from corpusclean.infer.recognition.credits import read_credit
from corpusclean.infer.recognition.outlet_names import outlet_name
from corpusclean.infer.recognition.people import is_agency, person_name
from corpusclean.lexicons import load_lexicon

FILES = sorted(Path(home.__file__).parent.glob("*.txt"))


def entries(name: str) -> list[str]:
    text = (Path(home.__file__).parent / f"{name}.txt").read_text("utf-8")
    return [line for line in text.split("\n") if line and not line.startswith("#")]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_list_says_what_it_is_and_names_each_entry_once(path: Path) -> None:
    lines = path.read_text("utf-8").split("\n")
    assert lines[0].startswith("# ")
    assert lines[-1] == ""
    listed = [line.casefold() for line in lines[1:-1]]
    assert sorted(entry for entry in set(listed) if listed.count(entry) > 1) == []
    assert [entry for entry in listed if entry != entry.strip()] == []
    assert load_lexicon(path.stem) == set(listed)


@pytest.mark.parametrize("agency", entries("agencies"))
def test_an_agency_is_neither_a_person_nor_the_publisher(agency: str) -> None:
    assert is_agency(agency)
    assert person_name(agency, "cued") == ""
    assert outlet_name(agency) == ""


@pytest.mark.parametrize("platform", entries("platforms"))
def test_a_platform_is_not_the_publisher(platform: str) -> None:
    assert outlet_name(platform) == ""


@pytest.mark.parametrize("credential", entries("credentials"))
def test_a_credential_leaves_the_name(credential: str) -> None:
    assert read_credit(f"Ann Example, {credential}", "cued").authors == ["Ann Example"]


@pytest.mark.parametrize("suffix", entries("name_suffixes"))
def test_a_suffix_stays_with_the_name(suffix: str) -> None:
    assert read_credit(f"Ann Example {suffix}", "cued").authors == [f"Ann Example {suffix}"]


@pytest.mark.parametrize("honorific", entries("honorifics"))
def test_an_honorific_leaves_the_name(honorific: str) -> None:
    assert person_name(f"{honorific} Ann Example", "cued") == "Ann Example"


@pytest.mark.parametrize("word", entries("comment_words"))
def test_a_link_to_comments_leaves_the_name(word: str) -> None:
    for link in (f"{word.title()} a Rain", f"No {word.title()}", f"12 {word}"):
        assert read_credit(f"Ann Example {link}", "cued").authors == ["Ann Example"]


@pytest.mark.parametrize("role", entries("roles"))
def test_a_role_is_no_part_of_a_name(role: str) -> None:
    assert read_credit(f"Ann Example, {role.title()}", "cued").authors == ["Ann Example"]


@pytest.mark.parametrize("particle", [word for word in entries("name_particles") if word.isalpha()])
def test_a_particle_stands_inside_a_name(particle: str) -> None:
    assert person_name(f"Ann {particle} Example", "cued") == f"Ann {particle} Example"


@pytest.mark.parametrize("word", entries("organisation_words"))
def test_an_organisation_is_no_person(word: str) -> None:
    assert person_name(f"Ann {word.title()}", "bare") == ""


def test_most_first_names_make_two_words_a_person() -> None:
    lost = [name for name in entries("given_names") if not person_name(f"{name} Example", "bare")]
    assert lost == []


def test_a_list_that_is_not_there_is_an_error() -> None:
    with pytest.raises(FileNotFoundError):
        load_lexicon("no_such_list")
