import io
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpusclean import Document, Recipe, Rejected, UsageError, clean, decode, extract, repair, restore
from corpusclean.batches import results_table
from corpusclean.document import CUT_REASONS, Origin, RawDocument
from corpusclean.pipeline import clean_documents
from corpusclean.recipe import Profile
from corpusclean.segment.html import segment_html

STORY = (
    "The ferry to the outer islands ran again on Wednesday after a week of storms.\n\n"
    "READ MORE: Storm season starts early\n\n"
    "Story continues below advertisement\n\n"
    "The crew had waited in the harbour since Thursday, and so had the mail.\n"
)
PAGE = (
    "<html lang=en><head><title>Ferry returns</title></head><body><nav><a href=/>Home</a><a href=/n>News</a></nav>"
    "<article><h1>Ferry returns</h1>" + "".join(f"<p>{line}</p>" for line in STORY.split("\n\n"))
    + "<p>Nobody on the quay could say how long the weather would hold, and nobody asked them to.</p></article>"
    "<footer>Imprint</footer></body></html>"
)  # fmt: skip


def test_boilerplate_goes_and_the_story_stays() -> None:
    document = clean(STORY)
    assert document.text == (
        "The ferry to the outer islands ran again on Wednesday after a week of storms.\n\n"
        "The crew had waited in the harbour since Thursday, and so had the mail.\n"
    )
    assert [c.reason for c in document.cuts if c.reason != "whitespace"] == ["related-link", "advertisement"]
    assert document.restore() == STORY


def test_clean_text_is_returned_as_it_is() -> None:
    text = "It rained on Monday.\n\n\nIt rained on Tuesday, too.  \n\n"
    document = clean(text)
    assert (document.text, document.cuts) == (text, ())


def test_a_page_loses_its_chrome_and_gives_back_its_visible_text() -> None:
    document = clean(PAGE)
    assert "Home News" not in document.text
    assert "Imprint" not in document.text
    assert "The crew had waited" in document.text
    assert document.restore() == segment_html(PAGE).text


@pytest.mark.parametrize("raw", [f"Ferry returns\n\nBy Ann Oak\nMay 3, 2021\n\n{STORY}", PAGE])
def test_without_metadata_the_same_lines_go_but_those_that_gave_it(raw: str) -> None:
    document = clean(raw, recipe=Recipe(metadata=False))
    with_metadata = clean(raw, recipe=Recipe(lift=False))
    assert with_metadata.title == "Ferry returns"
    assert (document.text, document.cuts) == (with_metadata.text, with_metadata.cuts)
    assert (document.title, document.language, document.claims, document.evidence) == (None, None, (), ())
    assert document.restore() == with_metadata.restore()


@pytest.mark.parametrize("profile", ["accurate", "fast"])
@pytest.mark.parametrize(
    ("heading", "content"),
    [
        ("Rain", ["Rain on the roof,", "rain on the lane,", "one cat aloof", "in the window again."]),
        ("Blue mug", ["€12.00", "Hand-thrown mug, holds 300 ml."]),
        ("Mugs", ["Blue mug €12", "Red mug €13", "Green mug €14"]),
        ("Jam session", ["When: 3 May, 7 pm", "Where: The Old Forge, Tarn", "Bring your own instrument."]),
        ("Thought of the day", ["“A harbour is a promise.”", "Anonymous"]),
        ("FAQ", ["Do you ship abroad?", "Yes, to all of Europe.", "Can I return a mug?", "Within 30 days."]),
    ],
)
def test_a_page_of_a_few_short_lines_between_menus_keeps_them(
    profile: Profile, heading: str, content: list[str]
) -> None:
    links = [
        f"<li><a href=/>{name}</a>"
        for name in ("Home", "Shop", "About us", "Log in", "Privacy", "Terms of use")
    ]
    lines = "".join(f"<p>{line}</p>" for line in content)
    page = (
        f"<title>Oak Mugs</title><nav><ul>{''.join(links[:4])}</ul></nav><main><h1>{heading}</h1>{lines}</main>"
        f"<footer><p>© 2022 Oak Mugs. All rights reserved.</p><ul>{''.join(links[4:])}</ul></footer>"
    )
    text = clean(page, recipe=Recipe(profile=profile)).text.replace("\n\n", "\n")
    assert text.removeprefix(f"{heading}\n") == "\n".join(content)


def test_extract_gives_the_text_of_a_page_and_nothing_else() -> None:
    recipe = Recipe(extractor="trafilatura")
    text = extract(PAGE, "https://example.org/ferry", recipe=recipe)
    assert text == clean(PAGE, recipe=Recipe(extractor="trafilatura", lift=False)).text
    assert text == extract(PAGE.encode("utf-16"), recipe=recipe)
    assert "Home News" not in text
    assert "The crew had waited" in text


def test_extract_reads_whatever_has_a_tag_as_html() -> None:
    assert (
        extract("It rained. <i>It stopped.</i>", recipe=Recipe(extractor="none")) == "It rained. It stopped."
    )


def test_extract_keeps_the_lines_of_a_text_without_tags() -> None:
    text = "Fog lay on the Elbe.\n\nAdvertisement\n\nBy noon, at <2 knots, ferries sailed."
    left = "Fog lay on the Elbe.\n\nBy noon, at <2 knots, ferries sailed."
    assert [extract(raw) for raw in (text, text.encode(), text.encode("utf-16"))] == [left] * 3


@pytest.mark.parametrize("markup", ["", b"", "<script>x()</script>", "<p>Advertisement</p>"])
def test_extract_gives_nothing_where_nothing_is_left(markup: bytes | str) -> None:
    assert extract(markup, recipe=Recipe(extractor="none")) == ""


@pytest.mark.parametrize(
    ("markup", "reason"), [("<div>" * 600 + "deep", "too-deep"), (b"%PDF-1.7 \x00\xff", "undecodable")]
)
def test_extract_says_why_it_cannot(markup: bytes | str, reason: str) -> None:
    with pytest.raises(Rejected, match=reason):
        extract(markup, recipe=Recipe(extractor="none"))
    with pytest.raises(UsageError, match="int"):
        extract(1)  # type: ignore[arg-type]


def test_bytes_and_text_give_the_same_text_and_only_bytes_a_charset() -> None:
    from_bytes, from_text = clean(STORY.encode("utf-16")), clean(STORY)
    assert from_bytes.text == from_text.text
    assert (from_bytes.charset.name, from_text.charset.name) == ("utf-16-le", None)


def test_a_content_type_is_believed() -> None:
    assert clean("<p>a &amp; b</p>").text == "a & b"
    assert clean("<p>a &amp; b</p>", content_type="text/plain").text == "<p>a &amp; b</p>"


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "empty"),
        (" \n\t\n", "empty"),
        ("<html><body></body></html>", "empty"),
        ("Advertisement\n", "empty"),
        (b"\x89PNG\r\n\x1a\n", "undecodable"),
        ("<div>" * 1_000 + "deep", "too-deep"),
        ("x" * 101, "too-large"),
    ],
)
def test_what_cannot_be_a_row_is_rejected_with_its_reason(raw: bytes | str, reason: str) -> None:
    recipe = Recipe(max_bytes=100) if reason == "too-large" else None
    with pytest.raises(Rejected) as caught:
        clean(raw, recipe=recipe)
    assert caught.value.reason == reason


def test_ebcdic_is_read_only_if_its_charset_is_declared() -> None:
    ebcdic = STORY.replace("\n", " ").encode("cp500")
    with pytest.raises(Rejected, match=r"text in EBCDIC\. Do: declare its charset") as caught:
        clean(ebcdic)
    assert caught.value.reason == "undecodable"
    for declared in (clean(ebcdic, charset="cp500"), clean(ebcdic, content_type="text/plain; charset=cp500")):
        assert declared.text == clean(STORY.replace("\n", " ")).text


def test_spaces_of_shift_jis_which_are_those_of_ebcdic_are_read() -> None:
    assert clean(("電車　が　橋　を　渡る。" * 9).encode("cp932")).charset.name == "cp932"


def test_anything_but_bytes_and_text_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(UsageError, match="NoneType"):
        clean(None)  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="payload is a str"):
        decode("It rained.")  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="text is a bytes"):
        repair(b"It rained.")  # type: ignore[arg-type]


def test_the_recipe_can_keep_a_reason() -> None:
    assert "READ MORE" in clean(STORY, recipe=Recipe(keep=("related-link",))).text


def test_the_line_model_does_not_overrule_what_a_rule_has_decided() -> None:
    raw = STORY + "\nFacebook\nTwitter\nReport an error\nSubscribe to our newsletter\n© 2021 Harbour Herald\n"
    with_model, without = clean(raw), clean(raw, recipe=Recipe(line_model=False))
    by_rules = {cut.text: (cut.reason, cut.by) for cut in without.cuts}
    assert by_rules.items() <= {cut.text: (cut.reason, cut.by) for cut in with_model.cuts}.items()


def test_lone_surrogates_are_legal_input_and_come_back() -> None:
    document = clean("half a \ud83d smile")
    assert document.restore() == "half a \ud83d smile"
    assert document.text == "half a \ufffd smile"


# ------------------------------------------------------------------------------------------------ restoring


def stored(document: Document) -> str:
    """The input again, from a row and a ledger that have been through a Parquet file."""
    file = io.BytesIO()
    pq.write_table(results_table([document]), file)
    (row,) = pq.read_table(file).to_pylist()
    return restore(row["document"]["text"], row["ledger"])


SNIPPETS = st.sampled_from(
    ["Advertisement", "READ MORE: It rains", "By Ann Oak", "March 3, 2021", "It rained on Monday.", "", " ",
     "Comments", "WATCH: It rains", "© 2020 Rain Herald. All rights reserved.", "cafÃ©", "a\tb", "Photo: Ann Oak"]
)  # fmt: skip
LINES = st.lists(st.one_of(SNIPPETS, st.text(st.characters(), max_size=30)), min_size=1, max_size=25)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(LINES, st.sampled_from(["\n", "\n\n", "\r\n"]))
def test_any_text_can_be_restored(lines: list[str], end: str) -> None:
    text = end.join(lines)
    try:
        document = clean(text, content_type="text/plain")
    except Rejected:
        return
    assert stored(document) == text
    positions = [position for cut in document.cuts for position in (cut.start, cut.end)]
    assert positions == sorted(positions)
    assert all(cut.reason in CUT_REASONS for cut in document.cuts)


TAGS = st.sampled_from(
    ["<p>", "</p>", "<div>", "</div>", "<table><tr><td>", "</table>", "<pre>", "</pre>", "<br>", "<a href=x>",
     "</a>", "<nav>", "</nav>", "<span hidden>", "</span>", "<li>", "<article>", "</article>", "<h1>", "</h1>"]
)  # fmt: skip


@settings(deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.one_of(TAGS, SNIPPETS, st.text(max_size=20)), max_size=40))
def test_the_visible_text_of_any_page_can_be_restored(parts: list[str]) -> None:
    markup = "<html><body>" + "".join(parts)
    try:
        document = clean(markup, content_type="text/html")
    except Rejected:
        return
    assert stored(document) == segment_html(markup).text


def test_a_document_does_not_depend_on_its_company() -> None:
    raws = [RawDocument(Origin(), f"{STORY}\nNumber {number}.") for number in range(70)]
    together = clean_documents(raws, Recipe())
    alone = [clean_documents([raw], Recipe())[0] for raw in raws]
    assert together == alone


@pytest.mark.parametrize(
    "known",
    [
        {"fetched_at": "last Tuesday"},
        {"fetched_at": 1_614_729_600},
        {"fetched_at": datetime.min.replace(tzinfo=timezone(timedelta(hours=5)))},
        {"url": b"https://example.org"},
        {"charset": 8},
        {"id": 7},
    ],
)
def test_what_is_known_of_a_document_in_a_form_that_nobody_can_read_is_refused(known: Any) -> None:
    with pytest.raises(UsageError, match=next(iter(known))):
        clean(STORY, **known)


def test_a_name_of_a_file_is_text_and_says_so() -> None:
    with pytest.warns(UserWarning, match="taken as the text itself"):
        assert clean("pages/ferry.html").text == "pages/ferry.html"


def test_boilerplate_inside_of_a_page_on_one_line_is_cut_and_comes_back() -> None:
    story = " ".join(f"The ferry to island {number} ran again on Wednesday." for number in range(60))
    raw = f"{story}  Advertisement  The crew had waited in the harbour."
    document = clean(raw, content_type="text/plain", recipe=Recipe(line_model=False))
    assert [cut.text for cut in document.cuts] == ["  Advertisement"]
    assert document.text == f"{story}  The crew had waited in the harbour."
    assert document.restore() == raw


def test_a_safe_recipe_passes_over_rules_that_are_often_wrong(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(
        '[[rule]]\nid = "pier"\nreason = "social"\nscore = 0.6\npattern.en = "meet us at the pier"\n'
        'drop = ["Meet us at the pier"]\nkeep = ["Meet me"]\n'
    )
    raw = "The ferry ran again on Wednesday.\n\nMeet us at the pier\n\nThe crew had waited."
    recipe = Recipe(rules=str(tmp_path), line_model=False)
    assert "pier" not in clean(raw, recipe=recipe).text
    assert "pier" in clean(raw, recipe=replace(recipe, level="safe")).text


def test_an_explanation_says_what_an_unrivalled_claim_has_missed() -> None:
    page = (
        "<html><head><meta name='article:published_time' content='2016-05'></head><body><p>It rained in Tarn."
    )
    explained = clean(page).explain()
    assert "date = 2016-05  [not taken, a date needs a day: meta:article:published_time" in explained
    text = "Notes\n\n3 May 2016\n\n4 June 2017\n\nThe ferry was sold on Monday to a family, said the harbour master of Tarn."
    document = clean(text, recipe=Recipe(min_confidence=0.97))
    assert document.date is None
    assert "date = 2016-05-03  [not taken, since no value reaches 0.97 when" in document.explain()
    assert "2017-06-04  [lost: " in clean(text).explain()


def test_an_explanation_tells_claims_that_agree_from_those_that_lost() -> None:
    head = (
        "<meta name='date' content='2016-05-03'><meta property='article:published_time' content='2016-05-03'>"
    )
    explained = clean(
        f"<html><head>{head}<meta name='dc.date' content='2016-05-04'></head><p>It rained."
    ).explain()
    assert "date = 2016-05-03  [won: meta:article:published_time" in explained
    assert "date = 2016-05-03  [agrees: meta:date" in explained
    assert "date = 2016-05-04  [lost: meta:dc.date" in explained


def test_an_empty_id_or_url_is_none() -> None:
    assert clean("Rain.", id="", url="") == clean("Rain.")
