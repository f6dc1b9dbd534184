import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from corpusclean.errors import Rejected
from corpusclean.segment.markup_caps import check_markup
from corpusclean.segment.open_elements import KnownTags, OpenElements
from corpusclean.segment.tags import TOKEN


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
        "<select><dt><option><label>" * 600,
        "<select><title></select>" + "<div>" * 600 + "</title>",
        "<div><select></td><td>" * 600,
        "x<frameset><span></frameset>" * 600,
        "<frameset><body><svg>" * 600,
        "<select><select><x></select>" * 600,
        "<select><input><x></select>" * 600,
        "<p><hr><label></p>" * 600,
        "<math></p><x></math>" * 600,
        "<em><b><math></b><path/>" * 600,
        "<select></textarea>" + "</xmp><p><center>" * 600,
        "<object><dd><rt><annotation-xml><svg></rt>" * 600,
        "<math><foreignobject></p><svg><math><foreignobject></p>" * 600,
        "<font color=1><mi></font><x></mi>" * 600,
        "<noscript>" + "<svg></noscript><textarea><xmp></style>" * 600,
        "<table><object><button></table><a>" * 600,
        "<template><table></template>" + "<div><tr><object>" * 600,
        "<svg><mi></dd><x><dd>" * 600,
        "<svg><object></svg><x/>" * 600,
        "<svg><![CDATA[</svg></p>]]><x>" * 600,
        "<dd><svg><marquee></dd><object>" * 600,
        "<font><a></font><rt>" * 600,
        "<svg><desc></svg><x/>" * 600,
        "<option><svg></desc><desc>" * 600,
        "<template><font><object></template>" * 600,
        "<template><td><form></template><a>" * 600,
        "<svg><foreignobject></td><td>" * 600,
        "<div><desc><math><section></math>" * 600,
        "<p></form><rt><form>" * 600,
        "<table>" + "<form><rt></form>" * 600,
        # Letters that are the same as others only outside ASCII.
        "<noframe\u017f>" + "<div>" * 600,
        "<script></\u017fcript><!--</script>" + "<div>" * 600 + "-->",
        "<lin\u212a>" * 600,
        # What costs without nesting.
        "<select>" + "<option>x</option>" * 20_001,
        "<select><td>" + "<option>x</option>" * 20_001,
        "".join(f"<x{number}></x{number}>" for number in range(20_001)),
        "".join(f"<body a{number}=1>" for number in range(2_001)),
        "<p>" + "".join(f"<b class={number}>" for number in range(400)) + "<p>x" * 10_000,
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
        "<form>" * 5_000,
        "<table><tr><form><td>x</td></form></tr></table>" * 5_000,
        "<svg>" + "<path d='M0'/>" * 5_000 + "</svg>",
        "<svg><title>Search</title><path></path></svg>" * 5_000,
        "<svg><style><![CDATA[a > b]]></style><path></path></svg><p>x" * 5_000,
        "<select>" + "<option>x" * 5_000 + "</select>",
        "<p>x</p><select><input><option>y<option>z</select>" * 5_000,
        "<svg><font color=red>x</font></svg>" * 5_000,
        "<script><!-- document.write('<script></script>') --></script>" * 5_000,
        "<h2>x</h3>" * 5_000,
        "<p><b><i>x<p>y</b></i>" * 5_000,
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


FORMATTING = tuple(f"<{name}>" for name in "b i em font nobr a p div table li".split())


def levels(markup: str) -> list[int]:
    """Of each element and text in the parser's tree, how many stand around it, and itself."""
    root = LexborHTMLParser(markup).root
    waiting, found = [(root, 1)] if root is not None else [], []
    while waiting:
        node, level = waiting.pop()
        found.append(level)
        child = node.first_child
        while child is not None:
            waiting.append((child, level + 1))
            child = child.next
    return found


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.sampled_from(PIECES), max_size=4), st.lists(st.sampled_from(PIECES), min_size=1, max_size=8)
)
@example([], ["<div>", "</noscript>", "<noscript>"])
@example(["<math>", "<desc>"], ["<tr>"])
@example([], ["<div>", "</frameset>", "text", "<frameset>"])
def test_what_passes_nests_no_deeper_than_some_times_the_bound(before: list[str], unit: list[str]) -> None:
    markup = "".join(before) + "".join(unit) * 60
    try:
        check_markup(markup, max_nesting=6, max_attributes=2_000)
    except Rejected:
        return
    assert max(levels(markup), default=0) <= 8 * 6 + 10  # without the check, 60 times as deep as one unit


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.sampled_from(FORMATTING), min_size=1, max_size=4),
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=5),
)
@example(["<b>", "<table>"], ["<li>", "<span>"])  # a table directly in a table ends it
@example(["<b>"], ["<div>", "<svg>", "<style>"])  # tags in the style may count
def test_formatting_makes_no_more_elements_than_is_counted(before: list[str], unit: list[str]) -> None:
    # Of formatting that is the same, parsers begin only three anew.
    different = [f"{tag[:-1]} id={number}>" for number in range(20) for tag in before]
    markup = "".join(different) + "".join(unit) * 200
    elements, known, tokens = OpenElements(), KnownTags(), TOKEN.findall(markup)
    for token in tokens:
        elements.take(*known[token.partition(" ")[0]], token)
    # A text stands behind each tag.
    most = 2 * (1 + elements.pending) * len(tokens) + (len(elements.stack) + elements.doubtful) ** 2
    assert len(levels(markup)) <= most + 10
