"""Bytes into text: which charset, and who decided it.

The order is: byte order mark, valid UTF-8, nearly valid UTF-8, then a detector that looks at the visible
lines with non-ASCII bytes, with the declared labels as a tie-break. Labels come last because they lie: with a
wrong `<meta>` the peers that trust it decode 55-68 % of legacy pages, with the detector first it is 95 %.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpusclean.document import Charset

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
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
_BINARY_SIGNATURES = (
    (b"\x89PNG\r\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive"),
    (b"\x1f\x8b", "gzip data"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\x00", "a database"),
    (b"PAR1", "a Parquet file"),
)
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_BINARY_SHARE = 0.1  # of control bytes: random bytes have .12, the densest text of our samples .01
_SNIFFED = 8_192  # bytes looked at to tell binary data and UTF-16
_META_CHARSET = re.compile(rb"""<meta\b[^>]{0,500}?charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"""^\s*<\?xml\b[^>]{0,200}?encoding\s*=\s*["']([\w.:-]+)""", re.IGNORECASE)
_HEADER_CHARSET = re.compile(r"""charset\s*=\s*["']?([\w.:-]+)""", re.IGNORECASE)
_HIGH = re.compile(rb"[\x80-\xff]+")
_SEQUENCE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)  # one non-ASCII character of UTF-8
_MARKUP = re.compile(
    rb"<script\b.*?</script|<style\b.*?</style|<!--.*?-->|<[^<>]*>", re.DOTALL | re.IGNORECASE
)
_STRAY = re.compile("[\udc80-\udcff]")
_DETECTOR_BYTES = 20_000  # more than this changes no verdict and costs time
_TRUSTED_RATIO = {"cp1252": 0.9}  # everything decodes as cp1252, so its label must nearly tie to count
_OTHER_RATIO = 0.6
_MEANINGLESS = 0.15  # a detector that is less sure than this knows nothing


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, and how it came to be.

    Args:
        text: the decoded text; U+FFFD where no character stands for a byte.
        charset: Python codec name.
        decided_by: "bom", "utf-8", "declared", "detector" or "fallback".
        confidence: 0..1.
        labels: the declared labels, in order of trust.
        replaced: number of bytes that became U+FFFD.
    """

    text: str
    charset: str
    decided_by: str
    confidence: float
    labels: tuple[str, ...] = ()
    replaced: int = 0

    def provenance(self) -> Charset:
        """The same without the text."""
        return Charset(self.charset, self.decided_by, self.confidence, self.labels, self.replaced)


def decode(payload: bytes, *, charset: str | None = None, content_type: str | None = None) -> Decoded:
    r"""Decode the bytes of a document; never fails.

    Args:
        payload: the bytes; HTML or plain text.
        charset: what the outside says that they are.
        content_type: a Content-Type header; its charset parameter counts like `charset`.

    Returns:
        The text and who decided the charset.

    >>> decode("Übergröße".encode("cp1252"), charset="iso-8859-1").text
    'Übergröße'
    >>> decode(b"caf\xc3\xa9").decided_by
    'utf-8'
    """
    labels = tuple(_labels(payload, charset, content_type))
    for mark, name in _BOMS:
        if payload.startswith(mark):
            return _decoded(payload[len(mark) :], name, "bom", 1.0, labels)
    if wide := _wide(payload):
        return _decoded(payload, wide, "detector", 0.9, labels)
    try:
        return Decoded(payload.decode(), "utf-8", "utf-8", 1.0, labels)
    except UnicodeDecodeError:
        pass
    if nearly := _nearly_utf8(payload, labels):
        return nearly
    return _detect(payload, labels)


def binary_kind(payload: bytes) -> str | None:
    r"""Say what a payload is if it is no text at all.

    Args:
        payload: the bytes of a document.

    Returns:
        A description such as "a PNG image", or None for text.

    >>> binary_kind(b"%PDF-1.7 ...")
    'a PDF document'
    """
    for signature, kind in _BINARY_SIGNATURES:
        if payload.startswith(signature):
            return kind
    head = payload[:_SNIFFED]
    if not head or head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or _wide(head):
        return None
    share = len(_CONTROLS.findall(head)) / len(head)
    return f"binary data ({share:.0%} control bytes)" if share > _BINARY_SHARE else None


def _labels(payload: bytes, charset: str | None, content_type: str | None) -> Iterator[str]:
    """The declared labels: caller, header, then what the document itself says (HTML Standard, 13.2.3)."""
    if charset:
        yield charset.strip()
    if content_type and (match := _HEADER_CHARSET.search(content_type)):
        yield match[1]
    head = payload[:4096]
    for pattern in (_XML_ENCODING, _META_CHARSET):
        if found := pattern.search(head):
            yield found[1].decode("ascii", "replace")


def _codec(label: str) -> str | None:
    try:
        name = codecs.lookup(label).name
    except (LookupError, ValueError):
        return None
    try:
        b"a".decode(name)
    except (LookupError, UnicodeError):  # base64 and the like are codecs, but not of text
        return None
    return _SUPERSETS.get(name, name)


def _decoded(
    payload: bytes, codec: str, decided_by: str, confidence: float, labels: tuple[str, ...]
) -> Decoded:
    text = payload.decode(codec, "replace")
    replaced = text.count("\ufffd")
    if replaced:
        replaced -= payload.decode(codec, "ignore").count("\ufffd")
    return Decoded(text, codec, decided_by, round(confidence, 4), labels, replaced)


def _wide(payload: bytes) -> str | None:
    """UTF-16 without a mark, by where the NULs of its ASCII characters stand."""
    head = payload[:_SNIFFED]
    pairs = len(head) // 2
    if pairs < 4 or b"\0" not in head:
        return None
    even, odd = head[::2].count(0) / pairs, head[1::2].count(0) / pairs
    if odd > 0.3 and even < 0.05:
        name, characters = "utf-16-le", head[::2]
    elif even > 0.3 and odd < 0.05:
        name, characters = "utf-16-be", head[1::2]
    else:
        return None
    return name if len(_CONTROLS.findall(characters)) <= _BINARY_SHARE * pairs else None


def _nearly_utf8(payload: bytes, labels: tuple[str, ...]) -> Decoded | None:
    """UTF-8 with a few stray bytes, which are mapped as cp1252 where that is a printable character."""
    high = sum(map(len, _HIGH.findall(payload)))
    sequences = _SEQUENCE.findall(payload)
    inside = sum(map(len, sequences))
    if len(sequences) < 2 or inside <= 0.6 * high:
        return None
    replaced = 0

    def stray(match: re.Match[str]) -> str:
        nonlocal replaced
        byte = bytes([ord(match[0]) - 0xDC00])
        try:
            return byte.decode("cp1252")
        except UnicodeDecodeError:
            replaced += 1
            return "\ufffd"

    text = _STRAY.sub(stray, payload.decode("utf-8", "surrogateescape"))
    return Decoded(text, "utf-8", "utf-8", round(inside / high, 4), labels, replaced)


def _detect(payload: bytes, labels: tuple[str, ...]) -> Decoded:
    """Ask the detector about the visible lines with high bytes; a label counts when it nearly ties."""
    import chardet

    focus = _visible_high_lines(payload)
    # The raw names: renaming ISO-8859-2 to windows-1250 and the like would change the text.
    guesses = chardet.detect_all(focus, ignore_threshold=True, prefer_superset=False, compat_names=False)
    ranked: dict[str, float] = {}
    for guess in guesses:
        name = guess["encoding"] and _codec(guess["encoding"])
        if name and name != "utf-8":
            ranked.setdefault(name, float(guess["confidence"]))
    top, sure = next(iter(ranked.items()), ("cp1252", 0.0))
    for label in labels:
        codec = _codec(label)
        if codec is None or codec == "utf-8" or not _plausible(focus, codec):
            continue
        ratio = _TRUSTED_RATIO.get(codec, _OTHER_RATIO)
        same = _plausible(focus, top) and focus.decode(codec) == focus.decode(top, "replace")
        if same or ranked.get(codec, 0.0) >= ratio * sure or sure < _MEANINGLESS:
            return _decoded(payload, codec, "declared", max(sure, ranked.get(codec, 0.0)), labels)
    decided_by = "detector" if sure else "fallback"
    return _decoded(payload, top, decided_by, sure, labels)


def _visible_high_lines(payload: bytes) -> bytes:
    text = _MARKUP.sub(b"\n", payload) if b"<" in payload else payload
    return b"\n".join(line for line in text.split(b"\n") if _HIGH.search(line))[:_DETECTOR_BYTES] or payload


def _plausible(focus: bytes, codec: str) -> bool:
    """Whether bytes decode strictly and without C1 controls, which no page means to show."""
    try:
        return not re.search("[\x80-\x9f]", focus.decode(codec))
    except UnicodeDecodeError:
        return False
