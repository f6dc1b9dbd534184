from __future__ import annotations

import pytest

from corpusclean import clean
from corpusclean.document import Claim, Mark
from corpusclean.infer.resolve import infer
from corpusclean.lifting import lift, spare_headline
from corpusclean.mark.line_model import line_model_marks
from corpusclean.page import Head, LineFeatures, Page
from corpusclean.recipe import Recipe

HEADLINE = "Old ferry of Tarn finds a family to live on it"
PROSE = (
    "The old ferry was sold on Monday to a family that wants to live on it, said the harbour master of Tarn."
)


def page_of(*lines: str, head: Head | None = None, features: tuple[LineFeatures, ...] = ()) -> Page:
    spans, start = [], 0
    for line in lines:
        spans.append((start, start + len(line)))
        start += len(line) + 1
    page = Page("\n".join(lines), spans, head=head, features=list(features))
    line_model_marks([page], Recipe())  # says which lines tell what, as when a document is cleaned
    return page


def lifted(page: Page) -> list[tuple[str, str, str]]:
    return [(page.line(mark.line), mark.reason, mark.by) for mark in lift(page, infer([page], Recipe())[0])]


def test_title_date_and_byline_leave_the_text() -> None:
    page = page_of(HEADLINE, "", "By Ann Example", "3 May 2016", "", PROSE, PROSE)
    assert lifted(page) == [
        (HEADLINE, "headline", "lift/title"),
        ("By Ann Example", "dateline-byline", "lift/byline"),
        ("3 May 2016", "dateline-byline", "lift/date"),
    ]


def test_a_text_with_nothing_to_cut_keeps_its_title() -> None:
    page = page_of(HEADLINE, "", PROSE, PROSE)
    winners = infer([page], Recipe())[0]
    assert winners["title"].value == HEADLINE
    assert not lift(page, winners)
    assert [mark.by for mark in lift(page, winners, cut=[2])] == ["lift/title"]


@pytest.mark.parametrize(
    "text",
    [f"{HEADLINE}\n\nPublished 3 May 2016", "By Ann Example\n3 May 2016", f"{HEADLINE}\n\nBy Ann Example"],
)
def test_a_text_of_such_lines_only_keeps_them(text: str) -> None:
    assert clean(text).text == text
    assert clean(f"{text}\n\nAdvertisement").text == text


@pytest.mark.parametrize(
    "sentence", ["“We sailed on 3 May 2016.”", "(He left it on 3 May 2016.)", "वह 3 मई 2016 को दिल्ली गया था।"]
)
def test_a_sentence_with_a_date_stays(sentence: str) -> None:
    page = page_of(HEADLINE, "", sentence, PROSE)
    start = page.text.index("3 ")
    page.claims = [Claim("date", "2016-05-03", "text-date", 0.9, "day", start=start, end=start + 10)]
    assert not lift(page, {"date": page.claims[-1]})


def test_a_page_of_such_lines_only_keeps_them() -> None:
    page = clean(f"<title>{HEADLINE}</title><h1>{HEADLINE}</h1><p>3 May 2016")
    assert (page.text, page.title) == (f"{HEADLINE}\n3 May 2016", HEADLINE)


def test_what_is_clean_after_one_pass_is_clean_after_two() -> None:
    once = clean(
        "\n\n".join((HEADLINE, "READ MORE: Ferries of Vik", PROSE, PROSE.replace("Monday", "Tuesday")))
    )
    assert once.title == HEADLINE
    assert HEADLINE not in once.text
    assert clean(once.text).text == once.text
    assert clean(once.text).title != HEADLINE


@pytest.mark.parametrize(
    "line",
    [
        "03.05.2016 North Tarn",
        "Jane Doe | The Canadian Press | Published Jan 19, 2016",
        "Boats · 3 May 2016 · 4 min read",
        "By Ann Example, Staff Writer | 3 May 2016",
        "Published May 3, 2016 | Updated June 9, 2018",
        "Last updated on 3 May 2016",
    ],
)
def test_a_line_of_who_when_and_section_leaves(line: str) -> None:
    assert (line, "dateline-byline") in [
        (text, reason) for text, reason, _ in lifted(page_of(HEADLINE, line, "", PROSE, PROSE))
    ]


def test_a_byline_over_several_lines_leaves_whole() -> None:
    page = page_of(HEADLINE, "By", "Ann Example", "and", "Bo Sample", "", PROSE, PROSE)
    assert [text for text, reason, _ in lifted(page) if reason == "dateline-byline"] == [
        "By",
        "Ann Example",
        "and",
        "Bo Sample",
    ]


@pytest.mark.parametrize(
    "line",
    [
        f"TARN (May 3, 2016) – {PROSE}",
        "The ferry has lain on the mud since the council closed the berth, and it was sold on May 3, 2016.",
        "本报讯（记者 王小宁）旧渡船周二卖给了一家人，他们打算住在船上，港务局长说。",
    ],
)
def test_a_line_of_prose_stays(line: str) -> None:
    page = page_of(HEADLINE, line, PROSE, PROSE)
    assert line not in [text for text, _, _ in lifted(page)]


@pytest.mark.parametrize("line", ["2.4.1 (2016-05-03)", "v0.3.0 - 2016-05-03", "Tarn 4.2 31.5 3 May 2016"])
def test_a_line_of_data_stays(line: str) -> None:
    page = page_of(HEADLINE, line, PROSE, PROSE)
    assert line not in [text for text, _, _ in lifted(page)]


@pytest.mark.parametrize(
    "line",
    [
        "3.5.2016 klo 16.22",
        "2016-05-03T16:15:07.1Z",
        "3 May 2016 · 1,204 views",
        "11.2.2016 | 23:55 | Uppfært 12.2.2016 7:25",
    ],
)
def test_a_line_with_a_clock_time_or_a_count_leaves(line: str) -> None:
    page = page_of(HEADLINE, line, "", PROSE, PROSE)
    assert line in [text for text, _, _ in lifted(page)]


def test_a_line_that_lost_stays() -> None:
    page = page_of(HEADLINE, "3 May 2016", "", PROSE, PROSE)
    winner = Claim("date", "2018-06-09", "test", 1.0, "day")
    infer([page], Recipe())
    assert lift(page, {"date": winner}) == []


def test_the_heading_leaves_when_the_title_comes_from_the_head() -> None:
    page = page_of(
        "Harbour News", HEADLINE, PROSE, HEADLINE, head=Head(meta=(("og:title", HEADLINE),)),
        features=(LineFeatures("p"), LineFeatures("h1"), LineFeatures("p"), LineFeatures("li")),
    )  # fmt: skip
    assert [(mark.line, mark.reason) for mark in lift(page, infer([page], Recipe())[0])] == [(1, "headline")]


def test_an_equal_line_leaves_whatever_its_spelling() -> None:
    page = page_of(
        HEADLINE.upper() + "!", PROSE, head=Head(), features=(LineFeatures("div"), LineFeatures("p"))
    )
    title = Claim("title", HEADLINE, "json-ld", 0.9)
    assert [mark.line for mark in lift(page, {"title": title})] == [0]


def test_a_hidden_line_is_not_the_headline() -> None:
    page = page_of(HEADLINE, PROSE, head=Head(), features=(LineFeatures("p", hidden=True), LineFeatures("p")))
    assert lift(page, {"title": Claim("title", HEADLINE, "json-ld", 0.9)}) == []


@pytest.mark.parametrize("lines", [(), ("",), ("x",)])
def test_nothing_leaves_a_page_without_metadata(lines: tuple[str, ...]) -> None:
    assert lift(page_of(*lines), {}) == []


def test_no_line_is_lifted_twice_and_marks_are_in_order() -> None:
    page = page_of(HEADLINE, "By Ann Example", "3 May 2016", "3 May 2016", "", PROSE, PROSE)
    marks = [mark.line for mark in lift(page, infer([page], Recipe())[0])]
    assert marks == sorted(set(marks))


def test_a_first_line_that_may_hold_the_title_is_not_lifted_as_a_byline() -> None:
    document = clean(
        "The Salt Road, by Nina Falk\n\nThe ferry was late again on Monday, and nobody on the quay was surprised.\n\n"
        "She waited there until it was dark and the lamps were lit."
    )
    assert "The Salt Road" in (document.title or document.text)


def test_the_heading_of_a_page_is_lifted_and_its_copy_in_a_menu_goes_as_a_menu() -> None:
    prose = "".join(f"<p>{PROSE.replace('Monday', day)}</p>" for day in ("Monday", "Tuesday", "Sunday"))
    menu = f"<nav><ul><li><a href='/1'>{HEADLINE}</a></li><li><a href='/2'>Boats of Vik</a></li></ul></nav>"
    page = clean(f"<html><body>{menu}<main><h1>{HEADLINE}</h1>{prose}</main></body></html>")
    assert [cut.reason for cut in page.cuts if HEADLINE in cut.text] == ["navigation", "headline"]


def test_the_headline_of_a_text_leaves_though_a_menu_far_above_names_it() -> None:
    menu = "\n".join(
        ["Home", "News", HEADLINE, *(f"Story number {n} from the river valley" for n in range(20))]
    )
    story = "\n\n".join(PROSE.replace("Monday", day) for day in ("Monday", "Tuesday", "Friday", "Sunday"))
    text = clean(f"{menu}\n\n{HEADLINE}\n\nBy Ann Example\n\n{story}")
    assert text.title == HEADLINE
    assert HEADLINE not in text.text


@pytest.mark.parametrize("line", ["ann@harbour.example", "Staff Writer", "Senior Harbour Correspondent"])
def test_address_and_role_below_a_byline_leave_with_it(line: str) -> None:
    page = page_of(HEADLINE, "", "By Ann Example", line, "3 May 2016", "", PROSE, PROSE)
    assert (line, "dateline-byline", "lift/byline") in lifted(page)


@pytest.mark.parametrize("line", ["Guest Rooms", "The writer was a sailor", "Write to ann@harbour.example"])
def test_other_lines_below_a_byline_stay(line: str) -> None:
    page = page_of(HEADLINE, "", "By Ann Example", line, "", PROSE, PROSE)
    assert line not in [text for text, _, _ in lifted(page)]


def test_a_byline_above_a_text_without_a_title_is_lifted() -> None:
    page = page_of("By Ann Example", "", PROSE, PROSE.replace("Monday", "Tuesday"))
    assert ("By Ann Example", "dateline-byline", "lift/byline") in lifted(page)


@pytest.mark.parametrize(("confidence", "is_spared"), [(0.4, True), (0.2, False)])
def test_a_headline_that_is_not_sure_enough_for_the_title_stays_in_the_text(
    confidence: float, *, is_spared: bool
) -> None:
    page = page_of("Home", HEADLINE, PROSE)
    page.marks = [Mark(0, "navigation", "models/lines"), Mark(1, "navigation", "models/lines")]
    page.claims = [Claim("title", HEADLINE, "text-headline", confidence, start=5, end=5 + len(HEADLINE))]
    lines = [mark.line for mark in spare_headline(page, {}, "models/lines")]
    assert lines == ([0] if is_spared else [0, 1])
    assert spare_headline(page, {"title": page.claims[0]}, "models/lines") == page.marks
