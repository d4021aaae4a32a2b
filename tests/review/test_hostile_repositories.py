"""Repositories that a stranger has filled or configured: git runs nothing of theirs, and what it cannot say is not a pass."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sessionform.review import git as git_module
from sessionform.review.git import OLDEST, ask
from tests.commands.reviewing import BASE, REKEYED, Done, repository, run
from tests.git_support import Checkout

__all__ = ["repository"]

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def ran(tmp_path: Path) -> Path:
    """The file that appears where a command of the stranger runs."""
    return tmp_path / "ran"


def review(*arguments: str, base: str = "main") -> Done:
    return run("review", "--base", base, *arguments)


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


# What git runs


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
    assert "the link `sessions.yaml` leads here, and in `main` `sessions.yaml` is a file of its own" in inside.error
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
    assert "is in no git repository" in done.error
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
    assert "this clone is a partial one, and nothing is fetched here" in done.error
    assert not ran.exists()


# Whom git answers for


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
    assert f"git takes `{tmp_path / 'elsewhere'}` for the working tree" in done.error


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


# Submodules, worktrees and links


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
            assert f"`infra` is a repository of its own, and in `{base}` of the one around it a folder" in done.error
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
    assert f"in `HEAD^1` of the one around it another commit of it ({before[:10]})" in done.error
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
    assert "the link `infra` leads here, and in `main` `infra/sessions.yaml` is a file of its own" in done.error
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


# Attributes


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
        f"git stores other bytes of `sessions.yaml` than those that are deployed: `.gitattributes` converts them ({said})"
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


# What git cannot say


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


# The git that is asked


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


def test_git_looks_nowhere_else(tmp_path: Path) -> None:
    """Where `.git` is not a repository, the ones around it are not asked instead."""
    outer = Checkout.new(tmp_path / "outer")
    outer.commit("sessions.yaml", BASE)
    (outer.folder / "inner/.git").mkdir(parents=True)
    answer = ask(outer.folder / "inner", "rev-parse", "--show-toplevel", codes=(0, 128))
    assert answer.code == 128
    assert "not a git repository" in answer.error
