"""Run the command line with `python -m corpusclean`."""

import sys

from corpusclean.cli import main

if __name__ == "__main__":
    sys.exit(main())
