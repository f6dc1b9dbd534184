"""Tell which responses of a crawl are no documents: by content type, by address, or by their content."""

from __future__ import annotations

import json
import re
from urllib.parse import urlsplit

from corpusclean.readers.files import MEDIA, file_suffix
from corpusclean.segment.kind import is_html

_MEDIA_TYPE = re.compile(
    r"""(?:image|video|audio|font|model)/
    |(?:text|application)/(?:x-)?(?:css|vtt|(?:java|ecma|live)script)\b
    |application/(?:x-)?font | application/(?:vnd\.ms-fontobject|wasm|x-shockwave-flash|ogg|mp4)\b
    |application/(?:x-mpegurl|vnd\.apple\.mpegurl|dash\+xml)""",
    re.VERBOSE,
)
# Without XHTML, which has "html" in its type.
_DATA_TYPE = re.compile(
    r"""(?:text|application)/(?:x-)?(?:json|ndjson|jsonlines?|xml|rss|atom|csv|tab-separated-values|calendar|vcard)\b
    |[\w.-]+/[\w.-]+\+(?:json|xml)\b | multipart/ | text/event-stream | application/(?:dns-message|ocsp-response)""",
    re.VERBOSE,
)
# Servers send these for files that they do not know.
_GENERIC = (
    "text/plain",
    "application/octet-stream",
    "binary/octet-stream",
    "application/x-unknown",
    "application/unknown",
)
_FEED = re.compile(rb"<(?:rss|feed|rdf:rdf|urlset|sitemapindex|opml)[\s>]", re.IGNORECASE)
_LOOKED_AT = 65_536  # bytes


def ignored_kind(content_type: str, identified: str, url: str) -> str:
    """Return "media" for pictures, scripts, fonts and the like, "data" for JSON, feeds and the like, or "".

    Args:
        content_type: as the server has sent it, or "".
        identified: as the crawler has detected it, or ""; used if the server did not know it.
        url: address; its suffix is used if the type says nothing or "text/plain".

    >>> ignored_kind("application/rss+xml", "", "https://example.org/feed"), ignored_kind("text/html", "", "/a.js")
    ('data', '')
    """
    sent = content_type.strip().lower()
    unknown = not sent or sent.startswith(_GENERIC)
    type_ = (identified.strip().lower() or sent) if unknown else sent
    if "html" in type_:
        return ""
    if _MEDIA_TYPE.match(type_) or (unknown and _suffix(url) in MEDIA):
        return "media"
    return "data" if _DATA_TYPE.match(type_) else ""


def _suffix(url: str) -> str:
    try:
        return file_suffix(urlsplit(url).path)
    except ValueError:  # such as "https://[/"
        return ""


def data_kind(payload: bytes) -> str | None:
    """Name the kind of a payload that is data, whatever its content type says.

    Args:
        payload: the bytes of a response.

    Returns:
        "JSON", "XML", or None.

    >>> data_kind(b'{"rain": true}'), data_kind(b"<rss version='2.0'>"), data_kind(b"[1] Rain falls.")
    ('JSON', 'XML', None)
    """
    head = payload[:_LOOKED_AT].removeprefix(b"\xef\xbb\xbf").strip()
    if head.startswith((b"{", b"[")) and payload[-_LOOKED_AT:].strip().endswith((b"}", b"]")):
        try:
            json.loads(payload)
        except (ValueError, RecursionError):
            return None
        return "JSON"
    if head.startswith(b"<?xml"):
        return None if b"<html" in head.lower() or is_html(head.decode("latin-1")) else "XML"
    return "XML" if _FEED.match(head) else None
