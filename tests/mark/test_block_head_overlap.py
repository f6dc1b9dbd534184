import json

import pytest

from corpusclean.mark.block_head_overlap import head_overlap, json_ld_texts
from corpusclean.mark.line_features import read_lines
from corpusclean.page import Page
from corpusclean.segment.html import segment_html

STORY = "The ferry to Norderau runs again since its engine was mended."


def shares(head: str, *lines: str) -> list[list[float]]:
    """For each line how much of it the head says as text, of something, and as the description of the page."""
    page = segment_html(f"<head>{head}</head>" + "".join(f"<p>{line}</p>" for line in lines))
    found: list[list[float]] = head_overlap([page], read_lines([page])).tolist()
    return found


def json_ld(value: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(value)}</script>'


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (json_ld({"@graph": [{"@type": "NewsArticle", "articleBody": f"{STORY} More soon."}]}), 0),
        (json_ld({"@type": "Question", "acceptedAnswer": {"text": STORY}}), 0),
        (json_ld({"@type": "Product", "description": STORY}), 1),
        (f'<meta name="description" content="{STORY}">', 2),
        (f'<meta property="og:description" content="{STORY}">', 2),
    ],
)
def test_a_line_that_the_head_says_is_known_by_where_it_is_said(head: str, kind: int) -> None:
    said, unsaid = shares(head, STORY, "Sign up for our letter about the islands.")
    assert said[kind] > 0.9
    assert sum(said) == said[kind]
    assert unsaid == [0, 0, 0]


def test_broken_json_ld_still_says_its_texts() -> None:
    broken = r'{"articleBody": "A \"quiet\" day.", }}'
    unclosed = r'{"text": "a'
    assert list(json_ld_texts([broken, unclosed])) == [("articleBody", 'A "quiet" day.')]


def test_each_page_hears_its_own_head_only() -> None:
    pages = [segment_html(json_ld({"articleBody": STORY}) + "<p>Nothing"), segment_html(f"<p>{STORY}")]
    assert not head_overlap(pages, read_lines(pages)).any()


def test_texts_and_empty_pages_have_no_echo() -> None:
    pages = [Page("Rain", [(0, 4)]), Page("", [])]
    assert head_overlap(pages, read_lines(pages)).tolist() == [[0, 0, 0]]


def test_a_head_that_says_without_end_is_heard_in_part() -> None:
    said = [{"text": text} for text in ("Rain fell here.", *["Hail."] * 5_000, "Snow lies there.")]
    first, last = shares(json_ld(said), "Rain fell here.", "Snow lies there.")
    assert first[0] > 0
    assert last[0] == 0
