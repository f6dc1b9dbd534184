import io
import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

import corpusclean
from corpusclean.cli import main

STORY = "The ferry ran again on Wednesday.\n\nREAD MORE: Storm season\n\nThe crew had waited.\n"


@pytest.fixture
def story(tmp_path: Path) -> Path:
    path = tmp_path / "story.txt"
    path.write_text(STORY)
    return path


def run(*arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "corpusclean", *arguments], input=stdin, capture_output=True, check=False
    )


def test_clean_prints_the_text(story: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["clean", str(story)]) == 0
    assert capsys.readouterr().out == "The ferry ran again on Wednesday.\n\nThe crew had waited.\n"


def test_clean_works_in_a_pipe() -> None:
    done = run("clean", stdin=STORY.encode("utf-16"))
    assert done.returncode == 0
    assert done.stdout.decode().startswith("The ferry ran again on Wednesday.\n\nThe crew")


def test_explain_names_a_reason_for_every_cut(story: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["clean", str(story), "--explain"]) == 0
    out = capsys.readouterr().out
    assert "- READ MORE: Storm season  [related-link: rules/" in out
    assert "charset = utf-8" in out


def test_markdown_shows_the_structure_of_a_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "r.toml").write_text('extractor = "none"\nlift = false')
    (tmp_path / "page.html").write_text("<h2>Ships</h2><ul><li><a href=/ann>Ann</a> *1921*</ul>")
    arguments = ["clean", str(tmp_path / "page.html"), "--recipe", str(tmp_path / "r.toml")]
    assert main([*arguments, "--markdown", "--url", "https://example.org/"]) == 0
    assert capsys.readouterr().out == "## Ships\n\n- [Ann](https://example.org/ann) \\*1921\\*\n"


@pytest.mark.parametrize("other", ["--explain", "--markdown"])
def test_a_document_is_printed_in_one_form(
    story: Path, other: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["clean", str(story), "--json", other])
    assert stopped.value.code == 2
    assert "not allowed with argument" in capsys.readouterr().err


def test_a_stopped_build_leaves_nothing_behind(tmp_path: Path) -> None:
    arguments = ["build", "-", "--name", "news", "--out", str(tmp_path / "dist")]
    building = subprocess.Popen(
        [sys.executable, "-m", "corpusclean", *arguments],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "TMPDIR": str(tmp_path)},
        cwd=Path(__file__).parent.parent,
    )
    while building.poll() is None and not any(tmp_path.glob("corpusclean-*")):
        time.sleep(0)  # it will wait for its standard input, which never ends
    building.terminate()
    _, errors = building.communicate()
    assert building.returncode == 130
    assert b"interrupted" in errors
    assert list(tmp_path.iterdir()) == []


def test_json_is_the_row_the_ledger_or_the_reject(story: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["clean", str(story), "--json", "--url", "https://example.org/a"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["document"]["url"] == "https://example.org/a"
    assert answer["ledger"]["cuts"][0]["reason"] == "related-link"
    story.write_text("")
    assert main(["clean", str(story), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["reject"]["reason"] == "empty"


def test_a_recipe_and_rules_of_the_user_s_own_are_used(
    story: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "r.toml").write_text('keep = ["related-link"]')
    assert main(["clean", str(story), "--recipe", str(tmp_path / "r.toml")]) == 0
    assert "READ MORE" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["clean", "no-such.txt"], 2, "no-such.txt: no such file"),
        (["clean", "x" * 5_000], 2, "no such file"),
        (["clean", "."], 2, "is a folder"),
        (["clean", "--recipe", "no-such.toml"], 2, "cannot be read"),
        (["clean", "--recipe", ""], 2, "cannot be read"),
        (["clean", "--rules", ""], 2, "rules is ''"),
        (["clean", "--url", ""], 2, "'' is no address"),
        (["build", "no-such-folder", "--name", "x"], 2, "no such file or folder"),
        (["build", ".", "--name", "a/b"], 2, "name is 'a/b'"),
        (["build", ".", "--name", "x", "--rules", "no-such"], 2, "no-such"),
        (["build", ".", "--name", "x", "--workers", "0"], 2, "workers is 0"),
        (["validate", "no-such-dataset"], 1, "no-such-dataset"),
        (["diff", "no-such-dataset@1.0.0", "no-such-dataset@1.1.0"], 1, "no-such-dataset"),
    ],
)
def test_a_mistake_is_one_clear_line_and_no_traceback(
    arguments: list[str], code: int, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"It rained.")))
    assert main(arguments) == code
    error = capsys.readouterr().err
    assert says in error
    assert "Do: " in error
    assert "Traceback" not in error
    assert error.count("\n") == 1


@pytest.mark.parametrize("arguments", [[], ["fly"], ["build", "x"], ["clean", "--no-such-option"]])
def test_words_that_cannot_be_parsed_are_a_usage_error(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2


def test_build_validate_and_diff_tell_what_they_did(
    story: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = str(tmp_path / "dist")
    assert main(["build", str(story), "--name", "news", "--out", out, "--workers", "1"]) == 0
    told = capsys.readouterr().out
    assert "news 1.0.0 (new version)" in told
    assert "rows          1" in told
    assert "Its rejects" not in told
    story.write_text("Something else happened on Thursday.")
    assert main(["build", str(story), "--name", "news", "--out", out, "--workers", "1", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["version"] == "2.0.0"
    assert main(["validate", f"{out}/news"]) == 0
    assert main(["diff", f"{out}/news@1.0.0", f"{out}/news@2.0.0", "--json"]) == 0
    assert "changed" in capsys.readouterr().out


def test_build_tells_where_the_rejects_are(
    story: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("empty.txt").write_text("")
    assert main(["build", str(story), "empty.txt", "--name", "news", "--workers", "1"]) == 0
    told = capsys.readouterr().out
    assert "Its rejects: datasets.load_dataset('dist/news/1.0.0-audit', 'rejects', split='train')" in told
    assert Path("dist/news/1.0.0-audit/rejects").is_dir()


@pytest.mark.parametrize("command", ["clean", "build", "validate", "diff"])
def test_each_command_says_what_it_does(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    (what,) = re.findall(rf"^ +{command} +(.*)", capsys.readouterr().out, re.MULTILINE)
    with pytest.raises(SystemExit):
        main([command, "--help"])
    assert f"{what.capitalize()}." in capsys.readouterr().out


def test_validate_checks_every_version_that_the_dataset_names(
    story: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "dist"
    arguments = ["build", str(story), "--name", "news", "--out", str(out), "--workers", "1"]
    assert main(arguments) == 0
    story.write_text("Something else happened on Thursday.")
    assert main(arguments) == 0
    (out / "news" / "1.0.0" / "CHANGELOG.md").write_text("lies")
    assert main(["validate", f"{out}/news@2.*"]) == 0
    capsys.readouterr()
    assert main(["validate", f"{out}/news"]) == 1
    told = capsys.readouterr().out
    assert "news/1.0.0: 1 finding(s)\n" in told
    assert "news/2.0.0: 0 finding(s)\n" in told
    assert main(["validate", f"{out}/news@1", "--json"]) == 1
    (finding,) = json.loads(capsys.readouterr().out)
    assert (finding["release"], finding["file"]) == (str(out / "news" / "1.0.0"), "CHANGELOG.md")


def test_findings_are_exit_code_one(story: Path, tmp_path: Path) -> None:
    out = tmp_path / "dist"
    assert main(["build", str(story), "--name", "news", "--out", str(out), "--workers", "1"]) == 0
    (shard,) = (out / "news" / "1.0.0" / "data").iterdir()
    shard.write_bytes(shard.read_bytes()[:-20])
    assert main(["validate", f"{out}/news"]) == 1


def test_a_reader_that_closes_the_pipe_is_no_error(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_text("It rained on Monday, and it rained on Tuesday.\n" * 20_000)
    shell = f"{sys.executable} -m corpusclean clean {path} | head -n 1"
    done = subprocess.run(["bash", "-c", shell], capture_output=True, check=True)  # noqa: S607
    assert done.stderr == b""


def test_validate_says_what_it_could_not_check(
    story: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "dist"
    assert main(["build", str(story), "--name", "news", "--out", str(out), "--workers", "1"]) == 0
    shutil.rmtree(out / "news" / "1.0.0-audit")
    assert main(["validate", f"{out}/news"]) == 0
    assert "news/1.0.0: 0 finding(s)\nThere is no audit" in capsys.readouterr().out


def test_an_address_that_is_none_is_a_usage_error(story: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["clean", str(story), "--url", "not a url"]) == 2
    assert "is no address. Do: " in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["clean"], ["build", "-", "--name", "x"]])
def test_a_closed_standard_input_is_named(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.stdin", None)
    assert main(arguments) == 2
    assert "standard input is closed. Do: " in capsys.readouterr().err


def test_a_closed_standard_output_is_no_error(story: Path) -> None:
    shell = f"{sys.executable} -m corpusclean clean {story} >&-"
    done = subprocess.run(["bash", "-c", shell], capture_output=True, check=False)  # noqa: S607
    assert (done.returncode, done.stderr) == (0, b"")


def test_the_version_is_that_of_the_installed_package() -> None:
    assert run("--version").stdout.decode() == f"corpusclean {corpusclean.__version__}\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no disk that is always full")
def test_a_full_disk_is_said_without_a_traceback(story: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "corpusclean", "clean", str(story)],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == 1
    assert b"No space left" in done.stderr
    assert b"Traceback" not in done.stderr
