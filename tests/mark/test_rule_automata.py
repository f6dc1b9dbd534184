"""Which patterns match a line: the same as if each were tried alone."""

from __future__ import annotations

import re2
from hypothesis import given
from hypothesis import strategies as st

from corpusclean.mark.rule_automata import Automata, fault, without_counts

PATTERNS = (
    "ads?",
    "(our |the )?(news|blog)( .*)?",
    r"\d{0,2} ?comments?",
    r"[(\[]?(photo|foto):.+",
    ".*newsletter.*",
    r"(?-i:By) \S+",
    "(?i)tweet|kommentare",
    r"[^a-m]\w+ \p{Lu}{2,}",
    "über uns|[éè]crire|ähnlich",
    r"\x{41}b|\x61c|\141d",
    r"(a|b*)?c+?|[]x]y|[[:digit:]]+ (likes|shares)",
    r"\|menu\)|\(c\) .+",
    r"\Qa|b\E",
    r"(\S+ ){0,2}news[{1,2}]",
    r"(a .{2,3}|[a-h]{1,2} )b{0,1}",
    r"[a-z]\S{2,3}",
    r"\S+ (writes|[12]\d{3}) (for|at) .+",
    r".*( – |\. ?)(strasse|foto)s?\b.*",
    r".+ (\\|[\\^]menu|men[-ü]s)",
)
LINES = st.one_of(
    st.text(min_size=1, max_size=12),
    st.sampled_from(
        [
            "Ad",
            "a x b",
            "a b b",
            "aa b",
            "one two news1",
            "The NEWS today",
            "12 Comments",
            "[Foto: x",
            "By Ann",
            "TWEET",
            "ÜBER UNS",
            "a|b",
        ]
    ),
    st.from_regex(
        r"\S{1,2} (WRITES|ſtra[sſ]ſe|[12][0-9]{3}|\^menu|MenÜs?) (for|at) [a-z]|[a-z]\. ?(Stra[sS]ſe|FOTO)s?",
        fullmatch=True,
    ),
    st.from_regex(
        "(Our |the )?(Blog|news)|[0-9]{1,2} comment|ſhares|\u212aommentare|n[A-Z]{2} [A-Z]{2}", fullmatch=True
    ),
)


def matches(pattern: str, line: str) -> bool:
    options = re2.Options()
    options.case_sensitive = False
    return re2.compile(pattern, options).fullmatch(line) is not None


@given(LINES)
def test_a_line_gets_the_roles_of_the_patterns_that_match_it(line: str) -> None:
    line = line.encode("utf-8", "replace").decode()
    found = Automata((pattern, (number, False)) for number, pattern in enumerate(PATTERNS)).roles(line)
    assert found == {(number, False) for number, pattern in enumerate(PATTERNS) if matches(pattern, line)}


@given(st.sampled_from(PATTERNS), LINES)
def test_without_counts_a_pattern_matches_at_least_the_same_lines(pattern: str, line: str) -> None:
    line = line.encode("utf-8", "replace").decode()
    assert matches(without_counts(pattern), line) or not matches(pattern, line)


def test_what_is_no_pattern_is_named() -> None:
    assert "(?=" in fault("a(?=b)")
    assert not fault("a(b|c)")
