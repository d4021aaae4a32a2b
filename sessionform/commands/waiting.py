"""A line for somebody who waits at a terminal, and gone before anything else is printed."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_PATIENCE = 1.0
"""Seconds of silence that nobody minds."""

_CLEARED = "\r\x1b[K"


@contextmanager
def said_while_waiting(text: str, *, quiet: bool = False) -> Iterator[None]:
    """Say the text on standard error where a person reads it and this lasts; take it back at the end."""
    from sessionform.report.layout.terminal import is_terminal

    if quiet or not is_terminal(sys.stderr):
        yield
        return
    said = threading.Event()

    def say() -> None:
        said.set()
        sys.stderr.write(f"{_CLEARED}sessionform: {text}")
        sys.stderr.flush()

    timer = threading.Timer(_PATIENCE, say)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
        if said.is_set():
            sys.stderr.write(_CLEARED)
            sys.stderr.flush()
