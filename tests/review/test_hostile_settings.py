"""Settings, attributes and refs of a clone that would make git answer otherwise, without running anything."""

from __future__ import annotations

import os

import pytest

from tests.commands.reviewing import BASE, REKEYED, repository
from tests.git_support import Checkout
from tests.review.hostile import review

__all__ = ["repository"]


SETTINGS = {
    "color.ui": "always",
    "color.grep": "always",
    "color.diff": "always",
    "core.quotePath": "true",
    "core.ignoreCase": "true",
    "core.precomposeUnicode": "true",
    "core.bigFileThreshold": "1",
    "core.sparseCheckout": "true",
    "core.untrackedCache": "true",
    "core.attributesFile": "/dev/null",
    "core.notesRef": "refs/heads/topic",
    "diff.renames": "false",
    "diff.renameLimit": "1",
    "diff.relative": "true",
    "diff.noPrefix": "true",
    "diff.ignoreSubmodules": "all",
    "diff.algorithm": "patience",
    "grep.patternType": "perl",
    "grep.extendedRegexp": "true",
    "grep.threads": "1",
    "log.showSignature": "true",
    "i18n.logOutputEncoding": "UTF-16",
    "index.sparse": "true",
    "extensions.worktreeConfig": "true",
    "remote.origin.url": "ext::false",
    "url.ext::.insteadOf": "/",
    "core.abbrev": "4",
    "core.logAllRefUpdates": "always",
    "core.fsyncMethod": "batch",
    "feature.manyFiles": "true",
    "gc.auto": "1",
    "maintenance.auto": "true",
    "push.default": "nothing",
    "status.relativePaths": "true",
    "submodule.active": ".",
}


@pytest.fixture
def moved(repository: Checkout) -> Checkout:
    """In the head the tables are in a file of another name, with keys of its own, which no rename explains."""
    repository.git("mv", "sessions.yaml", "tables.yaml")
    repository.commit("tables.yaml", "# Line\n" * 80 + REKEYED)
    return repository


@pytest.mark.parametrize("name", SETTINGS)
def test_no_setting_hides_what_there_was(moved: Checkout, name: str) -> None:
    moved.git("config", name, SETTINGS[name])
    done = review("-f", "tables.yaml")
    assert done.code == 1, done
    assert "there are tables in `sessions.yaml`" in done.output


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("core.repositoryFormatVersion", "99"),
        ("extensions.nonsense", "true"),
        ("core.bare", "nonsense"),
        ("core.compression", "nonsense"),
    ],
)
def test_what_git_does_not_understand_is_no_answer(moved: Checkout, name: str, value: str) -> None:
    config = moved.folder / ".git/config"
    section, _, key = name.partition(".")
    version = "\trepositoryformatversion = 1\n" if section == "extensions" else ""
    config.write_text(config.read_text() + f"[core]\n{version}[{section}]\n\t{key} = {value}\n")
    done = review("-f", "tables.yaml")
    assert (done.code, done.output) == (3, ""), done
    assert "git says: " in done.error


def test_attributes_in_a_link_are_looked_at(repository: Checkout) -> None:
    """Git does not follow it, and takes what it leads to for the attributes themselves."""
    repository.git("switch", "--quiet", "main")
    (repository.folder / ".gitattributes").symlink_to("*.yaml working-tree-encoding=UTF-16LE")
    repository.commit_all()
    repository.git("switch", "--quiet", "--create=plain")
    assert "(working-tree-encoding=UTF-16LE)" in review().error
    (repository.folder / ".gitattributes").unlink()
    repository.commit_all()
    done = review()
    assert done.code == 2, done
    assert "`main:sessions.yaml` is not what is deployed" in done.error


@pytest.mark.parametrize(
    "place", ["infra/.gitattributes", ".git/info/attributes", "macro"], ids=["folder", "info", "macro"]
)
def test_attributes_are_looked_at_wherever_they_stand(repository: Checkout, place: str) -> None:
    repository.write("infra/sessions.yaml", BASE)
    if place == "macro":
        repository.write(".gitattributes", "[attr]plain filter=evil\n*.yaml plain\n")
    else:
        repository.write(place, "sessions.yaml filter=evil\n")
    assert "(filter=evil)" in review("-f", "infra/sessions.yaml").error


# Refs


@pytest.mark.parametrize("ref", ["refs/heads/heads/main", "refs/tags/main", "refs/remotes/main/HEAD", "refs/main"])
def test_whatever_else_has_the_name_of_the_base_is_not_taken_for_it(repository: Checkout, ref: str) -> None:
    repository.commit("sessions.yaml", REKEYED)
    repository.git("update-ref", ref, "topic")
    for base in ("main", "heads/main"):
        done = review(base=base)
        assert done.code in (1, 2), done
        if done.code == 2:
            assert f"more than one branch or tag is called `{base}`" in done.error
    assert review(base="refs/heads/main").code == 1


def test_a_tag_with_the_name_of_a_commit_is_not_taken_for_it(repository: Checkout) -> None:
    commit = repository.git("rev-parse", "main")
    repository.commit("sessions.yaml", REKEYED)
    for name in (commit[:10], commit):
        repository.git("update-ref", f"refs/tags/{name}", "topic")
        done = review(base=name)
        assert done.code == 2, done
        assert f"more than one branch or tag is called `{name}`" in done.error


@pytest.mark.parametrize("name", ["a'b;touch$IFS'x'", "$(touch$IFS'x')", "-x", "é", "a|b", "--upload-pack=x", "@"])
def test_a_branch_may_be_called_anything(repository: Checkout, name: str) -> None:
    repository.commit("sessions.yaml", REKEYED)
    repository.git("update-ref", f"refs/heads/{name}", "main")
    for base in (f"heads/{name}", f"refs/heads/{name}"):
        assert review(base=base).code == 1
    assert sorted(path.name for path in repository.folder.iterdir()) == [".git", "sessions.yaml"]


# Working trees


def test_a_sparse_checkout_hides_no_links(repository: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is not checked out is in the index all the same."""
    repository.git("switch", "--quiet", "main")
    repository.commit("infra/sessions.yaml", BASE)
    repository.commit("examples/sessions.yaml", REKEYED)
    repository.git("switch", "--quiet", "--create=swap")
    repository.git("rm", "--quiet", "-r", "infra")
    (repository.folder / "infra").symlink_to("examples")
    repository.commit_all()
    repository.git("sparse-checkout", "set", "--cone", "--sparse-index", "examples")
    monkeypatch.chdir(repository.folder / "examples")
    done = review()
    assert done.code == 2, done
    assert "`infra/sessions.yaml` is a separate file" in done.error


def test_a_shallow_clone_without_the_base_is_no_pass(repository: Checkout) -> None:
    repository.commit("sessions.yaml", REKEYED)
    clone = Checkout(repository.folder.parent / "clone")
    clone.git("clone", "--quiet", "--depth=1", "--no-single-branch", f"file://{repository.folder}", ".")
    done = review("-f", "../clone/sessions.yaml", base="origin/main")
    assert done.code == 2, done
    assert "the clone is too shallow to know where HEAD left `origin/main`" in done.error


def test_another_repository_behind_the_name_of_gits_folder_answers_for_itself(repository: Checkout) -> None:
    """Only an archive can bring such a `.git`: where it has another working tree, it is refused."""
    other = Checkout.new(repository.folder.parent / "other")
    other.commit("sessions.yaml", REKEYED)
    repository.commit("sessions.yaml", REKEYED)
    (repository.folder / ".git").rename(repository.folder.parent / "aside")
    repository.write(".git", f"gitdir: {other.folder}/.git\n")
    other.git("config", "core.worktree", str(other.folder))
    done = review()
    assert (done.code, done.output) == (3, "")
    assert "as the working tree of" in done.error


@pytest.mark.parametrize("name", ["HEAD", "index", "config", "packed-refs"])
def test_a_pipe_in_the_folder_of_git_ends(repository: Checkout, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    from sessionform.review.base import git as git_module

    monkeypatch.setattr(git_module, "SECONDS", 1)
    repository.commit("sessions.yaml", REKEYED)
    (repository.folder / ".git" / name).unlink(missing_ok=True)
    os.mkfifo(repository.folder / ".git" / name)
    done = review()
    assert done.code in (2, 3), done
    assert done.output == ""


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("GIT_CONFIG_COUNT", "nonsense"),
        ("GIT_TRACE", "1"),
        ("GIT_TRACE_SETUP", "1"),
        ("GIT_TRACE2", "1"),
        ("GIT_ICASE_PATHSPECS", "1"),
        ("GIT_GLOB_PATHSPECS", "1"),
        ("GIT_NO_REPLACE_OBJECTS", "0"),
        ("GIT_OPTIONAL_LOCKS", "1"),
        ("GIT_DISCOVERY_ACROSS_FILESYSTEM", "1"),
        ("GIT_PROTOCOL_FROM_USER", "1"),
        ("GIT_DEFAULT_HASH", "sha256"),
        ("GIT_QUARANTINE_PATH", "x"),
        ("GIT_INTERNAL_SUPER_PREFIX", "x/"),
        ("GIT_IMPLICIT_WORK_TREE", "0"),
        ("GIT_PREFIX", "x/"),
        ("GIT_DIFF_OPTS", "--unified=0"),
        ("GIT_FLUSH", "0"),
    ],
)
def test_no_variable_changes_the_answer(
    moved: Checkout, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    done = review("-f", "tables.yaml")
    assert (done.code, done.error) == (1, ""), done
    assert "there are tables in `sessions.yaml`" in done.output
