"""What git cannot say is not a pass, and not every git is asked."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sessionform.review.base import git as git_module
from sessionform.review.base.git import OLDEST
from tests.commands.reviewing import BASE, REKEYED, run
from tests.git_support import Checkout
from tests.review.hostile import ran, repository, review

__all__ = ["ran", "repository"]

ROOT = Path(__file__).parents[2]


def _remove(checkout: Checkout, revision: str) -> None:
    name = checkout.git("rev-parse", revision)
    (checkout.folder / ".git/objects" / name[:2] / name[2:]).unlink()


@pytest.mark.parametrize(
    "revision",
    ["main:sessions.yaml", "main^{tree}", "main:infra", "main:infra/sessions.yaml", "main^{commit}", "HEAD^{commit}"],
)
@pytest.mark.parametrize("command", ["review", "affected"])
def test_a_missing_object_is_no_answer(repository: Checkout, revision: str, command: str) -> None:
    repository.git("switch", "--quiet", "main")
    repository.commit("infra/sessions.yaml", BASE + "# Infra\n")
    repository.git("switch", "--quiet", "--create=more")
    repository.write("infra/sessions.yaml", REKEYED)
    repository.commit("sessions.yaml", REKEYED)
    _remove(repository, revision)
    file = "infra/sessions.yaml" if "infra" in revision else "sessions.yaml"
    done = run(command, "--base", "main", "-f", file)
    assert (done.code, done.output) == (3, ""), done
    assert "git says: " in done.error


def test_a_damaged_index_is_no_answer(repository: Checkout) -> None:
    (repository.folder / ".git/index").write_bytes(b"nonsense")
    done = review()
    assert (done.code, done.output) == (3, "")
    assert "git says: " in done.error


def test_a_huge_base_is_not_read(repository: Checkout) -> None:
    repository.git("switch", "--quiet", "main")
    repository.commit("sessions.yaml", BASE + "#" * (16 * 1024 * 1024))
    repository.git("switch", "--quiet", "--create=smaller")
    repository.commit("sessions.yaml", BASE)
    done = review()
    assert done.code == 2
    assert "`main:sessions.yaml` is larger than 16 MiB" in done.error


def test_the_revision_of_an_orphan_is_compared_itself(repository: Checkout) -> None:
    repository.git("switch", "--quiet", "--orphan", "apart")
    repository.commit("sessions.yaml", REKEYED)
    assert review().code == 1


@pytest.fixture
def replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Puts a program in the place of git, as `git` on the PATH."""

    def make(script: str) -> None:
        program = tmp_path / "bin/git"
        program.parent.mkdir()
        program.write_text(f"#!/bin/sh\n{script.replace('GIT', str(shutil.which('git')))}\n")
        program.chmod(0o755)
        monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
        git_module._require_safe_git.cache_clear()

    yield make
    git_module._require_safe_git.cache_clear()


@pytest.mark.parametrize(
    ("version", "code"), [("2.37.9", 3), ("1.99", 3), ("2.38.0", 0), ("3.0.0.windows.1", 0), ("unknown", 3)]
)
def test_an_old_git_is_refused(repository: Checkout, replaced: Callable[[str], None], version: str, code: int) -> None:
    replaced(f'case "$*" in *version) echo "git version {version}";; *) exec GIT "$@";; esac')
    done = review()
    assert done.code == code, done.error
    if version == "2.37.9":
        assert "git 2.37 is too old" in done.error
        assert f"install git {'.'.join(map(str, OLDEST))} or later" in done.error


def test_a_git_that_does_not_answer_is_not_waited_for(
    repository: Checkout, replaced: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    replaced('case "$*" in *ls-tree*) exec sleep 60;; *) exec GIT "$@";; esac')
    monkeypatch.setattr(git_module, "SECONDS", 1)
    done = review()
    assert done.code == 3
    assert "git has not answered within 1 seconds" in done.error


@pytest.mark.parametrize(
    "word",
    ["rev-parse", "merge-base", "ls-tree", "cat-file", "check-attr", "ls-files", "update-index", "diff-index", "grep"],
)
@pytest.mark.parametrize("failure", ["exit 128", "echo 'fatal: it is broken' >&2; exit 2", "kill -9 $$"])
def test_every_answer_is_looked_at(
    repository: Checkout, replaced: Callable[[str], None], word: str, failure: str
) -> None:
    repository.commit("other/sessions.yaml", "# Line\n" * 60 + REKEYED)
    replaced(f'case "$*" in *\\ {word}\\ *) {failure};; *) exec GIT "$@";; esac')
    done = review("-f", "other/sessions.yaml") if word in ("diff-index", "grep") else review()
    assert (done.code, done.output) == (3, ""), done
    assert "git says: " in done.error


def test_nothing_is_written_into_the_repository(repository: Checkout) -> None:
    repository.commit("infra/sessions.yaml", REKEYED)
    before = {path: path.stat().st_mtime_ns for path in repository.folder.rglob("*")}
    review()
    review("-f", "infra/sessions.yaml")
    assert {path: path.stat().st_mtime_ns for path in repository.folder.rglob("*")} == before


def test_only_one_module_runs_git() -> None:
    running = [path for path in (ROOT / "sessionform").rglob("*.py") if '"git"' in path.read_text(encoding="utf-8")]
    assert [path.name for path in running] == ["git.py"]
