"""The real git, in scratch repositories that know nothing of the user's own configuration."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

__all__ = ["ISOLATED", "Checkout"]

ISOLATED = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "Somebody",
    "GIT_AUTHOR_EMAIL": "somebody@example.com",
    "GIT_COMMITTER_NAME": "Somebody",
    "GIT_COMMITTER_EMAIL": "somebody@example.com",
}
"""What makes git the same on every machine; for programs that call it, too."""


class Checkout:
    """A working tree."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    @classmethod
    def new(cls, folder: Path) -> Checkout:
        """An empty repository with `main` as its branch."""
        checkout = cls(folder)
        checkout.git("init", "--quiet", "--initial-branch=main")
        return checkout

    def git(self, *arguments: str) -> str:
        """Standard output of `git ARGUMENTS`; a failure of it fails the test, with what git said."""
        command = ["git", "-c", "protocol.file.allow=always", *arguments]
        env = {**os.environ, **ISOLATED}
        done = subprocess.run(command, cwd=self.folder, env=env, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{' '.join(command)}: {done.stderr}"
        return done.stdout.strip()

    def write(self, name: str, text: str) -> Path:
        """Writes a file, without committing it."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
        return path

    def commit(self, name: str, text: str) -> str:
        """Writes a file, commits everything, and returns the commit."""
        self.write(name, text)
        return self.commit_all()

    def commit_all(self) -> str:
        """Commits everything as it is, and returns the commit."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message=Change it")
        return self.git("rev-parse", "HEAD")
