from hypothesis import given
from hypothesis import strategies as st

from corpusclean.segment.text import segment_text


@given(st.text(st.one_of(st.characters(), st.sampled_from("\n\r\x85\u2028"))))
def test_lines_cover_the_text_and_only_line_feeds_end_them(text: str) -> None:
    page = segment_text(text)
    assert [page.line(i) for i in range(len(page.lines))] == text.split("\n")
