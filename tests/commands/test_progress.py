"""A long reading says on a terminal how far it is, and leaves nothing behind."""

from __future__ import annotations

import pytest

from sessionform.commands.progress import counted


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
