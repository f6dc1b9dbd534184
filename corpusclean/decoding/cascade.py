"""The order in which charsets are tried.

Byte order mark, UTF-16 without one, escape sequences, valid UTF-8, UTF-8 made of UTF-16 (CESU-8), UTF-8 in parts,
then the legacy charset in which the text is the most probable, with the declared labels as evidence. Only a mark
and UTF-8 prove themselves; no label ever changes them.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from corpusclean.decoding.declarations import declared_labels
from corpusclean.decoding.detector import detect
from corpusclean.decoding.labels import codec_of
from corpusclean.decoding.lines import read_lines
from corpusclean.decoding.wide import wide_codec
from corpusclean.document import Charset
from corpusclean.errors import UsageError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ESCAPES = re.compile(rb"\x1b\$|\x1b\([BIJ]")  # ISO-2022 announces each charset so
_ESCAPED_CODECS = ("iso2022_jp", "iso2022_kr", "iso2022_jp_ext")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, and how it came to be.

    Args:
        text: the decoded text; U+FFFD where no character stands for a byte.
        charset: Python codec name; of a document in two charsets, the one of most of its non-ASCII bytes.
        decided_by: "bom", "utf-8", "declared", "detector" or "fallback".
        confidence: 0..1.
        labels: the declared labels, in order of trust.
        replaced: number of bytes that became U+FFFD.
        other_lines: the lines, from 0, with bytes in another charset, and which.
    """

    text: str
    charset: str
    decided_by: str
    confidence: float
    labels: tuple[str, ...] = ()
    replaced: int = 0
    other_lines: tuple[tuple[int, str], ...] = ()

    def provenance(self) -> Charset:
        """The same without the text."""
        return Charset(
            self.charset, self.decided_by, self.confidence, self.labels, self.replaced, self.other_lines
        )


def decode(payload: bytes, *, charset: str | None = None, content_type: str | None = None) -> Decoded:
    r"""Decode the bytes of a document; no bytes make it fail.

    Args:
        payload: the bytes; HTML or plain text.
        charset: what the outside says that they are.
        content_type: a Content-Type header; its charset parameter counts like `charset`.

    Returns:
        The text and who decided the charset.

    Raises:
        UsageError: if the payload is not bytes.

    >>> decode("Übergröße".encode("cp1252"), charset="iso-8859-1").text
    'Übergröße'
    >>> decode(b"caf\xc3\xa9").decided_by
    'utf-8'
    """
    if not isinstance(payload, bytes | bytearray):
        raise UsageError(f"decode: payload is a {type(payload).__name__}. Do: give bytes.")
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
    if read := read_lines(payload, labels):
        verdict = read.verdict
        return Decoded(
            read.text,
            verdict.codec,
            verdict.decided_by,
            round(verdict.confidence, 4),
            labels,
            read.replaced,
            read.other_lines,
        )
    verdict = detect(payload, labels)
    return _decoded(payload, verdict.codec, verdict.decided_by, verdict.confidence, labels)


def _utf_8(payload: bytes) -> str:
    """Decode UTF-8, also where each half of a surrogate pair was encoded by itself, as old databases and Java do.

    Raises:
        UnicodeDecodeError: if it is neither that (CESU-8, Unicode Technical Report 26) nor UTF-8; half a pair is not.
    """
    try:
        return payload.decode()
    except UnicodeDecodeError:
        return (
            payload.decode("utf-8", "surrogatepass").encode("utf-16-le", "surrogatepass").decode("utf-16-le")
        )


def _escaped(payload: bytes, labels: tuple[str, ...]) -> str | None:
    """The codec of bytes that switch charsets by escape sequences; HZ only if declared: its marks may be plain text."""
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
