"""What the tests of the origins share: the command in an empty folder, and what its declaration compiles to."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sessionform.cli import main
from sessionform.compile import compile_file
from sessionform.model import Environment
from sessionform.terraform.companions import companions
from sessionform.terraform.table import table_arguments

FIXTURES = Path(__file__).parent / "fixtures"
GOLDEN = Path(__file__).parent / "golden"

Adopt = Callable[..., tuple[int, str, str]]


@pytest.fixture
def adopt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Adopt:
    """Runs `sessionform adopt` in an empty folder without credentials: exit code, standard output, standard error."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_PROFILE", "AWS_REGION"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)

    def run(*arguments: str | Path) -> tuple[int, str, str]:
        capsys.readouterr()
        code = main(["adopt", *map(str, arguments)])
        out, err = capsys.readouterr()
        return code, out, err

    return run


def environment(file: str = "sessions.yaml", name: str = "production") -> Environment:
    """The environment of a declaration, which must be valid."""
    return compile_file(file).valid().environments[name]


def arguments_of(one: Environment) -> dict[str, Any]:
    """What a stack makes of each table and what stands beside it, and its tags with the default tags, by the key."""
    return {
        key: {
            "table": {name: value for name, value in table_arguments(table).items() if name != "tags"},
            "beside": companions(table),
            "tags": dict(one.tags_of(table)),
        }
        for key, table in one.tables.items()
    }


def write_json(value: Any, name: str = "input.json") -> Path:
    """A file in the working folder."""
    path = Path(name).absolute()
    path.write_text(json.dumps(value), encoding="utf-8")
    return path
