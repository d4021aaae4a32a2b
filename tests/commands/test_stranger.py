"""Every command that reads a declaration, on what a stranger's pull request can put in its place."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from sessionform.commands.declaration_file import write_declaration
from tests.commands.reviewing import BASE, run
from tests.git_support import Checkout

ROOT = Path(__file__).parents[2]
SECRET = "aws_secret_access_key"

COMMANDS = {
    "check": ["check"],
    "check as JSON": ["check", "--format", "json"],
    "check as SARIF": ["check", "--format", "sarif"],
    "check on GitHub": ["check", "--format", "github"],
    "review": ["review", "--base", "HEAD"],
    "affected": ["affected", "--base", "HEAD"],
    "drift": ["drift"],
    "adopt": ["adopt", "-e", "production", "--all"],
    "synth": ["synth"],
    "synth --rendered": ["synth", "--rendered"],
    "synth --check": ["synth", "--check"],
    "explain": ["explain", "userSessions", "-e", "production"],
    "prove": ["prove"],
    "plan": ["plan"],
    "deploy": ["deploy", "--auto-approve"],
    "destroy": ["destroy", "--auto-approve"],
}


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Checkout:
    """The declaration is committed. Beside the repository is a file that nobody here may see."""
    (tmp_path / "credentials").write_text(f"{SECRET} = {SECRET}\n")
    checkout = Checkout.new(tmp_path / "repository")
    checkout.commit("sessions.yaml", BASE)
    (checkout.folder / "sessions.yaml").unlink()
    monkeypatch.chdir(checkout.folder)
    return checkout


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
@pytest.mark.parametrize("target", ["../credentials", "/etc/passwd", ".git/config"])
def test_nothing_of_what_a_link_leads_to_is_shown(repository: Checkout, command: list[str], target: str) -> None:
    (repository.folder / "sessions.yaml").symlink_to(target)
    done = run(*command)
    assert (done.code, done.output) == (2, ""), done
    assert done.error.startswith("sessionform: `sessions.yaml` is a link ")
    assert not [word for word in (SECRET, "root:", "repositoryformatversion") if word in done.error]


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_a_pipe_is_not_waited_for(repository: Checkout, command: list[str]) -> None:
    os.mkfifo(repository.folder / "sessions.yaml")
    done = run(*command)
    assert (done.code, done.output) == (2, ""), done
    assert "`sessions.yaml` is a named pipe" in done.error


def test_a_link_as_the_base_is_not_shown_either(repository: Checkout) -> None:
    repository.write("sessions.yaml", BASE)
    (repository.folder / "old.yaml").symlink_to("../credentials")
    for base in ("old.yaml", "./old.yaml"):
        done = run("review", "--base", base)
        assert (done.code, done.output) == (2, "")
        assert "is a link that leads out of the repository" in done.error
        assert SECRET not in done.error


def test_neither_does_an_app_of_its_own(repository: Checkout) -> None:
    (repository.folder / "sessions.yaml").symlink_to("../credentials")
    program = "from sessionform.stacks import run_app; run_app()"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("sessionform: `sessions.yaml` is a link that leads out of the repository")
    assert SECRET not in done.stderr


@pytest.mark.parametrize("name", ["cdktf.json", "main.py"])
@pytest.mark.parametrize("command", ["synth", "plan"])
def test_a_file_without_an_end_beside_the_declaration_is_refused(repository: Checkout, name: str, command: str) -> None:
    repository.write("sessions.yaml", BASE)
    (repository.folder / name).symlink_to("/dev/zero")
    done = run(command)
    assert done.code == 2, done
    assert f"`{name}` is a" in done.error


WRITERS = {
    "review.md": ["review", "--base", "HEAD", "--format", "markdown", "--output", "review.md"],
    "plans/production.tf": ["synth", "--rendered"],
}


@pytest.mark.parametrize("name", WRITERS)
def test_nothing_is_written_through_a_link_beside_what_is_written(repository: Checkout, name: str) -> None:
    """Whoever guesses the number of the process can put a link where a file is written before it is renamed."""
    repository.write("sessions.yaml", BASE)
    place = repository.folder / name
    place.parent.mkdir(exist_ok=True)
    outside = repository.folder.parent / "credentials"
    planted = place.with_name(f".{place.name}.new-{os.getpid()}")
    planted.symlink_to(outside)
    done = run(*WRITERS[name])
    assert done.code == 0, done
    assert outside.read_text() == f"{SECRET} = {SECRET}\n"
    assert place.is_file()
    assert not place.is_symlink()
    assert not planted.is_symlink()


def test_a_declaration_is_not_written_through_a_link_either(repository: Checkout) -> None:
    outside = repository.folder.parent / "credentials"
    for name in (f".sessions.yaml.new-{os.getpid()}", ".sessions.yaml.part"):
        (repository.folder / name).symlink_to(outside)
    write_declaration("sessions.yaml", BASE.encode())
    assert (repository.folder / "sessions.yaml").read_text() == BASE
    assert outside.read_text() == f"{SECRET} = {SECRET}\n"


@pytest.mark.parametrize("link", ["reports", "reports/today"])
def test_no_review_is_written_into_a_folder_that_a_link_leads_out_to(repository: Checkout, link: str) -> None:
    repository.write("sessions.yaml", BASE)
    outside = repository.folder.parent / "outside"
    outside.mkdir()
    (repository.folder / link).parent.mkdir(exist_ok=True)
    (repository.folder / link).symlink_to(outside)
    done = run("review", "--base", "HEAD", "--output", f"{link}/review.md")
    assert done.code == 2, done
    assert f"`{link}/review.md` is behind the link `{link}` that leads out of the repository" in done.error
    assert not list(outside.iterdir())


@pytest.mark.parametrize("link", [".github", ".github/workflows", ".gitignore", "main.py"])
def test_init_writes_nothing_behind_a_link(repository: Checkout, link: str) -> None:
    outside = repository.folder.parent / "outside"
    outside.mkdir()
    (repository.folder / link).parent.mkdir(exist_ok=True)
    (repository.folder / link).symlink_to(outside / "new" if link in ("main.py", ".gitignore") else outside)
    done = run("init")
    assert done.code == 2, done
    assert "link" in done.error
    assert not list(outside.iterdir())
