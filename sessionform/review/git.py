"""What git knows about the folder of a declaration. It is only asked: nothing is checked out, fetched or written."""

from __future__ import annotations

import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from sessionform.errors import OutsideError

_ELSEWHERE = ("GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_NAMESPACE")
"""What git sets for the hooks of one repository, and what would make it answer for that one wherever the file is."""

_OBJECT = re.compile(r"[0-9a-f]{40}([0-9a-f]{24})?")
_MOST_NAMES = 500


@dataclass(frozen=True, slots=True)
class _Answer:
    code: int
    output: bytes
    error: str

    @property
    def text(self) -> str:
        return os.fsdecode(self.output)


@dataclass(frozen=True, slots=True)
class Repository:
    """A working tree. `prefix` is the folder within it that is asked about: empty, or with a slash at its end."""

    folder: Path
    prefix: str

    def commit(self, revision: str) -> str | None:
        """The commit that a revision names, None where it names none. The revision must not look like an option."""
        found = _git(self.folder, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}").text.strip()
        return found if _OBJECT.fullmatch(found) else None

    def merge_base(self, commit: str) -> str | None:
        """The commit in which the history of HEAD left that of `commit`; None where they share nothing."""
        answer = _git(self.folder, "merge-base", commit, "HEAD")
        if answer.code > 1 and self.commit("HEAD") is not None:
            raise _failed(answer)
        return answer.text.strip() or None

    def read(self, commit: str, path: str) -> bytes | None:
        """A file as the commit has it, by its path in the repository; None where it has no such file."""
        kind = _git(self.folder, "ls-tree", "--full-tree", "-z", commit, "--", path).text.partition("\t")[0].split(" ")
        if kind[1:2] != ["blob"]:
            return None
        answer = _git(self.folder, "cat-file", "blob", kind[2])
        if answer.code:
            raise _failed(answer)
        return answer.output

    def earlier_path(self, commit: str, path: str) -> str | None:
        """The path that a file had in the commit, if git takes it for renamed since."""
        options = ("-z", "-M", "--diff-filter=R", "--name-status", "--no-ext-diff", "--no-textconv")
        listed = _git(self.folder, "diff-index", *options, commit).text.split("\0")
        renamed = dict(zip(listed[2::3], listed[1::3], strict=False))  # status, old, new; status, old, new; ...
        return renamed.get(path)

    def is_shallow(self) -> bool:
        """Whether the clone has only the newest part of the history."""
        return _git(self.folder, "rev-parse", "--is-shallow-repository").text.strip() == "true"

    def names_like(self, name: str) -> list[str]:
        """The branches of remotes that are called `name`."""
        return self._names(f"refs/remotes/*/{name}")

    def names(self) -> list[str]:
        """Branches and tags, not more than a person could have meant."""
        return self._names("refs/heads", "refs/tags")

    def _names(self, *patterns: str) -> list[str]:
        wanted = (f"--count={_MOST_NAMES}", "--format=%(refname:short)", "--", *patterns)
        return _git(self.folder, "for-each-ref", *wanted).text.splitlines()


def repository_of(folder: Path) -> Repository | None:
    """The repository in whose working tree the folder is, None where it is in none.

    Raises OutsideError where there is no git, or where it refuses to look at the repository.
    """
    answer = _git(folder, "rev-parse", "--is-inside-work-tree", "--show-prefix")
    if answer.code and "not a git repository" in answer.error:
        return None
    if answer.code:
        raise _failed(answer)
    inside, _, prefix = answer.text.partition("\n")
    return Repository(folder, prefix.removesuffix("\n")) if inside == "true" else None


def _git(folder: Path, *words: str) -> _Answer:
    variables = {name: value for name, value in os.environ.items() if name not in _ELSEWHERE}
    variables |= {"LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0"}
    try:
        done = subprocess.run(
            ["git", "-C", os.fspath(folder), *words],
            env=variables,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
    except FileNotFoundError:
        raise OutsideError(
            "there is no `git` to read the base with", "install it, or give a file as the base"
        ) from None
    except OSError as error:
        raise OutsideError(f"`git` cannot be run: {error.strerror}", "give a file as the base") from None
    return _Answer(done.returncode, done.stdout, done.stderr.decode("utf-8", "replace").strip())


def _failed(answer: _Answer) -> OutsideError:
    """What git says, its advice as the hint: it names the very command for an owner that it does not trust."""
    first, _, advice = answer.error.removeprefix("fatal: ").partition("\n")
    hint = "\n".join(line.strip() for line in advice.splitlines() if line.strip())
    return OutsideError(f"git says: {first}", hint)
