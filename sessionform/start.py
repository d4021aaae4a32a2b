# PYTHON_ARGCOMPLETE_OK
"""Where the program starts: `sessionform` and `python -m sessionform`. Everything is imported from here on."""

from __future__ import annotations

import sys

from sessionform.interrupt import INTERRUPTED, LINE, Importing, Running


def main() -> int:
    """Run the command that the arguments name; the value is the program's exit code."""
    with Importing():
        from sessionform.cli import import_commands
        from sessionform.cli import main as run

        import_commands(sys.argv[1:])
        with Running() as running:
            try:
                code = run()
            except KeyboardInterrupt:  # before the command line looks out for it, or after
                code = -1
            if running.interrupted and code != INTERRUPTED:
                print(LINE, file=sys.stderr)
                code = INTERRUPTED
            if running.interrupted:
                # Where Ctrl-C came in the midst of an `exec`, as dataclasses are made by one, Python would end by the signal
                # in spite of the exit code; the next `exec` of a text makes it forget that
                exec("")  # noqa: S102
    return code
