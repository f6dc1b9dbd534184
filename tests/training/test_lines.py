from pathlib import Path

import pytest

from corpusclean.training.line_corpus import build_corpus
from corpusclean.training.line_data import LabelledText, network_name
from corpusclean.training.line_fitting import Settings
from corpusclean.training.lines import fit_networks

MENU = LabelledText("a/0", "a", "en", "article", "raw", "wet", ("Menu",), "d", (0.0,), ("",), "A ferry.")


def test_a_network_that_cannot_be_fitted_is_named_and_none_of_an_earlier_run_takes_its_place(
    tmp_path: Path,
) -> None:
    no_seed = Settings(seed=-1)  # NumPy takes none below 0
    (tmp_path / network_name(0)).write_bytes(b"fitted yesterday")
    with pytest.raises(RuntimeError, match=r"fold0\.npz failed with exit code 1"):
        fit_networks(build_corpus([MENU]), no_seed, tmp_path, workers=2)
    assert list(tmp_path.iterdir()) == []
