"""The line for somebody who waits at a terminal."""

from __future__ import annotations

import io
import sys
import threading

import pytest

from sessionform.commands import waiting
from sessionform.commands.waiting import said_while_waiting


class Terminal(io.StringIO):
    """A terminal that tells when something has been written to it."""

    def __init__(self) -> None:
        super().__init__()
        self.written = threading.Event()

    def isatty(self) -> bool:
        return True

    def write(self, text: str) -> int:
        size = super().write(text)
        self.written.set()
        return size


def test_the_line_is_there_while_it_lasts_and_gone_afterwards(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr(waiting, "_PATIENCE", 0)
    with said_while_waiting("comparing"):
        assert terminal.written.wait(60)
    assert terminal.getvalue() == "\r\x1b[Ksessionform: comparing\r\x1b[K"


def test_what_is_quickly_done_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr(waiting, "_PATIENCE", 3600)
    with said_while_waiting("comparing"):
        pass
    assert terminal.getvalue() == ""


@pytest.mark.parametrize(("stream", "quiet"), [(io.StringIO(), False), (Terminal(), True)])
def test_programs_and_those_who_want_quiet_are_told_nothing(
    stream: io.StringIO, quiet: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setattr(waiting, "_PATIENCE", 0)
    before = threading.active_count()
    with said_while_waiting("comparing", quiet=quiet):
        assert threading.active_count() == before
    assert stream.getvalue() == ""
