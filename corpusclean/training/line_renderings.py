"""Render HTML pages as plain text by eight scrapers, named as in `line_data`.

Needs, beside the library: resiliparse, inscriptis, beautifulsoup4, justext and readability-lxml.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial

_log = logging.getLogger(__name__)

JUSTEXT_LANGUAGES = {
    "ar": "Arabic", "bg": "Bulgarian", "da": "Danish", "de": "German", "en": "English", "es": "Spanish",
    "fa": "Persian", "fi": "Finnish", "fr": "French", "hu": "Hungarian", "hy": "Armenian", "it": "Italian",
    "ko": "Korean", "nl": "Dutch", "pl": "Polish", "pt": "Portuguese", "ru": "Russian", "sq": "Albanian",
    "sv": "Swedish", "tr": "Turkish", "vi": "Vietnamese",
}  # fmt: skip
"""ISO 639-1 → name of a stop word list of jusText; for other languages it judges lines by their length only."""

LENIENT = {"length_low": 30, "length_high": 100, "stopwords_low": 0.2, "stopwords_high": 0.25}
"""Thresholds of jusText, so low that some boilerplate is kept."""


def render(markup: str, language: str) -> dict[str, str]:
    """Render a page by all scrapers.

    Args:
        markup: the page.
        language: ISO 639-1.

    Returns:
        Name of the rendering → text, without the scrapers that fail on the page.
    """
    for name in ("readability", "trafilatura"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    texts = {}
    for name, scrape in (SCRAPERS | {"justext": partial(_justext, language=language)}).items():
        try:
            texts[name] = scrape(markup)
        except ImportError:
            raise
        except Exception as error:  # noqa: BLE001 - any markup can reach any bug of a scraper
            _log.info("no %s: %s", name, error)
    return texts


def second_opinion(markup: str) -> str:
    """Return the main text according to trafilatura."""
    import trafilatura

    return str(trafilatura.extract(markup, include_comments=False) or "")


def _resiliparse(markup: str, *, main_content: bool) -> str:
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.html import HTMLTree

    return str(extract_plain_text(HTMLTree.parse(markup), main_content=main_content, alt_texts=False))


def _inscriptis(markup: str) -> str:
    from inscriptis import get_text

    return str(get_text(markup))


def _beautiful_soup(markup: str) -> str:
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(markup, "lxml")
    for unseen in soup(["script", "style"]):
        unseen.extract()
    return _without_gaps(soup.get_text("\n"))


def _lxml(markup: str) -> str:
    from lxml import etree, html

    tree = html.document_fromstring(markup.encode(), parser=html.HTMLParser(encoding="utf-8"))
    etree.strip_elements(tree, "script", "style", "noscript", "svg", "template", "iframe", with_tail=False)
    body = tree.find("body")
    return _without_gaps((tree if body is None else body).text_content())


def _without_gaps(text: str) -> str:
    """Reduce runs of blank lines to one."""
    lines = text.split("\n")
    return "\n".join(
        line for line, before in zip(lines, ["", *lines], strict=False) if line.strip() or before.strip()
    )


def _justext(markup: str, language: str) -> str:
    import justext

    if language in JUSTEXT_LANGUAGES:
        paragraphs = justext.justext(markup, justext.get_stoplist(JUSTEXT_LANGUAGES[language]), **LENIENT)
    else:
        paragraphs = justext.justext(
            markup, frozenset(), **LENIENT | {"stopwords_low": 0, "stopwords_high": 0}
        )
    return "\n".join(paragraph.text for paragraph in paragraphs if not paragraph.is_boilerplate)


def _trafilatura(markup: str) -> str:
    import trafilatura

    return str(trafilatura.extract(markup, favor_recall=True, include_comments=True) or "")


def _readability(markup: str) -> str:
    from readability import Document

    return _resiliparse(Document(markup).summary(), main_content=False)


SCRAPERS: dict[str, Callable[[str], str]] = {
    "wet": partial(_resiliparse, main_content=False),
    "inscriptis": _inscriptis,
    "bs4": _beautiful_soup,
    "lxmltext": _lxml,
    "resmain": partial(_resiliparse, main_content=True),
    "trafrecall": _trafilatura,
    "readability": _readability,
}
"""The scrapers that do not need the language."""
