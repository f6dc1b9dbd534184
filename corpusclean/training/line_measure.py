"""Measure cuts in labelled texts: word F1, and the share of the main text that is lost."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from corpusclean.page import ROLES, Role
from corpusclean.recipe import LEVELS
from corpusclean.spelling import UNSPACED_SCRIPTS
from corpusclean.training.line_data import LabelledText

if TYPE_CHECKING:
    from numpy.typing import NDArray

_TOKEN = re.compile(rf"[{UNSPACED_SCRIPTS}]|[^\W{UNSPACED_SCRIPTS}]+")


@dataclass(frozen=True, slots=True)
class Outcome:
    """The quality of a text after its cuts.

    Args:
        f1: word F1 between what is left and the part of the main text that is in the text.
        lost: number of words of the main text that were cut.
        words: number of words of the main text in the text before.
    """

    f1: float
    lost: int
    words: int


class TextWords:
    """The words of a labelled text, to measure cuts.

    Args:
        text: the text.
        index: (n,) indices of its lines that are not blank.
    """

    def __init__(self, text: LabelledText, index: Sequence[int]) -> None:
        import numpy as np

        numbers: dict[str, int] = {}
        lines = [
            [numbers.setdefault(word, len(numbers)) for word in split_words(text.lines[i])] for i in index
        ]
        self._word = np.array([number for line in lines for number in line], np.int64)
        self._line = np.repeat(np.arange(len(lines)), [len(line) for line in lines])
        gold = Counter(split_words(text.gold))
        self._gold = np.minimum(
            self._count(np.ones(len(lines), bool), len(numbers)), [gold[w] for w in numbers]
        )

    def _count(self, kept: NDArray[Any], size: int) -> NDArray[Any]:
        import numpy as np

        return np.bincount(self._word[kept[self._line]], minlength=size)

    def after(self, cut: NDArray[Any]) -> Outcome:
        """Measure the text after cuts.

        Args:
            cut: (n,) whether each line is cut.
        """
        import numpy as np

        found = self._count(~cut, len(self._gold))
        right, words = int(np.minimum(found, self._gold).sum()), int(self._gold.sum())
        return Outcome(2 * right / max(1, int(found.sum()) + words), words - right, words)


def split_words(text: str) -> list[str]:
    """Split a text into words in lower case; in scripts without spaces, each character is a word.

    >>> split_words("Rain, 20 °C")
    ['rain', '20', 'c']
    """
    return _TOKEN.findall(unicodedata.normalize("NFKC", text).casefold())


def measure(
    scored: Iterable[tuple[LabelledText, TextWords, NDArray[Any]]],
) -> dict[str, dict[str, dict[str, float]]]:
    """Measure cuts at all levels.

    Args:
        scored: for each text its words, and the boilerplate score of each line (the highest of its marks).

    Returns:
        For each level and group of texts: `texts`, `f1` and `nothing` (mean word F1 with and without cuts), and `loss`
        (share of the words of the main text that are cut).
    """
    rows: dict[str, dict[str, list[tuple[Outcome, Outcome]]]] = defaultdict(lambda: defaultdict(list))
    for text, words, score in scored:
        before = words.after(score > 1)
        for level, threshold in LEVELS.items():
            after = words.after(score >= threshold)
            for group in _groups(text):
                rows[level][group].append((after, before))
    return {
        level: {group: _means(values) for group, values in sorted(groups.items())}
        for level, groups in rows.items()
    }


def _groups(text: LabelledText) -> list[str]:
    if text.kind == "clean":
        return ["already clean"]
    return [
        "all",
        text.kind,
        "articles" if text.page_type == "article" else "other types",
        "English" if text.language == "en" else "not English",
    ]


def _means(rows: Sequence[tuple[Outcome, Outcome]]) -> dict[str, float]:
    return {
        "texts": len(rows),
        "f1": sum(after.f1 for after, _ in rows) / len(rows),
        "nothing": sum(before.f1 for _, before in rows) / len(rows),
        "loss": sum(after.lost for after, _ in rows) / max(1, sum(after.words for after, _ in rows)),
    }


def measure_roles(
    scored: Iterable[tuple[LabelledText, NDArray[Any], NDArray[Any]]],
) -> dict[Role, dict[str, tuple[int, float, float]]]:
    """Measure how often the most probable line of a role has the right value.

    Args:
        scored: for each text (n, `ROLES`) whether each line has the right value, and its score for the role.

    Returns:
        By role and kind of text: number of texts in which a line has the right value, share of these in which the most
        probable line has it, and in which one of the three most probable lines has it.
    """
    import numpy as np

    found: dict[Role, dict[str, list[tuple[bool, bool]]]] = {role: defaultdict(list) for role in ROLES}
    for text, role_targets, scores in scored:
        ranked = np.take_along_axis(role_targets, np.argsort(-scores, axis=0, kind="stable"), axis=0)
        for number, role in enumerate(ROLES):
            if role_targets[:, number].any():
                first_is_right = bool(ranked[0, number])
                found[role][text.kind].append((first_is_right, bool(ranked[:3, number].any())))
    return {
        role: {
            kind: (
                len(rows),
                sum(one for one, _ in rows) / len(rows),
                sum(three for _, three in rows) / len(rows),
            )
            for kind, rows in sorted(kinds.items())
        }
        for role, kinds in found.items()
    }
