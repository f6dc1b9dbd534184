from pathlib import Path

import numpy as np

from corpusclean.training.charsets import train


def test_a_model_has_for_each_language_what_it_is_read_for(tmp_path: Path) -> None:
    (tmp_path / "xx.txt").write_text("ab ab ä\n", "utf-8")
    (tmp_path / "ja.txt").write_text("川川水\n", "utf-8")
    train(tmp_path, tmp_path / "model.npz")
    with np.load(tmp_path / "model.npz") as model:
        assert set(model) == {"xx.alphabet", "xx.pairs", "xx.common", "ja.characters", "ja.bits"}
        alphabet, pairs = str(model["xx.alphabet"]), model["xx.pairs"]
        a, b = alphabet.index("a"), alphabet.index("b")
        assert pairs[a, b] < pairs[b, a]
        assert str(model["ja.characters"]) == "川水"
        assert model["ja.bits"][0] < model["ja.bits"][1]


def test_training_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    (tmp_path / "ro.txt").write_text("și țară\n", "utf-8")
    (tmp_path / "vi.txt").write_text("tiếng Việt\n", "utf-8")
    for name in ("one.npz", "two.npz"):
        train(tmp_path, tmp_path / name)
    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()
    with np.load(tmp_path / "one.npz") as model:
        assert {"ş", "ţ"} <= set(str(model["ro.alphabet"]))
        assert "\u0301" in str(model["vi.alphabet"])
