"""What README says is run as it stands there."""

import re
import shlex
import shutil
from pathlib import Path

import pytest

from corpusclean.cli import main

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
PYTHON = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
COMMANDS = [
    command.removeprefix("corpusclean ")
    for block in re.findall(r"```console\n(.*?)```", README, re.DOTALL)
    for command in re.split(r"\n| && ", block.strip())
    if command.startswith("corpusclean ")
]


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Path:
    """A folder in which README's first command has been run, with the input that its examples name."""
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    monkeypatch.setenv("HF_DATASETS_CACHE", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    assert main(shlex.split(COMMANDS[0])) == 0
    assert "rows" in capfd.readouterr().out
    return tmp_path


def test_the_first_command_builds_the_seeds_and_the_second_runs_the_tests() -> None:
    blocks = re.findall(r"```console\n(.*?)```", README, re.DOTALL)
    assert blocks[0] == "pip install -e '.[test]' && corpusclean build seeds/documents --name seeds\n"
    assert blocks[1] == "python -m pytest\n"


@pytest.mark.usefixtures("checkout")
def test_the_python_examples_run_in_order() -> None:
    names: dict[str, object] = {}
    for block in PYTHON:
        exec(compile(block, "README.md", "exec"), names)  # noqa: S102 - our own README
    assert names["original"]


def test_the_other_commands_run(checkout: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (checkout / "pages").mkdir()
    (checkout / "more").mkdir()
    (checkout / "pages" / "a.txt").write_text("It rained on Monday.")
    (checkout / "more" / "page.html").write_text("<p>It rained on Tuesday, and nobody was surprised.")
    first, second = COMMANDS[1:3]
    assert main(shlex.split(first)) == 0
    assert main(shlex.split(second)) == 0
    (checkout / "pages" / "b.txt").write_text("It rained on Wednesday.")
    assert main(shlex.split(second)) == 0
    for command in COMMANDS[3:]:
        assert main(shlex.split(command)) == 0, command
    assert "1.1.0" in capfd.readouterr().out
