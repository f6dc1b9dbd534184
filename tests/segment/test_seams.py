import time

import pytest

from corpusclean.segment.html import segment_html


@pytest.mark.parametrize(
    ("markup", "line"),
    [
        ("<span>March 14, 2024</span><span>March 16, 2024</span>", "March 14, 2024 March 16, 2024"),
        ("<span>Posted in News</span><span>Tagged <a>mill</a></span>", "Posted in News Tagged mill"),
        ("<span>Asked</span><time>2 years ago</time>", "Asked 2 years ago"),
        ("<span>By Ann Oak</span><!-- --><span>5 May 2024</span><span>4 min read</span>", "By Ann Oak 5 May 2024 4 min read"),
        ("<span>17.00 BST</span><span>Last modified today</span>", "17.00 BST Last modified today"),
        ("<b>Wood:</b><span>Oak</span>", "Wood: Oak"),
        ("<span>Insoles</span><span>£9.00</span>", "Insoles £9.00"),
        ("<span>48 €</span><span>Prix normal</span>", "48 € Prix normal"),
        ("<span>Le quai :</span><span>la grue</span>", "Le quai : la grue"),
        ("<span>½</span><span>leek</span>", "½ leek"),
        ("<span>1</span><a href=2>2</a>", "1 2"),
        ("<span itemprop=author>Ann Oak</span><meta itemprop=x content=y><i itemprop=date>yesterday</i>", "Ann Oak yesterday"),
        ("<x-item>one</x-item><x-item>two</x-item>", "one two"),
        ("<span>It rained.</span><span>It snowed.</span>", "It rained. It snowed."),
        ("<cite>Ann wrote:</cite>is it the grease?", "Ann wrote: is it the grease?"),
    ],
)  # fmt: skip
def test_elements_side_by_side_are_displayed_apart(markup: str, line: str) -> None:
    assert segment_html(f"<p>{markup}").text == line


@pytest.mark.parametrize(
    ("markup", "line"),
    [
        ("<span>W</span><span>ord</span>", "Word"),
        ("<span>O</span><span>NCE upon</span>", "ONCE upon"),
        ("Mc<b>Donald</b> and i<b>Phone</b>", "McDonald and iPhone"),
        ("<i>x</i><sub>1</sub> <span>H</span><sub>2</sub>", "x1 H2"),
        ("<code><span>Foo</span><span>2</span></code>", "Foo2"),
        ("<span>shed.</span><span>Pump</span>", "shed.Pump"),
        ("<span>1</span><span>st</span>", "1st"),
        ("<span>10:</span><span>30</span>", "10:30"),
        ("<span>48</span><span>99</span>", "4899"),
        ("<b>工程</b><b>明年</b>", "工程明年"),
        ("<span>the har</span><span>bour board</span>", "the harbour board"),
    ],
)
def test_a_word_that_goes_on_stays_one(markup: str, line: str) -> None:
    assert segment_html(f"<p>{markup}").text == line


def test_seams_are_found_in_linear_time() -> None:
    def seconds(count: int) -> float:
        began = time.process_time()
        segment_html("<p>" + "<span>a</span><!-- -->" * count + "<span>" * 200 + "B")
        return time.process_time() - began

    assert seconds(40_000) < 40 * max(seconds(4_000), 0.001)
