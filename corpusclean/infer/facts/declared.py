"""What a page declares of itself: in meta tags, JSON-LD, microdata and its URL."""

from __future__ import annotations

import html
import re
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from corpusclean.infer.facts.json_ld import item_types, read_items, strings
from corpusclean.infer.facts.microdata import main_item, nested_items
from corpusclean.infer.recognition.addresses import safe_url
from corpusclean.infer.recognition.machine_dates import read_moment
from corpusclean.lexicons import load_lexicon
from corpusclean.page import Head
from corpusclean.spelling import plain, squeezed

if TYPE_CHECKING:
    from corpusclean.infer.facts.microdata import Item
    from corpusclean.page import Page

# Values of a template that was not filled in.
_UNFILLED = re.compile(r"\{[{%]|\$\{|<%|%%|\A(?:%[\w-]+%|undefined|null|\[object object\])\Z", re.IGNORECASE)
_MAX_VALUE = 1_000  # longer values are no metadata
_SITE_METAS = ("og:site_name", "application-name", "al:android:app_name", "publisher", "dc.publisher")
_ARTICLES = re.compile(
    r"(?:Article|Posting|Report|Review|Recipe|HowTo|QAPage|Question|Episode|VideoObject|WebPage|Course|Analysis|Blog)\Z"
)
_MAX_ITEMS, _MAX_DAYS = 20, 200
# Properties of schema.org whose days are not those of a page, though they may be displayed where its date is.
_EVENT_DAYS = ("startDate", "endDate", "doorTime", "validThrough", "jobStartDate", "applicationDeadline")
_THREAD_TYPES = frozenset(("DiscussionForumPosting", "QAPage", "SocialMediaPosting"))
_THREAD_ADDRESS = re.compile(
    r"//(?:[\w-]+\.)?(?:forums?|community|discuss|boards?|users)\.|/(?:forums?|threads?|topic|questions|comments|t|viewtopic|showthread)(?:/|\.php)",
    re.IGNORECASE,
)


class Declared:
    """What the head and the URL of a page declare.

    Args:
        page: the page; it is read, not changed.

    Attributes:
        url: the caller's URL as given, or "".
        head: the head of the page; an empty one for plain text.
        meta: name → contents of the meta tags, as plain text; without placeholders of templates.
        title: the `<title>` as plain text, or "".
    """

    def __init__(self, page: Page) -> None:
        self.url = page.url
        self.head = page.head or Head()
        self.meta: dict[str, list[str]] = {}
        for name, content in self.head.meta:
            value = plain(html.unescape(content[:_MAX_VALUE]))
            if value and not _UNFILLED.search(value):
                self.meta.setdefault(name, []).append(value)
        self.title = plain(self.head.title[:_MAX_VALUE])

    @cached_property
    def json_ld(self) -> list[dict[str, Any]]:
        """The JSON-LD items of the page."""
        return read_items(self.head.json_ld)

    @cached_property
    def articles(self) -> list[dict[str, Any]]:
        """The JSON-LD items that may describe the page, articles before mere web pages."""
        kinds = [(item, item_types(item)) for item in self.json_ld]
        found = [(item, types) for item, types in kinds if any(_ARTICLES.search(kind) for kind in types)]
        return [item for item, _ in sorted(found, key=lambda pair: "WebPage" in pair[1])]

    @cached_property
    def microdata(self) -> list[Item]:
        """The items of microdata and RDFa, and those inside of them, without those that describe other pages."""
        return nested_items(self.head.items)

    @cached_property
    def main_microdata(self) -> Item | None:
        """The item of `microdata` that describes the page, or None."""
        return main_item(self.microdata, self.title)

    @cached_property
    def address(self) -> str:
        """The caller's URL, else the one that the page declares as its own, or ""."""
        own = (self.canonical, *self.meta.get("og:url", [])[:1])
        return safe_url(self.url) or next(filter(None, map(safe_url, own)), "")

    @cached_property
    def host(self) -> str:
        """The host of `address`, or ""."""
        return urlsplit(self.address).hostname or ""

    @cached_property
    def canonical(self) -> str:
        """The canonical URL that the page declares, or ""."""
        return next((href for rel, href in self.head.links if "canonical" in rel.split()), "")

    @cached_property
    def site_names(self) -> frozenset[str]:
        """The names of the site in the head and the URL of the page, as `squeezed`."""
        names = [value for name in _SITE_METAS for value in self.meta.get(name, [])[:1]]
        names += [value for item in self.articles for value in strings(item.get("publisher"))[:1]]
        host = self.host
        names += [host, host.removeprefix("www."), *host.split(".")[:-1]]
        squeezes = {squeezed(name) for name in names} - {"", "www", "m"}
        return frozenset(squeezes | {name.removeprefix("the") for name in squeezes})

    @cached_property
    def is_thread(self) -> bool:
        """Whether users wrote the page under the names of their accounts: a forum, or questions and answers."""
        kinds = {kind for item in self.json_ld[:_MAX_ITEMS] for kind in item_types(item)}
        if not kinds.isdisjoint(_THREAD_TYPES):
            return True
        software = " ".join(self.meta.get("generator", [])[:3]).casefold().split()
        known = load_lexicon("forum_software")
        return not known.isdisjoint(software) or bool(_THREAD_ADDRESS.search(self.address[:_MAX_VALUE]))

    @cached_property
    def event_days(self) -> frozenset[str]:
        """The days on which an event, an offer or a period that JSON-LD or microdata describes begins or ends."""
        items = [*self.json_ld[:_MAX_ITEMS], *self.microdata[:_MAX_ITEMS]]
        moments = [
            value for item in items for key in _EVENT_DAYS for value in strings(item.get(key), "@value")
        ]
        return frozenset(day for value in moments[:_MAX_DAYS] if (day := read_moment(value)[0]))

    @cached_property
    def is_product(self) -> bool:
        """Whether JSON-LD or OpenGraph declares that the page is about a product, and is no article."""
        articles = [item for item in self.articles if "WebPage" not in item_types(item)]
        kind = "".join(self.meta.get("og:type", [])[:1]).casefold().removeprefix("og:").partition(".")[0]
        is_declared = kind == "product" or any("Product" in item_types(item) for item in self.json_ld)
        return is_declared and not articles
