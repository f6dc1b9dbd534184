"""The block model: what it sees of a page, exact sums, and the same verdict in any batch."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpusclean.document import CUT_REASONS
from corpusclean.mark.block_features import BlockTable, read_blocks
from corpusclean.mark.block_model import block_drop_scores, mark_blocks, whole_tables
from corpusclean.mark.block_names import bag_names, name_hashes, page_name_hashes
from corpusclean.mark.block_network import (
    DILATIONS,
    PAGE_TYPES,
    BlockNetwork,
    joined_layers,
    score_blocks,
)
from corpusclean.mark.block_tree import INWARDS, OUTWARDS
from corpusclean.mark.exact_layers import GAP, Layer
from corpusclean.mark.line_features import STEP
from corpusclean.mark.word_vectors import WordVectors
from corpusclean.page import Page
from corpusclean.segment.html import segment_html

SITE = """<html><head><title>Ferry to Holme stops - Sound Gazette</title><meta property="og:type" content="article">
<script type="application/ld+json">{"@type": "NewsArticle"}</script></head><body>
<nav class="topMenu"><ul><li><a href=1>News</a></li><li><a href=2>Sport</a></li><li><a href=3>Sea</a></li></ul></nav>
<main><article class="story"><h1>Ferry to Holme stops</h1><p>The ferry will stop running in March.</p>
<p>Some <b>400 people</b> take it <span style="display:none">each day, says a note</span>.</p></article>
<div class="card"><p>More boats</p></div><div class="card"><p>More gulls</p></div></main>
<footer><div><div>© Sound Gazette</div></div></footer></body></html>"""
DEEP = "<div>" * 500 + "<p>one</p><p>two</p>" + "</div>" * 500 + "<p>three</p>"
PAGES = [
    segment_html(SITE, "https://gazette.example/news/ferry-stops"),
    segment_html(""),
    segment_html(DEEP),
    Page("", []),
    segment_html("<p>\u00a0</p><div hidden>later</div>"),
    segment_html("<ul>" + "<li><a href=x>Harbour</a></li>" * 40 + "</ul>"),
    segment_html(SITE.replace("ferry", "bus"), "http://[broken"),
]
MARKUP = st.lists(
    st.sampled_from(
        ["<p>", "</p>", "<div class=card>", "</div>", "<ul><li>", "<table><tr><td>", "</table>", "<pre>a\n\nb</pre>",
         "<br>", "<a href=x>", "</a>", "<span hidden>", "</span>", "<h1>", "Rain. ", "Sun", "一行", "\u00a0"]
    ),
    max_size=40,
).map("".join)  # fmt: skip


def network(members: int = 2, hidden: int = 8, told: int = 6) -> BlockNetwork:
    """A network with weights by chance, that knows half of the words and names of the pages."""
    chance = np.random.default_rng(7)
    table = read_blocks(PAGES)
    words = np.unique(np.concatenate([bag.hashes for bag in table.lines.bags]))[::2]
    names = np.unique(np.concatenate([table.looks.hashes, table.page_names.hashes]))[::2]
    width, name_width = 4, 3
    features = table.lines.features.shape[1] + table.features.shape[1]
    pools = (2 + OUTWARDS + INWARDS + 1) * told

    def layer(inputs: int, outputs: int = hidden, scale: float = 2**-4) -> Layer:
        weight = chance.integers(-9, 10, (inputs, outputs)) * np.float32(scale)
        return Layer(weight.astype(np.float32), chance.integers(-99, 99, outputs).astype(np.float32))

    def vectors(hashes: np.ndarray, size: int) -> WordVectors:
        return WordVectors.of(hashes, chance.integers(-128, 128, (len(hashes), size)).astype(np.int8))

    def member() -> dict[str, Layer]:
        return {
            "input": layer(features + 3 * width + 5 * name_width),
            **{name: layer(hidden, told) for name in ("telling0", "telling1")},
            **{name: layer(pools) for name in ("opening", "summary")},
            **{f"convolution{n}-{far}": layer(3 * hidden) for n, run in enumerate(DILATIONS) for far in run},
            "scan": layer(hidden, 4),
            "joining": layer(4),
            "closing": layer(hidden),
            "keep": layer(hidden, 1, 2**-9),
            "reason": layer(hidden, len(CUT_REASONS)),
            "page_type": layer(2 * told, len(PAGE_TYPES)),
        }

    layers = [member() for _ in range(members)]
    return BlockNetwork(
        vectors(words, members * width),
        vectors(names, members * name_width),
        np.full(members * width, 2.0),
        np.full(members * name_width, 0.5),
        {name: joined_layers([own[name] for own in layers]) for name in layers[0]},
    )


NETWORK = network()


def one_by_one(pages: list[Page]) -> list[BlockTable]:
    return [read_blocks([page]) for page in pages]


def test_a_page_is_read_the_same_alone_and_in_company() -> None:
    together, alone = read_blocks(PAGES), one_by_one(PAGES)
    assert (together.features == np.concatenate([table.features for table in alone])).all()
    assert (together.depth == np.concatenate([table.depth for table in alone])).all()
    assert together.page_names.hashes.tolist() == [
        each for table in alone for each in table.page_names.hashes.tolist()
    ]
    lines = np.cumsum([0, *(len(table.block) for table in alone)])
    blocks = np.cumsum([0, *(len(table.parent) for table in alone)])
    for number, table in enumerate(alone):
        own = slice(lines[number], lines[number + 1])
        assert (together.containers[own] - lines[number] == table.containers).all()
        assert (together.block[own] - blocks[number] == table.block).all()
        looks = [together.looks.hashes[together.looks.line == look].tolist() for look in together.look]
        assert looks[blocks[number] : blocks[number + 1]] == [
            table.looks.hashes[table.looks.line == look].tolist() for look in table.look
        ]
        assert (together.parent[blocks[number] : blocks[number + 1]] - blocks[number] == table.parent).all()


@settings(max_examples=15, deadline=None)
@given(st.lists(MARKUP, min_size=1, max_size=4))
def test_the_batch_changes_no_score(markup: list[str]) -> None:
    pages = [segment_html(each) for each in markup]
    together = score_blocks(read_blocks(pages), NETWORK)
    alone = [score_blocks(table, NETWORK) for table in one_by_one(pages)]
    for field in ("keep", "reasons", "types"):
        rows = [row for scores in alone for row in getattr(scores, field).tolist()]
        assert getattr(together, field).tolist() == rows
    assert mark_blocks(pages, NETWORK) == [mark_blocks([page], NETWORK)[0] for page in pages]


def test_no_line_hears_one_of_another_page() -> None:
    assert max(max(run) for run in DILATIONS) <= GAP


def test_an_unlikely_line_goes_however_little_is_sure_on_its_page() -> None:
    keep = np.array([*[130] * 14, 95])  # what is best for the page alone is to keep lines from 91 on
    scores = block_drop_scores(keep, np.full(15, 9), np.zeros(len(PAGE_TYPES)), np.zeros(15, bool))
    assert [score < 0.5 for score in scores] == [True] * 14 + [False]


@pytest.mark.parametrize(
    ("lines", "whole"),
    [
        (["a\tb", "c\td", "e\tf"], [90, 90, 90]),
        (["a\tb", "c", "d\te"], [10, 90, 20]),
        (["a", "b\tc", "d\te"], [10, 90, 90]),
        (["a", "b", "c"], [10, 90, 20]),
    ],
)
def test_the_rows_of_a_table_stand_or_fall_together(lines: list[str], whole: list[int]) -> None:
    assert whole_tables(np.array([10, 90, 20]), lines).tolist() == whole


@pytest.mark.parametrize(
    ("keep", "decided", "kept"),
    [
        ([80, 50, 50, 20, 20, 20], [], 0),
        ([80, 50, 50, 20, 20, 20, 600], [], 1),
        ([80, 50, 50, 20, 20, 20, 600], [6], 0),
        ([80, 50], [], 1),  # a fragment
    ],
)
def test_a_page_on_which_most_likely_nothing_is_content_keeps_nothing(
    keep: list[int], decided: list[int], kept: int
) -> None:
    gone = np.isin(np.arange(len(keep)), decided)
    scores = block_drop_scores(np.array(keep), np.full(len(keep), 5), np.zeros(len(PAGE_TYPES)), gone)
    assert sum(score < 0.5 for score, cut in zip(scores, gone, strict=True) if not cut) == kept


def test_every_page_of_a_batch_is_scored_as_alone() -> None:
    together = score_blocks(read_blocks(PAGES), NETWORK).keep.tolist()
    assert together == [
        score for table in one_by_one(PAGES) for score in score_blocks(table, NETWORK).keep.tolist()
    ]
    assert len(set(together)) > 1  # else nothing is shown


@settings(max_examples=30, deadline=None)
@given(MARKUP)
def test_features_are_multiples_of_their_step(markup: str) -> None:
    features = read_blocks([segment_html(markup)]).features
    assert ((features / STEP) % 1 == 0).all()


@settings(max_examples=30, deadline=None)
@given(MARKUP)
def test_containers_hold_their_line_and_grow_outwards(markup: str) -> None:
    containers = read_blocks([segment_html(markup)]).containers
    first, end = containers[:, :, 0], containers[:, :, 1]
    here = np.arange(len(containers))[:, None]
    assert ((first <= here) & (here < end)).all()
    size = (end - first)[:, :OUTWARDS]
    assert (np.diff(size, axis=1) >= 0).all()


def test_containers_are_the_blocks_that_hold_more_lines() -> None:
    table = read_blocks([segment_html(SITE)])
    lines = [segment_html(SITE).line(index) for index in table.lines.index.tolist()]
    row = table.containers[lines.index("More gulls")].tolist()
    main, page = [3, 9], [0, 10]
    assert [lines[first] for first, _ in (main, page)] == ["Ferry to Holme stops", "News"]
    assert row[:2] == [main, page]
    sport = table.containers[lines.index("Sport")].tolist()
    assert sport[0] == [0, 3]
    assert sport[1] == page


def test_a_block_that_holds_no_more_than_the_one_in_it_is_no_container() -> None:
    page = segment_html(DEEP)
    table = read_blocks([page])
    assert table.containers[0].tolist()[:2] == [[0, 2], [0, 3]]
    assert table.depth.max() > 500


def test_lines_that_look_alike_are_one_group() -> None:
    page = segment_html(SITE)
    alike = dict(zip(page.text.split("\n"), read_blocks([page]).alike.tolist(), strict=True))
    assert alike["News"] == alike["Sea"]
    assert alike["More boats"] == alike["More gulls"] != alike["News"]
    assert alike["The ferry will stop running in March."] != alike["More boats"]


def test_a_hidden_line_stands_in_the_block_of_the_line_that_it_is_in() -> None:
    page = segment_html(SITE)
    at = page.text.split("\n").index("each day, says a note")
    table = read_blocks([page])
    assert page.features[at].hidden
    assert table.block[at] == table.block[at - 1]


def test_pages_without_lines_and_no_pages_are_no_problem() -> None:
    assert mark_blocks([], NETWORK) == []
    assert mark_blocks([segment_html("")], NETWORK) == [[]]
    assert mark_blocks([segment_html("<p>\u2003</p>"), Page("", [])], NETWORK) == [[], []]
    assert len(read_blocks([]).block) == 0


def test_marks_are_of_lines_that_are_not_blank_and_of_known_reasons() -> None:
    for page, marks in zip(PAGES, mark_blocks(PAGES, NETWORK), strict=True):
        for mark in marks:
            assert page.line(mark.line).strip()
            assert mark.reason in CUT_REASONS
            assert 0 <= mark.score <= 1


@pytest.mark.parametrize(
    ("names", "same"),
    [
        (("div", "navBar-top"), ("div", "nav bar top")),
        (("div", "col2"), ("div", "col 3 2")),
        (("p", "a b a"), ("p", "a b")),
    ],
)
def test_names_are_split_where_people_join_them(names: tuple[str, str], same: tuple[str, str]) -> None:
    shared = set(bag_names([name_hashes(*names)]).hashes.tolist())
    assert shared <= set(bag_names([name_hashes(*same)]).hashes.tolist())


def test_an_element_has_a_bounded_number_of_names() -> None:
    assert len(name_hashes("div", " ".join(f"x{chr(97 + n % 26)}{'y' * n}" for n in range(500)))) == 4 * 16


def test_what_a_page_says_of_itself_is_heard() -> None:
    named = page_name_hashes(PAGES[0])
    silent = page_name_hashes(segment_html("<p>Rain"))
    assert silent == b""
    hashes = set(bag_names([named]).hashes.tolist())
    address = set(
        bag_names([page_name_hashes(segment_html("", "https://other.example/news/x"))]).hashes.tolist()
    )
    assert hashes & address  # the section of the address
    assert page_name_hashes(PAGES[6])  # an address that is none says nothing, the head still does
