import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpusclean.segment.text import GIANT_LINE, segment_text, split_giant_lines

PIECES = [
    "It rained on the harbour. ",
    "雨が降った。",
    "Menu",
    "News",
    "  ",
    "\t",
    "!",
    "Dr. ",
    "3.5",
    "\n",
    "é",
    "…»",
]


def pieces(line: str) -> list[str]:
    """The sentences of a line, behind which enough is put to make it a giant."""
    page = split_giant_lines(segment_text(line + "  " + "x" * GIANT_LINE))
    return [page.line(i) for i in range(len(page.lines))][:-1]


@given(st.text(st.one_of(st.characters(), st.sampled_from("\n\r\x85\u2028"))))
def test_lines_cover_the_text_and_only_line_feeds_end_them(text: str) -> None:
    page = segment_text(text)
    assert [page.line(i) for i in range(len(page.lines))] == text.split("\n")


@given(st.lists(st.sampled_from(PIECES), max_size=40), st.integers(1, 120))
def test_only_white_space_stands_between_the_sentences_of_a_giant_line(parts: list[str], times: int) -> None:
    text = "".join(parts) * times
    page = split_giant_lines(segment_text(text))
    position = 0
    for start, end in page.lines:
        assert position <= start <= end
        assert not text[position:start].strip()
        position = end
    assert position == len(text)
    assert {start for start, _ in page.lines} >= {start for start, _ in segment_text(text).lines}


def test_a_long_paragraph_stays_one_line() -> None:
    page = segment_text("The ferry ran again. " * (GIANT_LINE // 21))
    assert split_giant_lines(page) is page


@pytest.mark.parametrize(
    ("line", "sentences"),
    [
        (
            "The ferry ran again today. All were glad.",
            ["The ferry ran again today.", "All were glad."],
        ),
        ("She said: “The ferry runs!” He waved.", ["She said: “The ferry runs!”", "He waved."]),
        ("Dr. Oak waited in the harbour. It rained.", ["Dr. Oak waited in the harbour.", "It rained."]),
        ("A ticket costs 3.50 in U.S. dollars now", ["A ticket costs 3.50 in U.S.", "dollars now"]),
        ("Home   News   Sport", ["Home", "News", "Sport"]),
        (
            "So the ferry sailed at noon.Focus on the harbour",
            ["So the ferry sailed at noon.", "Focus on the harbour"],
        ),
        (
            "Wetter und Verkehr heuteAnmelden und weiterlesenHilfe",
            ["Wetter und Verkehr heute", "Anmelden und weiterlesen", "Hilfe"],
        ),
        (
            "島へ行くフェリーは水曜日にまた動き始めた。港の人々は長く待っていた。",
            ["島へ行くフェリーは水曜日にまた動き始めた。", "港の人々は長く待っていた。"],
        ),
        (
            "नाव बुधवार को फिर चलने लगी। लोग खुश थे।",
            ["नाव बुधवार को फिर चलने लगी।", "लोग खुश थे।"],
        ),
    ],
)
def test_a_giant_line_is_split_where_sentences_and_blocks_end(line: str, sentences: list[str]) -> None:
    assert pieces(line) == sentences
