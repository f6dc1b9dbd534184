"""`decode`: the order in which charsets are tried.

The order: byte order mark, UTF-16 or UTF-32 without one, escape sequences (ISO-2022), valid UTF-8, CESU-8, UTF-8 in
some of the lines, and last the legacy charset that makes the text most probable. Declared labels are only evidence for
the last; they never overrule a byte order mark or valid UTF-8.
"""

from __future__ import annotations

import codecs
import re

from corpusclean.decoding.declarations import declared_labels
from corpusclean.decoding.decoded import Decoded
from corpusclean.decoding.detector import detect
from corpusclean.decoding.labels import codec_of
from corpusclean.decoding.lines import decode_lines
from corpusclean.decoding.wide import wide_codec
from corpusclean.errors import UsageError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ESCAPES = re.compile(rb"\x1b\$|\x1b\([BIJ]")  # the escape sequences by which ISO-2022 switches charsets
_ESCAPED_CODECS = ("iso2022_jp", "iso2022_kr", "iso2022_jp_ext")


def decode(payload: bytes, *, charset: str | None = None, content_type: str | None = None) -> Decoded:
    r"""Decode the bytes of a document; any bytes give some text.

    Args:
        payload: the bytes of an HTML or plain-text document.
        charset: the charset that the caller assumes; only evidence, since such labels are often wrong.
        content_type: a Content-Type header; its charset parameter is used like `charset`.

    Returns:
        The text, its charset and how that was found.

    Raises:
        UsageError: if an argument has a wrong type.

    >>> decode("Übergröße".encode("cp1252"), charset="iso-8859-1").text
    'Übergröße'
    >>> decode(b"caf\xc3\xa9").decided_by
    'utf-8'
    """
    if not isinstance(payload, bytes):
        raise UsageError(f"decode: payload is a {type(payload).__name__}. Do: give bytes.")
    for name, value in (("charset", charset), ("content_type", content_type)):
        if not isinstance(value, str | None):
            raise UsageError(f"decode: {name} is {value!r}, a {type(value).__name__}. Do: give a str.")
    labels = tuple(declared_labels(payload, charset, content_type))
    for mark, name in _BOMS:
        if payload.startswith(mark):
            return _decoded(payload[len(mark) :], name, "bom", 1.0, labels)
    if codec := wide_codec(payload) or _escaped(payload, labels):
        return _decoded(payload, codec, "detector", 0.9, labels)
    try:
        return Decoded(_utf_8(payload), "utf-8", "utf-8", 1.0, labels)
    except UnicodeDecodeError:
        pass
    if decoded := decode_lines(payload, labels):
        return decoded
    verdict = detect(payload, labels)
    return _decoded(payload, verdict.codec, verdict.decided_by, verdict.confidence, labels)


def _utf_8(payload: bytes) -> str:
    """Decode UTF-8 or CESU-8, which encodes each half of a surrogate pair by itself, as old databases and Java do.

    Raises:
        UnicodeDecodeError: if the bytes are neither (Unicode Technical Report 26); nor may a half stand alone.
    """
    try:
        return payload.decode()
    except UnicodeDecodeError:
        return (
            payload.decode("utf-8", "surrogatepass").encode("utf-16-le", "surrogatepass").decode("utf-16-le")
        )


def _escaped(payload: bytes, labels: tuple[str, ...]) -> str | None:
    """Find the codec of bytes that switch charsets by escape sequences; HZ only if declared, since "~{" may be text."""
    names = _ESCAPED_CODECS if b"\x1b" in payload and _ESCAPES.search(payload) else ()
    if any(codec_of(label) == "hz" for label in labels):
        names = (*names, "hz")
    for name in names:
        try:
            payload.decode(name)
        except UnicodeDecodeError:
            continue
        return name
    return None


def _decoded(
    payload: bytes, codec: str, decided_by: str, confidence: float, labels: tuple[str, ...]
) -> Decoded:
    text = payload.decode(codec, "replace")
    replaced = text.count("\ufffd")
    if replaced:
        replaced -= payload.decode(codec, "ignore").count("\ufffd")
    return Decoded(text, codec, decided_by, round(confidence, 4), labels, replaced)
