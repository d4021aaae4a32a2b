"""Neovim with the settings of docs/editors.md: it starts the server, and shows what that finds."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "sessions.yaml").read_text(encoding="utf-8").replace("    ttl: ttl", "    tll: ttl")

PROBE = """\
vim.wait(50000, function() return #vim.diagnostic.get(0) > 0 end, 20)
for _, found in ipairs(vim.diagnostic.get(0)) do
  io.stdout:write(found.lnum + 1, ": ", found.source, ": ", (found.message:gsub("\\n", " ")), "\\n")
end
vim.cmd("qa!")
"""


def settings(version: tuple[int, ...]) -> str:
    """The block of the page for this version: it has one for those from 0.11 on, and one for those before."""
    page = (ROOT / "docs/editors.md").read_text(encoding="utf-8")
    newer, older = re.findall(r"```lua\n(.*?)```", page, re.DOTALL)
    return newer if version >= (0, 11) else older


def test_neovim_shows_what_the_server_finds(tmp_path: Path) -> None:
    if shutil.which("nvim") is None:
        pytest.skip("nvim is not on the PATH")
    about = subprocess.run(["nvim", "--version"], capture_output=True, text=True, check=True).stdout
    version = tuple(map(int, re.findall(r"\d+", about.splitlines()[0])))
    program = tmp_path / "bin/sessionform"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\nexec '{sys.executable}' -m sessionform \"$@\"\n", encoding="utf-8")
    program.chmod(0o755)
    for name, text in {"init.lua": settings(version), "probe.lua": PROBE, "sessions.yaml": TEXT}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    environment = {
        **os.environ, "PATH": f"{program.parent}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT), "HOME": str(tmp_path),
        "XDG_STATE_HOME": str(tmp_path / "state"),
    }  # fmt: skip
    done = subprocess.run(
        ["nvim", "--headless", "-u", "init.lua", "sessions.yaml", "-c", "luafile probe.lua"],
        cwd=tmp_path, env=environment, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert "19: sessionform: table `userSessions` has no key `tll`" in done.stdout, done.stdout + done.stderr
