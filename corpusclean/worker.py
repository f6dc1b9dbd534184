"""The main program of a worker process of a build: `python -m corpusclean.worker`.

It reads tasks from standard input and writes answers to standard output, one JSON object per line;
`corpusclean.engines.local` describes the protocol.
"""

from __future__ import annotations

import gc
import json
import os
import sys

from corpusclean.building import run_clean_task
from corpusclean.errors import ReleaseError
from corpusclean.planning import run_list_task

_JOBS = {"clean": run_clean_task, "list": run_list_task}


def main() -> None:
    """Run tasks until standard input ends."""
    # Output that a library prints must not get between the answers, so it goes to standard error.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)

    def answer(**message: object) -> None:
        answers.write(json.dumps(message) + "\n")
        answers.flush()

    for number, line in enumerate(sys.stdin):
        try:
            task = json.loads(line)
            answer(done=_JOBS[task["job"]](task, begin=lambda index: answer(begin=index)))
        except ReleaseError as error:  # the disk is full, which is no fault of a document
            answer(failed=str(error))
        if number == 0:
            # Models and word lists are loaded now and stay; freezing them saves the collector 4 % of all time.
            gc.collect()
            gc.freeze()


if __name__ == "__main__":
    main()
