"""A worker whose items say what happens to it."""

import json
import os
import sys


def suffer(item: str, *, alone: bool) -> None:
    """Do to this process what an item says."""
    if item == "die":
        os.kill(os.getpid(), 9)
    elif item == "exit":
        sys.exit(3)
    elif item == "spin":
        while True:
            pass
    elif item == "grow":
        hoard = []
        while True:
            hoard.append(bytearray(10**7))
    elif item == "company" and not alone:
        sys.exit(4)


def main() -> None:
    for line in sys.stdin:
        task = json.loads(line)
        for index, item in enumerate(task["items"]):
            print(json.dumps({"begin": index}), flush=True)
            suffer(item, alone=len(task["items"]) == 1)
            if item == "together" and task.get("alone"):
                sys.exit(6)
        if "together" in task["items"]:
            sys.exit(6)
        answer = {"failed": "no room left"} if "full" in task["items"] else {"done": task["items"]}
        print(json.dumps(answer), flush=True)
        if "deaf" in task["items"]:
            sys.stdin.readline()
            sys.exit(5)


if __name__ == "__main__":
    main()
