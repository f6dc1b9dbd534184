import pytest

from corpusclean.segment.kind import is_html


@pytest.mark.parametrize(
    "text",
    [
        "<!DOCTYPE html><p>x",
        "  <html>",
        "\ufeff<!DOCTYPE html><p>x",
        "<!-- saved from a site --> <html lang=en>",
        '<?xml version="1.0"?><!DOCTYPE html PUBLIC "x">',
        "<div class='a'>x</div>",
        "<p>fragment</p>",
        "<em>It rained</em> and then it <strong>stopped</strong>.",
        "<img src=ferry.png> The ferry",
    ],
)
def test_a_document_that_begins_with_a_tag_is_html(text: str) -> None:
    assert is_html(text)


def test_a_long_licence_may_stand_before_the_first_tag() -> None:
    assert is_html("<!-- " + "This page may be copied. - \n" * 400 + "-->\n<!DOCTYPE html><p>x")


@pytest.mark.parametrize(
    "text", ["", "plain", "a < b and b > c", "Use <p> for paragraphs.", "<3 from us", "<person> said"]
)
def test_a_text_that_only_speaks_of_tags_is_plain_text(text: str) -> None:
    assert not is_html(text)


def test_a_content_type_of_html_or_plain_text_decides() -> None:
    assert is_html("plain", "text/html; charset=utf-8")
    assert not is_html("<!DOCTYPE html><p>x", "text/plain")


@pytest.mark.parametrize("content_type", ["", "application/octet-stream", "application/xml", "*/*"])
def test_a_content_type_that_names_neither_form_decides_nothing(content_type: str) -> None:
    assert is_html("<!DOCTYPE html><p>x", content_type)
    assert not is_html("plain", content_type)


def test_a_prologue_without_an_end_is_looked_at_once() -> None:
    assert not is_html("<!--" + "-" * 10_000_000)
