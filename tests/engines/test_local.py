from pathlib import Path

import pytest

from corpusclean.engines.local import Limits, run_tasks
from corpusclean.errors import CorpuscleanError

LIMITS = Limits(cpu_seconds=1, memory_mb=300)


@pytest.fixture(autouse=True)
def workers_find_the_module(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(Path(__file__).parent))


@pytest.mark.parametrize("workers", [1, 3])
def test_an_item_that_kills_its_worker_is_named_and_the_rest_gets_done(workers: int) -> None:
    tasks = [{"items": ["a", "die", "b"]}, {"items": ["exit"]}, {"items": ["c", "spin", "grow", "d"]}]
    seen: list[int] = []
    done, given_up = run_tasks("poison_worker", tasks, workers=workers, limits=LIMITS, progress=seen.append)
    assert sorted(item for items in done for item in items) == ["a", "b", "c", "d"]
    assert {(lost.item, lost.reason) for lost in given_up} == {
        ("die", "crashed"),
        ("exit", "crashed"),
        ("spin", "cpu-limit"),
        ("grow", "memory-limit"),
    }
    assert sum(seen) == 8


def test_an_item_that_only_fails_in_company_is_done_alone() -> None:
    done, given_up = run_tasks("poison_worker", [{"items": ["a", "company"]}], workers=1, limits=LIMITS)
    assert (sorted(done), given_up) == ([["a"], ["company"]], [])


def test_of_items_worked_on_together_the_one_that_kills_its_worker_is_named() -> None:
    tasks = [{"items": ["a", "together", "b"]}]
    done, given_up = run_tasks("poison_worker", tasks, workers=1, limits=LIMITS)
    assert done == [["a", "b"]]
    assert [lost.item for lost in given_up] == ["together"]


def test_a_worker_that_dies_between_two_tasks_is_replaced() -> None:
    done, given_up = run_tasks(
        "poison_worker", [{"items": ["deaf"]}, {"items": ["a"]}, {"items": ["b"]}], workers=1, limits=LIMITS
    )
    assert (done, given_up) == ([["deaf"], ["a"], ["b"]], [])


def test_a_worker_that_cannot_start_is_an_error_with_its_last_words() -> None:
    with pytest.raises(CorpuscleanError, match="No module named no_such_worker"):
        run_tasks("no_such_worker", [{"items": ["a"]}], workers=2, limits=LIMITS)


def test_a_worker_that_is_killed_before_it_answers_is_an_error_that_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "killed_worker.py").write_text("import os\nos.kill(os.getpid(), 9)\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(
        CorpuscleanError, match=r"ended by SIGKILL before its first document\. Do: free some memory"
    ):
        run_tasks("killed_worker", [{"items": ["a"]}], workers=1, limits=LIMITS)


def test_a_worker_that_cannot_work_blames_no_item() -> None:
    with pytest.raises(CorpuscleanError, match=r"^no room left$"):
        run_tasks("poison_worker", [{"items": ["a", "full"]}], workers=2, limits=LIMITS)


def test_no_tasks_need_no_worker() -> None:
    assert run_tasks("no_such_worker", [], workers=2, limits=LIMITS) == ([], [])
