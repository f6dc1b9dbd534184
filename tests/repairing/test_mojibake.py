import hashlib

import pytest

from corpusclean import repair
from corpusclean.repairing.mojibake import has_candidates, mend_lines

SPANISH = "La excursión empezó después del almuerzo en el jardín."
FRENCH = "Le café près de la forêt a rouvert à l’été."
CHARSETS = ["cp1251", "cp1250", "cp1252", "cp1253", "cp1257", "iso8859-2", "mac-roman", "cp437"]


def read_as(text: str, charset: str) -> str:
    """UTF-8 read as another charset, whose undefined bytes become C1 controls, as browsers have it."""
    return "".join(bytes([byte]).decode(charset, "ignore") or chr(byte) for byte in text.encode())


@pytest.mark.parametrize("charset", CHARSETS)
def test_utf8_read_as_any_usual_charset_is_mended(charset: str) -> None:
    ((text, plan),) = mend_lines([read_as(SPANISH, charset)])
    assert text == SPANISH
    assert plan.startswith("mojibake")


def test_mojibake_of_mojibake_is_mended() -> None:
    line = FRENCH
    for _ in range(3):
        line = read_as(line, "cp1252")
    assert mend_lines([line])[0][0] == FRENCH


def test_a_damaged_half_is_mended_and_the_whole_half_stays() -> None:
    line = "El jardín está " + read_as("cerrado mañana también.", "cp1252")
    assert mend_lines([line])[0][0] == "El jardín está cerrado mañana también."


def test_what_several_lines_prove_is_enough_for_the_others() -> None:
    lines = [read_as(SPANISH, "cp1251"), read_as(FRENCH, "cp1251"), "Du thГ© ?"]
    mended = mend_lines(lines)
    assert [text for text, _ in mended] == [SPANISH, FRENCH, "Du thé ?"]


def test_a_line_of_any_length_is_mended_to_its_end() -> None:
    for sentence in (SPANISH + " ", SPANISH.replace(" ", "_")):
        ((text, _),) = mend_lines([read_as(sentence * 300, "cp1252")])
        assert text == sentence * 300


def test_what_is_judged_in_vain_ends_the_search_but_no_success_does() -> None:
    broken = read_as(SPANISH, "cp1252")
    clean = [f"the symbol É² is no repair, {number}" for number in range(5_000)]
    assert mend_lines([broken, *clean, broken])[-1][0] == SPANISH
    assert mend_lines([*clean, broken, *clean])[5_000] == (broken, "")
    many = [read_as(f"{number} {SPANISH}", "cp1252") for number in range(1_500)]
    assert all(plan for _, plan in mend_lines(many))


@pytest.mark.parametrize("charset", ["cp1252", "latin-1", "cp1251"])
def test_noise_is_not_mended(charset: str) -> None:
    noise = hashlib.shake_256().digest(20_000).decode(charset, "replace").replace("\n", " ")
    assert mend_lines([noise]) == [(noise, "")]


@pytest.mark.parametrize(
    "line",
    [
        "Ångström and Ãlvares",
        "the symbol É² is no repair",
        "ΟΔΟΣ “Α΄” ·",
        "СІЧ і Рівне — міста",
        "l’été — à “Évry”",
        "┌──┬──┐ ∑√π",
        "FUẞBALL «ÀÉ»",
        "naïve façade",
    ],
)
def test_a_line_that_only_looks_like_mojibake_stays(line: str) -> None:
    assert mend_lines([line]) == [(line, "")]


def test_a_text_without_sequences_needs_no_closer_look() -> None:
    assert not has_candidates("Die Möwen kreisen über dem Fluss, “so” sagt sie – und weiß es.")
    assert has_candidates("CafÃ©")


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("They said â€œhelloâ€ he and left.", "They said “hello” he and left."),
        ("â€œItâ€™s raining,â€ she said.", "“It’s raining,” she said."),
        ("He said â€œyesâ€", "He said “yes”"),
    ],
)
def test_a_closing_quote_that_lost_its_last_byte_takes_no_space_with_it(broken: str, whole: str) -> None:
    assert repair(broken).text == whole
