"""What lines tell is found by what is right about their page."""

import json
import lzma
from dataclasses import replace
from pathlib import Path

import pytest

from corpusclean.page import ROLES
from corpusclean.training.line_data import LabelledText
from corpusclean.training.line_roles import RightValues, find_roles, read_facts

LINES = (
    "Harbour News",
    "Ferry returns to Tarn",
    "By Ann Oak",
    "3 May 2016",
    "The ferry ran again on Wednesday.",
    "© 2016 Harbour-News Ltd.",
    "More by Ann Oak",
)
TEXT = LabelledText(
    "a/1", "harbour.example", "en", "article", "raw", "wet", LINES, "ddddkdd", (0.0,) * 7,
    ("", "t", "", "", "", "", ""), "The ferry ran.", "https://harbour.example/ferry",
)  # fmt: skip
FACTS = {
    TEXT.url: RightValues(
        "ferryreturnstotarn", frozenset({"harbournews"}), frozenset({"annoak"}), "2016-05-03"
    )
}


def lines_telling(text: LabelledText, facts: dict[str, RightValues]) -> dict[str, list[int]]:
    found = find_roles(text, range(len(text.lines)), facts)
    return {role: found[:, number].nonzero()[0].tolist() for number, role in enumerate(ROLES)}


def test_the_lines_that_hold_a_right_value_tell_it() -> None:
    assert lines_telling(TEXT, FACTS) == {"title": [1], "source": [0, 5], "authors": [2, 6], "date": [3]}


def test_of_a_text_that_nobody_has_annotated_the_title_and_the_site_are_known() -> None:
    own = replace(TEXT, lines=(*LINES[:-1], "news@harbour.example"))
    assert lines_telling(own, {}) == {"title": [1], "source": [0, 5, 6], "authors": [], "date": []}


@pytest.mark.parametrize(("kind", "title"), [("clean", []), ("other-script", [1])])
def test_a_variant_tells_what_is_left_in_it(kind: str, title: list[int]) -> None:
    found = lines_telling(replace(TEXT, kind=kind), FACTS)
    assert found == {"title": title, "source": [], "authors": [], "date": []}


def test_a_line_with_more_than_the_title_tells_it_only_where_no_other_does() -> None:
    longer = replace(
        TEXT, lines=(*LINES[:-1], "Ferry returns to Tarn - Harbour"), flags=("", "t", "", "", "", "", "t")
    )
    assert lines_telling(longer, FACTS)["title"] == [1]
    alone = replace(longer, lines=("", "", *longer.lines[2:]))
    assert lines_telling(alone, FACTS)["title"] == [1, 6]


def test_a_day_may_be_written_with_the_month_first_or_last() -> None:
    numbers = replace(TEXT, lines=("03/05/2016", "05/03/2016", "13/05/2016", *LINES[3:]), flags=("",) * 7)
    assert lines_telling(numbers, FACTS)["date"] == [0, 1, 3]


def test_a_doubtful_date_is_not_learnt(tmp_path: Path) -> None:
    (tmp_path / "metadata").mkdir()
    gold = {
        "title": "Ferry sold",
        "date": "2016-05-03",
        "authors": ["Ann Oak", "Bo"],
        "site_aliases": ["Harbour News", "HN"],
    }
    rows = [{"id": name, "url": f"https://{name}.example/", "gold": gold} for name in ("sure", "doubtful")]
    packed = lzma.compress("\n".join(map(json.dumps, rows)).encode())
    (tmp_path / "metadata" / "dev_text.jsonl.xz").write_bytes(packed)
    (tmp_path / "metadata" / "gold_flags.json").write_text('["doubtful"]')
    facts = read_facts(tmp_path)
    assert (
        facts["sure"]
        == facts["https://sure.example/"]
        == RightValues("ferrysold", frozenset({"harbournews"}), frozenset({"annoak"}), "2016-05-03")
    )
    assert facts["doubtful"].date == ""
