import pytest

from corpusclean import Rejected, clean


def test_the_url_names_the_document_before_its_content() -> None:
    a, b = clean("One text.", url="https://example.org/a"), clean("Other text.", url="https://example.org/a")
    assert a.id == b.id != clean("One text.").id


def test_a_canonical_url_that_is_a_front_page_names_no_document() -> None:
    link = '<link rel="canonical" href="https://example.org/">'
    assert (
        clean(f"<html><head>{link}</head><p>One story here").id != clean(f"<head>{link}</head><p>Another").id
    )


def test_a_page_on_which_everything_is_boilerplate_is_rejected_with_what_it_was() -> None:
    with pytest.raises(Rejected, match="all text was cut, as advertisement"):
        clean("Advertisement\n\nAdvertisement\n")


def test_a_page_that_is_no_text_of_its_own_is_a_row_with_a_flag() -> None:
    stub = "Old ferry sold\n\nThe ferry was sold on Monday.\n\nSubscribe to continue reading"
    document = clean(stub)
    assert document.flags == ("paywall-stub",)
    assert [claim.quote for claim in document.evidence if claim.field == "flag.paywall_stub"] == [
        "Subscribe to continue reading"
    ]
    assert document.restore() == stub


@pytest.mark.parametrize(
    ("markup", "left"),
    [
        (
            "<p>Advertisement</p><div id=root></div><noscript>Please enable JavaScript to read on.</noscript>",
            "Please enable JavaScript to read on.",
        ),
        ("<script src=main.js></script><p>Loading…</p><div id=main></div>", "Loading…"),
    ],
)
def test_an_empty_shell_that_shows_or_says_anything_is_a_row_with_a_flag(markup: str, left: str) -> None:
    document = clean(markup)
    assert (document.text, document.flags) == (left, ("empty-shell",))
    assert document.restore().endswith(left)


def test_a_shell_without_any_words_is_no_row() -> None:
    with pytest.raises(Rejected, match="no visible text"):
        clean("<title>Harbour Gazette</title><div id=root></div><script src=main.js></script>")


def test_type_section_and_agency_of_a_page_are_columns() -> None:
    story = (
        "<p>The old ferry was sold on Monday to a family that wants to live on it, said the master. (dpa)</p>"
    )
    head = '<meta property="og:type" content="article"><meta property="article:section" content="Harbour">'
    script = (
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Old ferry sold"}</script>'
    )
    row = clean(f"<html><head>{head}{script}</head><h1>Old ferry sold</h1>{story * 3}</html>").to_dict()
    assert (row["page_type"], row["section"], row["agency"]) == ("article", "Harbour", "dpa")
    assert {"page_type", "section", "agency"} <= {claim["field"] for claim in row["evidence"]}
    assert clean("It rained.").to_dict()["page_type"] is None
