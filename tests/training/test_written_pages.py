"""Pages that we wrote are read with their labels and their right metadata."""

from pathlib import Path

import pytest

from corpusclean.errors import UsageError
from corpusclean.training.line_roles import RightValues
from corpusclean.training.written_pages import is_written, read_written, read_written_page

PAGE = """\
# kind: half-cleaned local news
# title: Ferry returns to Tarn
# source: Harbour News
# date: 2016-05-03
# authors: Ann Oak; Bo Elm
# language: en
? Ferry returns to Tarn
- By Ann Oak and Bo Elm

  The ferry ran again on Wednesday.
? (hn)
  # the goat came too
-
"""
PRODUCT = (
    "# kind: product, raw\n# title: -\n# language: en\n- Menu\n# a remark\n  Teapot, one litre\n  Enamel.\n"
)


def test_a_page_is_its_lines_with_marks_and_the_values_it_tells(tmp_path: Path) -> None:
    file = tmp_path / "tarn.txt"
    file.write_text(PRODUCT, "utf-8")
    page = read_written_page(file)
    assert (page.name, page.values) == ("tarn", {"kind": "product, raw", "language": "en"})
    assert (page.marks, page.text) == (("- ", "  ", "  "), "Menu\nTeapot, one litre\nEnamel.")


@pytest.mark.parametrize("line", ["Advertisement", "-Read more", "\tTab"])
def test_a_line_without_a_mark_is_an_error_that_tells_where(line: str, tmp_path: Path) -> None:
    file = tmp_path / "tarn.txt"
    file.write_text(f"{PRODUCT}{line}\n", "utf-8")
    with pytest.raises(UsageError, match=r"tarn\.txt:8: .*has no mark"):
        read_written_page(file)


def test_pages_become_training_texts_with_their_metadata(tmp_path: Path) -> None:
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "tarn.txt").write_text(PAGE, "utf-8")
    (tmp_path / "teapot.txt").write_text(PRODUCT, "utf-8")
    (news, facts), (product, _) = read_written(tmp_path)
    assert (news.id, news.site) == ("news/tarn", "news/tarn")
    assert is_written(news)
    assert (news.kind, news.page_type) == ("half", "article")
    assert (product.kind, product.page_type) == ("raw", "product")
    assert news.labels == "bdbkbkb"
    assert news.coverage == (0.5, 0.0, 0.0, 1.0, 0.5, 1.0, 0.0)
    assert news.flags == ("t", "", "", "", "", "", "")
    assert facts == RightValues(
        "ferryreturnstotarn", frozenset({"harbournews"}), frozenset({"annoak", "boelm"}), "2016-05-03"
    )


def test_the_main_text_is_what_may_stay(tmp_path: Path) -> None:
    (tmp_path / "tarn.txt").write_text(PAGE, "utf-8")
    [(text, _)] = read_written(tmp_path)
    assert text.gold.split("\n") == [
        "Ferry returns to Tarn", "The ferry ran again on Wednesday.", "(hn)", "# the goat came too",
    ]  # fmt: skip
