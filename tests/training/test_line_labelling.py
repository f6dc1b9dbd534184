"""Lines labelled by what is extracted from the HTML of their page."""

import json
from pathlib import Path
from typing import Any

import pytest

from corpusclean.training.line_data import read_texts
from corpusclean.training.line_labelling import label_lines, label_page, main
from corpusclean.training.line_renderings import SCRAPERS

STORY = [
    f"The ferry left Holme at {hour} o'clock with {hour * 3} people and one goat on board."
    for hour in range(1, 13)
]
PARAGRAPHS = "\n".join(f"<p>{line}</p>" for line in STORY)
MARKUP = f"""<html lang="en"><head><title>A goat at sea</title><script>let boats = 3</script></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/boats">All our boats</a></li></ul></nav>
<article><h1>A goat at sea</h1>{PARAGRAPHS}</article>


<footer><p><a href="/terms">Terms</a></p></footer></body></html>"""


def page(**changes: Any) -> dict[str, Any]:
    return {"id": "1", "url": "https://quay.example/goat", "domain": "quay.example", "html": MARKUP} | changes


def test_lines_are_labelled_by_how_much_of_them_is_in_the_main_text() -> None:
    lines = [
        "Home",
        "",
        "A goat at sea",
        "The ferry left Holme at nine.",
        "The ferry left, says Menu",
        "* * *",
    ]
    row = label_lines(lines, "The ferry left Holme at nine. The ferry left", "A goat at sea")
    assert row["label"] == "dbdkab"
    assert row["flag"] == ["", "", "t", "", "", ""]
    assert row["cov"] == [0, 0, 0, 1, 0.6, 0]
    assert row["gold_recall"] == 1


@pytest.mark.parametrize(
    ("line", "flag"),
    [
        ("A Goat at Sea", "t"),
        ("A goat at sea | Quay News", "t"),
        ("A goat", ""),
        ("A goat at sea is no fish of ours", ""),
    ],
)
def test_a_line_is_the_title_even_with_the_name_of_the_site(line: str, flag: str) -> None:
    assert label_lines([line], "It rains.", "A goat at sea")["flag"] == [flag]
    assert label_lines([line], "It rains.", "")["flag"] == [""]


def test_a_rendering_holds_no_scripts_and_no_two_blank_lines_on_end() -> None:
    text = SCRAPERS["lxmltext"](MARKUP)
    assert STORY[0] in text
    assert "boats = 3" not in text
    assert "\n\n\n" not in text


def test_a_page_without_main_text_gives_no_lines() -> None:
    assert label_page(page(html="<p>Home</p>")) == {}


def test_the_lines_of_pages_are_written_once_and_can_be_learned_from(tmp_path: Path) -> None:
    for module in ("resiliparse", "inscriptis", "bs4", "readability"):
        pytest.importorskip(module)
    pages, known, out = tmp_path / "pages.jsonl", tmp_path / "known", tmp_path / "out"
    known.mkdir()
    (known / "set.wet.jsonl").write_text('{"url": "https://quay.example/known"}\n')
    rows = [page(), page(id="2"), page(id="3", url="https://quay.example/known")]
    pages.write_text("".join(json.dumps(row) + "\n" for row in rows))
    assert main(["--pages", str(pages), "--known", str(known), "--out", str(out)]) == 0
    texts = read_texts(out)
    assert {text.id for text in texts} == {"1"}
    assert {text.kind for text in texts} == {"raw", "half"}
    for text in texts:
        labels = dict(zip(map(str.strip, text.lines), text.labels, strict=True))
        assert {labels[line] for line in STORY[1:]} == {"k"}, text.rendering
        assert labels.get("All our boats", "d") == "d"
