"""Write dataset cards (README.md, read by `datasets` and the Hub): of a release, of its audit, of all versions.

The cache of `datasets` is keyed by the name of the folder and by the configs in its card, not by the data: of two
datasets with equal cards, it returns the rows that were loaded first. So each config has its version and a hash of its
content.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpusclean.errors import IntegrityError
from corpusclean.schema import JsonSchema, card_features, columns, is_nullable, json_schema

CARD_FILE = "README.md"


@dataclass(frozen=True, slots=True)
class Config:
    """One config of a dataset, as in `load_dataset(path, config)`.

    Args:
        name: its name, e.g. "default" or "1.0.0".
        version: "x.y.z".
        sha256: hash of the content.
        folder: folder of its shards, relative to the card.
    """

    name: str
    version: str
    sha256: str
    folder: str

    def entry(self) -> dict[str, Any]:
        """Return the entry of `configs` in the card."""
        return {
            "config_name": _Quoted(self.name),
            "version": _Quoted(self.version),
            "description": _Quoted(f"sha256:{self.sha256}"),
            "data_files": [{"split": "train", "path": _Quoted(f"{self.folder}/train-*.parquet")}],
        }


class _Quoted(str):
    """A string to be quoted in YAML, lest it is read as a number or a pattern."""

    __slots__ = ()


def front_matter(configs: Sequence[Config], schemas: Sequence[JsonSchema] = ()) -> dict[str, Any]:
    """Return the YAML part of a card, which `datasets` reads.

    Args:
        configs: the configs, the default one first.
        schemas: the JSON Schema of the rows of each config; if empty, types are read from the Parquet files.
    """
    entries = [config.entry() for config in configs]
    if configs[0].name != "default":
        entries[0]["default"] = True
    infos = [
        {"config_name": _Quoted(config.name), "features": card_features(schema)}
        for config, schema in zip(configs, schemas, strict=False)
    ]
    return {"configs": entries, **({"dataset_info": infos} if infos else {})}


def _files_text(manifest: Mapping[str, Any]) -> str:
    changes = (
        "What changed since the last version: `CHANGELOG.md` and `diff/`. " if manifest["parent"] else ""
    )
    return f"{changes}Hashes of all files: `manifest.json`."


def release_card(manifest: Mapping[str, Any], measures: Mapping[str, Mapping[str, int]]) -> bytes:
    """Return the card of a release.

    Args:
        manifest: the manifest of the release, which may lack `files`.
        measures: `languages` (language → rows) and `removed` (reason → lines that were cut).
    """
    name, version, rows = manifest["name"], manifest["version"], manifest["rows"]
    schema = json_schema("document")
    head = {
        "pretty_name": _Quoted(name),
        "language": [
            _Quoted(code) for code in sorted({code.split("-")[0] for code in measures["languages"]})
        ],
        "size_categories": [_Quoted(_size_category(rows))],
        "tags": ["corpusclean"],
        **front_matter([Config("default", version, manifest["content_sha256"], "data")], [schema]),
    }
    body = f"""# {name} {version}

{rows} clean documents, one a row. Every value has its evidence in the row. What was cut from the texts, why and
by whom stands in the ledger, which with the text gives each input back; it is kept apart from the data.

## Load

```python
from datasets import load_dataset

dataset = load_dataset("path/to/{name}", "{version}", split="train")  # this version, among all
dataset = load_dataset("path/to/{name}/{version}", split="train")     # this folder alone
```

`corpusclean.load("path/to/{name}@{version}")` verifies every file first.

## Columns

{_column_table(schema)}

## How it was made

{_counts_text(manifest["counts"])}

| cut from the texts | lines |
|---|---|
{_table_rows(measures["removed"])}

Settings (digest `{manifest["recipe"]["digest"]}`):

| setting | value |
|---|---|
{_table_rows(manifest["recipe"]["settings"])}

Made with:

| library | version |
|---|---|
{_table_rows(manifest["made_with"])}

Rows by language:

| language | rows |
|---|---|
{_table_rows(measures["languages"])}

{_files_text(manifest)}
"""
    return _card(head, body)


def audit_card(name: str, configs: Sequence[Config]) -> bytes:
    """Return the card of the audit of a release.

    Args:
        name: name of the dataset.
        configs: the configs "ledger" and, if there are any rejects, "rejects".
    """
    schemas = [json_schema("ledger"), json_schema("reject")][: len(configs)]
    tables = "\n\n".join(
        f"## {config.name}\n\n{schema['description']}\n\n{_column_table(schema)}"
        for config, schema in zip(configs, schemas, strict=True)
    )
    body = f"""# Audit of {name} {configs[0].version}

The other half of the release: with it, every text can be traced back to its input. It holds what was removed,
so it is published only when that is wanted.

{tables}
"""
    return _card(front_matter(configs, schemas), body)


def dataset_card(name: str, versions: Sequence[Mapping[str, Any]]) -> bytes:
    """Return the card of a dataset with all its versions, of which the newest is the default.

    Args:
        name: name of the dataset.
        versions: the entries of `versions.json`, oldest first.
    """
    table = "\n".join(
        f"| [{entry['version']}]({entry['version']}/README.md) | {entry['rows']} | `{entry['content_sha256']}` |"
        for entry in reversed(versions)
    )
    body = f"""# {name}

| version | rows | content |
|---|---|---|
{table}

```python
from datasets import load_dataset

dataset = load_dataset("path/to/{name}", split="train")             # the newest
dataset = load_dataset("path/to/{name}", "{versions[0]["version"]}", split="train")    # a certain one
```
"""
    return _card({"pretty_name": _Quoted(name), **front_matter(dataset_configs(versions))}, body)


def dataset_configs(versions: Sequence[Mapping[str, Any]]) -> list[Config]:
    """Return the configs of a dataset: the newest version as "default", then each version by its number."""
    names = [("default", versions[-1]), *((entry["version"], entry) for entry in versions)]
    return [
        Config(name, entry["version"], entry["content_sha256"], f"{entry['version']}/data")
        for name, entry in names
    ]


def read_front_matter(path: Path) -> dict[str, Any]:
    """Read the YAML part of a card.

    Raises:
        IntegrityError: if the card is missing, or does not begin with a mapping in YAML.
    """
    import yaml

    try:
        _, yaml_text, _ = path.read_text("utf-8").split("---\n", 2)
        head = yaml.safe_load(yaml_text)
    except OSError as error:
        raise IntegrityError(
            f"{path}: cannot be read ({error.strerror}). Do: restore it from a copy."
        ) from None
    except (ValueError, RecursionError, yaml.YAMLError) as error:
        raise IntegrityError(f"{path}: its YAML is broken: {error}. Do: restore it from a copy.") from None
    if not isinstance(head, dict):
        raise IntegrityError(f"{path}: its YAML is no mapping. Do: restore it from a copy.")
    return head


def _card(head: Mapping[str, Any], body: str) -> bytes:
    import yaml

    class Dumper(yaml.SafeDumper):
        """Quotes `_Quoted` strings, and repeats equal values instead of writing YAML aliases."""

        def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002
            return True

    Dumper.add_representer(
        _Quoted, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"')
    )
    text = yaml.dump(dict(head), Dumper=Dumper, sort_keys=False, allow_unicode=True, width=1_000)
    return f"---\n{text}---\n\n{body}".encode()


def _column_table(schema: JsonSchema) -> str:
    lines = ["| column | type | null | meaning |", "|---|---|---|---|"]
    return "\n".join([*lines, *_column_rows(schema, "")])


def _column_rows(schema: JsonSchema, prefix: str) -> Iterator[str]:
    for name, part in columns(schema).items():
        feature = card_features({"properties": {name: part}})[0]
        inner, path, kind = part, prefix + name, str(feature.get("dtype", "struct"))
        if "items" in part:
            inner, path = part["items"], f"{path}[]"
            kind = "list" if "properties" in inner else f"list of {feature['list']}"
        meaning = part.get("description", "").replace("|", r"\|")
        yield f"| `{path}` | {kind} | {'yes' if is_nullable(part) else ''} | {meaning} |"
        if "properties" in inner:
            yield from _column_rows(inner, f"{path}.")


def _counts_text(counts: Mapping[str, Any]) -> str:
    text = (
        f"Documents in: {counts['in']}. Rows: {counts['rows']}. "
        f"Rejected: {counts['rejected']}{_reasons(counts['rejected_by_reason'])}."
    )
    if counts["ignored"]:
        text += f" Files and records that hold no document: {counts['ignored']}{_reasons(counts['ignored_by_reason'])}."
    return text


def _reasons(counts: Mapping[str, int]) -> str:
    listed = ", ".join(f"{reason} {count}" for reason, count in counts.items())
    return f" ({listed})" if listed else ""


def _table_rows(cells: Mapping[str, Any]) -> str:
    rows = (f"| {name} | {_cell(value)} |" for name, value in sorted(cells.items()))
    return "\n".join(rows) or "| (none) | |"


def _cell(value: object) -> str:
    if isinstance(value, (list, tuple)):
        return ", ".join(map(str, value)) or "(none)"
    return "(none)" if value is None else str(value).replace("|", r"\|")


def _size_category(rows: int) -> str:
    """Return the size category of the Hub for a number of rows."""
    steps = ("1K", "10K", "100K", "1M", "10M", "100M", "1B", "10B", "100B", "1T")
    for index, step in enumerate(steps):
        if rows < 10 ** (index + 3):
            return f"n<{step}" if index == 0 else f"{steps[index - 1]}<n<{step}"
    return f"n>{steps[-1]}"
