"""`Recipe`: all settings of cleaning and building, each with its default and the reason for the default."""

from __future__ import annotations

import hashlib
import json
import os
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Literal, get_args

from corpusclean.document import CUT_REASONS
from corpusclean.errors import RecipeError

Extractor = Literal["blocks", "trafilatura", "none"]
Profile = Literal["accurate", "fast"]
Claimant = Literal["htmldate", "trafilatura"]
Level = Literal["safe", "balanced", "strict"]
LEVELS: dict[Level, float] = {"safe": 0.75, "balanced": 0.5, "strict": 0.35}
"""Level → threshold: a line is cut if the score of one of its marks reaches it. The score of a rule is its precision,
so "safe" ignores rules that are wrong more than once in four times. The scores of models are scaled so that cutting at
.5 gives the best word F1."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """The settings of `clean` and `build`; builds with equal recipes and equal inputs give identical files.

    Args:
        extractor: what finds the main content of HTML pages, in addition to the rules: "blocks", the trained block
            model of this library; "trafilatura"; or "none", the rules alone. "blocks", since its word F1 is .882
            out of fold on the 1,350 development pages of WCXB with lines, that of trafilatura .819.
        profile: "accurate" cleans HTML with the rules and both networks of the block model, "fast" with one network
            and no rules: 1.5 times as fast, for .006 less word F1. Without effect on plain text.
        rules: folder with the user's own rule files, which are used in addition to the built-in ones.
        keep: reasons of `CUT_REASONS` for which nothing is cut, e.g. ("caption",).
        level: how readily lines are cut: "safe" cuts only clear boilerplate, "strict" also doubtful lines, "balanced"
            gives the best word F1. `LEVELS` has the thresholds.
        metadata: whether title, source, date, byline and all other metadata are inferred. On; off is for those who
            need only the text: then `lift` has no effect, flags are only those about the text itself, and a plain
            text takes about 60 % of the time.
        min_confidence: metadata claims with a lower confidence are never chosen, 0..1.
        claimants: other libraries whose metadata is also considered, for HTML pages: any of "htmldate" and
            "trafilatura". None by default: on 954 development pages htmldate raises the precision of dates by .5 %
            and their recall by .7 % for 20 % more time; trafilatura adds one author and doubles the time.
        lift: whether lines that hold only title, date or byline are removed from the text. On, since these have
            columns of their own. A plain text with nothing else to cut keeps its title line.
        nfc: whether text is normalized to Unicode NFC. On, since mixed forms make two words of one in a dataset;
            only 6 of 2,266 real pages change. Lines with more than 30 combining marks in a row are left as they are.
        strip_invisible: whether zero-width spaces, word joiners, soft hyphens and unclosed bidi controls are
            removed. Off, since Khmer and Thai separate words by zero-width spaces. Joiners that letters
            and emoji need, and closed bidi controls, are always kept.
        line_model: whether the trained line model marks lines of plain text in addition to the rules. On: out of
            fold, on 2,718 development documents, word F1 rises from .843 with rules alone to .908, while 2.4 %
            instead of .2 % of the words of the main text are lost. If off, the model is still used for metadata.
        repetition: whether `build` cuts lines that are repeated in many documents of one source. On: 96 % of 4,018
            lines that it cuts in addition to the rules and the line model are boilerplate. In small sources it only
            cuts lines that have a score already.
        content_field: in files of records, the field or column with the content; by default the first of
            `readers.fields.CONTENT_FIELDS` that holds a text, such as "html" or "text".
        max_bytes: larger documents are rejected as "too-large". 32 MiB is far more than any article has, and a
            document of that size needs less than 2 GB of memory.
        max_html_bytes: the same limit for HTML, in characters after decoding; lower, since the parse tree takes about
            20 times the size of the page.
        max_lines: plain text with more lines is rejected as "too-large". So many lines take 1 GB of memory; a book of
            a million words has less than 100,000.
        max_nesting: HTML with elements nested deeper is rejected as "too-deep" before it is parsed; browsers allow 512.
        max_attributes: HTML with more attributes in one tag is rejected as "too-deep", since parsers need quadratic
            time for them.
        cpu_seconds: in `build`, a document that takes more CPU time is rejected as "cpu-limit"; for a record in a large
            file, the time to find it is added.
        memory_mb: in `build`, a worker process that needs more memory, in MiB, is stopped, and its document tried again
            in a new one; if that happens again, it is rejected as "memory-limit".

    Raises:
        RecipeError: if a value has the wrong type or is out of range.

    >>> Recipe(keep=("caption",)).digest() == Recipe().digest()
    False
    """

    extractor: Extractor = "blocks"
    profile: Profile = "accurate"
    rules: str | None = None
    keep: tuple[str, ...] = ()
    level: Level = "balanced"
    metadata: bool = True
    min_confidence: float = 0.5
    claimants: tuple[str, ...] = ()
    lift: bool = True
    nfc: bool = True
    strip_invisible: bool = False
    line_model: bool = True
    repetition: bool = True
    content_field: str | None = None
    max_bytes: int = 32 * 2**20
    max_html_bytes: int = 8 * 2**20
    max_lines: int = 3_000_000
    max_nesting: int = 512
    max_attributes: int = 2_000
    cpu_seconds: float = 30.0
    memory_mb: int = 2_048

    def __post_init__(self) -> None:
        self._convert()
        for field in fields(self):
            if not _is_like(value := getattr(self, field.name), field.default):
                like = _SAMPLES.get(field.name, field.default)
                raise RecipeError(f"recipe: {field.name} is {value!r}. Do: give a value like {like!r}.")
        for name, choice in (("extractor", Extractor), ("profile", Profile), ("level", Level)):
            if (value := getattr(self, name)) not in get_args(choice):
                raise RecipeError(f"recipe: {name} is {value!r}. Do: take one of {get_args(choice)}.")
        if unknown := sorted(set(self.keep) - set(CUT_REASONS)):
            raise RecipeError(f"recipe: keep has unknown reasons {unknown}. Do: take some of {CUT_REASONS}.")
        if unknown := sorted(set(self.claimants) - set(get_args(Claimant))):
            raise RecipeError(
                f"recipe: claimants has unknown names {unknown}. Do: take some of {get_args(Claimant)}."
            )
        if not 0 <= self.min_confidence <= 1:
            raise RecipeError(
                f"recipe: min_confidence is {self.min_confidence!r}. Do: give a number from 0 to 1."
            )
        for name in _BOUNDS:
            if not 0 < getattr(self, name) <= _HIGHEST:
                raise RecipeError(
                    f"recipe: {name} is {getattr(self, name)!r}. Do: give a number above 0, at most {_HIGHEST}."
                )

    def _convert(self) -> None:
        """Convert lists to tuples, a path object to `str`, and integers to `float`, for equal recipes to have one digest."""
        for name in ("min_confidence", "cpu_seconds"):
            if type(value := getattr(self, name)) is int and abs(value) <= _HIGHEST:
                object.__setattr__(self, name, float(value))
        for name in ("keep", "claimants"):
            if isinstance(value := getattr(self, name), list):
                object.__setattr__(self, name, tuple(value))
        rules: Any = self.rules
        if isinstance(rules, os.PathLike):
            object.__setattr__(self, "rules", os.fspath(rules))

    @property
    def threshold(self) -> float:
        """The score from which on a marked line is cut, 0..1."""
        return LEVELS[self.level]

    @classmethod
    def from_toml(cls, path: str | Path) -> Recipe:
        """Read a recipe from a TOML file; settings that are not in the file have their defaults.

        Args:
            path: the file; its keys are the arguments of `Recipe`. A relative `rules` is relative to the file's folder.

        Raises:
            RecipeError: if the file cannot be read, or names unknown settings or wrong values.
        """
        if not isinstance(path, str | os.PathLike):
            raise RecipeError(f"recipe file {path!r} is no path. Do: name a recipe file.")
        path = Path(path)
        try:
            settings = tomllib.loads(path.read_text("utf-8-sig"))
        except OSError as error:
            raise RecipeError(f"{path}: cannot be read ({error.strerror}). Do: name a recipe file.") from None
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise RecipeError(f"{path}: not a TOML file: {error}. Do: mend that place.") from None
        if (rules := settings.get("rules")) and isinstance(rules, str):
            settings["rules"] = str(path.parent / rules)
        return cls.from_dict(settings, where=str(path))

    @classmethod
    def from_dict(cls, settings: Mapping[str, Any], where: str = "recipe") -> Recipe:
        """Make a recipe from a dict of plain values, as returned by `to_dict` or read from TOML or JSON.

        Raises:
            RecipeError: if a setting is unknown or its value has the wrong type.
        """
        if not isinstance(settings, Mapping):
            raise RecipeError(f"{where}: a {type(settings).__name__} has no settings. Do: give a dict.")
        for name in settings:
            if name not in _NAMES:
                raise RecipeError(f"{where}: unknown setting {name!r}. Do: take one of {sorted(_NAMES)}.")
        try:
            return cls(**settings)
        except RecipeError as error:
            raise RecipeError(str(error).replace("recipe:", f"{where}:", 1)) from None

    def to_dict(self) -> dict[str, Any]:
        """Return the settings as plain values that JSON can hold."""
        return {k: list(v) if isinstance(v, tuple) else v for k, v in asdict(self).items() if k in _NAMES}

    def digest(self) -> str:
        """Return the SHA-256 of all settings, 64 hex digits; `rules` counts by the content of its files, not its path.

        Raises:
            RecipeError: if `rules` is not a folder.
        """
        settings = self.to_dict()
        if self.rules is not None:
            if not Path(self.rules).is_dir():
                found = "is a file" if Path(self.rules).is_file() else "no such folder"
                raise RecipeError(f"{self.rules}: {found}. Do: name a folder with rule files (*.toml).")
            settings["rules"] = {
                file.name: hashlib.sha256(file.read_bytes()).hexdigest()
                for file in sorted(Path(self.rules).glob("*.toml"))
            }
        return hashlib.sha256(json.dumps(settings, sort_keys=True).encode()).hexdigest()


def given_or_default(recipe: Recipe | None) -> Recipe:
    """Return the given recipe, or the default one for None.

    Raises:
        RecipeError: if the argument is neither.
    """
    if recipe is not None and not isinstance(recipe, Recipe):
        raise RecipeError(
            f"recipe is a {type(recipe).__name__}. Do: give a Recipe, such as Recipe.from_toml(path)."
        )
    return recipe or Recipe()


def _is_like(value: Any, default: Any) -> bool:
    """Whether a value has the type of a default; an int passes for a float, a bool only for a bool."""
    if isinstance(value, bool) or isinstance(default, bool):
        return isinstance(value, bool) and isinstance(default, bool)
    if isinstance(default, tuple):
        return isinstance(value, tuple) and all(isinstance(item, str) for item in value)
    if default is None:
        return value is None or (isinstance(value, str) and value != "")
    return isinstance(value, (int, float) if isinstance(default, float) else type(default))


# Example values for error messages, of settings whose default is no example.
_SAMPLES = {"rules": "my-rules", "content_field": "body", "keep": ["caption"], "claimants": ["htmldate"]}
_NAMES = {field.name for field in fields(Recipe)}
_BOUNDS = (
    "max_bytes",
    "max_html_bytes",
    "max_lines",
    "max_nesting",
    "max_attributes",
    "cpu_seconds",
    "memory_mb",
)
# The largest integer that every JSON reader represents exactly; recipes are stored in the manifest.
_HIGHEST = 2**53
