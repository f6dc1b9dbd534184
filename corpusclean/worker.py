"""What a worker process of a build runs: `python -m corpusclean.worker`.

It reads one task a line from standard input and answers on standard output, see `corpusclean.engines.local`.
"""

from __future__ import annotations

import json
import os
import sys

from corpusclean.building import run_task


def main() -> None:
    """Run tasks until standard input ends."""
    # What a library prints must not get between the answers.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)

    def answer(**message: object) -> None:
        answers.write(json.dumps(message) + "\n")
        answers.flush()

    for line in sys.stdin:
        answer(done=run_task(json.loads(line), begin=lambda index: answer(begin=index)))


if __name__ == "__main__":
    main()
