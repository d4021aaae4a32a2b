"""The VS Code extension: it starts a command that there is, and is locked without the addresses of a registry."""

from __future__ import annotations

import json
from pathlib import Path

from sessionform.commands import COMMANDS

FOLDER = Path(__file__).parents[2] / "editors" / "vscode"
PACKAGE = json.loads((FOLDER / "package.json").read_text(encoding="utf-8"))


def test_it_starts_the_language_server() -> None:
    settings = PACKAGE["contributes"]["configuration"]["properties"]
    assert settings["sessionform.command"]["default"] == ["sessionform", "lsp"]
    assert "lsp" in COMMANDS
    script = (FOLDER / "extension.js").read_text(encoding="utf-8")
    assert [name for name in settings if f'"{name.removeprefix("sessionform.")}"' not in script] == []


def test_a_workspace_that_is_not_trusted_does_not_choose_the_program() -> None:
    assert "sessionform.command" in PACKAGE["capabilities"]["untrustedWorkspaces"]["restrictedConfigurations"]


def test_its_lock_holds_what_it_asks_for_and_no_address() -> None:
    lock = json.loads((FOLDER / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    for kind in ("dependencies", "devDependencies"):
        assert lock[""][kind] == PACKAGE[kind]
    assert [name for name, entry in lock.items() if "resolved" in entry] == []
