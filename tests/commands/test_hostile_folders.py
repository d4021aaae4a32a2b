"""Links, names and programs that a stranger's pull request puts beside a declaration, or around it."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from sessionform.programs import on_path
from sessionform.review.base import git as git_module
from sessionform.source.include import MAX_DEPTH
from tests.commands.reviewing import BASE, REKEYED, repository, run
from tests.git_support import Checkout

__all__ = ["repository"]

ENDLESS = 60
"""Seconds after which a test of what must not go on for ever fails, instead of going on for ever."""


@pytest.fixture(autouse=True)
def _ends() -> Iterator[None]:
    def give_up(*_: object) -> None:
        raise AssertionError("it goes on for ever")

    earlier = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(ENDLESS)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, earlier)


# The declaration that is read


@pytest.mark.parametrize("instead", ["", "tables:\n  a: {partition_key: id, ttl: ttl}\n"], ids=["nothing", "a part"])
@pytest.mark.parametrize("command", ["review", "affected"])
def test_another_declaration_is_not_compared_instead_of_one_that_is_gone(
    repository: Checkout, monkeypatch: pytest.MonkeyPatch, instead: str, command: str
) -> None:
    """A job that runs in `infra` looks above it where there is none, and there nothing changes."""
    repository.git("switch", "--quiet", "main")
    repository.commit("infra/deep/sessions.yaml", REKEYED)
    repository.git("switch", "--quiet", "--create=gone")
    repository.write("infra/deep/other", "")
    (repository.folder / "infra/deep/sessions.yaml").unlink()
    if instead:
        repository.write("infra/deep/sessions.yaml", instead)
    repository.commit_all()
    monkeypatch.chdir(repository.folder / "infra/deep")
    done = run(command, "--base", "main")
    assert (done.code, done.output) == (2, "")
    assert "`main` has a declaration `infra/deep/sessions.yaml`, which is gone: `../../sessions.yaml`" in done.error
    assert run(command, "--base", "main", "-f", "../../sessions.yaml").code == 0


def test_neither_is_it_behind_a_link_in_the_place_of_the_jobs_folder(
    repository: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.git("switch", "--quiet", "main")
    repository.commit("examples/deep/other", "")
    repository.commit("infra/deep/sessions.yaml", REKEYED)
    repository.git("switch", "--quiet", "--create=swap")
    repository.git("rm", "--quiet", "-r", "infra")
    (repository.folder / "infra").symlink_to("examples")
    repository.commit_all()
    monkeypatch.chdir(repository.folder / "infra/deep")
    done = run("review", "--base", "main")
    assert (done.code, done.output) == (2, "")
    assert "the link `infra` leads here, but in `main`, `infra/deep/sessions.yaml` is a separate file" in done.error


def test_a_part_that_was_passed_over_before_stays_so(repository: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.git("switch", "--quiet", "main")
    repository.commit("infra/sessions.yaml", "tables:\n  a: {partition_key: id, ttl: ttl}\n")
    repository.git("switch", "--quiet", "--create=same")
    monkeypatch.chdir(repository.folder / "infra")
    assert run("review", "--base", "main").code == 0


# Globs


def matched(pattern: str) -> list[str]:
    """The files that a glob matches, each of which has a finding."""
    found = json.loads(run("check", "--format", "json", pattern).output)["diagnostics"]
    return sorted({item["file"] for item in found})


def test_a_glob_does_not_go_round_in_circles(repository: Checkout) -> None:
    for name in ("x", "y"):
        (repository.write(f"d/{name}/a.yaml", BASE).parent / "back").symlink_to("..")
    assert matched("d/**/*.yaml") == ["d/x/a.yaml", "d/y/a.yaml"]


@pytest.mark.parametrize("pattern", ["d/**/*.yaml", "*/**/*.yaml", "**/*.yaml"])
def test_a_glob_does_not_leave_the_repository(repository: Checkout, pattern: str) -> None:
    (repository.folder / "d").symlink_to("/")
    done = run("check", pattern)
    if pattern.startswith("**"):
        assert done.code == 0, done
    else:
        assert done.code == 2, done
        assert "d` is a link that leads out of the repository" in done.error.replace("/`", "`")


def test_what_globs_match(repository: Checkout) -> None:
    for name in ("a/b/c.yaml", "a/c.yaml", "a/.hidden/c.yaml", "c.yaml"):
        repository.write(name, BASE.replace("Sessions", f"S{len(name)}"))

    assert matched("**/c.yaml") == ["a/b/c.yaml", "a/c.yaml", "c.yaml"]
    assert matched("a/**/c.yaml") == ["a/b/c.yaml", "a/c.yaml"]
    assert matched("a/**/**/b/*.yaml") == ["a/b/c.yaml"]
    assert matched(f"{repository.folder}/a/*.yaml") == [f"{repository.folder}/a/c.yaml"]
    assert matched(f"{repository.folder}/a/**/*.yaml") == [
        f"{repository.folder}/a/{name}" for name in ("b/c.yaml", "c.yaml")
    ]


@pytest.fixture
def nested(repository: Checkout) -> Iterator[Callable[[int], None]]:
    """Makes a part of a declaration in so many folders, one in the other: too many for Python to take away again."""
    yield partial(_nest, repository.folder)
    subprocess.run(["rm", "-rf", repository.folder / "n"], check=True)


def _nest(folder: Path, depth: int) -> None:
    (folder / "n").mkdir()
    os.chdir(folder / "n")
    for _ in range(depth - 1):
        os.mkdir("n")  # noqa: PTH102
        os.chdir("n")
    Path("part.yaml").write_text("tables:\n  a: {partition_key: id, ttl: ttl}\n")
    os.chdir(folder)


@pytest.mark.parametrize(("depth", "found"), [(MAX_DEPTH, True), (MAX_DEPTH + 1, False), (1_300, False)])
def test_folders_are_looked_into_as_deep_as_people_have_them(
    repository: Checkout, nested: Callable[[int], None], depth: int, found: bool
) -> None:
    nested(depth)
    repository.write("sessions.yaml", BASE.partition("tables:")[0] + 'include: ["**/part.yaml"]\n')
    repository.git("add", "--all")
    for arguments in (["check"], ["check", "**/part.yaml"], ["review", "--base", "main"]):
        done = run(*arguments)
        assert ("deep in one another" in done.output + done.error) != found, done
        assert done.code == (
            0 if found and arguments[0] == "check" else 1 if arguments != ["check", "**/part.yaml"] else 2
        )


def test_a_base_is_looked_into_no_deeper(repository: Checkout, nested: Callable[[int], None]) -> None:
    nested(1_300)
    repository.commit("sessions.yaml", BASE.partition("tables:")[0] + 'include: ["**/part.yaml"]\n')
    repository.write("sessions.yaml", BASE)
    done = run("review", "--base", "topic")
    assert "deep in one another" in done.output + done.error, done


@pytest.mark.parametrize(
    "command", [["check"], ["review", "--base", "main"], ["affected", "--base", "main"], ["synth"]]
)
def test_a_chain_of_links_ends(repository: Checkout, command: list[str]) -> None:
    for number in range(1_500):
        (repository.folder / f"l{number}").symlink_to(f"l{number + 1}")
    repository.commit_all()
    assert run(*command).code == 0
    (repository.folder / "sessions.yaml").unlink()
    (repository.folder / "sessions.yaml").symlink_to("l0")
    done = run(*command)
    assert (done.code, done.output) == (2, ""), done
    assert "link" in done.error


@pytest.mark.parametrize(
    "text",
    ['provider "a/hashicorp/aws" {\n' * 35_000, 'provider "a/hashicorp/aws" {\n' + "\n" * 1_000_000 + "}\n"],
    ids=["beginnings", "empty lines"],
)
def test_a_lock_file_is_gone_through_once(repository: Checkout, text: str) -> None:
    repository.write(".terraform-locks/production.hcl", text)
    assert run("review", "--base", "main").code == 0


# The app beside a declaration


@pytest.mark.parametrize(
    "app",
    [
        "a" * 200_000,
        "a.py " * 100_000,
        "../" * 60_000 + "a.py",
        "x\0.py",
        "\ud800.py",
        "\0",
        "/proc/kmsg",
        "/dev/zero",
        "python ../../../../../../../../../../proc/kmsg",
    ],
    ids=["long", "many", "deep", "null", "half", "only null", "kernel", "endless", "climbing"],
)
def test_whatever_an_app_is_called_it_is_only_looked_for(repository: Checkout, app: str) -> None:
    repository.write("cdktf.json", json.dumps({"app": app}))
    done = run("synth", "--rendered")
    assert done.code == 0, done
    assert "the constructs that main.py adds are not in it" in done.error


@pytest.mark.parametrize("target", ["/proc/kmsg", "../outside.py"])
def test_an_app_behind_a_link_that_leads_out_is_refused(repository: Checkout, target: str) -> None:
    (repository.folder / "main.py").symlink_to(target)
    done = run("synth", "--rendered")
    assert done.code == 2, done
    assert "`main.py` is a link that leads out of the repository" in done.error


def test_a_pipe_in_the_place_of_an_app_is_not_waited_for(repository: Checkout) -> None:
    os.mkfifo(repository.folder / "main.py")
    done = run("init")
    assert done.code == 2, done
    assert "`main.py` is a named pipe" in done.error


# Rendered plans


@pytest.mark.parametrize("name", ["production.tf", "other.tf"])
def test_of_a_rendered_plan_no_more_is_read_than_tells_it_apart(repository: Checkout, name: str) -> None:
    assert run("synth", "--rendered").code == 0
    with (repository.folder / "plans" / name).open("ab") as plan:
        plan.truncate(2**40)  # sparse
    done = run("synth", "--check")
    if name == "production.tf":
        assert done.code == 1
        assert "plans/production.tf:" in done.output
        assert run("synth", "--rendered").code == 0
    assert (run("synth", "--check").code, (repository.folder / "plans" / name).exists()) == (0, True)


# What is written


@pytest.mark.parametrize(
    ("link", "command"),
    [
        ("reports", ["review", "--base", "main", "--output", "reports/post-checkout"]),
        ("cdktf.out", ["synth"]),
        (".github", ["init"]),
        ("plans", ["synth", "--rendered"]),
    ],
    ids=["review", "synth", "init", "rendered"],
)
@pytest.mark.parametrize("target", [".git/hooks", ".git/new", ".GIT/hooks"])
def test_nothing_is_written_into_the_folder_of_git(
    repository: Checkout, link: str, command: list[str], target: str
) -> None:
    (repository.folder / link).symlink_to(target)
    before = sorted((repository.folder / ".git").rglob("*"))
    done = run(*command)
    assert done.code == 2, done
    assert "link" in done.error
    assert sorted((repository.folder / ".git").rglob("*")) == before


# Programs


@pytest.mark.parametrize("entry", ["", ".", "bin"])
def test_no_program_of_the_working_folder_runs(
    repository: Checkout, monkeypatch: pytest.MonkeyPatch, entry: str
) -> None:
    """A PATH with an empty entry has the working folder in it, and Windows looks there first."""
    for name in ("git", "terraform", "bin/git", "bin/terraform"):
        repository.write(name, f"#!/bin/sh\ntouch {repository.folder}/ran\n").chmod(stat.S_IRWXU)
    monkeypatch.setenv("PATH", f"{entry}:{os.environ['PATH']}")
    git_module._require_safe_git.cache_clear()
    repository.write("sessions.yaml", REKEYED)
    assert run("review", "--base", "main").code == 1
    found = on_path("terraform")
    assert found is None or not Path(found).is_relative_to(repository.folder)
    assert not (repository.folder / "ran").exists()


# Names


@pytest.mark.parametrize(
    "name",
    [
        "a\n::error::b.yaml",
        "a\x1b[31m.yaml",
        "a\u202eb.yaml",
        "a\u2028b.yaml",
        "\udcff.yaml",
        "a\x85b.yaml",
        "##vso[x]b.yaml",
    ],
    ids=["line", "escape", "direction", "separator", "not UTF-8", "next line", "command"],
)
@pytest.mark.parametrize("form", ["human", "github", "junit"])
def test_a_name_that_cannot_be_shown_is_refused(repository: Checkout, name: str, form: str) -> None:
    """Every report has the names of files in it, and some are read by programs that obey what they find in them."""
    repository.write("sessions.yaml", BASE.partition("tables:")[0] + 'include: ["t/*.yaml"]\n')
    repository.write(f"t/{name}", "tables:\n  a: {partition_key: 1, ttl: x}\n")
    for arguments in (["-f", "sessions.yaml"], ["t/*.yaml"], [f"t/{name}"]):
        done = run("check", "--format", form, *arguments)
        assert done.code in (1, 2), done
        said = done.output + done.error
        assert "has a name that acts on terminals or logs" in said
        assert not {"\x1b", "\u202e", "\u2028", "\x85", "\udcff"} & set(said)
        assert not [line for line in said.splitlines() if line.startswith("::error::b")]
        assert "##vso[" not in said


@pytest.mark.parametrize("name", ["::error::b.yaml", " ::error::b.yaml"])
def test_a_name_that_begins_as_a_command_does_is_refused(repository: Checkout, name: str) -> None:
    repository.write(name, BASE)
    for written in ("*b.yaml", name):
        done = run("check", written)
        assert (done.code, done.output) == (2, ""), done
        assert "has a name that acts on terminals or logs" in done.error


@pytest.mark.parametrize("name", ["a b.yaml", "é.yaml", "日本.yaml", "a\u200db.yaml"])
def test_a_name_in_any_script_is_none_of_these(repository: Checkout, name: str) -> None:
    repository.write(name, BASE)
    assert run("check", name).code == 0
