import pytest

from corpusclean.readers.content_types import data_kind, ignored_kind

PAGE = "https://example.org/a"


@pytest.mark.parametrize(
    ("content_type", "kind"),
    [
        ("text/html; charset=utf-8", ""),
        ("application/xhtml+xml", ""),
        ("text/plain", ""),
        ("text/markdown", ""),
        ("application/pdf", ""),  # a document, which is rejected by its content
        ("html", ""),
        ("", ""),
        ("IMAGE/SVG+XML", "media"),
        ("video/mp4", "media"),
        ("font/woff2", "media"),
        ("application/font-woff", "media"),
        ("application/x-font-ttf", "media"),
        ("application/vnd.ms-fontobject", "media"),
        ("text/css", "media"),
        ("text/javascript;charset=UTF-8", "media"),
        ("application/x-javascript", "media"),
        ("text/ecmascript", "media"),
        ("application/json; charset=utf-8", "data"),
        ("text/json", "data"),
        ("application/ld+json", "data"),
        ("application/manifest+json", "data"),
        ("application/rss+xml", "data"),
        ("application/atom+xml", "data"),
        ("text/xml", "data"),
        ("application/xml", "data"),
        ("text/csv", "data"),
    ],
)
def test_the_content_type_tells_what_is_no_document(content_type: str, kind: str) -> None:
    assert ignored_kind(content_type, "", PAGE) == kind


@pytest.mark.parametrize("content_type", ["", "application/octet-stream", "text/plain"])
def test_of_a_type_that_says_nothing_the_crawler_or_the_address_tells_more(content_type: str) -> None:
    assert ignored_kind(content_type, "", "https://example.org/app.JS?v=2#x") == "media"
    assert ignored_kind(content_type, "application/json", PAGE) == "data"
    assert ignored_kind(content_type, "text/html", "https://example.org/app.js") == ""
    assert ignored_kind(content_type, "", "https://[/app.js") == ""
    assert ignored_kind("text/html", "application/json", "https://example.org/app.js") == ""


@pytest.mark.parametrize(
    ("payload", "kind"),
    [
        (b' \xef\xbb\xbf{"a": 1}', None),
        (b'\xef\xbb\xbf {"a": [1, {}]}\n', "JSON"),
        (b"[]", "JSON"),
        (b"[1] Rain falls, says {Ann}", None),
        (b"{{ template }}", None),
        (b"[" * 99_999 + b"]" * 99_999, None),
        (b'[{"n": ' + b"1" * 9_999 + b"}]", None),
        (b'<?xml version="1.0"?>\n<?xml-stylesheet href="a.xsl"?><rss version="2.0">', "XML"),
        (b"<feed xmlns='http://www.w3.org/2005/Atom'>", "XML"),
        (b"<urlset>", "XML"),
        (b'<?xml version="1.0"?><!DOCTYPE html PUBLIC "a"><html>', None),
        (b'<?xml version="1.0"?><!-- a --><html>', None),
        (b'<?xml version="1.0"?> a <html>', None),
        (b"<p>Rain", None),
        (b"", None),
    ],
)
def test_data_is_known_by_its_content(payload: bytes, kind: str | None) -> None:
    assert data_kind(payload) == kind
