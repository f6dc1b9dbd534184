import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpusclean.segment.html import segment_html


@pytest.mark.parametrize(
    ("markup", "lines"),
    [
        ("<p>one</p><p>two</p>", ["one", "two"]),
        ("<p>one<br>two</p>", ["one", "two"]),
        ("<p>a <b>bold</b>ly  spaced\n text</p>", ["a boldly spaced text"]),
        ("<div>loose<p>block</p>tail</div>", ["loose", "block", "tail"]),
        ("<a href=1>Home</a><a href=2>News</a>", ["Home News"]),
        ("<p>79 €<button>Buy now</button><button>Save</button>", ["79 € Buy now Save"]),
        ("<p>Press <button>OK</button>, then <button><i>Go</i></button>on", ["Press OK, then Go on"]),
        ("<pre><button>Copy</button>x = 1<button></button>\ny</pre>", ["Copyx = 1", "y"]),
        ("<pre><a name=1></a><a href=x>int</a><a href=y>[]</a> x</pre>", ["int[] x"]),
        ("<span>W</span><span>ord</span>", ["Word"]),
        ("<pre>  x = 1\n\n  y</pre>", ["  x = 1", "", "  y"]),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c<td><p>d</p></table>", ["a\tb", "c\td"]),
        ("<table><tr><td><p>left</p><p>more</p></td><td>right</td></tr></table>", ["left", "more", "right"]),
        ("<table><tr><td>Home<br>News<td>left<br> <br>more</table>", ["Home", "News", "left", "more"]),
        ("<table><tr><td>one<br>line<td>right</table>", ["one line\tright"]),
        ("<table><tr><td><h1>Ships</h1><td>right</table>", ["Ships", "right"]),
        ("<ul><li>one<li>two</ul>", ["one", "two"]),
        ("<ruby>港<rp>(</rp><rt>みなと</rt><rp>)</rp></ruby>の", ["港(みなと)の"]),
        ("<math><mi>x</mi><annotation>\\vec x</annotation></math>", ["x"]),
        ("<p>one<p>&#8203;<p>&shy;&zwnj;<p>two", ["one", "two"]),
        ("<p>seen</p><script>no()</script><style>no{}</style><template>no</template><!-- no -->", ["seen"]),
        ("<noscript><p>post</p></noscript>", ["post"]),
        (
            "<x-y><template shadowrootmode=open><p>a<x-z><template shadowrootmode=closed>b</template>c</x-z></template>d",
            ["abc", "d"],
        ),
        ("<template shadowrootmode=open></template><p>a", ["a"]),
        ("<p>a &amp; b&nbsp;c</p>", ["a & b\u00a0c"]),
        ("", []),
    ],
)
def test_lines_are_what_a_reader_sees(markup: str, lines: list[str]) -> None:
    page = segment_html(markup)
    assert [page.line(i) for i in range(len(page.lines))] == lines
    assert len(page.features) == len(page.lines)


def test_features_say_where_a_line_stands() -> None:
    page = segment_html(
        '<nav><a>Home</a></nav><article class="story"><p class="byline">By <a rel="author">Ann Oak</a>'
        ' <time datetime="2021-05-04">May 4</time></p></article><p hidden>later</p>'
    )
    nav, byline, hidden = page.features
    assert (nav.landmark, nav.link_chars) == ("nav", 4)
    assert (byline.tag, byline.time, byline.link_chars) == ("p", ("2021-05-04",), 7)
    assert {"byline", "story", "author"} <= set(byline.attributes.split())
    assert (hidden.hidden, byline.hidden) == (True, False)


@pytest.mark.parametrize("page", ["<html hidden><body>", "<body style='visibility: hidden'>"])
def test_a_page_that_is_hidden_until_a_script_has_run_is_not_hidden(page: str) -> None:
    assert [line.hidden for line in segment_html(f"{page}<p>seen<p hidden>later").features] == [False, True]


def test_text_for_screen_readers_only_is_hidden() -> None:
    page = segment_html(
        '<p><span class="sr-only">Price:</span>£ 48 <a>More<span class="visually-hidden"> of it</span></a>'
        '<h2 class="screen-reader-text">Menu</h2><p class="hidden md:block">seen'
    )
    assert page.text == "£ 48 More\nPrice: of it\nMenu\nseen"
    assert [line.hidden for line in page.features] == [False, True, True, False]


def test_links_beside_a_heading_to_itself_and_to_edit_it_are_hidden() -> None:
    page = segment_html(
        '<h2>Locks<a class="headerlink" href="#locks">¶</a></h2><h2>Trade<a class="hash-link" href="#trade">#</a></h2>'
        '<h2>Decline<span class="mw-editsection">[<a>edit</a>]</span></h2>'
    )
    assert [page.line(n) for n, line in enumerate(page.features) if not line.hidden] == [
        "Locks",
        "Trade",
        "Decline",
    ]


def test_a_folded_section_is_not_hidden() -> None:
    page = segment_html('<div hidden="until-found">Appeal within 28 days.</div><div hidden>later</div>')
    assert [line.hidden for line in page.features] == [False, True]


def test_a_formula_is_read_once() -> None:
    mathml = "<math><semantics><mi>x</mi><annotation>x^2</annotation></semantics></math>"
    shown = '<span class="katex-html" aria-hidden="true">x²</span>'
    assert segment_html(f'<p>Take <span class="katex-mathml">{mathml}</span>{shown}.').text == "Take x².\nx"


def test_a_dialog_is_hidden_until_it_is_opened() -> None:
    page = segment_html("<dialog>closed</dialog><dialog open>opened</dialog>")
    assert [line.hidden for line in page.features] == [True, False]


def test_the_footer_of_a_quote_is_no_footer_of_the_page() -> None:
    page = segment_html("<blockquote>It rains.<footer>Ann Oak</footer></blockquote><footer>Imprint</footer>")
    assert [line.landmark for line in page.features] == ["", "", "footer"]


def test_navigation_is_told_by_its_tag_or_its_role() -> None:
    page = segment_html(
        '<nav>Home</nav><div role="navigation"><p>Boats</div><div class="navigation">It rains.</div>'
    )
    assert [line.landmark for line in page.features] == ["nav", "nav", ""]


def test_text_hidden_inside_a_line_becomes_a_line_of_its_own() -> None:
    page = segment_html('<p>Seen <span style="display: none">unseen</span> again</p>')
    assert page.text == "Seen again\nunseen"
    assert [f.hidden for f in page.features] == [False, True]


def test_the_head_is_what_the_page_says_of_itself() -> None:
    head = segment_html(
        '<html lang="fr"><head><title> Un\n titre </title><meta property="og:title" content="Titre">'
        '<meta NAME="Author" content="Ann Oak"><link rel="canonical" href="https://example.org/a">'
        '<script type="application/ld+json">{"@type": "Article"}</script></head><body></body></html>'
    ).head
    assert head is not None
    assert (head.title, head.language) == ("Un titre", "fr")
    assert head.meta == (("og:title", "Titre"), ("author", "Ann Oak"))
    assert head.links == (("canonical", "https://example.org/a"),)
    assert head.json_ld == ('{"@type": "Article"}',)


def test_the_name_of_a_graphic_is_no_title_of_the_page() -> None:
    logo = "<body><svg><g><title>Logo</title></g></svg>"
    (unnamed, named) = (segment_html(logo).head, segment_html(f"{logo}<title>Ships</title>").head)
    assert unnamed is not None
    assert named is not None
    assert (unnamed.title, named.title) == ("", "Ships")


def test_the_base_of_links_is_the_first_one() -> None:
    head = segment_html("<base target=x><base href=/a/><base href=/b/>").head
    assert head is not None
    assert head.base == "/a/"


def test_deep_nesting_needs_no_recursion() -> None:
    assert segment_html("<div>" * 3_000 + "deep").text == "deep"


@pytest.mark.parametrize("inline", ["<span class=byline hidden>", "<time datetime=2021-05-04 hidden>"])
def test_hidden_lines_without_end_take_linear_memory(inline: str) -> None:
    features = segment_html(f"<p>{inline}x</p>" * 2_000 + "<p>seen").features
    assert len(features) == 2_001
    assert all(len(line.time) <= 101 and len(line.attributes) <= 500 for line in features)


ARTICLE = (
    '<script type="application/ld+json">{"articleBody": "It rained.\\nThen <b>Ulm</b> &amp; Bonn."}</script>'
)


DESCRIPTION = '<script type="application/ld+json">[{"description": "An oak chair."}]</script>'


def test_a_page_without_any_text_has_the_description_in_its_json_ld() -> None:
    page = segment_html(f"{DESCRIPTION}<div id=app></div>")
    assert page.text == "An oak chair."
    assert page.from_json_ld


def test_a_description_stands_for_no_text_that_is_there() -> None:
    assert segment_html(f"{DESCRIPTION}<noscript>Chairs of oak</noscript>").text == "Chairs of oak"


@pytest.mark.parametrize(
    "shell", ["", "<div id=root></div>", "<noscript>Please enable JavaScript.</noscript>"]
)
def test_a_page_that_shows_nothing_has_the_text_of_its_json_ld(shell: str) -> None:
    page = segment_html(f"<body>{shell}{ARTICLE}")
    assert page.from_json_ld
    assert page.text.endswith("It rained.\nThen Ulm & Bonn.")
    assert len(page.features) == len(page.lines) == page.blocks.end[0]


@pytest.mark.parametrize(
    "markup",
    [
        f"<body><p>It snows.</p>{ARTICLE}",
        "<body>" + ARTICLE.replace("}", ""),
        "<body>" + ARTICLE.replace('"It rained', "[" * 100_000),
        "<body>" + ARTICLE.replace('"It', '["It'),
    ],
)
def test_a_page_that_shows_something_or_says_nothing_keeps_its_own_text(markup: str) -> None:
    page = segment_html(markup)
    assert page.text in ("It snows.", "")
    assert not page.from_json_ld


TAGS = st.sampled_from(
    ["<p>", "</p>", "<div>", "</div>", "<table>", "<tr>", "<td>", "</table>", "<pre>", "</pre>", "<br>", "<a>",
     "</a>", "<span hidden>", "</span>", "<li>", "<noscript>", "</noscript>", "<svg>", "</svg>", "<b>", "</b>"]
)  # fmt: skip


@given(st.lists(st.one_of(TAGS, st.text(max_size=8)), max_size=30))
def test_any_markup_gives_lines_that_cover_the_text(parts: list[str]) -> None:
    page = segment_html("".join(parts))
    assert "\n".join(page.line(i) for i in range(len(page.lines))) == page.text
    assert len(page.features) == len(page.lines)
    assert all(0 <= f.link_chars <= len(page.line(i)) for i, f in enumerate(page.features))
