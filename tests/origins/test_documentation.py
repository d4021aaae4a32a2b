"""What the pages say of `adopt` is what it does: each command there is one that it takes, and each of its options is there."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from sessionform.cli import build_parser

PAGES = ("docs/adopt.md", "README.md")


def commands(root: Path, page: str) -> list[str]:
    """The `sessionform adopt` commands of a page, in blocks and in sentences."""
    text = (root / page).read_text(encoding="utf-8")
    return re.findall(r"(?m)^(?:\$ )?(sessionform adopt .+)$", text) + re.findall(r"`(sessionform adopt [^`]+)`", text)


@pytest.mark.parametrize("page", PAGES)
def test_commands_are_real(root: Path, page: str) -> None:
    found = commands(root, page)
    assert len(found) >= 2
    parser = build_parser()
    for command in found:
        arguments = parser.parse_args(shlex.split(command)[1:])
        assert arguments.command == "adopt" or callable(arguments.run)


def test_every_option_is_explained(root: Path) -> None:
    text = (root / "docs/adopt.md").read_text(encoding="utf-8")
    for option in (
        "--pulumi",
        "--terraform-state",
        "--cloudformation",
        "--parameter",
        "--address",
        "--offline",
        "--dry-run",
        "--table",
        "--tag",
        "--all",
        "--iam",
    ):
        assert option in text, option


def test_pulumi_comes_first(root: Path) -> None:
    text = (root / "docs/adopt.md").read_text(encoding="utf-8")
    headings = [line for line in text.splitlines() if line.startswith("## From")]
    assert headings[0] == "## From Pulumi"
    assert len(headings) == 4
