"""A run below a heading ends with the section of the heading."""

import pytest

from corpusclean import Recipe, clean
from corpusclean.mark.sections import section_end
from corpusclean.segment.html import segment_html
from corpusclean.segment.text import segment_text

STORY = "".join(
    f"<p>{sentence}</p>"
    for sentence in (
        "My aunt baked her plum cake on Sundays, when the whole street of Tarn smelled of cinnamon and butter.",
        "Nobody was allowed to open the oven before the clock on the tower had struck the hour, not even the cat.",
        "We found the card with the recipe in a drawer this spring, under the bills of forty quiet years.",
    )
)
BOX = "<h3>You may also like</h3><ul><li><a href=a>Apple cake</a><li><a href=b>Nut tart</a></ul>"
REST = "<h2>Ingredients</h2><ul><li>200 g flour<li>3 plums<li>1 egg</ul>"


@pytest.mark.parametrize(
    ("markup", "end"),
    [
        ("<aside><h3>More</h3><p>Tart</p><p>Pie</aside><p>Bake.", 3),
        ("<div><div><h3>More</h3></div><p>Tart</p><p>Pie</div><p>Bake.", 3),
        ("<h3>More</h3><p>Tart</p><h3>Method</h3><p>Bake.", 2),
        ("<h3>More</h3><p>Tart</p><h2>Method</h2><p>Bake.", 2),
        ("<h2>More</h2><h3>Tart</h3><h3>Pie</h3><p>Bake.", 4),
        ("<h3>More</h3><h3><a href=a>Tart</a></h3><h3><a href=b>Pie</a></h3>", 3),
        ("<p>More</p><p>Tart</p><h2>Method</h2>", 3),
    ],
)
def test_a_section_ends_with_its_element_or_at_a_heading_beside_it(markup: str, end: int) -> None:
    assert section_end(segment_html(markup), 0) == end


def test_a_plain_text_is_one_section() -> None:
    assert section_end(segment_text("More\nTart\nMethod"), 0) == 3


@pytest.mark.parametrize("box", ["<aside class=related>{}</aside>", "<div>{}</div>", "{}"])
def test_what_follows_a_box_of_related_links_stays(box: str) -> None:
    page = f"<article><h1>Plum cake</h1>{STORY}{box.format(BOX)}{REST}</article>"
    text = clean(page, recipe=Recipe(extractor="none")).text
    assert text.endswith("Ingredients\n200 g flour\n3 plums\n1 egg")
    assert "Nut tart" not in text
