import pytest

from corpusclean.repairing import text_flags


@pytest.mark.parametrize(
    ("text", "flags"),
    [
        ("a \ufffd b", ("replacement-characters",)),
        ("пїЅпїЅ", ("lost-characters",)),
        ("f=C3=BCr", ("quoted-printable",)),
        (r"caf\u00e9", ("unicode-escapes",)),
        ("x=3, E=mc2, C:\\users", ()),
        ("plain", ()),
    ],
)
def test_damage_that_stays_is_named(text: str, flags: tuple[str, ...]) -> None:
    assert text_flags(text) == flags
