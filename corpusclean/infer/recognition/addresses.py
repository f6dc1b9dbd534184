"""URLs: their safe normal form and their registered domain."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urlsplit, urlunsplit

_MAX_URL = 2_000  # characters; about the limit of browsers and sitemaps
_HOST = re.compile(r"(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_][\w-]{1,62}\Z")
_UNFIT = re.compile(r"[\s\x00-\x20\x7f-\x9f<>\"{}|\\^`\ud800-\udfff]")


def safe_url(url: str) -> str:
    """Return a URL in its normal form, or "" if it is not a valid one of the web.

    Args:
        url: an absolute URL with scheme http or https.

    Returns:
        The URL with scheme and host in lower case, without credentials, default port and fragment.

    >>> safe_url("HTTPS://user:key@Example.org:443/a?b=1#c"), safe_url("javascript:alert(1)")
    ('https://example.org/a?b=1', '')
    """
    url = url.strip()
    if not url or len(url) > _MAX_URL or _UNFIT.search(url):
        return ""
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not _HOST.match(host):
        return ""
    if port and port != {"http": 80, "https": 443}[parts.scheme]:
        host = f"{host}:{port}"
    return urlunsplit((parts.scheme, host, parts.path or "/", parts.query, ""))


@lru_cache(maxsize=4_096)
def registered_domain(url: str) -> str:
    """Return the registered domain of a URL by the public suffix list in `tld`, or "" if it has none.

    >>> registered_domain("https://news.example.co.uk/a")
    'example.co.uk'
    """
    from tld import get_fld

    return get_fld(url, fail_silently=True, fix_protocol=True) or ""
