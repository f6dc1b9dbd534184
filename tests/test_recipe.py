import json
from pathlib import Path
from typing import Any

import pytest

from corpusclean import UsageError, clean, extract, repair
from corpusclean.errors import RecipeError
from corpusclean.recipe import LEVELS, Level, Recipe


def test_a_toml_file_changes_what_it_names_and_nothing_else(tmp_path: Path) -> None:
    file = tmp_path / "r.toml"
    file.write_text('keep = ["caption"]\nmin_confidence = 1\n')
    assert Recipe.from_toml(file) == Recipe(keep=("caption",), min_confidence=1)


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
        ("keep = ['captions']", r"unknown values \['captions'\]"),
        ("keep = [['caption']]", "unknown values"),
        ("keep = 'caption'", r"give a value like \['caption'\]"),
        ("extractor = 'magic'", "extractor is 'magic'"),
        ("max_bytes = 0", "above 0"),
        ("= nonsense", "not a TOML file"),
    ],
)
def test_a_mistake_is_named_with_its_file_and_what_to_do(tmp_path: Path, toml: str, says: str) -> None:
    (tmp_path / "r.toml").write_text(toml)
    with pytest.raises(RecipeError, match=says) as caught:
        Recipe.from_toml(tmp_path / "r.toml")
    assert "Do: " in str(caught.value)


def test_a_missing_file_is_named() -> None:
    with pytest.raises(RecipeError, match=r"no-such\.toml: cannot be read"):
        Recipe.from_toml("no-such.toml")


def test_the_digest_follows_the_content_of_the_user_s_rules(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text("x = 1")
    before = Recipe(rules=str(tmp_path)).digest()
    (tmp_path / "a.toml").write_text("x = 2")
    assert Recipe(rules=str(tmp_path)).digest() != before != Recipe().digest()


def test_plain_values_make_the_same_recipe_again() -> None:
    recipe = Recipe(keep=("credit",), nfc=False)
    assert Recipe.from_dict(recipe.to_dict()) == recipe


@pytest.mark.parametrize(
    "wrong",
    [{"min_confidence": "high"}, {"max_bytes": "1"}, {"lift": "no"}, {"keep": None}, {"level": ["safe"]}],
)
def test_a_value_of_another_type_is_named_wherever_it_comes_from(wrong: Any) -> None:
    with pytest.raises(RecipeError, match=next(iter(wrong))):
        Recipe(**wrong)


def test_a_path_and_a_list_will_do_for_a_text_and_a_tuple(tmp_path: Path) -> None:
    assert Recipe(rules=tmp_path) == Recipe(rules=str(tmp_path))
    assert json.loads(json.dumps(Recipe(rules=tmp_path).to_dict()))["rules"] == str(tmp_path)
    keep: Any = ["caption"]
    assert Recipe(keep=keep) == Recipe(keep=("caption",))


@pytest.mark.parametrize("recipe", ["r.toml", {"level": "safe"}])
def test_what_is_no_recipe_is_a_mistake_of_the_caller_and_no_fault_of_a_document(recipe: Any) -> None:
    for use in (clean, extract, repair):
        with pytest.raises(UsageError, match=r"Recipe\.from_toml"):
            use("It rained.", recipe=recipe)


def test_a_stricter_level_cuts_at_a_lower_score() -> None:
    levels: tuple[Level, ...] = ("safe", "balanced", "strict")
    assert [Recipe(level=level).threshold for level in levels] == sorted(LEVELS.values(), reverse=True)
