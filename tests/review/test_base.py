"""The base of a review, read with the real git: which commit, which file, and what is said where there is none."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from sessionform.errors import OutsideError, UsageError
from sessionform.review.base.read import read_base
from tests.git_support import ISOLATED, Checkout

OLD = "version: 1  # old\n"
NEW = "version: 1  # new\n"


@pytest.fixture(autouse=True)
def _isolated(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name, value in ISOLATED.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Checkout:
    """A branch `topic` with another declaration than `main`, checked out, and the current folder."""
    checkout = Checkout.new(tmp_path / "repository")
    checkout.commit("sessions.yaml", OLD)
    checkout.git("switch", "--quiet", "--create=topic")
    checkout.commit("sessions.yaml", NEW)
    monkeypatch.chdir(checkout.folder)
    return checkout


def refused(base: str, file: str = "sessions.yaml") -> UsageError:
    with pytest.raises(UsageError) as raised:
        read_base(base, file)
    return raised.value


def test_a_revision_is_read_without_a_checkout(repository: Checkout) -> None:
    base = read_base("main", "sessions.yaml")
    assert (base.data, base.file, base.title, base.statement) == (
        OLD.encode(),
        "main:sessions.yaml",
        "main:sessions.yaml",
        "",
    )
    assert repository.git("status", "--porcelain") == ""
    assert (repository.folder / "sessions.yaml").read_text(encoding="utf-8") == NEW


def test_what_is_not_committed_is_compared_with_head(repository: Checkout) -> None:
    repository.write("sessions.yaml", "version: 1  # newer\n")
    assert read_base("HEAD", "sessions.yaml").data == NEW.encode()


@pytest.mark.parametrize("revision", ["HEAD~1", "@^", "v1", "refs/heads/main", "main@{0}", "main^{/Change}"])
def test_a_commit_may_be_named_as_git_names_it(repository: Checkout, revision: str) -> None:
    repository.git("tag", "--annotate", "--message=One", "v1", "main")
    assert read_base(revision, "sessions.yaml").data == OLD.encode()


def test_the_merge_base_is_compared_with_as_a_pull_request_does(repository: Checkout) -> None:
    """What `main` got since is not undone by the branch."""
    left = repository.git("rev-parse", "main")
    repository.git("switch", "--quiet", "main")
    repository.commit("sessions.yaml", "version: 1  # main went on\n")
    repository.git("switch", "--quiet", "topic")
    base = read_base("main", "sessions.yaml")
    assert base.data == OLD.encode()
    assert base.file == f"{left[:10]}:sessions.yaml"
    assert base.title == f"{left[:10]}:sessions.yaml (the merge base with main)"
    assert repository.git("show", base.file) == OLD.strip()


def test_a_file_is_read_as_it_is(repository: Checkout) -> None:
    repository.write("old.yaml", "version: 1\r\n")
    base = read_base("old.yaml", "sessions.yaml")
    assert (base.data, base.file, base.title) == (b"version: 1\r\n", "old.yaml", "old.yaml")


def test_a_file_needs_neither_a_repository_nor_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "old.yaml").write_text(OLD, encoding="utf-8")
    assert read_base("old.yaml", "sessions.yaml").data == OLD.encode()
    monkeypatch.setenv("PATH", "")
    assert read_base("old.yaml", "sessions.yaml").data == OLD.encode()


def test_in_a_repository_only_a_path_needs_no_git(repository: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pull request may bring a file with the name of the base."""
    old = repository.write("old.yaml", OLD)
    monkeypatch.setenv("PATH", "")
    for path in ("./old.yaml", str(old)):
        assert read_base(path, "sessions.yaml").data == OLD.encode()
    with pytest.raises(OutsideError, match="there is no `git`"):
        read_base("old.yaml", "sessions.yaml")


def test_what_a_process_substitution_gives_is_a_file(repository: Checkout) -> None:
    reading, writing = os.pipe()
    os.write(writing, OLD.encode())
    os.close(writing)
    try:
        assert read_base(f"/dev/fd/{reading}", "sessions.yaml").data == OLD.encode()
    finally:
        os.close(reading)


def test_a_name_that_is_both_has_to_be_told_apart(repository: Checkout) -> None:
    repository.write("main", "version: 1  # a file\n")
    error = refused("main")
    assert error.message == "`main` is a file and a git revision"
    assert error.hint == "write `./main` or `heads/main`"
    assert read_base("./main", "sessions.yaml").data == b"version: 1  # a file\n"
    assert read_base("heads/main", "sessions.yaml").data == OLD.encode()


def test_a_folder_of_the_name_is_no_file(repository: Checkout) -> None:
    (repository.folder / "main").mkdir()
    assert read_base("main", "sessions.yaml").data == OLD.encode()


def test_a_declaration_in_a_folder_is_found_from_anywhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, repository: Checkout
) -> None:
    repository.commit("infra/aws/sessions.yaml", OLD)
    repository.git("branch", "earlier")
    repository.commit("infra/aws/sessions.yaml", NEW)
    for folder, file in (
        (repository.folder, "infra/aws/sessions.yaml"),
        (repository.folder / "infra", "aws/sessions.yaml"),
        (repository.folder / "infra/aws", "sessions.yaml"),
        (repository.folder / "infra/aws", "../aws/sessions.yaml"),
        (tmp_path, "repository/infra/aws/sessions.yaml"),
        (tmp_path, str(repository.folder / "infra/aws/sessions.yaml")),
    ):
        monkeypatch.chdir(folder)
        base = read_base("earlier", file)
        assert (base.data, base.file) == (OLD.encode(), "earlier:infra/aws/sessions.yaml"), (folder, file)


def test_names_are_no_patterns(repository: Checkout) -> None:
    repository.commit("se*.yaml", OLD)
    repository.commit("sé ssions.yaml", NEW)
    assert read_base("HEAD", "se*.yaml").data == OLD.encode()
    assert read_base("HEAD", "sé ssions.yaml").data == NEW.encode()
    repository.git("rm", "--quiet", "--cached", "se*.yaml")
    repository.commit("ses.yaml", OLD)
    assert read_base("main", "se*.yaml").data is None


def test_a_base_without_the_file_is_a_statement(repository: Checkout) -> None:
    repository.commit("infra/sessions.yaml", "version: 1\napplication: another\n")
    base = read_base("main", "infra/sessions.yaml")
    assert base.data is None
    assert base.title == "main:infra/sessions.yaml"
    assert base.statement == "`main` has no `infra/sessions.yaml`: every table counts as new"
    assert base.gap == "", "`main` has no tables"


def test_a_folder_in_the_place_of_the_file_is_no_file(repository: Checkout) -> None:
    repository.commit("infra/sessions.yaml", "a: 1\n")
    repository.git("rm", "--quiet", "infra/sessions.yaml")
    repository.write("infra", NEW)
    assert read_base("HEAD", "infra").data is None


@pytest.mark.parametrize("committed", [True, False])
def test_a_file_that_was_renamed_is_compared_under_its_earlier_name(repository: Checkout, committed: bool) -> None:
    (repository.folder / "infra").mkdir()
    repository.git("mv", "sessions.yaml", "infra/tables.yaml")
    if committed:
        repository.commit_all()
    base = read_base("topic~1" if committed else "HEAD", "infra/tables.yaml")
    label = "topic~1" if committed else "HEAD"
    assert base.data == NEW.encode()
    assert base.file == f"{label}:sessions.yaml"
    assert base.statement == f"`infra/tables.yaml` was `sessions.yaml` in `{label}`, and is compared with that"


def test_a_file_that_moved_into_a_folder_of_the_repository_is_found_from_there(
    repository: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    (repository.folder / "infra").mkdir()
    repository.git("mv", "sessions.yaml", "infra/sessions.yaml")
    repository.commit_all()
    monkeypatch.chdir(repository.folder / "infra")
    assert read_base("HEAD~1", "sessions.yaml").data == NEW.encode()


def test_the_null_commit_of_a_first_push_has_nothing(repository: Checkout) -> None:
    base = read_base("0" * 40, "sessions.yaml")
    assert base.data is None
    assert base.gap == "the base is git's null commit, which a branch's first push has: every table counts as new"


def test_an_unknown_revision_is_no_base(repository: Checkout) -> None:
    assert refused("mian").message == "there is no file or git revision `mian`"
    assert refused("mian").hint == "did you mean `main`?"
    assert "git fetch" in refused("deadbeef").hint
    for name in ("main..topic", "^main", "main:sessions.yaml", "main^{tree}", "main nothing", "\n"):
        assert refused(name).exit_code == 2, name


def test_a_branch_that_only_the_remote_has_is_suggested(repository: Checkout, tmp_path: Path) -> None:
    repository.git("branch", "feature/keys", "main")
    clone = Checkout(tmp_path / "clone")
    clone.git("clone", "--quiet", "--branch=topic", f"file://{repository.folder}", ".")
    error = refused("main", "../clone/sessions.yaml")
    assert error.hint == "did you mean `origin/main`?"
    assert refused("feature/keys", "../clone/sessions.yaml").hint == "did you mean `origin/feature/keys`?"
    assert read_base("origin/main", "../clone/sessions.yaml").data == OLD.encode()


def test_a_shallow_clone_says_what_brings_the_history(repository: Checkout, tmp_path: Path) -> None:
    clone = Checkout(tmp_path / "clone")
    clone.git("clone", "--quiet", "--depth=1", "--branch=topic", f"file://{repository.folder}", ".")
    for revision in ("main", "HEAD~1"):
        error = refused(revision, "../clone/sessions.yaml")
        assert "this shallow clone has no such revision" in error.message
        assert "git fetch --unshallow" in error.hint
        assert "fetch-depth: 0" in error.hint
    repository.git("switch", "--quiet", "main")
    repository.commit("sessions.yaml", "version: 1  # main went on\n")
    clone.git("fetch", "--quiet", "--depth=1", "origin", "main:main")
    error = refused("main", "../clone/sessions.yaml")
    assert error.message == "the clone is too shallow to know where HEAD left `main`"
    assert "git fetch --unshallow" in error.hint
    assert error.exit_code == 2
    clone.git("fetch", "--quiet", "--unshallow")
    assert read_base("main", "../clone/sessions.yaml").data == OLD.encode()


@pytest.mark.parametrize("lacking", ["blob:none", "tree:0"])
def test_a_partial_clone_says_what_brings_what_it_lacks(repository: Checkout, tmp_path: Path, lacking: str) -> None:
    """Fetching would run what the clone's configuration names for it."""
    repository.git("config", "uploadpack.allowFilter", "true")
    clone = Checkout(tmp_path / "clone")
    clone.git("clone", "--quiet", f"--filter={lacking}", "--branch=topic", f"file://{repository.folder}", ".")
    clone.git("config", "remote.origin.uploadpack", f"touch {tmp_path}/ran; git-upload-pack")
    with pytest.raises(OutsideError) as raised:
        read_base("origin/main", "../clone/sessions.yaml")
    assert "git fetch --refetch --no-filter" in raised.value.hint
    assert not (tmp_path / "ran").exists()
    clone.git("fetch", "--quiet", "--refetch", "--no-filter")
    assert (tmp_path / "ran").exists(), "git itself runs it"
    assert read_base("origin/main", "../clone/sessions.yaml").data == OLD.encode()


def test_a_shallow_checkout_of_a_merge_knows_what_it_is_merged_into(repository: Checkout, tmp_path: Path) -> None:
    """As actions/checkout makes it of a pull request with `fetch-depth: 2`."""
    repository.git("switch", "--quiet", "main")
    repository.commit("other", "main went on")
    repository.git("merge", "--quiet", "--no-ff", "--message=Merge", "topic")
    clone = Checkout(tmp_path / "clone")
    clone.git("clone", "--quiet", "--depth=2", "--branch=main", f"file://{repository.folder}", ".")
    base = read_base("HEAD^1", "../clone/sessions.yaml")
    assert (base.data, base.file) == (OLD.encode(), "HEAD^1:sessions.yaml")


def test_without_common_history_the_revision_itself_is_compared(repository: Checkout) -> None:
    repository.git("switch", "--quiet", "--orphan", "apart")
    statement = "HEAD and `main` share no history; the review compares with `main` itself"
    repository.write("sessions.yaml", NEW)
    base = read_base("main", "sessions.yaml")  # HEAD has no commit yet
    assert (base.data, base.title, base.statement) == (OLD.encode(), "main:sessions.yaml", statement)
    repository.commit_all()
    assert read_base("main", "sessions.yaml").statement == statement
    repository.write("other.yaml", "a: b\n" * 30)
    assert read_base("main", "other.yaml").statement == (
        f"{statement}; `main` has no `other.yaml`: every table counts as new"
    )


def test_outside_of_a_repository_only_files_are_bases(tmp_path: Path) -> None:
    (tmp_path / "sessions.yaml").write_text(NEW, encoding="utf-8")
    error = refused("main")
    assert error.message.startswith("there is no file `main`, and `/")
    assert "is not in a git repository" in error.message


def test_a_file_outside_of_the_repository_is_looked_for_where_it_is(repository: Checkout, tmp_path: Path) -> None:
    (tmp_path / "sessions.yaml").write_text(NEW, encoding="utf-8")
    assert "is not in a git repository" in refused("main", "../sessions.yaml").message


def test_without_git_a_revision_cannot_be_read(repository: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(OutsideError) as raised:
        read_base("main", "sessions.yaml")
    assert raised.value.message == "there is no `git` to read the base with"


@pytest.mark.parametrize("base", ["--output=stolen", "-", "--", "-rf", "--git-dir=/elsewhere"])
def test_an_option_is_no_revision(repository: Checkout, base: str) -> None:
    assert f"`{base}` is not a revision" in refused(base).message
    assert not (repository.folder / "stolen").exists()


def test_an_empty_base_is_said_to_be_so(repository: Checkout) -> None:
    """An expression of a workflow that has no value, mostly."""
    assert "github.base_ref" in refused("").hint


def test_a_worktree_of_its_own_has_its_own_head(repository: Checkout, tmp_path: Path) -> None:
    repository.git("worktree", "add", "--quiet", "-b", "third", str(tmp_path / "tree"), "topic")
    tree = Checkout(tmp_path / "tree")
    tree.commit("sessions.yaml", "version: 1  # third\n")
    assert read_base("topic", "../tree/sessions.yaml").data == NEW.encode()
    assert read_base("HEAD~1", "../tree/sessions.yaml").data == NEW.encode()


def test_a_submodule_is_a_repository_of_its_own(repository: Checkout, tmp_path: Path) -> None:
    inner = Checkout.new(tmp_path / "inner")
    inner.commit("sessions.yaml", "version: 1  # inner\n")
    inner.git("branch", "only-inside")
    repository.git("submodule", "--quiet", "add", f"file://{inner.folder}", "inner")
    repository.commit_all()
    assert read_base("origin/only-inside", "inner/sessions.yaml").data == b"version: 1  # inner\n"
    assert "`topic`" in refused("topic", "inner/sessions.yaml").message


def test_a_hook_of_another_repository_does_not_divert_it(
    repository: Checkout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Git sets these for the hooks that it runs, relative to the folder that it runs them in."""
    other = Checkout.new(tmp_path / "other")
    other.commit("sessions.yaml", "version: 1  # other\n")
    monkeypatch.setenv("GIT_DIR", str(other.folder / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/index")
    monkeypatch.setenv("GIT_PREFIX", "somewhere/")
    assert read_base("main", "sessions.yaml").data == OLD.encode()
    monkeypatch.setenv("GIT_DIR", ".git")
    repository.write("infra/aws/sessions.yaml", NEW)
    assert read_base("main", "infra/aws/sessions.yaml").data is None


def test_another_language_of_git_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "sessions.yaml").write_text(NEW, encoding="utf-8")
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    monkeypatch.setenv("LANGUAGE", "de")
    assert "is not in a git repository" in refused("main").message


def test_filters_and_drivers_of_the_repository_are_not_run(repository: Checkout) -> None:
    """A pull request may bring its own `.gitattributes`."""
    repository.write(".gitattributes", "*.yaml diff=evil\n.gitattributes filter=evil\n")
    repository.git("config", "diff.evil.textconv", "touch ran-textconv; cat")
    repository.git("config", "diff.evil.command", "touch ran-diff")
    repository.git("config", "filter.evil.smudge", "touch ran-smudge; cat")
    repository.git("config", "filter.evil.clean", "touch ran-clean; cat")
    repository.git("config", "filter.evil.process", "touch ran-process")
    repository.git("mv", "sessions.yaml", "tables.yaml")
    assert read_base("HEAD", "tables.yaml").data == NEW.encode()
    assert not list(repository.folder.glob("ran-*"))


def test_what_git_refuses_is_told_with_its_advice(
    repository: Checkout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a container the checkout often belongs to another user."""
    git = shutil.which("git")
    wrapper = tmp_path / "bin/git"
    wrapper.parent.mkdir()
    wrapper.write_text(f'#!/bin/sh\nGIT_TEST_ASSUME_DIFFERENT_OWNER=1 exec {git} "$@"\n')
    wrapper.chmod(0o755)
    monkeypatch.setenv("PATH", f"{wrapper.parent}:{os.environ['PATH']}")
    with pytest.raises(OutsideError) as raised:
        read_base("main", "sessions.yaml")
    assert raised.value.message.startswith("git says: detected dubious ownership in repository")
    assert "git config --global --add safe.directory" in raised.value.hint


def _lose(repository: Checkout, name: str) -> None:
    blob = repository.git("rev-parse", name)
    (repository.folder / ".git/objects" / blob[:2] / blob[2:]).unlink()


def test_an_object_that_is_missing_is_no_missing_file(repository: Checkout) -> None:
    _lose(repository, "main:sessions.yaml")
    with pytest.raises(OutsideError, match="git says"):
        read_base("main", "sessions.yaml")


def test_what_the_base_includes_is_listed_and_read_in_its_commit(repository: Checkout) -> None:
    repository.write("infra/services/web/s.yaml", OLD)
    repository.write("infra/services/api/s.yaml", "tables: {}\n")
    repository.commit("infra/sessions.yaml", OLD)
    repository.git("rm", "--quiet", "-r", "infra/services")
    files = read_base("HEAD", "infra/sessions.yaml").files
    assert files is not None
    assert files.entries("services") == {"api": "folder", "web": "folder"}
    assert files.entries("services/web") == {"s.yaml": "file"}
    assert files.entries("services/web/s.yaml") == {}
    assert files.entries("nowhere") == {}
    assert files.entries("") == {"services": "folder", "sessions.yaml": "file"}
    assert files.entries("services/api") == {"s.yaml": "file"}
    root = read_base("HEAD", "sessions.yaml").files
    assert root is not None
    assert root.entries("") == {"infra": "folder", "sessions.yaml": "file"}
    both = ["services/web/s.yaml", "services/api/s.yaml"]
    assert list(files.contents(both, 100)) == [OLD.encode(), b"tables: {}\n"]
    assert [files.name(path) for path in both] == [f"HEAD:infra/{path}" for path in both]
    size = len(OLD) + len("tables: {}\n")
    assert len(list(files.contents(both, size))) == 2
    with pytest.raises(UsageError, match=r"what `HEAD:infra/sessions.yaml` includes is larger than 0 MiB"):
        list(files.contents(both, size - 1))
    _lose(repository, "HEAD:infra/services/api/s.yaml")
    with pytest.raises(OutsideError, match=r"git cannot read `infra/services/api/s.yaml`: .* missing"):
        list(files.contents(both, 100))
