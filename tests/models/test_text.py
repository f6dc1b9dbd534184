import pytest

from corpusclean.models.text import is_familiar, unfamiliar_count, weigh_text


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("Größe und Höhe", "GrÃ¶ÃŸe und HÃ¶he"),
        ("мост через реку", "ìîñò ÷åðåç ðåêó"),
        ("žluťoučký kůň", "žluouèký kùò"),
        ("橋は春まで閉まっています", "‹´‚Ít‚Ü‚Å•Â‚Ü‚Á‚Ä‚¢‚Ü‚·"),
        ("Привет, мир", "пРИВЕТ, МИР"),
    ],
)
def test_text_as_it_was_meant_costs_less(right: str, wrong: str) -> None:
    assert weigh_text(right).bits < weigh_text(wrong).bits


@pytest.mark.parametrize(
    ("text", "language"),
    [("Die Möwen kreisen über dem Fluss", "de"), ("мост через реку закрыт", "ru"), ("橋は春まで", "ja")],
)
def test_the_language_of_a_text_is_found(text: str, language: str) -> None:
    assert weigh_text(text).language == language


@pytest.mark.parametrize("text", ["", "a", "\ud800", "😀", "\uffff", "\0"])
def test_any_text_has_a_weight(text: str) -> None:
    assert weigh_text(text).bits >= 0


def test_letters_of_no_one_language_are_counted() -> None:
    assert unfamiliar_count("äääääж") == 1
    assert unfamiliar_count("") == 0


def test_a_sign_is_familiar_to_every_language() -> None:
    assert is_familiar("→€“", "fi")
