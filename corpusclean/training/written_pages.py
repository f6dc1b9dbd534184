"""Read labelled pages that we wrote ourselves, to train and to test with: texts with invented people and outlets.

One file is one page. A line of it begins with two spaces if it is content, with "- " if it is boilerplate, with "? " if
either is right; an empty line is an empty line of the page. Remarks begin with "#"; those at the top tell the `kind` of
page, such as "product, raw", and the right `title`, `source`, `date`, `authors` (between semicolons) and `language`, "-"
for what the page does not tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from corpusclean.errors import UsageError
from corpusclean.mark.block_network import PAGE_TYPES
from corpusclean.spelling import squeezed
from corpusclean.training.line_data import LabelledText
from corpusclean.training.line_roles import RightValues, long_names

_RENDERING = "written"

_REMARK = re.compile(r"# (\w+): (.+)")
_CONTENT, _BOILERPLATE, _EITHER = "  ", "- ", "? "
_LABELS = {_CONTENT: ("k", 1.0), _BOILERPLATE: ("d", 0.0), _EITHER: ("b", 0.5)}


@dataclass(frozen=True, slots=True)
class WrittenPage:
    """A page with the right answer.

    Args:
        name: name of its file, without the ending.
        values: the remarks that tell something, by their names.
        marks: of each line "  ", "- " or "? ", or "" if it is empty.
        lines: the lines of the page.
    """

    name: str
    values: dict[str, str]
    marks: tuple[str, ...]
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """The page."""
        return "\n".join(self.lines)


def read_written_page(file: Path) -> WrittenPage:
    """Read one page.

    Args:
        file: the file, in the format of this module.

    Raises:
        UsageError: if a line has no mark.
    """
    lines = file.read_text("utf-8").rstrip("\n").split("\n")
    for number, line in enumerate(lines, start=1):
        if not line.startswith(("#", *_LABELS)) and line not in ("", _BOILERPLATE.strip()):
            raise UsageError(
                f"{file}:{number}: {line[:60]!r} has no mark. Do: begin it with two spaces if it is content, with "
                "'- ' if it is boilerplate, with '? ' if either is right."
            )
    values: dict[str, str] = {}
    for match in filter(None, map(_REMARK.fullmatch, lines)):
        if match[2].strip() != "-":
            values.setdefault(match[1], match[2].strip())
    page = [line for line in lines if not line.startswith("#")]
    return WrittenPage(file.stem, values, tuple(line[:2] for line in page), tuple(line[2:] for line in page))


def is_written(text: LabelledText) -> bool:
    """Return whether a text is such a page, or a variant of one other than its main text."""
    return text.rendering == _RENDERING


def written_files(folder: Path) -> list[Path]:
    """Return the files of all pages below a folder, sorted."""
    return sorted(folder.rglob("*.txt"))


def read_written(folder: Path) -> list[tuple[LabelledText, RightValues]]:
    """Read all pages below a folder as training texts with their right metadata.

    Args:
        folder: the folder; each page is a site of its own, named by its path.
    """
    return [
        _training_text(read_written_page(file), file.relative_to(folder).with_suffix("").as_posix())
        for file in written_files(folder)
    ]


def _training_text(page: WrittenPage, site: str) -> tuple[LabelledText, RightValues]:
    title = squeezed(page.values.get("title", ""))
    rows = list(_rows(page, title))
    labels = "".join(label for label, _, _ in rows)
    kind = page.values.get("kind", "").casefold()
    text = LabelledText(
        site,
        site,
        page.values.get("language", ""),
        next((kind_of_page for kind_of_page in PAGE_TYPES if kind.startswith(kind_of_page)), "article"),
        "raw" if "raw" in re.findall(r"\w+", kind) or labels.count("d") > labels.count("k") else "half",
        _RENDERING,
        page.lines,
        labels,
        tuple(coverage for _, coverage, _ in rows),
        tuple(flag for _, _, flag in rows),
        "\n".join(line for line, (_, coverage, _) in zip(page.lines, rows, strict=True) if coverage),
        title=page.values.get("title", ""),
    )
    authors = (squeezed(author) for author in page.values.get("authors", "").split(";"))
    names = long_names([page.values.get("source", "")])
    return text, RightValues(title, names, frozenset(filter(None, authors)), page.values.get("date", ""))


def _rows(page: WrittenPage, title: str) -> Iterator[tuple[str, float, str]]:
    """Yield of each line its label, its coverage and its flag, as in `line_data`."""
    for mark, line in zip(page.marks, page.lines, strict=True):
        label, coverage = _LABELS.get(mark, ("b", 0.0)) if line.strip() else ("b", 0.0)
        is_title = bool(title) and mark != _BOILERPLATE and squeezed(line) == title
        yield label, coverage, "t" * is_title
