"""Decode documents in two charsets, UTF-8 and a legacy one, line by line.

Such documents come from templates, mail archives and copied passages. Most libraries decode them in one charset, and
garble the other lines.
"""

from __future__ import annotations

import re

from corpusclean.decoding.decoded import Decoded
from corpusclean.decoding.detector import Verdict, detect
from corpusclean.decoding.sample import ASCII
from corpusclean.models.charsets import unencodable_bits, weigh

_CUT_SEQUENCE = re.compile(rb"(?:[\xc2-\xf4]|[\xe0-\xf4][\x80-\xbf]|[\xf0-\xf4][\x80-\xbf]{2})\Z")
_STRAY = re.compile("[\udc80-\udcff]")
_STRAY_CODEC = "cp1252"
# A line is UTF-8 if at least this part of its non-ASCII bytes belongs to UTF-8 characters; the rest are stray bytes.
_NEARLY = 0.6
# Cost in bits of a character that the other charset of the document does not have, and of each byte of its line.
_SEQUENCE_BITS = 16.0
_ASCII_BITS = 1.0
_FOREIGN_LETTERS = 4  # fewer such characters may occur by chance


def decode_lines(payload: bytes, labels: tuple[str, ...]) -> Decoded | None:
    """Decode a document of which some lines are UTF-8.

    Args:
        payload: bytes that are not UTF-8 as a whole.
        labels: the declared labels.

    Returns:
        The text and its charset, or None if no line is UTF-8 with non-ASCII characters.
    """
    cut = _CUT_SEQUENCE.search(payload, len(payload) - 3)
    whole = payload[: cut.start()] if cut else payload
    if whole.decode("utf-8", "ignore").isascii():
        return _cut_only(whole, payload, labels)
    lines = whole.split(b"\n")
    counts = [0 if line.isascii() else _sequences(line) for line in lines]
    if not any(counts):
        return None
    others = [line for line, count in zip(lines, counts, strict=True) if not count and not line.isascii()]
    verdict = Verdict(_STRAY_CODEC, "fallback", 0.0)
    if others:
        unicode_text = "".join(
            line.decode("utf-8", "ignore") for line, count in zip(lines, counts, strict=True) if count
        )
        verdict = detect(b"\n".join(others), labels, unencodable_bits(unicode_text))
        if sum(counts) < _NEARLY * sum(map(_high_bytes, others)):
            counts = [
                count if count and _is_credible(line, count, verdict.codec) else 0
                for line, count in zip(lines, counts, strict=True)
            ]
        if not any(counts):
            return None
    return _joined(lines, counts, verdict, payload[len(whole) :], labels)


def _sequences(line: bytes) -> int:
    """Count the non-ASCII characters of a line that is UTF-8, maybe with stray bytes; 0 if it is not."""
    text = line.decode("utf-8", "ignore")
    high = _high_bytes(line)
    ascii_bytes = len(line) - high
    return len(text) - ascii_bytes if len(text.encode()) - ascii_bytes > _NEARLY * high else 0


def _high_bytes(line: bytes) -> int:
    return len(line.translate(None, ASCII))


def _cut_only(whole: bytes, payload: bytes, labels: tuple[str, ...]) -> Decoded | None:
    """Decode ASCII that was cut off within a UTF-8 character, if at least two of its bytes are left."""
    lost = len(payload) - len(whole)
    if lost < 2 or not whole.isascii():
        return None
    return Decoded(whole.decode() + "\ufffd" * lost, "utf-8", "utf-8", 0.5, labels, lost)


def _is_credible(line: bytes, count: int, codec: str) -> bool:
    """Whether a line is more probable as UTF-8 than in the other charset of its document."""
    as_legacy = weigh(line).get(codec, 0.0)
    try:
        text = line.decode()
    except UnicodeDecodeError:
        return False
    try:
        return weigh(text.encode(codec)).get(codec, float("inf")) < as_legacy
    except UnicodeEncodeError:
        is_likely = count >= _FOREIGN_LETTERS or not any(c > "\x7f" and c.isalpha() for c in text)
        return is_likely and _SEQUENCE_BITS * count + _ASCII_BITS * len(line) < as_legacy


def _joined(
    lines: list[bytes], counts: list[int], legacy: Verdict, cut: bytes, labels: tuple[str, ...]
) -> Decoded:
    """Decode each line in its charset; the charset of most non-ASCII bytes becomes that of the document."""
    texts: list[str] = []
    charsets: list[tuple[int, str]] = []
    replaced = inside = outside = 0
    for number, (line, count) in enumerate(zip(lines, counts, strict=True)):
        if count:
            inside += _high_bytes(line)
            text, lost = _with_stray_bytes(line)
            charsets.append((number, "utf-8"))
            if text.encode() != line:
                charsets.append((number, _STRAY_CODEC))
        else:
            outside += _high_bytes(line)
            text = line.decode(legacy.codec, "replace")
            lost = text.count("\ufffd")
            if not line.isascii():
                charsets.append((number, legacy.codec))
        texts.append(text)
        replaced += lost
    share = inside / (inside + outside)
    verdict = Verdict("utf-8", "utf-8", share) if share > 0.5 else legacy
    tail = "\ufffd" * len(cut) if share > 0.5 else cut.decode(legacy.codec, "replace")
    return Decoded(
        "\n".join(texts) + tail,
        verdict.codec,
        verdict.decided_by,
        round(verdict.confidence, 4),
        labels,
        replaced + tail.count("\ufffd"),
        tuple((number, charset) for number, charset in charsets if charset != verdict.codec),
    )


def _with_stray_bytes(line: bytes) -> tuple[str, int]:
    """Decode UTF-8 with stray bytes in `_STRAY_CODEC`; also return the number of bytes that became U+FFFD."""
    try:
        return line.decode(), 0
    except UnicodeDecodeError:
        pass
    replaced = 0

    def stray(match: re.Match[str]) -> str:
        nonlocal replaced
        try:
            return bytes([ord(match[0]) - 0xDC00]).decode(_STRAY_CODEC)
        except UnicodeDecodeError:
            replaced += 1
            return "\ufffd"

    return _STRAY.sub(stray, line.decode("utf-8", "surrogateescape")), replaced
