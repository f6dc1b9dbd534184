import json
from pathlib import Path

import pytest

from corpusclean.training.block_data import LabelledPage, data_rows, read_pages
from corpusclean.training.block_grafts import halve_page, read_grafts

STORIES = {
    "quay": "The quay was reopened on Monday.\nIts wall was mended by divers from the next town over the summer.",
    "mill": "The mill on the hill turns again.\nTwo brothers took nine years to carve its wheels out of oak.",
}


def page(site: str, story: str, *, page_type: str = "article", loose: str = "") -> dict[str, str]:
    paragraphs = "".join(f"<p>{line}</p>" for line in STORIES[story].split("\n"))
    return {
        "id": f"{site}/{story}",
        "url": f"https://{site}.com/{story}",
        "html": (
            f"<html><head><title>{story} - {site}</title></head><body><nav><a href='/'>Front of {site}</a></nav>"
            f"<main>{loose}{paragraphs}</main><footer>Imprint of {site}</footer></body></html>"
        ),
        "gold": STORIES[story],
        "page_type": page_type,
        "lang": "en",
    }


def in_one_fold(folder: Path, *rows: dict[str, str]) -> tuple[Path, list[LabelledPage]]:
    (folder / "set").mkdir()
    (folder / "set" / "pages.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    pages = read_pages(folder)
    assert len({page.fold for page in pages}) == 1
    return folder, pages


SITES = ("harbour-gazette", "coast-herald")  # both are in the same fold


def test_the_story_of_one_site_stands_between_what_is_around_that_of_another(tmp_path: Path) -> None:
    folder, pages = in_one_fold(tmp_path, page(SITES[0], "quay"), page(SITES[1], "mill"))
    grafts = {graft.lines: graft for seed in range(8) for graft in read_grafts(folder, pages, seed)}
    assert len(grafts) == 2
    for graft in grafts.values():
        home, *story, imprint = graft.lines
        assert (
            home.removeprefix("Front of ") == imprint.removeprefix("Imprint of ") != graft.site.split(".")[0]
        )
        assert "\n".join(story) in STORIES.values()
        assert graft.target.tolist() == [0.0, 1.0, 1.0, 0.0]
        assert graft.set == "graft"


def test_labels_are_those_of_the_two_pages_even_if_the_text_stands_in_both(tmp_path: Path) -> None:
    twice = page(SITES[0], "quay", loose=f"<p>Imprint of {SITES[1]}</p>")
    folder, pages = in_one_fold(tmp_path, twice, page(SITES[1], "mill"))
    pages = [read for read in pages if read.site.startswith(SITES[0])] + pages[1:]
    found = [
        graft for seed in range(8) for graft in read_grafts(folder, pages, seed) if len(graft.lines) == 5
    ]
    assert found
    assert found[0].target.tolist() == [0.0, 0.0, 1.0, 1.0, 0.0]


@pytest.mark.parametrize("seed", range(4))
def test_the_same_seed_gives_the_same_grafts(tmp_path: Path, seed: int) -> None:
    folder, pages = in_one_fold(tmp_path, *(page(site, story) for site in SITES for story in STORIES))
    first, second = (read_grafts(folder, pages, seed) for _ in range(2))
    assert [graft.lines for graft in first] == [graft.lines for graft in second]


def test_pages_of_one_site_are_not_put_into_each_other(tmp_path: Path) -> None:
    folder, pages = in_one_fold(tmp_path, page(SITES[0], "quay"), page(SITES[0], "mill"))
    assert read_grafts(folder, pages, 0) == []


def test_pages_whose_content_is_in_many_places_are_left_alone(tmp_path: Path) -> None:
    folder, pages = in_one_fold(
        tmp_path, page(SITES[0], "quay", page_type="product"), page(SITES[1], "mill", page_type="product")
    )
    assert read_grafts(folder, pages, 0) == []


def test_the_smallest_element_with_the_content_is_taken(tmp_path: Path) -> None:
    wrapped = page(SITES[0], "quay", loose="<aside>More stories</aside><div>")
    folder, (labelled,) = in_one_fold(tmp_path, wrapped)
    ((_, row),) = data_rows(folder)
    halves = halve_page(row, labelled)
    assert halves is not None
    assert halves.main.startswith("<div><p>The quay")
    assert (halves.above, halves.below) == (2, 1)  # "Front of …" and "More stories"; the imprint


def test_content_that_stands_in_the_body_itself_is_not_taken(tmp_path: Path) -> None:
    row = page(SITES[0], "quay")
    row["html"] = row["html"].replace("<main>", "").replace("</main>", "")
    _, (labelled,) = in_one_fold(tmp_path, row)
    assert halve_page(row, labelled) is None
