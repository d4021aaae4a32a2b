"""Single lines that commands print: whatever text stands in them, nothing in it acts on a terminal or on a log."""

from __future__ import annotations

import sys

from sessionform.report.layout.characters import shown


def say(text: str) -> None:
    """Print a line of the program's own to standard error."""
    print(f"sessionform: {shown(text)}", file=sys.stderr)


def print_line(text: str) -> None:
    """Print a line of the result to standard output."""
    print(shown(text))
