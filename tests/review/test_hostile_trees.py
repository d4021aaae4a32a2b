"""Trees that a stranger has made: submodules, worktrees, links, and attributes by which git converts what it reads."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tests.commands.reviewing import BASE, REKEYED, run
from tests.git_support import Checkout
from tests.review.hostile import ran, repository, review

__all__ = ["ran", "repository"]


def test_a_submodule_in_the_place_of_a_folder_has_not_its_base(
    repository: Checkout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its whole history is the stranger's, `HEAD^1` and `main` too."""
    evil = Checkout.new(tmp_path / "evil")
    evil.commit("sessions.yaml", REKEYED)
    evil.commit("sessions.yaml", REKEYED + "# More\n")
    repository.git("switch", "--quiet", "main")
    repository.commit("infra/sessions.yaml", BASE)
    repository.git("switch", "--quiet", "--create=swap")
    repository.git("rm", "--quiet", "-r", "infra")
    repository.git("submodule", "--quiet", "add", f"file://{evil.folder}", "infra")
    repository.commit_all()
    for base in ("main", "HEAD^1"):
        for folder in (repository.folder, repository.folder / "infra"):
            monkeypatch.chdir(folder)
            done = review("-f", os.path.relpath(repository.folder / "infra/sessions.yaml"), base=base)
            assert done.code == 2, done
            assert (
                f"`infra` is a repository of its own, but in `{base}` of the one around it, it is a folder"
                in done.error
            )
    named = evil.git("rev-parse", "HEAD^1")
    assert review(base=named).code == 0, "who names the commit means it"


def test_another_commit_of_a_submodule_has_not_its_base(repository: Checkout, tmp_path: Path) -> None:
    inner = Checkout.new(tmp_path / "inner")
    before = inner.commit("sessions.yaml", BASE)
    repository.git("switch", "--quiet", "main")
    repository.git("submodule", "--quiet", "add", f"file://{inner.folder}", "infra")
    repository.commit_all()
    repository.git("switch", "--quiet", "--create=bump")
    inside = Checkout(repository.folder / "infra")
    inside.commit("sessions.yaml", REKEYED)
    inside.commit("sessions.yaml", REKEYED + "# More\n")
    repository.commit_all()
    done = review("-f", "infra/sessions.yaml", base="HEAD^1")
    assert done.code == 2
    assert f"in `HEAD^1` of the one around it, it is another commit of it ({before[:10]})" in done.error
    assert review("-f", "infra/sessions.yaml", base=before).code == 1
    assert review("-f", "infra/sessions.yaml", base="HEAD~2").code == 1, "is the one that the repository around it had"


def test_a_worktree_within_its_repository_is_asked_itself(repository: Checkout) -> None:
    repository.git("worktree", "add", "--quiet", "-b", "third", "trees/third", "topic")
    tree = Checkout(repository.folder / "trees/third")
    tree.commit("sessions.yaml", REKEYED)
    assert review("-f", "trees/third/sessions.yaml").code == 1
    assert review().code == 0


def test_a_link_in_the_place_of_the_jobs_folder_is_seen(repository: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    """A job that runs in `infra` would compare an example with itself."""
    repository.git("switch", "--quiet", "main")
    repository.commit("examples/sessions.yaml", REKEYED)
    repository.commit("infra/sessions.yaml", BASE)
    repository.git("switch", "--quiet", "--create=swap")
    shutil.rmtree(repository.folder / "infra")
    (repository.folder / "infra").symlink_to("examples")
    repository.commit_all()
    monkeypatch.chdir(repository.folder / "infra")
    done = review()
    assert done.code == 2
    assert "the link `infra` leads here, but in `main`, `infra/sessions.yaml` is a separate file" in done.error
    repository.git("switch", "--quiet", "--create=after")
    assert review(base="HEAD").code == 0, "a link that was one before stands in nobody's place"


@pytest.mark.parametrize("kind", ["link", "submodule", "link on the way", "folder"])
def test_what_is_no_file_in_the_base_is_not_compared(repository: Checkout, tmp_path: Path, kind: str) -> None:
    repository.git("switch", "--quiet", "main")
    path = repository.folder / "infra/sessions.yaml"
    if kind == "link":
        repository.write("infra/other.yaml", REKEYED)
        path.symlink_to("other.yaml")
    elif kind == "link on the way":
        repository.write("aws/sessions.yaml", REKEYED)
        path.parent.symlink_to("aws")
    elif kind == "folder":
        repository.write("infra/sessions.yaml/deep.yaml", REKEYED)
    else:
        inner = Checkout.new(tmp_path / "inner")
        inner.commit("sessions.yaml", REKEYED)
        repository.git("submodule", "--quiet", "add", f"file://{inner.folder}", "infra")
    repository.commit_all()
    repository.git("switch", "--quiet", "--create=swap")
    repository.git("rm", "--quiet", "-r", "--cached", "infra")
    shutil.rmtree(path.parent) if not path.parent.is_symlink() else path.parent.unlink()
    shutil.rmtree(repository.folder / ".git/modules", ignore_errors=True)
    repository.write("infra/sessions.yaml", "# Line\n" * 60 + REKEYED.replace("Sessions", "Logins"))
    repository.commit_all()
    done = review("-f", "infra/sessions.yaml")
    assert done.code == 1
    assert done.output.startswith("verdict: critical ")
    assert "every table counts as new" in done.output
    assert review("-f", "infra/sessions.yaml", "--new").code == 0


def test_a_name_in_other_case_is_compared_all_the_same(repository: Checkout) -> None:
    """Where the file system makes no difference it is the same file, however it is written."""
    repository.git("rm", "--quiet", "--cached", "sessions.yaml")
    (repository.folder / "sessions.yaml").unlink()
    repository.write("Sessions.YAML", "# Line\n" * 60 + REKEYED)
    done = review("-f", "Sessions.YAML")
    assert done.code == 1
    assert "`Sessions.YAML` was `sessions.yaml` in `main`, and is compared with that" in done.output
    assert "partition-key-changed" in done.output


@pytest.mark.parametrize(
    ("attributes", "said"),
    [
        ("working-tree-encoding=UTF-16LE", "working-tree-encoding=UTF-16LE"),
        ("working-tree-encoding=UTF-7", "working-tree-encoding=UTF-7"),
        ("filter=lfs", "filter=lfs"),
    ],
)
def test_what_git_converts_is_not_judged(repository: Checkout, attributes: str, said: str) -> None:
    """What is stored, and read in a diff, is not what is deployed."""
    repository.write(".gitattributes", f"*.yaml {attributes}\n")
    done = review()
    assert (done.code, done.output) == (2, "")
    assert (
        f"git stores `sessions.yaml` with other bytes than those that are deployed: `.gitattributes` converts them ({said})"
        in done.error
    )
    assert run("affected", "--base", "main").code == 2


def test_neither_is_what_it_converted_in_the_base(repository: Checkout) -> None:
    """Taking the attribute away makes other bytes of a file that no diff shows."""
    repository.git("switch", "--quiet", "main")
    repository.write("infra/sessions.yaml", BASE)
    repository.commit("infra/.gitattributes", "*.yaml working-tree-encoding=UTF-7\n")
    repository.git("switch", "--quiet", "--create=plain")
    repository.commit("infra/.gitattributes", "")
    done = review("-f", "infra/sessions.yaml")
    assert done.code == 2
    assert "`main:infra/sessions.yaml` is not what is deployed" in done.error
    assert "(working-tree-encoding=UTF-7)" in done.error
    assert review().code == 0, "the attributes of another folder"


def test_ident_is_a_conversion_where_it_has_something_to_convert(repository: Checkout) -> None:
    repository.write(".gitattributes", "*.yaml ident\n")
    assert review().code == 0
    repository.write("sessions.yaml", BASE + "# $Id$\n")
    assert "(ident)" in review().error


@pytest.mark.parametrize(
    "attributes", ["text eol=crlf", "text=auto", "-text", "working-tree-encoding=UTF-8", "diff=evil", "-diff", "binary"]
)
def test_the_ends_of_lines_mean_nothing(repository: Checkout, attributes: str) -> None:
    repository.commit(".gitattributes", f"*.yaml {attributes}\n")
    (repository.folder / "sessions.yaml").write_bytes(BASE.replace("\n", "\r\n").encode())
    assert review("--fail-on", "low").output.endswith("nothing changes)\n")
    (repository.folder / "sessions.yaml").write_bytes(REKEYED.replace("\n", "\r\n").encode())
    assert review().code == 1


def test_attributes_hide_no_declaration_of_the_base(repository: Checkout) -> None:
    repository.write(".gitattributes", "* binary -diff -text\n")
    repository.commit("infra/sessions.yaml", "# Line\n" * 60 + REKEYED.replace("Sessions", "Logins"))
    assert "there are tables in `sessions.yaml`" in review("-f", "infra/sessions.yaml").output
