"""Ctrl-C, from the first moment: one line and exit code 130. Imports nothing that Python has not imported itself.

Until a command runs there is nothing to tidy up, so Ctrl-C ends the process where it is: an exception in the midst of an
import is a traceback, or is lost. A command that runs is interrupted by Python's own exception.
"""

from __future__ import annotations

import _signal  # type: ignore[import-not-found]  # what `signal` is made of; built in, and without imports
import os
from types import TracebackType

INTERRUPTED = 130
LINE = "sessionform: interrupted"


class Importing:
    """A block of imports. Whoever has another idea of what Ctrl-C does keeps it."""

    def __enter__(self) -> None:
        if _handler() is _signal.default_int_handler:
            _handle(_leave)

    def __exit__(self, _type: type[BaseException] | None, _value: object, _traceback: TracebackType | None) -> None:
        if _handler() is _leave:
            _handle(_signal.default_int_handler)


class Running:
    """A block that runs a command. `interrupted` says whether Ctrl-C came, whatever has become of its exception.

    After the block nothing interrupts any more: what it has come to stands.
    """

    interrupted = False

    def __enter__(self) -> Running:  # noqa: PYI034 - `Self` would have to be imported
        self._ours = _handler() in (_signal.default_int_handler, _leave)
        if self._ours:
            _handle(self._interrupt)
        return self

    def __exit__(self, _type: type[BaseException] | None, _value: object, _traceback: TracebackType | None) -> None:
        if self._ours:
            _handle(_signal.SIG_IGN)

    def _interrupt(self, *_: object) -> None:
        self.interrupted = True
        raise KeyboardInterrupt


def _leave(*_: object) -> None:
    try:
        os.write(2, f"{LINE}\n".encode())
    finally:
        os._exit(INTERRUPTED)


def _handler() -> object:
    return _signal.getsignal(_signal.SIGINT)


def _handle(handler: object) -> None:
    try:  # noqa: SIM105 - contextlib would have to be imported
        _signal.signal(_signal.SIGINT, handler)
    except ValueError:
        pass  # another thread than the main one, which no signal reaches
