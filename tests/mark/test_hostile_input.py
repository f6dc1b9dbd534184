"""Bounded work on hostile input. Each test runs in a fresh interpreter with a deadline far above what is needed:
quadratic work would take hours, so that the verdict does not depend on the speed of the machine."""

from __future__ import annotations

import subprocess
import sys

import pytest

DEADLINE_SECONDS = 60
PREAMBLE = """
from pathlib import Path
from tempfile import mkdtemp
from corpusclean.mark.context_rules import context_rule_marks
from corpusclean.mark.cuts import cut_lines
from corpusclean.mark.duplicates import duplicate_marks
from corpusclean.mark.rules import load_rules, rule_marks
from corpusclean.recipe import Recipe
from corpusclean.segment.text import segment_text

def clean(text, recipe=Recipe()):
    page = segment_text(text)
    for vote in (rule_marks, context_rule_marks, duplicate_marks):
        page.marks += vote([page], recipe)[0]
    return len(cut_lines(page, page.marks, recipe))
"""
NESTED = """
rule = '''
[[rule]]
id = "nested"
reason = "legal"
pattern.en = '((a+)+)+b'
drop = ["aab"]
keep = ["aa"]
'''
folder = Path(mkdtemp())
(folder / "mine.toml").write_text(rule, "utf-8")
print(clean("\\n".join(["a" * 990] * 2_000), Recipe(rules=str(folder))))
"""


@pytest.mark.parametrize(
    ("program", "output"),
    [
        (NESTED, "0"),
        ("print(clean('word\\n' * 1_000_000))", "0"),
        ("print(clean('word ' * 4_000_000))", "0"),
        ("print(clean('\\n' * 1_000_000))", "0"),
        ("print(clean('Related articles\\n' * 100_000) > 0)", "True"),
        ("print(clean(('Home\\n' + 'eel\\n' * 7) * 30_000) > 0)", "True"),
        (
            "print(clean('(' * 900 + '\\n' + 'Photo: ' * 100 + '\\n' + ('A' * 900 + '/AP\\n') * 2_000) >= 0)",
            "True",
        ),
    ],
    ids=[
        "nested-quantifiers",
        "a-million-lines",
        "a-line-of-20-MB",
        "blank-lines",
        "headings-in-runs",
        "menu-words-apart",
        "long-names",
    ],
)
def test_hostile_input_takes_bounded_time(program: str, output: str) -> None:
    result = subprocess.run(
        [sys.executable, "-c", PREAMBLE + program],
        capture_output=True,
        text=True,
        timeout=DEADLINE_SECONDS,
        check=True,
    )
    assert result.stdout.strip() == output
