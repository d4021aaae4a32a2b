"""Lines for somebody who waits at a terminal, gone before anything else is printed; programs are told nothing."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TextIO, TypeVar

from sessionform.report.layout.terminal import is_terminal

T = TypeVar("T")

_FEW = 20
"""So few are read at once, and need no counting."""

_PATIENCE = 1.0
"""Seconds of silence that nobody minds."""

_CLEARED = "\r\x1b[K"

_WRITING = threading.Lock()


def write_whole(text: str, stream: TextIO) -> None:
    """Write the text so that nothing of another thread stands in it. `print` writes a line and its end one by one."""
    with _WRITING:
        stream.write(text)
        stream.flush()


@contextmanager
def said_while_waiting(text: str, *, quiet: bool = False) -> Iterator[None]:
    """Say the text on standard error where a person reads it and this lasts; take it back at the end."""
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


def counted(items: Iterable[T], total: int, *, quiet: bool = False) -> Iterator[T]:
    """The items as they come; standard error says how many have, in one line that is gone at the end."""
    shows = total > _FEW and not quiet and is_terminal(sys.stderr)
    try:
        for number, item in enumerate(items, 1):
            if shows:
                print(f"\rread {number} of {total} tables", end="", file=sys.stderr, flush=True)
            yield item
    finally:
        if shows:
            print(_CLEARED, end="", file=sys.stderr, flush=True)
