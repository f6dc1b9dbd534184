"""Lines that siblings share, from the files to the release."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpusclean import Recipe, Release, build, restore

DOUBT = """
[[rule]]
id = "harbour"
reason = "site-chrome"
score = 0.3
pattern.en = '''
the harbour gazette
pier desk
'''
drop = ["The Harbour Gazette", "Pier desk"]
keep = ["The harbour gazette was read aloud."]
"""
NAMES = (
    "heron",
    "otter",
    "plover",
    "marten",
    "curlew",
    "badger",
    "osprey",
    "weasel",
    "lapwing",
    "beaver",
    "dunlin",
)


def story(name: str) -> str:
    body = (
        f"A {name} was seen near the old lighthouse on Wednesday, and children came from the school to look at it.\n\n"
        f"The warden said that no {name} had been seen there since the dam was built, and that he was glad of it.\n\n"
    )
    return f"The Harbour Gazette\n\nPier desk\n\nAdvertisement\n\nWhat the {name} does\n\n{body}Ingredients\n\nA {name} needs fish.\n"


def release_of(folder: Path, count: int, own_rules: str = DOUBT, /, **settings: object) -> Release:
    pages = folder / "pages"
    rules = folder / "rules"
    for place in (pages, rules):
        place.mkdir(exist_ok=True)
    (rules / "mine.toml").write_text(own_rules)
    for name in NAMES[:count]:
        (pages / f"{name}.txt").write_text(story(name))
    recipe = Recipe(rules=str(rules), line_model=False, lift=False, **settings)  # type: ignore[arg-type]
    return build(pages, name="gazette", out=folder / "dist", recipe=recipe, workers=2)


def test_lines_of_a_template_that_a_rule_doubts_are_cut_and_can_be_restored(tmp_path: Path) -> None:
    release = release_of(tmp_path, 3)
    ledger = {row["id"]: row for row in release.ledger()}
    for row in release.dataset():
        name = Path(row["origin"]["input"]).stem
        assert row["text"].startswith(f"What the {name} does\n\nA {name} was")
        assert "Ingredients" in row["text"]
        assert restore(row["text"], ledger[row["id"]]) == story(name)
        cuts = [cut for cut in ledger[row["id"]]["cuts"] if cut["by"] == "corpus/repetition"]
        assert [(cut["reason"], cut["score"]) for cut in cuts] == [("repeated-in-corpus", 0.6)] * 2
        assert {entry["reason"]: entry["lines"] for entry in row["removed"]["by_reason"]} == {
            "advertisement": 1,
            "repeated-in-corpus": 2,
            "whitespace": 0,
        }
    assert release.manifest["recipe"]["settings"]["repetition"] is True


def test_flags_of_damage_go_with_the_line_that_has_it_and_the_others_keep_their_order(tmp_path: Path) -> None:
    damaged = {"heron": "R\\u00e9clame", "otter": "R\\u00e9clame", "plover": "caf=C3=A9"}
    pages = tmp_path / "pages"
    pages.mkdir()
    for name, sign in damaged.items():
        text = (
            story(name).replace("Pier desk", "Pier desk =C3=A9").replace("lighthouse", f"lighthouse {sign}")
        )
        (pages / f"{name}.txt").write_text(f"{text}\nSubscribe to continue reading.\n")
    rules = DOUBT.replace("pier desk\n", "pier desk.*\n").replace('"Pier desk"', '"Pier desk =C3=A9"')
    rows = release_of(tmp_path, 0, rules).dataset()
    assert {Path(row["origin"]["input"]).stem: row["flags"] for row in rows} == {
        "heron": ["unicode-escapes", "paywall-stub"],
        "otter": ["unicode-escapes", "paywall-stub"],
        "plover": ["quoted-printable", "paywall-stub"],
    }


@pytest.mark.parametrize(
    ("count", "settings"), [(1, {}), (3, {"repetition": False}), (3, {"keep": ("repeated-in-corpus",)})]
)
def test_a_page_without_siblings_or_a_recipe_against_it_keeps_them(
    count: int, settings: dict[str, object], tmp_path: Path
) -> None:
    rows = release_of(tmp_path, count, **settings).dataset()
    assert all(row["text"].startswith("The Harbour Gazette") for row in rows)


def test_a_copy_of_a_sibling_stays_whole_and_an_exact_duplicate_is_no_sibling(tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "same.txt").write_text(story("heron"))
    (pages / "edited.txt").write_text(story("heron") + "\nThe warden has left.\n")
    rows = {row["origin"]["input"]: row["text"] for row in release_of(tmp_path, 1).dataset()}
    assert len(rows) == 2
    assert all(text.startswith("The Harbour Gazette") for text in rows.values())


def test_each_folder_is_a_source_whatever_its_files_are_called(tmp_path: Path) -> None:
    for name in NAMES[:3]:
        (tmp_path / "sites" / name).mkdir(parents=True)
        (tmp_path / "sites" / name / f"{name}.txt").write_text(story(name))
    folders = [tmp_path / "sites" / name for name in NAMES[:3]]
    rules = tmp_path / "rules"
    rules.mkdir()
    (rules / "mine.toml").write_text(DOUBT)
    recipe = Recipe(rules=str(rules), line_model=False, lift=False)
    rows = build(folders, name="gazette", out=tmp_path / "dist", recipe=recipe, workers=2).dataset()
    assert sorted(row["origin"]["input"] for row in rows) == sorted(f"{name}.txt" for name in NAMES[:3])
    assert all(text.startswith("The Harbour Gazette") for text in rows["text"])
