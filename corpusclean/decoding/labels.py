"""What a document and its carrier say about its charset, and the codec that browsers use for such a label."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

# The codecs that browsers use for these labels (WHATWG Encoding Standard, 4.2): supersets, so that a label
# for the smaller charset does not lose a character.
_SUPERSETS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "big5": "big5hkscs",
}
# Labels of the same standard that Python does not know.
_ALIASES = {
    "x-mac-roman": "mac-roman",
    "x-mac-cyrillic": "mac-cyrillic",
    "x-mac-ukrainian": "mac-cyrillic",
    "windows-874": "cp874",
    "dos-874": "cp874",
    "iso-8859-8-i": "iso8859-8",
    "iso-8859-8-e": "iso8859-8",
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "ms_kanji": "cp932",
    "x-gbk": "gb18030",
    "x-x-big5": "big5hkscs",
    "cn-big5": "big5hkscs",
    "ks_c_5601-1987": "cp949",
    "windows-949": "cp949",
    "x-euc-jp": "euc_jp",
    "unicode-1-1-utf-8": "utf-8",
    "x-cp1250": "cp1250",
    "x-cp1251": "cp1251",
    "x-cp1252": "cp1252",
}
_PRESCANNED = 4_096  # bytes; the HTML Standard asks for 1,024, but pages put scripts before their <meta>
_COMMENT = re.compile(rb"<!--.*?(?:-->|$)", re.DOTALL)
_META_CHARSET = re.compile(rb"""<meta\b[^>]{0,500}?charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"""^\s*<\?xml\b[^>]{0,200}?encoding\s*=\s*["']([\w.:-]+)""", re.IGNORECASE)
_HEADER_CHARSET = re.compile(r"""charset\s*=\s*["']?([\w.:-]+)""", re.IGNORECASE)


def declared_labels(payload: bytes, charset: str | None, content_type: str | None) -> Iterator[str]:
    """The declared labels: caller, header, then what the document itself says (HTML Standard, 13.2.3).

    Args:
        payload: the bytes of a document.
        charset: what the caller says.
        content_type: a Content-Type header.

    Yields:
        Labels as they stand there.

    >>> list(declared_labels(b'<meta charset="koi8-r">', None, "text/html; charset=utf-8"))
    ['utf-8', 'koi8-r']
    """
    if charset and charset.strip():
        yield charset.strip()
    if content_type and (match := _HEADER_CHARSET.search(content_type)):
        yield match[1]
    head = _COMMENT.sub(b"", payload[:_PRESCANNED])
    for pattern in (_XML_ENCODING, _META_CHARSET):
        if found := pattern.search(head):
            yield found[1].decode("ascii", "replace")


def codec_of(label: str) -> str | None:
    """The Python codec that decodes what is labelled so, or None for a label of nothing.

    >>> codec_of("ISO-8859-1"), codec_of("x-sjis"), codec_of("base64")
    ('cp1252', 'cp932', None)
    """
    try:
        name = codecs.lookup(_ALIASES.get(label.strip().lower(), label.strip())).name
        b"a".decode(name)
    except (LookupError, ValueError):  # base64 and the like are codecs, but not of text
        return None
    return _SUPERSETS.get(name, name)
