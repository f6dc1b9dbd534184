"""Every setting of a build, its default and the reason of the default."""

from __future__ import annotations

import hashlib
import json
import os
import tomllib
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
"""The score from which on a marked line is cut, by level. A rule's score is how often it is right, so "safe" does not
follow rules that are wrong more than once in four. A model's score is .5 at the threshold that gives a page the best
F1 of words, and more the further a line lies beyond it."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """The settings of a build; two builds with equal recipes and inputs give equal bytes.

    Args:
        extractor: who finds the main content of HTML pages, beside the rules. "blocks", our block model: out of
            fold, its mean word F1 is .882 on the 1,350 development pages of WCXB with lines, where "trafilatura"
            has .819. "none" leaves it to the rules.
        profile: how HTML pages are judged. "accurate" asks the rules and both networks of the block model. "fast"
            asks one network and no rules: half as fast again, for .006 of word F1. Plain text knows no profiles.
        rules: folder with rule files of the user's own, which join ours.
        keep: reasons of `CUT_REASONS` that are never cut, e.g. ("caption",).
        level: how much has to speak against a line before it is cut, see `LEVELS`. "balanced" gives the text that
            reads best; "safe" leaves what is not clearly boilerplate, "strict" cuts what may well be.
        metadata: whether title, source, date, byline and the rest are inferred. Without, nothing is lifted, flags say
            only what became of the text itself, and a text takes some 60 % of the time, for those who want nothing
            but the text.
        min_confidence: metadata claims below this are never taken, 0..1.
        claimants: other libraries that are asked for the metadata of HTML pages besides our inferrers, some of
            "htmldate" and "trafilatura". None: on 954 development pages htmldate makes dates .5 % more precise
            and finds .7 % more of them for a fifth more time, trafilatura 1 author more for twice the time.
        lift: whether the lines that gave title, date and byline leave the text. On, since they stand in
            columns of their own. The title stays in a text that has nothing else to cut.
        nfc: whether text is brought into Unicode NFC. On: a dataset in mixed forms splits one word into
            two, and only 6 of 2,266 real pages change.
        strip_invisible: whether zero-width spaces, word joiners, soft hyphens and unclosed bidi controls are
            taken out. Off: Khmer and Thai mark their words with zero-width spaces. Joiners that letters
            and emoji need, and closed bidi controls, always stay.
        line_model: whether the trained line model judges plain text beside the rules. On: out of fold, word F1
            of 2,718 development documents rises from .841 with rules alone to .906, and 2.4 % of the words
            of the main text are lost instead of .2 %. Off, it still tells where titles, dates and names stand.
        repetition: whether a build cuts lines that documents of one source share. On: of 4,018 lines that it cuts
            beside rules and line model 96 % are boilerplate. It never goes by a handful of documents alone.
        max_bytes: larger documents are rejected as "too-large"; 32 MiB is far above any article, and keeps
            a document within 2 GB of memory.
        max_html_bytes: the same for HTML, whose parse tree takes some 20 times its size; counted in characters,
            when it has been decoded.
        max_lines: text of more lines is rejected as "too-large": so many take 1 GB of memory. A million-word book
            has less than 100,000.
        max_nesting: HTML that opens more elements in each other is rejected as "too-deep", before it is parsed. Browsers
            stop at 512.
        max_attributes: HTML with more attributes in one tag is rejected as "too-deep"; parsers need
            quadratic time for them.
        cpu_seconds: in a build, a document that takes longer is rejected as "cpu-limit".
        memory_mb: in a build, a worker that grows larger is stopped. A document with which even a fresh worker does
            so is rejected as "memory-limit".

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
        """Take what means the same: lists for tuples, and a path for its text."""
        for name in ("keep", "claimants"):
            if isinstance(value := getattr(self, name), list):
                object.__setattr__(self, name, tuple(value))
        rules: Any = self.rules
        if isinstance(rules, os.PathLike):
            object.__setattr__(self, "rules", os.fspath(rules))

    @property
    def threshold(self) -> float:
        """From which score on a marked line is cut."""
        return LEVELS[self.level]

    @classmethod
    def from_toml(cls, path: str | Path) -> Recipe:
        """Read a recipe from a TOML file; what it does not name keeps its default.

        Args:
            path: the file; its keys are the arguments of `Recipe`. `rules` is relative to it.

        Raises:
            RecipeError: if the file cannot be read, or names unknown settings or wrong values.
        """
        path = Path(path)
        try:
            settings = tomllib.loads(path.read_text("utf-8"))
        except OSError as error:
            raise RecipeError(f"{path}: cannot be read ({error.strerror}). Do: name a recipe file.") from None
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise RecipeError(f"{path}: not a TOML file: {error}. Do: mend that place.") from None
        if (rules := settings.get("rules")) and isinstance(rules, str):
            settings["rules"] = str(path.parent / rules)
        return cls.from_dict(settings, where=str(path))

    @classmethod
    def from_dict(cls, settings: dict[str, Any], where: str = "recipe") -> Recipe:
        """Make a recipe from plain values, as `to_dict` and TOML give them.

        Raises:
            RecipeError: if a setting is unknown or its value has the wrong type.
        """
        for name in settings:
            if name not in _NAMES:
                raise RecipeError(f"{where}: unknown setting {name!r}. Do: take one of {sorted(_NAMES)}.")
        try:
            return cls(**settings)
        except RecipeError as error:
            raise RecipeError(str(error).replace("recipe:", f"{where}:", 1)) from None

    def to_dict(self) -> dict[str, Any]:
        """The settings as plain values that JSON and TOML can hold."""
        return {k: list(v) if isinstance(v, tuple) else v for k, v in asdict(self).items() if k in _NAMES}

    def digest(self) -> str:
        """SHA-256 over all settings, 64 hex digits; of `rules` the content counts, not the place.

        Raises:
            RecipeError: if `rules` is no folder.
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
    """The recipe that a caller gave, or the default one.

    Raises:
        RecipeError: if it is no recipe.
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


# Of settings whose defaults do not show what a value looks like.
_SAMPLES = {"rules": "my-rules", "keep": ["caption"], "claimants": ["htmldate"]}
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
# The largest whole number that any reader of the manifest's JSON takes as it is.
_HIGHEST = 2**53
