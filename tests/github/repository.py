"""A repository on a Git server with a pull request, checked out as actions/checkout does it. The server is a folder."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.pull_request.fake_github import NUMBER

_AUTHOR = {
    "GIT_AUTHOR_NAME": "A. Person",
    "GIT_AUTHOR_EMAIL": "person@example.com",
    "GIT_COMMITTER_NAME": "A. Person",
    "GIT_COMMITTER_EMAIL": "person@example.com",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
}


def git(folder: Path, *words: str) -> str:
    done = subprocess.run(
        ["git", *words], cwd=folder, env={**os.environ, **_AUTHOR}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@dataclass(frozen=True)
class PullRequestBranch:
    """The commits of a pull request: what it started from, what it proposes, and the merge that GitHub makes of it."""

    origin: Path
    base: str
    head: str
    merge: str

    def event(self) -> dict[str, object]:
        return {"pull_request": {"number": NUMBER, "head": {"sha": self.head}, "base": {"sha": self.base}}}

    def check_out(self, folder: Path, revision: str = f"refs/pull/{NUMBER}/merge", depth: int = 2) -> Path:
        """What actions/checkout leaves in the workspace; with `depth` 0 all of the history."""
        folder.mkdir()
        git(folder, "init", "-q")
        git(folder, "remote", "add", "origin", self.origin.as_uri())
        shallow = [f"--depth={depth}"] if depth else []
        git(folder, "fetch", "-q", *shallow, "origin", f"{revision}:refs/remotes/wanted")
        git(folder, "checkout", "-q", "--detach", "refs/remotes/wanted")
        return folder


def pull_request(
    origin: Path, before: Mapping[str, str], after: Mapping[str, str], meanwhile: Mapping[str, str] | None = None
) -> PullRequestBranch:
    """A repository whose pull request writes the files `after`, while main goes on with `meanwhile`."""
    origin.mkdir()
    git(origin, "init", "-q", "-b", "main")
    base = _commit(origin, {"README.md": "Ours.\n", **before}, "Begin")
    git(origin, "checkout", "-q", "-b", "change")
    head = _commit(origin, after, "Change")
    git(origin, "checkout", "-q", "main")
    if meanwhile:
        _commit(origin, meanwhile, "Go on")
    git(origin, "checkout", "-q", "--detach", "main")
    git(origin, "merge", "-q", "--no-ff", "-m", "Merge", "change")
    merge = git(origin, "rev-parse", "HEAD")
    git(origin, "update-ref", f"refs/pull/{NUMBER}/merge", merge)
    git(origin, "checkout", "-q", "main")
    return PullRequestBranch(origin, base, head, merge)


def _commit(folder: Path, files: Mapping[str, str], message: str) -> str:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    git(folder, "add", "--all")
    git(folder, "commit", "-q", "-m", message)
    return git(folder, "rev-parse", "HEAD")
