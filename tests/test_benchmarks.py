import subprocess
import sys
from pathlib import Path

import pytest

SCRIPTS = sorted((Path(__file__).parent.parent / "benchmarks").glob("*.py"))
AS_A_SCRIPT = """
import runpy, sys
script = sys.argv[1]
sys.path.insert(0, script.rpartition("/")[0])
sys.argv = [script, "--help"]
try:
    runpy.run_path(script, run_name="__main__")
except SystemExit as end:
    assert not end.code, end.code
import html.entities
"""


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_a_benchmark_starts_and_hides_no_module_of_the_standard_library(script: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", AS_A_SCRIPT, script.as_posix()], capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stderr
    assert "--data" in ended.stdout
