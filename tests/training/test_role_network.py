"""The network that tells roles is kept beside others."""

from pathlib import Path

import numpy as np

from corpusclean.mark.line_features import read_lines
from corpusclean.mark.line_network import MODEL, load_network, score_lines
from corpusclean.segment.text import segment_text
from corpusclean.training.lines import save_network
from corpusclean.training.role_network import with_roles_of

TABLE = read_lines(
    [segment_text("Ferry returns to Tarn\nBy Ann Oak\n\nThe ferry ran again on Wednesday.\nShare")]
)


def test_boilerplate_is_told_by_one_model_and_roles_by_the_other() -> None:
    with np.load(MODEL, allow_pickle=False) as stored:
        whole = dict(stored)
    half = len(whole["vector_steps"]) - 1
    width = whole["vectors"].shape[1] // len(whole["vector_steps"])
    detecting = {name: values for name, values in whole.items() if not name.startswith(f"{half}-")}
    detecting |= {
        "vectors": whole["vectors"][:, : half * width],
        "vector_steps": whole["vector_steps"][:half],
    }
    joined = with_roles_of(detecting, whole)
    assert joined.keys() == whole.keys()
    assert all((joined[name] == whole[name]).all() for name in whole)


def test_networks_without_one_for_roles_tell_none(tmp_path: Path) -> None:
    with np.load(MODEL, allow_pickle=False) as stored:
        whole = dict(stored)
    last = len(whole["vector_steps"]) - 1
    width = whole["vectors"].shape[1] // (last + 1)
    detecting = {name: values for name, values in whole.items() if not name.startswith(f"{last}-")}
    detecting |= {"vectors": whole["vectors"][:, :-width], "vector_steps": whole["vector_steps"][:last]}
    save_network(detecting, file := tmp_path / "detecting.npz")
    scores, expected = (score_lines(TABLE, load_network(path)) for path in (file, MODEL))
    assert scores.keep.tolist() == expected.keep.tolist()
    assert not scores.roles.any()


def test_a_word_that_only_one_model_knows_has_no_vector_in_the_other(tmp_path: Path) -> None:
    with np.load(MODEL, allow_pickle=False) as stored:
        whole = dict(stored)
    other = {**whole, "vocabulary": whole["vocabulary"][1:], "vectors": whole["vectors"][1:]}
    joined = with_roles_of(other, whole)
    width = joined["vectors"].shape[1] - other["vectors"].shape[1]
    assert (joined["vocabulary"] == whole["vocabulary"]).all()
    assert not joined["vectors"][0, :-width].any()
    file = tmp_path / "joined.npz"
    save_network(joined, file)
    assert len(score_lines(TABLE, load_network(file)).keep) == 4
