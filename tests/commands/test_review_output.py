"""What `sessionform review` prints or writes to a file: every format, whatever the terminal has, and nobody's file lost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands.reviewing import REKEYED, repository, run
from tests.git_support import Checkout

__all__ = ["repository"]

ROOT = Path(__file__).parents[2]


def test_the_review_may_go_to_a_file(repository: Checkout) -> None:
    repository.commit("sessions.yaml", REKEYED)
    done = run("review", "--base", "main", "--format", "markdown", "--output", "comment.md")
    assert (done.code, done.output) == (1, "")
    assert (repository.folder / "comment.md").read_text(encoding="utf-8").startswith("<!-- sessionform-review -->\n")
    text = run("review", "--base", "main", "--output", "review.txt", "--color", "always")
    assert text.code == 1
    assert "\x1b[" in (repository.folder / "review.txt").read_text(encoding="utf-8")
    done = run("review", "--base", "main", "--output", "missing/comment.md")
    assert done.code == 3
    assert "`missing/comment.md` cannot be written" in done.error


@pytest.mark.parametrize("form", ["human", "markdown", "json", "sarif", "github", "html"])
def test_every_format_is_printed(repository: Checkout, form: str) -> None:
    repository.commit("sessions.yaml", REKEYED)
    done = run("review", "--base", "main", "--format", form)
    assert done.code == 1
    assert "partition-key-changed" in done.output
    if form in ("json", "sarif"):
        json.loads(done.output)


@pytest.mark.parametrize("form", ["markdown", "github", "html", "human"])
def test_programs_get_utf_8_whatever_the_terminal_has(repository: Checkout, form: str) -> None:
    repository.commit("sessions.yaml", REKEYED.replace("accountId", "ключ"))
    words = [sys.executable, "-m", "sessionform", "review", "--base", "main", "--format", form]
    env = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONPATH": str(ROOT)}
    output = subprocess.run(words, env=env, capture_output=True, check=False).stdout
    assert output.isascii() == (form == "human")
    assert ("ключ" in output.decode("utf-8")) == (form != "human")


def test_the_review_is_not_written_over_what_it_reads(repository: Checkout) -> None:
    before = (repository.folder / "sessions.yaml").read_text(encoding="utf-8")
    done = run("review", "--base", "main", "--output", "./sessions.yaml")
    assert (done.code, done.output) == (2, "")
    assert "would be written over `sessions.yaml`" in done.error
    assert (repository.folder / "sessions.yaml").read_text(encoding="utf-8") == before


def test_the_output_takes_its_place_at_once(repository: Checkout) -> None:
    """Beside it and then renamed: whoever has the earlier one open reads it to its end."""
    output, earlier = Path("review.md"), Path("earlier")
    output.write_text("the earlier review", encoding="utf-8")
    output.chmod(0o640)
    os.link(output, earlier)
    assert run("review", "--base", "main", "--format", "markdown", "--output", "review.md").code == 0
    assert output.read_text(encoding="utf-8").startswith("<!-- sessionform-review -->")
    assert output.stat().st_mode & 0o777 == 0o640
    assert earlier.read_text(encoding="utf-8") == "the earlier review"
    assert [path.name for path in Path.cwd().iterdir() if path.name.startswith(".review")] == []


def test_the_output_replaces_a_link_and_not_what_it_leads_to(repository: Checkout, tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.write_text("precious", encoding="utf-8")
    Path("review.md").symlink_to(precious)
    done = run("review", "--base", "main", "--output", "review.md")
    assert (done.code, "is a link that leads out of the repository" in done.error) == (2, True)
    assert precious.read_text(encoding="utf-8") == "precious"
    Path("kept").write_text("kept", encoding="utf-8")
    Path("review.md").unlink()
    Path("review.md").symlink_to("kept")
    assert run("review", "--base", "main", "--output", "review.md").code == 0
    assert Path("kept").read_text(encoding="utf-8") == "kept"


def test_the_output_may_be_a_device(repository: Checkout) -> None:
    assert run("review", "--base", "main", "--output", os.devnull).code == 0
    assert not Path(os.devnull).is_file()
