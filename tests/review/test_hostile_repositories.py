"""Repositories that a stranger has filled or configured: git runs nothing of theirs, and looks nowhere else."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from sessionform.review.base.git import ask
from tests.commands.reviewing import BASE, REKEYED, run
from tests.git_support import Checkout
from tests.review.hostile import ran, repository, review

__all__ = ["ran", "repository"]


def commands(ran: Path) -> dict[str, str]:
    """What a clone's configuration may name a command in."""
    command = f"touch {ran}; false"
    return {
        "core.fsmonitor": command,
        "core.sshCommand": command,
        "core.gitProxy": command,
        "core.askPass": command,
        "core.pager": command,
        "core.editor": command,
        "core.alternateRefsCommand": command,
        "pager.grep": command,
        "pager.ls-tree": command,
        "credential.helper": f"!{command}",
        "diff.external": command,
        "diff.evil.command": command,
        "diff.evil.textconv": command,
        "filter.evil.clean": command,
        "filter.evil.smudge": command,
        "filter.evil.process": command,
        "gpg.program": command,
        "interactive.diffFilter": command,
        "alias.rev-parse": f"!{command}",
        "alias.cat-file": f"!{command}",
        "alias.diff-index": f"!{command}",
        "remote.origin.uploadpack": command,
        "remote.origin.url": f"ext::sh -c {command!r}",
        "remote.origin.promisor": "true",
        "remote.origin.vcs": "evil",
        "protocol.allow": "always",
        "protocol.ext.allow": "always",
        "uploadpack.packObjectsHook": command,
        "merge.evil.driver": command,
        "trace2.eventTarget": f"{ran}",
    }


def bury(checkout: Checkout, ran: Path) -> None:
    """A bare repository as ordinary files of a commit, in which `main` and `HEAD^1` have the declaration of the head."""
    checkout.commit("sub/s.yaml", REKEYED)
    bare = checkout.folder.parent / "bare"
    checkout.git("clone", "--quiet", "--bare", ".", str(bare))
    for revision in ("main", "topic"):
        subprocess.run(["git", "-C", str(bare), "update-ref", f"refs/heads/{revision}", "topic"], check=True)
    (bare / "config").write_text(
        '[core]\n\trepositoryformatversion = 0\n\tbare = false\n\tworktree = ".."\n'
        f'\tfsmonitor = "touch {ran}; false"\n\thooksPath = "."\n'
    )
    shutil.copytree(bare, checkout.folder / "sub", dirs_exist_ok=True)
    assert (checkout.folder / "sub/HEAD").is_file()


@pytest.mark.parametrize("command", ["review", "affected"])
def test_a_buried_repository_is_not_asked(repository: Checkout, ran: Path, command: str) -> None:
    bury(repository, ran)
    (repository.folder / "sessions.yaml").unlink()
    (repository.folder / "sessions.yaml").symlink_to("sub/s.yaml")
    repository.commit_all()
    done = run(command, "--base", "main")
    assert done.code == 2
    assert "`sessions.yaml` is a link to `sub/s.yaml`" in done.error
    inside = run(command, "--base", "main", "-f", "sub/s.yaml")
    assert inside.code == 2
    assert "the link `sessions.yaml` leads here, but in `main`, `sessions.yaml` is a separate file" in inside.error
    (repository.folder / "sessions.yaml").unlink()
    repository.git("rm", "--quiet", "--cached", "sessions.yaml")
    inside = run(command, "--base", "main", "-f", "sub/s.yaml")
    assert inside.code == (1 if command == "review" else 0)
    assert not ran.exists()
    subprocess.run(["git", "-C", repository.folder / "sub", "status"], check=False, capture_output=True)
    assert ran.exists(), "plain git runs it"


def test_neither_is_it_from_its_own_folder(repository: Checkout, ran: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bury(repository, ran)
    monkeypatch.chdir(repository.folder / "sub")
    done = review("-f", "s.yaml")
    assert done.code == 1
    assert "`main` has no `sub/s.yaml`" in done.output
    assert not ran.exists()


def test_a_buried_repository_outside_of_any_is_none(
    repository: Checkout, ran: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bury(repository, ran)
    shutil.move(repository.folder / "sub", tmp_path / "alone")
    monkeypatch.chdir(tmp_path / "alone")
    done = review("-f", "s.yaml")
    assert done.code == 2
    assert "is not in a git repository" in done.error
    assert not ran.exists()


def test_the_configuration_of_a_clone_runs_nothing(repository: Checkout, ran: Path) -> None:
    hooks = repository.folder / ".git/evil"
    hooks.mkdir()
    for hook in ("post-index-change", "reference-transaction", "post-checkout", "fsmonitor-watchman"):
        (hooks / hook).write_text(f"#!/bin/sh\ntouch {ran}\n")
        (hooks / hook).chmod(0o755)
    repository.write(".gitattributes", "* diff=evil merge=evil\n.gitattributes filter=evil\nother filter=evil\n")
    repository.commit("other", "text\n")
    repository.git("mv", "sessions.yaml", "tables.yaml")
    repository.commit("tables.yaml", REKEYED)
    blob = repository.git("rev-parse", "HEAD:other")
    for name, value in {"core.hooksPath": str(hooks), **commands(ran)}.items():
        repository.git("config", name, value)
    renamed, absent = review("-f", "tables.yaml"), review("-f", "-", base="HEAD~1")
    assert renamed.code == 1, renamed.error
    assert "`tables.yaml` was `sessions.yaml`" in renamed.output
    assert absent.code == 1
    (repository.folder / ".git/objects" / blob[:2] / blob[2:]).unlink()
    repository.write("infra/sessions.yaml", BASE)
    lacking = review("-f", "infra/sessions.yaml", base="HEAD")
    assert lacking.code == 3, "what may have tables is missing, and is not fetched"
    assert not ran.exists()
    subprocess.run(["git", "status"], check=False, capture_output=True)
    assert ran.exists(), "plain git runs it"


def test_an_included_configuration_runs_nothing(repository: Checkout, ran: Path) -> None:
    repository.write("evil.config", f'[core]\n\tfsmonitor = "touch {ran}; false"\n')
    repository.git("config", "include.path", "../evil.config")
    repository.commit("sessions.yaml", REKEYED)
    ran.unlink(missing_ok=True)
    assert review().code == 1
    assert not ran.exists()


def test_the_hooks_of_a_clone_do_not_run(repository: Checkout, ran: Path) -> None:
    (repository.folder / ".git/hooks").mkdir(exist_ok=True)
    for hook in ("post-index-change", "reference-transaction"):
        path = repository.folder / ".git/hooks" / hook
        path.write_text(f"#!/bin/sh\ntouch {ran}\n")
        path.chmod(0o755)
    repository.write(".gitattributes", "x text\n")
    assert review().code == 0
    assert not ran.exists()


@pytest.mark.parametrize("name", ["main", "HEAD^1"])
def test_no_partial_clone_fetches(repository: Checkout, tmp_path: Path, ran: Path, name: str) -> None:
    repository.git("config", "uploadpack.allowFilter", "true")
    repository.commit("sessions.yaml", REKEYED)
    clone = Checkout(tmp_path / "clone")
    clone.git("clone", "--quiet", "--filter=tree:0", "--branch=topic", f"file://{repository.folder}", ".")
    clone.git("config", "remote.origin.uploadpack", f"touch {ran}; git-upload-pack")
    done = review("-f", "../clone/sessions.yaml", base=name.replace("main", "origin/main"))
    assert done.code == 3
    assert "this is a partial clone, and nothing is fetched here" in done.error
    assert not ran.exists()


def test_git_looks_nowhere_else(tmp_path: Path) -> None:
    """Where `.git` is not a repository, the ones around it are not asked instead."""
    outer = Checkout.new(tmp_path / "outer")
    outer.commit("sessions.yaml", BASE)
    (outer.folder / "inner/.git").mkdir(parents=True)
    answer = ask(outer.folder / "inner", "rev-parse", "--show-toplevel", codes=(0, 128))
    assert answer.code == 128
    assert "not a git repository" in answer.error
