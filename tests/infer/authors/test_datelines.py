from __future__ import annotations

from collections.abc import Callable

import pytest

from corpusclean.page import Page

Values = Callable[[Page], dict[str, str]]
Article = Callable[..., Page]

STORY = (
    "旧渡船周二卖给了一家人，他们打算住在船上，港务局长说。村里没有人相信这艘在泥里躺了多年的船还能找到买主。"
)


@pytest.mark.parametrize(
    ("beginning", "authors"),
    [
        ("本报讯（记者 王小宁）", "王小宁"),
        ("新港5月3日电（记者王小宁、李明）", "王小宁; 李明"),
        ("本报讯 (本报记者 王小宁 通讯员 欧阳明)", "王小宁; 欧阳明"),
        ("本报讯（记者在现场看到）", None),
        ("本报讯（文章来源：网络）", None),
        ("（五月三日）", None),
    ],
)
def test_reporters_are_named_where_a_chinese_story_begins(
    page_of: Article, values: Values, beginning: str, authors: str | None
) -> None:
    assert values(page_of(f"旧渡船找到新主人\n{beginning}{STORY}\n{STORY}")).get("authors") == authors


def test_a_byline_goes_before_reporters_in_the_text(page_of: Article, values: Values) -> None:
    page = page_of(f"旧渡船找到新主人\n作者：李明 2016-05-03\n本报讯（记者 王小宁）{STORY}\n{STORY}")
    assert values(page)["authors"] == "李明"
