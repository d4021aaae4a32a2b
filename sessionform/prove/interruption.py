"""Ctrl-C and being told to end, while there are tables to take away first."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_SIGNALS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
_STDERR = 2


class Interrupted(KeyboardInterrupt):
    """The process was told to end, by the signal of this number."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number


@contextmanager
def once_interrupted() -> Iterator[None]:
    """The first signal to end raises Interrupted in the block, wherever it is; further ones are only answered.

    So what `finally` does is never cut short. Elsewhere than in the main thread signals stay as they are.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    seen = False

    def handle(number: int, _frame: FrameType | None) -> None:
        nonlocal seen
        if seen:
            # Not `print`: the signal may have come in the middle of one.
            os.write(_STDERR, b"sessionform: still deleting the tables that were made\n")
            return
        seen = True
        raise Interrupted(number)

    before = {number: signal.signal(number, handle) for number in _SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
