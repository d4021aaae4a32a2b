# PYTHON_ARGCOMPLETE_OK
"""Where the program starts: `sessionform` and `python -m sessionform`. Everything is imported from here on."""

from __future__ import annotations

import sys

from sessionform.interrupt import INTERRUPTED, LINE, Importing, Running


def main() -> int:
    """Run the command that the arguments name; the value is the program's exit code."""
    with Importing():
        from sessionform.cli import main as run

        with Running() as running:
            try:
                code = run()
            except KeyboardInterrupt:  # before the command line looks out for it, or after
                code = -1
            if running.interrupted and code != INTERRUPTED:
                print(LINE, file=sys.stderr)
                code = INTERRUPTED
    return code
