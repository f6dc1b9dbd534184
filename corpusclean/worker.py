"""What a worker process of a build runs: `python -m corpusclean.worker`.

It reads one task a line from standard input and answers on standard output, see `corpusclean.engines.local`.
"""

from __future__ import annotations

import gc
import json
import os
import sys

from corpusclean.building import run_task
from corpusclean.errors import ReleaseError


def main() -> None:
    """Run tasks until standard input ends."""
    # What a library prints must not get between the answers.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)

    def answer(**message: object) -> None:
        answers.write(json.dumps(message) + "\n")
        answers.flush()

    for number, line in enumerate(sys.stdin):
        try:
            answer(done=run_task(json.loads(line), begin=lambda index: answer(begin=index)))
        except (
            ReleaseError
        ) as error:  # no room for results: no document is to blame, and none would fare better
            answer(failed=str(error))
        if number == 0:
            # Models and word lists are loaded now and stay: looking through them for garbage took 4 % of the time.
            gc.collect()
            gc.freeze()


if __name__ == "__main__":
    main()
