"""What goes wrong in an app, as its author wants to read it: what is wrong and what to do, without a traceback."""

from __future__ import annotations

import sys
from functools import cache
from types import TracebackType

from sessionform.errors import CommandError


def explanation(error: CommandError) -> str:
    """The error for people."""
    hint = f"\n  hint: {error.hint}" if error.hint else ""
    return f"sessionform: {error.message}{hint}"


@cache
def explain_failures() -> None:
    """Let errors of ours that nobody catches end an app with their explanation; all others are shown as before."""
    shows = sys.excepthook

    def show(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if isinstance(error, CommandError):
            print(explanation(error), file=sys.stderr)
        else:
            shows(kind, error, trace)

    sys.excepthook = show
