from __future__ import annotations

from pathlib import Path

import pytest

from corpusclean.errors import RecipeError
from corpusclean.mark.rule_files import Cluster, Run, marked_lines, read_rules
from corpusclean.mark.rules import load_rules

GOOD = """
[[rule]]
id = "motto"
reason = "site-chrome"
pattern.en = 'fair winds'
drop = ["Fair winds!"]
keep = ["Fair winds blew all night"]
"""


def write(folder: Path, text: str, name: str = "mine.toml") -> Path:
    (folder / name).write_text(text, "utf-8")
    return folder


def test_an_entry_becomes_a_rule(tmp_path: Path) -> None:
    (rule,) = read_rules(write(tmp_path, GOOD))
    assert rule.name == "rules/mine.toml#motto"
    assert rule.pattern == {"en": "fair winds"}
    assert not rule.looks_around


def test_a_file_of_a_windows_editor_is_read(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_bytes(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    assert [rule.id for rule in read_rules(tmp_path)] == ["motto"]


def test_each_line_of_a_pattern_is_an_alternative_and_words_stand_for_their_pattern(tmp_path: Path) -> None:
    text = "[words]\nfish = '''\nherring\neels?\n'''\nmeal = '{fish} soup'\n" + GOOD.replace(
        "'fair winds'", r"'''" + "\n  fresh {meal}\n  {fish}{2,3}\\p{Lu}\n'''"
    )
    (rule,) = read_rules(write(tmp_path, text))
    assert rule.pattern["en"] == r"fresh ((herring|eels?) soup)|(herring|eels?){2,3}\p{Lu}"


def test_run_and_cluster_are_tables(tmp_path: Path) -> None:
    (rule,) = read_rules(write(tmp_path, GOOD + "run = { max_words = 9, min_lines = 2 }"))
    assert rule.run == Run(max_words=9, min_lines=2)
    (rule,) = read_rules(write(tmp_path, GOOD + "cluster = { min_matches = 3 }"))
    assert rule.cluster == Cluster(min_matches=3)
    assert rule.looks_around


def test_files_are_read_in_the_order_of_their_names(tmp_path: Path) -> None:
    write(tmp_path, GOOD, "b.toml")
    write(tmp_path, GOOD, "a.toml")
    assert [rule.file for rule in read_rules(tmp_path)] == ["a.toml", "b.toml"]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[[rule]\n", "not a TOML file"),
        ("", "no [[rule]]"),
        ("rule = 3", "no [[rule]]"),
        ("title = 'mine'\n" + GOOD, "'title'"),
        (GOOD + "patern = 'x'", "unknown key 'patern'"),
        (GOOD + "score = 'high'", "score is 'high'"),
        (GOOD + "score = 1.5", "score is 1.5"),
        (GOOD + "max_words = true", "max_words is True"),
        (GOOD + "place = 'middle'", "place is 'middle'"),
        (GOOD + "before = 'fish'", "before is 'fish'"),
        (GOOD + "run = { lines = 3 }", "mine.toml, rule 'motto', run: unknown key 'lines'"),
        (GOOD + "run = 3", "run is 3"),
        (GOOD + "cluster = { gap = 3 }", "cluster: has no min_matches"),
        (GOOD + "run = { pattern = 'eels', until = 'cod' }", "both pattern and until"),
        (GOOD + "run = {}\ncluster = { min_matches = 2 }", "both run and cluster"),
        (GOOD.replace("Fair winds!", "- Fair winds!\\nEels"), "lines without a prefix"),
        (GOOD + "file = 'other.toml'", "unknown key 'file'"),
        (GOOD + "max_words = -2", "max_words is -2. Do: give a whole number from 0 on"),
        (GOOD + "score = 'high'", "Do: give a number"),
        (GOOD + "run = 3", "Do: give a table, as in run = {"),
        (GOOD.replace("site-chrome", "whitespace"), "reason is 'whitespace'"),
        (GOOD + GOOD, "'motto': another rule has this id"),
        (GOOD.replace("site-chrome", "fish"), "reason is 'fish'"),
        (GOOD.replace('drop = ["Fair winds!"]', ""), "has no drop"),
        (GOOD.replace('keep = ["Fair winds blew all night"]', "keep = []"), "has no keep"),
        (GOOD.replace("pattern.en", "pattern"), "pattern is 'fair winds'"),
        (GOOD.replace("pattern.en", "pattern.english"), "pattern has ['english']"),
        (GOOD.replace("fair winds'", "{fish}'"), "no {fish} in [words] above"),
        ("[words]\nfish = 3\n" + GOOD, "[words], fish: is 3"),
        ("words = 3\n" + GOOD, "[words]"),
        ("[words]\na = '" + "x" * 20_001 + "'\n" + GOOD, "20001 characters long"),
        ('[[rule]]\nreason = "legal"', "rule 'number 1'"),
    ],
)
def test_a_mistake_is_named_with_file_and_cure(tmp_path: Path, text: str, complaint: str) -> None:
    with pytest.raises(RecipeError) as caught:
        read_rules(write(tmp_path, text))
    assert complaint in str(caught.value)
    assert "mine.toml" in str(caught.value)
    assert "Do: " in str(caught.value)


def test_an_example_may_hold_blank_lines_and_end_on_a_line_of_its_own(tmp_path: Path) -> None:
    example = '"""\n- Fair winds!\n\n  The ferry ran again.\n  """'
    text = GOOD.replace('["Fair winds!"]', f"[{example}]").replace("blew all night", "blew\\n\\n  all night")
    folder = write(tmp_path, text.replace('keep = ["Fair', 'keep = ["  Fair'))
    rule = load_rules(folder).rules[-1]
    assert marked_lines(rule.drop[0], "- ") == ["- Fair winds!", "  ", "  The ferry ran again."]


def test_words_that_double_themselves_are_refused(tmp_path: Path) -> None:
    words = "\n".join(
        f"{b} = '{{{a}}}{{{a}}}'" for a, b in zip("abcdefghijklmnopqrst", "bcdefghijklmnopqrstu", strict=True)
    )
    with pytest.raises(RecipeError, match="characters long"):
        read_rules(write(tmp_path, f"[words]\na = 'xx'\n{words}\n{GOOD}"))


def test_a_folder_without_rules_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(RecipeError, match="no rule file"):
        read_rules(tmp_path)


def test_a_line_in_drop_and_keep_is_refused(tmp_path: Path) -> None:
    text = GOOD.replace('keep = ["', 'keep = ["Fair winds!", "')
    with pytest.raises(RecipeError, match="is in both drop and keep"):
        read_rules(write(tmp_path, text))


def test_a_file_and_a_missing_folder_are_told_apart(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    with pytest.raises(RecipeError, match="is a file"):
        read_rules(tmp_path / "mine.toml")
    with pytest.raises(RecipeError, match="no such folder"):
        read_rules(tmp_path / "gone")
