import numpy as np
import pytest

from corpusclean.mark.line_features import read_lines
from corpusclean.mark.line_words import Grams
from corpusclean.segment.text import segment_text
from corpusclean.training.word_vectors import MOST_LINES, cooccurrence_vectors

WEATHER = [f"the {word} fell on the hills all night" for word in ("rain", "sleet", "hail")]
MENU = [f"{word} or register for your account" for word in ("login", "signin", "subscribe")]


def bags(*lines: str) -> tuple[Grams, ...]:
    return read_lines([segment_text("\n".join(lines))]).bags


def hashes(*words: str) -> list[int]:
    return [int(bags(word)[0].hashes[0]) for word in words]


def nearest(word: str, texts: list[tuple[Grams, ...]], words: list[str]) -> str:
    """Of some words the one whose vector is the most like that of a word."""
    vocabulary = np.unique(np.concatenate([text[0].hashes for text in texts]))
    vectors = cooccurrence_vectors(texts, vocabulary, 4)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    own, *others = vectors[np.searchsorted(vocabulary, hashes(word, *words))]
    return words[int(np.argmax(np.array(others) @ own))]


def test_words_that_stand_among_the_same_words_get_vectors_that_are_alike() -> None:
    texts = [bags(line) for line in WEATHER + MENU]
    assert nearest("rain", texts, ["login", "sleet", "signin"]) == "sleet"
    assert nearest("login", texts, ["rain", "sleet", "signin"]) == "signin"


def test_the_lines_before_and_after_are_company_too() -> None:
    texts = [
        bags("gale", WEATHER[0]),
        bags("squall", WEATHER[1]),
        bags("basket", MENU[0]),
        bags("cart", MENU[1]),
    ]
    assert nearest("gale", texts, ["basket", "squall", "cart"]) == "squall"
    assert nearest("cart", texts, ["basket", "squall", "gale"]) == "basket"


def test_the_same_texts_give_the_same_vectors() -> None:
    texts = [bags(line) for line in WEATHER + MENU]
    vocabulary = np.unique(np.concatenate([text[0].hashes for text in texts]))
    assert np.array_equal(
        cooccurrence_vectors(texts, vocabulary, 3), cooccurrence_vectors(texts, vocabulary, 3)
    )


@pytest.mark.parametrize("lines", [["unheard of"], [], ["rain"] * (MOST_LINES + 5)])
def test_texts_that_say_nothing_or_too_much_do_no_harm(lines: list[str]) -> None:
    texts = [*[bags(line) for line in WEATHER], bags(*lines)]
    vocabulary = np.unique(np.concatenate([bags(line)[0].hashes for line in WEATHER]))
    vectors = cooccurrence_vectors(texts, vocabulary, 2)
    assert vectors.shape == (len(vocabulary), 2)
    assert np.isfinite(vectors).all()
