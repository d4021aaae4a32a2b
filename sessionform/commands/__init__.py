"""The commands, in the order in which help lists them, each in a module with `add_parser`: it declares the arguments and sets `run`.

Only the module of the command that was named is imported.
"""

from __future__ import annotations

from typing import NamedTuple


class Command(NamedTuple):
    """The module of this folder that a command is in, and its line in `sessionform --help`."""

    module: str
    summary: str


COMMANDS = {
    "check": Command("check", "validate the declaration"),
    "synth": Command("synth", "compile the declaration to one Terraform stack for each environment"),
    "review": Command("review", "say what a change does to live tables and sessions"),
    "stage": Command("stage", "cut a change into deploys that AWS accepts"),
    "adopt": Command("adopt", "write tables that exist into the declaration"),
    "drift": Command("drift", "compare the declaration with what is in AWS"),
    "affected": Command("affected", "list the environments that a deploy has to run"),
    "plan": Command("terraform", "show what terraform would change"),
    "deploy": Command("terraform", "run terraform apply"),
    "destroy": Command("terraform", "run terraform destroy"),
    "explain": Command("explain", "show every effective setting of a table, and where it comes from"),
    "init": Command("init", "write a declaration to start from, and what runs it"),
    "prove": Command("prove", "try every promise of the declaration on an emulator"),
    "schema": Command("schema", "print the JSON Schema of sessions.yaml"),
    "rules": Command("rules", "list the rules, or explain one"),
    "lsp": Command("lsp", "start the language server, for editors"),
    "completion": Command("completion", "print the completions for a shell"),
}
