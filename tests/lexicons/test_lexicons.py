"""Each list keeps its form, and each kind of entry does what it is there for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import corpusclean.lexicons as home
from corpusclean.infer.authors.bios import claim_bio
from corpusclean.infer.publisher.agency import claim_agency
from corpusclean.infer.publisher.mentions import find_mentions
from corpusclean.infer.reading import Reading
from corpusclean.infer.recognition.collectives import collective_author
from corpusclean.infer.recognition.credits import read_credit
from corpusclean.infer.recognition.cues import byline_cue, is_credit
from corpusclean.infer.recognition.outlet_names import outlet_name
from corpusclean.infer.recognition.people import is_agency, is_supplier, person_name
from corpusclean.infer.recognition.phrases import name_pattern
from corpusclean.lexicons import load_lexicon
from corpusclean.segment.text import segment_text

PROSE = (
    "The old ferry was sold on Monday to a family that wants to live on it, said the harbour master of Tarn."
)
FILES = sorted(Path(home.__file__).parent.glob("*.txt"))


def ending_in(line: str) -> Reading:
    return Reading(segment_text(f"Old ferry finds a family\n\n{PROSE}\n\n{PROSE}\n\n{line}"))


def mentions_in(line: str) -> set[tuple[str, str]]:
    return {(kind, name) for kind, name, _ in find_mentions(ending_in(line), [])}


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


@pytest.mark.parametrize("particle", entries("small_particles"))
def test_a_particle_of_a_name_in_capitals_is_small(particle: str) -> None:
    before = "de " if particle in entries("name_articles") else ""
    name = f"Ann {before}{particle} Example"
    assert person_name(name.upper(), "cued") == name


@pytest.mark.parametrize("article", entries("name_articles"))
def test_an_article_is_small_only_behind_a_particle(article: str) -> None:
    assert article in entries("small_particles")
    assert person_name(f"ANN {article.upper()} EXAMPLE", "cued") == f"Ann {article.title()} Example"


@pytest.mark.parametrize("agency", entries("not_suppliers"))
def test_an_agency_that_supplies_no_texts_is_still_an_agency(agency: str) -> None:
    assert is_agency(agency)
    assert not is_supplier(agency)


@pytest.mark.parametrize("end", entries("agency_ends"))
def test_an_agency_without_an_entry_is_known_by_its_end(end: str) -> None:
    assert read_credit(f"Ann Example, Tarn {end}", "cued").agency == f"Tarn {end}"


@pytest.mark.parametrize("phrase", entries("contribution_phrases"))
def test_an_agency_contributed(phrase: str) -> None:
    assert [claim.value for claim in claim_agency(ending_in(f"Reuters {phrase}."))] == ["Reuters"]


@pytest.mark.parametrize("words", entries("written_for"))
def test_an_outlet_is_whom_an_author_wrote_for(words: str) -> None:
    assert read_credit(f"Ann Example, {words} Tarn Courier", "cued").outlet == "Tarn Courier"


@pytest.mark.parametrize("role", entries("picture_roles"))
def test_who_makes_pictures_is_not_the_author(role: str) -> None:
    assert read_credit(f"Ann Example/{role.title()} Editor", "cued").authors == []


@pytest.mark.parametrize("cue", entries("glued_cues"))
def test_a_cue_may_touch_the_name(cue: str) -> None:
    assert byline_cue(f"{cue.title()}Ann Example") == len(cue)


@pytest.mark.parametrize("word", entries("credit_prepositions"))
def test_a_credit_needs_no_colon_behind_a_preposition(word: str) -> None:
    assert is_credit(f"Photo {word} Ann Example")


@pytest.mark.parametrize("word", entries("with_words"))
def test_another_author_is_not_part_of_an_organisation(word: str) -> None:
    assert collective_author(f"Harbour News {word} Ann Example") == "Harbour News"


@pytest.mark.parametrize("word", entries("institution_particles"))
def test_a_small_word_stands_inside_an_institution(word: str) -> None:
    assert collective_author(f"University {word} Fells") == f"University {word} Fells"


@pytest.mark.parametrize("phrase", entries("reach_phrases"))
def test_who_may_be_written_to_is_the_author(phrase: str) -> None:
    line = f"Ann Example covers boats; {phrase} at ann@example.org."
    assert [claim.value for claim in claim_bio(ending_in(line))] == ["Ann Example"]


@pytest.mark.parametrize("particle", entries("outlet_particles"))
@pytest.mark.parametrize("article", ["", *(f"{word}’" for word in entries("elided_articles"))])
def test_small_words_stand_inside_an_outlet(particle: str, article: str) -> None:
    assert re.fullmatch(name_pattern(), f"Courier {particle} {article}Isola")


@pytest.mark.parametrize("word", entries("notice_starts"))
def test_a_notice_of_copyright_names_the_publisher_behind_a_word(word: str) -> None:
    assert ("copyright", "Tarn Courier") in mentions_in(f"© 2009–{word} Tarn Courier")


@pytest.mark.parametrize("words", entries("notice_claims"))
def test_a_notice_of_copyright_claims_rights(words: str) -> None:
    assert ("reserved", "Tarn Courier") in mentions_in(f"© 2009 Tarn Courier, {words}")


@pytest.mark.parametrize("joint", entries("holder_joints"))
def test_other_holders_are_not_part_of_the_publisher(joint: str) -> None:
    assert ("copyright", "Tarn Courier") in mentions_in(f"© 2009 Tarn Courier {joint} contributors")


@pytest.mark.parametrize("end", entries("photo_ends"))
def test_a_picture_is_from_the_publisher(end: str) -> None:
    assert ("photo by", "Tarn Courier") in mentions_in(f"The ferry in the harbour. Tarn Courier {end}")


@pytest.mark.parametrize("word", entries("on_behalf"))
def test_a_picture_is_made_for_the_publisher(word: str) -> None:
    assert ("photo by", "Tarn Courier") in mentions_in(
        f"The ferry in the harbour (Ann Example {word} Tarn Courier)"
    )


def test_most_first_names_make_two_words_a_person() -> None:
    lost = [name for name in entries("given_names") if not person_name(f"{name} Example", "bare")]
    assert lost == []


def test_a_list_that_is_not_there_is_an_error() -> None:
    with pytest.raises(FileNotFoundError):
        load_lexicon("no_such_list")
