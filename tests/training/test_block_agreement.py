import json
from pathlib import Path

from corpusclean.mark.block_network import load_block_network
from corpusclean.training.block_agreement import agreed, read_unlabelled

SENTENCES = (
    "The ferry to Norderau runs again since its engine was mended by the yard on Monday.",
    "Its captain said that the islanders had waited for eleven days, and that the post had waited with them.",
    "The council of the island will pay for half of the repair, as it did three years ago.",
    "A second boat is to follow in spring, if the harbour can be dredged before the ice comes.",
)
PAGE = (
    "<html><head><title>Ferry runs again</title><meta property='og:type' content='article'></head><body>"
    "<nav><ul><li><a href='/'>Home</a></li><li><a href='/a'>Archive</a></li></ul></nav>"
    f"<article><h1>Ferry runs again</h1>{''.join(f'<p>{sentence}</p>' for sentence in SENTENCES)}</article>"
    "<footer><p>Copyright Island Courier. All rights reserved.</p></footer></body></html>"
)


def write_pages(folder: Path, *pages: tuple[str, str]) -> Path:
    file = folder / "pages.jsonl"
    rows = [json.dumps({"url": url, "html": html, "lang": None}) for url, html in pages]
    file.write_text("\n".join(rows), "utf-8")
    return file


def test_an_article_teaches_where_both_extractors_agree(tmp_path: Path) -> None:
    file = write_pages(tmp_path, ("https://courier.example/ferry", PAGE))
    (page,) = agreed(read_unlabelled(file, set()), load_block_network())
    taught = {
        line: target for line, target, trust in zip(page.lines, page.target, page.trust, strict=True) if trust
    }
    assert all(taught[sentence] == 1 for sentence in SENTENCES)
    assert taught["Home"] == 0


def test_a_page_that_has_labels_is_left_out(tmp_path: Path) -> None:
    file = write_pages(tmp_path, ("https://courier.example/ferry", PAGE))
    assert read_unlabelled(file, {"https://courier.example/ferry"}) == []


def test_a_page_in_which_an_extractor_finds_nothing_is_left_out(tmp_path: Path) -> None:
    assert read_unlabelled(write_pages(tmp_path, ("https://courier.example/", "<p></p>")), set()) == []


def test_a_page_that_is_no_article_teaches_nothing(tmp_path: Path) -> None:
    links = "".join(f"<li><a href='/{number}'>Boat number {number}</a> 12 EUR</li>" for number in range(40))
    file = write_pages(tmp_path, ("https://courier.example/boats", f"<body><ul>{links}</ul></body>"))
    assert list(agreed(read_unlabelled(file, set()), load_block_network())) == []
