from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpusclean import Recipe, clean
from corpusclean.document import CUT_REASONS, Document, Origin, RawDocument, Reject
from corpusclean.pipeline import clean_documents

AS_IT_IS = Recipe(extractor="none", lift=False, keep=CUT_REASONS)


def page(markup: str, url: str | None = "https://example.org/harbour/") -> Document:
    return clean(markup, url=url, content_type="text/html", recipe=AS_IT_IS)


@pytest.mark.parametrize(
    ("markup", "markdown"),
    [
        ("<h1>Ships</h1><h3>Old <a>ones</a></h3>", "# Ships\n\n### Old ones"),
        ("<h2>Two<br>lines #</h2>", "## Two lines \\#"),
        ("<p>one</p><div>two</div>three", "one\n\ntwo\n\nthree"),
        ("<p>one<br>two<br> <br>three</p>", "one\\\ntwo\n\nthree"),
        ("<ul><li>a<li>b<ul><li>c</ul></ul>", "- a\n- b\n  - c"),
        ("<ul><li>a</li><ul><li>b</ul><li>c</ul>", "- a\n  - b\n- c"),
        ("<ol><li>a</li><ul><li>b</ul><li>c</ol>", "1. a\n   - b\n2. c"),
        ("<ul><ul><li>a</ul></ul>", "- a"),
        ("one<hr>two<br>three", "one\n\ntwo\\\nthree"),
        ("<ul><li><p>a<p>b</ul><p>c", "- a\n\n  b\n\nc"),
        ("<ol><li>a<ol><li>b</ol><li>c</ol>", "1. a\n   1. b\n2. c"),
        ("<ul><li>a</ul><ul><li>b</ul><ul><li>c</ul>", "- a\n\n* b\n\n- c"),
        ("<ol><li>a</ol><ol><li>b</ol>", "1. a\n\n1) b"),
        ('<ol start="5"><li>a<li>b</ol>', "5. a\n6. b"),
        ("<ol start=0><li>a<ol start=x><li>b</ol><li value=7>c<li>d</ol>", "0. a\n   1. b\n7. c\n8. d"),
        ("<ol start=-3><li>a</ol><p>b<ol start=1234567890><li>c</ol>", "1. a\n\nb\n\n1. c"),
        ("<blockquote>a<blockquote><p>b<p>c</blockquote></blockquote>", "> a\n>\n> > b\n> >\n> > c"),
        ("<pre>  if x:\n\n    `y`</pre>", "```\n  if x:\n\n    `y`\n```"),
        ("<pre>```</pre>", "````\n```\n````"),
        ('<pre><code class="hljs language-c++">\nx++;</code></pre>', "```c++\nx++;\n```"),
        ('<div class="highlight-shell"><div><pre>ls</pre></div></div>', "```shell\nls\n```"),
        ('<div class="highlight highlight-source-go"><pre>x</pre></div>', "```go\nx\n```"),
        ('<pre class="language-`x`">y</pre>', "```\ny\n```"),
        ("<ul><li><pre>a\n\nb</pre></ul>", "- ```\n  a\n\n  b\n  ```"),
        ("<p>Call <code>f(`x`)</code><kbd>y</kbd>", "Call ``f(`x`)y``"),
        ("<p>Call <a href=f><code>f_g</code> now</a>!", "Call [`f_g` now](https://example.org/harbour/f)!"),
        ("<table><tr><td>only</table>", "only"),
        (
            "<x-y><template shadowrootmode=open><p>a <a href=f>b</a></p></template><p><code>c</code>",
            "a b\n\n`c`",
        ),
        ("<dl><dt>port<dd>left</dl>", "port\n\nleft"),
    ],
)
def test_the_structure_of_a_page_stays(markup: str, markdown: str) -> None:
    assert page(markup).markdown() == markdown


@pytest.mark.parametrize(
    ("rows", "table"),
    [
        ("<tr><th>A<th>B<tr><td>1<td>2|3", "| A | B |\n| --- | --- |\n| 1 | 2\\|3 |"),
        ("<tr><th><th>A<tr><td>b<td>1", "|  | A |\n| --- | --- |\n| b | 1 |"),
        ("<tr><th>A<th colspan=2>B<tr><td>1<td><td>2", "| A | B |  |\n| --- | --- | --- |\n| 1 |  | 2 |"),
        (
            "<tr><th>A<th>B<th>C<tr><td rowspan=2>1<td>2<td rowspan=2>3<tr><td>4<tr><td>5<td>6<td>7",
            "| A | B | C |\n| --- | --- | --- |\n| 1 | 2 | 3 |\n|  | 4 |  |\n| 5 | 6 | 7 |",
        ),
        (
            "<tr><th>A<th>B<tr><td><a href=x>1</a><td><p><code>a|b</code>",
            "| A | B |\n| --- | --- |\n| [1](https://example.org/harbour/x) | `a\\|b` |",
        ),
    ],
)
def test_a_table_keeps_its_columns(rows: str, table: str) -> None:
    assert page(f"<table>{rows}</table>").markdown() == table


@pytest.mark.parametrize(
    ("href", "address"),
    [
        ("/a?b=1&amp;c=2", "https://example.org/a?b=1&c=2"),
        ("../x y", "https://example.org/x%20y"),
        ("//cdn.example.net/f", "https://cdn.example.net/f"),
        ("http://example.net/A_(ship)", "http://example.net/A_%28ship%29"),
        ("MAILTO:ann@example.org", "MAILTO:ann@example.org"),
        ("/?a&amp;copy;", "https://example.org/?a\\&copy;"),
        ("/)%20[x](http://evil.example", "https://example.org/%29%20[x]%28http://evil.example"),
        ("/`\\<>|", "https://example.org/%60%5C%3C%3E%7C"),
        (" java\nscript:alert(1)", None),
        ("data:text/html,x", None),
        ("http://[", None),
        ("http:", None),
        ("mailto:", None),
        ("", None),
        ("/" + "long" * 200, None),
    ],
)
def test_links_are_absolute_and_of_the_web(href: str, address: str | None) -> None:
    text = page(f'<p>Read <a href="{href}">a [book]</a></p>').markdown()
    assert text == ("Read a \\[book\\]" if address is None else f"Read [a \\[book\\]]({address})")


def test_a_link_is_relative_to_what_the_page_says() -> None:
    based = '<base href="/ships/"><p><a href="ann">Ann</a></p>'
    assert page(based).markdown() == "[Ann](https://example.org/ships/ann)"
    assert page(based, url=None).markdown() == "Ann"
    invalid = '<base href="https://[x"><p><a href="/ann">Ann</a></p>'
    assert page(invalid).markdown() == "[Ann](https://example.org/ann)"


def test_a_link_around_several_lines_is_written_once() -> None:
    card = '<a href="/card"><h3>Card</h3><p>A ferry.</p></a><p>wow!<a href="/b">b</a></p>'
    assert page(card).markdown() == (
        "### [Card](https://example.org/card)\n\nA ferry.\n\nwow\\![b](https://example.org/b)"
    )


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("# no heading", "\\# no heading"),
        ("#hashtag", "#hashtag"),
        ("- no item", "\\- no item"),
        ("-5 degrees", "-5 degrees"),
        ("12) no item", "12\\) no item"),
        ("1.5 knots", "1.5 knots"),
        ("---", "\\---"),
        ("> no quote", "\\> no quote"),
        ("*a* _b_ `c` a_b ~~d~~", "\\*a\\* \\_b\\_ \\`c\\` a_b \\~\\~d\\~\\~"),
        ("[a](b) &amp;lt;i>", "\\[a\\](b) \\&lt;i>"),
        ("AT&amp;T, 1 &lt; 2", "AT&T, 1 \\< 2"),
        ("[a]: http://example.org", "\\[a\\]: http://example.org"),
        ("C:\\temp", "C:\\\\temp"),
    ],
)
def test_what_is_text_stays_text(text: str, escaped: str) -> None:
    assert page(f"<p>{text}</p>").markdown() == escaped


def test_only_the_kept_lines_are_shown() -> None:
    markup = "<h2>Ships</h2><ul><li>Advertisement</ul><p>Ann</p><pre>Advertisement</pre><p>Ben"
    document = clean(markup, content_type="text/html", recipe=Recipe(extractor="none", lift=False))
    assert document.text == "Ships\nAnn\nBen"
    assert document.markdown() == "## Ships\n\nAnn\n\nBen"


def test_a_repaired_line_is_shown_as_it_was_repaired() -> None:
    markup = (
        "<p>The caf\u00c3\u00a9 <a href=/c>caf\u00c3\u00a9</a> by the sea<p>A <code>caf\u00c3\u00a9s</code>."
    )
    assert page(markup).markdown() == "The café [café](https://example.org/c) by the sea\n\nA `cafés`."


def test_the_lines_of_json_ld_are_paragraphs() -> None:
    document = page('<script type="application/ld+json">{"articleBody": "It rained.\\nIt stopped."}</script>')
    assert document.markdown() == "It rained.\n\nIt stopped."


def test_plain_text_is_its_paragraphs() -> None:
    document = clean("It *rained*.\nIt  stopped.\n\n1. Then\n", recipe=AS_IT_IS)
    assert document.markdown() == "It \\*rained\\*.\\\nIt  stopped.\n\n1\\. Then"


def test_without_its_page_a_document_is_its_paragraphs() -> None:
    document = page("<h1>Ships</h1><p>Ann</p>")
    assert replace(document, html="").markdown() == "Ships\\\nAnn"
    assert replace(document, html="") == document
    assert "html" not in document.to_dict()
    assert "<h1>" not in repr(document)


def test_containers_without_end_stop_counting() -> None:
    document = page("<blockquote>" * 200 + "deep")
    assert document.markdown() == "> " * 12 + "deep"


def test_one_address_does_not_fill_a_document() -> None:
    document = page(f"<a href='/{'x' * 400}'>" + "line<br>" * 2_000)
    assert len(document.markdown()) < 2 * len(document.text)


TAGS = st.sampled_from(
    "p div blockquote ul ol li pre code a h1 h2 table tr td th span br dl dt dd kbd b".split()
).flatmap(
    lambda tag: st.sampled_from(
        [f"<{tag}>", f"</{tag}>", f"<{tag} href='/x)' colspan=2 class='lang-x'>", f"<{tag} hidden>"]
    )
)
TEXTS = st.one_of(
    st.text(max_size=6),
    st.sampled_from(
        ["*a*", "_", "`", "[x](y)", "# ", "- ", "1. ", "---", "|", "\\", "\ufdd0", "Ã©", "\n", "&amp;"]
    ),
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.one_of(TAGS, TEXTS), max_size=30))
def test_any_markup_gives_markdown_with_all_that_is_kept(parts: list[str]) -> None:
    (document,) = clean_documents([RawDocument(Origin(), "".join(parts), "text/html")], AS_IT_IS)
    if isinstance(document, Reject):
        assert document.reason == "empty", document.detail
        return
    shown = iter(document.markdown())
    assert all(character in shown for character in "".join(document.text.split()))
