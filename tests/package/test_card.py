"""Cards: what they tell `datasets` is quoted, complete and read back as it was meant."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from corpusclean.errors import IntegrityError
from corpusclean.package.card import Config, audit_card, dataset_card, read_front_matter, release_card
from corpusclean.schema import card_features, json_schema

VERSIONS = [
    {"version": "1.0.0", "rows": 2, "content_sha256": "a" * 64},
    {"version": "1.10.0", "rows": 3, "content_sha256": "b" * 64},
]
MANIFEST = {
    "name": "news",
    "version": "1.10.0",
    "rows": 1_234,
    "content_sha256": "b" * 64,
    "counts": {
        "in": 1_240,
        "rows": 1_234,
        "rejected": 6,
        "rejected_by_reason": {"empty": 6},
        "ignored": 1,
        "ignored_by_reason": {"hidden": 1},
    },
    "recipe": {"settings": {"keep": ["caption"], "rules": None, "level": "safe"}, "digest": "c" * 64},
    "made_with": {"pyarrow": "26.0.1"},
    "parent": {"version": "1.0.0"},
}
MEASURES = {"languages": {"en": 1_000, "pt-BR": 234}, "removed": {"navigation": 17}}


def saved(folder: Path, card: bytes) -> Path:
    path = folder / "README.md"
    path.write_bytes(card)
    return path


def test_the_card_of_a_dataset_has_the_newest_version_as_default_and_each_under_its_number(
    tmp_path: Path,
) -> None:
    configs = read_front_matter(saved(tmp_path, dataset_card("news", VERSIONS)))["configs"]
    assert [(c["config_name"], c["version"]) for c in configs] == [
        ("default", "1.10.0"),
        ("1.0.0", "1.0.0"),
        ("1.10.0", "1.10.0"),
    ]
    assert configs[1] == {
        "config_name": "1.0.0",
        "version": "1.0.0",
        "description": f"sha256:{'a' * 64}",
        "data_files": [{"split": "train", "path": "1.0.0/data/train-*.parquet"}],
    }


def test_the_card_of_a_first_version_names_no_changes() -> None:
    assert b"`diff/`" in release_card(MANIFEST, MEASURES)
    assert b"`diff/`" not in release_card({**MANIFEST, "parent": None}, MEASURES)


def test_names_versions_and_languages_are_quoted_so_that_yaml_leaves_them_alone() -> None:
    card = release_card(MANIFEST, {**MEASURES, "languages": {"no": 3}}).decode()
    assert '  version: "1.10.0"\n' in card
    assert '- config_name: "default"\n' in card
    assert yaml.safe_load(card.split("---\n")[1])["language"] == ["no"]


def test_the_card_of_a_release_tells_its_features_size_and_languages(tmp_path: Path) -> None:
    head = read_front_matter(saved(tmp_path, release_card(MANIFEST, MEASURES)))
    assert head["language"] == ["en", "pt"]
    assert head["size_categories"] == ["1K<n<10K"]
    assert head["dataset_info"][0]["features"] == card_features(json_schema("document"))


def test_the_text_of_a_release_card_comes_from_schema_and_manifest() -> None:
    card = release_card(MANIFEST, MEASURES).decode()
    for name, part in json_schema("document")["properties"].items():
        assert f"| `{name}" in card
        assert part["description"] in card
    assert (
        "Documents in: 1240. Rows: 1234. Rejected: 6 (empty 6). Files and records that hold no document: 1 (hidden 1)."
        in card
    )
    for row in ("| keep | caption |", "| rules | (none) |", "| navigation | 17 |", "| pyarrow | 26.0.1 |"):
        assert row in card


def test_the_card_of_an_audit_names_rejects_only_if_there_are_some(tmp_path: Path) -> None:
    configs = [Config(name, "1.0.0", "a" * 64, name) for name in ("ledger", "rejects")]
    both = read_front_matter(saved(tmp_path, audit_card("news", configs)))
    assert [c["config_name"] for c in both["configs"]] == ["ledger", "rejects"]
    assert [c.get("default", False) for c in both["configs"]] == [True, False]
    one = read_front_matter(saved(tmp_path, audit_card("news", configs[:1])))
    assert [info["config_name"] for info in one["dataset_info"]] == ["ledger"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"# No YAML",
        b"---\nname: [\n---\n",
        b"---\n- a list\n---\n",
        b"---\n2001-99-99\n---\n",
        b"---\nx: !!python/object:os.system {}\n---\n",
        b"---\n" + b"[" * 100_000 + b"\n---\n",
        b"\xff\xfe",
    ],
)
def test_a_broken_card_is_named(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(IntegrityError, match=r"(?s)README\.md: .* Do: restore it from a copy"):
        read_front_matter(saved(tmp_path, content))
