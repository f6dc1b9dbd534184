"""Run tasks in worker processes on this machine, with limits on the CPU time and memory of each item.

Protocol: a worker reads tasks as JSON, one per line, and answers with JSON lines: `{"begin": i}` before it works on
item i of the task, `{"done": result}` when the task is finished, `{"failed": message}` when it cannot be. A worker may
begin several items and then work on them together, unless the task has `"alone": true`. When a worker dies or breaks a
limit, its task is sent again with that, so that the item at work is known; it is tried once more in a task of its own,
and given up if that fails too.
CPU time is limited, not wall time, which depends on what else the machine does.
"""

from __future__ import annotations

import json
import os
import selectors
import signal
import subprocess
import sys
import tempfile
import threading
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import IO, Any

from corpusclean.errors import CorpuscleanError

_LOOK_EVERY = 0.2  # seconds between two measurements of CPU time and memory
_STDERR_TAIL = 500  # characters of a worker's standard error that are shown in an error message


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of one item.

    Args:
        cpu_seconds: CPU time, user and system.
        memory_mb: resident memory of the worker process, in MiB.
    """

    cpu_seconds: float
    memory_mb: int


@dataclass(frozen=True, slots=True)
class GivenUp:
    """An item that was given up, since its worker died or broke a limit on it, also when it was tried alone.

    Args:
        item: the item, as it was in its task.
        reason: "cpu-limit", "memory-limit" or "crashed".
        detail: the limit, or how the worker ended, in words.
    """

    item: Any
    reason: str
    detail: str


def run_tasks(
    module: str,
    tasks: Iterable[Mapping[str, Any]],
    *,
    workers: int,
    limits: Limits,
    progress: Callable[[int], None] = lambda _: None,
) -> tuple[list[Any], list[GivenUp]]:
    """Run tasks in worker processes.

    Args:
        module: module that `python -m` runs as the worker.
        tasks: JSON objects, each with a list "items"; the result of an item must not depend on the other items. They
            are taken one by one, so that a generator needs not have all in memory.
        workers: number of processes.
        limits: limits of one item.
        progress: called with the number of items just finished, from several threads.

    Returns:
        The results that workers answered as "done", in any order, and the items that were given up.

    Raises:
        CorpuscleanError: if a worker dies before its first item, or answers "failed".
    """
    pending = _Pending(tasks)
    processes = [_Worker(module, limits, progress) for _ in range(workers)]
    stop = threading.Event()
    threads = [
        threading.Thread(target=worker.work, args=(pending, stop), daemon=True) for worker in processes
    ]
    try:
        for thread in threads:
            thread.start()
        for thread in threads:
            while thread.is_alive():  # so that an interrupt is seen
                thread.join(_LOOK_EVERY)
    finally:
        stop.set()
        for worker in processes:
            worker.close()
    for worker in processes:
        if worker.failure is not None:
            raise worker.failure
    return [done for worker in processes for done in worker.done], [
        lost for worker in processes for lost in worker.given_up
    ]


class _Pending:
    """The tasks that no worker has taken yet."""

    def __init__(self, tasks: Iterable[Mapping[str, Any]]) -> None:
        self._tasks = iter(tasks)
        self._lock = threading.Lock()

    def take(self) -> Mapping[str, Any] | None:
        """Return the next task; None if there is none left."""
        with self._lock:
            return next(self._tasks, None)


class _Worker:
    """One worker process and its supervisor."""

    def __init__(self, module: str, limits: Limits, progress: Callable[[int], None]) -> None:
        # -P: no module of the user's folder shadows ours.
        self._command = [sys.executable, "-P", "-m", module]
        self._limits = limits
        self._progress = progress
        self._process: subprocess.Popen[bytes] | None = None
        self._has_answered = False
        self._stderr: IO[bytes] | None = None
        self.done: list[Any] = []
        self.given_up: list[GivenUp] = []
        self.failure: Exception | None = None

    def work(self, pending: _Pending, stop: threading.Event) -> None:
        """Run tasks until there are none left."""
        try:
            while not stop.is_set() and (task := pending.take()) is not None:
                self._run(task, stop)
        except Exception as error:  # noqa: BLE001 - it is raised again in the caller's thread
            self.failure = error
            stop.set()

    def _run(self, task: Mapping[str, Any], stop: threading.Event) -> None:
        """Run one task; items that kill the worker are tried alone, then given up."""
        todo = deque([dict(task)])
        while todo and not stop.is_set():
            part = todo.popleft()
            ended = self._attempt(part, stop)
            if ended is None:
                continue
            index, reason, detail = ended
            if index < 0:  # it died between two tasks
                todo.append(part)
                continue
            culprit = part["items"][index]
            if len(part["items"]) == 1:
                self.given_up.append(GivenUp(culprit, reason, detail))
                self._progress(1)
                continue
            if not part.get("alone"):
                todo.append({**part, "alone": True})
                continue
            rest = [item for position, item in enumerate(part["items"]) if position != index]
            todo.append({**part, "items": rest})
            todo.append({**part, "items": [culprit]})

    def _attempt(self, task: Mapping[str, Any], stop: threading.Event) -> tuple[int, str, str] | None:
        """Send a task and supervise it; if the worker died or broke a limit, return (item index or -1, reason, detail)."""
        import psutil

        process = self._start()
        if process.stdin is None or process.stdout is None:
            raise CorpuscleanError("a worker has no pipes. Do: report this.")
        watched = psutil.Process(process.pid)
        index = -1
        cpu_before = 0.0
        try:
            process.stdin.write(json.dumps(task).encode() + b"\n")
            process.stdin.flush()
        except BrokenPipeError:
            return self._dead(index)
        lines = _Lines(process.stdout)
        try:
            while not stop.is_set():
                line = lines.read(_LOOK_EVERY)
                if line is None:
                    reason = self._over_limits(watched, cpu_before if index >= 0 else None)
                    if reason is not None and index >= 0:
                        self.close()
                        return index, *reason
                    continue
                if not line:
                    return self._dead(index)
                answer = json.loads(line)
                self._has_answered = True
                if "failed" in answer:
                    raise CorpuscleanError(answer["failed"])
                if "begin" in answer:
                    index = answer["begin"]
                    cpu_before = _cpu_seconds(watched)
                else:
                    self.done.append(answer["done"])
                    self._progress(len(task["items"]))
                    return None
        except psutil.NoSuchProcess:
            return self._dead(index)
        finally:
            lines.close()
        return None

    def _over_limits(self, watched: Any, cpu_before: float | None) -> tuple[str, str] | None:
        memory = watched.memory_info().rss / 2**20
        if memory > self._limits.memory_mb:
            return "memory-limit", f"more than {self._limits.memory_mb} MiB"
        if cpu_before is not None and _cpu_seconds(watched) - cpu_before > self._limits.cpu_seconds:
            return "cpu-limit", f"more than {self._limits.cpu_seconds:g} CPU-seconds"
        return None

    def _start(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.close()
            self._has_answered = False
            self._stderr = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the process
            self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._stderr,
                env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            )
        return self._process

    def _dead(self, index: int) -> tuple[int, str, str]:
        """Return (index of the item or -1, reason, detail) for a worker that ended by itself."""
        code = self._process.wait() if self._process is not None else 0
        words = self._last_words()
        self.close()
        ended = f"ended by {signal.Signals(-code).name}" if code < 0 else f"ended with exit code {code}"
        if index < 0 and not self._has_answered:
            advice = (
                f"mend what it says, or report this: {words}"
                if words
                else "free some memory, or report this."
            )
            raise CorpuscleanError(f"a worker {ended} before its first document. Do: {advice}")
        return index, "crashed", f"the worker {ended}"

    def _last_words(self) -> str:
        if self._stderr is None:
            return ""
        self._stderr.seek(0)
        return self._stderr.read().decode("utf-8", "replace").strip()[-_STDERR_TAIL:]

    def close(self) -> None:
        """End the process, if there is one."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for stream in (process.stdin, process.stdout):
                if stream is not None:
                    try:
                        stream.close()
                    except BrokenPipeError:  # the task that it was to read is in the buffer
                        continue
        if self._stderr is not None:
            self._stderr.close()
            self._stderr = None


def _cpu_seconds(process: Any) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


class _Lines:
    """Lines of a pipe, with a time limit on each wait."""

    def __init__(self, pipe: IO[bytes]) -> None:
        self._pipe = pipe
        self._buffer = b""
        self._selector = selectors.DefaultSelector()
        self._selector.register(pipe, selectors.EVENT_READ)

    def read(self, timeout: float) -> bytes | None:
        """Return the next line; None if there is none in time, b"" at the end of the pipe."""
        while b"\n" not in self._buffer:
            if not self._selector.select(timeout):
                return None
            chunk = os.read(self._pipe.fileno(), 65_536)
            if not chunk:
                return b""
            self._buffer += chunk
        line, _, self._buffer = self._buffer.partition(b"\n")
        return line

    def close(self) -> None:
        self._selector.close()
