"""Variables, names and objects that would have git answer for another repository, or for another commit than the base."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.reviewing import BASE, REKEYED, run
from tests.git_support import Checkout
from tests.review.hostile import ran, repository, review

__all__ = ["ran", "repository"]


@pytest.mark.parametrize(
    "variable",
    [
        "GIT_DIR",
        "GIT_WORK_TREE",
        "GIT_COMMON_DIR",
        "GIT_OBJECT_DIRECTORY",
        "GIT_ALTERNATE_OBJECT_DIRECTORIES",
        "GIT_INDEX_FILE",
        "GIT_NAMESPACE",
        "GIT_SHALLOW_FILE",
        "GIT_CEILING_DIRECTORIES",
        "GIT_REPLACE_REF_BASE",
        "GIT_ATTR_SOURCE",
        "GIT_EXEC_PATH",
        "GIT_TEMPLATE_DIR",
        "GIT_REF_PARANOIA",
        "GIT_CONFIG",
    ],
)
def test_no_variable_diverts_git(
    repository: Checkout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    other = Checkout.new(tmp_path / "other")
    other.commit("sessions.yaml", REKEYED)
    repository.commit("sessions.yaml", REKEYED)
    monkeypatch.setenv(variable, str(other.folder / ".git"))
    done = review()
    assert (done.code, "critical" in done.output) == (1, True), done.error


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("GIT_EXTERNAL_DIFF", "touch RAN"),
        ("GIT_SSH_COMMAND", "touch RAN"),
        ("GIT_ASKPASS", "touch RAN"),
        ("GIT_PAGER", "touch RAN"),
        ("GIT_TRACE", "RAN"),
        ("GIT_TRACE2_EVENT", "RAN"),
        ("GIT_ALLOW_PROTOCOL", "ext"),
        ("GIT_CONFIG_PARAMETERS", "'core.fsmonitor=touch RAN; false'"),
        ("GIT_CONFIG_COUNT", "1"),
    ],
)
def test_no_variable_runs_anything(
    repository: Checkout, ran: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    repository.commit("sessions.yaml", REKEYED)
    monkeypatch.setenv(name, value.replace("RAN", str(ran)))
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "core.fsmonitor")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", f"touch {ran}; false")
    assert review().code == 1
    assert not ran.exists()


def test_a_working_tree_elsewhere_is_refused(repository: Checkout, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    repository.git("config", "core.worktree", str(tmp_path / "elsewhere"))
    done = review()
    assert done.code == 3
    assert f"git treats `{tmp_path / 'elsewhere'}` as the working tree" in done.error


def test_a_bare_repository_has_no_declaration(repository: Checkout) -> None:
    repository.git("config", "core.bare", "true")
    done = review()
    assert done.code == 3
    assert "git says: this operation must be run in a work tree" in done.error


def test_replaced_and_grafted_objects_are_the_ones_that_were_committed(repository: Checkout) -> None:
    repository.commit("sessions.yaml", REKEYED)
    old, new = (repository.git("rev-parse", f"{name}:sessions.yaml") for name in ("main", "topic"))
    repository.git("replace", old, new)
    assert review().code == 1
    repository.git("replace", "--delete", old)
    repository.git("replace", "main", "topic")
    assert review(base="topic~1").code == 1
    repository.git("replace", "--delete", "main")
    tip = repository.commit("sessions.yaml", REKEYED + "# More\n")
    (repository.folder / ".git/info/grafts").write_text(f"{tip}\n")
    assert review().code == 1


def test_a_tag_with_the_name_of_the_branch_is_ambiguous(repository: Checkout) -> None:
    repository.commit("sessions.yaml", REKEYED)
    repository.git("tag", "main", "topic")
    for base in ("main", "main~0", "main^{commit}"):
        done = review(base=base)
        assert done.code == 2
        assert f"more than one branch or tag is called `{base}`" in done.error
    assert review(base="heads/main").code == 1
    assert review(base="tags/main").code == 0


def test_a_tag_with_the_name_of_a_remote_branch_is_ambiguous(repository: Checkout, tmp_path: Path) -> None:
    """It would be taken first, and comes with the history."""
    repository.commit("sessions.yaml", REKEYED)
    repository.git("tag", "origin/main", "topic")
    clone = Checkout(tmp_path / "clone")
    clone.git("clone", "--quiet", "--branch=topic", f"file://{repository.folder}", ".")
    assert review("-f", "../clone/sessions.yaml", base="origin/main").code == 2
    assert review("-f", "../clone/sessions.yaml", base="remotes/origin/main").code == 1


@pytest.mark.parametrize("base", ["main", "HEAD^1", "origin/main"])
def test_a_file_with_the_name_of_the_base_is_not_taken_for_it(repository: Checkout, base: str) -> None:
    repository.git("update-ref", "refs/remotes/origin/main", "main")
    repository.write(base, REKEYED)
    repository.commit("sessions.yaml", REKEYED)
    done = review(base=base)
    assert done.code == 2
    assert f"`{base}` is a file and a git revision" in done.error


@pytest.mark.parametrize("base", ["0" * 40, "a" * 40, "origin/main", "v1.2"])
def test_neither_is_it_where_the_clone_lacks_the_base(repository: Checkout, base: str) -> None:
    """A shallow clone may lack it, and GitHub has forty zeros for the commit before a branch's first push."""
    repository.write(base, REKEYED)
    repository.commit("sessions.yaml", REKEYED)
    done = review(base=base)
    assert done.code == 2
    assert f"`{base}` is a file, not a git revision" in done.error
    assert f"`./{base}`" in done.error
    assert review(base=f"./{base}").code == 0


def test_of_several_merge_bases_none_is_chosen(repository: Checkout) -> None:
    """The branch picks the one that has its change already, and undoes there what came after it."""
    repository.git("switch", "--quiet", "main")
    repository.commit("sessions.yaml", REKEYED)
    repository.git("switch", "--quiet", "--create=side")
    side = repository.commit("README.md", "Sessions\n")
    repository.git("switch", "--quiet", "main")
    mended = repository.commit("sessions.yaml", BASE)
    repository.git("merge", "--quiet", "--no-ff", "--message=Merge", "side")
    repository.git("switch", "--quiet", "--detach", side)
    repository.git("merge", "--quiet", "--no-commit", "--no-ff", mended)
    repository.commit("sessions.yaml", REKEYED)
    done = review()
    assert (done.code, "critical" in done.output) == (1, True), done.error
    assert "HEAD and `main` have 2 merge bases; the review compares with `main` itself" in done.output
    repository.git("merge", "--quiet", "--strategy=ours", "--message=Merge", "main")
    done = review()
    assert (done.code, "merge bases" in done.output) == (1, False), done.error


def test_a_merge_base_that_a_shallow_clone_may_have_by_chance_is_none(repository: Checkout) -> None:
    """An old commit that the branch merges is in both histories, and the later one is cut off."""
    repository.git("switch", "--quiet", "main")
    old = repository.commit("sessions.yaml", REKEYED)
    repository.commit("sessions.yaml", BASE)
    repository.git("switch", "--quiet", "--create=evil")
    for number in range(4):
        repository.commit("README.md", str(number))
    merge = repository.git("commit-tree", "HEAD^{tree}", "-p", "HEAD", "-p", old, "-m", "Merge")
    repository.git("reset", "--quiet", "--hard", merge)
    repository.commit("sessions.yaml", REKEYED)
    clone = Checkout(repository.folder.parent / "clone")
    clone.git("clone", "--quiet", "--depth=3", "--no-single-branch", f"file://{repository.folder}", ".")
    clone.git("switch", "--quiet", "evil")
    assert old in clone.git("rev-list", "HEAD"), "the old commit is there"
    done = review("-f", "../clone/sessions.yaml", base="origin/main")
    assert done.code == 2, done
    assert "the clone is too shallow to know where HEAD left `origin/main`" in done.error
    clone.git("fetch", "--quiet", "--unshallow")
    assert review("-f", "../clone/sessions.yaml", base="origin/main").code == 1


@pytest.mark.parametrize(
    "base",
    [
        "--output=x",
        "-",
        "--upload-pack=touch x",
        "main:sessions.yaml",
        "main:",
        ":sessions.yaml",
        "main..topic",
        "^main",
    ],
)
def test_only_a_commit_is_a_base(repository: Checkout, base: str) -> None:
    repository.commit("sessions.yaml", REKEYED)
    done = run("review", f"--base={base}")
    assert (done.code, done.output) == (2, "")
    assert sorted(path.name for path in repository.folder.iterdir()) == [".git", "sessions.yaml"]
