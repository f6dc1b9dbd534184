"""Read annotated pages, as HTML and as plain text, with their right metadata and whether their text has it.

The folder has `metadata/dev.jsonl.xz` and `metadata/dev_text.jsonl.xz`: one page per line with `id`, `domain`,
`corpus`, `html` (or `html_ref`, the id of a page in `html/wcxb_dev/pages.jsonl.xz`) or `text`, `url`, `gold` and
`in_text`; and `metadata/gold_flags.json`, the ids whose date is doubtful. More texts, of which only title and site
are known, are in `text/SET.RENDERING.jsonl.xz`, with `id`, `url`, `group` (what the site is called), `title` and `lines`.
"""

from __future__ import annotations

import json
import lzma
import re
import unicodedata
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

from corpusclean.infer.recognition.addresses import registered_domain
from corpusclean.mark.context_rules import context_rule_marks
from corpusclean.mark.duplicates import duplicate_marks
from corpusclean.mark.line_model import mark_lines
from corpusclean.mark.line_network import Network
from corpusclean.mark.rules import rule_marks
from corpusclean.mark.structure import structure_marks
from corpusclean.models.metadata import Mode
from corpusclean.page import Page
from corpusclean.recipe import Recipe
from corpusclean.segment.html import segment_html
from corpusclean.segment.text import segment_text
from corpusclean.training.line_data import fold_of

FILES = {"html": "metadata/dev.jsonl.xz", "text": "metadata/dev_text.jsonl.xz"}
_PAGES = "html/wcxb_dev/pages.jsonl.xz"
FLAGS = "metadata/gold_flags.json"
_SETS, _RENDERINGS = ("fundus", "wcxb_dev"), ("bs4", "inscriptis", "resmain", "wet")
_RENDERED = 0.5  # of the weight of a page; 1 makes titles out of fold no better, and 0 makes them worse
# Corpora in which an empty field means that the page does not have it; in others it may not have been annotated.
_TELLING_NONE = {"date": ("traf", "hd_mc"), "authors": ("traf",)}
_MAX_CHARS = 2_000_000  # of a page; three of the set are longer


@dataclass(frozen=True, slots=True)
class AnnotatedPage:
    """A page with its right metadata.

    Args:
        id: id of its row.
        page: the page, with the marks that it has before metadata is inferred.
        site: its site; all pages of one site are in one fold.
        gold: field → right value; without fields that were not annotated.
        in_text: field → whether the text has the value.
        weight: its weight when models are fitted.
    """

    id: str
    page: Page
    site: str
    gold: dict[str, Any]
    in_text: dict[str, Any]
    weight: float = 1.0

    def holds(self, field: str) -> bool:
        """Whether the text has the right value of a field (or one of several names)."""
        flag = self.in_text.get(field)
        return any(flag) if isinstance(flag, list) else bool(flag)


def read_pages(data: Path, mode: Mode, networks: Sequence[Network] = ()) -> Iterator[AnnotatedPage]:
    """Read the annotated pages.

    Args:
        data: the folder.
        mode: "html" for pages with their URLs, "text" for plain text.
        networks: networks of the line model, one per fold, to set `Page.roles` of plain text; none leaves it empty.
    """
    groups = {row["url"]: row["group"] for row in _rendered_rows(data, _RENDERINGS[0])} if networks else {}
    flagged = set(json.loads((data / FLAGS).read_text("utf-8")))
    markup = {row["id"]: row["html"] for row in _rows(data / _PAGES)} if mode == "html" else {}
    for row in _rows(data / FILES[mode]):
        gold = {field: value for field, value in row["gold"].items() if value}
        if row["id"] in flagged:
            gold.pop("date", None)
        else:
            for field, corpora in _TELLING_NONE.items():
                if row["corpus"] in corpora:
                    gold.setdefault(field, None)
        if mode == "html":
            page = segment_html(row.get("html") or markup[row["html_ref"]], row["url"] or "")
        else:
            page = segment_text(row["text"])
        site = row.get("domain") or row["id"]
        if page.text.strip() and len(page.text) <= _MAX_CHARS:
            _mark(page)
            if networks:
                mark_lines([page], networks[fold_of(groups.get(row["url"], site))])
            page.html = ""
            in_text = row["in_text"] if mode == "text" else dict.fromkeys(gold, True)
            yield AnnotatedPage(row["id"], page, site, gold, in_text)


def read_renderings(data: Path, networks: Sequence[Network] = ()) -> Iterator[AnnotatedPage]:
    """Read more texts, each page in one rendering; their titles and sites are known, and nothing else.

    Args:
        data: the folder.
        networks: as in `read_pages`.
    """
    for number, rendering in enumerate(_RENDERINGS):
        for row in _rendered_rows(data, rendering):
            chosen = zlib.crc32(row["url"].encode()) % len(_RENDERINGS) == number
            text = "\n".join(row["lines"]) if chosen and row["title"] else ""
            if text.strip() and len(text) <= _MAX_CHARS:
                page, name_of_site = segment_text(text), row["group"]
                _mark(page)
                if networks:
                    mark_lines([page], networks[fold_of(name_of_site)])
                gold = {"title": row["title"], "site_aliases": [name_of_site, name_of_site.split(".")[0]]}
                # As annotated pages name it, since the same page may be one of them; a group may be called otherwise.
                site = name_of_site if "." in name_of_site else registered_domain(row["url"]) or name_of_site
                yield AnnotatedPage(row["id"], page, site, gold, {}, _RENDERED)


def _rendered_rows(data: Path, rendering: str) -> Iterator[dict[str, Any]]:
    for name in _SETS:
        yield from _rows(data / _rendered(name, rendering))


def _rendered(name: str, rendering: str) -> str:
    return f"text/{name}.{rendering}.jsonl.xz"


def data_files(data: Path) -> list[Path]:
    """Return the files that pages are read from."""
    rendered = [_rendered(*pair) for pair in product(_SETS, _RENDERINGS)]
    return [data / name for name in (*FILES.values(), _PAGES, FLAGS, *rendered)]


def is_right(field: str, value: str, gold: Any) -> bool:
    """Whether a value of a field is right; authors may be some of the right ones.

    >>> is_right("title", "Rain, again", "RAIN AGAIN"), is_right("authors", "Ann Oak", ["Ann Oak", "Bo Elm"])
    (True, True)
    """
    return bool(gold) and _MATCHES[field](value, gold)


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _mark(page: Page) -> None:
    for vote in (rule_marks, structure_marks, context_rule_marks, duplicate_marks):
        page.marks += vote([page], Recipe())[0]


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text)
    return re.sub(r"[\W_]+", "", "".join(c for c in plain if not unicodedata.combining(c))).casefold()


def _same_people(value: str, gold: Sequence[str]) -> bool:
    return {_folded(name) for name in value.split("; ")} <= {_folded(name) for name in gold}


def _same_outlet(value: str, gold: Sequence[str]) -> bool:
    name = _folded(value.removeprefix("www."))
    return any(
        name == alias or (min(len(name), len(alias)) >= 4 and (name in alias or alias in name))
        for alias in map(_folded, gold)
    )


_MATCHES: dict[str, Callable[[str, Any], bool]] = {
    "title": lambda value, gold: _folded(value) == _folded(gold),
    "date": lambda value, gold: bool(value == gold),
    "authors": _same_people,
    "site_aliases": _same_outlet,
}
