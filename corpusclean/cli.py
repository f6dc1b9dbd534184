"""The command line `corpusclean`: each subcommand calls the public function of the same name.

Exit codes: 0 success (also if a build rejected some documents); 1 the document was rejected, `validate` found errors,
or a dataset is missing or broken; 2 invalid arguments; 130 interrupted.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpusclean.document import Origin, RawDocument
from corpusclean.errors import CorpuscleanError, Rejected, UsageError
from corpusclean.recipe import Recipe

if TYPE_CHECKING:
    from corpusclean.releases import Release


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line.

    Args:
        arguments: the arguments without the program's name; by default `sys.argv[1:]`.

    Returns:
        The exit code.
    """
    options = _parser().parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        code = int(options.run(options))
        if sys.stdout is not None:  # it may be closed
            sys.stdout.flush()
    except UsageError as error:
        return _fail(error, 2)
    except CorpuscleanError as error:
        return _fail(error, 1)
    except BrokenPipeError:  # the reader of our output has seen enough
        _discard_output()
        return 0
    except OSError as error:
        _discard_output()
        return _fail(CorpuscleanError(f"{error}. Do: check permissions, and the space on the disk."), 1)
    except KeyboardInterrupt:
        return _fail(CorpuscleanError("interrupted; nothing was written"), 130)
    return code


def _discard_output() -> None:
    """Send what is still buffered for standard output to nowhere; else Python fails on it once more when it exits."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _fail(error: Exception, code: int) -> int:
    print(f"corpusclean: {error}", file=sys.stderr)
    return code


def _parser() -> argparse.ArgumentParser:
    from importlib.metadata import version

    parser = argparse.ArgumentParser(
        prog="corpusclean",
        description="Turn raw web documents into a clean, versioned dataset, with every change explained.",
    )
    parser.add_argument("--version", action="version", version=f"corpusclean {version('corpusclean')}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_clean(commands)
    _add_build(commands)
    _add_validate(commands)
    _add_diff(commands)
    return parser


def _command(commands: Any, name: str, what: str) -> Any:
    return commands.add_parser(name, help=what, description=f"{what.capitalize()}.")


def _add_clean(commands: Any) -> None:
    command = _command(commands, "clean", "clean one document and print its text")
    command.add_argument("file", nargs="?", default="-", help="text or HTML file; by default standard input")
    command.add_argument("--url", help="address that the document was fetched from")
    form = command.add_mutually_exclusive_group()
    form.add_argument(
        "--explain",
        action="store_true",
        help="show which lines were kept or cut and why, and all metadata claims",
    )
    form.add_argument("--markdown", action="store_true", help="print the text as Markdown")
    _add_json(form)
    _add_recipe(command)
    command.set_defaults(run=_clean)


def _add_build(commands: Any) -> None:
    command = _command(commands, "build", "build a versioned dataset from files and folders")
    command.add_argument(
        "inputs",
        nargs="+",
        metavar="INPUT",
        help='file (text, HTML, JSON, Parquet, WARC) or folder; "-" for one document on standard input',
    )
    command.add_argument("--name", required=True, help="name of the dataset")
    command.add_argument("--out", default="dist", help="folder of all datasets (default: %(default)s)")
    command.add_argument("--workers", type=int, help="number of worker processes (default: number of cores)")
    command.add_argument("--engine", default="local", choices=["local"], help="where the build runs")
    command.add_argument(
        "--bump",
        default="auto",
        choices=["auto", "patch", "minor", "major"],
        help="raise the version by at least this much",
    )
    _add_json(command)
    _add_recipe(command)
    command.set_defaults(run=_build)


def _add_validate(commands: Any) -> None:
    command = _command(commands, "validate", "check versions against their schema, hashes and ledger")
    command.add_argument(
        "dataset", help="dist/news for all versions, or e.g. dist/news@1.* or dist/news@1.1.0"
    )
    _add_json(command)
    command.set_defaults(run=_validate)


def _add_diff(commands: Any) -> None:
    command = _command(commands, "diff", "compare two versions of a dataset, document by document")
    command.add_argument("old", help="e.g. dist/news@1.0.0")
    command.add_argument("new", help="e.g. dist/news@1.1.0")
    _add_json(command)
    command.set_defaults(run=_diff)


def _add_json(options: Any) -> None:
    options.add_argument("--json", action="store_true", help="print JSON")


def _add_recipe(command: argparse.ArgumentParser) -> None:
    command.add_argument("--recipe", help="TOML file with settings")
    command.add_argument("--rules", metavar="DIR", help="folder with rule files of your own")


def _recipe(options: argparse.Namespace) -> Recipe:
    # An empty path, as from an unset shell variable, is a mistake, and not the same as none.
    recipe = Recipe() if options.recipe is None else Recipe.from_toml(options.recipe)
    return recipe if options.rules is None else dataclasses.replace(recipe, rules=options.rules)


def _print_json(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2))


def _clean(options: argparse.Namespace) -> int:
    from corpusclean.infer.recognition.addresses import safe_url
    from corpusclean.pipeline import clean
    from corpusclean.readers.documents import read_document
    from corpusclean.readers.files import InputFile, read_stream, standard_input
    from corpusclean.schema import json_ready

    recipe = _recipe(options)
    if options.url is not None and not safe_url(options.url):
        raise UsageError(f"--url: {options.url!r} is no address. Do: give one like https://example.org/page.")
    try:
        if options.file == "-":
            raw = RawDocument(Origin(), read_stream(standard_input(), recipe.max_bytes))
        else:
            _must_exist(options.file)
            raw = read_document(InputFile(options.file, Path(options.file).name), recipe)
        document = clean(raw.payload, url=options.url, content_type=raw.content_type, recipe=recipe)
    except Rejected as rejected:
        if options.json:
            reject = {"reason": rejected.reason, "detail": rejected.detail}
            _print_json({"document": None, "ledger": None, "reject": reject})
        print(f"corpusclean: {options.file}: rejected as {rejected}", file=sys.stderr)
        return 1
    if options.json:
        ledger = json_ready(document.ledger())
        _print_json({"document": json_ready(document.to_dict()), "ledger": ledger, "reject": None})
    elif options.explain:
        print(document.explain())
    else:
        print((document.markdown() if options.markdown else document.text).removesuffix("\n"))
    return 0


def _must_exist(path: str) -> None:
    if not os.path.exists(path):  # noqa: PTH110 - that of `Path` fails for long names
        raise UsageError(f"{path}: no such file. Do: check the path.")
    if Path(path).is_dir():
        raise UsageError(f"{path}: is a folder. Do: name a file, or use `corpusclean build`.")


def _build(options: argparse.Namespace) -> int:
    from corpusclean.building import build

    # Handle SIGTERM of a job scheduler like Ctrl-C, so that temporary folders are removed.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    release = build(
        options.inputs,
        name=options.name,
        out=options.out,
        recipe=_recipe(options),
        engine=options.engine,
        workers=options.workers,
        bump=options.bump,
    )
    if options.json:
        _print_json(
            {
                "name": release.name,
                "version": release.version,
                "path": str(release.path),
                "created": release.created,
                "counts": release.manifest["counts"],
            }
        )
    else:
        _print_release(release)
    return 0


def _print_release(release: Release) -> None:
    counts = release.manifest["counts"]
    path = _shown(release.path)
    news = "new version" if release.created else "no change, so no new version"
    print(f"{release.name} {release.version} ({news}): {path}")
    print(f"  documents in  {counts['in']}")
    print(f"  rows          {counts['rows']}")
    print(f"  rejects       {counts['rejected']}{_by_reason(counts['rejected_by_reason'])}")
    print(f"  ignored       {counts['ignored']}{_by_reason(counts['ignored_by_reason'])}")
    print(f"Load it with: datasets.load_dataset({str(Path(path).parent)!r}, split='train')")
    if counts["rejected"]:
        print(f"Its rejects: datasets.load_dataset({f'{path}-audit'!r}, 'rejects', split='train')")


def _by_reason(counts: dict[str, int]) -> str:
    listed = ", ".join(f"{reason} {count}" for reason, count in sorted(counts.items()))
    return f"  ({listed})" if listed else ""


def _validate(options: argparse.Namespace) -> int:
    from corpusclean.releases import find_releases, validate

    failed, listed = False, []
    for path in find_releases(options.dataset):  # one by one, so that findings are shown as they come
        shown = _shown(path)
        findings = [dataclasses.replace(finding, release=shown) for finding in validate(path)]
        failed |= any(finding.severity == "error" for finding in findings)
        listed += [finding.to_dict() for finding in findings]
        if not options.json:
            for finding in findings:
                print(finding)
            print(f"{shown}: {len(findings)} finding(s)", flush=True)
            if not path.with_name(f"{path.name}-audit").is_dir():
                print("There is no audit beside it, so the ledger is not checked.")
    if options.json:
        _print_json(listed)
    return int(failed)


def _shown(path: Path) -> str:
    """Write a path relative to the current folder if it is below it."""
    relative = os.path.relpath(path)
    return str(path) if relative.startswith("..") else relative


def _diff(options: argparse.Namespace) -> int:
    from corpusclean.releases import diff

    found = diff(options.old, options.new)
    if options.json:
        _print_json(found.to_dict())
    else:
        print(found)
    return 0
