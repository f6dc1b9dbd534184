"""Find the charset labels that a caller, an HTTP header and a document itself declare."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpusclean.decoding.labels import codec_of

# The HTML Standard prescans 1,024 bytes, but its parser also obeys a `<meta>` that comes later.
_PRESCANNED = 16_384
_UTF16_DECLARATIONS = {b"<\0?\0x\0": "utf-16-le", b"\0<\0?\0x": "utf-16-be"}
_MEANT = dict.fromkeys(
    "utf-16 utf-16le utf-16be unicode unicodefeff unicodefffe csunicode ucs-2 iso-10646-ucs-2".split(),
    "utf-8",
) | {"x-user-defined": "windows-1252"}
_XML_VALUE = re.compile(rb"""[\0- ]*=[\0- ]*(?:"([^"\0- ]*)"|'([^'\0- ]*)')""")
_HEADER_CHARSET = re.compile(r"""charset\s*=\s*["']?([\w.:-]+)""", re.IGNORECASE)
_ATTRIBUTE = (
    rb"[\t\n\f\r /]*([^\t\n\f\r />][^\t\n\f\r />=]*)(?:[\t\n\f\r ]*=[\t\n\f\r ]*"
    rb"""(?:"([^"]*)(?:"|\Z)|'([^']*)(?:'|\Z)|([^\t\n\f\r >"'][^\t\n\f\r >]*)|(?=>)|\Z))?"""
)
_ATTRIBUTES = re.compile(_ATTRIBUTE)
_TAG = re.compile(
    rb"<(?:(?P<comment>!--)|(?P<meta>meta)(?=[\t\n\f\r /])|/?[a-z][^\t\n\f\r >]*(?:%b)*|[/!?])" % _ATTRIBUTE,
    re.IGNORECASE,
)
_CONTENT_CHARSET = re.compile(
    rb"""charset[\t\n\f\r ]*=[\t\n\f\r ]*(?:"([^"]*)"|'([^']*)'|([^\t\n\f\r ;"'][^\t\n\f\r ;]*)?)"""
)


def declared_labels(payload: bytes, charset: str | None, content_type: str | None) -> Iterator[str]:
    """Yield the declared labels in the order of the HTML Standard, 13.2.3: caller, header, document.

    Args:
        payload: the bytes of a document.
        charset: label given by the caller.
        content_type: a Content-Type header.

    Yields:
        Labels as declared; those of the document in lower case.

    >>> list(declared_labels(b'<meta charset="koi8-r">', None, "text/html; charset=utf-8"))
    ['utf-8', 'koi8-r']
    """
    if charset and charset.strip():
        yield charset.strip()
    if content_type and (match := _HEADER_CHARSET.search(content_type)):
        yield match[1]
    if label := prescan(payload):
        yield label


def prescan(payload: bytes) -> str | None:
    """Find the charset label in a document, by the prescan of the HTML Standard (13.2.3.2), or the XML declaration.

    Args:
        payload: the bytes of a document.

    Returns:
        The label of the first `<meta>` that names a charset, else that of the XML declaration; a label that cannot be
        true is replaced as the standard says ("utf-16" by "utf-8").

    >>> prescan(b'<meta http-equiv=content-type content="text/html; charset=koi8-r">')
    'koi8-r'
    """
    head = payload[:_PRESCANNED]
    if declaration := _UTF16_DECLARATIONS.get(head[:6]):
        return declaration
    return _label_of_metas(head) or _label_of_xml(head)


def _label_of_metas(head: bytes) -> str | None:
    if b"charset" not in head.lower():
        return None
    position = 0
    while tag := _TAG.search(head, position):
        position = tag.end()
        if tag["comment"]:
            position = head.find(b"-->", tag.start() + 2)
        else:
            attributes, position = _attributes(head, position) if tag["meta"] else ({}, position)
            position = head.find(b">", position)
            if position >= 0 and (label := _label_of_meta(attributes)):
                return label
        if position < 0:
            break
    return None


def _attributes(head: bytes, position: int) -> tuple[dict[bytes, bytes], int]:
    """Return the attributes of a tag in lower case, the first of each name, and the end of the last."""
    attributes: dict[bytes, bytes] = {}
    while attribute := _ATTRIBUTES.match(head, position):
        position = attribute.end()
        name, *values = attribute.groups(b"")
        attributes.setdefault(name.lower(), b"".join(values).lower())
    return attributes, position


def _label_of_meta(attributes: dict[bytes, bytes]) -> str | None:
    """Return the label in `charset`, or in `content` beside `http-equiv=content-type`."""
    label = attributes.get(b"charset")
    if label is None and attributes.get(b"http-equiv") == b"content-type":
        found = _CONTENT_CHARSET.search(attributes.get(b"content", b""))
        label = b"".join(found.groups(b"")) if found else None
    return _meant(label) if label is not None else None


def _label_of_xml(head: bytes) -> str | None:
    if not head.startswith(b"<?xml"):
        return None
    value = _XML_VALUE.match(head.partition(b">")[0].partition(b"encoding")[2])
    return _meant(b"".join(value.groups(b""))) if value else None


def _meant(label: bytes) -> str | None:
    """Return the charset that a label stands for, or None; since we read the label as ASCII, it cannot be UTF-16."""
    name = label.strip().lower().decode("ascii", "replace")
    name = _MEANT.get(name, name)
    return name if codec_of(name) else None
