"""Whatever comes in: one row or one reject, within bounded time and memory."""

import resource
import subprocess
import sys
from pathlib import Path

import pytest

from corpusclean import Rejected, clean

MEGABYTE = 2**20
CHILD = """
import resource, sys
resource.setrlimit(resource.RLIMIT_CPU, (30, 30))
from corpusclean import clean, Rejected
raw = {expression}
try:
    document = clean(raw)
    restored = document.restore()
    assert not isinstance(raw, str) or restored == raw
    print("row", len(restored))
except Rejected as rejected:
    print("reject", rejected.reason)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


@pytest.mark.parametrize(
    ("expression", "outcome"),
    [
        ("'word ' * (5 * 2**20)", "row 26214400"),
        ("'word\\n' * 10**6", "row 5000000"),
        ("'Advertisement\\n' * 10**5 + 'It rained.'", "row 1400010"),
        ("'слово ' * 10**6", "row 6000000"),
        ("'caf\\u00c3\\u00a9 ' * 10**6", "row 6000000"),
        ("'\\ud83d' * 10**5 + 'text'", "row 100004"),
        ("b'<div>' * 10**5 + b'deep'", "reject too-deep"),
        ("b'<b>' * 20000 + b'misnested'", "reject too-deep"),
        ("b'<a ' + b'b=c ' * 200000 + b'>x'", "reject too-deep"),
        (
            "b'<script type=application/ld+json>{\"articleBody\": \"' + b'<b id=i>' * 3000 + b'<p>x' * 3000 + b'\"}</script>'",
            "reject empty",
        ),
        ("b'<p>' + b'<p>unclosed' * 20000", "row"),
        ("b'<table><tr><td>' * 250 + b'cell'", "row"),
        ("b'<!--' * 10**6", "row 4000000"),
        ("b'<html><script>' + b'x' * 10**6", "reject empty"),
        ("b'a\\x00b' * 10**6", "reject undecodable"),
        ("b'x' * (50 * 2**20)", "reject too-large"),
        ("'x' * (50 * 2**20)", "reject too-large"),
        ("'x' * (30 * 2**20)", "row 31457280"),
        ("'It rained. ' * 10**6", "row 11000000"),
        ("'aB' * 10**7", "row 20000000"),
        ("'a  ' * 10**7", "row 30000000"),
        ("'.' * 10**6 + chr(34) * 10**7", "row 11000000"),
        ("'\\u96e8\\u3002' * 10**6", "row 2000000"),
        ("'a\\n' * (4 * 10**6)", "reject too-large"),
        ("'\\x00\\x07\\x1b\\x85\\ufeff' * 10**6 + 'text'", "row 5000004"),
        ("'\\u202e\\u200fright\\u202c to left\\u2067 ' * 10**5", "row 1800000"),
        ("'\\ude00\\ud83d' * 10**6 + 'text'", "row 2000004"),
    ],
)
def test_a_document_costs_its_own_bounded_time_and_memory(expression: str, outcome: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", CHILD.format(expression=expression)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-500:]
    told, megabytes = done.stdout.strip().split("\n")
    assert told.startswith(outcome)
    assert int(megabytes) < 2_000


@pytest.mark.parametrize(
    "raw",
    [
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"\xff" * 100,
        b"\x80\x81\x82 text that is no UTF-8 \xff",
        "\u202eright to left\u202c",
        "e" + "\u0301\u0323" * 500_000,
        "\x00",
        "<",
        "<!DOCTYPE html>",
        "<html",
        b"<p>unclosed <b>tags <i>everywhere",
        "&#0; &#xD800; &#x110000; &nosuch;",
        "<script type='application/ld+json'>{{{{</script><p>story",
    ],
)
def test_odd_input_gives_a_row_or_a_reason(raw: bytes | str) -> None:
    try:
        document = clean(raw)
    except Rejected as rejected:
        outcome = rejected.detail
    else:
        outcome = document.text and document.restore()
    assert outcome.strip()


BAD_INPUTS = Path(__file__).parent.parent.parent / "shared/eval/data/badinputs"


@pytest.mark.skipif(not BAD_INPUTS.is_dir(), reason="needs the evaluation data beside the checkout")
@pytest.mark.parametrize("kind", ["html", "text"])
def test_every_bad_input_of_others_gives_a_row_or_a_reason(kind: str) -> None:
    paths = sorted(path for path in (BAD_INPUTS / kind).rglob("*") if path.is_file())
    outcomes = []
    for path in paths:
        try:
            clean(path.read_bytes(), content_type="text/html" if kind == "html" else None)
            outcomes.append("row")
        except Rejected as rejected:
            outcomes.append(rejected.reason)
    assert len(outcomes) == len(paths) > 0
    assert "crashed" not in outcomes
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < 2_000 * 1024
