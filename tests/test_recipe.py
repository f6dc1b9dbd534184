from pathlib import Path

import pytest

from corpusclean.errors import RecipeError
from corpusclean.recipe import LEVELS, Level, Recipe


def test_a_toml_file_changes_what_it_names_and_nothing_else(tmp_path: Path) -> None:
    file = tmp_path / "r.toml"
    file.write_text('keep = ["caption"]\nmin_confidence = 1\n')
    assert Recipe.from_toml(file) == Recipe(keep=("caption",), min_confidence=1)


def test_a_file_of_a_windows_editor_is_read(tmp_path: Path) -> None:
    (tmp_path / "r.toml").write_bytes(b'\xef\xbb\xbflevel = "safe"\r\nlift = false\r\n')
    assert Recipe.from_toml(tmp_path / "r.toml") == Recipe(level="safe", lift=False)


def test_rules_are_found_beside_the_recipe(tmp_path: Path) -> None:
    (tmp_path / "r.toml").write_text('rules = "mine"\n')
    assert Recipe.from_toml(tmp_path / "r.toml").rules == str(tmp_path / "mine")


@pytest.mark.parametrize(
    ("toml", "says"),
    [
        ("levle = 'safe'", "unknown setting 'levle'"),
        ("threshold = 0.5", "unknown setting 'threshold'"),
        ("level = 'high'", "level is 'high'"),
        ("level = 0.5", "level is 0.5"),
        ("min_confidence = 'high'", "min_confidence is 'high'"),
        ("min_confidence = 7", "from 0 to 1"),
        ("min_confidence = true", "min_confidence is True"),
        ("lift = 1", "lift is 1"),
        ("keep = ['captions']", "unknown reasons"),
        ("keep = 'caption'", r"give a value like \['caption'\]"),
        ("extractor = 'magic'", "extractor is 'magic'"),
        ("keep = [['caption']]", r"keep is \(\['caption'\],\)"),
        ("keep = [1]", r"give a value like \['caption'\]"),
        ("rules = 5", "rules is 5"),
        ("rules = ''", "give a value like 'my-rules'"),
        ("max_bytes = 0", "above 0"),
        ("max_bytes = 99999999999999999999999", "at most"),
        ("cpu_seconds = inf", "at most"),
        ("cpu_seconds = nan", "at most"),
        ("= nonsense", "not a TOML file"),
    ],
)
def test_a_mistake_is_named_with_its_file_and_what_to_do(tmp_path: Path, toml: str, says: str) -> None:
    (tmp_path / "r.toml").write_text(toml)
    with pytest.raises(RecipeError, match=says) as caught:
        Recipe.from_toml(tmp_path / "r.toml")
    assert "Do: " in str(caught.value)
    assert str(caught.value).startswith(str(tmp_path / "r.toml"))


@pytest.mark.parametrize(
    "settings",
    [{"min_confidence": "high"}, {"keep": None}, {"keep": {"caption": 1}}, {"rules": 5}, {"level": ["safe"]}],
)
def test_a_value_of_a_wrong_type_is_named_in_python_too(settings: dict[str, object]) -> None:
    with pytest.raises(RecipeError, match=r"^recipe: .* Do: "):
        Recipe(**settings)  # type: ignore[arg-type]


@pytest.mark.parametrize("settings", [None, "level = 'safe'", [("level", "safe")]])
def test_what_has_no_settings_is_named(settings: object) -> None:
    for read in (Recipe.from_dict, Recipe.from_toml):
        with pytest.raises(RecipeError, match="Do: "):
            read(settings)  # type: ignore[arg-type]


def test_lists_and_paths_will_do(tmp_path: Path) -> None:
    given = Recipe(keep=["caption"], rules=tmp_path)  # type: ignore[arg-type]
    assert given == Recipe(keep=("caption",), rules=str(tmp_path))
    assert hash(given)


def test_a_missing_file_is_named() -> None:
    with pytest.raises(RecipeError, match=r"no-such\.toml: cannot be read"):
        Recipe.from_toml("no-such.toml")


def test_equal_recipes_have_equal_digests() -> None:
    given = Recipe(cpu_seconds=30, min_confidence=1)
    assert given == Recipe(min_confidence=1.0)
    assert given.digest() == Recipe(min_confidence=1.0).digest()
    with pytest.raises(RecipeError, match="cpu_seconds is 1000"):
        Recipe(cpu_seconds=10**400)


def test_the_digest_follows_the_content_of_the_user_s_rules(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text("x = 1")
    before = Recipe(rules=str(tmp_path)).digest()
    (tmp_path / "a.toml").write_text("x = 2")
    assert Recipe(rules=str(tmp_path)).digest() != before != Recipe().digest()


def test_plain_values_make_the_same_recipe_again() -> None:
    recipe = Recipe(keep=("credit",), nfc=False)
    assert Recipe.from_dict(recipe.to_dict()) == recipe


def test_a_stricter_level_cuts_at_a_lower_score() -> None:
    levels: tuple[Level, ...] = ("safe", "balanced", "strict")
    assert [Recipe(level=level).threshold for level in levels] == sorted(LEVELS.values(), reverse=True)
