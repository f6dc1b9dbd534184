"""Promises of `infer` that hold for every page."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpusclean.document import Mark
from corpusclean.infer.resolve import infer
from corpusclean.page import Head, LineFeatures, Page
from corpusclean.recipe import Recipe
from corpusclean.spelling import plain

BITS = st.sampled_from(
    [
        "By Ann Example", "3 May 2016", "Published 03/04/2018", "©", "told Harbour News", "\x00", "\ud800", "\u0085",
        "WATCH: x – May 3, 2016", "As of May 3, on Tuesday, ", "letters@example.org", "Ann/AFP", "\t", " | ", "By", ",",
        "and", "The old ferry was sold on Monday to a family that wants to live on it, said the harbour master.",
    ]
)  # fmt: skip
TEXTS = st.lists(BITS | st.text(max_size=30), max_size=30).map("\n".join)


def page_from(text: str, **more: Any) -> Page:
    lines, start = [], 0
    for line in text.split("\n"):
        lines.append((start, start + len(line)))
        start += len(line) + 1
    return Page(text, lines, **more)


def check(page: Page, winners: dict[str, Any]) -> None:
    for claim in page.claims:
        assert 0 <= claim.confidence <= 1
        assert claim.value
        assert claim.value == plain(claim.value)
        assert len(claim.quote) <= 200
        assert claim.quote == plain(claim.quote) or len(claim.quote) == 200
        if claim.start is not None and claim.end is not None:
            assert 0 <= claim.start <= claim.end <= len(page.text)
            assert claim.quote == plain(page.text[claim.start : claim.end])[:200]
    assert all(any(winner is claim for claim in page.claims) for winner in winners.values())


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_any_text_is_read_and_every_span_quotes_what_stands_there(text: str) -> None:
    page = page_from(text)
    check(page, infer([page], Recipe())[0])


@settings(max_examples=80, deadline=None)
@given(
    TEXTS,
    st.text(max_size=40),
    st.lists(
        st.tuples(st.sampled_from(["author", "og:title", "date", "robots"]), BITS | st.text(max_size=20)),
        max_size=4,
    ),
    st.lists(st.text(max_size=40), max_size=2),
)
def test_any_head_is_read(text: str, title: str, meta: list[tuple[str, str]], scripts: list[str]) -> None:
    lines = text.count("\n") + 1
    page = page_from(
        text,
        head=Head(title, title, tuple(meta), (("canonical", title), ("license", title)), tuple(scripts)),
        features=[LineFeatures("h1", time=(title,), attributes="author")] * lines,
        url=title,
    )
    check(page, infer([page], Recipe())[0])


def test_each_page_is_read_for_itself(article: Callable[..., Page]) -> None:
    pages = [article("By Ann Example"), article("By Bo Sample"), article()]
    together = [{field: claim.value for field, claim in found.items()} for found in infer(pages, Recipe())]
    alone = [
        infer([article("By Ann Example")], Recipe()),
        infer([article("By Bo Sample")], Recipe()),
        infer([article()], Recipe()),
    ]
    assert together == [{field: claim.value for field, claim in found[0].items()} for found in alone]


def test_marks_and_text_stay_as_they_are(article: Callable[..., Page]) -> None:
    page = article("By Ann Example", marks=[Mark(1, "credit", "test")])
    before = (page.text, list(page.lines), list(page.marks))
    infer([page], Recipe())
    assert (page.text, page.lines, page.marks) == before


HOSTILE = """
from corpusclean.page import Head, LineFeatures, Page
from corpusclean.infer.resolve import infer
from corpusclean.recipe import Recipe

def text_page(text, **more):
    lines, start = [], 0
    for line in text.split("\\n"):
        lines.append((start, start + len(line)))
        start += len(line) + 1
    return Page(text, lines, **more)

texts = [
    "a " * 1_000_000, "a" * 2_000_000, " " * 2_000_000 + "x", "\\n".join(["By Ann Example and Bo Sample"] * 5_000),
    "\\n".join(f"Published on {n % 28 + 1} May {1990 + n % 100}" for n in range(5_000)), "1.1.2011 " * 200_000,
    "1/1/1/" * 200_000, "2018 " * 200_000, "January " * 100_000 + "2018", "\\n".join(["told The A of B of C of D " * 60] * 1_000),
    "\\n".join(["x@aa.com " * 200] * 1_000), "\\n".join(["a.b.c.de " * 200] * 1_000), "\\n".join(["(" * 900 + "X/Y"] * 1_000),
    "\\n".join(["\\u00a9 2018 " * 200] * 1_000), "\\n".join(["- " * 900] * 1_000), "\\n".join(["By " + "Ann Example, " * 600] * 300),
    "\\n".join(["Ann" + "\\t" * 1_900 + "Example"] * 1_000), "\\n".join(["A-" * 900 + " has learned"] * 1_000),
    "\\n".join(["By\\t" + "\\t" * 300 + "Ann"] * 1_000), "\\n".join(["(c) " * 450] * 1_000),
    "\\n".join(["Von Hans Muster | " * 80] * 1_000), "\\n".join(["WATCH: " + "word " * 30 + "\\u2013 Jan 19, 2016"] * 1_000),
]
scripts = [
    "[" * 200_000, '{"@graph":' * 50_000, '{"@type":"Article","headline":"x",' * 50_000, "{" + ",   " * 400_000,
    " " * 1_900_000 + "{", "{" + " " * 1_900_000, ";" * 1_900_000, '{"a":"' + "// " * 600_000,
    "[" + ",".join(['{"@type":"Article"}'] * 20_000) + "]", '{"@type":"Article","author":' + "[" * 900 + "]" * 900 + "}",
]
pages = [text_page(text) for text in texts]
pages += [text_page("x", head=Head(json_ld=(script,)), features=[LineFeatures("p")]) for script in scripts]
pages.append(text_page("x", head=Head(title="a | " * 100_000, meta=(("author", "By " + "A, " * 3_000),) * 2_000), features=[LineFeatures("h1")]))
infer(pages, Recipe())
print(max(len(page.claims) for page in pages))
"""


def test_hostile_pages_cost_bounded_work_and_claims() -> None:
    # A regex that is not linear would need hours here; the child process is what can be stopped.
    done = subprocess.run(
        [sys.executable, "-c", HOSTILE], capture_output=True, text=True, timeout=300, check=False
    )
    assert done.stderr == ""
    assert int(done.stdout) < 1_000


@pytest.mark.parametrize("text", ["", "\n", "\u3000\n\u2028", "x", "\ud800"])
def test_empty_pages_have_no_metadata(text: str) -> None:
    assert infer([page_from(text)], Recipe()) == [{}]


def test_no_pages_give_no_winners() -> None:
    assert infer([], Recipe()) == []
