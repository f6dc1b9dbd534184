from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpusclean.segment.html import segment_html
from corpusclean.segment.inline import Inline, read_inline


def inline(markup: str) -> tuple[str, Inline]:
    text = segment_html(markup).text
    return text, read_inline(markup, text)


def test_links_and_code_are_where_they_show() -> None:
    text, found = inline(
        "<p>The <a href=a> first <code>ship</code></a><a href=b>second</a> <a href=c><img></a>"
        "<p hidden><kbd>key</kbd><svg><a href=d>x</a></svg>"
    )
    assert [(text[start:end], href) for start, end, href in found.links] == [
        ("first ship", "a"),
        ("second", "b"),
    ]
    assert [text[start:end] for start, end in found.code] == ["ship", "key"]


def test_a_row_knows_its_empty_cells() -> None:
    text, found = inline(
        "<table><tr><td><table><tr><td></td><td>a b</td><td colspan=3 rowspan=2></td></tr></table></td><td>c</td></tr>"
        "<tr><td></td></tr></table>"
    )
    cells = found.rows[text.index("a b")]
    assert [(text[start:end], *spans) for start, end, *spans in cells] == [
        ("", 1, 1),
        ("a b", 1, 1),
        ("", 3, 2),
    ]


def test_two_line_breaks_start_a_paragraph() -> None:
    text, found = inline("<p>a<br>b<br>\n<br>c<br><b></b><br><br>d")
    assert [text[start] for start in sorted(found.breaks)] == ["c", "d"]


def test_an_empty_looking_line_moves_nothing_behind_it() -> None:
    text, found = inline(
        "<p><a href=a>&#8203;</a><p>Seals<a href=b>&#8203; rest </a>by&shy;the <a href=c>pi&#8203;er</a> at noon"
    )
    assert [(text[start:end], href) for start, end, href in found.links] == [
        ("rest", "b"),
        ("pi\u200ber", "c"),
    ]


def test_text_that_holds_every_mark_has_no_links() -> None:
    teasing = "".join(map(chr, range(0xFDD0, 0xFDF0)))
    assert inline(f"<p>{teasing}<a href=x>y</a>")[1] == Inline()


WHARF = "<a href=wharf>wharf</a>"
TAGS = st.sampled_from(
    ["<p>", "<div>", "</div>", "<table>", "<tr>", "<td>", "</table>", "<pre>", "</pre>", "<br>", "<a href=x>", "</a>",
     "<span hidden>", "</span>", "<li hidden>", "<noscript>", "</noscript>", "<svg>", "</svg>", "<code>", "</code>",
     "&#8203;", "<p><code>&#8203;</code><p>", WHARF]
)  # fmt: skip


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.one_of(TAGS, st.text(max_size=6)), max_size=30))
def test_marks_never_change_what_they_mark(parts: list[str]) -> None:
    text, found = inline("".join(parts))
    spans = [*found.code, *((start, end) for start, end, _ in found.links)]
    assert all(text[start:end] and text[start:end].strip() == text[start:end] for start, end in spans)
    assert {text[start:end] for start, end, href in found.links if href == "wharf"} <= {"wharf"}
    for start, cells in found.rows.items():
        assert text[start : start + 1].strip()
        assert all(0 <= cell.start <= cell.end <= len(text) for cell in cells)
