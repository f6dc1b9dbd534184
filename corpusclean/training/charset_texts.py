"""Extract the training texts of the charset model from the translations in Debian packages.

`python -m corpusclean.training.charset_texts ROOT TEXTS` reads the message catalogues and manual pages below ROOT,
into which packages were unpacked with `dpkg-deb -x`, and writes TEXTS/<language>.txt for `training.charsets`. The
card of the model names the packages.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import re
import struct
from collections.abc import Iterable, Iterator
from pathlib import Path

from corpusclean.models.charsets import model_languages

# Locales of the languages whose name is not that of their only locale. English is the source of all translations.
_LOCALES = {
    "pt": ("pt", "pt_BR"),
    "ro-comma": ("ro",),
    "sr-latn": ("sr@latin",),
    "vi-nfc": ("vi",),
    "zh-cn": ("zh_CN",),
    "zh-tw": ("zh_HK", "zh_TW"),
}
_SOURCE, _SOURCE_OF = "en", "de"
_CHARACTERS = 1_500_000  # characters per locale; more changes little
_LITTLE_ENDIAN = 0x950412DE
_MARKUP = re.compile(r"<[^<>]*>|%[-+ #0-9.*$l]*[a-zA-Z%]|\$\{?\w+\}?|&\w+;|\\n")
_ACCELERATOR = re.compile(r"(?<=\w)_(?=\w)|(?<!\w)_(?=\w)|&(?=\w)")
_ROFF = re.compile(r"\\f.|\\&|\\\(..|\\\[[^\]]*\]|^\.\w+ ?|\\")
_ROFF_COMMENTS = ('.\\"', "'\\\"")
_LEAST_OF_MESSAGE, _LEAST_OF_MANUAL = 3, 20  # minimal characters of a line


def write_texts(root: Path, texts: Path) -> None:
    """Write the training texts of each language of the model.

    Args:
        root: folder with `usr/share/locale` and `usr/share/man`.
        texts: folder for the text files.
    """
    texts.mkdir(parents=True, exist_ok=True)
    for language in model_languages():
        if language == _SOURCE:
            lines = _sampled(_message_lines(root, _SOURCE_OF, translated=False))
        else:
            lines = [
                line for locale in _LOCALES.get(language, (language,)) for line in _of_locale(root, locale)
            ]
        if lines:
            (texts / f"{language}.txt").write_text("\n".join(lines) + "\n", "utf-8")


def _of_locale(root: Path, locale: str) -> list[str]:
    return _sampled({*_message_lines(root, locale, translated=True), *_manual_lines(root, locale)})


def _sampled(lines: Iterable[str]) -> list[str]:
    """Return distinct lines in a pseudo-random order, up to `_CHARACTERS`."""
    kept = []
    left = _CHARACTERS
    for line in sorted(set(lines), key=lambda line: hashlib.sha256(line.encode()).digest()):
        if left <= 0:
            break
        kept.append(line)
        left -= len(line)
    return kept


def _message_lines(root: Path, locale: str, *, translated: bool) -> Iterator[str]:
    for file in sorted(root.glob(f"usr/share/locale/{locale}/LC_MESSAGES/*.mo")):
        for message, translation in _messages(file.read_bytes()):
            if message and translation != message:
                text = translation if translated else message.rpartition("\x04")[2]
                for line in _ACCELERATOR.sub("", _MARKUP.sub(" ", text)).split("\n"):
                    clean = " ".join(line.split())
                    if len(clean) >= _LEAST_OF_MESSAGE:
                        yield clean


def _messages(catalogue: bytes) -> Iterator[tuple[str, str]]:
    """Yield (message, translation) of a catalogue, plural forms as lines (GNU gettext manual, 10.3)."""
    order = "<" if struct.unpack_from("<I", catalogue)[0] == _LITTLE_ENDIAN else ">"
    count, messages, translations = struct.unpack_from(f"{order}3I", catalogue, 8)
    for number in range(count):
        pair = []
        for table in (messages, translations):
            length, start = struct.unpack_from(f"{order}2I", catalogue, table + 8 * number)
            pair.append(catalogue[start : start + length].decode("utf-8", "ignore").replace("\0", "\n"))
        yield pair[0], pair[1]


def _manual_lines(root: Path, locale: str) -> Iterator[str]:
    for file in sorted(root.glob(f"usr/share/man/{locale}/man*/*.gz")):
        for line in gzip.decompress(file.read_bytes()).decode("utf-8", "ignore").split("\n"):
            if not line.startswith(_ROFF_COMMENTS):
                clean = " ".join(_ROFF.sub("", line).split())
                if len(clean) >= _LEAST_OF_MANUAL:
                    yield clean


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("root", type=Path, help="folder of unpacked packages")
    parser.add_argument("texts", type=Path, help="folder to write to")
    write_texts(**vars(parser.parse_args()))
