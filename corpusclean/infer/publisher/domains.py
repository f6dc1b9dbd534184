"""Find the domains in the text of a page: in URLs, e-mail addresses and by themselves."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from corpusclean.infer.publisher.mentions import Mention
from corpusclean.infer.recognition.addresses import registered_domain
from corpusclean.lexicons import load_lexicon

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpusclean.infer.reading import Reading

# Domains are found by their last dot and matched leftwards in a window, so the work is linear in the number of dots.
_DOT = re.compile(r"\.(?<=[\w-]\.)([A-Za-z]{2,12})(?![\w@(-]|\.\w)")
_BEFORE_DOT = re.compile(r"(@|://)?(?<![\w.-])((?:[A-Za-z0-9-]{1,63}\.){0,2}[A-Za-z0-9-]{1,63})\Z")
_ADDRESS_WINDOW = 80
# For words that only their dot marks as a domain: the first are endings of file names and code, and of the longer
# top-level domains only those that are usual for outlets count.
_CODE_ENDINGS = frozenset("cc id md pl ps py rs sh so".split())
_LONG_ENDINGS = frozenset(
    "app biz blog com dev edu gov info int media mil net news online org press radio tv".split()
)


def find_domains(reading: Reading) -> Iterator[Mention]:
    """Yield the registered domain of each URL, e-mail address and domain in the text; no shared domains."""
    text = reading.visible.joined
    for position, dots in groupby(_DOT.finditer(text), lambda dot: reading.visible.position(dot.start())):
        line, begin = reading.visible.lines[position], reading.visible.starts[position]
        if line.is_prose and "@" not in line.text and "www" not in line.text:
            continue
        for dot in dots:
            match = _BEFORE_DOT.search(text, max(begin, dot.start() - _ADDRESS_WINDOW), dot.start())
            written = match is not None and bool(match[1] or match[2].casefold().startswith("www."))
            if match is None or not (written or match[1] or _ends_address(dot[1].lower())):
                continue
            domain = registered_domain(f"{match[2]}{dot[0]}".casefold())
            if domain and domain not in load_lexicon("shared_domains"):
                kind = "e-mail" if match[1] == "@" else "address" if written else "domain"
                moved = line.start - begin
                yield Mention(kind, domain, (match.start(2) + moved, dot.end() + moved))


def _ends_address(ending: str) -> bool:
    return ending in _LONG_ENDINGS or (len(ending) == 2 and ending not in _CODE_ENDINGS)
