"""The README, run: its edits are made, its commands run and their output compared, in a repository made from this one.

`SESSIONFORM_ACCEPT=1` writes the real output into the README.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from sessionform.consumers.registry import library, library_ids
from sessionform.rules.catalogue import CHECKS
from tests.golden import ACCEPTING
from tests.moto_support import MotoServer
from tests.node_support import node_22_folder
from tests.terraform_support import terraform_env

TIMEOUT = 300
"""Seconds that one command of the README may take."""

BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
MORE = "…"
"""Alone on a line of an output: there is more, which the README does not show."""


@dataclass(frozen=True)
class Block:
    """A fenced block: `diff` is an edit of sessions.yaml for the next block, `console` commands with what they print,
    `sh` commands whose output is their own affair.
    """

    language: str
    text: str

    def commands(self) -> Iterator[tuple[str, str]]:
        """Each command with the output that follows it."""
        if self.language == "sh":
            for line in self.text.splitlines():
                yield line.partition("  #")[0].rstrip(), ""
            return
        for part in re.split(r"^\$ ", self.text, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            yield command, output


class Reader:
    """Somebody who does what the README says, block by block. An edit holds for one block of commands."""

    def __init__(self, repository: Path, env: dict[str, str]) -> None:
        self._repository, self._env = repository, env
        self._declaration = repository / "sessions.yaml"
        self._written = self._declaration.read_text(encoding="utf-8")
        self._is_edited = False

    def follows(self, block: Block) -> str:
        """The text of the block as it should be: with what its commands really print."""
        if block.language == "diff":
            self._declaration.write_text(edited(self._written, block.text), encoding="utf-8")
            self._is_edited = True
        if block.language not in ("console", "sh"):
            return block.text
        text = ""
        for command, expected in block.commands():
            # every edit that the README shows is one to be warned of
            output = shell(command, self._repository, self._env, code=int(self._is_edited))
            text += f"$ {command}\n{abridged(output, expected)}"
        self._declaration.write_text(self._written, encoding="utf-8")
        self._is_edited = False
        return text if block.language == "console" else block.text


def blocks(text: str) -> list[Block]:
    return [Block(language, body) for language, body in BLOCK.findall(text)]


@pytest.fixture
def repository(root: Path, tmp_path: Path) -> Path:
    """A git repository with the files of this one, committed on `main`, and with this one's environments."""
    folder = tmp_path / "sessionform"
    listed = ("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    for name in subprocess.run(listed, cwd=root, capture_output=True, text=True, check=True).stdout.split("\0"):
        if name and (root / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(root / name, folder / name)
    git = ("git", "-c", "user.name=Reader", "-c", "user.email=reader@example.com")
    subprocess.run([*git, "init", "-q", "-b", "main"], cwd=folder, check=True)
    subprocess.run([*git, "add", "."], cwd=folder, check=True)
    subprocess.run([*git, "commit", "-qm", "As it was"], cwd=folder, check=True)
    (folder / ".venv").symlink_to(root / ".venv", target_is_directory=True)
    (folder / "node_modules").symlink_to(root / "node_modules", target_is_directory=True)
    return folder


@pytest.mark.slow
@pytest.mark.terraform
@pytest.mark.node
def test_every_command_does_what_the_readme_shows(root: Path, repository: Path, moto: MotoServer) -> None:
    if not (root / "node_modules" / ".bin" / "cdktf").exists():
        pytest.skip("the packages of package.json are not installed")
    readme = (root / "README.md").read_text(encoding="utf-8")
    reader = Reader(repository, environment(root, moto.url))
    real = BLOCK.sub(lambda fenced: f"```{fenced[1]}\n{reader.follows(Block(fenced[1], fenced[2]))}```", readme)
    if ACCEPTING:
        (root / "README.md").write_text(real, encoding="utf-8", newline="\n")
    assert real == readme, "the README shows other output; if the real one is right, SESSIONFORM_ACCEPT=1 stores it"


def test_the_readme_shows_the_reference_as_it_is(root: Path) -> None:
    shown = next(
        block.text for block in blocks((root / "README.md").read_text(encoding="utf-8")) if block.language == "yaml"
    )
    _, _, below = (root / "sessions.yaml").read_text(encoding="utf-8").partition("version: 1\n")
    assert shown == "version: 1\n" + below


def test_the_readme_starts_on_the_first_screens(root: Path) -> None:
    """Who has read 45 lines has seen how it is installed, and three commands."""
    lines = (root / "README.md").read_text(encoding="utf-8").splitlines()
    first = next(block for block in blocks("\n".join([*lines[:45], "```", ""])) if block.language == "sh")
    assert [command for command, _ in first.commands()] == [
        "make synth",
        ".venv/bin/sessionform check",
        ".venv/bin/sessionform review --base HEAD",
    ]


def test_the_readme_counts_right(root: Path) -> None:
    text = " ".join((root / "README.md").read_text(encoding="utf-8").split())
    assert f"there are {len(CHECKS)} checks" in text
    run = sum(library(name).run for name in library_ids())
    assert f"{len(library_ids())} libraries are known, {run} of them run in our tests" in text


def test_what_the_readme_links_to_is_there(root: Path) -> None:
    text = (root / "README.md").read_text(encoding="utf-8")
    links = {link.partition("#")[0] for link in re.findall(r"\]\((?!https?://|#)([^)]+)\)", text)}
    assert links
    assert [link for link in sorted(links) if not (root / link).exists()] == []


def edited(text: str, diff: str) -> str:
    """The text after an edit that is shown as a diff without line numbers."""
    lines = diff.splitlines()
    old = "".join(line[1:] + "\n" for line in lines if line[0] in "- ")
    new = "".join(line[1:] + "\n" for line in lines if line[0] in "+ ")
    assert text.count(old) == 1, f"sessions.yaml has not just one place for this edit:\n{diff}"
    return text.replace(old, new)


def environment(root: Path, endpoint: str) -> dict[str, str]:
    """That of a reader who has activated .venv, and whose AWS is an emulator."""
    places = (Path(sys.executable).parent, root / "node_modules" / ".bin", node_22_folder())
    path = os.pathsep.join((*map(str, places), os.environ["PATH"]))
    mine = {
        **terraform_env(endpoint),
        "PATH": path,
        "COLUMNS": "120",
        "LC_ALL": "C.UTF-8",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    # `make test` tells every make below it so, and those then say where they are
    ours = {name: value for name, value in os.environ.items() if name not in ("MAKEFLAGS", "MAKELEVEL", "MFLAGS")}
    return {**ours, **mine, "DISABLE_VERSION_CHECK": "1"}


def shell(command: str, folder: Path, env: dict[str, str], code: int) -> str:
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env=env,
        capture_output=True,
        text=True,
        timeout=TIMEOUT,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    assert done.returncode == code, f"$ {command}\n{done.stdout}{done.stderr}"
    return done.stdout


def abridged(output: str, expected: str) -> str:
    """The output, cut where the README cuts it."""
    before, cut, after = expected.partition(f"{MORE}\n")
    if not cut:
        return output
    lines, first, last = output.splitlines(keepends=True), before.count("\n"), after.count("\n")
    return "".join([*lines[:first], cut, *lines[len(lines) - last :]])
