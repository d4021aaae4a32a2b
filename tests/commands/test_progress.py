"""What lasts says so on a terminal, and leaves nothing behind."""

from __future__ import annotations

import io
import sys
import threading
import time
from collections import Counter

import pytest

from sessionform.commands import progress
from sessionform.commands.progress import counted, said_while_waiting, write_whole


@pytest.mark.parametrize(
    ("total", "terminal", "quiet", "shown"),
    [(21, True, False, True), (20, True, False, False), (21, False, False, False), (21, True, True, False)],
)
def test_who_is_told(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    total: int,
    terminal: bool,
    quiet: bool,
    shown: bool,
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: terminal)
    assert list(counted(iter(range(total)), total, quiet=quiet)) == list(range(total))
    out, err = capsys.readouterr()
    assert out == ""
    assert err == ("".join(f"\rread {n} of 21 tables" for n in range(1, 22)) + "\r\033[K" if shown else "")


def test_an_error_ends_the_line_too(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def failing() -> object:
        yield 1
        raise ValueError("no")

    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    with pytest.raises(ValueError, match="no"):
        list(counted(failing(), 100))
    assert capsys.readouterr().err.endswith("\r\033[K")


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
    monkeypatch.setattr(progress, "_PATIENCE", 0)
    with said_while_waiting("comparing"):
        assert terminal.written.wait(60)
    assert terminal.getvalue() == "\r\x1b[Ksessionform: comparing\r\x1b[K"


def test_what_is_quickly_done_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr(progress, "_PATIENCE", 3600)
    with said_while_waiting("comparing"):
        pass
    assert terminal.getvalue() == ""


@pytest.mark.parametrize(("stream", "quiet"), [(io.StringIO(), False), (Terminal(), True)])
def test_programs_and_those_who_want_quiet_are_told_nothing(
    stream: io.StringIO, quiet: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setattr(progress, "_PATIENCE", 0)
    before = threading.active_count()
    with said_while_waiting("comparing", quiet=quiet):
        assert threading.active_count() == before
    assert stream.getvalue() == ""


class Crowded(io.StringIO):
    """A stream that lets every other thread run before each write, as a busy machine may."""

    def write(self, text: str) -> int:
        time.sleep(0)
        size = super().write(text)
        time.sleep(0)
        return size


def test_lines_of_threads_stay_whole() -> None:
    stream = Crowded()
    barrier = threading.Barrier(8)

    def write(number: int) -> None:
        barrier.wait()
        for _ in range(50):
            write_whole(f"line of {number}\n", stream)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Counter(stream.getvalue().splitlines()) == {f"line of {number}": 50 for number in range(8)}
