"""A repository with a pull request in it, and the command line run there."""

from __future__ import annotations

import io
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import pytest

from sessionform.cli import main
from tests.git_support import ISOLATED, Checkout

BASE = """\
version: 1
environments:
  development: {region: us-east-1}
  production: {region: us-east-1}
tables:
  userSessions: {partition_key: userId, ttl: expiresAt, stream: NEW_IMAGE}
  deviceSessions: {partition_key: deviceId, ttl: expiresAt}
"""
REKEYED = BASE.replace("partition_key: userId", "partition_key: accountId")


@dataclass(frozen=True)
class Done:
    code: int
    output: str
    error: str


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Checkout:
    """`main` has the declaration BASE; the branch `topic` is checked out, and the current folder."""
    for name, value in ISOLATED.items():
        monkeypatch.setenv(name, value)
    checkout = Checkout.new(tmp_path / "repository")
    checkout.commit("sessions.yaml", BASE)
    checkout.git("switch", "--quiet", "--create=topic")
    monkeypatch.chdir(checkout.folder)
    return checkout


def run(*arguments: str, stdin: str = "") -> Done:
    """What the command line does with these arguments."""
    output, error = io.StringIO(), io.StringIO()
    given, sys.stdin = sys.stdin, io.TextIOWrapper(io.BytesIO(stdin.encode()))
    try:
        with redirect_stdout(output), redirect_stderr(error):
            try:
                code = main(arguments)
            except SystemExit as left:  # argparse, on arguments that it does not understand
                code = int(left.code or 0)
    finally:
        sys.stdin = given
    return Done(code, output.getvalue(), error.getvalue())
