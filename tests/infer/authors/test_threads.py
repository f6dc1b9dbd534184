from __future__ import annotations

from collections.abc import Callable

from corpusclean.page import Page
from corpusclean.segment.html import segment_html
from tests.infer.conftest import PROSE

Values = Callable[[Page], dict[str, str]]


def test_of_a_thread_only_the_first_account_is_its_author(values: Values) -> None:
    post = '<p class="author">by <strong>{}</strong> » {} May 2016, 19:45</p><div>{}</div>'
    posts = post.format("turbo_tess", 3, PROSE[0]) + post.format("Ann Example", 4, PROSE[1])
    page = segment_html(
        f"<h1>Knock from the left wheel</h1>{posts}", url="https://tarn.example/viewtopic.php?t=8"
    )
    assert values(page).get("authors") == "turbo_tess"


def test_an_account_that_cannot_be_read_leaves_a_thread_without_author(values: Values) -> None:
    post = '<div class="username">{}</div><div>{}</div>'
    posts = post.format("turbo_tess<span>Senior Member</span>", PROSE[0]) + post.format(
        "Ragnhild_8", PROSE[1]
    )
    page = segment_html(
        f"<h1>Knock from the left wheel</h1>{posts}", url="https://tarn.example/viewtopic.php?t=8"
    )
    assert "authors" not in values(page)


def test_the_line_of_who_started_a_thread_names_the_author_below(values: Values) -> None:
    start = '<p class="username">Discussion in Boats started by turbo_tess, 3 May 2016</p>'
    posts = "".join(
        f'<div class="username">{name}</div><div>{prose}</div>'
        for name, prose in (("turbo_tess", PROSE[0]), ("Ragnhild_8", PROSE[1]))
    )
    page = segment_html(
        f"<h1>Knock from the left wheel</h1>{start}{posts}", url="https://tarn.example/threads/8"
    )
    assert values(page).get("authors") == "turbo_tess"
