from __future__ import annotations

import pytest

from corpusclean.document import Claim
from corpusclean.infer.page_fields.page_type import claim_page_type, page_type_chances, page_type_features
from corpusclean.infer.reading import Reading
from corpusclean.infer.resolve import infer
from corpusclean.lexicons import load_tables
from corpusclean.recipe import Recipe
from corpusclean.segment.html import segment_html
from corpusclean.segment.text import segment_text

SIGNS = [
    (table, kind, word)
    for table, groups in load_tables("page_types").items()
    for kind, words in groups.items()
    for word in words
]
STORY = "".join(
    f"<p>The old ferry number {number} was sold on Monday to a family that wants to live on it, said the harbour"
    " master of Tarn, and nobody in the village had believed that the boat would ever find a buyer.</p>"
    for number in range(8)
)
ARTICLE = f"""<title>Old ferry finds a family - Tarn Courier</title>
<meta property="og:type" content="article"><meta property="article:published_time" content="2021-03-03T08:00:00Z">
<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "Old ferry finds a family"}}</script>
<h1>Old ferry finds a family</h1><p class="byline">By Ann Oak</p>{STORY}"""
MESSAGES = "".join(
    f'<div class="message post"><h4>boatman{number}</h4><p>Member, joined 2011, posts: 41</p><p>Which glue do you'
    " use for the deck of an old ferry? Mine does not hold.</p><p>Reply Quote</p></div>"
    for number in range(12)
)
THREAD = f'<meta name="generator" content="phpBB"><title>Deck glue - Boat forum</title><h1>Deck glue</h1>{MESSAGES}'
REFERENCE = """<meta name="generator" content="Sphinx"><title>Installation — ferrylib 2.1 documentation</title>
<h1>Installation</h1><p>Install the package with pip:</p><pre>pip install ferrylib</pre><h2>Usage</h2>
<pre>import ferrylib\nboat = ferrylib.open("tarn")\nboat.start()</pre><dl><dt>open(name)</dt><dd>Opens a boat.</dd></dl>"""
SHOP = """<title>Ferry model kit | Tarn Models</title><meta property="og:type" content="product">
<script type="application/ld+json">{"@type": "Product", "name": "Ferry model kit", "offers": {"@type": "Offer"}}</script>
<h1>Ferry model kit</h1><div class="product-price">$49.00</div><button>Add to cart</button><p>In stock. Free shipping.</p>
<p>A kit of 120 wooden parts for the old ferry of Tarn in a scale of 1:50.</p>"""


def best(markup: str, url: str = "") -> Claim:
    (claim,) = claim_page_type(Reading(segment_html(markup, url)))
    return claim


@pytest.mark.parametrize(
    ("markup", "url", "kind"),
    [
        (ARTICLE, "https://courier.example/news/2021/03/03/old-ferry-finds-a-family", "article"),
        (THREAD, "https://boats.example/forum/viewtopic.php?t=41233", "forum"),
        (REFERENCE, "https://ferrylib.example/docs/installation.html", "documentation"),
        (SHOP, "https://models.example/products/ferry-model-kit", "product"),
    ],
)
def test_a_typical_page_is_known(markup: str, url: str, kind: str) -> None:
    claim = best(markup, url)
    assert claim.value == kind
    assert 0.5 <= claim.confidence <= 0.97
    assert claim.quote


@pytest.mark.parametrize(("table", "kind", "word"), SIGNS)
def test_a_sign_of_the_lexicon_tells_what_its_group_says(table: str, kind: str, word: str) -> None:
    seen = word.replace(r"\d+", "7").replace(" ?", " ").replace(r"\w+", "rope").removesuffix(r"\b")
    markup = (
        f'<meta name="generator" content="{seen}"><title>Rope {seen}</title><p class="{seen}">Old rope</p>'
    )
    page = segment_html(markup, f"https://tarn.example/{seen}/rope")
    assert dict(page_type_features(Reading(page)))[f"{table} {kind}"] > 0


def test_the_evidence_names_only_what_the_page_has() -> None:
    told = best(ARTICLE, "https://courier.example/news/old-ferry-finds-a-family").quote
    assert "address slug" in told
    assert "address day" not in told
    assert "address day" in best(ARTICLE, "https://courier.example/news/2021/03/03/old-ferry").quote


def test_a_page_that_tells_little_has_no_type() -> None:
    page = segment_html("<p>Ferry</p><p>Harbour</p>")
    assert "page_type" not in infer([page], Recipe(min_confidence=0.9))[0]


def test_plain_text_has_no_type() -> None:
    assert claim_page_type(Reading(segment_text("A ferry.\n\nA harbour."))) == []


def test_the_chances_of_all_types_make_one() -> None:
    assert sum(page_type_chances({"og article": 1.0, "no such feature": 1.0}).values()) == pytest.approx(1)
