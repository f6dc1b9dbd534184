import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from corpusclean.errors import Rejected
from corpusclean.segment.markup_caps import check_markup


@pytest.mark.parametrize(
    "markup",
    [
        "<div>" * 600,
        "<b>" * 20_000,
        "<DIV class='x'>" * 600,
        "<a " + "b=c " * 3_000 + ">",
        "<a " + "b='<' " * 3_000 + ">",
        "<script>x</script>" + "<div>" * 600,
        "<!-- x -->" + "<div>" * 600,
        # Where a careless reader of tags sees nothing, or an end that is none.
        "<div/>" * 600,
        "<!-->" + "<div>" * 600 + "-->",
        "<!-- --!>" + "<div>" * 600 + "-->",
        '<p x=y=">' + "<div>" * 600 + '">',
        '<p/=">' + "<div>" * 600 + '">',
        "<div><p title='</div>'></p>" * 600,
        "<div><!-- </div> -->" * 600,
        "<div><script></scripts></div></script>" * 600,
        "<div><script><!--<script></script></div>--></script>" * 600,
        "<span><div></span>" * 600,
        "<div><table><td></div>" * 600,
        "<span><p></span></p>" * 600,
        "<li><dd>" * 600,
        "<b><p></p>" * 600,
        "<template>" + "<div>" * 600,
        "<svg><title>" + "<div>" * 600,
        "<svg><style>" + "<g>" * 600,
        "<svg><p>" + "<g/>" * 600,
        "<select><title></select>" + "<div>" * 600 + "</title>",
        # What costs without nesting.
        "<select>" + "<option>x</option>" * 20_001,
        "".join(f"<x{number}></x{number}>" for number in range(20_001)),
        "".join(f"<body a{number}=1>" for number in range(2_001)),
    ],
)
def test_markup_that_parsers_choke_on_is_refused(markup: str) -> None:
    with pytest.raises(Rejected, match="too-deep"):
        check_markup(markup, max_nesting=512, max_attributes=2_000)


@pytest.mark.parametrize(
    "markup",
    [
        "<p>unclosed" * 5_000,
        "<li>" * 5_000,
        "<div></div>" * 5_000,
        "<script>" + "'<div>'" * 5_000 + "</script>",
        "<!--" + "<div>" * 5_000 + "-->",
        '<div data-x="' + "a b c " * 5_000 + '">',
        "<br/>" * 5_000,
        "</div>" * 5_000,
        "a < b " * 5_000,
        "<p>one<span>two<p>three</p>" * 5_000,
        "<ul><li><span>one<li>two</ul>" * 5_000,
        "<table>" + "<tr><td><font>one<td><center>two" * 5_000 + "</table>",
        "<a name=x>" * 5_000,
        "<svg>" + "<path d='M0'/>" * 5_000 + "</svg>",
        "<svg><title>Search</title><path></path></svg>" * 5_000,
        "<select>" + "<option>x" * 5_000 + "</select>",
        "<script><!-- document.write('<script></script>') --></script>" * 5_000,
        "<h2>x</h3>" * 5_000,
        "".join(f"<p\nid={number}>" for number in range(20_001)),
    ],
)
def test_ordinary_markup_in_any_amount_passes(markup: str) -> None:
    check_markup(markup, max_nesting=512, max_attributes=2_000)


NAMES = (
    "div span p b a i font ul li dl dd dt table tr td th caption tbody select option optgroup button svg math g path "
    "desc title foreignobject mi annotation-xml style script textarea template form h1 h2 section object rt ruby nobr "
    "em x noscript iframe xmp center marquee applet colgroup label frameset head body html"
).split()
PIECES = (
    *(f"<{name}>" for name in NAMES),
    *(f"</{name}>" for name in NAMES),
    *(
        "<g/>",
        "<x/>",
        "<div/>",
        "<svg/>",
        "<path a=b/>",
        "<!--",
        "-->",
        "<!-->",
        "<![CDATA[",
        "]]>",
        "<!>",
        "</>",
    ),
    *("<a href='", "'>", '<b x="', '">', "<x y=z='", "<x/='", "<font color=1>", "text", "\n"),
)


def depth(markup: str) -> int:
    """How many elements and texts stand in each other in the parser's tree."""
    root = LexborHTMLParser(markup).root
    waiting, deepest = [(root, 1)] if root is not None else [], 0
    while waiting:
        node, level = waiting.pop()
        deepest = max(deepest, level)
        child = node.first_child
        while child is not None:
            waiting.append((child, level + 1))
            child = child.next
    return deepest


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.sampled_from(PIECES), max_size=4), st.lists(st.sampled_from(PIECES), min_size=1, max_size=8)
)
def test_what_passes_nests_no_deeper_than_some_times_the_bound(before: list[str], unit: list[str]) -> None:
    markup = "".join(before) + "".join(unit) * 60
    try:
        check_markup(markup, max_nesting=6, max_attributes=2_000)
    except Rejected:
        return
    assert depth(markup) <= 8 * 6 + 10  # without the check, 60 times as deep as one unit
