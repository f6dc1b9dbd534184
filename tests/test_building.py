import filecmp
import json
import os
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import pytest
from datasets import load_dataset
from pyarrow import parquet

from corpusclean import Recipe, Release, ReleaseError, UsageError, build, diff, restore, validate
from corpusclean.building import _given_up_reject, run_clean_task
from corpusclean.engines.local import GivenUp
from corpusclean.readers.documents import holds_records

STORIES = {
    f"story-{number:02}.txt": (
        f"The ferry to island {number} ran again on Wednesday.\n\nAdvertisement\n\nIt had been {number} days.\n"
    )
    for number in range(1, 8)
}


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    folder = tmp_path / "pages"
    folder.mkdir()
    for name, text in STORIES.items():
        (folder / name).write_text(text)
    return folder


@pytest.fixture(autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_DATASETS_CACHE", str(tmp_path_factory.mktemp("cache")))


def tree(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_every_document_comes_out_as_a_row_or_as_a_reject(pages: Path, tmp_path: Path) -> None:
    (pages / "empty.txt").write_text("")
    (pages / "broken.txt").write_bytes(b"\x00\x01\x02\x03" * 50)
    (pages / "copy.txt").write_text(STORIES["story-01.txt"])
    (pages / "table.csv").write_text("a,b")
    (pages / "data.jsonl").write_text('{"text": "A ninth story came in on Friday."}\n{}\n')
    (pages / "photo.jpg").write_bytes(b"x")
    (pages / ".hidden").write_text("x")
    release = build(pages, name="news", out=tmp_path / "dist", workers=2)
    counts = release.manifest["counts"]
    assert (counts["in"], counts["rows"], counts["rejected"], counts["ignored"]) == (13, 8, 5, 2)
    assert counts["rejected_by_reason"] == {
        "empty": 1,
        "exact-duplicate": 1,
        "malformed": 1,
        "undecodable": 1,
        "unsupported": 1,
    }
    rejects = {row["origin"]["input"]: row for row in release.rejects()}
    assert set(rejects) == {"empty.txt", "broken.txt", "story-01.txt", "data.jsonl", "table.csv"}
    rows = {row["origin"]["input"]: row for row in release.dataset()}
    assert rejects["story-01.txt"]["duplicate_of"] == rows["copy.txt"]["id"]
    assert release.path.name == "1.0.0"


def test_text_and_ledger_of_the_release_give_back_the_input(pages: Path, tmp_path: Path) -> None:
    release = build(pages, name="news", out=tmp_path / "dist", workers=1)
    ledger = {row["id"]: row for row in release.ledger()}
    for row in release.dataset():
        assert restore(row["text"], ledger[row["id"]]) == STORIES[row["origin"]["input"]]
        assert "Advertisement" not in row["text"]


def test_one_worker_and_four_write_the_same_bytes(pages: Path, tmp_path: Path) -> None:
    for workers in (1, 4):
        build(pages, name="news", out=tmp_path / str(workers), workers=workers)
    assert tree(tmp_path / "1") == tree(tmp_path / "4")
    assert not any(str(tmp_path).encode() in content for content in tree(tmp_path / "1").values())


def test_documents_that_are_cleaned_together_become_what_each_becomes_alone(tmp_path: Path) -> None:
    seeds = Path(__file__).parent.parent / "seeds" / "documents"
    files = [path for path in sorted(seeds.rglob("*")) if path.is_file() and not holds_records(path.name)]
    items = [[str(path), path.name, None] for path in (tmp_path / "gone.txt", *files)]
    tables = []
    begun: list[list[int]] = []
    for alone in (False, True):
        task = {"items": items, "recipe": Recipe().to_dict(), "stage": str(tmp_path), "alone": alone}
        begun.append([])
        tables.append(parquet.read_table(run_clean_task(task, begun[-1].append)))
    assert tables[0].equals(tables[1])
    assert begun == [list(range(len(items)))] * 2


def test_the_same_input_again_makes_no_version(pages: Path, tmp_path: Path) -> None:
    first = build(pages, name="news", out=tmp_path / "dist", workers=1)
    before = tree(tmp_path / "dist")
    again = build(pages, name="news", out=tmp_path / "dist", workers=3)
    assert (first.created, again.created, again.version) == (True, False, "1.0.0")
    assert tree(tmp_path / "dist") == before


@pytest.mark.parametrize("out", ["dist", "deep/dist", "."])
def test_a_dataset_below_its_own_input_is_no_input(
    out: str, pages: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(pages)
    for _ in range(2):
        release = build(".", name="news", out=out, workers=1)
        assert release.manifest["counts"]["in"] == len(STORIES)
    assert release.created is False


def test_no_dataset_in_the_folder_of_all_datasets_is_an_input(
    pages: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(pages)
    (pages / "mirror").mkdir()
    (pages / "mirror" / "versions.json").write_text("[]")  # not ours
    for name in ("news", "tides", "news", "tides"):
        release = build(sorted(Path().iterdir()), name=name, out=".", workers=1)
        assert release.manifest["counts"]["in"] == len(STORIES) + 1
        assert release.version == "1.0.0"


def test_versions_follow_the_changes_and_old_ones_stay(pages: Path, tmp_path: Path) -> None:
    out = tmp_path / "dist"
    build(pages, name="news", out=out, workers=1)
    old = tree(out / "news" / "1.0.0")
    (pages / "story-09.txt").write_text("A ninth story came in on Friday.")
    assert build(pages, name="news", out=out, workers=1).version == "1.1.0"
    (pages / "story-01.txt").write_text("The first story was written anew.")
    edited = build(pages, name="news", out=out, workers=1)
    assert edited.version == "2.0.0"
    changed = Release.open(out / "news" / "1.1.0"), edited
    assert [len(release.dataset()) for release in changed] == [8, 8]
    summary = diff(f"{out}/news@1.1.0", f"{out}/news@2.0.0")
    assert (len(summary.added), len(summary.removed), len(summary.changed)) == (0, 0, 1)
    assert tree(out / "news" / "1.0.0") == old
    for version, rows in (("1.0.0", 7), ("1.1.0", 8), ("2.0.0", 8)):
        assert load_dataset(str(out / "news"), version, split="train").num_rows == rows
    latest = load_dataset(str(out / "news"), split="train")
    assert any("written anew" in text for text in latest["text"])


def test_another_recipe_with_the_same_rows_is_a_patch(pages: Path, tmp_path: Path) -> None:
    build(pages, name="news", out=tmp_path / "dist", workers=1)
    recipe = Recipe(cpu_seconds=29)
    assert build(pages, name="news", out=tmp_path / "dist", workers=1, recipe=recipe).version == "1.0.1"


def test_a_copy_that_a_file_manager_names_replaces_no_row(pages: Path, tmp_path: Path) -> None:
    first = build(pages, name="news", out=tmp_path / "dist", workers=1)
    copies = ["story-01 (1).txt", "a copy of story-01.txt", "archive/story-01.txt"]
    (pages / "archive").mkdir()
    for name in copies:
        (pages / name).write_text(STORIES["story-01.txt"])
    second = build(pages, name="news", out=tmp_path / "dist", workers=1)
    change = diff(first, second)
    assert (change.added, change.removed, change.changed) == ((), (), {})
    assert second.manifest["counts"]["rejected_by_reason"] == {"exact-duplicate": len(copies)}


def test_an_input_more_changes_no_document_of_the_others(pages: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "story-01.txt").write_text("A story of the same name in another folder.")
    single = tmp_path / "late.txt"
    single.write_text("A story that came in late.")
    (other / "a-copy.txt").write_text(STORIES["story-02.txt"])
    first = build(pages, name="news", out=tmp_path / "dist", workers=1)
    second = build([pages, other, single, pages], name="news", out=tmp_path / "dist", workers=1)
    change = diff(first, second)
    assert (len(change.added), change.removed, change.changed) == (2, (), {})
    assert second.version == "1.1.0"
    inputs = {row["origin"]["input"] for row in second.dataset()}
    assert inputs == {*STORIES, "other/story-01.txt", "late.txt"}


BODY = [f"The {word} was seen at pier {place} on Wednesday, and all came to look at it." for place, word in
        enumerate(("heron", "otter", "plover", "marten", "curlew", "badger", "osprey", "weasel"))]  # fmt: skip


HOME = "https://gazette.example.org/"
PIER = "https://gazette.example.org/pier/"


def page(*lines: str, canonical: str = PIER) -> str:
    body = "".join(f"<p>{line}</p>" for line in lines)
    return (
        f'<html><head><link rel="canonical" href="{canonical}"></head><body><article>{body}</article></body>'
    )


@pytest.mark.parametrize(
    ("pages", "rows", "reasons", "addresses"),
    [
        ([page(*BODY[:4]), page(*BODY[4:])], 2, {}, {None}),
        ([page(*BODY[:4]), page(*BODY[4:]), page(*BODY[4:])], 2, {"exact-duplicate": 1}, {None}),
        ([page(*BODY[:4]), page(*BODY[:3], "The marten was an otter, as the gazette was told.")], 1, {"superseded": 1}, {PIER}),
        ([page(*BODY[:1]), page(*BODY)], 2, {}, {None}),
        ([page(*BODY[:4], canonical=HOME), page(*BODY[4:], canonical=HOME)], 2, {}, {None}),
        ([page(*BODY, canonical=HOME)], 1, {}, {HOME}),
        ([page(*BODY), page(*BODY, canonical=PIER + "?print=1")], 2, {}, {PIER, PIER + "?print=1"}),
    ],
    ids=["other stories", "and a copy", "an edited story", "a teaser and its story", "a front page", "a page at the front",
         "another address"],
)  # fmt: skip
def test_an_address_is_the_identity_of_versions_of_one_text_only(
    pages: list[str], rows: int, reasons: dict[str, int], addresses: set[str | None], tmp_path: Path
) -> None:
    (tmp_path / "in").mkdir()
    for number, html in enumerate(pages):
        (tmp_path / "in" / f"{number}.html").write_text(html)
    release = build(tmp_path / "in", name="news", out=tmp_path / "dist", workers=1)
    counts = release.manifest["counts"]
    assert (counts["rows"], counts["rejected_by_reason"]) == (rows, reasons)
    for row, entry in zip(release.dataset(), release.ledger(), strict=True):
        won = [claim["value"] for claim in entry["claims"] if claim["field"] == "url" and claim["won"]]
        assert entry["id"] == row["id"]
        assert won == ([row["url"]] if row["url"] else [])
    assert set(release.dataset()["url"]) == addresses
    assert validate(release) == []


SEALS, SWANS = ("\n\n".join(BODY[:4]), "\n\n".join(BODY[4:]))


@pytest.mark.parametrize(
    ("records", "kept"),
    [
        ([{"text": SEALS}, {"text": SWANS}], {SEALS, SWANS}),
        ([{"text": SEALS, "id": 1}, {"text": SWANS, "id": 2}], {SEALS, SWANS}),
        ([{"text": SEALS}, {"text": f"{SEALS}\n\n{BODY[4]}"}, {"text": SEALS}], 1),
        ([{"text": SEALS, "fetched_at": "2026-02-02"}, {"text": SWANS, "fetched_at": "2026-02-01"}], {SEALS}),
        ([{"text": SEALS, "id": 1}, {"text": SWANS, "id": 1, "fetched_at": "2026-02-01"}], {SWANS}),
    ],
    ids=["different texts", "with ids", "an edited text", "with times", "with one id"],
)
def test_records_with_one_address_and_different_texts_all_stay_unless_one_is_the_last(
    records: list[dict[str, Any]], kept: set[str] | int, tmp_path: Path
) -> None:
    (tmp_path / "may.jsonl").write_text(
        "".join(json.dumps({"url": PIER, **fields}) + "\n" for fields in records)
    )
    release = build(tmp_path / "may.jsonl", name="news", out=tmp_path / "dist", workers=1)
    rows = list(release.dataset())
    texts = {row["text"] for row in rows}
    assert texts == kept if isinstance(kept, set) else len(rows) == kept
    assert {row["url"] for row in rows} == {PIER}
    reasons = release.manifest["counts"]["rejected_by_reason"]
    assert sum(reasons.values()) == len(records) - len(rows)
    assert validate(release) == []


@pytest.mark.parametrize("name", ["a/b", "../up", "", "Ä", "Upper", "x" * 65])
def test_a_name_that_is_no_folder_name_is_refused_before_any_work(
    name: str, pages: Path, tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match="Do: "):
        build(pages, name=name, out=tmp_path / "dist")
    assert not (tmp_path / "dist").exists()


def test_a_place_that_cannot_be_written_is_refused_before_any_work(pages: Path, tmp_path: Path) -> None:
    (tmp_path / "dist").write_text("a file")
    with pytest.raises(ReleaseError, match="Do: "):
        build(pages, name="news", out=tmp_path / "dist")


def test_a_build_without_a_row_writes_nothing_and_says_why(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("")
    with pytest.raises(ReleaseError, match=r"empty 1.* empty\.txt: there are no bytes\. Do: look"):
        build(tmp_path / "empty.txt", name="news", out=tmp_path / "dist")
    (tmp_path / "a.jsonl").write_text('{"body": "Rain fell on Ulm."}\n' * 3)
    with pytest.raises(
        ReleaseError, match=r"malformed 3.* a\.jsonl, record \d: no field .*'body'\. Do: name it"
    ):
        build([tmp_path / "empty.txt", tmp_path / "a.jsonl"], name="news", out=tmp_path / "dist")
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "a.png").write_bytes(b"")
    with pytest.raises(ReleaseError, match=r"0 in, 0 rejected, 1 ignored \(media 1\)"):
        build(tmp_path / "pictures", name="news", out=tmp_path / "dist")
    assert not list((tmp_path / "dist").glob("news*"))


@pytest.mark.parametrize(
    "arguments",
    [{"engine": "abacus"}, {"workers": 0}, {"workers": "2"}, {"workers": True}, {"bump": "huge"}, {"recipe": Recipe(rules="no-such")},
     {"recipe": {"level": "safe"}}, {"out": None}, {"out": "a\0b"}, {"out": "caf\udce9"}, {"name": None}, {"inputs": None},
     {"inputs": b"pages"}, {"inputs": [None]}, {"inputs": ""}],
)  # fmt: skip
def test_arguments_that_cannot_mean_anything_are_refused(
    arguments: dict[str, object], pages: Path, tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match="Do: "):
        build(**{"inputs": pages, "name": "news", "out": tmp_path / "dist", **arguments})  # type: ignore[arg-type]
    assert not (tmp_path / "dist").exists()


def test_a_build_works_from_a_script_without_a_main_guard(pages: Path, tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        textwrap.dedent(f"""
        import corpusclean
        print(corpusclean.build({str(pages)!r}, name="news", out={str(tmp_path / "dist")!r}, workers=2).version)
        """)
    )
    (tmp_path / "datasets.py").write_text("raise SystemExit('shadowed')")  # workers must not import it
    run = subprocess.run(
        [sys.executable, "-P", str(script)], cwd=tmp_path, check=True, capture_output=True, text=True
    )
    assert run.stdout == "1.0.0\n"


def test_a_page_that_costs_too_much_is_rejected_and_the_rest_is_built(pages: Path, tmp_path: Path) -> None:
    """A second is too little for a page that trafilatura needs several for."""
    (pages / "heavy.html").write_text("<html><body>" + "<p>a <b>b</b> c</p>" * 150_000)
    recipe = Recipe(cpu_seconds=1)
    counts = build(pages, name="news", out=tmp_path / "dist", workers=1, recipe=recipe).manifest["counts"]
    assert counts["rejected_by_reason"].get("cpu-limit") == 1
    assert counts["in"] == counts["rows"] + counts["rejected"]


def test_a_file_that_cannot_be_opened_is_a_reject(pages: Path, tmp_path: Path) -> None:
    (pages / "dangling.txt").symlink_to(pages / "gone.txt")
    counts = build(pages, name="news", out=tmp_path / "dist", workers=1).manifest["counts"]
    assert counts["rejected_by_reason"] == {"unreadable": 1}


@pytest.mark.skipif(os.name != "posix", reason="needs a limit on the size of files")
def test_a_full_disk_stops_the_build_and_rejects_no_document(pages: Path, tmp_path: Path) -> None:
    import resource

    for number in range(40):
        (pages / f"long-{number}.txt").write_text(
            "".join(f"{number} boats and {n} sailed.\n" for n in range(999))
        )
    size = 100_000
    run = subprocess.run(
        [
            sys.executable,
            "-m",
            "corpusclean",
            "build",
            str(pages),
            "--name",
            "news",
            "--out",
            str(tmp_path / "dist"),
        ],
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 1
    assert "cannot be written (File too large). Do: " in run.stderr
    assert "Traceback" not in run.stderr
    assert not (tmp_path / "dist").exists()


def test_standard_input_is_one_document(tmp_path: Path) -> None:
    run = subprocess.run(
        [
            sys.executable,
            "-m",
            "corpusclean",
            "build",
            "-",
            "--name",
            "pipe",
            "--out",
            str(tmp_path / "dist"),
        ],
        input=b"It rained on Monday.\n",
        check=True,
        capture_output=True,
        env=os.environ,
    )
    assert b"rows          1" in run.stdout
    assert filecmp.cmp(
        tmp_path / "dist/pipe/1.0.0/schema.json", Path(__file__).parent.parent / "schemas/document.v1.json"
    )


def test_a_record_that_broke_a_worker_is_not_read_again_in_the_process_of_the_user(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text("A story.")
    (tmp_path / "pages.jsonl").write_text('{"text": "A story."}')
    for name, record, has_hash in (("page.txt", None, True), ("pages.jsonl", 0, False)):
        lost = GivenUp([str(tmp_path / name), name, record], "crashed", "the worker ended by SIGSEGV")
        reject = _given_up_reject(lost, Recipe())
        assert (reject.origin.input, reject.origin.record, reject.reason) == (name, record, "crashed")
        assert (reject.raw_sha256 is not None) is has_hash
