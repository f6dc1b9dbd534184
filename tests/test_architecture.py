"""The house rules that a machine can hold: floors, doors, the public surface, what an import costs."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args, get_type_hints

import datasets
import pytest

import corpusclean

PACKAGE = Path(corpusclean.__file__).parent
FLOORS = [
    {"errors"},
    {"document", "explanation", "findings", "ledger", "page", "quiet", "rows", "spelling"},
    {"recipe", "engines"},
    {"rules", "languages", "lexicons", "models", "schema"},
    {"decoding", "segment", "repairing", "mark", "infer", "lifting", "corpus", "checks"},
    {"assembling", "markdown", "readers", "package", "releases"},
    {"pipeline", "batches", "building", "planning", "repetition_pass", "identity_pass"},
    {"cli", "worker", "training", "__main__"},
]
FLOOR = {part: number for number, parts in enumerate(FLOORS) for part in parts}
# Who may use whom on the same floor: a document gives its rows and its story and shows itself as Markdown, a page is
# made of what a document keeps, the stage that repairs splits lines as segmentation does, a release is made of its package,
# a batch and a build run the pipeline.
BESIDE = {
    ("document", "explanation"),
    ("document", "ledger"),
    ("document", "rows"),
    ("document", "schema"),
    ("explanation", "document"),
    ("rows", "document"),
    ("document", "markdown"),
    ("page", "document"),
    ("repairing", "segment"),
    ("releases", "package"),
    ("batches", "pipeline"),
    ("building", "batches"),
    ("building", "pipeline"),
    ("building", "planning"),
    ("building", "repetition_pass"),
    ("building", "identity_pass"),
    ("__main__", "cli"),
}
# Metadata is inferred in one direction: strings, facts of a page, its headline, claims by field, values.
INFER_FLOORS = [
    {"recognition"},
    {"facts"},
    {"ranking"},
    {"headline"},
    {"reading"},
    {"placement"},
    {"authors", "claimants", "dates", "page_fields", "publisher", "title"},
    {"mail_header", "microdata"},
    {"resolve"},
]
INFER_FLOOR = {part: number for number, parts in enumerate(INFER_FLOORS) for part in parts}
DOORS = {
    "ftfy": {"repairing"},
    "selectolax": {"segment"},
    "trafilatura": {"mark", "infer", "training"},
    "htmldate": {"infer"},
    "rapidfuzz": {"mark"},
    "re2": {"mark", "infer"},
    "numpy": {"decoding", "mark", "models", "training"},
    "threadpoolctl": {"mark"},
    "torch": {"training"},
    "resiliparse": {"training"},
    "inscriptis": {"training"},
    "bs4": {"training"},
    "lxml": {"training"},
    "justext": {"training"},
    "readability": {"training"},
    "pycld2": {"infer"},
    "py3langid": {"infer"},
    "tld": {"infer", "checks"},
    "jsonschema_rs": {"checks"},
    "datasets": {"package", "releases"},
    "psutil": {"engines"},
    "filelock": {"package", "releases"},
    "yaml": {"package", "releases"},
    "tqdm": {"building"},
    "warcio": {"readers"},
    "pyarrow": {
        "schema",
        "readers",
        "package",
        "releases",
        "batches",
        "building",
        "corpus",
        "repetition_pass",
        "checks",
    },
}
MODULES = sorted(PACKAGE.rglob("*.py"))


def part_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield node.module or ""


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_a_module_imports_only_from_below(path: Path) -> None:
    part = part_of(path)
    if part == "__init__":
        return
    for name in imported(path):
        if not name.startswith("corpusclean."):
            continue
        other = name.split(".")[1]
        below = FLOOR[other] < FLOOR[part]
        assert below or other == part or (part, other) in BESIDE, f"{part} imports {other}"


@pytest.mark.parametrize(
    "path", [path for path in MODULES if part_of(path) == "infer"], ids=lambda p: str(p.relative_to(PACKAGE))
)
def test_metadata_is_inferred_in_one_direction(path: Path) -> None:
    part = path.relative_to(PACKAGE).parts[1].removesuffix(".py")
    for name in imported(path):
        if name.startswith("corpusclean.infer."):
            other = name.split(".")[2]
            assert other == part or INFER_FLOOR[other] < INFER_FLOOR[part], f"{part} imports {other}"


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_a_library_has_one_door_and_no_other_is_used(path: Path) -> None:
    for name in imported(path):
        top = name.split(".")[0]
        if top not in sys.stdlib_module_names and top != "corpusclean":
            assert part_of(path) in DOORS[top], f"{path.name} imports {top}"


def test_the_public_surface_is_what_it_says() -> None:
    assert set(corpusclean._HOME) == set(corpusclean.__all__)
    for name in corpusclean.__all__:
        assert getattr(corpusclean, name).__doc__, name
    assert dir(corpusclean) == sorted(corpusclean.__all__, key=corpusclean.__all__.index)
    with pytest.raises(AttributeError):
        corpusclean.no_such_name  # type: ignore[attr-defined]  # noqa: B018


def test_what_public_functions_return_has_public_types() -> None:
    public = {getattr(corpusclean, name) for name in corpusclean.__all__}
    hints = [
        hint
        for thing in public
        for name, hint in get_type_hints(thing, localns={"datasets": datasets}).items()
        if isinstance(thing, type) or name == "return"
    ]
    for hint in hints:
        for type_ in _parts(hint):
            if getattr(type_, "__module__", "").startswith("corpusclean"):
                assert type_ in public


def _parts(hint: Any) -> Iterator[Any]:
    yield hint
    for part in get_args(hint):
        yield from _parts(part)


def test_no_public_function_bears_the_name_of_a_module() -> None:
    modules = {path.stem for path in MODULES} | {path.parent.name for path in MODULES}
    assert not modules & set(corpusclean.__all__)


def test_importing_the_package_loads_no_heavy_library() -> None:
    code = (
        "import corpusclean, sys; corpusclean.Recipe; corpusclean.Document; "
        "print(*{name.split('.')[0] for name in sys.modules})"
    )
    loaded = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert not set(loaded.stdout.split()) & (set(DOORS) | {"numpy", "pandas", "lxml", "ray", "pyspark"})


def test_no_module_is_empty() -> None:
    assert [path for path in MODULES if not path.read_text("utf-8").strip()] == []
